/* SPDX-License-Identifier: Apache-2.0 */
/* vedette analogues: when it was most like now, and what followed. */
#include <stdio.h>

#include "base/limit.h"
#include "cli/series-options.h"

static bool tell(void *context, const struct vdt_analogue *line) {
    struct series_run *self = context;
    if (self->format != LINES_JSON) {
        struct cell cells[5];
        double sum = 0, after = 0;
        for (size_t i = 0; i < line->before_count; i++) sum += line->before[i] == line->before[i] ? line->before[i] : 0;
        for (size_t i = 0; i < line->after_count; i++) after += line->after[i] == line->after[i] ? line->after[i] : 0;
        cell_text(&cells[0], "unit", line->unit);
        cell_text(&cells[1], "date", vdt_view_of(line->date.text));
        cell_number(&cells[2], "similarity", line->similarity);
        cell_number(&cells[3], "mean_before", sum / (double)line->before_count);
        cell_number(&cells[4], "mean_after", after / (double)line->after_count);
        return print_cells(self, cells, sizeof cells / sizeof *cells);
    }
    VDT_BUFFER_PUT(&self->line, vdt_analogue_write, line);
    return print_json(self);
}

static bool tell_outcome(void *context, const struct vdt_analogue_outcome *line) {
    struct series_run *self = context;
    if (self->format != LINES_JSON) {
        if (line->horizon == 1) puts(self->format == LINES_TABLE ? "\nWhat followed, on the level of the present." : ""), self->lines = 0;
        struct cell cells[5];
        cell_text(&cells[0], "target", vdt_view_of(line->target.text));
        cell_number(&cells[1], "cases", (double)line->cases);
        cell_number(&cells[2], "q0.1", line->low);
        cell_number(&cells[3], "q0.5", line->median);
        cell_number(&cells[4], "q0.9", line->high);
        return print_cells(self, cells, sizeof cells / sizeof *cells);
    }
    struct vdt_json json;
    vdt_json_init(&json, &self->line);
    vdt_json_object(&json);
    vdt_json_key(&json, "target");
    vdt_json_string(&json, vdt_view_of(line->target.text));
    vdt_json_key(&json, "horizon");
    vdt_json_integer(&json, line->horizon);
    vdt_json_key(&json, "cases");
    vdt_json_integer(&json, (int64_t)line->cases);
    vdt_json_key(&json, "quantiles");
    vdt_json_object(&json);
    const struct { const char *key; double value; } quantiles[] = { { "0.1", line->low }, { "0.5", line->median }, { "0.9", line->high } };
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
        vdt_json_key(&json, quantiles[i].key);
        vdt_json_number(&json, quantiles[i].value, 4);
    }
    vdt_json_object_end(&json);
    vdt_json_object_end(&json);
    return print_json(self);
}

int cmd_analogues(const struct invocation *run) {
    struct vdt_analogue_options options = VDT_ANALOGUE_OPTIONS_INIT;
    long window, horizon, number;
    options.unit = vdt_view_of(option_value(run, "unit"));
    options.origin = vdt_view_of(option_value(run, "origin"));
    if (!options.unit.size) return complain("analogues wants --unit UNIT, whose present is looked for"), EXIT_USE;
    if (!option_number(run, "window", 1, VDT_LIMIT_WINDOW, 0, &window) || !option_number(run, "horizon", 1, VDT_LIMIT_HORIZON, 0, &horizon) ||
        !option_number(run, "number", 1, VDT_LIMIT_ANALOGUES, options.count, &number))
        return EXIT_USE;
    options.window = (int)window;
    options.horizon = (int)horizon;
    options.count = (int)number;
    struct series_run self;
    struct vdt_error error;
    int exit;
    if (!series_begin(&self, run, &exit)) return exit;
    return series_end(&self, vdt_analogues(self.series, &options, tell, tell_outcome, &self, &error), &error);
}
