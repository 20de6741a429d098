/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file to its reports:
 *
 *   bytes, unpacked -> byte order mark -> what is it? -+- JSON lines: a line at a time ----+-> repair -> fields -> report
 *                                            +- CoNLL-U: a "# newdoc" at a time -+
 *                                            +- CSV: a row at a time ------------+
 *                                            +- WARC and ARC: a record at a time +
 *                                            +- text, HTML or a feed: whole -----+
 *
 * Memory: one arena, reset for each report, and the window of the source; neither grows with the number of reports.
 * Failures concern one input: the next call goes on behind it. Damage that can be lived with is a remark.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limit.h"
#include "read/archive.h"
#include "read/charset-guess.h"
#include "read/charset.h"
#include "read/feed.h"
#include "read/furniture.h"
#include "read/html.h"
#include "read/json-line.h"
#include "read/mhtml.h"
#include "read/page-date.h"
#include "read/place.h"
#include "read/source.h"
#include "read/table.h"
#include "read/tongue.h"
#include "vedette/report.h"

struct vdt_reader {
    struct vdt_source source;
    struct vdt_arena arena;
    struct vdt_remarks remarks;
    struct vdt_keys keys;
    enum vdt_input input;    /* VDT_INPUT_GUESS until the first call of next */
    bool began, done;
    uint64_t count;          /* inputs so far, failed ones too: FILE#n */
    char *path, *date, *map, *charset; /* our own copies */
    struct vdt_buffer document; /* CoNLL-U collected so far */
    struct vdt_view pending_id; /* of the document whose "# newdoc" line was read already; in pending */
    char pending[VDT_LIMIT_ID_BYTES + 1];
    bool has_pending;
    uint64_t pending_line, pending_offset;
    struct vdt_report blog;     /* a live blog whose entries are still to be given; all lies in the arena */
    struct vdt_page_update *updates;
    size_t update_at, update_count;
    struct vdt_arena feed_arena; /* a feed is read as a whole, and its entries given one by one */
    struct vdt_feed feed;
    size_t feed_at;
    bool feed_read;
    struct vdt_archive archive;
    struct vdt_table table;
};

/* --- opening --- */

static char *copy_string(struct vdt_view text) {
    char *copy = malloc(text.size + 1);
    if (!copy) return NULL;
    if (text.size) memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}

static enum vdt_status take_options(struct vdt_reader *reader, const struct vdt_reader_options *options,
                                    struct vdt_error *error) {
    reader->input = options->input;
    reader->remarks = options->remarks;
    reader->date = copy_string(options->date);
    reader->map = copy_string(options->map);
    reader->charset = copy_string(options->charset);
    if (!reader->date || !reader->map || !reader->charset) return vdt_fail_memory(error, "opening a file");
    if (options->date.size) {
        int64_t seconds;
        struct vdt_error bad;
        if (vdt_time_parse(options->date, &seconds, NULL, &bad) != VDT_OK) {
            vdt_fail(error, VDT_ERROR_USE, "%s", bad.message);
            return vdt_hint(error, VDT_ERROR_USE, "%s", bad.hint);
        }
    }
    return vdt_keys_map(&reader->keys, vdt_view_of(reader->map), error);
}

static struct vdt_reader *new_reader(struct vdt_view name) {
    struct vdt_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->source.file = -1;
    vdt_arena_init(&reader->arena);
    vdt_arena_init(&reader->feed_arena);
    vdt_keys_init(&reader->keys);
    vdt_buffer_init(&reader->document);
    reader->path = copy_string(name);
    if (reader->path) return reader;
    vdt_reader_close(reader);
    return NULL;
}

/* `bytes` NULL: the file at the path. */
static enum vdt_status open_reader(struct vdt_view name, const struct vdt_view *bytes, const struct vdt_reader_options *options,
                                   struct vdt_reader **out, struct vdt_error *error) {
    static const struct vdt_reader_options usual = VDT_READER_OPTIONS_INIT;
    struct vdt_reader *reader = new_reader(name);
    if (!reader) return vdt_fail_memory(error, "opening a file");
    enum vdt_status status = take_options(reader, options ? options : &usual, error);
    if (status == VDT_OK)
        status = bytes ? vdt_source_of_bytes(*bytes, vdt_view_of(reader->path), &reader->source, error)
                       : vdt_source_open(reader->path, &reader->source, error);
    if (status != VDT_OK) {
        vdt_reader_close(reader);
        return status;
    }
    *out = reader;
    return VDT_OK;
}

enum vdt_status vdt_reader_open(const char *path, const struct vdt_reader_options *options, struct vdt_reader **out,
                                struct vdt_error *error) {
    return open_reader(vdt_view_of(path), NULL, options, out, error);
}

enum vdt_status vdt_reader_open_bytes(struct vdt_view bytes, struct vdt_view name, const struct vdt_reader_options *options,
                                      struct vdt_reader **out, struct vdt_error *error) {
    return open_reader(name, &bytes, options, out, error);
}

void vdt_reader_close(struct vdt_reader *reader) {
    if (!reader) return;
    vdt_source_close(&reader->source);
    vdt_arena_done(&reader->arena);
    vdt_arena_done(&reader->feed_arena);
    vdt_buffer_done(&reader->document);
    free(reader->path);
    free(reader->date);
    free(reader->map);
    free(reader->charset);
    free(reader);
}

/* --- what is it? --- */

static bool looks_like_json_lines(struct vdt_view head) {
    /* a brace, then a quotation mark: {"text": ...; or {} */
    if (!head.size || head.data[0] != '{') return false;
    head = vdt_view_trim(vdt_view_slice(head, 1, head.size));
    return !head.size || head.data[0] == '"' || head.data[0] == '}';
}

static bool looks_like_json_document(struct vdt_view head) {
    if (head.size && head.data[0] == '[') head = vdt_view_trim(vdt_view_slice(head, 1, head.size));
    else if (!head.size || head.data[0] != '{' || head.size < 2 || head.data[1] != '\n') return false;
    return head.size && head.data[0] == '{';
}

static bool looks_like_conllu(struct vdt_view head) {
    static const char *const starts[] = { "# newdoc", "# sent_id", "# text =", "# newpar", "# global.columns" };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (vdt_view_starts(head, vdt_view_of(starts[i]))) return true;
    return false;
}

/* Packed in a way that is not read; gzip and zstd were undone before, unless they are in each other. */
static const char *packed_as(struct vdt_view bytes) {
    if (vdt_packing_of(bytes)) return vdt_packing_name(vdt_packing_of(bytes));
    if (vdt_view_starts(bytes, (struct vdt_view){ "\x04\x22\x4D\x18", 4 })) return "LZ4";
    if (vdt_view_starts(bytes, (struct vdt_view){ "\xFD" "7zXZ", 5 })) return "xz";
    if (vdt_view_starts(bytes, VDT_LITERAL("BZh"))) return "bzip2";
    if (vdt_view_starts(bytes, VDT_LITERAL("PK\x03\x04"))) return "zip";
    if (vdt_view_starts(bytes, VDT_LITERAL("%PDF-"))) return "PDF";
    return NULL;
}

static enum vdt_status refuse(const struct vdt_reader *reader, const char *message, const char *hint,
                              struct vdt_error *error) {
    vdt_fail_at(error, VDT_ERROR_FORMAT, reader->source.name, 0, 0, "%s", message);
    return vdt_hint(error, VDT_ERROR_FORMAT, "%s", hint);
}

/* UTF-16 and UTF-32 are converted as a whole, before anything else looks at them. */
static enum vdt_status take_mark(struct vdt_reader *reader, struct vdt_view head, struct vdt_error *error) {
    size_t size;
    const char *charset = vdt_charset_mark(head, &size);
    if (!charset) return VDT_OK;
    vdt_source_skip(&reader->source, size);
    if (strcmp(charset, "UTF-8") == 0) return VDT_OK;
    struct vdt_view rest, converted = { NULL, 0 };
    uint64_t bad = 0;
    bool known;
    enum vdt_status status = vdt_source_rest(&reader->source, VDT_LIMIT_LINE_BYTES, &rest, error);
    if (status == VDT_OK)
        status = vdt_charset_convert(&reader->arena, rest, vdt_view_of(charset), &converted, &bad, &known, error);
    if (status == VDT_OK) status = vdt_source_replace(&reader->source, converted, error);
    if (status != VDT_OK) return status;
    if (bad) {
        struct vdt_place place = { .file = reader->source.name, .remarks = &reader->remarks };
        vdt_place_remark(&place, VDT_REMARK_WARNING, 0, 0, -1, "%llu bad units of %s replaced by U+FFFD",
                         (unsigned long long)bad, charset);
    }
    return VDT_OK;
}

/* At the end of what could be read: was it the file's? Behind damage, lines go on where the packing is sound again. */
static enum vdt_status tell_damage(struct vdt_reader *reader, struct vdt_error *error) {
    const struct vdt_damage *damage = vdt_source_damage(&reader->source);
    if (!damage) return VDT_END;
    vdt_fail_at(error, VDT_ERROR_FORMAT, reader->source.name, 0, 0, "the %s data is damaged: %s",
                vdt_packing_name(reader->source.stream.packing), damage->what);
    if (error) error->offset = (int64_t)damage->offset;
    vdt_source_resume(&reader->source);
    if (reader->input == VDT_INPUT_JSONL) reader->done = false;
    else vdt_source_end(&reader->source);
    return VDT_ERROR_FORMAT;
}

static enum vdt_status begin(struct vdt_reader *reader, struct vdt_error *error) {
    struct vdt_view head;
    enum vdt_status status = vdt_source_peek(&reader->source, 64 << 10, &head, error);
    if (status == VDT_OK) status = take_mark(reader, head, error);
    if (status == VDT_OK) status = vdt_source_peek(&reader->source, 64 << 10, &head, error);
    if (status != VDT_OK) return status;

    const char *packed = packed_as(head);
    if (packed) {
        vdt_fail_at(error, VDT_ERROR_FORMAT, reader->source.name, 0, 0, "looks like a binary file (%s)", packed);
        return vdt_hint(error, VDT_ERROR_FORMAT, "unpack it first: gzip and zstd are unpacked here, others are not");
    }
    struct vdt_view trimmed = vdt_view_trim(head);
    if (!trimmed.size && vdt_source_damage(&reader->source)) return tell_damage(reader, error);
    if (!trimmed.size && reader->source.ended)
        return refuse(reader, "the file is empty", "a report has some text", error);
    /* what begins like JSON lines is one whatever stands in it: bad lines are told one by one */
    bool json = looks_like_json_lines(trimmed), archive = vdt_archive_looks(trimmed);
    if (!json && !archive && vdt_charset_binary(head))
        return refuse(reader, "looks like a binary file", "text, HTML, feeds, JSON lines, CoNLL-U and web archives are read", error);
    if (reader->input != VDT_INPUT_GUESS) return VDT_OK;

    if (archive) {
        reader->input = VDT_INPUT_ARCHIVE;
        return VDT_OK;
    }
    if (vdt_feed_looks(trimmed)) {
        reader->input = VDT_INPUT_FEED;
        return VDT_OK;
    }
    if (looks_like_json_document(trimmed))
        return refuse(reader, "JSON, but not JSON lines",
                      "one object a line is read: jq -c '.[]?' or jq -c . makes that", error);
    if (json) reader->input = VDT_INPUT_JSONL;
    else if (looks_like_conllu(trimmed)) reader->input = VDT_INPUT_CONLLU;
    else if (vdt_mhtml_looks(head)) reader->input = VDT_INPUT_SAVED;
    else if (vdt_table_looks(trimmed, &reader->keys)) reader->input = VDT_INPUT_TABLE;
    else if (vdt_html_looks(head)) reader->input = VDT_INPUT_HTML;
    else if (vdt_view_starts(trimmed, VDT_LITERAL("<?xml")))
        return refuse(reader, "XML that is neither a page nor a feed", "RSS, RDF and Atom feeds are read", error);
    else reader->input = VDT_INPUT_TEXT;
    return VDT_OK;
}

/* --- parts that all formats share --- */

static void tell_repair(const struct vdt_place *place, const struct vdt_repair *repair) {
    if (!repair->bad) return;
    uint64_t line = place->line + repair->line - 1;
    int64_t offset = (int64_t)(place->offset + repair->offset);
    const char *plural = repair->bad == 1 ? "" : "s";
    if (repair->windows_1252)
        vdt_place_remark(place, VDT_REMARK_WARNING, line, repair->column, offset,
                         "no UTF-8: read as windows-1252 (%llu byte%s)", (unsigned long long)repair->bad, plural);
    else
        vdt_place_remark(place, VDT_REMARK_WARNING, line, repair->column, offset,
                         repair->bad == 1 ? "%llu byte that is no UTF-8 replaced by U+FFFD"
                                          : "%llu bytes that are no UTF-8 replaced by U+FFFD, the first here",
                         (unsigned long long)repair->bad);
}

static enum vdt_status repair(struct vdt_reader *reader, const struct vdt_place *place, struct vdt_view bytes,
                              struct vdt_view *out, struct vdt_error *error) {
    struct vdt_repair done;
    enum vdt_status status = vdt_charset_repair(&reader->arena, bytes, out, &done, error);
    if (status == VDT_OK) tell_repair(place, &done);
    return status;
}

static bool is_utf8(struct vdt_view bytes) {
    size_t at = 0, size = 1;
    if (vdt_charset_sound(bytes)) return true; /* it may have NULs, too */
    while (at < bytes.size && (size = vdt_utf8_size(bytes, at)) > 0) at += size;
    return at >= bytes.size;
}

/* From a named charset, or as well as it goes where nobody knows that. */
static enum vdt_status convert(struct vdt_reader *reader, const struct vdt_place *place, struct vdt_view bytes, struct vdt_view charset,
                               struct vdt_view *text, struct vdt_error *error) {
    uint64_t bad = 0;
    bool known = false;
    enum vdt_status status = vdt_charset_convert(&reader->arena, bytes, charset, text, &bad, &known, error);
    if (status != VDT_OK) return status;
    if (!known) return repair(reader, place, bytes, text, error);
    if (bad)
        vdt_place_remark(place, VDT_REMARK_WARNING, 0, 0, -1, "%llu bytes that are no %.*s replaced by U+FFFD",
                         (unsigned long long)bad, charset.size > 40 ? 40 : (int)charset.size, charset.data);
    return VDT_OK;
}

/* Bytes that say nothing of their charset, and are a text's. */
static enum vdt_status decode_text(struct vdt_reader *reader, const struct vdt_place *place, struct vdt_view bytes, struct vdt_view *text,
                                   struct vdt_error *error) {
    const char *charset = NULL;
    enum vdt_status status = is_utf8(bytes) ? VDT_OK : vdt_charset_guess(&reader->arena, bytes, &charset, error);
    if (status != VDT_OK || !charset) return status == VDT_OK ? repair(reader, place, bytes, text, error) : status;
    vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "no UTF-8: read as %s", charset);
    return convert(reader, place, bytes, vdt_view_of(charset), text, error);
}

enum { MEND_TIMES = 4 }; /* programs in a row that each took UTF-8 for windows-1252 */

/* UTF-8 that was encoded twice or more often, in texts that are no one's exact words yet: files, feeds and pages. */
static enum vdt_status mend(struct vdt_reader *reader, const struct vdt_place *place, struct vdt_view *text, struct vdt_error *error) {
    uint64_t mended = 0, more = 1;
    enum vdt_status status = VDT_OK;
    for (int times = 0; status == VDT_OK && more && times < MEND_TIMES; times++) {
        status = vdt_charset_mend(&reader->arena, *text, text, &more, error);
        if (!times) mended = more;
    }
    if (status == VDT_OK && mended)
        vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "UTF-8 that was encoded twice: %llu character%s repaired",
                         (unsigned long long)mended, mended == 1 ? "" : "s");
    return status;
}

/* The same in a text that was given, whose letters others count: it stays, and whoever gave it is told. */
static enum vdt_status tell_twice_encoded(struct vdt_reader *reader, const struct vdt_place *place, struct vdt_view text,
                                          struct vdt_error *error) {
    uint64_t found;
    enum vdt_status status = vdt_charset_mend(&reader->arena, text, &text, &found, error);
    if (status == VDT_OK && found)
        vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "UTF-8 that was encoded twice: %llu character%s, left as given",
                         (unsigned long long)found, found == 1 ? "" : "s");
    return status;
}

/* Which language is it? What the text shows is believed more than what is said of it. */
static void tell_language(const struct vdt_place *place, struct vdt_report *report) {
    const char *tongue = vdt_tongue_of(report->text);
    if (!tongue) return;
    bool said = vdt_view_starts(report->language, vdt_view_of(tongue));
    bool english = strcmp(tongue, "en") == 0;
    if (!report->language.size || (!said && !english)) report->language = vdt_view_of(tongue);
    if (!english)
        vdt_place_remark(place, VDT_REMARK_NOTE, place->line, 0, -1, "not in English (%s): its events are not coded: %.*s", tongue,
                         report->id.size > 120 ? 120 : (int)report->id.size, report->id.data);
}

/* Fills in id, date and language. */
static enum vdt_status complete(struct vdt_reader *reader, const struct vdt_place *place, struct vdt_report *report,
                                struct vdt_error *error) {
    report->file = vdt_view_of(reader->path);
    report->line = place->line;
    if (report->text.size > VDT_LIMIT_REPORT_BYTES) {
        vdt_fail_at(error, VDT_ERROR_LIMIT, place->file, place->line, 0,
                    "the text of %zu bytes is larger than VDT_LIMIT_REPORT_BYTES (%d MiB)", report->text.size,
                    VDT_LIMIT_REPORT_BYTES >> 20);
        return VDT_ERROR_LIMIT;
    }
    if (report->published.size) {
        int64_t seconds;
        struct vdt_error bad;
        bool good = vdt_time_parse(report->published, &seconds, NULL, &bad) == VDT_OK;
        struct vdt_view written = good ? report->published : vdt_date_written(&reader->arena, report->published);
        if (written.size) {
            report->published = written;
        } else {
            vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "publication date %s: taken as missing",
                             bad.message);
            report->published.size = 0;
        }
    }
    if (!report->published.size) report->published = vdt_view_of(reader->date);
    if (!report->id.size && report->url.size <= VDT_LIMIT_ID_BYTES) report->id = report->url;
    if (!report->id.size) {
        report->id = vdt_arena_format(&reader->arena, "%s#%llu", reader->path, (unsigned long long)reader->count);
        if (!report->id.data) return vdt_fail_memory(error, "naming a report");
    }
    if (report->id.size > VDT_LIMIT_ID_BYTES) {
        vdt_fail_at(error, VDT_ERROR_LIMIT, place->file, place->line, 0,
                    "the id of %zu bytes is longer than VDT_LIMIT_ID_BYTES (%d)", report->id.size, VDT_LIMIT_ID_BYTES);
        return VDT_ERROR_LIMIT;
    }
    if (reader->input != VDT_INPUT_CONLLU) tell_language(place, report);
    return VDT_OK;
}

/*
 * The lines of a page's text that are furniture are left out: what read prints is the text that offsets refer to.
 * Captions and credits among them go to the others.
 */
static enum vdt_status leave_out_furniture(struct vdt_arena *arena, struct vdt_view title, struct vdt_view *text,
                                           struct vdt_captions *captions, struct vdt_error *error) {
    struct vdt_furniture *found = NULL;
    size_t count = 0, used = 0, from = 0;
    enum vdt_status status = vdt_furniture_find(arena, *text, title, &found, &count, error);
    if (status != VDT_OK || !count) return status;
    char *kept = vdt_arena_take(arena, text->size + 1);
    if (!kept) return vdt_fail_memory(error, "reading a page");
    for (size_t i = 0; i <= count; i++) {
        size_t to = i < count ? found[i].begin : text->size;
        memcpy(kept + used, text->data + from, to - from);
        used += to - from;
        if (i == count) break;
        from = found[i].end;
        struct vdt_view line = vdt_view_slice(*text, found[i].begin, found[i].end), none = { NULL, 0 };
        bool credit = found[i].kind == VDT_FURNITURE_CREDIT, caption = found[i].kind == VDT_FURNITURE_CAPTION;
        struct vdt_caption said = { caption ? line : none, credit ? line : none };
        if (!vdt_captions_add(arena, captions, said)) return vdt_fail_memory(error, "reading a page");
    }
    *text = vdt_view_trim((struct vdt_view){ kept, used });
    return VDT_OK;
}

static enum vdt_status take_page(struct vdt_reader *reader, const struct vdt_place *place, struct vdt_view source,
                                 struct vdt_report *report, struct vdt_error *error) {
    struct vdt_page page;
    /* a line of JSON is one report: who wrote it counts on that */
    bool split = reader->input != VDT_INPUT_JSONL;
    enum vdt_status status = mend(reader, place, &source, error);
    if (status == VDT_OK) status = vdt_html_read(&reader->arena, source, report->url, split, &page, error);
    if (status != VDT_OK) return status;
    status = leave_out_furniture(&reader->arena, page.title, &page.text, &page.captions, error);
    if (status != VDT_OK) return status;
    report->text = page.text;
    report->captions = page.captions.items;
    report->caption_count = page.captions.count;
    reader->updates = page.updates;
    reader->update_at = 0;
    reader->update_count = page.update_count;
    if (!report->url.size) report->url = page.url;
    if (!report->title.size) report->title = page.title;
    if (!report->author.size) report->author = page.author;
    if (!report->publisher.size) report->publisher = page.publisher;
    if (!report->language.size) report->language = page.language;
    if (!report->published.size) report->published = page.published;
    if (!report->updated.size) report->updated = page.updated;
    if (page.bad_date.size && !report->published.size) {
        int shown = page.bad_date.size > 60 ? 60 : (int)page.bad_date.size;
        vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1,
                         "publication date '%.*s' is no date: taken as missing", shown, page.bad_date.data);
    }
    if (page.stub) vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "%s", page.stub);
    else if (!report->text.size) vdt_place_remark(place, VDT_REMARK_WARNING, place->line, 0, -1, "no text on this page");
    return VDT_OK;
}

/*
 * A page's bytes to UTF-8, by the charset that came with it or the one it declares. A page that is valid UTF-8 is that, whatever
 * it says; so is one that says so and has bad bytes.
 */
static enum vdt_status decode_page(struct vdt_reader *reader, const struct vdt_place *place, struct vdt_view bytes,
                                   struct vdt_view charset, struct vdt_view *text, struct vdt_error *error) {
    size_t mark;
    const char *marked = vdt_charset_mark(bytes, &mark);
    bytes = vdt_view_slice(bytes, mark, bytes.size);
    if (marked && strcmp(marked, "UTF-8") != 0) return convert(reader, place, bytes, vdt_view_of(marked), text, error);
    if (!charset.size) charset = vdt_html_charset(bytes);
    bool utf8 = !charset.size || vdt_view_equal_fold(charset, VDT_LITERAL("utf-8")) ||
                vdt_view_equal_fold(charset, VDT_LITERAL("utf8"));
    bool wide = charset.size > 4 && vdt_view_equal_fold(vdt_view_slice(charset, 0, 4), VDT_LITERAL("utf-"));
    if (utf8 || wide || is_utf8(bytes)) return decode_text(reader, place, bytes, text, error);
    return convert(reader, place, bytes, charset, text, error);
}

/* --- the formats --- */

/* What a line of JSON or a row of a table gives: a text, or a page to take it from. */
static enum vdt_status take_fields(struct vdt_reader *reader, const struct vdt_place *place, const struct vdt_fields *fields,
                                   struct vdt_report *report, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    *report = (struct vdt_report){
        .id = fields->value[VDT_FIELD_ID],
        .url = fields->value[VDT_FIELD_URL],
        .title = fields->value[VDT_FIELD_TITLE],
        .author = fields->value[VDT_FIELD_AUTHOR],
        .publisher = fields->value[VDT_FIELD_PUBLISHER],
        .language = fields->value[VDT_FIELD_LANGUAGE],
        .published = fields->value[VDT_FIELD_PUBLISHED],
        .text = fields->value[VDT_FIELD_TEXT],
        .spans = (const uint32_t(*)[2])fields->spans,
        .span_count = fields->span_count,
    };
    if (fields->given[VDT_FIELD_TEXT]) status = tell_twice_encoded(reader, place, report->text, error);
    else status = take_page(reader, place, fields->value[VDT_FIELD_HTML], report, error);
    return status == VDT_OK ? complete(reader, place, report, error) : status;
}

static enum vdt_status next_json(struct vdt_reader *reader, struct vdt_report *report, struct vdt_error *error) {
    struct vdt_view line;
    struct vdt_place place = { .file = vdt_view_of(reader->path), .remarks = &reader->remarks };
    do {
        enum vdt_status status =
            vdt_source_line(&reader->source, VDT_LIMIT_LINE_BYTES, &line, &place.line, &place.offset, error);
        if (status == VDT_ERROR_LIMIT) reader->count++;
        if (status != VDT_OK) return status;
    } while (!vdt_view_trim(line).size);
    reader->count++;

    struct vdt_view fixed;
    enum vdt_status status = repair(reader, &place, line, &fixed, error);
    if (status != VDT_OK) return status;
    /* where nothing was repaired this is the source's window, else the arena's copy: both are ours, and zero behind */
    char *bytes = fixed.data == line.data ? reader->source.data + (line.data - reader->source.data)
                                          : (char *)(uintptr_t)fixed.data;
    struct vdt_fields fields;
    status = vdt_json_line_read(&reader->arena, &reader->keys, &place, bytes, fixed.size, &fields, error);
    if (status != VDT_OK) return status;
    return take_fields(reader, &place, &fields, report, error);
}

static enum vdt_status next_whole(struct vdt_reader *reader, struct vdt_report *report, struct vdt_error *error) {
    struct vdt_place place = {
        .file = vdt_view_of(reader->path), .line = 1, .offset = reader->source.offset, .remarks = &reader->remarks
    };
    struct vdt_view bytes, text = { NULL, 0 };
    reader->done = true;
    reader->count++;
    enum vdt_status status = vdt_source_rest(&reader->source, VDT_LIMIT_REPORT_BYTES, &bytes, error);
    if (status != VDT_OK) return status;
    if (vdt_charset_binary(bytes))
        return refuse(reader, "looks like a binary file", "text, HTML, feeds, JSON lines, CoNLL-U and web archives are read", error);

    status = reader->input == VDT_INPUT_HTML ? decode_page(reader, &place, bytes, vdt_view_of(reader->charset), &text, error)
                                             : decode_text(reader, &place, bytes, &text, error);
    if (status != VDT_OK) return status;
    *report = (struct vdt_report){ .text = text };
    status = reader->input == VDT_INPUT_HTML ? take_page(reader, &place, text, report, error) : mend(reader, &place, &report->text, error);
    return status == VDT_OK ? complete(reader, &place, report, error) : status;
}

/* XML that names a charset is converted by libxml2; what says nothing, or UTF-8 and is none, is so before. */
static enum vdt_status decode_feed(struct vdt_reader *reader, struct vdt_view bytes, struct vdt_view *out, struct vdt_error *error) {
    struct vdt_view charset = vdt_xml_charset(bytes);
    *out = bytes;
    if (charset.size && !vdt_view_equal_fold(charset, VDT_LITERAL("utf-8")) && !vdt_view_equal_fold(charset, VDT_LITERAL("utf8"))) return VDT_OK;
    struct vdt_place place = { .file = vdt_view_of(reader->path), .line = 1, .remarks = &reader->remarks };
    return is_utf8(bytes) ? VDT_OK : decode_text(reader, &place, bytes, out, error);
}

static enum vdt_status read_feed(struct vdt_reader *reader, struct vdt_error *error) {
    struct vdt_view bytes;
    reader->feed_read = true;
    enum vdt_status status = vdt_source_rest(&reader->source, VDT_LIMIT_LINE_BYTES, &bytes, error);
    if (status == VDT_OK) status = decode_feed(reader, bytes, &bytes, error);
    if (status == VDT_OK) status = vdt_feed_read(&reader->feed_arena, bytes, &reader->feed, error);
    if (status != VDT_OK) {
        reader->done = true;
        vdt_error_place(error, reader->source.name);
        return status;
    }
    struct vdt_place place = { .file = reader->source.name, .remarks = &reader->remarks };
    vdt_json_tell_repair(&place, reader->feed.repaired);
    if (reader->feed.limit.size)
        vdt_place_remark(&place, VDT_REMARK_WARNING, 0, 0, reader->feed.limit_offset, "%.*s: left out; %zu entries could be read",
                         (int)reader->feed.limit.size, reader->feed.limit.data, reader->feed.count);
    else if (reader->feed.damaged)
        vdt_place_remark(&place, VDT_REMARK_WARNING, reader->feed.line, 0, -1,
                         "the feed is no well-formed %s; %zu entries could be read", reader->feed.json ? "JSON" : "XML", reader->feed.count);
    if (reader->feed.sitemap_count)
        vdt_place_remark(&place, VDT_REMARK_NOTE, 0, 0, -1, "a list of %zu sitemaps and no news: follow asks for the latest, read for none",
                         reader->feed.sitemap_count);
    if (reader->feed.passed)
        vdt_place_remark(&place, VDT_REMARK_NOTE, 0, 0, -1, "addresses of the sitemap that are no news, left out: %zu", reader->feed.passed);
    return VDT_OK;
}

static enum vdt_status next_entry(struct vdt_reader *reader, struct vdt_report *report, struct vdt_error *error) {
    enum vdt_status status = reader->feed_read ? VDT_OK : read_feed(reader, error);
    if (status != VDT_OK) return status;
    if (reader->feed_at == reader->feed.count) {
        reader->done = true;
        return VDT_END;
    }
    const struct vdt_entry *entry = &reader->feed.entries[reader->feed_at++];
    struct vdt_place place = { .file = vdt_view_of(reader->path), .line = 1, .remarks = &reader->remarks };
    reader->count++;
    *report = (struct vdt_report){ .id = entry->id, .url = entry->url, .title = entry->title, .author = entry->author,
                                   .published = entry->published, .updated = entry->updated, .text = entry->text,
                                   .publisher = entry->publisher.size ? entry->publisher : reader->feed.title,
                                   .language = entry->language.size ? entry->language : reader->feed.language };
    status = mend(reader, &place, &report->title, error);
    if (status == VDT_OK) status = mend(reader, &place, &report->text, error);
    if (status != VDT_OK) return status;
    if (report->id.size > VDT_LIMIT_ID_BYTES) report->id.size = 0;
    if (report->url.size > VDT_LIMIT_ID_BYTES) report->url.size = 0;
    return complete(reader, &place, report, error);
}

enum { HEAD_BYTES = 8 << 10 };

/* The next record that is what its head says: pictures and programs are sent as pages too. */
static enum vdt_status find_record(struct vdt_reader *reader, struct vdt_record *record, struct vdt_place *place, struct vdt_error *error) {
    for (;;) {
        enum vdt_status status = vdt_archive_next(&reader->archive, &reader->source, &reader->arena, record, error);
        if (status != VDT_OK) return status;
        reader->count++;
        *place = (struct vdt_place){ .file = vdt_view_of(reader->path), .offset = record->offset, .remarks = &reader->remarks };
        size_t mark;
        struct vdt_view head = vdt_view_slice(record->body, 0, HEAD_BYTES);
        if (vdt_charset_mark(head, &mark) || !vdt_charset_binary(head)) return VDT_OK;
        vdt_place_remark(place, VDT_REMARK_WARNING, 0, 0, (int64_t)record->offset,
                         "record %llu: its head says that it is a text, and it is none: passed over", (unsigned long long)record->number);
    }
}

static enum vdt_status next_record(struct vdt_reader *reader, struct vdt_report *report, struct vdt_error *error) {
    struct vdt_record record;
    struct vdt_place place;
    enum vdt_status status = find_record(reader, &record, &place, error);
    if (status != VDT_OK) return status;
    if (!record.whole)
        vdt_place_remark(&place, VDT_REMARK_WARNING, 0, 0, (int64_t)record.offset,
                         "record %llu: the response is damaged or cut off; what could be read is", (unsigned long long)record.number);
    *report = (struct vdt_report){ .language = vdt_arena_copy(&reader->arena, record.language) };
    struct vdt_view text;
    status = repair(reader, &place, record.url, &report->url, error);
    if (status == VDT_OK) status = decode_page(reader, &place, record.body, record.charset, &text, error);
    if (status != VDT_OK) return status;
    report->text = text;
    status = record.page ? take_page(reader, &place, text, report, error) : mend(reader, &place, &report->text, error);
    return status == VDT_OK ? complete(reader, &place, report, error) : status;
}

/* The first row names the columns. */
static enum vdt_status begin_table(struct vdt_reader *reader, struct vdt_error *error) {
    struct vdt_view row;
    struct vdt_place place = { .file = vdt_view_of(reader->path), .remarks = &reader->remarks };
    enum vdt_status status = vdt_table_next(&reader->table, &reader->source, &row, &place.line, &place.offset, error);
    if (status == VDT_OK) status = vdt_table_begin(&reader->table, row, &reader->keys, &place, error);
    if (status != VDT_OK) reader->done = true;
    return status;
}

static enum vdt_status next_row(struct vdt_reader *reader, struct vdt_report *report, struct vdt_error *error) {
    enum vdt_status status = reader->table.columns ? VDT_OK : begin_table(reader, error);
    struct vdt_place place = { .file = vdt_view_of(reader->path), .remarks = &reader->remarks };
    struct vdt_view row;
    if (status == VDT_OK) status = vdt_table_next(&reader->table, &reader->source, &row, &place.line, &place.offset, error);
    if (status == VDT_END) return status;
    reader->count++;
    if (status == VDT_OK) status = decode_text(reader, &place, row, &row, error);
    struct vdt_fields fields;
    size_t more;
    if (status == VDT_OK) status = vdt_table_read(&reader->table, &reader->arena, row, &fields, &more, error);
    if (status != VDT_OK) return status;
    if (more) vdt_place_remark(&place, VDT_REMARK_WARNING, place.line, 0, -1, "more cells than columns, left out: %zu", more);
    if (!fields.given[VDT_FIELD_TEXT] && !fields.given[VDT_FIELD_HTML])
        return vdt_fail_at(error, VDT_ERROR_FORMAT, place.file, place.line, 0, "a row without a text");
    return take_fields(reader, &place, &fields, report, error);
}

static enum vdt_status next_saved(struct vdt_reader *reader, struct vdt_report *report, struct vdt_error *error) {
    struct vdt_place place = { .file = vdt_view_of(reader->path), .line = 1, .remarks = &reader->remarks };
    struct vdt_view bytes, text;
    struct vdt_saved_page page;
    reader->done = true;
    reader->count++;
    enum vdt_status status = vdt_source_rest(&reader->source, VDT_LIMIT_LINE_BYTES, &bytes, error);
    if (status == VDT_OK) status = vdt_mhtml_read(&reader->arena, bytes, &page, error);
    if (status == VDT_ERROR_FORMAT) vdt_error_place(error, place.file);
    if (status == VDT_OK) status = repair(reader, &place, page.url, &page.url, error);
    if (status == VDT_OK) status = decode_page(reader, &place, page.body, page.charset, &text, error);
    if (status != VDT_OK) return status;
    *report = (struct vdt_report){ .url = page.url };
    status = take_page(reader, &place, text, report, error);
    return status == VDT_OK ? complete(reader, &place, report, error) : status;
}

/* "# newdoc id = X": remembers X for the document that begins here. */
static bool is_newdoc(struct vdt_view line, struct vdt_view *id) {
    line = vdt_view_trim(line);
    if (!vdt_view_starts(line, VDT_LITERAL("#"))) return false;
    line = vdt_view_trim(vdt_view_slice(line, 1, line.size));
    if (!vdt_view_starts(line, VDT_LITERAL("newdoc"))) return false;
    *id = (struct vdt_view){ NULL, 0 };
    struct vdt_view name = line, value = line;
    name = vdt_view_trim(vdt_view_cut(&value, '='));
    if (vdt_view_ends(name, VDT_LITERAL("id"))) *id = vdt_view_trim(value);
    return true;
}

static void remember_newdoc(struct vdt_reader *reader, struct vdt_view id, uint64_t line, uint64_t offset) {
    size_t size = id.size > VDT_LIMIT_ID_BYTES ? VDT_LIMIT_ID_BYTES : id.size;
    if (size) memcpy(reader->pending, id.data, size);
    reader->pending_id = (struct vdt_view){ reader->pending, size };
    reader->has_pending = true;
    reader->pending_line = line;
    reader->pending_offset = offset;
}

static enum vdt_status next_conllu(struct vdt_reader *reader, struct vdt_report *report, struct vdt_error *error) {
    struct vdt_place place = { .file = vdt_view_of(reader->path),
                               .line = reader->has_pending ? reader->pending_line : 0,
                               .offset = reader->has_pending ? reader->pending_offset : 0,
                               .remarks = &reader->remarks };
    struct vdt_view id = { NULL, 0 };
    if (reader->has_pending) id = vdt_arena_copy(&reader->arena, reader->pending_id);
    struct vdt_buffer *document = &reader->document; /* begins with its "# newdoc" line when that was read already */
    if (!reader->has_pending) vdt_buffer_clear(document);
    bool some_words = false, too_large = false;
    for (;;) {
        struct vdt_view line, newdoc_id;
        uint64_t number, offset;
        enum vdt_status status =
            vdt_source_line(&reader->source, VDT_LIMIT_REPORT_BYTES, &line, &number, &offset, error);
        if (status == VDT_ERROR_LIMIT) {
            too_large = true;
            continue;
        }
        if (status == VDT_END) {
            reader->done = true;
            if (!reader->has_pending && !some_words && !too_large) return VDT_END;
            break;
        }
        if (status != VDT_OK) return status;
        if (!place.line) place.line = number, place.offset = offset;
        bool newdoc = is_newdoc(line, &newdoc_id);
        if (newdoc && (reader->has_pending || some_words)) {
            /* the next document begins: ours is complete */
            struct vdt_view text = vdt_arena_copy(&reader->arena, vdt_buffer_view(document));
            vdt_buffer_clear(document);
            vdt_buffer_add(document, line);
            vdt_buffer_char(document, '\n');
            remember_newdoc(reader, newdoc_id, number, offset);
            if (!text.data) return vdt_fail_memory(error, "reading CoNLL-U");
            report->text = text;
            goto complete;
        }
        if (newdoc) {
            remember_newdoc(reader, newdoc_id, number, offset);
            id = vdt_arena_copy(&reader->arena, reader->pending_id);
        }
        some_words |= line.size > 0 && line.data[0] != '#' && vdt_view_trim(line).size > 0;
        too_large |= document->size + line.size > VDT_LIMIT_REPORT_BYTES;
        if (too_large) continue;
        vdt_buffer_add(document, line);
        vdt_buffer_char(document, '\n');
        if (vdt_buffer_failed(document)) return vdt_fail_memory(error, "reading CoNLL-U");
    }
    report->text = vdt_arena_copy(&reader->arena, vdt_buffer_view(document));
    vdt_buffer_clear(document);
    reader->has_pending = false;
    if (!report->text.data) return vdt_fail_memory(error, "reading CoNLL-U");
complete:
    reader->count++;
    if (too_large) {
        vdt_fail_at(error, VDT_ERROR_LIMIT, place.file, place.line, 0,
                    "the document is larger than VDT_LIMIT_REPORT_BYTES (%d MiB)", VDT_LIMIT_REPORT_BYTES >> 20);
        return vdt_hint(error, VDT_ERROR_LIMIT, "# newdoc lines cut a file into documents");
    }
    struct vdt_view fixed, text = report->text;
    enum vdt_status status = repair(reader, &place, text, &fixed, error);
    if (status != VDT_OK) return status;
    struct vdt_repair of_id; /* told already: the line stands in the text */
    status = vdt_charset_repair(&reader->arena, id, &id, &of_id, error);
    if (status != VDT_OK) return status;
    *report = (struct vdt_report){ .id = id, .text = fixed };
    return complete(reader, &place, report, error);
}

/* The next entry of the live blog that was given last: BLOG#1, BLOG#2 ... with what the blog tells of them all. */
static enum vdt_status next_update(struct vdt_reader *reader, struct vdt_report *out, struct vdt_error *error) {
    const struct vdt_page_update *update = &reader->updates[reader->update_at++];
    const struct vdt_report *blog = &reader->blog;
    struct vdt_place place = { .file = vdt_view_of(reader->path), .line = blog->line, .remarks = &reader->remarks };
    struct vdt_report report = *blog;
    report.id = vdt_arena_format(&reader->arena, "%.*s#%zu", (int)blog->id.size, blog->id.data, reader->update_at);
    if (!report.id.data) return vdt_fail_memory(error, "naming a report");
    report.text = update->text;
    report.captions = NULL;
    report.caption_count = 0;
    report.updated = (struct vdt_view){ NULL, 0 };
    if (update->url.size) report.url = update->url;
    if (update->title.size) report.title = update->title;
    if (update->author.size) report.author = update->author;
    if (update->published.size) report.published = update->published;
    enum vdt_status status = complete(reader, &place, &report, error);
    if (status == VDT_OK) *out = report;
    return status;
}

enum vdt_status vdt_reader_next(struct vdt_reader *reader, struct vdt_report *out, struct vdt_error *error) {
    if (reader->update_at < reader->update_count) return next_update(reader, out, error);
    reader->update_count = 0;
    if (reader->done) return tell_damage(reader, error);
    vdt_arena_reset(&reader->arena);
    struct vdt_report report = { 0 };
    enum vdt_status status = VDT_OK;
    if (!reader->began) {
        reader->began = true;
        status = begin(reader, error);
        if (status != VDT_OK) reader->done = true;
    }
    if (status == VDT_OK) {
        switch (reader->input) {
        case VDT_INPUT_JSONL: status = next_json(reader, &report, error); break;
        case VDT_INPUT_CONLLU: status = next_conllu(reader, &report, error); break;
        case VDT_INPUT_FEED: status = next_entry(reader, &report, error); break;
        case VDT_INPUT_TABLE: status = next_row(reader, &report, error); break;
        case VDT_INPUT_SAVED: status = next_saved(reader, &report, error); break;
        case VDT_INPUT_ARCHIVE: status = next_record(reader, &report, error); break;
        default: status = next_whole(reader, &report, error); break;
        }
    }
    /* after a failure of the system or of memory there is no going on */
    if (status == VDT_END || status == VDT_ERROR_SYSTEM || status == VDT_ERROR_MEMORY) reader->done = true;
    if (status == VDT_OK) *out = reader->blog = report;
    else reader->update_count = 0;
    return status == VDT_END ? tell_damage(reader, error) : status;
}

enum vdt_status vdt_reader_furniture(struct vdt_reader *reader, const struct vdt_report *report,
                                     const struct vdt_furniture_piece **out, size_t *count, struct vdt_error *error) {
    struct vdt_furniture *found = NULL;
    size_t number = 0;
    enum vdt_status status = vdt_furniture_find(&reader->arena, report->text, report->title, &found, &number, error);
    if (status != VDT_OK) return status;
    struct vdt_furniture_piece *pieces = vdt_arena_array(&reader->arena, number, sizeof *pieces);
    if (!pieces) return vdt_fail_memory(error, "listing furniture");
    for (size_t i = 0; i < number; i++)
        pieces[i] = (struct vdt_furniture_piece){ vdt_furniture_name(found[i].kind),
                                                  vdt_view_slice(report->text, found[i].begin, found[i].end) };
    *out = pieces;
    *count = number;
    return VDT_OK;
}

void vdt_reader_sitemaps(const struct vdt_reader *reader, const struct vdt_sitemap **out, size_t *count) {
    *out = reader->feed.sitemaps;
    *count = reader->feed.sitemap_count;
}
