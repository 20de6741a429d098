/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sources to image. Every name, adjective and role becomes a phrase: the hash of its normalised letters, what kind it is,
 * and the entry that it belongs to; an entry has its terms, each with the days from which to which it holds a code. The
 * phrases lie in one open-addressed table, so that a look-up is one probe or two.
 */
#include <stdio.h>
#include <stdlib.h>
#include <math.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "base/lines.h"
#include "know/foreign.h"
#include "know/knowledge.h"
#include "know/know-image.h"

struct list {
    void *items;
    size_t count, capacity, size;
};

struct compiler {
    struct vdt_arena arena;
    struct vdt_buffer pool;
    struct list phrases, entries, terms;
    struct vdt_error *error;
};

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
    return vdt_fail_at(compiler->error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, at), "%s: \"%.*s\"",
                       what, (int)(at.size < 60 ? at.size : 60), at.data);
}

static bool valid_code(struct vdt_view code) {
    if (vdt_view_is(code, "-")) return true;
    if (code.size < 3 || code.size > 15) return false;
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] < 'A' || code.data[i] > 'Z') return false;
    return true;
}

static enum vdt_status add_phrase(struct compiler *compiler, const struct vdt_lines *lines, struct vdt_view name,
                                  enum vdt_phrase_kind kind, uint32_t entry, struct vdt_view code) {
    struct vdt_phrase_key key;
    vdt_phrase_normalise(name, &key);
    if (!key.size || !key.words) return wrong(compiler, lines, name, "a name without letters");
    struct vdt_image_phrase *phrase = push(compiler, &compiler->phrases);
    if (!phrase) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *phrase = (struct vdt_image_phrase){ .hash = vdt_hash((struct vdt_view){ key.text, key.size }), .entry = entry, .kind = (uint8_t)kind,
                                         .words = (uint8_t)key.words, .capitals = key.capitals, .code = code.size ? keep(compiler, code) : UINT32_MAX };
    return VDT_OK;
}

/* "A | B | C", each a phrase of the entry; "NAME = CODE" for seats. */
static enum vdt_status add_names(struct compiler *compiler, struct vdt_lines *lines, enum vdt_phrase_kind kind, uint32_t entry) {
    struct vdt_view rest = vdt_view_trim(lines->line);
    if (!rest.size) return wrong(compiler, lines, rest, "a line without names");
    while (rest.size) {
        struct vdt_view name = vdt_view_trim(vdt_view_cut(&rest, '|')), code = { NULL, 0 };
        const char *equals = name.size ? memchr(name.data, '=', name.size) : NULL;
        if (equals) {
            size_t at = (size_t)(equals - name.data);
            code = vdt_view_trim(vdt_view_slice(name, at + 1, name.size));
            name = vdt_view_trim(vdt_view_slice(name, 0, at));
            if (!valid_code(code)) return wrong(compiler, lines, code, "no actor code");
        }
        enum vdt_status status = add_phrase(compiler, lines, name, kind, entry, code);
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}

static bool read_day(struct vdt_view text, int32_t open, int32_t *out) {
    if (vdt_view_is(text, "-")) {
        *out = open;
        return true;
    }
    return vdt_day_read(text, out);
}

static enum vdt_status read_entry(struct compiler *compiler, struct vdt_lines *lines, struct vdt_view first, uint32_t *entry_out,
                                  bool *person) {
    struct vdt_image_entry *entry = push(compiler, &compiler->entries);
    if (!entry) return vdt_fail_memory(compiler->error, "compiling knowledge");
    uint32_t number = (uint32_t)compiler->entries.count - 1;
    char by[512];
    snprintf(by, sizeof by, "%.*s:%llu", (int)lines->name.size, lines->name.data, (unsigned long long)lines->number);
    *entry = (struct vdt_image_entry){ .by = keep(compiler, vdt_view_of(by)), .first_term = (uint32_t)compiler->terms.count,
                                       .latitude = NAN, .longitude = NAN };
    *entry_out = number;
    *person = vdt_view_is(first, "person");
    struct vdt_view names = vdt_view_trim(lines->line);
    struct vdt_view rest = names, name = vdt_view_trim(vdt_view_cut(&rest, '|'));
    if (!name.size) return wrong(compiler, lines, first, "an entry is a code and a name");
    entry->name = keep(compiler, name);
    entry->code = UINT32_MAX;
    entry->kind = *person ? VDT_ENTRY_PERSON : VDT_ENTRY_ACTOR;
    if (!*person) {
        if (!valid_code(first)) return wrong(compiler, lines, first, "no actor code (three capitals, then roles), nor person or role");
        entry->code = keep(compiler, first);
        if (first.size == 3) entry->kind = VDT_ENTRY_STATE;
    }
    return add_names(compiler, lines, *person ? VDT_PHRASE_PERSON : VDT_PHRASE_NAME, number);
}

static enum vdt_status read_term(struct compiler *compiler, struct vdt_lines *lines, struct vdt_view from, uint32_t entry) {
    struct vdt_image_entry *entries = compiler->entries.items;
    struct vdt_view to = vdt_lines_word(lines), code = vdt_lines_word(lines);
    int32_t first, last;
    if (!read_day(from, INT32_MIN + 1, &first)) return wrong(compiler, lines, from, "no date YYYY-MM-DD, nor also, adjective, people, capital, seat");
    if (!read_day(to, INT32_MAX, &last) || last < first) return wrong(compiler, lines, to, "no date on or after the first");
    if (!valid_code(code)) return wrong(compiler, lines, code, "no actor code");
    struct vdt_image_term *term = push(compiler, &compiler->terms);
    if (!term) return vdt_fail_memory(compiler->error, "compiling knowledge");
    *term = (struct vdt_image_term){ .from = first, .to = last, .code = keep(compiler, code) };
    entries[entry].term_count++;
    return VDT_OK;
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
    return add_names(compiler, lines, VDT_PHRASE_ROLE, (uint32_t)compiler->entries.count - 1);
}

static enum vdt_status read_actors(struct compiler *compiler, struct vdt_view name, struct vdt_view text) {
    struct vdt_lines lines;
    uint32_t entry = UINT32_MAX;
    bool person = false;
    vdt_lines_init(&lines, name, text);
    while (vdt_lines_next(&lines)) {
        bool indented = lines.indented;
        struct vdt_view first = vdt_lines_word(&lines);
        enum vdt_status status;
        if (!indented) {
            status = vdt_view_is(first, "role") ? read_roles(compiler, &lines) : read_entry(compiler, &lines, first, &entry, &person);
            if (vdt_view_is(first, "role")) entry = UINT32_MAX;
        } else if (entry == UINT32_MAX) {
            status = wrong(compiler, &lines, first, "an indented line belongs to an entry");
        } else if (vdt_view_is(first, "also")) {
            status = add_names(compiler, &lines, person ? VDT_PHRASE_PERSON : VDT_PHRASE_NAME, entry);
        } else if (vdt_view_is(first, "adjective")) {
            status = add_names(compiler, &lines, VDT_PHRASE_ADJECTIVE, entry);
        } else if (vdt_view_is(first, "people")) {
            status = add_names(compiler, &lines, VDT_PHRASE_PEOPLE, entry);
        } else if (vdt_view_is(first, "capital")) {
            status = add_names(compiler, &lines, VDT_PHRASE_CAPITAL, entry);
        } else if (vdt_view_is(first, "seat")) {
            status = add_names(compiler, &lines, VDT_PHRASE_SEAT, entry);
        } else {
            status = read_term(compiler, &lines, first, entry);
        }
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
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
    bool dated;
};

static enum vdt_status take_foreign(void *context, const struct vdt_lines *lines, const struct vdt_foreign_actor *actor) {
    struct foreign *foreign = context;
    struct compiler *compiler = foreign->compiler;
    bool dated = actor->from != INT32_MIN + 1 || actor->to != INT32_MAX;
    bool same = foreign->phrase.size && vdt_view_equal(foreign->phrase, actor->phrase);
    if (actor->synonym && !foreign->phrase.size) return wrong(compiler, lines, actor->phrase, "a synonym of nothing");
    if (same && dated && foreign->dated) return add_foreign_term(compiler, actor, foreign->entry);
    if (!actor->synonym) {
        struct vdt_image_entry *entry = push(compiler, &compiler->entries);
        if (!entry) return vdt_fail_memory(compiler->error, "compiling knowledge");
        char by[512];
        snprintf(by, sizeof by, "%.*s:%llu", (int)lines->name.size, lines->name.data, (unsigned long long)lines->number);
        foreign->entry = (uint32_t)compiler->entries.count - 1;
        foreign->phrase = actor->phrase;
        foreign->dated = dated;
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

static enum vdt_status read_own_actors(struct compiler *compiler, struct vdt_view name, struct vdt_view text) {
    struct foreign foreign = { .compiler = compiler };
    if (vdt_foreign_is(text)) return vdt_foreign_read(name, text, take_foreign, &foreign, compiler->error);
    return read_actors(compiler, name, text);
}

/* name, alternates joined by "|", country, latitude, longitude: tabs between. */
static enum vdt_status read_places(struct compiler *compiler, struct vdt_view name, struct vdt_view text) {
    struct vdt_lines lines;
    vdt_lines_init(&lines, name, text);
    while (vdt_lines_next(&lines)) {
        struct vdt_view rest = lines.line, start = rest;
        struct vdt_view place = vdt_view_cut(&rest, '\t'), others = vdt_view_cut(&rest, '\t'), country = vdt_view_cut(&rest, '\t');
        struct vdt_view numbers[2] = { vdt_view_cut(&rest, '\t'), vdt_view_cut(&rest, '\t') };
        if (!place.size || country.size != 3) return wrong(compiler, &lines, start, "a place is name, other names, country, latitude, longitude");
        struct vdt_image_entry *entry = push(compiler, &compiler->entries);
        if (!entry) return vdt_fail_memory(compiler->error, "compiling knowledge");
        uint32_t number = (uint32_t)compiler->entries.count - 1;
        char by[512];
        snprintf(by, sizeof by, "%.*s:%llu", (int)lines.name.size, lines.name.data, (unsigned long long)lines.number);
        *entry = (struct vdt_image_entry){ .by = keep(compiler, vdt_view_of(by)), .name = keep(compiler, place), .code = keep(compiler, country),
                                           .kind = VDT_ENTRY_PLACE, .latitude = NAN, .longitude = NAN };
        for (int i = 0; i < 2; i++) {
            char digits[32] = "", *end = digits;
            if (numbers[i].size && numbers[i].size < sizeof digits) memcpy(digits, numbers[i].data, numbers[i].size);
            double value = strtod(digits, &end);
            if (numbers[i].size && *end) return wrong(compiler, &lines, numbers[i], "no coordinate");
            if (numbers[i].size) *(i ? &entry->longitude : &entry->latitude) = value;
        }
        enum vdt_status status = add_phrase(compiler, &lines, place, VDT_PHRASE_PLACE, number, (struct vdt_view){ NULL, 0 });
        while (others.size && status == VDT_OK)
            status = add_phrase(compiler, &lines, vdt_view_trim(vdt_view_cut(&others, '|')), VDT_PHRASE_PLACE, number, (struct vdt_view){ NULL, 0 });
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
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
    return (x->entry > y->entry) - (x->entry < y->entry);
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

static void begin(struct compiler *compiler, struct vdt_error *error) {
    *compiler = (struct compiler){ .error = error };
    vdt_arena_init(&compiler->arena);
    vdt_buffer_init(&compiler->pool);
    compiler->phrases.size = sizeof(struct vdt_image_phrase);
    compiler->entries.size = sizeof(struct vdt_image_entry);
    compiler->terms.size = sizeof(struct vdt_image_term);
    keep(compiler, (struct vdt_view){ NULL, 0 }); /* no image is without strings */
}

enum vdt_status vdt_knowledge__compile_memory(const char *data, const char *actors, struct vdt_buffer *out, struct vdt_error *error) {
    struct compiler compiler;
    begin(&compiler, error);
    enum vdt_status status = VDT_OK;
    if (data) status = read_folder(&compiler, data, "actors", ".txt", read_actors, false);
    if (data && status == VDT_OK) status = read_folder(&compiler, data, "places", ".tsv", read_places, false);
    if (actors && status == VDT_OK) {
        struct vdt_view text;
        status = vdt_file_read(actors, &compiler.arena, &text, error);
        if (status == VDT_OK) status = read_own_actors(&compiler, vdt_view_of(actors), text);
    }
    if (status == VDT_OK) status = write_image(&compiler, out);
    vdt_buffer_done(&compiler.pool);
    vdt_arena_done(&compiler.arena);
    return status;
}

enum vdt_status vdt_knowledge_compile(const char *data, const char *image, struct vdt_error *error) {
    struct vdt_buffer out;
    vdt_buffer_init(&out);
    enum vdt_status status = vdt_knowledge__compile_memory(data, NULL, &out, error);
    if (status == VDT_OK) {
        FILE *file = fopen(image, "wb");
        if (!file || fwrite(out.data, 1, out.size, file) != out.size) status = vdt_fail_errno(error, vdt_view_of(image), "write it");
        if (file && fclose(file) != 0 && status == VDT_OK) status = vdt_fail_errno(error, vdt_view_of(image), "write it");
    }
    vdt_buffer_done(&out);
    return status;
}
