/* SPDX-License-Identifier: Apache-2.0 */
/* One line of JSON to the fields of a report. */
#ifndef VDT_READ_JSON_LINE_H
#define VDT_READ_JSON_LINE_H

#include "base/arena.h"
#include "read/place.h"

enum vdt_field {
    VDT_FIELD_ID, VDT_FIELD_URL, VDT_FIELD_TITLE, VDT_FIELD_AUTHOR, VDT_FIELD_PUBLISHED, VDT_FIELD_PUBLISHER,
    VDT_FIELD_LANGUAGE, VDT_FIELD_TEXT, VDT_FIELD_HTML, VDT_FIELD_COUNT
};

/* What the input calls each field; our own names are the default. */
struct vdt_keys {
    struct vdt_view name[VDT_FIELD_COUNT];
};

void vdt_keys_init(struct vdt_keys *keys);
/* "text=body,published=date"; the views point into `map`. VDT_ERROR_USE for a name that is not ours. */
enum vdt_status vdt_keys_map(struct vdt_keys *keys, struct vdt_view map, struct vdt_error *error);

/* Where a limit is passed, and which; NULL: nowhere. */
struct vdt_json_guard {
    const char *at, *limit;
    uint64_t repaired; /* escapes */
};

/* Depth and number of the values of some JSON, before it is parsed; repairs escapes as vdt_json_line_read says. */
struct vdt_json_guard vdt_json_guard(char *bytes, size_t size);
void vdt_json_tell_repair(const struct vdt_place *place, uint64_t repaired);

struct vdt_fields {
    struct vdt_view value[VDT_FIELD_COUNT];
    bool given[VDT_FIELD_COUNT];
    uint32_t (*spans)[2]; /* "spans":[[begin,end],…]; NULL where there are none */
    size_t span_count;
};

/*
 * Reads the object in `line`, which is UTF-8, is followed by a NUL and may be written to: escapes that stand for no
 * character (\u0000, half a surrogate pair) are turned to \ufffd. `text` or `html` is there on success; an optional
 * field of the wrong type is missing, with a remark.
 */
enum vdt_status vdt_json_line_read(struct vdt_arena *arena, const struct vdt_keys *keys, const struct vdt_place *place,
                                   char *line, size_t size, struct vdt_fields *out, struct vdt_error *error);

#endif
