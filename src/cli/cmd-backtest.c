/* SPDX-License-Identifier: Apache-2.0 */
/* vedette backtest: forecasts and alarms replayed on what was known at each origin; the scorecard of it. */
#include <math.h>
#include <stdio.h>

#include "base/limit.h"
#include "cli/series-options.h"

struct printing {
    struct series_run run;
    const char *section;
};

static bool print_row_json(struct series_run *run, const struct vdt_score_row *row) {
    struct vdt_json json;
    vdt_json_init(&json, &run->line);
    vdt_json_object(&json);
    vdt_json_key(&json, "section");
    vdt_json_string(&json, vdt_view_of(row->section));
    for (size_t i = 0; i < row->count; i++) {
        vdt_json_key(&json, row->cells[i].column);
        if (row->cells[i].text.size)
            vdt_json_string(&json, row->cells[i].text);
        else
            vdt_json_number(&json, row->cells[i].number, 4);
    }
    vdt_json_object_end(&json);
    return print_json(run);
}

/* Each section is a table of its own, under its title. */
static bool tell(void *context, const struct vdt_score_row *row) {
    struct printing *self = context;
    if (self->run.format == LINES_JSON) return print_row_json(&self->run, row);
    if (self->section != row->section) {
        printf("%s%s. %s\n", self->section ? "\n" : "", row->section, row->note);
        self->section = row->section;
        self->run.lines = 0;
    }
    enum { MOST = 12 };
    struct cell cells[MOST];
    size_t count = row->count < MOST ? row->count : MOST;
    for (size_t i = 0; i < count; i++)
        if (row->cells[i].text.size)
            cell_text(&cells[i], row->cells[i].column, row->cells[i].text);
        else if (isnan(row->cells[i].number))
            cell_text(&cells[i], row->cells[i].column, VDT_LITERAL("-"));
        else
            cell_number(&cells[i], row->cells[i].column, row->cells[i].number);
    return print_cells(&self->run, cells, count);
}

static bool find_options(const struct invocation *run, struct vdt_backtest_options *out, double *over, double *budget) {
    long horizon, draws, seed;
    size_t count;
    out->from = vdt_view_of(option_value(run, "from"));
    out->to = vdt_view_of(option_value(run, "to"));
    if (!out->from.size || !out->to.size) return complain("backtest wants --from DATE and --to DATE: its origins"), false;
    if (!option_number(run, "horizon", 1, VDT_LIMIT_HORIZON, out->horizon_to, &horizon) ||
        !option_number(run, "draws", 10, VDT_LIMIT_DRAWS, out->draws, &draws) ||
        !option_number(run, "seed", 0, 2147483647, 1, &seed) ||
        !option_numbers(run, "over", 1e-6, 1e12, over, VDT_FORECAST_MOST_NUMBERS, &out->over_count) ||
        !option_numbers(run, "budget", 1e-6, 1000, budget, 1, &count))
        return false;
    out->horizon_to = (int)horizon;
    out->draws = (int)draws;
    out->seed = (uint64_t)seed;
    out->over = over;
    if (count) out->budget = *budget;
    return true;
}

int cmd_backtest(const struct invocation *run) {
    struct vdt_backtest_options options = VDT_BACKTEST_OPTIONS_INIT;
    double over[VDT_FORECAST_MOST_NUMBERS], budget;
    if (!find_options(run, &options, over, &budget)) return EXIT_USE;
    struct printing self = { 0 };
    struct vdt_error error;
    int exit;
    if (!series_begin(&self.run, run, &exit)) return exit;
    enum vdt_status status = self.run.store
        ? vdt_backtest_store(self.run.store, &self.run.gather, &options, tell, &self, &error)
        : vdt_backtest_series(self.run.series, &options, tell, &self, &error);
    return series_end(&self.run, status, &error);
}
