/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both forms come to the same: a phrase, a code, a time. Codes of other schemes are taken as they are, two capitals or more;
 * nobody can check them but their owner.
 */
#include "know/foreign.h"

#include "base/calendar.h"

/* "!PERSON! = MAN, WOMAN": a word of agent files that stands for several. */
struct macro {
    struct vdt_view name, words;
};

enum { MOST_MACROS = 64, MOST_FORMS = 64 };

/* A further name of an entry whose codes stand below its names. */
struct waiting {
    struct vdt_view phrase;
    bool beginnings;
};

struct source {
    struct vdt_lines lines;
    struct vdt_arena arena; /* phrases that were put together */
    struct macro macros[MOST_MACROS];
    size_t macro_count;
    const struct vdt_foreign_sink *sink;
    struct vdt_error *error;
    struct vdt_foreign_actor last; /* the entry above */
    bool taken;                    /* it had a code */
    struct waiting *waiting;
    size_t waiting_count, waiting_capacity;
};

static enum vdt_status wrong(struct source *source, struct vdt_view at, const char *what) {
    return vdt_fail_at(source->error, VDT_ERROR_FORMAT, source->lines.name, source->lines.number,
                       vdt_lines_column(&source->lines, at), "%s: \"%.*s\"", what, (int)(at.size < 60 ? at.size : 60), at.data);
}

static bool has(struct vdt_view text, char c) {
    return text.size && memchr(text.data, c, text.size);
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

/* What stands between the first tab and the next, or between brackets: a code? A name of ours may have brackets too. */
static bool has_code(struct vdt_view line) {
    struct vdt_foreign_actor actor;
    struct vdt_view rest = line, code;
    bool bracket = has(line, '[');
    if (!bracket && !has(line, '\t')) return false;
    vdt_view_cut(&rest, bracket ? '[' : '\t');
    if (bracket && !has(rest, ']')) return false;
    code = vdt_view_trim(vdt_view_cut(&rest, bracket ? ']' : '\t'));
    if (bracket) code = vdt_view_cut(&code, ' ');
    return nobody(code) || read_code(code, &actor);
}

/* An entry's code may stand on the line below its names, so that the first lines together tell. */
bool vdt_foreign_is(struct vdt_view text) {
    enum { LOOKED_AT = 50 };
    struct vdt_lines lines;
    vdt_lines_init(&lines, (struct vdt_view){ NULL, 0 }, text);
    for (int i = 0; i < LOOKED_AT && vdt_lines_next(&lines); i++)
        if ((lines.line.data[0] == '!' && has(lines.line, '=')) || ((!lines.indented || has(lines.line, '[')) && has_code(lines.line))) return true;
    return false;
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
    if (text.data[0] == '<') return read_short_day(vdt_view_trim(vdt_view_slice(text, 1, text.size)), &actor->to);
    if (text.data[0] == '>') return read_short_day(vdt_view_trim(vdt_view_slice(text, 1, text.size)), &actor->from);
    struct vdt_view rest = text, from = vdt_view_cut(&rest, '-');
    return read_short_day(vdt_view_trim(from), &actor->from) && read_short_day(vdt_view_trim(rest), &actor->to);
}

static struct vdt_foreign_actor open_ended(struct vdt_view phrase) {
    return (struct vdt_foreign_actor){ .phrase = phrase, .from = INT32_MIN + 1, .to = INT32_MAX };
}

static enum vdt_status take_synonym(struct source *source, struct vdt_view phrase, bool beginnings) {
    struct vdt_foreign_actor actor = open_ended(phrase);
    actor.beginnings = beginnings;
    actor.synonym = true;
    return source->sink->take(source->sink->context, &source->lines, &actor);
}

static enum vdt_status wait(struct source *source, struct vdt_view phrase, bool beginnings) {
    struct waiting *grown = vdt_arena_grow(&source->arena, source->waiting, source->waiting_count, &source->waiting_capacity, sizeof *grown);
    if (!grown) return vdt_fail_memory(source->error, "reading actors");
    source->waiting = grown;
    grown[source->waiting_count++] = (struct waiting){ phrase, beginnings };
    return VDT_OK;
}

/* A code of the entry above: with its first one the names that waited for it are its names. */
static enum vdt_status take_code(struct source *source, const struct vdt_foreign_actor *actor) {
    enum vdt_status status = source->sink->take(source->sink->context, &source->lines, actor);
    if (actor->phrase.data != source->last.phrase.data) return status;
    source->taken = true;
    for (size_t i = 0; i < source->waiting_count && status == VDT_OK; i++)
        status = take_synonym(source, source->waiting[i].phrase, source->waiting[i].beginnings);
    source->waiting_count = 0;
    return status;
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
    return source->sink->take(source->sink->context, &source->lines, &actor);
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
    return take_code(source, actor);
}

static enum vdt_status read_macro(struct source *source, struct vdt_view line) {
    struct vdt_view words = line, name = vdt_view_trim(vdt_view_cut(&words, '='));
    if (name.size < 3 || name.data[name.size - 1] != '!') return wrong(source, line, "no word of the form !NAME! = FORM, FORM");
    if (source->macro_count == MOST_MACROS) return wrong(source, line, "more than 64 words of the form !NAME!");
    source->macros[source->macro_count++] = (struct macro){ name, vdt_view_trim(words) };
    return VDT_OK;
}

static const struct macro *macro_in(const struct source *source, struct vdt_view phrase, size_t *at) {
    for (*at = 0; *at < phrase.size; ++*at)
        for (size_t m = 0; phrase.data[*at] == '!' && m < source->macro_count; m++)
            if (vdt_view_starts(vdt_view_slice(phrase, *at, phrase.size), source->macros[m].name)) return &source->macros[m];
    return NULL;
}

/* All forms of a phrase; one that has no macro is its only form. */
static enum vdt_status expand(struct source *source, struct vdt_view phrase, struct vdt_view *forms, size_t *count) {
    forms[0] = phrase;
    *count = 1;
    for (size_t next = 0; next < *count; next++) {
        size_t at;
        const struct macro *macro = macro_in(source, forms[next], &at);
        if (!macro) continue;
        struct vdt_view whole = forms[next], words = macro->words, before = vdt_view_slice(whole, 0, at);
        struct vdt_view after = vdt_view_slice(whole, at + macro->name.size, whole.size);
        for (size_t place = next; words.size && (place == next || *count < MOST_FORMS); place = *count) {
            struct vdt_view word = vdt_view_trim(vdt_view_cut(&words, ','));
            forms[place] = vdt_arena_format(&source->arena, "%.*s%.*s%.*s", (int)before.size, before.data, (int)word.size, word.data,
                                            (int)after.size, after.data);
            if (!forms[place].data) return vdt_fail_memory(source->error, "reading actors");
            if (place == *count) ++*count;
        }
        next--; /* the form that took its place may have another macro */
    }
    return VDT_OK;
}

/* The codes of one phrase. */
static enum vdt_status read_codes(struct source *source, struct vdt_view phrase, bool beginnings, struct vdt_view rest) {
    while (rest.size) {
        struct vdt_foreign_actor actor = open_ended(phrase);
        actor.beginnings = beginnings;
        enum vdt_status status = read_bracket(source, &actor, vdt_view_cut(&rest, ']'));
        if (status != VDT_OK) return status;
        vdt_view_cut(&rest, '[');
    }
    return VDT_OK;
}

/* "+NAME_": a name of the entry above, now or when that has its code; with a code of its own it is an entry of its own. */
static enum vdt_status read_synonym(struct source *source, struct vdt_view text, struct vdt_view rest) {
    struct vdt_view forms[MOST_FORMS];
    bool beginnings;
    size_t count;
    enum vdt_status status = expand(source, phrase_of(text, &beginnings), forms, &count);
    for (size_t i = 0; i < count && status == VDT_OK; i++)
        status = rest.size ? read_codes(source, forms[i], beginnings, rest)
               : source->taken ? take_synonym(source, forms[i], beginnings) : wait(source, forms[i], beginnings);
    return status;
}

static enum vdt_status read_head(struct source *source, struct vdt_view text, struct vdt_view rest) {
    struct vdt_view forms[MOST_FORMS];
    bool beginnings;
    size_t count;
    enum vdt_status status = expand(source, phrase_of(text, &beginnings), forms, &count);
    source->waiting_count = 0;
    for (size_t i = 0; i < count && status == VDT_OK; i++) {
        if (i && !rest.size) {
            status = wait(source, forms[i], beginnings);
            continue;
        }
        source->last = open_ended(forms[i]);
        source->last.beginnings = beginnings;
        source->taken = false;
        status = read_codes(source, forms[i], beginnings, rest);
    }
    return status;
}

static enum vdt_status read_entry(struct source *source) {
    struct vdt_view line = vdt_view_trim(source->lines.line);
    if (line.data[0] == ';') return VDT_OK;
    if (line.data[0] == '!' && has(line, '=') && !has(line, '[')) return read_macro(source, line);
    struct vdt_view rest = line, before = vdt_view_trim(vdt_view_cut(&rest, '['));
    if (before.size && before.data[0] != '+') return read_head(source, before, rest);
    if (!source->last.phrase.size) return wrong(source, line, before.size ? "a synonym of nothing" : "a code that belongs to no phrase");
    if (before.size) return read_synonym(source, vdt_view_trim(vdt_view_slice(before, 1, before.size)), rest);
    return read_codes(source, source->last.phrase, source->last.beginnings, rest);
}

enum vdt_status vdt_foreign_read(struct vdt_view name, struct vdt_view text, const struct vdt_foreign_sink *sink, struct vdt_error *error) {
    struct source source = { .sink = sink, .error = error };
    vdt_arena_init(&source.arena);
    vdt_lines_init(&source.lines, name, text);
    enum vdt_status status = VDT_OK;
    while (status == VDT_OK && vdt_lines_next(&source.lines)) {
        status = has(source.lines.line, '\t') && !has(source.lines.line, '[') ? read_row(&source) : read_entry(&source);
        if (status == VDT_ERROR_FORMAT && sink->wrong) status = sink->wrong(sink->context, status);
    }
    vdt_arena_done(&source.arena);
    return status;
}
