/* SPDX-License-Identifier: Apache-2.0 */
/* See alarm-lines.h. */
#include "cli/alarm-lines.h"

#include <stdio.h>

bool alarm_lines_begin(struct alarm_lines *self, const struct invocation *run) {
    self->out = (struct series_run){ .run = run };
    vdt_buffer_init(&self->out.line);
    return find_line_format(run, &self->out.format);
}

bool alarm_lines_tell(void *context, const struct vdt_alarm *alarm) {
    struct series_run *out = &((struct alarm_lines *)context)->out;
    if (out->format == LINES_JSON) {
        VDT_BUFFER_PUT(&out->line, vdt_alarm_write, alarm);
        return print_json(out);
    }
    struct cell cells[10];
    size_t count = 0;
    cell_text(&cells[count++], "unit", alarm->unit);
    cell_text(&cells[count++], "date", alarm->date);
    cell_text(&cells[count++], "kind", alarm->kind);
    cell_number(&cells[count++], "value", alarm->value);
    cell_number(&cells[count++], "expected", alarm->expected);
    cell_number(&cells[count++], "bound", alarm->bound);
    cell_number(&cells[count++], "score", alarm->score);
    cell_text(&cells[count++], "state", vdt_view_of(vdt_alarm_state_name(alarm->state)));
    cell_text(&cells[count++], "id", alarm->id);
    cell_text(&cells[count++], "first_event", alarm->evidence_count ? alarm->evidence[0] : (struct vdt_view){ 0 });
    return print_cells(out, cells, count);
}

bool alarm_lines_end(struct alarm_lines *self) {
    vdt_buffer_done(&self->out.line);
    return finish_output();
}
