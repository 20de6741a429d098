/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing JSON into a buffer, in order and without a tree: begin, key, value, end. Commas come by themselves.
 * Strings must be UTF-8; control characters and the three that break out of an HTML script are escaped.
 * Depth is limited to 32. Numbers: integers as they are, doubles in the shortest form that gives `digits` decimals
 * without trailing zeros; a NAN is null.
 */
#ifndef VDT_BASE_JSON_H
#define VDT_BASE_JSON_H

#include "base/buffer.h"

struct vdt_json {
    struct vdt_buffer *out;
    uint32_t some;  /* bit d: something stands already at depth d */
    int depth;
    bool after_key;
};

static inline void vdt_json_init(struct vdt_json *json, struct vdt_buffer *out) {
    *json = (struct vdt_json){ .out = out };
}
void vdt_json_object(struct vdt_json *json);
void vdt_json_object_end(struct vdt_json *json);
void vdt_json_array(struct vdt_json *json);
void vdt_json_array_end(struct vdt_json *json);
void vdt_json_key(struct vdt_json *json, const char *key);
void vdt_json_string(struct vdt_json *json, struct vdt_view value);
void vdt_json_string_or_null(struct vdt_json *json, struct vdt_view value); /* empty is null */
void vdt_json_integer(struct vdt_json *json, int64_t value);
void vdt_json_number(struct vdt_json *json, double value, int digits);
void vdt_json_boolean(struct vdt_json *json, bool value);
void vdt_json_null(struct vdt_json *json);
void vdt_json_raw(struct vdt_json *json, struct vdt_view value); /* JSON already */

/* One object as a line of its own: opened by _begin, closed by _give, which hands it over as vdt_buffer_give does. */
struct vdt_json_line {
    struct vdt_json json;
    struct vdt_buffer buffer;
};
struct vdt_json *vdt_json_line_begin(struct vdt_json_line *line);
size_t vdt_json_line_give(struct vdt_json_line *line, char *out, size_t size);

/* A number as text for a key: its shortest decimal form with a leading zero. */
void vdt_number_text(double value, char out[32]);

/* The escaped string with its quotes. */
void vdt_json_quote(struct vdt_buffer *out, struct vdt_view value);

#endif
