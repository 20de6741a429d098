/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 4180 as it is found: a cell that begins with a quotation mark goes on to the next single one, over line ends; a mark
 * elsewhere is text. One that is never closed would swallow the rest of the file, so the look for its end is bounded, and made
 * once: behind it, until where it was looked for, rows end with their line.
 */
#include "read/table.h"

#include "base/limit.h"

static const char separators[] = ",\t;|";

/* The cell that begins at `at`; *at becomes where the next one begins, or the row's size + 1 behind the last. */
static struct vdt_view next_cell(struct vdt_view row, size_t *at, char separator, bool *quoted) {
    size_t begin = *at, end = begin;
    *quoted = begin < row.size && row.data[begin] == '"';
    if (*quoted) {
        end++;
        while (end < row.size && (row.data[end] != '"' || (end + 1 < row.size && row.data[end + 1] == '"')))
            end += row.data[end] == '"' ? 2 : 1;
        if (end > row.size) end = row.size;
    }
    while (end < row.size && row.data[end] != separator) end++;
    *at = end + 1;
    return vdt_view_slice(row, begin, end);
}

/* "He said ""no""" to He said "no". */
static struct vdt_view unquote(struct vdt_arena *arena, struct vdt_view cell) {
    char *text = vdt_arena_take(arena, cell.size + 1);
    size_t used = 0;
    bool within = true;
    for (size_t i = 1; text && i < cell.size; i++) {
        bool mark = cell.data[i] == '"';
        if (mark && within && i + 1 < cell.size && cell.data[i + 1] == '"') i++;
        else if (mark && within) { within = false; continue; }
        text[used++] = cell.data[i];
    }
    return (struct vdt_view){ text, text ? used : 0 };
}

/* --- columns --- */

static int field_of(struct vdt_view name, const struct vdt_keys *keys) {
    static const struct { const char *name; enum vdt_field field; } others[] = {
        { "body", VDT_FIELD_TEXT }, { "content", VDT_FIELD_TEXT }, { "article", VDT_FIELD_TEXT }, { "maintext", VDT_FIELD_TEXT },
        { "full_text", VDT_FIELD_TEXT }, { "headline", VDT_FIELD_TITLE }, { "date", VDT_FIELD_PUBLISHED },
        { "published_date", VDT_FIELD_PUBLISHED }, { "date_publish", VDT_FIELD_PUBLISHED }, { "publish_date", VDT_FIELD_PUBLISHED },
        { "pubdate", VDT_FIELD_PUBLISHED }, { "link", VDT_FIELD_URL }, { "source", VDT_FIELD_PUBLISHER }, { "publication", VDT_FIELD_PUBLISHER },
        { "authors", VDT_FIELD_AUTHOR }, { "byline", VDT_FIELD_AUTHOR }, { "lang", VDT_FIELD_LANGUAGE },
    };
    name = vdt_view_trim(name);
    if (name.size > 1 && name.data[0] == '"' && name.data[name.size - 1] == '"') name = vdt_view_trim(vdt_view_slice(name, 1, name.size - 1));
    for (int i = 0; i < VDT_FIELD_COUNT; i++)
        if (vdt_view_equal_fold(name, keys->name[i])) return i;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (vdt_view_is_fold(name, others[i].name)) return (int)others[i].field;
    return -1;
}

/* A column's own name is taken before what others call it. */
static void learn(struct vdt_table *table, struct vdt_view row, const struct vdt_keys *keys) {
    bool taken[VDT_FIELD_COUNT] = { false }, quoted;
    size_t at = 0;
    table->columns = 0;
    while (at <= row.size && table->columns < VDT_TABLE_COLUMNS) {
        int field = field_of(next_cell(row, &at, table->separator, &quoted), keys);
        if (field >= 0 && taken[field]) field = -1;
        if (field >= 0) taken[field] = true;
        table->field[table->columns++] = (signed char)field;
    }
}

static size_t known_columns(const struct vdt_table *table, bool *text) {
    size_t known = 0;
    *text = false;
    for (size_t i = 0; i < table->columns; i++) {
        known += table->field[i] >= 0;
        *text |= table->field[i] == VDT_FIELD_TEXT || table->field[i] == VDT_FIELD_HTML;
    }
    return known;
}

/* The separator with which the first row names most of our fields. */
static bool choose_separator(struct vdt_table *table, struct vdt_view row, const struct vdt_keys *keys) {
    size_t most = 0;
    char best = separators[0];
    for (const char *separator = separators; *separator; separator++) {
        bool text;
        table->separator = *separator;
        learn(table, row, keys);
        size_t known = known_columns(table, &text);
        if (text && known > most) most = known, best = *separator;
    }
    table->separator = best;
    learn(table, row, keys);
    return most > 0;
}

static bool is_name(struct vdt_view cell) {
    if (cell.size > 40) return false;
    for (size_t i = 0; i < cell.size; i++) {
        unsigned char c = (unsigned char)vdt_lower(cell.data[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("_-\" :.", c) || c >= 0x80)) return false;
    }
    return true;
}

bool vdt_table_looks(struct vdt_view head, const struct vdt_keys *keys) {
    struct vdt_table table = { 0 };
    struct vdt_view rest = vdt_view_slice(head, 0, 8192), row = vdt_view_trim(vdt_view_cut(&rest, '\n'));
    bool text, quoted;
    if (!rest.size || !choose_separator(&table, row, keys) || table.columns < 2 || known_columns(&table, &text) < 2) return false;
    for (size_t at = 0; at <= row.size;)
        if (!is_name(next_cell(row, &at, table.separator, &quoted))) return false;
    return true;
}

enum vdt_status vdt_table_begin(struct vdt_table *table, struct vdt_view row, const struct vdt_keys *keys,
                                const struct vdt_place *place, struct vdt_error *error) {
    if (choose_separator(table, row, keys)) return VDT_OK;
    vdt_fail_at(error, VDT_ERROR_FORMAT, place->file, place->line, 0, "no column of the table is a text's");
    return vdt_hint(error, VDT_ERROR_FORMAT, "the first row names the columns; --map text=NAME says which is the text");
}

/* --- rows --- */

enum { FIRST_LOOK = 64 << 10 };

/* Where the row in the window ends (at its line end, or the window's): false where a quotation mark is open there. */
static bool find_end(struct vdt_view window, char separator, bool quotes, size_t *end, bool *complete) {
    bool quoted = false, fresh = true;
    for (size_t i = 0; i < window.size; i++) {
        char c = window.data[i];
        if (quoted) {
            if (c != '"') continue;
            if (i + 1 < window.size && window.data[i + 1] == '"') i++;
            else quoted = false;
        } else if (c == '\n') {
            *end = i;
            *complete = true;
            return true;
        } else if (c == '"' && fresh && quotes) {
            quoted = true;
        }
        fresh = !quoted && c == separator;
    }
    *end = window.size;
    *complete = false;
    return !quoted;
}

static uint64_t lines_in(struct vdt_view bytes) {
    uint64_t lines = 0;
    const char *end = bytes.data + bytes.size;
    for (const char *at = bytes.data; at && at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++) lines++;
    return lines;
}

static void pass(struct vdt_source *source, struct vdt_view window, size_t end, bool complete) {
    size_t size = end + complete;
    source->line += lines_in(vdt_view_slice(window, 0, size));
    vdt_source_skip(source, size);
}

/* Passes over the rest of a line that is beyond all limits. */
static enum vdt_status pass_line(struct vdt_source *source, struct vdt_error *error) {
    for (;;) {
        struct vdt_view window;
        enum vdt_status status = vdt_source_peek(source, FIRST_LOOK, &window, error);
        const char *newline = window.size ? memchr(window.data, '\n', window.size) : NULL;
        if (status != VDT_OK || !window.size) return status;
        pass(source, window, newline ? (size_t)(newline - window.data) : window.size, newline != NULL);
        if (newline) return VDT_OK;
    }
}

static enum vdt_status no_end(struct vdt_table *table, struct vdt_source *source, struct vdt_view window, struct vdt_error *error) {
    uint64_t line = source->line, offset = source->offset;
    table->no_quotes_before = source->offset + window.size;
    const char *newline = memchr(window.data, '\n', window.size);
    pass(source, window, newline ? (size_t)(newline - window.data) : window.size, newline != NULL);
    vdt_fail_at(error, VDT_ERROR_FORMAT, source->name, line, 0, "a quotation mark in this row is never closed");
    if (error) error->offset = (int64_t)vdt_source_place(source, offset);
    struct vdt_error ignored; /* what fails here fails again in the next call */
    if (!newline) pass_line(source, &ignored);
    return VDT_ERROR_FORMAT;
}

enum vdt_status vdt_table_next(struct vdt_table *table, struct vdt_source *source, struct vdt_view *out, uint64_t *line,
                               uint64_t *offset, struct vdt_error *error) {
    for (size_t wanted = FIRST_LOOK;;) {
        struct vdt_view window;
        size_t end;
        bool complete, quotes = source->offset >= table->no_quotes_before;
        enum vdt_status status = vdt_source_peek(source, wanted, &window, error);
        if (status != VDT_OK) return status;
        if (!window.size && source->ended) return VDT_END;
        bool closed = find_end(window, table->separator ? table->separator : ',', quotes, &end, &complete);
        if (!complete && !source->ended && window.size < VDT_LIMIT_REPORT_BYTES) {
            wanted = window.size * 2;
            continue;
        }
        if (!closed) return no_end(table, source, window, error);
        *line = source->line, *offset = source->offset;
        if (!complete && !source->ended) { /* one line beyond all limits */
            status = pass_line(source, error);
            if (status != VDT_OK) return status;
            return vdt_fail_at(error, VDT_ERROR_LIMIT, source->name, *line, 0, "the row is longer than VDT_LIMIT_REPORT_BYTES (%d MiB)",
                               VDT_LIMIT_REPORT_BYTES >> 20);
        }
        *out = vdt_view_slice(window, 0, end);
        if (out->size && out->data[out->size - 1] == '\r') out->size--;
        pass(source, window, end, complete);
        if (vdt_view_trim(*out).size) return VDT_OK;
        wanted = FIRST_LOOK;
    }
}

enum vdt_status vdt_table_read(const struct vdt_table *table, struct vdt_arena *arena, struct vdt_view row, struct vdt_fields *out,
                               size_t *more, struct vdt_error *error) {
    *out = (struct vdt_fields){ 0 };
    *more = 0;
    size_t column = 0;
    for (size_t at = 0; at <= row.size; column++) {
        bool quoted;
        struct vdt_view cell = next_cell(row, &at, table->separator, &quoted);
        if (column >= table->columns) {
            ++*more;
            continue;
        }
        int field = table->field[column];
        if (field < 0) continue;
        if (quoted) cell = unquote(arena, cell);
        if (quoted && !cell.data) return vdt_fail_memory(error, "reading a table");
        out->value[field] = cell;
        out->given[field] = cell.size > 0;
    }
    return VDT_OK;
}
