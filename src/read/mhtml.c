/* SPDX-License-Identifier: Apache-2.0 */
/* Parts are found by their boundary alone; a part may have parts of its own (multipart/alternative). A page may be the only part. */
#include "read/mhtml.h"

#include "base/limit.h"
#include "read/http.h"
#include "read/transfer.h"

/* A head with its folded lines joined. */
static struct vdt_view unfold(struct vdt_arena *arena, struct vdt_view head) {
    char *copy = vdt_arena_take(arena, head.size + 1);
    size_t used = 0;
    for (size_t i = 0; copy && i < head.size; i++) {
        bool folded = head.data[i] == '\n' && i + 1 < head.size && (head.data[i + 1] == ' ' || head.data[i + 1] == '\t');
        if (folded && used && copy[used - 1] == '\r') used--;
        if (!folded) copy[used++] = head.data[i];
    }
    return (struct vdt_view){ copy, copy ? used : 0 };
}

static struct vdt_view parameter(struct vdt_view value, const char *name) {
    struct vdt_view wanted = vdt_view_of(name);
    while (value.size) {
        struct vdt_view one = vdt_view_cut(&value, ';'), key = vdt_view_trim(vdt_view_cut(&one, '='));
        one = vdt_view_trim(one);
        if (one.size > 1 && one.data[0] == '"' && one.data[one.size - 1] == '"') one = vdt_view_slice(one, 1, one.size - 1);
        if (vdt_view_equal_fold(key, wanted)) return one;
    }
    return (struct vdt_view){ NULL, 0 };
}

static bool is_multipart(struct vdt_view media) {
    return vdt_view_equal_fold(vdt_view_slice(media, 0, 10), VDT_LITERAL("multipart/"));
}

static bool is_page(struct vdt_view media) {
    return vdt_view_equal_fold(media, VDT_LITERAL("text/html")) || vdt_view_equal_fold(media, VDT_LITERAL("application/xhtml+xml"));
}

bool vdt_mhtml_looks(struct vdt_view bytes) {
    struct vdt_view head = vdt_view_slice(bytes, 0, vdt_head_size(vdt_view_slice(bytes, 0, VDT_LIMIT_RECORD_HEAD))), media, charset;
    if (!head.size || !vdt_head_field(head, "mime-version").size) return false;
    vdt_media_type(vdt_head_field(head, "content-type"), &media, &charset);
    return is_multipart(media) || is_page(media);
}

static bool take_parts(struct vdt_arena *arena, struct vdt_view head, struct vdt_view rest, int depth, struct vdt_saved_page *out);

/* Takes the part that begins the bytes if it is a page, or has one among its own parts. */
static bool take_part(struct vdt_arena *arena, struct vdt_view part, int depth, struct vdt_saved_page *out) {
    size_t size = vdt_head_size(vdt_view_slice(part, 0, VDT_LIMIT_RECORD_HEAD));
    if (!size) return false;
    struct vdt_view head = unfold(arena, vdt_view_slice(part, 0, size)), media, charset, body = vdt_view_slice(part, size, part.size);
    vdt_media_type(vdt_head_field(head, "content-type"), &media, &charset);
    if (is_multipart(media)) return take_parts(arena, head, body, depth + 1, out);
    if (!is_page(media)) return false;
    struct vdt_view coding = vdt_head_field(head, "content-transfer-encoding");
    if (vdt_view_equal_fold(coding, VDT_LITERAL("base64"))) body = vdt_base64_decode(arena, body);
    else if (vdt_view_equal_fold(coding, VDT_LITERAL("quoted-printable"))) body = vdt_quoted_printable_decode(arena, body);
    struct vdt_view place = vdt_head_field(head, "content-location");
    if (place.size) out->url = place;
    out->charset = charset;
    out->body = body;
    return body.size > 0;
}

/* What parts are told by: "--" and what the head says; where it does not, the first line that begins so. */
static struct vdt_view boundary_of(struct vdt_arena *arena, struct vdt_view head, struct vdt_view rest) {
    struct vdt_view boundary = parameter(vdt_head_field(head, "content-type"), "boundary"), line;
    if (boundary.size) return vdt_arena_format(arena, "--%.*s", (int)boundary.size, boundary.data);
    do line = vdt_view_trim(vdt_view_cut(&rest, '\n'));
    while (rest.size && !(line.size > 2 && vdt_view_starts(line, VDT_LITERAL("--"))));
    return line.size > 2 && vdt_view_starts(line, VDT_LITERAL("--")) ? line : (struct vdt_view){ NULL, 0 };
}

/* The first page among the parts of a message with this head. */
static bool take_parts(struct vdt_arena *arena, struct vdt_view head, struct vdt_view rest, int depth, struct vdt_saved_page *out) {
    if (depth > VDT_LIMIT_PART_DEPTH) return false;
    struct vdt_view mark = boundary_of(arena, head, rest);
    while (mark.size && rest.size) {
        const char *at = memmem(rest.data, rest.size, mark.data, mark.size);
        if (!at) break;
        rest = vdt_view_slice(rest, (size_t)(at - rest.data) + mark.size, rest.size);
        vdt_view_cut(&rest, '\n');
        const char *end = memmem(rest.data, rest.size, mark.data, mark.size);
        struct vdt_view part = vdt_view_slice(rest, 0, end ? (size_t)(end - rest.data) : rest.size);
        if (take_part(arena, part, depth, out)) return true;
    }
    return false;
}

enum vdt_status vdt_mhtml_read(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_saved_page *out, struct vdt_error *error) {
    *out = (struct vdt_saved_page){ 0 };
    size_t size = vdt_head_size(vdt_view_slice(bytes, 0, VDT_LIMIT_RECORD_HEAD));
    struct vdt_view head = unfold(arena, vdt_view_slice(bytes, 0, size));
    out->url = vdt_head_field(head, "snapshot-content-location");
    if (take_part(arena, bytes, 0, out)) return VDT_OK;
    return vdt_fail(error, VDT_ERROR_FORMAT, "a saved page without a page in it");
}
