/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hand check. The sheet holds random asserted events, because what a program says happened is what must be right;
 * the one who judges sees each in its sentence and says of its type, its parties and its status whether they are right.
 *
 * The draw: every event gets a number from its id and the seed (XXH3), and those with the smallest numbers are the
 * sample, in that order. That is a random sample which needs one pass and memory for the sample alone, is the same on
 * any machine and in whatever order the reports were added, and changes little when the store grows.
 *
 * Intervals are Wilson's (1927): they stay within 0 and 1 and are honest for shares near 1 and for small sheets, where
 * the usual p ± 1.96 s is not.
 */
#include "cli/sheet.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "cli/page.h"

/* ---- drawing ---- */

enum { LONGEST_ID = 47 };

struct lot {
    uint64_t number;
    char id[LONGEST_ID + 1];
};

static int by_lot(const void *left, const void *right) {
    const struct lot *a = left, *b = right;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return strcmp(a->id, b->id);
}

/* The `number` smallest lots in order; `out` is the caller's to free. */
static enum vdt_status draw(struct vdt_store *store, uint64_t number, uint64_t seed, struct lot **out,
                            struct sheet_counts *counts, struct vdt_error *error) {
    struct vdt_query query = VDT_QUERY_INIT;
    query.status = VDT_LITERAL("asserted");
    struct vdt_cursor *cursor;
    enum vdt_status status = vdt_store_query(store, &query, &cursor, error);
    if (status != VDT_OK) return status;
    /* room for twice as many: when it is full it is sorted and the larger half forgotten */
    size_t room = (size_t)number * 2 + 16, count = 0;
    struct lot *lots = calloc(room, sizeof *lots);
    if (!lots) status = vdt_fail_memory(error, "drawing a sample");
    struct vdt_event event;
    while (status == VDT_OK && (status = vdt_cursor_next(cursor, &event, error)) == VDT_OK) {
        counts->population++;
        if (event.id.size > LONGEST_ID) continue;
        if (count == room) {
            qsort(lots, count, sizeof *lots, by_lot);
            count = (size_t)number;
        }
        struct lot *lot = &lots[count++];
        lot->number = vdt_hash_seeded(event.id, seed);
        memcpy(lot->id, event.id.data, event.id.size);
        lot->id[event.id.size] = '\0';
    }
    vdt_cursor_close(cursor);
    if (status != VDT_END) {
        free(lots);
        return status;
    }
    qsort(lots, count, sizeof *lots, by_lot);
    counts->drawn = count < number ? count : number;
    *out = lots;
    return VDT_OK;
}

/* ---- the CSV sheet ---- */

static const char *const columns[] = { "number", "id", "report", "date", "event", "mode", "cameo", "source", "target",
                                       "status", "voice", "trigger", "text", "by", "right_type", "right_parties",
                                       "right_status", "note" };
enum { COLUMN_COUNT = sizeof columns / sizeof *columns, GIVEN_COUNT = COLUMN_COUNT - 4 };

const char *const judged_names[JUDGED_COUNT] = { "type", "parties", "status", "all three" };

/* A field that a spreadsheet would take for a formula is text to it with an apostrophe before it. */
static void put_field(struct vdt_buffer *out, struct vdt_view text) {
    bool formula = text.size && strchr("=+-@\t\r", text.data[0]) != NULL;
    bool quote = formula;
    for (size_t i = 0; i < text.size && !quote; i++) quote = strchr("\",\n\r;", text.data[i]) != NULL;
    if (!quote) {
        vdt_buffer_add(out, text);
        return;
    }
    vdt_buffer_text(out, formula ? "\"'" : "\"");
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') vdt_buffer_char(out, '"');
        vdt_buffer_char(out, text.data[i]);
    }
    vdt_buffer_char(out, '"');
}

/* The given fields of a row, in the arena. */
static bool fields_of(struct vdt_arena *arena, uint64_t number, const struct vdt_event *event,
                      struct vdt_view out[GIVEN_COUNT]) {
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    out[0] = vdt_arena_format(arena, "%llu", (unsigned long long)number);
    out[1] = event->id;
    out[2] = event->report;
    put_days(&text, event);
    out[3] = vdt_arena_copy(arena, vdt_buffer_view(&text));
    out[4] = vdt_view_of(vdt_plover_name(event->plover));
    out[5] = event->mode;
    out[6] = event->cameo;
    const struct { const struct vdt_party *parties; size_t count; int column; } sides[] = {
        { event->sources, event->source_count, 7 },
        { event->targets, event->target_count, 8 },
        { event->voices, event->voice_count, 10 } };
    bool whole = out[0].data && out[3].data;
    for (size_t i = 0; i < 3; i++) {
        vdt_buffer_clear(&text);
        if (sides[i].count) put_codes(&text, sides[i].parties, sides[i].count);
        out[sides[i].column] = vdt_arena_copy(arena, vdt_buffer_view(&text));
        whole = whole && out[sides[i].column].data;
    }
    out[9] = vdt_view_of(vdt_event_status_name(event->status));
    out[11] = event->trigger.text;
    out[12] = event->evidence.text;
    out[13] = event->by;
    whole = whole && !vdt_buffer_failed(&text);
    vdt_buffer_done(&text);
    return whole;
}

static void put_csv_header(struct vdt_buffer *out) {
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (i) vdt_buffer_char(out, ',');
        vdt_buffer_text(out, columns[i]);
    }
    vdt_buffer_text(out, "\r\n");
}

static void put_csv_row(struct vdt_buffer *out, const struct vdt_view fields[GIVEN_COUNT]) {
    for (size_t i = 0; i < GIVEN_COUNT; i++) {
        put_field(out, fields[i]);
        vdt_buffer_char(out, ',');
    }
    vdt_buffer_text(out, ",,,\r\n");
}

/* ---- the HTML sheet ---- */

static const char *const sheet_style[] = {
    "article { content-visibility: visible; scroll-margin-top: 4rem; padding: 1.1rem .8rem; margin: 0 -.8rem; }",
    "article.here { background: var(--tint); box-shadow: inset 3px 0 var(--ink); }",
    "fieldset { border: 0; padding: 0; margin: .6rem 0 0; display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; }",
    "fieldset div { display: flex; align-items: center; gap: .35rem; font: .85rem system-ui, sans-serif; }",
    "fieldset label { border: 1px solid var(--soft); border-radius: 2px; padding: .25rem .6rem; cursor: pointer; }",
    "fieldset input[type=radio] { position: absolute; opacity: 0; }",
    "fieldset label:has(:focus-visible) { outline: 2px solid var(--q2); outline-offset: 2px; }",
    "label.right:has(:checked) { background: #2f6b3a; border-color: #2f6b3a; color: #fff; }",
    "label.wrong:has(:checked) { background: #a4260c; border-color: #a4260c; color: #fff; }",
    "fieldset input[type=text] { flex: 1 1 12rem; min-width: 0; }",
    "kbd { font: .8rem ui-monospace, monospace; border: 1px solid var(--line); border-radius: 2px; padding: 0 .3em; }",
    "dl.meta b { font-weight: 650; }",
    NULL,
};

static const char *const sheet_script[] = {
    "'use strict';",
    "const sheet = JSON.parse(document.getElementById('sheet').textContent);",
    "const key = 'vedette-sheet-' + sheet.key, parts = ['right_type', 'right_parties', 'right_status'];",
    "const articles = [...document.querySelectorAll('article')];",
    "let kept = {}, here = 0;",
    "try { kept = JSON.parse(localStorage.getItem(key)) || {}; } catch (error) { kept = {}; }",
    "function keep() {",
    "  try { localStorage.setItem(key, JSON.stringify(kept)); } catch (error) {",
    "    document.getElementById('lost').hidden = false;",
    "  }",
    "  const judged = sheet.rows.filter(row => parts.every(part => (kept[row[1]] || {})[part])).length;",
    "  document.querySelector('form output').value = judged + ' of ' + articles.length + ' judged';",
    "}",
    "function judgement(i) { return kept[sheet.rows[i][1]] ||= {}; }",
    "function draw(i) {",
    "  const judged = judgement(i);",
    "  articles[i].querySelectorAll('input[type=radio]').forEach(input => {",
    "    input.checked = judged[input.dataset.part] === input.value;",
    "  });",
    "  articles[i].querySelector('input[type=text]').value = judged.note || '';",
    "}",
    "function go(to) {",
    "  here = Math.max(0, Math.min(articles.length - 1, to));",
    "  articles.forEach((article, i) => article.classList.toggle('here', i === here));",
    "  articles[here].scrollIntoView({ block: 'nearest' });",
    "}",
    "articles.forEach((article, i) => {",
    "  draw(i);",
    "  article.addEventListener('input', event => {",
    "    const input = event.target;",
    "    if (input.type === 'radio') judgement(i)[input.dataset.part] = input.value;",
    "    else judgement(i).note = input.value;",
    "    keep();",
    "  });",
    "  article.addEventListener('focusin', () => { if (here !== i) go(i); });",
    "  article.addEventListener('click', () => { if (here !== i) go(i); });",
    "});",
    "addEventListener('keydown', event => {",
    "  if (event.ctrlKey || event.altKey || event.metaKey || event.target.type === 'text') return;",
    "  const part = parts['123'.indexOf(event.key)];",
    "  if (event.key === 'j' || event.key === 'n') go(here + 1);",
    "  else if (event.key === 'k' || event.key === 'p') go(here - 1);",
    "  else if (event.key === 'a') { parts.forEach(each => judgement(here)[each] = 'right'); draw(here); keep(); go(here + 1); }",
    "  else if (event.key === 'c') { parts.forEach(each => delete judgement(here)[each]); draw(here); keep(); }",
    "  else if (part) {",
    "    const judged = judgement(here);",
    "    judged[part] = judged[part] === 'right' ? 'wrong' : 'right';",
    "    draw(here); keep();",
    "  } else return;",
    "  event.preventDefault();",
    "});",
    "function field(text) {",
    "  text = String(text);",
    "  if (/^[-=+@\\t\\r]/.test(text)) text = \"'\" + text;",
    "  return /[\",\\r\\n;']/.test(text) ? '\"' + text.replaceAll('\"', '\"\"') + '\"' : text;",
    "}",
    "document.getElementById('save').addEventListener('click', () => {",
    "  const lines = [sheet.columns].concat(sheet.rows.map(row => {",
    "    const judged = kept[row[1]] || {};",
    "    return row.concat(parts.map(part => judged[part] || ''), judged.note || '');",
    "  }));",
    "  const text = lines.map(line => line.map(field).join(',') + '\\r\\n').join('');",
    "  const link = document.createElement('a');",
    "  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));",
    "  link.download = 'judged-' + sheet.key + '.csv';",
    "  link.click();",
    "  setTimeout(() => URL.revokeObjectURL(link.href), 10000);",
    "});",
    "document.querySelector('form').addEventListener('submit', event => event.preventDefault());",
    "keep();",
    "if (articles.length) go(Math.max(0, sheet.rows.findIndex(row => !parts.every(part => (kept[row[1]] || {})[part]))));",
    NULL,
};

/* As in page.c: of the script as it stands in the page. */
static const char sheet_script_hash[] = "IJaXCOUM0vZ+q1/Eq50qipekkdwRUaVzCwh5vIdxwwg=";

static void put_judgement(struct vdt_buffer *out, uint64_t number, const char *part, int key) {
    vdt_buffer_format(out, "<div role=\"radiogroup\" aria-label=\"%s\"><kbd>%d</kbd>%s", part, key, part);
    static const char *const values[] = { "right", "wrong" };
    for (size_t i = 0; i < 2; i++)
        vdt_buffer_format(out, "<label class=\"%s\"><input type=\"radio\" name=\"%s-%llu\" data-part=\"right_%s\" "
                               "value=\"%s\">%s</label>",
                          values[i], part, (unsigned long long)number, part, values[i], values[i]);
    vdt_buffer_text(out, "</div>\n");
}

static void put_side(struct vdt_buffer *out, const char *term, struct vdt_view codes, const struct vdt_party *parties,
                     size_t count) {
    vdt_buffer_format(out, "<dt>%s</dt><dd><b>", term);
    put_escaped(out, codes.size ? codes : VDT_LITERAL("–"));
    vdt_buffer_text(out, "</b>");
    for (size_t i = 0; i < count; i++) {
        vdt_buffer_text(out, i ? "; " : " ");
        if (parties[i].name.size) {
            put_escaped(out, parties[i].name);
            vdt_buffer_text(out, ", ");
        }
        vdt_buffer_text(out, "“");
        put_escaped(out, parties[i].mention.text);
        vdt_buffer_text(out, "”");
    }
    vdt_buffer_text(out, "</dd>\n");
}

static void put_sheet_event(struct vdt_buffer *out, uint64_t number, const struct vdt_event *event,
                            const struct vdt_view fields[GIVEN_COUNT]) {
    vdt_buffer_format(out, "<article>\n<p class=\"kind\"><b>%llu</b><time>", (unsigned long long)number);
    put_escaped(out, fields[3]);
    vdt_buffer_text(out, "</time><b>");
    put_escaped(out, fields[4]);
    vdt_buffer_text(out, "</b>");
    if (event->mode.size) {
        vdt_buffer_text(out, "<span>");
        put_escaped(out, event->mode);
        vdt_buffer_text(out, "</span>");
    }
    if (event->cameo.size) {
        vdt_buffer_text(out, "<span>CAMEO ");
        put_escaped(out, event->cameo);
        vdt_buffer_text(out, "</span>");
    }
    vdt_buffer_text(out, "<span class=\"status asserted\">");
    put_escaped(out, fields[9]);
    vdt_buffer_text(out, "</span></p>\n<blockquote>");
    put_marked(out, event);
    vdt_buffer_text(out, "</blockquote>\n<dl class=\"meta\">\n");
    put_side(out, "source", fields[7], event->sources, event->source_count);
    put_side(out, "target", fields[8], event->targets, event->target_count);
    if (event->voice_count) put_side(out, "voice", fields[10], event->voices, event->voice_count);
    vdt_buffer_text(out, "</dl>\n<fieldset>\n");
    put_judgement(out, number, "type", 1);
    put_judgement(out, number, "parties", 2);
    put_judgement(out, number, "status", 3);
    vdt_buffer_text(out, "<input type=\"text\" placeholder=\"note\" aria-label=\"note\">\n</fieldset>\n</article>\n");
}

static void put_sheet_head(struct vdt_buffer *out, uint64_t drawn, uint64_t population, uint64_t seed) {
    put_head(out, VDT_LITERAL("A hand check"), sheet_script_hash);
    vdt_buffer_text(out, "<style>\n");
    for (const char *const *line = sheet_style; *line; line++) vdt_buffer_format(out, "%s\n", *line);
    vdt_buffer_format(out, "</style>\n<h1>A hand check</h1>\n<p>%llu of %llu asserted events, drawn with seed %llu. Judge of "
                           "each, by its sentence alone:</p>\n",
                      (unsigned long long)drawn, (unsigned long long)population, (unsigned long long)seed);
    vdt_buffer_text(out,
        "<ul>\n<li><b>type</b>: is it an act of this kind?</li>\n<li><b>parties</b>: do source and target stand on the right "
        "sides, with the right codes, and is nobody missing?</li>\n<li><b>status</b>: does the text tell it as happened or "
        "happening?</li>\n</ul>\n<p class=\"note\">Keys: <kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> type, parties, status: right, "
        "again: wrong; <kbd>a</kbd> all right, and on; <kbd>c</kbd> clear; <kbd>j</kbd> <kbd>k</kbd> next, previous. Judgements "
        "are kept in this browser until you save them. <code>vedette evaluate</code> reads what you save.</p>\n"
        "<p id=\"lost\" hidden><b>This browser keeps nothing between visits: save before you close the page.</b></p>\n"
        "<form><button type=\"button\" id=\"save\">Save the judged sheet</button><output></output></form>\n<main>\n");
}

/* ---- writing ---- */

static enum vdt_status fetch(struct vdt_store *store, const char *id, struct vdt_cursor **cursor, struct vdt_event *out,
                             struct vdt_error *error) {
    struct vdt_query query = VDT_QUERY_INIT;
    query.id = vdt_view_of(id);
    query.limit = 1;
    enum vdt_status status = vdt_store_query(store, &query, cursor, error);
    if (status != VDT_OK) return status;
    status = vdt_cursor_next(*cursor, out, error);
    if (status == VDT_END)
        status = vdt_fail(error, VDT_ERROR_STORE, "event \"%s\" was taken out of the store meanwhile", id);
    if (status != VDT_OK) vdt_cursor_close(*cursor);
    return status;
}

enum vdt_status sheet_write(struct vdt_store *store, uint64_t number, uint64_t seed, const char *html, const char *csv,
                            struct sheet_counts *out, struct vdt_error *error) {
    struct sheet_counts counts = { 0 };
    struct lot *lots = NULL;
    enum vdt_status status = draw(store, number, seed, &lots, &counts, error);
    if (status != VDT_OK) return status;
    struct vdt_buffer page, table, rows;
    vdt_buffer_init(&page);
    vdt_buffer_init(&table);
    vdt_buffer_init(&rows);
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_json json;
    vdt_json_init(&json, &rows);
    vdt_json_object(&json);
    vdt_json_key(&json, "columns");
    vdt_json_array(&json);
    for (size_t i = 0; i < COLUMN_COUNT; i++) vdt_json_string(&json, vdt_view_of(columns[i]));
    vdt_json_array_end(&json);
    vdt_json_key(&json, "rows");
    vdt_json_array(&json);
    put_sheet_head(&page, counts.drawn, counts.population, seed);
    put_csv_header(&table);
    uint64_t key = seed; /* what the browser keeps the judgements under: this very sheet */
    for (uint64_t i = 0; i < counts.drawn && status == VDT_OK; i++) {
        struct vdt_cursor *cursor;
        struct vdt_event event;
        struct vdt_view fields[GIVEN_COUNT];
        status = fetch(store, lots[i].id, &cursor, &event, error);
        if (status != VDT_OK) break;
        vdt_arena_reset(&arena);
        if (fields_of(&arena, i + 1, &event, fields)) {
            put_sheet_event(&page, i + 1, &event, fields);
            put_csv_row(&table, fields);
            vdt_json_array(&json);
            for (size_t f = 0; f < GIVEN_COUNT; f++) vdt_json_string(&json, fields[f]);
            vdt_json_array_end(&json);
            key = vdt_hash_seeded(event.id, key);
        } else {
            status = vdt_fail_memory(error, "writing a sheet");
        }
        vdt_cursor_close(cursor);
    }
    vdt_json_array_end(&json);
    vdt_json_key(&json, "key");
    char name[24];
    snprintf(name, sizeof name, "%016llx", (unsigned long long)key);
    vdt_json_string(&json, vdt_view_of(name));
    vdt_json_object_end(&json);
    vdt_buffer_text(&page, "</main>\n<script type=\"application/json\" id=\"sheet\">");
    vdt_buffer_add(&page, vdt_buffer_view(&rows));
    vdt_buffer_text(&page, "</script>\n");
    put_script(&page, sheet_script);
    vdt_buffer_text(&page, "</body>\n</html>\n");
    if (vdt_buffer_failed(&rows)) page.failed = true;

    const struct { const char *path; struct vdt_buffer *text; } files[] = { { html, &page }, { csv, &table } };
    for (size_t i = 0; i < 2 && status == VDT_OK; i++) {
        if (!files[i].path) continue;
        struct page_file file;
        status = page_open(&file, files[i].path, error);
        if (status != VDT_OK) break;
        status = page_write(&file, files[i].text, error);
        if (status == VDT_OK)
            status = page_close(&file, error);
        else
            page_abandon(&file);
    }
    vdt_arena_done(&arena);
    vdt_buffer_done(&rows);
    vdt_buffer_done(&table);
    vdt_buffer_done(&page);
    free(lots);
    if (status == VDT_OK) *out = counts;
    return status;
}

/* ---- reading judged sheets ---- */

/* RFC 4180, and what spreadsheets make of it: a byte order mark, ";" for ",", lone line feeds. */
struct csv_reader {
    struct vdt_view rest, name;
    char separator;
    uint64_t line;        /* of what comes next */
    uint64_t record_line; /* where the record began */
    struct vdt_buffer text;
    struct { size_t begin, end; } fields[256];
    size_t count;
};

static struct vdt_view field_at(const struct csv_reader *reader, size_t at) {
    if (at >= reader->count) return (struct vdt_view){ 0 };
    return vdt_view_slice(vdt_buffer_view(&reader->text), reader->fields[at].begin, reader->fields[at].end);
}

static enum vdt_status next_record(struct csv_reader *reader, struct vdt_error *error) {
    struct vdt_view text = reader->rest;
    if (!text.size) return VDT_END;
    reader->record_line = reader->line;
    reader->count = 0;
    vdt_buffer_clear(&reader->text);
    size_t at = 0;
    for (bool more = true; more;) {
        size_t begin = reader->text.size;
        if (reader->count == sizeof reader->fields / sizeof *reader->fields)
            return vdt_fail_at(error, VDT_ERROR_FORMAT, reader->name, reader->record_line, 0, "a row of over 256 fields");
        if (at < text.size && text.data[at] == '"') {
            uint64_t opened = reader->line;
            for (at++;; at++) {
                if (at >= text.size)
                    return vdt_fail_at(error, VDT_ERROR_FORMAT, reader->name, opened, 0,
                                       "a quotation mark opens here and nothing closes it");
                if (text.data[at] == '"') {
                    if (at + 1 >= text.size || text.data[at + 1] != '"') break;
                    at++;
                }
                if (text.data[at] == '\n') reader->line++;
                vdt_buffer_char(&reader->text, text.data[at]);
            }
            at++;
            if (at < text.size && text.data[at] != reader->separator && text.data[at] != '\n' && text.data[at] != '\r')
                return vdt_fail_at(error, VDT_ERROR_FORMAT, reader->name, reader->line, 0,
                                   "something stands behind a closing quotation mark");
        } else {
            for (; at < text.size && text.data[at] != reader->separator && text.data[at] != '\n' && text.data[at] != '\r'; at++)
                vdt_buffer_char(&reader->text, text.data[at]);
        }
        reader->fields[reader->count].begin = begin;
        reader->fields[reader->count++].end = reader->text.size;
        more = at < text.size && text.data[at] == reader->separator;
        if (more) at++;
    }
    if (at < text.size && text.data[at] == '\r') at++;
    if (at < text.size && text.data[at] == '\n') at++;
    reader->line++;
    reader->rest = vdt_view_slice(text, at, text.size);
    return vdt_buffer_failed(&reader->text) ? vdt_fail_memory(error, "reading a sheet") : VDT_OK;
}

/* 1 right, 0 wrong, -1 not judged, -2 none of these. */
static int judgement_of(struct vdt_view field) {
    static const char *const right[] = { "right", "r", "1", "yes", "y", "true", "ok", "correct" };
    static const char *const wrong[] = { "wrong", "w", "0", "no", "n", "false", "incorrect" };
    field = vdt_view_trim(field);
    if (!field.size || vdt_view_is(field, "?") || vdt_view_is(field, "-")) return -1;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        if (vdt_view_is_fold(field, right[i])) return 1;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (vdt_view_is_fold(field, wrong[i])) return 0;
    return -2;
}

static enum vdt_status read_header(struct csv_reader *reader, size_t places[3], struct vdt_error *error) {
    enum vdt_status status = next_record(reader, error);
    if (status == VDT_END)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, reader->name, 0, 0, "the sheet is empty");
    if (status != VDT_OK) return status;
    for (size_t part = 0; part < 3; part++) {
        places[part] = SIZE_MAX;
        for (size_t i = 0; i < reader->count; i++)
            if (vdt_view_is(vdt_view_trim(field_at(reader, i)), columns[GIVEN_COUNT + part])) places[part] = i;
        if (places[part] != SIZE_MAX) continue;
        status = vdt_fail_at(error, VDT_ERROR_FORMAT, reader->name, 1, 0, "the header has no column \"%s\"",
                             columns[GIVEN_COUNT + part]);
        return vdt_hint(error, status, "\"vedette sample\" makes sheets with it");
    }
    return VDT_OK;
}

enum vdt_status sheet_read(struct vdt_view csv, const char *name, struct sheet_tally *tally, struct vdt_error *error) {
    if (vdt_view_starts(csv, VDT_LITERAL("\xEF\xBB\xBF"))) csv = vdt_view_slice(csv, 3, csv.size);
    struct vdt_view after = csv, header = vdt_view_cut(&after, '\n');
    bool semicolons = header.size && !memchr(header.data, ',', header.size) && memchr(header.data, ';', header.size);
    struct csv_reader reader = { .rest = csv, .name = vdt_view_of(name), .separator = semicolons ? ';' : ',', .line = 1 };
    vdt_buffer_init(&reader.text);
    size_t places[3];
    struct sheet_tally sum = *tally;
    enum vdt_status status = read_header(&reader, places, error);
    size_t width = reader.count;
    while (status == VDT_OK && (status = next_record(&reader, error)) == VDT_OK) {
        if (reader.count == 1 && !vdt_view_trim(field_at(&reader, 0)).size) continue; /* an empty line */
        if (reader.count != width) {
            status = vdt_fail_at(error, VDT_ERROR_FORMAT, reader.name, reader.record_line, 0,
                                 "the row has %zu fields, the header %zu", reader.count, width);
            break;
        }
        int judgements[3], judged = 0, right = 0;
        for (size_t part = 0; part < 3 && status == VDT_OK; part++) {
            struct vdt_view field = field_at(&reader, places[part]);
            judgements[part] = judgement_of(field);
            if (judgements[part] == -2) {
                status = vdt_fail_at(error, VDT_ERROR_FORMAT, reader.name, reader.record_line, 0,
                                     "\"%.*s\" in column %s is no judgement", (int)(field.size < 40 ? field.size : 40),
                                     field.data, columns[GIVEN_COUNT + part]);
                vdt_hint(error, status, "right or wrong, or nothing where it was not judged");
            }
            if (judgements[part] >= 0) judged++;
            if (judgements[part] == 1) right++;
        }
        if (status != VDT_OK) break;
        sum.rows++;
        if (!judged) sum.unjudged++;
        for (size_t part = 0; part < 3; part++) {
            if (judgements[part] >= 0) sum.judged[part]++;
            if (judgements[part] == 1) sum.right[part]++;
        }
        /* one part that is wrong settles all three, whatever the others are */
        if (judged == 3 || right < judged) sum.judged[JUDGED_ALL]++;
        if (right == 3) sum.right[JUDGED_ALL]++;
    }
    vdt_buffer_done(&reader.text);
    if (status != VDT_END) return status;
    *tally = sum;
    return VDT_OK;
}

/*
 *            p + z²/2n ± z √( p(1−p)/n + z²/4n² )
 * interval = ------------------------------------
 *                        1 + z²/n
 */
struct interval wilson_interval(uint64_t right, uint64_t judged) {
    const double z = 1.959963984540054, n = (double)judged, p = (double)right / n;
    double middle = p + z * z / (2 * n), reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)), by = 1 + z * z / n;
    struct interval interval = { (middle - reach) / by, (middle + reach) / by };
    if (right == 0) interval.low = 0;
    if (right == judged) interval.high = 1;
    return interval;
}
