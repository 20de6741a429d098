/* SPDX-License-Identifier: Apache-2.0 */
/* Stored responses come from crawlers that undid the codings and kept the headers, or the other way round: bytes decide. */
#include "read/http.h"

#include "base/limit.h"

struct vdt_view vdt_head_field(struct vdt_view head, const char *name) {
    struct vdt_view wanted = vdt_view_of(name);
    while (head.size) {
        struct vdt_view value = vdt_view_cut(&head, '\n'), key = vdt_view_cut(&value, ':');
        if (vdt_view_equal_fold(vdt_view_trim(key), wanted)) return vdt_view_trim(value);
    }
    return (struct vdt_view){ NULL, 0 };
}

void vdt_media_type(struct vdt_view value, struct vdt_view *media, struct vdt_view *charset) {
    *media = vdt_view_trim(vdt_view_cut(&value, ';'));
    *media = vdt_view_cut(media, ' '); /* "text/html charset=x", "text/html,text/html" */
    *media = vdt_view_cut(media, ',');
    *charset = (struct vdt_view){ NULL, 0 };
    while (value.size) {
        struct vdt_view parameter = vdt_view_cut(&value, ';'), key = vdt_view_trim(vdt_view_cut(&parameter, '='));
        parameter = vdt_view_trim(parameter);
        while (parameter.size && strchr("\"'", parameter.data[0])) parameter = vdt_view_slice(parameter, 1, parameter.size);
        while (parameter.size && strchr("\"'", parameter.data[parameter.size - 1])) parameter.size--;
        if (vdt_view_equal_fold(key, VDT_LITERAL("charset"))) *charset = parameter;
    }
}

size_t vdt_head_size(struct vdt_view bytes) {
    for (size_t at = 0; at < bytes.size;) {
        const char *newline = memchr(bytes.data + at, '\n', bytes.size - at);
        if (!newline) return 0;
        size_t end = (size_t)(newline - bytes.data);
        if (end == at || (end == at + 1 && bytes.data[at] == '\r')) return end + 1;
        at = end + 1;
    }
    return 0;
}

bool vdt_response_read(struct vdt_view bytes, struct vdt_response *out) {
    if (!vdt_view_starts(bytes, VDT_LITERAL("HTTP/"))) return false;
    *out = (struct vdt_response){ .head_size = vdt_head_size(vdt_view_slice(bytes, 0, VDT_LIMIT_RECORD_HEAD)) };
    if (!out->head_size) return false;
    struct vdt_view head = vdt_view_slice(bytes, 0, out->head_size), line = vdt_view_cut(&head, '\n');
    vdt_view_cut(&line, ' ');
    line = vdt_view_trim(line);
    for (size_t i = 0; i < 3 && i < line.size && line.data[i] >= '0' && line.data[i] <= '9'; i++)
        out->status = out->status * 10 + (line.data[i] - '0');
    vdt_media_type(vdt_head_field(head, "content-type"), &out->media, &out->charset);
    out->chunked = vdt_view_equal_fold(vdt_head_field(head, "transfer-encoding"), VDT_LITERAL("chunked"));
    out->packing = vdt_packing_named(vdt_head_field(head, "content-encoding"));
    return true;
}

enum { LONGEST_SIZE = 8 };

/* The size of a chunk, "1f4;extension" and a line end; false where that is none. */
static bool chunk_size(struct vdt_view *bytes, size_t *size) {
    struct vdt_view rest = *bytes, line = vdt_view_cut(&rest, '\n');
    line = vdt_view_trim(vdt_view_cut(&line, ';'));
    if (!line.size || line.size > LONGEST_SIZE || line.data + line.size >= bytes->data + bytes->size) return false;
    *size = 0;
    for (size_t i = 0; i < line.size; i++) {
        char c = vdt_lower(line.data[i]);
        bool digit = c >= '0' && c <= '9';
        if (!digit && (c < 'a' || c > 'f')) return false;
        *size = *size * 16 + (size_t)(digit ? c - '0' : c - 'a' + 10);
    }
    *bytes = rest;
    return true;
}

/* A size that no chunk has, where one stands: a line of hexadecimal digits, too many. */
static bool is_oversized(struct vdt_view bytes) {
    struct vdt_view line = vdt_view_trim(vdt_view_cut(&bytes, '\n'));
    size_t digits = 0;
    while (digits < line.size && strchr("0123456789abcdefABCDEF", line.data[digits])) digits++;
    return digits > LONGEST_SIZE && digits == line.size && digits <= 32;
}

/* Chunks joined; from where they are no longer chunks everything is taken as it stands. */
static enum vdt_status join_chunks(struct vdt_arena *arena, struct vdt_view stored, struct vdt_view *out, bool *whole,
                                   struct vdt_error *error) {
    size_t size;
    struct vdt_view probe = stored;
    if (!chunk_size(&probe, &size)) { /* no chunks: many archives keep what was joined, with the header that is no longer true */
        *out = stored;
        *whole = !is_oversized(stored);
        return VDT_OK;
    }
    char *joined = vdt_arena_take(arena, stored.size + 1);
    if (!joined) return vdt_fail_memory(error, "reading a web archive");
    size_t used = 0;
    bool ended = false;
    while (!ended && chunk_size(&stored, &size)) {
        ended = size == 0;
        if (size > stored.size) size = stored.size, *whole = false;
        if (size) memcpy(joined + used, stored.data, size);
        used += size;
        stored = vdt_view_slice(stored, size, stored.size);
        if (vdt_view_starts(stored, VDT_LITERAL("\r"))) stored = vdt_view_slice(stored, 1, stored.size);
        if (vdt_view_starts(stored, VDT_LITERAL("\n"))) stored = vdt_view_slice(stored, 1, stored.size);
    }
    if (!ended) {
        *whole = false;
        if (stored.size) memcpy(joined + used, stored.data, stored.size);
        used += stored.size;
    }
    *out = (struct vdt_view){ joined, used };
    return VDT_OK;
}

enum vdt_status vdt_response_body(const struct vdt_response *response, struct vdt_arena *arena, struct vdt_view stored,
                                  struct vdt_view *out, bool *whole, struct vdt_error *error) {
    struct vdt_view body = vdt_view_slice(stored, response->head_size, stored.size);
    *whole = true;
    enum vdt_status status = response->chunked ? join_chunks(arena, body, &body, whole, error) : VDT_OK;
    if (status != VDT_OK) return status;
    /* by its mark, where there is one: a header may have been kept that is no longer true, or be missing */
    enum vdt_packing packing = vdt_packing_of(body);
    if (!packing && (response->packing == VDT_PACKED_DEFLATE || response->packing == VDT_PACKED_BROTLI)) packing = response->packing;
    if (packing) {
        struct vdt_buffer plain;
        vdt_buffer_init(&plain);
        status = vdt_unpack(packing, body, VDT_LIMIT_REPORT_BYTES, &plain, whole, error);
        bool lie = !plain.size && (packing == VDT_PACKED_DEFLATE || packing == VDT_PACKED_BROTLI);
        if (lie) *whole = true;
        if (status == VDT_OK && !lie) {
            body = vdt_arena_copy(arena, vdt_buffer_view(&plain));
            if (!body.data) status = vdt_fail_memory(error, "reading a web archive");
        }
        vdt_buffer_done(&plain);
    }
    *out = body;
    return status;
}
