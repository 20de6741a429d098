/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other forms into ours. JSON lines are what programs write; actor and agent files of TABARI and PETRARCH are what groups have
 * worked on for years. What comes out is plain text that a person reads, edits and gives to --actors.
 *
 * Everything is first written in our grammar and then compiled as a user's file would be: so whatever that would find wrong is
 * found now, told with its place in the file that was given, and left out of what is printed.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "know/foreign.h"
#include "know/lookup.h"
#include "vedette/actors.h"

/* A line in our grammar: where it lies in the text, and of which line of the file it was made. */
struct made {
    size_t begin;
    uint64_t line;
    struct vdt_view source;
};

enum { MOST_TERMS = 256 };

/* Of bytes that are not printed: one of them, all of the line. */
enum { PIECE = 1, LINE };

struct import {
    struct vdt_arena arena;
    struct vdt_view name;
    const struct vdt_remarks *remarks;
    struct vdt_buffer text;
    struct made *lines;
    size_t count, capacity;
    char *left_out;            /* for each byte of the text */
    struct vdt_error *error;
    struct vdt_foreign_actor head; /* the foreign entry that is open */
    int32_t terms[MOST_TERMS][2];
    size_t term_count;
};

/* Ends a line that was written; `line` is the file's that it was made of. */
static enum vdt_status end_line(struct import *import, size_t begin, uint64_t line, struct vdt_view source) {
    vdt_buffer_char(&import->text, '\n');
    struct made *grown = vdt_arena_grow(&import->arena, import->lines, import->count, &import->capacity, sizeof *grown);
    if (!grown || vdt_buffer_failed(&import->text)) return vdt_fail_memory(import->error, "importing actors");
    import->lines = grown;
    grown[import->count++] = (struct made){ begin, line, source };
    return VDT_OK;
}

static enum vdt_status wrong(void *context, enum vdt_status status) {
    struct import *import = context;
    if (status != VDT_ERROR_FORMAT) return status;
    if (import->remarks && import->remarks->tell) import->remarks->tell(import->remarks->context, VDT_REMARK_ERROR, import->error);
    return VDT_OK;
}

static bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The column of a word in a line of the file, in whatever case it stands there; 1 where it does not. */
static uint64_t column_of(struct vdt_view source, struct vdt_view word) {
    for (size_t at = 0; word.size && at + word.size <= source.size; at++) {
        size_t same = 0;
        while (same < word.size && vdt_lower(source.data[at + same]) == vdt_lower(word.data[same])) same++;
        if (same == word.size && !(at && is_of_word(source.data[at - 1]))) return at + 1;
    }
    return 1;
}

/* ---- lists of other coders ------------------------------------------------------------------------------------- */

static struct vdt_view line_of(const struct vdt_lines *lines) {
    return (struct vdt_view){ lines->start, (size_t)(lines->line.data + lines->line.size - lines->start) };
}

static enum vdt_status end_foreign(struct import *import, size_t begin, const struct vdt_lines *lines) {
    return end_line(import, begin, lines->number, line_of(lines));
}

static void add_day(struct vdt_buffer *out, int32_t day, int32_t open) {
    char text[11] = "-";
    if (day != open) vdt_day_write(day, text);
    vdt_buffer_text(out, text);
}

static enum vdt_status add_term(struct import *import, const struct vdt_lines *lines, struct vdt_view code, int32_t from, int32_t to) {
    size_t begin = import->text.size;
    if (import->term_count == MOST_TERMS) return VDT_OK;
    import->terms[import->term_count][0] = from;
    import->terms[import->term_count++][1] = to;
    vdt_buffer_text(&import->text, "    ");
    add_day(&import->text, from, INT32_MIN + 1);
    vdt_buffer_char(&import->text, ' ');
    add_day(&import->text, to, INT32_MAX);
    vdt_buffer_format(&import->text, " %.*s", (int)code.size, code.data);
    return end_foreign(import, begin, lines);
}

/* The days of a term that no earlier one of the entry has. */
static enum vdt_status add_free_days(struct import *import, const struct vdt_lines *lines, struct vdt_view code, int32_t from, int32_t to) {
    int64_t next = from;
    size_t earlier = import->term_count;
    while (next <= to) {
        int64_t end = to, skip = next;
        for (size_t t = 0; t < earlier; t++) {
            int32_t first = import->terms[t][0], last = import->terms[t][1];
            if (first <= next && next <= last && last >= skip) skip = (int64_t)last + 1;
            if (first > next && first <= end) end = (int64_t)first - 1;
        }
        if (skip > next) {
            next = skip;
            continue;
        }
        enum vdt_status status = add_term(import, lines, code, (int32_t)next, (int32_t)end);
        if (status != VDT_OK) return status;
        next = end + 1;
    }
    return VDT_OK;
}

/* Theirs are in capitals, where ours tell abbreviations by them: the words are written as names are. */
static void add_as_name(struct vdt_buffer *out, struct vdt_view phrase, bool role) {
    bool first = true;
    for (size_t i = 0; i < phrase.size; i++) {
        char c = phrase.data[i] == '_' ? ' ' : phrase.data[i];
        vdt_buffer_char(out, first && !role ? c : vdt_lower(c));
        first = c == ' ' || c == '-' || c == '.';
    }
}

static enum vdt_status take_foreign(void *context, const struct vdt_lines *lines, const struct vdt_foreign_actor *actor) {
    struct import *import = context;
    size_t begin = import->text.size;
    bool dated = actor->from != INT32_MIN + 1 || actor->to != INT32_MAX;
    bool role = actor->synonym ? import->head.role : actor->role;
    if (actor->synonym && !role) {
        vdt_buffer_text(&import->text, "    also  ");
        add_as_name(&import->text, actor->phrase, false);
        return end_foreign(import, begin, lines);
    }
    bool same = import->head.phrase.size && vdt_view_equal(import->head.phrase, actor->phrase) && !role && !import->head.role;
    /* a code without days, behind others: of all days that are left */
    if (same) return add_free_days(import, lines, actor->code, actor->from, actor->to);
    struct vdt_view code = actor->synonym ? import->head.code : actor->code;
    if (!actor->synonym) import->head = *actor;
    import->term_count = 0;
    vdt_buffer_format(&import->text, "%s%.*s  ", role ? "role " : "", dated ? 1 : (int)code.size, dated ? "-" : code.data);
    add_as_name(&import->text, actor->phrase, role);
    enum vdt_status status = end_foreign(import, begin, lines);
    return status == VDT_OK && dated ? add_term(import, lines, code, actor->from, actor->to) : status;
}

/* ---- JSON lines ------------------------------------------------------------------------------------------------ */

static struct vdt_view text_of(const cJSON *object, const char *key) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);
    return vdt_view_trim(vdt_view_of(cJSON_IsString(value) ? value->valuestring : NULL));
}

/* One line of JSON. */
struct given {
    uint64_t number;
    struct vdt_view text;
};

static enum vdt_status refuse(struct import *import, const struct given *line, uint64_t column, const char *what) {
    return wrong(import, vdt_hint(import->error, vdt_fail_at(import->error, VDT_ERROR_FORMAT, import->name, line->number, column, "%s", what),
                                  "a line is {\"name\": …, \"code\": …, \"also\": […], \"terms\": [{\"from\", \"to\", \"code\"}]}"));
}

static bool plain(struct vdt_view text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '|' || text.data[i] == '\n' || text.data[i] == '=') return false;
    return true;
}

static bool one_word(struct vdt_view text) {
    for (size_t i = 0; i < text.size; i++)
        if (vdt_is_space(text.data[i])) return false;
    return true;
}

/* A name that our grammar could not hold is left out. */
static void add_names(struct vdt_buffer *out, struct vdt_view name, const cJSON *also) {
    vdt_buffer_add(out, name);
    const cJSON *one;
    cJSON_ArrayForEach(one, also)
        if (cJSON_IsString(one) && *one->valuestring && plain(vdt_view_of(one->valuestring))) vdt_buffer_format(out, " | %s", one->valuestring);
}

static enum vdt_status give_terms(struct import *import, const struct given *line, const cJSON *terms) {
    const cJSON *term;
    enum vdt_status status = VDT_OK;
    cJSON_ArrayForEach(term, terms) {
        struct vdt_view code = text_of(term, "code"), days[2] = { text_of(term, "from"), text_of(term, "to") };
        bool good = code.size > 0 && one_word(code);
        for (int i = 0; i < 2; i++) {
            good = good && one_word(days[i]);
            if (!days[i].size) days[i] = VDT_LITERAL("-");
        }
        if (good) {
            size_t begin = import->text.size;
            vdt_buffer_format(&import->text, "    %.*s %.*s %.*s", (int)days[0].size, days[0].data, (int)days[1].size, days[1].data,
                              (int)code.size, code.data);
            status = end_line(import, begin, line->number, line->text);
        } else {
            status = refuse(import, line, column_of(line->text, VDT_LITERAL("terms")), "a term without a code, or with a blank in it or a date");
        }
        if (status != VDT_OK) return status;
    }
    return status;
}

static enum vdt_status give_object(struct import *import, const struct given *line, const cJSON *object) {
    struct vdt_view name = text_of(object, "name"), code = text_of(object, "code"), of = text_of(object, "alias_of");
    const cJSON *terms = cJSON_GetObjectItemCaseSensitive(object, "terms");
    bool person = vdt_view_is(text_of(object, "kind"), "person");
    size_t begin = import->text.size;
    if (!name.size || !plain(name)) return refuse(import, line, column_of(line->text, name), "an actor without a \"name\", or with | or = in it");
    if (!one_word(code) || !plain(of)) return refuse(import, line, column_of(line->text, VDT_LITERAL("code")), "a \"code\" or \"alias_of\" that is none");
    if (of.size) {
        vdt_buffer_format(&import->text, "alias %.*s = %.*s", (int)name.size, name.data, (int)of.size, of.data);
        return end_line(import, begin, line->number, line->text);
    }
    if (!code.size && !cJSON_GetArraySize(terms)) return refuse(import, line, 1, "an actor without a \"code\", \"terms\" or \"alias_of\"");
    vdt_buffer_format(&import->text, "%.*s  ", person ? 6 : code.size ? (int)code.size : 1, person ? "person" : code.size ? code.data : "-");
    add_names(&import->text, name, cJSON_GetObjectItemCaseSensitive(object, "also"));
    enum vdt_status status = end_line(import, begin, line->number, line->text);
    if (status == VDT_OK && person && code.size && !cJSON_GetArraySize(terms)) {
        begin = import->text.size;
        vdt_buffer_format(&import->text, "    - - %.*s", (int)code.size, code.data);
        status = end_line(import, begin, line->number, line->text);
    }
    return status == VDT_OK ? give_terms(import, line, terms) : status;
}

static enum vdt_status import_json(struct import *import, struct vdt_view text) {
    struct given line = { 0 };
    enum vdt_status status = VDT_OK;
    while (text.size && status == VDT_OK) {
        line.text = vdt_view_cut(&text, '\n');
        line.number++;
        if (!vdt_view_trim(line.text).size) continue;
        const char *end = line.text.data;
        cJSON *object = cJSON_ParseWithLengthOpts(line.text.data, line.text.size, &end, false);
        if (cJSON_IsObject(object)) status = give_object(import, &line, object);
        else status = refuse(import, &line, (uint64_t)(end - line.text.data) + 1, "no JSON object");
        cJSON_Delete(object);
    }
    return status;
}

/* ---- ours ------------------------------------------------------------------------------------------------------ */

static enum vdt_status import_own(struct import *import, struct vdt_view text) {
    enum vdt_status status = VDT_OK;
    for (uint64_t number = 1; text.size && status == VDT_OK; number++) {
        struct vdt_view line = vdt_view_cut(&text, '\n');
        size_t begin = import->text.size;
        vdt_buffer_add(&import->text, line);
        status = end_line(import, begin, number, line);
    }
    return status;
}

/* ---- what is wrong in it --------------------------------------------------------------------------------------- */

static struct vdt_view made_line(const struct import *import, size_t number) {
    size_t end = number + 1 < import->count ? import->lines[number + 1].begin : import->text.size;
    return vdt_view_slice(vdt_buffer_view(&import->text), import->lines[number].begin, end - 1);
}

/* Does the column of a line lie behind its first name? Then it is one of the others, which go alone. */
static bool leave_out_piece(struct import *import, size_t number, size_t at) {
    struct vdt_view line = made_line(import, number);
    size_t begin = at < line.size ? at : line.size, end = begin;
    while (begin > 0 && line.data[begin] != '|') begin--;
    if (!begin) return false;
    while (begin > 0 && line.data[begin - 1] == ' ') begin--;
    while (end < line.size && line.data[end] != '|') end++;
    for (size_t i = begin; i < end; i++) import->left_out[import->lines[number].begin + i] = PIECE;
    return true;
}

/* The word of our line that was found wrong. */
static struct vdt_view word_at(struct vdt_view line, size_t at) {
    size_t end = at < line.size ? at : line.size, begin = end;
    while (end < line.size && line.data[end] != '|' && line.data[end] != ' ' && line.data[end] != '=') end++;
    return vdt_view_slice(line, begin, end);
}

static void note_wrong(void *context, enum vdt_remark_level level, const struct vdt_error *at) {
    struct import *import = context;
    if (!at->line || at->line > import->count) return;
    size_t number = (size_t)at->line - 1, column = at->column ? (size_t)at->column - 1 : 0;
    const struct made *made = &import->lines[number];
    struct vdt_error told = *at;
    snprintf(told.where, sizeof told.where, "%.*s", (int)(import->name.size < 255 ? import->name.size : 255), import->name.data);
    told.line = made->line;
    told.column = column_of(made->source, word_at(made_line(import, number), column));
    if (import->remarks && import->remarks->tell) import->remarks->tell(import->remarks->context, level, &told);
    if (!leave_out_piece(import, number, column)) import->left_out[made->begin] = LINE;
}

static enum vdt_status check_all(struct import *import, const struct vdt_knowledge *knowledge) {
    import->left_out = vdt_arena_take(&import->arena, import->text.size + 1);
    if (!import->left_out) return vdt_fail_memory(import->error, "importing actors");
    struct vdt_buffer image;
    const struct vdt_remarks remarks = { note_wrong, import };
    const struct vdt_knowledge_sources sources = { .text = vdt_buffer_view(&import->text), .remarks = &remarks,
                                                   .base = &knowledge->layers[knowledge->layer_count - 1] };
    vdt_buffer_init(&image);
    enum vdt_status status = vdt_knowledge__compile_memory(&sources, &image, import->error);
    vdt_buffer_done(&image);
    return status;
}

static bool is_indented(struct vdt_view line) {
    return line.size && (line.data[0] == ' ' || line.data[0] == '\t');
}

static bool is_term(struct vdt_view line) {
    struct vdt_view first = vdt_view_trim(line);
    return is_indented(line) && first.size && (first.data[0] == '-' || (first.data[0] >= '0' && first.data[0] <= '9'));
}

/* "-  NAME" stands for its terms: where they are all left out it is nobody. */
static bool is_empty(const struct import *import, size_t number) {
    bool some = false;
    if (!vdt_view_starts(made_line(import, number), VDT_LITERAL("- "))) return false;
    for (size_t i = number + 1; i < import->count && is_indented(made_line(import, i)); i++) {
        if (!is_term(made_line(import, i))) continue;
        if (import->left_out[import->lines[i].begin] != LINE) return false;
        some = true;
    }
    return some;
}

static enum vdt_status give_all(struct import *import, vdt_line_fn *take, void *context) {
    struct vdt_buffer line;
    bool gone = false, more = true;
    vdt_buffer_init(&line);
    for (size_t i = 0; i < import->count && more; i++) {
        struct vdt_view made = made_line(import, i);
        const char *left_out = import->left_out + import->lines[i].begin;
        bool head = made.size && !is_indented(made);
        if (head) gone = *left_out == LINE || is_empty(import, i);
        if (gone || *left_out == LINE) continue;
        vdt_buffer_clear(&line);
        for (size_t c = 0; c < made.size; c++)
            if (!left_out[c]) vdt_buffer_char(&line, made.data[c]);
        more = !vdt_buffer_failed(&line) && take(context, vdt_buffer_view(&line));
    }
    bool failed = vdt_buffer_failed(&line);
    vdt_buffer_done(&line);
    return failed ? vdt_fail_memory(import->error, "importing actors") : VDT_OK;
}

enum vdt_status vdt_actors_import(const struct vdt_actors *actors, const char *path, const struct vdt_remarks *remarks, vdt_line_fn *take,
                                  void *context, struct vdt_error *error) {
    struct vdt_error own;
    struct import import = { .name = vdt_view_of(path), .remarks = remarks, .error = &own };
    vdt_arena_init(&import.arena);
    vdt_buffer_init(&import.text);
    struct vdt_view text;
    enum vdt_status status = vdt_file_read(path, &import.arena, &text, &own);
    const struct vdt_foreign_sink sink = { take_foreign, wrong, &import };
    if (status == VDT_OK) {
        struct vdt_view start = vdt_view_trim(text);
        if (start.size && start.data[0] == '{') status = import_json(&import, text);
        else if (vdt_foreign_is(text)) status = vdt_foreign_read(import.name, text, &sink, &own);
        else status = import_own(&import, text);
    }
    if (status == VDT_OK) status = check_all(&import, actors->knowledge);
    if (status == VDT_OK) status = give_all(&import, take, context);
    if (status != VDT_OK && error) *error = own;
    vdt_buffer_done(&import.text);
    vdt_arena_done(&import.arena);
    return status;
}
