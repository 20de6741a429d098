/* SPDX-License-Identifier: Apache-2.0 */
/* vedette changes: where the level of a series has changed, looking back. */
#include "cli/series-options.h"

static bool tell(void *context, const struct vdt_change *line) {
    struct series_run *self = context;
    if (self->format != LINES_JSON) {
        struct cell cells[5];
        cell_text(&cells[0], "unit", line->unit);
        cell_text(&cells[1], "date", vdt_view_of(line->date.text));
        cell_number(&cells[2], "probability", line->probability);
        cell_number(&cells[3], "before", line->before);
        cell_number(&cells[4], "after", line->after);
        return print_cells(self, cells, 5);
    }
    struct vdt_json json;
    vdt_json_init(&json, &self->line);
    vdt_json_object(&json);
    vdt_json_key(&json, "unit");
    vdt_json_string(&json, line->unit);
    vdt_json_key(&json, "date");
    vdt_json_string(&json, vdt_view_of(line->date.text));
    vdt_json_key(&json, "probability");
    vdt_json_number(&json, line->probability, 6);
    vdt_json_key(&json, "before");
    vdt_json_number(&json, line->before, 6);
    vdt_json_key(&json, "after");
    vdt_json_number(&json, line->after, 6);
    vdt_json_object_end(&json);
    return print_json(self);
}

int cmd_changes(const struct invocation *run) {
    double least = 0.5;
    size_t count;
    if (!option_numbers(run, "min-probability", 0, 1, &least, 1, &count)) return EXIT_USE;
    if (!count) least = 0.5;
    struct series_run self;
    struct vdt_error error;
    int exit;
    if (!series_begin(&self, run, &exit)) return exit;
    return series_end(&self, vdt_changes(self.series, least, tell, &self, &error), &error);
}
