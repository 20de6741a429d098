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
    VDT_BUFFER_PUT(&self->line, vdt_change_write, line);
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
