/* SPDX-License-Identifier: Apache-2.0 */
/* A streaming writer: cheaper than building a tree only to print it, and it keeps the order of the keys. */
#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void value(struct vdt_json *json) {
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    uint32_t bit = UINT32_C(1) << json->depth;
    if (json->some & bit) vdt_buffer_char(json->out, ',');
    json->some |= bit;
}

static void open(struct vdt_json *json, char bracket) {
    value(json);
    vdt_buffer_char(json->out, bracket);
    json->depth++;
    assert(json->depth < 32);
    json->some &= ~(UINT32_C(1) << json->depth);
}

static void close(struct vdt_json *json, char bracket) {
    assert(json->depth > 0);
    json->depth--;
    vdt_buffer_char(json->out, bracket);
}

void vdt_json_object(struct vdt_json *json) { open(json, '{'); }
void vdt_json_object_end(struct vdt_json *json) { close(json, '}'); }
void vdt_json_array(struct vdt_json *json) { open(json, '['); }
void vdt_json_array_end(struct vdt_json *json) { close(json, ']'); }

struct vdt_json *vdt_json_line_begin(struct vdt_json_line *line) {
    vdt_buffer_init(&line->buffer);
    vdt_json_init(&line->json, &line->buffer);
    vdt_json_object(&line->json);
    return &line->json;
}

size_t vdt_json_line_give(struct vdt_json_line *line, char *out, size_t size) {
    vdt_json_object_end(&line->json);
    return vdt_buffer_give(&line->buffer, out, size);
}

void vdt_json_quote(struct vdt_buffer *out, struct vdt_view text) {
    vdt_buffer_char(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7F) continue;
        vdt_buffer_add(out, vdt_view_slice(text, from, i));
        from = i + 1;
        switch (c) {
        case '"': vdt_buffer_text(out, "\\\""); break;
        case '\\': vdt_buffer_text(out, "\\\\"); break;
        case '\n': vdt_buffer_text(out, "\\n"); break;
        case '\r': vdt_buffer_text(out, "\\r"); break;
        case '\t': vdt_buffer_text(out, "\\t"); break;
        default: vdt_buffer_format(out, "\\u%04x", c);
        }
    }
    vdt_buffer_add(out, vdt_view_slice(text, from, text.size));
    vdt_buffer_char(out, '"');
}

void vdt_json_key(struct vdt_json *json, const char *key) {
    value(json);
    vdt_json_quote(json->out, vdt_view_of(key));
    vdt_buffer_char(json->out, ':');
    json->after_key = true;
}

void vdt_json_string(struct vdt_json *json, struct vdt_view text) {
    value(json);
    vdt_json_quote(json->out, text);
}

void vdt_json_string_or_null(struct vdt_json *json, struct vdt_view text) {
    if (text.size)
        vdt_json_string(json, text);
    else
        vdt_json_null(json);
}

void vdt_json_integer(struct vdt_json *json, int64_t number) {
    value(json);
    vdt_buffer_format(json->out, "%lld", (long long)number);
}

void vdt_json_number(struct vdt_json *json, double number, int digits) {
    if (!isfinite(number)) {
        vdt_json_null(json);
        return;
    }
    value(json);
    char text[64];
    int length = snprintf(text, sizeof text, "%.*f", digits, number);
    if (length >= (int)sizeof text) length = snprintf(text, sizeof text, "%.6e", number);
    if (memchr(text, '.', (size_t)length) && !memchr(text, 'e', (size_t)length)) {
        while (text[length - 1] == '0') length--;
        if (text[length - 1] == '.') length--;
    }
    vdt_buffer_add(json->out, (struct vdt_view){ text, (size_t)length });
}

void vdt_json_boolean(struct vdt_json *json, bool truth) {
    value(json);
    vdt_buffer_text(json->out, truth ? "true" : "false");
}

void vdt_json_null(struct vdt_json *json) {
    value(json);
    vdt_buffer_text(json->out, "null");
}

void vdt_json_raw(struct vdt_json *json, struct vdt_view text) {
    value(json);
    vdt_buffer_add(json->out, text);
}

void vdt_number_text(double value, char out[32]) {
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, value);
        if (strtod(out, NULL) == value) break;
    }
    if (strchr(out, 'e')) snprintf(out, 32, "%.0f", value);
}
