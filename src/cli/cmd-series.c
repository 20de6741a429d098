/* SPDX-License-Identifier: Apache-2.0 */
/* vedette series: how much of what happened, a line a unit and step, as forecast, watch and changes read it. */
#include <math.h>
#include <stdio.h>

#include "cli/series-options.h"

static bool print_row_json(struct series_run *self, const struct vdt_series_row *row) {
    struct vdt_json json;
    vdt_json_init(&json, &self->line);
    vdt_json_object(&json);
    vdt_json_key(&json, "unit");
    vdt_json_string(&json, row->unit);
    vdt_json_key(&json, "date");
    vdt_json_string(&json, vdt_view_of(row->date.text));
    vdt_json_key(&json, "value");
    vdt_json_number(&json, row->value, 4);
    vdt_json_key(&json, "volume");
    vdt_json_number(&json, row->volume, 4);
    vdt_json_object_end(&json);
    return print_json(self);
}

static bool tell(void *context, const struct vdt_series_row *row) {
    struct series_run *self = context;
    if (self->format == LINES_JSON) return print_row_json(self, row);
    struct cell cells[4];
    cell_text(&cells[0], "unit", row->unit);
    cell_text(&cells[1], "date", vdt_view_of(row->date.text));
    cell_number(&cells[2], "value", row->value);
    cell_number(&cells[3], "volume", row->volume);
    if (isnan(row->volume)) cells[3].text[0] = '\0';
    return print_cells(self, cells, sizeof cells / sizeof *cells);
}

int cmd_series(const struct invocation *run) {
    struct series_run self;
    struct vdt_error error;
    int exit;
    if (!series_begin(&self, run, &exit)) return exit;
    if (!option_value(run, "format") && self.format == LINES_JSON) self.format = LINES_CSV;
    if (vdt_series_units(self.series) == 0 && self.format == LINES_CSV) puts("unit,date,value,volume");
    vdt_series_rows(self.series, tell, &self);
    return series_end(&self, VDT_OK, &error);
}
