/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both forms come to the same: a phrase, a code, a time. Codes of other schemes are taken as they are, two capitals or more;
 * nobody can check them but their owner.
 */
#include "know/foreign.h"

#include "base/calendar.h"

struct source {
    struct vdt_lines lines;
    vdt_foreign_fn *take;
    void *context;
    struct vdt_error *error;
    struct vdt_foreign_actor last; /* the entry above */
};

static enum vdt_status wrong(struct source *source, struct vdt_view at, const char *what) {
    return vdt_fail_at(source->error, VDT_ERROR_FORMAT, source->lines.name, source->lines.number,
                       vdt_lines_column(&source->lines, at), "%s: \"%.*s\"", what, (int)(at.size < 60 ? at.size : 60), at.data);
}

static bool has(struct vdt_view text, char c) {
    return text.size && memchr(text.data, c, text.size);
}

bool vdt_foreign_is(struct vdt_view text) {
    struct vdt_lines lines;
    vdt_lines_init(&lines, (struct vdt_view){ NULL, 0 }, text);
    if (!vdt_lines_next(&lines)) return false;
    return has(lines.line, '\t') || (has(lines.line, '[') && has(lines.line, ']'));
}

/* A code of capitals and digits; "~" before or behind makes it a role. */
static bool read_code(struct vdt_view text, struct vdt_foreign_actor *actor) {
    actor->role = false;
    if (text.size && text.data[0] == '~') actor->role = true, text = vdt_view_slice(text, 1, text.size);
    if (text.size && text.data[text.size - 1] == '~') actor->role = true, text = vdt_view_slice(text, 0, text.size - 1);
    if (text.size < 2 || text.size > 15) return false;
    for (size_t i = 0; i < text.size; i++)
        if (!((text.data[i] >= 'A' && text.data[i] <= 'Z') || (text.data[i] >= '0' && text.data[i] <= '9'))) return false;
    actor->code = text;
    return true;
}

/* "---", "+++": a phrase that is listed so that nobody is found in it. */
static bool nobody(struct vdt_view code) {
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] != '-' && code.data[i] != '+') return false;
    return code.size > 0;
}

static int number_of(const char *digits, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) value = value * 10 + (digits[i] - '0');
    return value;
}

/* YYMMDD or YYYYMMDD; years of two digits from 30 on are of the last century. */
static bool read_short_day(struct vdt_view text, int32_t *out) {
    if (text.size != 6 && text.size != 8) return false;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9') return false;
    int year = number_of(text.data, (int)text.size - 4);
    if (text.size == 6) year += year < 30 ? 2000 : 1900;
    const char *rest = text.data + text.size - 4;
    int month = number_of(rest, 2), day = number_of(rest + 2, 2);
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    *out = vdt_day_of(year, month, day);
    return true;
}

static bool read_time(struct vdt_view text, struct vdt_foreign_actor *actor) {
    if (!text.size) return true;
    if (text.data[0] == '<') return read_short_day(vdt_view_slice(text, 1, text.size), &actor->to);
    if (text.data[0] == '>') return read_short_day(vdt_view_slice(text, 1, text.size), &actor->from);
    struct vdt_view rest = text, from = vdt_view_cut(&rest, '-');
    return read_short_day(from, &actor->from) && read_short_day(rest, &actor->to);
}

static struct vdt_foreign_actor open_ended(struct vdt_view phrase) {
    return (struct vdt_foreign_actor){ .phrase = phrase, .from = INT32_MIN + 1, .to = INT32_MAX };
}

static enum vdt_status read_row(struct source *source) {
    struct vdt_view rest = source->lines.line;
    struct vdt_foreign_actor actor = open_ended(vdt_view_trim(vdt_view_cut(&rest, '\t')));
    struct vdt_view code = vdt_view_cut(&rest, '\t'), from = vdt_view_cut(&rest, '\t'), to = vdt_view_cut(&rest, '\t');
    if (nobody(vdt_view_trim(code))) return VDT_OK;
    if (!read_code(vdt_view_trim(code), &actor)) return wrong(source, code, "no code of capitals, with ~ for a role");
    if (from.size && !vdt_day_read(from, &actor.from)) return wrong(source, from, "no date YYYY-MM-DD");
    if (to.size && !vdt_day_read(to, &actor.to)) return wrong(source, to, "no date YYYY-MM-DD");
    actor.beginnings = !vdt_view_is(vdt_view_trim(rest), "1");
    return source->take(source->context, &source->lines, &actor);
}

/* "_" parts words, and at the end says that the phrase is whole; the phrase itself is given without it. */
static struct vdt_view phrase_of(struct vdt_view text, bool *beginnings) {
    *beginnings = text.size && text.data[text.size - 1] != '_';
    while (text.size && text.data[text.size - 1] == '_') text.size--;
    return text;
}

static enum vdt_status read_bracket(struct source *source, struct vdt_foreign_actor *actor, struct vdt_view inside) {
    struct vdt_view rest = vdt_view_trim(inside), code = vdt_view_cut(&rest, ' ');
    if (nobody(code)) return VDT_OK;
    if (!read_code(code, actor)) return wrong(source, code, "no code of capitals, with ~ for a role");
    if (!read_time(vdt_view_trim(rest), actor)) return wrong(source, rest, "no time: YYMMDD-YYMMDD, <YYMMDD or >YYMMDD");
    return source->take(source->context, &source->lines, actor);
}

static enum vdt_status read_entry(struct source *source) {
    struct vdt_view line = vdt_view_trim(source->lines.line);
    if (line.data[0] == ';') return VDT_OK;
    struct vdt_view rest = line, before = vdt_view_trim(vdt_view_cut(&rest, '['));
    bool synonym = before.size && before.data[0] == '+';
    if (synonym) before = vdt_view_trim(vdt_view_slice(before, 1, before.size));
    if (before.size) {
        bool beginnings;
        source->last = open_ended(phrase_of(before, &beginnings));
        source->last.beginnings = beginnings;
        source->last.synonym = synonym;
        if (synonym && !rest.size) return source->take(source->context, &source->lines, &source->last);
    }
    if (!source->last.phrase.size) return wrong(source, line, "a code that belongs to no phrase");
    while (rest.size) {
        struct vdt_foreign_actor actor = open_ended(source->last.phrase);
        actor.beginnings = source->last.beginnings;
        enum vdt_status status = read_bracket(source, &actor, vdt_view_cut(&rest, ']'));
        if (status != VDT_OK) return status;
        vdt_view_cut(&rest, '[');
    }
    return VDT_OK;
}

enum vdt_status vdt_foreign_read(struct vdt_view name, struct vdt_view text, vdt_foreign_fn *take, void *context,
                                 struct vdt_error *error) {
    struct source source = { .take = take, .context = context, .error = error };
    vdt_lines_init(&source.lines, name, text);
    enum vdt_status status = VDT_OK;
    while (status == VDT_OK && vdt_lines_next(&source.lines))
        status = has(source.lines.line, '\t') && !has(source.lines.line, '[') ? read_row(&source) : read_entry(&source);
    return status;
}
