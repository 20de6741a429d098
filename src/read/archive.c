/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record is a head, a body of a stated length, and line ends. The length is believed if it leads to another head or to the
 * end; else the next head is looked for, first within the body, then behind it. So one wrong length costs no other record.
 * A record stands in the window as a whole while it is judged (up to VDT_LIMIT_RECORD_BYTES, larger ones are passed over), and
 * nothing else is kept: memory does not grow with the archive.
 */
#include "read/archive.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/limit.h"
#include "read/html.h"
#include "read/http.h"

enum { NOWHERE_STEP = 256 << 10, TAIL = 16 };
static const size_t nowhere = SIZE_MAX;

/* --- heads --- */

struct head {
    size_t size;              /* with the empty line that ends it */
    uint64_t length;          /* of the body */
    bool arc, good;           /* good: there is a length */
    struct vdt_view fields;   /* WARC */
    struct vdt_view url, media;
};

static bool warc_begins(struct vdt_view bytes, size_t at) {
    static const char mark[] = "WARC/";
    if (bytes.size - at < 8 || memcmp(bytes.data + at, mark, 5) != 0) return false;
    return bytes.data[at + 5] >= '0' && bytes.data[at + 5] <= '9' && bytes.data[at + 6] == '.';
}

static bool number_of(struct vdt_view text, uint64_t *out) {
    if (!text.size || text.size > 18) return false;
    *out = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
        *out = *out * 10 + (uint64_t)(text.data[i] - '0');
    }
    return true;
}

static bool is_date(struct vdt_view text) {
    uint64_t date;
    return text.size >= 8 && number_of(text, &date);
}

static bool is_host_address(struct vdt_view text) {
    for (size_t i = 0; i < text.size; i++)
        if (!strchr("0123456789.:abcdefABCDEF", text.data[i])) return false;
    return text.size >= 7 || vdt_view_is(text, "0.0.0.0") || vdt_view_is(text, "-");
}

/* "http://a.example/b c 192.0.2.1 20140102000000 text/html 1591", with five more columns in version 2; addresses have spaces. */
static bool read_arc_line(struct vdt_view line, struct head *out) {
    const char *scheme = line.size ? memchr(line.data, ':', line.size < 12 ? line.size : 12) : NULL;
    if (!scheme || line.size - (size_t)(scheme - line.data) < 4 || memcmp(scheme, "://", 3) != 0) {
        if (!vdt_view_starts(line, VDT_LITERAL("dns:"))) return false;
    }
    struct vdt_view rest = line;
    vdt_view_cut(&rest, ' ');
    while (rest.size) {
        struct vdt_view field = vdt_view_cut(&rest, ' ');
        struct vdt_view after = rest, date = vdt_view_cut(&after, ' ');
        if (is_host_address(field) && is_date(date)) {
            out->arc = true;
            out->url = vdt_view_trim((struct vdt_view){ line.data, (size_t)(field.data - line.data) });
            out->media = vdt_view_cut(&after, ' ');
            const char *last = memrchr(line.data, ' ', line.size);
            out->good = number_of(vdt_view_slice(line, (size_t)(last - line.data) + 1, line.size), &out->length);
            return out->media.size > 0;
        }
    }
    return false;
}

/* False where no head begins `bytes`; size is 0 where it does not end in them. */
static bool read_head(struct vdt_view bytes, struct head *out) {
    *out = (struct head){ 0 };
    struct vdt_view window = vdt_view_slice(bytes, 0, VDT_LIMIT_RECORD_HEAD), rest = window;
    if (warc_begins(bytes, 0)) {
        out->size = vdt_head_size(window);
        vdt_view_cut(&rest, '\n');
        out->fields = vdt_view_slice(rest, 0, out->size ? out->size - (window.size - rest.size) : 0);
        out->good = number_of(vdt_head_field(out->fields, "content-length"), &out->length);
        return true;
    }
    struct vdt_view line = vdt_view_cut(&rest, '\n');
    if (rest.size || memchr(window.data, '\n', window.size)) out->size = line.size + 1;
    return read_arc_line(vdt_view_trim(line), out);
}

bool vdt_archive_looks(struct vdt_view bytes) {
    struct head head;
    return warc_begins(bytes, 0) || vdt_view_starts(bytes, VDT_LITERAL("filedesc://")) || (read_head(bytes, &head) && head.good);
}

/* The first head that begins a line at or behind `from`, which itself begins one; nowhere where there is none. */
static size_t find_head(struct vdt_view bytes, size_t from, bool arc) {
    while (from < bytes.size) {
        struct head head;
        struct vdt_view rest = vdt_view_slice(bytes, from, bytes.size);
        if (arc ? read_head(rest, &head) && head.arc && head.good : warc_begins(bytes, from)) return from;
        const char *newline = memchr(rest.data, '\n', rest.size);
        if (!newline) return nowhere;
        from += (size_t)(newline - rest.data) + 1;
    }
    return nowhere;
}

/* --- faults --- */

__attribute__((format(printf, 6, 7)))
static enum vdt_status fault(const struct vdt_archive *archive, const struct vdt_source *source, uint64_t offset,
                             enum vdt_status status, struct vdt_error *error, const char *format, ...) {
    char what[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    vdt_fail_at(error, status, source->name, 0, 0, "record %" PRIu64 ": %s", archive->count, what);
    if (error) error->offset = (int64_t)vdt_source_place(source, offset);
    return status;
}

/* Moves to the next head that begins a line, or to the end of what joins on. */
static enum vdt_status seek_head(struct vdt_archive *archive, struct vdt_source *source, struct vdt_error *error) {
    for (;;) {
        struct vdt_view window;
        enum vdt_status status = vdt_source_peek(source, NOWHERE_STEP, &window, error);
        if (status != VDT_OK) return status;
        size_t at = find_head(window, 0, archive->arc);
        if (at == nowhere && source->ended) at = window.size;
        if (at != nowhere) {
            vdt_source_skip(source, at);
            return VDT_OK;
        }
        /* the last line may be the beginning of a head; a line of this size is none */
        const char *newline = memrchr(window.data, '\n', window.size);
        size_t kept = newline ? window.size - (size_t)(newline - window.data) - 1 : 0;
        vdt_source_skip(source, window.size - (kept < VDT_LIMIT_RECORD_HEAD ? kept : 0));
    }
}

/* --- bodies --- */

static size_t line_ends(struct vdt_view bytes, size_t from) {
    size_t at = from;
    while (at < bytes.size && (bytes.data[at] == '\r' || bytes.data[at] == '\n')) at++;
    return at - from;
}

/* Where the record in the window ends, with its line ends, and where its body does. */
struct extent {
    size_t body_end, end;
    bool wrong;               /* not where its length says */
    bool cut;                 /* the bytes end before it */
};

static bool leads_on(const struct vdt_source *source, struct vdt_view window, size_t end, bool arc) {
    size_t next = end + line_ends(window, end);
    if (next >= window.size) return source->ended;
    /* the length takes in the line ends, or more; unless a member of its own begins here */
    if (next == end && !arc && !vdt_source_member_begins(source, source->offset + end)) return false;
    /* the line ends that the standard asks for, exactly where they should be: what is wrong stands behind them */
    if (!arc && next == end + 4 && memcmp(window.data + end, "\r\n\r\n", 4) == 0) return true;
    struct head head;
    struct vdt_view rest = vdt_view_slice(window, next, window.size);
    return arc ? read_head(rest, &head) && head.arc : warc_begins(window, next);
}

/* Judges the length of the record whose head stands at the front of the window; all of it is in the window afterwards. */
static enum vdt_status measure(struct vdt_source *source, const struct head *head, struct extent *out, struct vdt_error *error) {
    *out = (struct extent){ 0 };
    size_t claimed = head->size + (head->length > VDT_LIMIT_RECORD_BYTES ? VDT_LIMIT_RECORD_BYTES : (size_t)head->length);
    size_t behind = head->arc ? VDT_LIMIT_WORD_BYTES : TAIL; /* an ARC's next head is a line */
    struct vdt_view window;
    enum vdt_status status = vdt_source_peek(source, claimed + behind, &window, error);
    if (status != VDT_OK) return status;
    if (head->good && window.size >= claimed && leads_on(source, window, claimed, head->arc)) {
        out->body_end = claimed;
        out->end = claimed + line_ends(window, claimed);
        return VDT_OK;
    }
    out->wrong = true;
    size_t next = find_head(window, head->size, head->arc);
    for (size_t seen = window.size; next == nowhere && !source->ended && seen < VDT_LIMIT_RECORD_BYTES; seen = window.size) {
        status = vdt_source_peek(source, seen * 2, &window, error);
        if (status != VDT_OK) return status;
        /* from the beginning of the line that the window ended in */
        const char *newline = memrchr(window.data, '\n', seen);
        size_t from = newline ? (size_t)(newline - window.data) + 1 : head->size;
        next = find_head(window, from < head->size ? head->size : from, head->arc);
    }
    out->cut = next == nowhere && window.size < claimed;
    out->end = next == nowhere ? window.size : next;
    out->body_end = out->end;
    while (out->body_end > head->size && strchr("\r\n", window.data[out->body_end - 1])) out->body_end--;
    return VDT_OK;
}

/* Passes over a body that is too large to be kept; ends at the next head all the same where the length lies. */
static enum vdt_status pass_large(struct vdt_archive *archive, struct vdt_source *source, uint64_t size, bool *wrong,
                                  struct vdt_error *error) {
    while (size) {
        struct vdt_view window;
        enum vdt_status status = vdt_source_peek(source, NOWHERE_STEP, &window, error);
        if (status != VDT_OK) return status;
        size_t step = window.size < size ? window.size : (size_t)size;
        size_t next = find_head(vdt_view_slice(window, 0, step), 0, archive->arc);
        *wrong = next != nowhere || !step;
        if (next != nowhere) step = next;
        vdt_source_skip(source, step);
        if (*wrong) return VDT_OK;
        size -= step;
    }
    return VDT_OK;
}

/* --- records --- */

static bool is_page(struct vdt_view media) {
    return vdt_view_equal_fold(media, VDT_LITERAL("text/html")) || vdt_view_equal_fold(media, VDT_LITERAL("application/xhtml+xml"));
}

static bool is_text(struct vdt_view media) {
    return vdt_view_equal_fold(media, VDT_LITERAL("text/plain"));
}

/* "<http://a.example/>" as some tools write it. */
static struct vdt_view address_of(struct vdt_view url) {
    if (url.size > 2 && url.data[0] == '<' && url.data[url.size - 1] == '>') url = vdt_view_slice(url, 1, url.size - 1);
    return url;
}

/* Is this record one that a report is made of? `body` may be only its beginning. */
static bool is_wanted(const struct head *head, struct vdt_view body, struct vdt_response *response, struct vdt_record *out) {
    struct vdt_view media, kind = vdt_head_field(head->fields, "warc-type");
    bool conversion = vdt_view_equal_fold(kind, VDT_LITERAL("conversion"));
    bool kept = head->arc || conversion || vdt_view_equal_fold(kind, VDT_LITERAL("response")) ||
                vdt_view_equal_fold(kind, VDT_LITERAL("resource"));
    if (!kept || vdt_view_starts(head->url, VDT_LITERAL("filedesc:")) || vdt_view_starts(head->url, VDT_LITERAL("dns:"))) return false;
    *out = (struct vdt_record){ .url = head->arc ? head->url : address_of(vdt_head_field(head->fields, "warc-target-uri")) };
    if (vdt_response_read(body, response)) {
        media = response->media;
        out->charset = response->charset;
        if (response->status != 200 && response->status != 203) return false;
        body = vdt_view_slice(body, response->head_size, body.size);
    } else {
        *response = (struct vdt_response){ 0 };
        vdt_media_type(head->arc ? head->media : vdt_head_field(head->fields, "content-type"), &media, &out->charset);
    }
    /* some write the page alone where its response should stand */
    bool says_nothing = !media.size || vdt_view_equal_fold(media, VDT_LITERAL("application/http"));
    if (says_nothing && vdt_html_looks(body)) media = VDT_LITERAL("text/html");
    struct vdt_view language = vdt_head_field(head->fields, "warc-identified-content-language");
    out->language = vdt_view_cut(&language, ',');
    out->page = is_page(media);
    return out->page || is_text(media);
}

/* Tells of damage in the packing where the window ends with it, and goes on behind it. */
static bool tell_damage(struct vdt_archive *archive, struct vdt_source *source, struct vdt_error *error) {
    const struct vdt_damage *damage = vdt_source_damage(source);
    if (!damage) return false;
    fault(archive, source, source->offset, VDT_ERROR_FORMAT, error, "the %s data is damaged: %s",
          vdt_packing_name(source->stream.packing), damage->what);
    if (error) error->offset = (int64_t)damage->offset;
    vdt_source_resume(source);
    return true;
}

/* Peeks until the head at the front is complete; VDT_END where nothing is left. */
static enum vdt_status peek_head(struct vdt_source *source, struct vdt_view *window, struct head *head, bool *found,
                                 struct vdt_error *error) {
    for (size_t wanted = 1024;; wanted *= 2) {
        enum vdt_status status = vdt_source_peek(source, wanted, window, error);
        if (status != VDT_OK) return status;
        size_t blank = line_ends(*window, 0);
        vdt_source_skip(source, blank);
        *window = vdt_view_slice(*window, blank, window->size);
        if (!window->size) {
            if (source->ended) return VDT_END;
            continue;
        }
        *found = read_head(*window, head);
        if (*found && head->size) return VDT_OK;
        if (source->ended || (!*found && window->size >= VDT_LIMIT_WORD_BYTES) || wanted > VDT_LIMIT_RECORD_HEAD) return VDT_OK;
    }
}

static enum vdt_status take_large(struct vdt_archive *archive, struct vdt_source *source, const struct head *head, uint64_t offset,
                                  struct vdt_error *error) {
    struct vdt_view window;
    enum vdt_status status = vdt_source_peek(source, head->size + VDT_LIMIT_RECORD_HEAD, &window, error);
    if (status != VDT_OK) return status;
    struct head again;
    struct vdt_response response;
    struct vdt_record record;
    read_head(window, &again);
    bool wanted = is_wanted(&again, vdt_view_slice(window, again.size, window.size), &response, &record), wrong = false;
    uint64_t length = again.length;
    vdt_source_skip(source, again.size);
    status = pass_large(archive, source, length, &wrong, error);
    if (status != VDT_OK) return status;
    if (wrong)
        return fault(archive, source, offset, VDT_ERROR_FORMAT, error, "its length %" PRIu64 " does not lead to the next record", length);
    if (wanted)
        return fault(archive, source, offset, VDT_ERROR_LIMIT, error, "larger than VDT_LIMIT_RECORD_BYTES (%d MiB)",
                     VDT_LIMIT_RECORD_BYTES >> 20);
    return VDT_OK;
}

/* One record: VDT_OK with *given, or without where it was passed over. */
static enum vdt_status take_record(struct vdt_archive *archive, struct vdt_source *source, struct vdt_arena *arena,
                                   struct vdt_record *out, bool *given, struct vdt_error *error) {
    struct vdt_view window;
    struct head head;
    bool found = false;
    enum vdt_status status = peek_head(source, &window, &head, &found, error);
    if (status != VDT_OK) return status;
    uint64_t offset = source->offset;
    archive->count++;
    if (found && !head.size && vdt_source_damage(source)) {
        vdt_source_skip(source, window.size);
        return VDT_END;
    }
    if (!found || !head.size) {
        vdt_source_skip(source, window.size < 1 ? 0 : 1);
        status = seek_head(archive, source, error);
        if (status != VDT_OK) return status;
        return fault(archive, source, offset, VDT_ERROR_FORMAT, error, found ? "its head does not end" : "no record begins here");
    }
    archive->arc = head.arc;
    if (head.good && head.length > VDT_LIMIT_RECORD_BYTES) return take_large(archive, source, &head, offset, error);

    struct extent extent;
    uint64_t length = head.length;
    status = measure(source, &head, &extent, error);
    if (status != VDT_OK) return status;
    archive->to_skip = extent.end;
    status = vdt_source_peek(source, extent.end, &window, error);
    if (status != VDT_OK) return status;
    read_head(window, &head);
    bool damaged = extent.cut && vdt_source_damage(source);
    if (!head.good)
        fault(archive, source, offset, VDT_ERROR_FORMAT, &archive->fault, "its length is no number");
    else if (extent.cut && !damaged) /* damage is told when the window ends */
        fault(archive, source, offset, VDT_ERROR_FORMAT, &archive->fault, "cut off: %" PRIu64 " bytes were to come", length);
    else if (extent.wrong && !damaged)
        fault(archive, source, offset, VDT_ERROR_FORMAT, &archive->fault, "its length %" PRIu64 " does not lead to the next record", length);

    struct vdt_response response;
    struct vdt_view body = vdt_view_slice(window, head.size, extent.body_end);
    if (!is_wanted(&head, body, &response, out)) return VDT_OK;
    out->number = archive->count;
    out->offset = vdt_source_place(source, offset);
    status = vdt_response_body(&response, arena, body, &out->body, &out->whole, error);
    if (status != VDT_OK) return status;
    *given = out->body.size > 0;
    return VDT_OK;
}

enum vdt_status vdt_archive_next(struct vdt_archive *archive, struct vdt_source *source, struct vdt_arena *arena,
                                 struct vdt_record *out, struct vdt_error *error) {
    for (bool given = false;;) {
        vdt_source_skip(source, archive->to_skip);
        archive->to_skip = 0;
        if (archive->fault.status != VDT_OK) {
            if (error) *error = archive->fault;
            enum vdt_status status = archive->fault.status;
            archive->fault.status = VDT_OK;
            return status;
        }
        vdt_arena_reset(arena);
        enum vdt_status status = take_record(archive, source, arena, out, &given, error);
        if (status == VDT_END && tell_damage(archive, source, error)) return VDT_ERROR_FORMAT;
        if (status != VDT_OK || given) return status;
    }
}
