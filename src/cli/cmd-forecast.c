/* SPDX-License-Identifier: Apache-2.0 */
/* vedette forecast: what may come in each unit of a series, as a distribution. */
#include <stdio.h>
#include <stdlib.h>

#include "base/limit.h"
#include "cli/series-options.h"

static bool tell(void *context, const struct vdt_forecast *line) {
    struct series_run *self = context;
    if (self->format == LINES_JSON) {
        VDT_BUFFER_PUT(&self->line, vdt_forecast_write, line);
        return print_json(self);
    }
    enum { FIXED = 6 };
    struct cell cells[FIXED + 3 * VDT_FORECAST_MOST_NUMBERS];
    char names[3 * VDT_FORECAST_MOST_NUMBERS][40];
    size_t count = 0, named = 0;
    cell_text(&cells[count++], "unit", line->unit);
    cell_text(&cells[count++], "origin", vdt_view_of(line->origin.text));
    cell_text(&cells[count++], "target", vdt_view_of(line->target.text));
    cell_number(&cells[count++], "horizon", line->horizon);
    cell_number(&cells[count++], "mean", line->mean);
    const struct { const char *before; const double *at, *values; size_t count; } parts[] = {
        { "q", line->quantile_at, line->quantiles, line->quantile_count },
        { "p_over_", line->over, line->p_over, line->over_count },
        { "p_any_", line->over, line->p_any, line->over_count },
    };
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        for (size_t i = 0; i < parts[p].count; i++) {
            char key[32];
            vdt_number_text(parts[p].at[i], key);
            snprintf(names[named], sizeof names[named], "%s%s", parts[p].before, key);
            cell_number(&cells[count++], names[named++], parts[p].values[i]);
        }
    }
    return print_cells(self, cells, count);
}

/* --horizon H or A-B */
static bool find_horizon(const struct invocation *run, struct vdt_forecast_options *out) {
    const char *value = option_value(run, "horizon");
    if (!value) return true;
    char *end;
    long from = strtol(value, &end, 10), to = from;
    bool good = end != value && (*end == '\0' || *end == '-');
    if (good && *end == '-') {
        const char *second = end + 1;
        to = strtol(second, &end, 10);
        good = end != second && *end == '\0';
    } else {
        from = 1;
    }
    if (!good || from < 1 || to < from || to > VDT_LIMIT_HORIZON) {
        complain("--horizon is H or A-B, from 1 to %d steps, not \"%s\"", VDT_LIMIT_HORIZON, value);
        return false;
    }
    out->horizon_from = (int)from;
    out->horizon_to = (int)to;
    return true;
}

static bool find_model(const struct invocation *run, struct vdt_forecast_options *out) {
    const char *value = option_value(run, "model");
    if (!value || strcmp(value, "auto") == 0) return true;
    out->model = strcmp(value, "last-12") == 0 ? VDT_FORECAST_LAST_12 : VDT_FORECAST_NB_12;
    if (out->model == VDT_FORECAST_LAST_12 || strcmp(value, "nb-12") == 0) return true;
    complain("--model is auto, last-12 or nb-12, not \"%s\"", value);
    return false;
}

int cmd_forecast(const struct invocation *run) {
    struct vdt_forecast_options options = VDT_FORECAST_OPTIONS_INIT;
    double quantiles[VDT_FORECAST_MOST_NUMBERS], over[VDT_FORECAST_MOST_NUMBERS];
    long draws, seed;
    if (!find_horizon(run, &options) || !find_model(run, &options) ||
        !option_number(run, "draws", 0, VDT_LIMIT_DRAWS, 0, &draws) ||
        !option_number(run, "seed", 0, 2147483647, 1, &seed) ||
        !option_numbers(run, "quantiles", 1e-6, 1 - 1e-6, quantiles, VDT_FORECAST_MOST_NUMBERS, &options.quantile_count) ||
        !option_numbers(run, "over", 1e-6, 1e12, over, VDT_FORECAST_MOST_NUMBERS, &options.over_count))
        return EXIT_USE;
    options.draws = (int)draws;
    options.seed = (uint64_t)seed;
    options.quantiles = quantiles;
    options.over = over;
    options.origins = vdt_view_of(option_value(run, "origin"));
    struct series_run self;
    struct vdt_error error;
    int exit;
    if (!series_begin(&self, run, &exit)) return exit;
    options.type = self.type;
    if (self.store && options.model == VDT_FORECAST_AUTO &&
        vdt_store_plain_units(self.store, &self.gather, &options.plain_units, &error) != VDT_OK)
        return series_end(&self, error.status, &error);
    return series_end(&self, vdt_forecast(self.series, &options, tell, &self, &error), &error);
}
