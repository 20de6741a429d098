/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sources to image. Every name, adjective and role becomes a phrase: the hash of its normalised letters, what kind it is,
 * and the entry that it belongs to; an entry has its terms, each with the days from which to which it holds a code. The
 * phrases lie in one open-addressed table, so that a look-up is one probe or two.
 *
 * Ours must be right: the first wrong line ends the build. Of a user's file only what is wrong is left out, and told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <math.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "base/lines.h"
#include "base/limit.h"
#include "know/foreign.h"
#include "know/lookup.h"
#include "know/spelling.h"

struct list {
    void *items;
    size_t count, capacity, size;
};

/* Where something stands that can be judged only when all is read. */
struct spot {
    struct vdt_view source;
    uint64_t line, column;
};

/* A code that must exist, and what goes with it where it does not: an entry, a term of one, or a phrase. */
struct used_code {
    struct spot spot;
    struct vdt_view code;
    enum { OF_ENTRY, OF_TERM, OF_PHRASE, OF_ROLE } of;
    uint32_t number;
};

/* "alias A = B": A is another name of whoever B names. */
struct alias {
    struct spot spot;
    struct vdt_view name, of;
    bool done;
};

struct compiler {
    struct vdt_arena arena;
    struct vdt_buffer pool;
    struct list phrases, entries, terms, codes, aliases;
    const struct vdt_layer *base;      /* what a user's file comes before, NULL for ours */
    const struct vdt_remarks *remarks; /* NULL: the first wrong line ends it */
    uint32_t current;                  /* the entry that indented lines belong to */
    bool person, left_out;             /* it is one; it was wrong, and so its lines are passed over */
    size_t wrong;
    struct vdt_error own, *error;
};

static struct spot spot_of(const struct vdt_lines *lines, struct vdt_view at) {
    return (struct spot){ lines->name, lines->number, vdt_lines_column(lines, at) };
}

static enum vdt_status wrong_spot(struct compiler *compiler, const struct spot *spot, struct vdt_view at, const char *what) {
    return vdt_fail_at(compiler->error, VDT_ERROR_FORMAT, spot->source, spot->line, spot->column, "%s: \"%.*s\"", what,
                       (int)(at.size < 60 ? at.size : 60), at.data);
}

/* What is wrong in a user's file is told and left out. */
static enum vdt_status tell(struct compiler *compiler, enum vdt_status status) {
    if (status != VDT_ERROR_FORMAT || !compiler->remarks) return status;
    compiler->wrong++;
    if (compiler->remarks->tell) compiler->remarks->tell(compiler->remarks->context, VDT_REMARK_ERROR, compiler->error);
    return VDT_OK;
}

static void *push(struct compiler *compiler, struct list *list) {
    void *grown = vdt_arena_grow(&compiler->arena, list->items, list->count, &list->capacity, list->size);
    if (!grown) return NULL;
    list->items = grown;
    return (char *)grown + list->count++ * list->size;
}

static uint32_t keep(struct compiler *compiler, struct vdt_view text) {
    uint32_t at = (uint32_t)compiler->pool.size;
    vdt_buffer_add(&compiler->pool, text);
    vdt_buffer_char(&compiler->pool, '\0');
    return at;
}

static enum vdt_status wrong(struct compiler *compiler, const struct vdt_lines *lines, struct vdt_view at, const char *what) {
    struct spot spot = spot_of(lines, at);
    return wrong_spot(compiler, &spot, at, what);
}

static bool valid_code(struct vdt_view code) {
    if (vdt_view_is(code, "-")) return true;
    if (code.size < 3 || code.size > 15) return false;
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] < 'A' || code.data[i] > 'Z') return false;
    return true;
}

/* Remembers a code, to ask when all is read whether it exists. */
static enum vdt_status use_code(struct compiler *compiler, const struct vdt_lines *lines, struct vdt_view code, int of, size_t number) {
    struct used_code *used = push(compiler, &compiler->codes);
    if (!used) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *used = (struct used_code){ .spot = spot_of(lines, code), .code = code, .of = of, .number = (uint32_t)number };
    return VDT_OK;
}

static size_t utf8_letters(struct vdt_view name) {
    size_t count = 0;
    for (size_t i = 0; i < name.size; i++) count += ((unsigned char)name.data[i] & 0xC0) != 0x80;
    return count;
}

static enum vdt_status add_phrase(struct compiler *compiler, const struct vdt_lines *lines, struct vdt_view name,
                                  enum vdt_phrase_kind kind, uint32_t entry, struct vdt_view code) {
    struct vdt_phrase_key key;
    vdt_phrase_normalise(name, &key);
    if (!key.size || !key.words) return wrong(compiler, lines, name, "a name without letters");
    if (utf8_letters(name) < 2)
        return vdt_hint(compiler->error, wrong(compiler, lines, name, "a name of one letter"), "give it in full, it would be found everywhere");
    struct vdt_image_phrase *phrase = push(compiler, &compiler->phrases);
    if (!phrase) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *phrase = (struct vdt_image_phrase){ .hash = vdt_hash((struct vdt_view){ key.text, key.size }), .entry = entry, .kind = (uint8_t)kind,
                                         .words = (uint8_t)key.words, .capitals = key.capitals, .code = code.size ? keep(compiler, code) : UINT32_MAX };
    return VDT_OK;
}

/* A person's name of several words is found in other spellings too. */
static enum vdt_status add_spelling(struct compiler *compiler, struct vdt_view name, uint32_t entry) {
    struct vdt_spelling spelling = { .words = 0 };
    struct vdt_view rest = name;
    while (rest.size)
        if (!vdt_spelling_add(&spelling, vdt_view_cut(&rest, ' '))) return VDT_OK;
    if (spelling.words < 2) return VDT_OK;
    struct vdt_image_phrase *phrase = push(compiler, &compiler->phrases);
    if (!phrase) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *phrase = (struct vdt_image_phrase){ .hash = vdt_spelling_hash(&spelling), .entry = entry, .kind = VDT_PHRASE_SPELLING,
                                         .words = (uint8_t)spelling.words, .code = keep(compiler, name) };
    return VDT_OK;
}

/* "A | B | C", each a phrase of the entry; "NAME = CODE" for seats. */
static enum vdt_status add_names(struct compiler *compiler, struct vdt_lines *lines, enum vdt_phrase_kind kind, uint32_t entry) {
    struct vdt_view rest = vdt_view_trim(lines->line);
    if (!rest.size) return wrong(compiler, lines, rest, "a line without names");
    while (rest.size) {
        struct vdt_view name = vdt_view_trim(vdt_view_cut(&rest, '|')), code = { NULL, 0 };
        const char *equals = name.size ? memchr(name.data, '=', name.size) : NULL;
        enum vdt_status status = VDT_OK;
        if (equals) {
            size_t at = (size_t)(equals - name.data);
            code = vdt_view_trim(vdt_view_slice(name, at + 1, name.size));
            name = vdt_view_trim(vdt_view_slice(name, 0, at));
            status = valid_code(code) ? use_code(compiler, lines, code, OF_PHRASE, compiler->phrases.count) : wrong(compiler, lines, code, "no actor code");
        }
        if (status == VDT_OK) status = add_phrase(compiler, lines, name, kind, entry, code);
        if (status == VDT_OK && kind == VDT_PHRASE_PERSON) status = add_spelling(compiler, name, entry);
        status = tell(compiler, status);
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}

/* A day, a month or a year, of which the first or the last day counts; "-" is open. */
static bool read_day(struct vdt_view text, bool last, int32_t *out) {
    char first[] = "0000-01-01";
    if (vdt_view_is(text, "-")) *out = last ? INT32_MAX : INT32_MIN + 1;
    if (vdt_view_is(text, "-")) return true;
    if (text.size != 4 && text.size != 7) return vdt_day_read(text, out);
    memcpy(first, text.data, text.size);
    if (!vdt_day_read(vdt_view_of(first), out)) return false;
    struct vdt_date date = vdt_date_of(*out);
    if (last) *out = text.size == 4 ? vdt_day_of(date.year, 12, 31) : *out + vdt_month_days(date.year, date.month) - 1;
    return true;
}

static enum vdt_status read_entry(struct compiler *compiler, struct vdt_lines *lines, struct vdt_view first) {
    bool person = vdt_view_is(first, "person");
    struct vdt_view names = vdt_view_trim(lines->line);
    struct vdt_view rest = names, name = vdt_view_trim(vdt_view_cut(&rest, '|'));
    if (!name.size) return wrong(compiler, lines, first, "an entry is a code and a name");
    if (!person && !valid_code(first)) return wrong(compiler, lines, first, "no actor code (three capitals, then roles), nor person, role or alias");
    struct vdt_image_entry *entry = push(compiler, &compiler->entries);
    if (!entry) return vdt_fail_memory(compiler->error, "compiling knowledge");
    compiler->current = (uint32_t)compiler->entries.count - 1;
    compiler->person = person;
    char by[512];
    snprintf(by, sizeof by, "%.*s:%llu", (int)lines->name.size, lines->name.data, (unsigned long long)lines->number);
    *entry = (struct vdt_image_entry){ .by = keep(compiler, vdt_view_of(by)), .first_term = (uint32_t)compiler->terms.count,
                                       .latitude = NAN, .longitude = NAN, .name = keep(compiler, name), .code = UINT32_MAX };
    entry->kind = person ? VDT_ENTRY_PERSON : VDT_ENTRY_ACTOR;
    if (!person) {
        entry->code = keep(compiler, first);
        if (first.size == 3) entry->kind = VDT_ENTRY_STATE;
        enum vdt_status status = use_code(compiler, lines, first, OF_ENTRY, compiler->current);
        if (status != VDT_OK) return status;
    }
    return add_names(compiler, lines, person ? VDT_PHRASE_PERSON : VDT_PHRASE_NAME, compiler->current);
}

/* A day that has two codes would be coded by chance. */
static bool overlaps(const struct compiler *compiler, const struct vdt_image_entry *entry, int32_t first, int32_t last, struct vdt_view code) {
    const struct vdt_image_term *terms = compiler->terms.items;
    for (uint32_t t = entry->first_term; t < entry->first_term + entry->term_count; t++)
        if (terms[t].from <= last && first <= terms[t].to && !vdt_view_is(code, compiler->pool.data + terms[t].code)) return true;
    return false;
}

static enum vdt_status read_term(struct compiler *compiler, struct vdt_lines *lines, struct vdt_view from) {
    struct vdt_image_entry *entry = &((struct vdt_image_entry *)compiler->entries.items)[compiler->current];
    struct vdt_view to = vdt_lines_word(lines), code = vdt_lines_word(lines);
    int32_t first, last;
    if (!read_day(from, false, &first)) return wrong(compiler, lines, from, "no date YYYY-MM-DD, YYYY-MM or YYYY, nor also, adjective, people, capital, seat");
    if (!read_day(to, true, &last) || last < first) return wrong(compiler, lines, to, "no date on or after the first");
    if (!valid_code(code)) return wrong(compiler, lines, code, "no actor code");
    if (overlaps(compiler, entry, first, last, code))
        return vdt_hint(compiler->error, wrong(compiler, lines, from, "dates that overlap those of another code above"),
                        "let one end the day before the other begins");
    struct vdt_image_term *term = push(compiler, &compiler->terms);
    if (!term) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *term = (struct vdt_image_term){ .from = first, .to = last, .code = keep(compiler, code) };
    entry->term_count++;
    return use_code(compiler, lines, code, OF_TERM, compiler->terms.count - 1);
}

static enum vdt_status read_roles(struct compiler *compiler, struct vdt_lines *lines) {
    struct vdt_view code = vdt_lines_word(lines);
    if (!valid_code(code)) return wrong(compiler, lines, code, "no role code");
    struct vdt_image_entry *entry = push(compiler, &compiler->entries);
    if (!entry) return vdt_fail_memory(compiler->error, "compiling knowledge");
    char by[512];
    snprintf(by, sizeof by, "%.*s:%llu", (int)lines->name.size, lines->name.data, (unsigned long long)lines->number);
    *entry = (struct vdt_image_entry){ .by = keep(compiler, vdt_view_of(by)), .code = keep(compiler, code), .name = keep(compiler, code),
                                       .kind = VDT_ENTRY_ROLE, .latitude = NAN, .longitude = NAN };
    uint32_t number = (uint32_t)compiler->entries.count - 1;
    enum vdt_status status = use_code(compiler, lines, code, OF_ROLE, number);
    return status == VDT_OK ? add_names(compiler, lines, VDT_PHRASE_ROLE, number) : status;
}

static enum vdt_status read_alias(struct compiler *compiler, struct vdt_lines *lines, struct vdt_view first) {
    struct vdt_view of = vdt_view_trim(lines->line), name = vdt_view_trim(vdt_view_cut(&of, '='));
    of = vdt_view_trim(of);
    if (!name.size || !of.size) return wrong(compiler, lines, first, "an alias is a name, =, and a name that is known");
    struct alias *alias = push(compiler, &compiler->aliases);
    if (!alias) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *alias = (struct alias){ .spot = spot_of(lines, name), .name = name, .of = of };
    return VDT_OK;
}

/* A line at the first column: an entry, a role, an alias. */
static enum vdt_status read_head(struct compiler *compiler, struct vdt_lines *lines, struct vdt_view first) {
    compiler->current = UINT32_MAX;
    if (vdt_view_is(first, "role")) return read_roles(compiler, lines);
    if (vdt_view_is(first, "alias")) return read_alias(compiler, lines, first);
    return read_entry(compiler, lines, first);
}

/* An indented line: names of a kind, or a term. */
static enum vdt_status read_detail(struct compiler *compiler, struct vdt_lines *lines, struct vdt_view first) {
    static const struct { const char *word; enum vdt_phrase_kind kind; } names[] = {
        { "adjective", VDT_PHRASE_ADJECTIVE }, { "people", VDT_PHRASE_PEOPLE }, { "capital", VDT_PHRASE_CAPITAL }, { "seat", VDT_PHRASE_SEAT } };
    if (compiler->current == UINT32_MAX) return wrong(compiler, lines, first, "an indented line belongs to an entry");
    if (vdt_view_is(first, "also"))
        return add_names(compiler, lines, compiler->person ? VDT_PHRASE_PERSON : VDT_PHRASE_NAME, compiler->current);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (vdt_view_is(first, names[i].word)) return add_names(compiler, lines, names[i].kind, compiler->current);
    return read_term(compiler, lines, first);
}

static enum vdt_status read_actors(struct compiler *compiler, struct vdt_view name, struct vdt_view text) {
    struct vdt_lines lines;
    enum vdt_status status = VDT_OK;
    compiler->current = UINT32_MAX;
    compiler->left_out = false;
    vdt_lines_init(&lines, name, text);
    while (status == VDT_OK && vdt_lines_next(&lines)) {
        bool indented = lines.indented;
        if (indented && compiler->left_out) continue;
        struct vdt_view first = vdt_lines_word(&lines);
        status = indented ? read_detail(compiler, &lines, first) : read_head(compiler, &lines, first);
        if (!indented) compiler->left_out = status != VDT_OK;
        status = tell(compiler, status);
    }
    return status;
}

/* ---- lists of other coders ------------------------------------------------------------------------------------- */

/* "PRIME_MINISTER": their words are parted by "_". */
static struct vdt_view plain_phrase(struct compiler *compiler, struct vdt_view phrase) {
    struct vdt_view copy = vdt_arena_copy(&compiler->arena, phrase);
    char *bytes = vdt_arena_take(&compiler->arena, copy.size + 1);
    if (!copy.data || !bytes) return (struct vdt_view){ NULL, 0 };
    for (size_t i = 0; i < copy.size; i++) bytes[i] = copy.data[i] == '_' ? ' ' : copy.data[i];
    return (struct vdt_view){ bytes, copy.size };
}

static enum vdt_status add_foreign_term(struct compiler *compiler, const struct vdt_foreign_actor *actor, uint32_t entry) {
    struct vdt_image_term *term = push(compiler, &compiler->terms);
    if (!term) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *term = (struct vdt_image_term){ .from = actor->from, .to = actor->to, .code = keep(compiler, actor->code) };
    ((struct vdt_image_entry *)compiler->entries.items)[entry].term_count++;
    return VDT_OK;
}

/* The last phrase with its entry: further codes of it are its terms, synonyms are its names. */
struct foreign {
    struct compiler *compiler;
    struct vdt_view phrase;
    uint32_t entry;
};

static enum vdt_status take_foreign(void *context, const struct vdt_lines *lines, const struct vdt_foreign_actor *actor) {
    struct foreign *foreign = context;
    struct compiler *compiler = foreign->compiler;
    bool dated = actor->from != INT32_MIN + 1 || actor->to != INT32_MAX;
    bool same = foreign->phrase.size && vdt_view_equal(foreign->phrase, actor->phrase);
    if (actor->synonym && !foreign->phrase.size) return wrong(compiler, lines, actor->phrase, "a synonym of nothing");
    if (same && dated && !actor->role) return add_foreign_term(compiler, actor, foreign->entry);
    if (same && !actor->role && !actor->synonym) {
        /* "[AFGGOV >011222] [AFGELI]": the code of all other days */
        struct vdt_image_entry *entry = &((struct vdt_image_entry *)compiler->entries.items)[foreign->entry];
        if (entry->code == UINT32_MAX) entry->code = keep(compiler, actor->code);
        return VDT_OK;
    }
    if (!actor->synonym) {
        struct vdt_image_entry *entry = push(compiler, &compiler->entries);
        if (!entry) return vdt_fail_memory(compiler->error, "compiling knowledge");
        char by[512];
        snprintf(by, sizeof by, "%.*s:%llu", (int)lines->name.size, lines->name.data, (unsigned long long)lines->number);
        foreign->entry = (uint32_t)compiler->entries.count - 1;
        foreign->phrase = actor->phrase;
        *entry = (struct vdt_image_entry){ .by = keep(compiler, vdt_view_of(by)), .name = keep(compiler, plain_phrase(compiler, actor->phrase)),
                                           .code = dated ? UINT32_MAX : keep(compiler, actor->code), .first_term = (uint32_t)compiler->terms.count,
                                           .latitude = NAN, .longitude = NAN };
        entry->kind = actor->role ? VDT_ENTRY_ROLE : actor->code.size <= 3 ? VDT_ENTRY_STATE : VDT_ENTRY_ACTOR;
        if (dated) {
            enum vdt_status status = add_foreign_term(compiler, actor, foreign->entry);
            if (status != VDT_OK) return status;
        }
    }
    const struct vdt_image_entry *entry = &((struct vdt_image_entry *)compiler->entries.items)[foreign->entry];
    enum vdt_phrase_kind kind = entry->kind == VDT_ENTRY_ROLE ? VDT_PHRASE_ROLE : VDT_PHRASE_NAME;
    enum vdt_status status = add_phrase(compiler, lines, plain_phrase(compiler, actor->phrase), kind, foreign->entry, (struct vdt_view){ NULL, 0 });
    if (status != VDT_OK) return status;
    struct vdt_image_phrase *phrase = &((struct vdt_image_phrase *)compiler->phrases.items)[compiler->phrases.count - 1];
    phrase->capitals = false; /* all of it is in capitals there */
    phrase->beginnings = actor->beginnings;
    return VDT_OK;
}

static enum vdt_status wrong_foreign(void *context, enum vdt_status status) {
    return tell(((struct foreign *)context)->compiler, status);
}

static enum vdt_status read_own_actors(struct compiler *compiler, struct vdt_view name, struct vdt_view text) {
    struct foreign foreign = { .compiler = compiler };
    struct vdt_foreign_sink sink = { take_foreign, wrong_foreign, &foreign };
    if (vdt_foreign_is(text)) return vdt_foreign_read(name, text, &sink, compiler->error);
    return read_actors(compiler, name, text);
}

/* name, alternates joined by "|", country, latitude, longitude: tabs between. */
static enum vdt_status read_place(struct compiler *compiler, const struct vdt_lines *lines) {
    struct vdt_view rest = lines->line, start = rest;
    struct vdt_view place = vdt_view_cut(&rest, '\t'), others = vdt_view_cut(&rest, '\t'), country = vdt_view_cut(&rest, '\t');
    struct vdt_view numbers[2] = { vdt_view_cut(&rest, '\t'), vdt_view_cut(&rest, '\t') };
    double position[2] = { NAN, NAN };
    if (!place.size || country.size != 3) return wrong(compiler, lines, start, "a place is name, other names, country, latitude, longitude");
    for (int i = 0; i < 2; i++) {
        char digits[32] = "", *end = digits;
        if (numbers[i].size && numbers[i].size < sizeof digits) memcpy(digits, numbers[i].data, numbers[i].size);
        double value = strtod(digits, &end);
        if (numbers[i].size && *end) return wrong(compiler, lines, numbers[i], "no coordinate");
        if (numbers[i].size) position[i] = value;
    }
    struct vdt_image_entry *entry = push(compiler, &compiler->entries);
    if (!entry) return vdt_fail_memory(compiler->error, "compiling knowledge");
    uint32_t number = (uint32_t)compiler->entries.count - 1;
    char by[512];
    snprintf(by, sizeof by, "%.*s:%llu", (int)lines->name.size, lines->name.data, (unsigned long long)lines->number);
    *entry = (struct vdt_image_entry){ .by = keep(compiler, vdt_view_of(by)), .name = keep(compiler, place), .code = keep(compiler, country),
                                       .kind = VDT_ENTRY_PLACE, .latitude = position[0], .longitude = position[1] };
    enum vdt_status status = add_phrase(compiler, lines, place, VDT_PHRASE_PLACE, number, (struct vdt_view){ NULL, 0 });
    while (others.size && status == VDT_OK)
        status = add_phrase(compiler, lines, vdt_view_trim(vdt_view_cut(&others, '|')), VDT_PHRASE_PLACE, number, (struct vdt_view){ NULL, 0 });
    return status;
}

static enum vdt_status read_places(struct compiler *compiler, struct vdt_view name, struct vdt_view text) {
    struct vdt_lines lines;
    enum vdt_status status = VDT_OK;
    vdt_lines_init(&lines, name, text);
    while (status == VDT_OK && vdt_lines_next(&lines)) status = tell(compiler, read_place(compiler, &lines));
    return status;
}

/* ---- what can be judged only when all is read ------------------------------------------------------------------ */

enum { DEAD = UINT32_MAX };

/* Roles of CAMEO's codebook that may follow a country; what comes behind them (a group of its own) is anybody's choice. */
static bool is_role(struct vdt_view three) {
    static const char roles[] = "AGR BUS CIV COP CRM CVL DEV EDU ELI ENV GOV HLH HRI HRO INS JUD JRN LAB LEG MED MIL MNC MOD NGO NGM OPP PTY RAD "
                                "REB REF REL SEP SET SPY UAF UIS UNS";
    for (const char *at = roles; at; at = strchr(at, ' ') ? strchr(at, ' ') + 1 : NULL)
        if (memcmp(at, three.data, 3) == 0) return true;
    return false;
}

static bool is_international(struct vdt_view three) {
    return vdt_view_is(three, "IGO") || vdt_view_is(three, "NGO") || vdt_view_is(three, "MNC") || vdt_view_is(three, "IMG") || vdt_view_is(three, "NGM");
}

static bool is_state(const struct compiler *compiler, struct vdt_view three) {
    const struct vdt_image_entry *entries = compiler->entries.items;
    for (size_t i = 0; i < compiler->entries.count; i++)
        if (entries[i].kind == VDT_ENTRY_STATE && entries[i].code < DEAD && vdt_view_is(three, compiler->pool.data + entries[i].code)) return true;
    for (size_t i = 0; compiler->base && i < compiler->base->entry_count; i++) {
        const struct vdt_image_entry *entry = &compiler->base->entries[i];
        if (entry->kind == VDT_ENTRY_STATE && entry->code < DEAD && vdt_view_is(three, compiler->base->strings + entry->code)) return true;
    }
    return false;
}

static enum vdt_status check_code(struct compiler *compiler, const struct used_code *used) {
    if (vdt_view_is(used->code, "-")) return VDT_OK;
    struct vdt_view first = vdt_view_slice(used->code, 0, 3), second = vdt_view_slice(used->code, 3, 6);
    if (used->of == OF_ROLE && !is_role(first))
        return vdt_hint(compiler->error, wrong_spot(compiler, &used->spot, used->code, "there is no role with this code"),
                        "a role is GOV, MIL, REB and the like; man 5 vedette-codes lists them");
    if (is_international(first)) return VDT_OK;
    bool own = used->of == OF_ENTRY && used->code.size == 3;
    if (!own && !is_role(first) && !is_state(compiler, first))
        return vdt_hint(compiler->error, wrong_spot(compiler, &used->spot, used->code, "there is no state with this code"),
                        "codes of states have three letters, those of ISO 3166; man 5 vedette-codes lists the others");
    if (second.size && (second.size < 3 || !is_role(second)))
        return vdt_hint(compiler->error, wrong_spot(compiler, &used->spot, used->code, "there is no role with this code"),
                        "behind the country stands a role such as GOV, MIL, REB; man 5 vedette-codes lists them");
    return VDT_OK;
}

static enum vdt_status check_codes(struct compiler *compiler) {
    const struct used_code *codes = compiler->codes.items;
    for (size_t i = 0; i < compiler->codes.count; i++) {
        enum vdt_status status = check_code(compiler, &codes[i]);
        if (status == VDT_OK) continue;
        if ((status = tell(compiler, status)) != VDT_OK) return status;
        if (codes[i].of == OF_ENTRY || codes[i].of == OF_ROLE) ((struct vdt_image_entry *)compiler->entries.items)[codes[i].number].name = DEAD;
        if (codes[i].of == OF_TERM) ((struct vdt_image_term *)compiler->terms.items)[codes[i].number].code = DEAD;
        if (codes[i].of == OF_PHRASE) ((struct vdt_image_phrase *)compiler->phrases.items)[codes[i].number].entry = DEAD;
    }
    return VDT_OK;
}

/* Leaves out what was found wrong; entries keep their numbers. */
static void bury(struct compiler *compiler) {
    struct vdt_image_entry *entries = compiler->entries.items;
    struct vdt_image_term *terms = compiler->terms.items;
    struct vdt_image_phrase *phrases = compiler->phrases.items;
    size_t kept = 0;
    for (size_t e = 0; e < compiler->entries.count; e++) {
        uint32_t first = entries[e].first_term, count = entries[e].term_count;
        entries[e].first_term = (uint32_t)kept;
        entries[e].term_count = 0;
        for (uint32_t t = first; t < first + count; t++)
            if (terms[t].code != DEAD) terms[kept++] = terms[t], entries[e].term_count++;
    }
    compiler->terms.count = kept;
    kept = 0;
    for (size_t p = 0; p < compiler->phrases.count; p++)
        if (phrases[p].entry != DEAD && entries[phrases[p].entry].name != DEAD) phrases[kept++] = phrases[p];
    compiler->phrases.count = kept;
    for (size_t e = 0; e < compiler->entries.count; e++)
        if (entries[e].name == DEAD) entries[e].name = 0;
}

/* ---- aliases --------------------------------------------------------------------------------------------------- */

static uint64_t hash_of(struct vdt_view name, struct vdt_phrase_key *key) {
    vdt_phrase_normalise(name, key);
    return vdt_hash((struct vdt_view){ key->text, key->size });
}

/* Copies an entry of ours behind a user's, so that his alias has what it stands for. */
static enum vdt_status copy_entry(struct compiler *compiler, uint32_t number) {
    const struct vdt_layer *base = compiler->base;
    struct vdt_image_entry *entry = push(compiler, &compiler->entries);
    if (!entry) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *entry = base->entries[number];
    entry->name = keep(compiler, vdt_view_of(base->strings + entry->name));
    entry->by = keep(compiler, vdt_view_of(base->strings + entry->by));
    if (entry->code != UINT32_MAX) entry->code = keep(compiler, vdt_view_of(base->strings + entry->code));
    uint32_t first = entry->first_term;
    entry->first_term = (uint32_t)compiler->terms.count;
    for (uint32_t t = 0; t < entry->term_count; t++) {
        struct vdt_image_term *term = push(compiler, &compiler->terms);
        if (!term) return vdt_fail_memory(compiler->error, "compiling knowledge");
        *term = base->terms[first + t];
        term->code = keep(compiler, vdt_view_of(base->strings + term->code));
    }
    return VDT_OK;
}

/* The first phrase with this name, as it would stand in this image; false where there is none. */
static enum vdt_status find_name(struct compiler *compiler, struct vdt_view name, struct vdt_image_phrase *out, bool *found) {
    struct vdt_phrase_key key;
    uint64_t hash = hash_of(name, &key);
    const struct vdt_image_phrase *phrases = compiler->phrases.items;
    *found = true;
    for (size_t p = 0; p < compiler->phrases.count; p++)
        if (phrases[p].hash == hash) {
            *out = phrases[p];
            return VDT_OK;
        }
    uint32_t number = compiler->base ? vdt_layer_find(compiler->base, hash) : 0;
    *found = number > 0;
    if (!number) return VDT_OK;
    *out = compiler->base->phrases[number - 1];
    if (out->code != UINT32_MAX) out->code = keep(compiler, vdt_view_of(compiler->base->strings + out->code));
    enum vdt_status status = copy_entry(compiler, out->entry);
    out->entry = (uint32_t)compiler->entries.count - 1;
    return status;
}

static enum vdt_status bind_alias(struct compiler *compiler, struct alias *alias) {
    struct vdt_image_phrase phrase;
    struct vdt_phrase_key key;
    bool found;
    enum vdt_status status = find_name(compiler, alias->of, &phrase, &found);
    if (status != VDT_OK || !found) return status;
    phrase.hash = hash_of(alias->name, &key);
    phrase.words = (uint8_t)key.words;
    phrase.capitals = key.capitals;
    struct vdt_image_phrase *added = push(compiler, &compiler->phrases);
    if (!added) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *added = phrase;
    alias->done = true;
    return VDT_OK;
}

static bool is_alias(const struct compiler *compiler, struct vdt_view name) {
    const struct alias *aliases = compiler->aliases.items;
    struct vdt_phrase_key one, other;
    uint64_t hash = hash_of(name, &one);
    for (size_t i = 0; i < compiler->aliases.count; i++)
        if (!aliases[i].done && hash_of(aliases[i].name, &other) == hash) return true;
    return false;
}

/* An alias may stand for another one: as long as some are bound, the rest is tried again. */
static enum vdt_status bind_aliases(struct compiler *compiler) {
    struct alias *aliases = compiler->aliases.items;
    enum vdt_status status = VDT_OK;
    for (bool some = true; some;) {
        some = false;
        for (size_t i = 0; i < compiler->aliases.count && status == VDT_OK; i++) {
            if (aliases[i].done) continue;
            status = bind_alias(compiler, &aliases[i]);
            some = some || aliases[i].done;
        }
        if (status != VDT_OK) return status;
    }
    for (size_t i = 0; i < compiler->aliases.count && status == VDT_OK; i++) {
        if (aliases[i].done) continue;
        bool circle = is_alias(compiler, aliases[i].of);
        status = wrong_spot(compiler, &aliases[i].spot, aliases[i].of, circle ? "aliases that lead back to themselves" : "an alias of a name that nobody has");
        vdt_hint(compiler->error, status, circle ? "give one of them an entry" : "write the name as its entry does, or make an entry");
        status = tell(compiler, status);
    }
    return status;
}

static enum vdt_status read_folder(struct compiler *compiler, const char *data, const char *room, const char *ending,
                                   enum vdt_status (*read)(struct compiler *, struct vdt_view, struct vdt_view), bool must) {
    char folder[4200];
    snprintf(folder, sizeof folder, "%s/%s", data, room);
    struct vdt_view *names;
    size_t count;
    struct vdt_error missing;
    enum vdt_status status = vdt_folder_list(folder, ending, &compiler->arena, &names, &count, must ? compiler->error : &missing);
    if (status == VDT_ERROR_SYSTEM && !must) return VDT_OK;
    for (size_t i = 0; i < count && status == VDT_OK; i++) {
        char path[4500];
        struct vdt_view text, shown = vdt_arena_format(&compiler->arena, "data/%s/%.*s", room, (int)names[i].size, names[i].data);
        snprintf(path, sizeof path, "%s/%.*s", folder, (int)names[i].size, names[i].data);
        status = vdt_file_read(path, &compiler->arena, &text, compiler->error);
        if (status == VDT_OK && !shown.data) status = vdt_fail_memory(compiler->error, "compiling knowledge");
        if (status == VDT_OK) status = read(compiler, shown, text);
    }
    return status;
}

static int by_hash(const void *a, const void *b) {
    const struct vdt_image_phrase *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    if (x->entry != y->entry) return x->entry < y->entry ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

/* "al-Qaeda" and "al Qaeda" are one name. */
static void drop_repeated(struct list *list) {
    struct vdt_image_phrase *phrases = list->items;
    size_t kept = 0;
    for (size_t p = 0; p < list->count; p++)
        if (!kept || by_hash(&phrases[kept - 1], &phrases[p]) != 0) phrases[kept++] = phrases[p];
    list->count = kept;
}

static void add_section(struct vdt_buffer *out, struct vdt_image_header *header, int section, const void *data, size_t size) {
    while (out->size % 64) vdt_buffer_char(out, '\0');
    header->sections[section].offset = out->size;
    header->sections[section].size = size;
    vdt_buffer_add(out, (struct vdt_view){ data, size });
}

static enum vdt_status write_image(struct compiler *compiler, struct vdt_buffer *out) {
    struct vdt_image_header header = { .version = VDT_IMAGE_VERSION };
    memcpy(header.magic, VDT_IMAGE_MAGIC, sizeof header.magic);
    if (compiler->phrases.count) qsort(compiler->phrases.items, compiler->phrases.count, compiler->phrases.size, by_hash);
    drop_repeated(&compiler->phrases);
    size_t slots = 64;
    while (slots < compiler->phrases.count * 2) slots *= 2;
    uint32_t *table = vdt_arena_array(&compiler->arena, slots, sizeof *table);
    if (!table) return vdt_fail_memory(compiler->error, "compiling knowledge");
    const struct vdt_image_phrase *phrases = compiler->phrases.items;
    for (size_t i = 0; i < compiler->phrases.count; i++) {
        if (i && phrases[i - 1].hash == phrases[i].hash) continue; /* the first of a run stands for all of it */
        size_t at = phrases[i].hash & (slots - 1);
        while (table[at]) at = (at + 1) & (slots - 1);
        table[at] = (uint32_t)i + 1;
    }
    vdt_buffer_add(out, (struct vdt_view){ (const char *)&header, sizeof header });
    add_section(out, &header, VDT_SECTION_TABLE, table, slots * sizeof *table);
    add_section(out, &header, VDT_SECTION_PHRASES, phrases, compiler->phrases.count * sizeof *phrases);
    add_section(out, &header, VDT_SECTION_ENTRIES, compiler->entries.items, compiler->entries.count * compiler->entries.size);
    add_section(out, &header, VDT_SECTION_TERMS, compiler->terms.items, compiler->terms.count * compiler->terms.size);
    add_section(out, &header, VDT_SECTION_STRINGS, compiler->pool.data, compiler->pool.size);
    if (vdt_buffer_failed(out) || vdt_buffer_failed(&compiler->pool)) return vdt_fail_memory(compiler->error, "compiling knowledge");
    header.size = out->size;
    header.checksum = vdt_hash(vdt_view_slice(vdt_buffer_view(out), sizeof header, out->size));
    memcpy(out->data, &header, sizeof header);
    return VDT_OK;
}

static void begin(struct compiler *compiler, const struct vdt_layer *base, const struct vdt_remarks *remarks) {
    *compiler = (struct compiler){ .base = base, .remarks = remarks };
    compiler->error = &compiler->own;
    vdt_arena_init(&compiler->arena);
    vdt_buffer_init(&compiler->pool);
    compiler->phrases.size = sizeof(struct vdt_image_phrase);
    compiler->entries.size = sizeof(struct vdt_image_entry);
    compiler->terms.size = sizeof(struct vdt_image_term);
    compiler->codes.size = sizeof(struct used_code);
    compiler->aliases.size = sizeof(struct alias);
    keep(compiler, (struct vdt_view){ NULL, 0 }); /* no image is without strings */
}

enum vdt_status vdt_knowledge__compile_memory(const struct vdt_knowledge_sources *sources, struct vdt_buffer *out, struct vdt_error *error) {
    struct compiler compiler;
    begin(&compiler, sources->base, sources->remarks);
    enum vdt_status status = VDT_OK;
    if (sources->data) status = read_folder(&compiler, sources->data, "actors", ".txt", read_actors, false);
    if (sources->data && status == VDT_OK) status = read_folder(&compiler, sources->data, "places", ".tsv", read_places, false);
    if (sources->actors && status == VDT_OK) {
        struct vdt_view text;
        status = vdt_file_read(sources->actors, &compiler.arena, &text, compiler.error);
        if (status == VDT_OK) status = read_own_actors(&compiler, vdt_view_of(sources->actors), text);
    }
    if (sources->text.size && status == VDT_OK) status = read_actors(&compiler, (struct vdt_view){ NULL, 0 }, sources->text);
    if (status == VDT_OK) status = check_codes(&compiler);
    bury(&compiler);
    if (status == VDT_OK) status = bind_aliases(&compiler);
    if (status == VDT_OK) status = write_image(&compiler, out);
    if (status != VDT_OK && error) *error = compiler.own;
    vdt_buffer_done(&compiler.pool);
    vdt_arena_done(&compiler.arena);
    return status;
}

enum vdt_status vdt_knowledge_compile(const char *data, const char *image, struct vdt_error *error) {
    struct vdt_buffer out;
    vdt_buffer_init(&out);
    const struct vdt_knowledge_sources sources = { .data = data };
    enum vdt_status status = vdt_knowledge__compile_memory(&sources, &out, error);
    if (status == VDT_OK) {
        FILE *file = fopen(image, "wb");
        if (!file || fwrite(out.data, 1, out.size, file) != out.size) status = vdt_fail_errno(error, vdt_view_of(image), "write it");
        if (file && fclose(file) != 0 && status == VDT_OK) status = vdt_fail_errno(error, vdt_view_of(image), "write it");
    }
    vdt_buffer_done(&out);
    return status;
}
