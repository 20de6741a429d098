/* SPDX-License-Identifier: Apache-2.0 */
/* See alarm-lines.h. */
#include "cli/alarm-lines.h"

#include <stdio.h>

bool alarm_lines_begin(struct alarm_lines *self, const struct invocation *run) {
    self->out = (struct series_run){ .run = run };
    vdt_buffer_init(&self->out.line);
    return find_line_format(run, &self->out.format);
}

enum { CELLS = 11 };

static size_t put_cells(struct cell *cells, const struct vdt_alarm *alarm) {
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
    return count;
}

bool alarm_lines_tell(void *context, const struct vdt_alarm *alarm) {
    struct series_run *out = &((struct alarm_lines *)context)->out;
    if (out->format == LINES_JSON) {
        VDT_BUFFER_PUT(&out->line, vdt_alarm_write, alarm);
        return print_json(out);
    }
    struct cell cells[CELLS];
    return print_cells(out, cells, put_cells(cells, alarm));
}

/* "UKR; Kharkiv, UKR" */
static void put_others(struct vdt_buffer *out, const struct vdt_alarm *members, size_t count) {
    for (size_t i = 1; i < count; i++) {
        vdt_buffer_add(out, members[i].unit);
        if (i + 1 < count) vdt_buffer_text(out, "; ");
    }
}

bool alarm_lines_tell_group(void *context, const struct vdt_alarm *members, size_t count) {
    struct series_run *out = &((struct alarm_lines *)context)->out;
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    bool goes_on = false;
    if (out->format == LINES_JSON) {
        size_t size = vdt_alarm_group_write(members, count, false, NULL, 0);
        if (vdt_buffer_room(&out->line, size + 1)) {
            vdt_alarm_group_write(members, count, false, out->line.data + out->line.size, size + 1);
            out->line.size += size;
        }
        goes_on = print_json(out);
    } else {
        struct cell cells[CELLS];
        size_t used = put_cells(cells, &members[0]);
        put_others(&text, members, count);
        cell_text(&cells[used++], "others", vdt_buffer_view(&text));
        goes_on = !vdt_buffer_failed(&text) && print_cells(out, cells, used);
    }
    vdt_buffer_done(&text);
    return goes_on;
}

bool alarm_lines_end(struct alarm_lines *self) {
    vdt_buffer_done(&self->out.line);
    return finish_output();
}
