/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters, problems and rows. A list is written once, by names and values, and comes out as JSON or as CSV; the
 * header of CSV is made of the first row's names.
 */
#include "serve/request.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/calendar.h"

struct vdt_view parameter_of(struct request *request, const char *name) {
    for (size_t i = 0; i < request->parameter_count; i++)
        if (vdt_view_is(request->parameters[i].name, name)) {
            request->parameters[i].used = true;
            return request->parameters[i].value;
        }
    return (struct vdt_view){ 0 };
}

static bool read_integer(struct vdt_view text, int64_t *out) {
    bool negative = text.size > 1 && text.data[0] == '-';
    size_t i = negative;
    int64_t value = 0;
    if (!text.size || text.size > 18) return false;
    for (; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
        value = value * 10 + (text.data[i] - '0');
    }
    *out = negative ? -value : value;
    return true;
}

bool number_of_parameter(struct request *request, const char *name, int64_t low, int64_t high, int64_t otherwise,
                         int64_t *out, unsigned *status) {
    struct vdt_view text = parameter_of(request, name);
    *out = otherwise;
    if (!text.size) return true;
    if (read_integer(text, out) && *out >= low && *out <= high) return true;
    *status = problem(request, 400, "%s is a whole number from %" PRId64 " to %" PRId64, name, low, high);
    return false;
}

/* ---- problems ---- */

static const char *title_of(unsigned status) {
    switch (status) {
    case 400: return "The request cannot be understood";
    case 401: return "A token is needed";
    case 403: return "This token may not do that";
    case 404: return "There is no such thing";
    case 405: return "This cannot be done here";
    case 406: return "There is no such format";
    case 413: return "The request is too large";
    case 414: return "The address is too long";
    case 421: return "This is not that server";
    case 429: return "Too many requests";
    case 503: return "The store cannot be read now";
    default: return "Something went wrong";
    }
}

static void write_problem(struct request *request, unsigned status, struct vdt_view detail) {
    vdt_buffer_clear(&request->out);
    vdt_json_init(&request->json, &request->out);
    struct vdt_json *json = &request->json;
    vdt_json_object(json);
    vdt_json_key(json, "type");
    vdt_json_string(json, VDT_LITERAL("about:blank"));
    vdt_json_key(json, "title");
    vdt_json_string(json, vdt_view_of(title_of(status)));
    vdt_json_key(json, "status");
    vdt_json_integer(json, status);
    vdt_json_key(json, "detail");
    vdt_json_string(json, detail);
    vdt_json_object_end(json);
    vdt_buffer_char(&request->out, '\n');
}

/* Cut to whole code points: a message may have cut a name in the middle. */
static size_t whole_points(const char *text, size_t size) {
    size_t at = size;
    while (at && ((unsigned char)text[at - 1] & 0xC0) == 0x80) at--;
    if (!at) return 0;
    unsigned char lead = (unsigned char)text[at - 1];
    size_t wants = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return size - (at - 1) >= wants ? size : at - 1;
}

unsigned problem(struct request *request, unsigned status, const char *format, ...) {
    char detail[400];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    size_t size = length < 0 ? 0 : (size_t)length < sizeof detail ? (size_t)length : sizeof detail - 1;
    write_problem(request, status, (struct vdt_view){ detail, whole_points(detail, size) });
    return status;
}

unsigned problem_of(struct request *request, const struct vdt_error *error) {
    /* the path of the store and what the system says of it stay in the house */
    switch (error->status) {
    case VDT_ERROR_USE: return problem(request, 400, "%s%s%s", error->message, error->hint[0] ? "; " : "", error->hint);
    case VDT_ERROR_LIMIT: return problem(request, 413, "%s", error->message);
    case VDT_ERROR_MEMORY: return problem(request, 503, "the server is out of memory");
    default: return problem(request, 503, "%s", error->message);
    }
}

/* ---- rows ---- */

void list_begin(struct request *request) {
    request->row_count = 0;
    if (request->format == ANSWER_CSV) return;
    vdt_json_object(&request->json);
    vdt_json_key(&request->json, "items");
    vdt_json_array(&request->json);
}

void row_begin(struct request *request) {
    request->in_row_before = false;
    if (request->format != ANSWER_CSV) vdt_json_object(&request->json);
}

void put_csv(struct vdt_buffer *out, struct vdt_view value) {
    bool formula = value.size && memchr("=+-@\t\r", value.data[0], 6);
    bool quoted = formula;
    for (size_t i = 0; i < value.size && !quoted; i++) quoted = memchr("\",\r\n;", value.data[i], 5) != NULL;
    if (!quoted) {
        vdt_buffer_add(out, value);
        return;
    }
    vdt_buffer_text(out, formula ? "\"'" : "\"");
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] == '"') vdt_buffer_char(out, '"');
        vdt_buffer_char(out, value.data[i]);
    }
    vdt_buffer_char(out, '"');
}

/* Begins a cell: its name into the header, where this is the first row. True: it is JSON, whose value comes next. */
static bool cell(struct request *request, const char *name) {
    if (request->format != ANSWER_CSV) {
        vdt_json_key(&request->json, name);
        return true;
    }
    if (!request->row_count) {
        if (request->in_row_before) vdt_buffer_char(&request->columns_line, ',');
        vdt_buffer_text(&request->columns_line, name);
    }
    if (request->in_row_before) vdt_buffer_char(&request->out, ',');
    request->in_row_before = true;
    return false;
}

void row_text(struct request *request, const char *name, struct vdt_view value) {
    if (cell(request, name))
        vdt_json_string_or_null(&request->json, value);
    else
        put_csv(&request->out, value);
}

void row_integer(struct request *request, const char *name, int64_t value) {
    if (cell(request, name))
        vdt_json_integer(&request->json, value);
    else
        vdt_buffer_format(&request->out, "%" PRId64, value);
}

void row_number(struct request *request, const char *name, double value, int digits) {
    bool json = cell(request, name);
    if (json || isnan(value)) {
        if (json) vdt_json_number(&request->json, value, digits);
        return;
    }
    struct vdt_json plain;
    vdt_json_init(&plain, &request->out);
    vdt_json_number(&plain, value, digits);
}

void row_day(struct request *request, const char *name, int32_t day) {
    char text[11] = "";
    if (day != INT32_MIN && day != INT32_MAX) vdt_day_write(day, text);
    row_text(request, name, vdt_view_of(text));
}

void row_end(struct request *request) {
    if (request->format != ANSWER_CSV) {
        vdt_json_object_end(&request->json);
        request->row_count++;
        return;
    }
    vdt_buffer_text(&request->out, "\r\n");
    if (!request->row_count++) {
        /* the header stands before the row that it was learned from */
        vdt_buffer_text(&request->columns_line, "\r\n");
        struct vdt_buffer whole = request->columns_line;
        vdt_buffer_add(&whole, vdt_buffer_view(&request->out));
        request->columns_line = request->out;
        request->out = whole;
        vdt_buffer_clear(&request->columns_line);
    }
}

unsigned list_end(struct request *request, struct vdt_view next, uint64_t total) {
    if (request->format != ANSWER_CSV) {
        vdt_json_array_end(&request->json);
        vdt_json_key(&request->json, "next");
        vdt_json_string_or_null(&request->json, next);
        vdt_json_key(&request->json, "total");
        vdt_json_integer(&request->json, (int64_t)total);
        if (request->making) {
            vdt_json_key(&request->json, "making");
            vdt_json_boolean(&request->json, true);
        }
        vdt_json_object_end(&request->json);
        vdt_buffer_char(&request->out, '\n');
    }
    return 200;
}

/* ---- pages ---- */

bool paging_of(struct request *request, struct paging *out, unsigned *status) {
    /* a file is wanted whole */
    int64_t most = request->format == ANSWER_JSON ? 500 : 100000;
    out->cursor = parameter_of(request, "cursor");
    return number_of_parameter(request, "limit", 0, most, request->format == ANSWER_JSON ? 50 : most, &out->limit, status);
}

struct vdt_view cursor_text(struct request *request, int64_t first, int64_t second) {
    return vdt_arena_format(&request->arena, "%" PRIx64 ".%" PRIx64, (uint64_t)first, (uint64_t)second);
}

static bool read_hexadecimal(struct vdt_view text, int64_t *out) {
    uint64_t value = 0;
    if (!text.size || text.size > 16) return false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
        value = value << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    memcpy(out, &value, sizeof value);
    return true;
}

bool cursor_read(struct request *request, struct vdt_view cursor, int64_t *first, int64_t *second, unsigned *status) {
    if (!cursor.size) return true;
    struct vdt_view rest = cursor, head = vdt_view_cut(&rest, '.');
    if (read_hexadecimal(head, first) && read_hexadecimal(rest, second)) return true;
    *status = problem(request, 400, "the cursor is none that this server gave");
    return false;
}

/* ---- GeoJSON ---- */

void features_begin(struct vdt_json *json) {
    vdt_json_object(json);
    vdt_json_key(json, "type");
    vdt_json_string(json, VDT_LITERAL("FeatureCollection"));
    vdt_json_key(json, "features");
    vdt_json_array(json);
}

void feature_begin(struct vdt_json *json, double latitude, double longitude) {
    vdt_json_object(json);
    vdt_json_key(json, "type");
    vdt_json_string(json, VDT_LITERAL("Feature"));
    vdt_json_key(json, "geometry");
    vdt_json_object(json);
    vdt_json_key(json, "type");
    vdt_json_string(json, VDT_LITERAL("Point"));
    vdt_json_key(json, "coordinates");
    vdt_json_array(json);
    vdt_json_number(json, longitude, 5);
    vdt_json_number(json, latitude, 5);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    vdt_json_key(json, "properties");
}
