/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other forms into ours. JSON lines are what programs write; actor and agent files of TABARI and PETRARCH are what groups have
 * worked on for years. What comes out is plain text that a person reads, edits and gives to --actors.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "know/foreign.h"
#include "vedette/actors.h"

struct import {
    struct vdt_arena arena;
    struct vdt_view name;
    const struct vdt_remarks *remarks;
    vdt_line_fn *take;
    void *context;
    struct vdt_buffer line;
    struct vdt_error *error;
    struct vdt_foreign_actor head; /* the foreign entry that is open */
    bool stopped;
};

static enum vdt_status give(struct import *import) {
    if (vdt_buffer_failed(&import->line)) return vdt_fail_memory(import->error, "importing actors");
    import->stopped = !import->take(import->context, vdt_buffer_view(&import->line));
    vdt_buffer_clear(&import->line);
    return import->stopped ? VDT_END : VDT_OK;
}

static enum vdt_status wrong(void *context, enum vdt_status status) {
    struct import *import = context;
    if (status != VDT_ERROR_FORMAT) return status;
    if (import->remarks && import->remarks->tell) import->remarks->tell(import->remarks->context, VDT_REMARK_ERROR, import->error);
    return VDT_OK;
}

/* ---- lists of other coders ------------------------------------------------------------------------------------- */


static void add_day(struct vdt_buffer *out, int32_t day, int32_t open) {
    char text[11] = "-";
    if (day != open) vdt_day_write(day, text);
    vdt_buffer_text(out, text);
}

static enum vdt_status add_term(struct import *import, const struct vdt_foreign_actor *actor) {
    vdt_buffer_text(&import->line, "    ");
    add_day(&import->line, actor->from, INT32_MIN + 1);
    vdt_buffer_char(&import->line, ' ');
    add_day(&import->line, actor->to, INT32_MAX);
    vdt_buffer_format(&import->line, " %.*s", (int)actor->code.size, actor->code.data);
    return give(import);
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
    (void)lines;
    bool dated = actor->from != INT32_MIN + 1 || actor->to != INT32_MAX;
    if (actor->synonym) {
        if (import->head.role) {
            vdt_buffer_format(&import->line, "role %.*s  ", (int)import->head.code.size, import->head.code.data);
            add_as_name(&import->line, actor->phrase, true);
        } else {
            vdt_buffer_text(&import->line, "    also  ");
            add_as_name(&import->line, actor->phrase, false);
        }
        return give(import);
    }
    bool same = import->head.phrase.size && vdt_view_equal(import->head.phrase, actor->phrase) && !actor->role;
    if (same && dated) return add_term(import, actor);
    import->head = *actor;
    if (actor->role) {
        vdt_buffer_format(&import->line, "role %.*s  ", (int)actor->code.size, actor->code.data);
        add_as_name(&import->line, actor->phrase, true);
        return give(import);
    }
    vdt_buffer_format(&import->line, "%.*s  ", dated ? 1 : (int)actor->code.size, dated ? "-" : actor->code.data);
    add_as_name(&import->line, actor->phrase, false);
    enum vdt_status status = give(import);
    return status == VDT_OK && dated ? add_term(import, actor) : status;
}

/* ---- JSON lines ------------------------------------------------------------------------------------------------ */

static struct vdt_view text_of(const cJSON *object, const char *key) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);
    return vdt_view_trim(vdt_view_of(cJSON_IsString(value) ? value->valuestring : NULL));
}

static enum vdt_status refuse(struct import *import, const struct vdt_lines *lines, uint64_t column, const char *what) {
    return wrong(import, vdt_hint(import->error, vdt_fail_at(import->error, VDT_ERROR_FORMAT, lines->name, lines->number, column, "%s", what),
                                  "a line is {\"name\": …, \"code\": …, \"also\": […], \"terms\": [{\"from\", \"to\", \"code\"}]}"));
}

static void add_names(struct vdt_buffer *out, struct vdt_view name, const cJSON *also) {
    vdt_buffer_add(out, name);
    const cJSON *one;
    cJSON_ArrayForEach(one, also)
        if (cJSON_IsString(one) && *one->valuestring) vdt_buffer_format(out, " | %s", one->valuestring);
}

static bool plain(struct vdt_view text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '|' || text.data[i] == '\n' || text.data[i] == '=') return false;
    return true;
}

static enum vdt_status give_terms(struct import *import, const struct vdt_lines *lines, const cJSON *terms) {
    const cJSON *term;
    enum vdt_status status = VDT_OK;
    cJSON_ArrayForEach(term, terms) {
        struct vdt_view code = text_of(term, "code"), days[2] = { text_of(term, "from"), text_of(term, "to") };
        int32_t day;
        bool good = code.size > 0;
        for (int i = 0; i < 2; i++) {
            good = good && (!days[i].size || vdt_view_is(days[i], "-") || vdt_day_read(days[i], &day));
            if (!days[i].size) days[i] = VDT_LITERAL("-");
        }
        if (good) {
            vdt_buffer_format(&import->line, "    %.*s %.*s %.*s", (int)days[0].size, days[0].data, (int)days[1].size, days[1].data,
                              (int)code.size, code.data);
            status = give(import);
        } else {
            status = refuse(import, lines, 1, "a term without a code, or with a date that is none");
        }
        if (status != VDT_OK) return status;
    }
    return status;
}

static enum vdt_status give_object(struct import *import, const struct vdt_lines *lines, const cJSON *object) {
    struct vdt_view name = text_of(object, "name"), code = text_of(object, "code"), of = text_of(object, "alias_of");
    const cJSON *terms = cJSON_GetObjectItemCaseSensitive(object, "terms");
    bool person = vdt_view_is(text_of(object, "kind"), "person");
    if (!name.size || !plain(name)) return refuse(import, lines, 1, "an actor without a \"name\", or with | or = in it");
    if (of.size) {
        vdt_buffer_format(&import->line, "alias %.*s = %.*s", (int)name.size, name.data, (int)of.size, of.data);
        return give(import);
    }
    if (!code.size && !cJSON_GetArraySize(terms)) return refuse(import, lines, 1, "an actor without a \"code\", \"terms\" or \"alias_of\"");
    vdt_buffer_format(&import->line, "%.*s  ", person ? 6 : code.size ? (int)code.size : 1, person ? "person" : code.size ? code.data : "-");
    add_names(&import->line, name, cJSON_GetObjectItemCaseSensitive(object, "also"));
    enum vdt_status status = give(import);
    if (status == VDT_OK && person && code.size && !cJSON_GetArraySize(terms)) {
        vdt_buffer_format(&import->line, "    - - %.*s", (int)code.size, code.data);
        status = give(import);
    }
    return status == VDT_OK ? give_terms(import, lines, terms) : status;
}

static enum vdt_status import_json(struct import *import, struct vdt_view text) {
    struct vdt_lines lines = { .name = import->name };
    enum vdt_status status = VDT_OK;
    while (text.size && status == VDT_OK) {
        struct vdt_view line = vdt_view_cut(&text, '\n');
        lines.number++;
        if (!vdt_view_trim(line).size) continue;
        const char *end = line.data;
        cJSON *object = cJSON_ParseWithLengthOpts(line.data, line.size, &end, false);
        if (cJSON_IsObject(object)) status = give_object(import, &lines, object);
        else status = refuse(import, &lines, (uint64_t)(end - line.data) + 1, "no JSON object");
        cJSON_Delete(object);
    }
    return status;
}

/* ---- ours ------------------------------------------------------------------------------------------------------ */

static enum vdt_status import_own(struct import *import, struct vdt_view text) {
    enum vdt_status status = VDT_OK;
    while (text.size && status == VDT_OK) {
        vdt_buffer_add(&import->line, vdt_view_cut(&text, '\n'));
        status = give(import);
    }
    return status;
}

enum vdt_status vdt_actors_import(const char *path, const struct vdt_remarks *remarks, vdt_line_fn *take, void *context,
                                  struct vdt_error *error) {
    struct vdt_error own;
    struct import import = { .name = vdt_view_of(path), .remarks = remarks, .take = take, .context = context, .error = &own };
    vdt_arena_init(&import.arena);
    vdt_buffer_init(&import.line);
    struct vdt_view text;
    enum vdt_status status = vdt_file_read(path, &import.arena, &text, &own);
    const struct vdt_foreign_sink sink = { take_foreign, wrong, &import };
    if (status == VDT_OK) {
        struct vdt_view start = vdt_view_trim(text);
        if (start.size && start.data[0] == '{') status = import_json(&import, text);
        else if (vdt_foreign_is(text)) status = vdt_foreign_read(import.name, text, &sink, &own);
        else status = import_own(&import, text);
    }
    if (status == VDT_END) status = VDT_OK;
    if (status != VDT_OK && error) *error = own;
    vdt_buffer_done(&import.line);
    vdt_arena_done(&import.arena);
    return status;
}
