/* SPDX-License-Identifier: Apache-2.0 */
/* The words stand in the text of their files; a table with open addressing finds them by hash. */
#include "language/reference-words.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/lines.h"

enum { FIRST_SLOTS = 1 << 14 };

struct slot {
    struct vdt_view word; /* empty: free */
    unsigned bits;
    uint32_t country;     /* hash of its code, 0: none */
};

struct vdt_reference_words {
    struct vdt_arena arena;
    struct slot *slots;
    size_t mask, used;
};

static struct slot *find(struct slot *slots, size_t mask, struct vdt_view word) {
    size_t at = vdt_hash(word) & mask;
    while (slots[at].word.size && !vdt_view_equal(slots[at].word, word)) at = (at + 1) & mask;
    return &slots[at];
}

static bool grow(struct vdt_reference_words *words) {
    size_t mask = words->slots ? 2 * words->mask + 1 : FIRST_SLOTS - 1;
    struct slot *slots = vdt_arena_array(&words->arena, mask + 1, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; words->slots && i <= words->mask; i++)
        if (words->slots[i].word.size) *find(slots, mask, words->slots[i].word) = words->slots[i];
    words->slots = slots;
    words->mask = mask;
    return true;
}

static unsigned bit_of(struct vdt_view name) {
    static const struct {
        const char *name;
        unsigned bit;
    } bits[] = {
        { "person", VDT_REFERENCE_PERSON }, { "group", VDT_REFERENCE_GROUP }, { "place", VDT_REFERENCE_PLACE },
        { "he", VDT_REFERENCE_HE },         { "she", VDT_REFERENCE_SHE },     { "say", VDT_REFERENCE_SAY },
        { "title", VDT_REFERENCE_TITLE },   { "country", VDT_REFERENCE_COUNTRY }, { "town", VDT_REFERENCE_TOWN },
    };
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (vdt_view_is(name, bits[i].name)) return bits[i].bit;
    return 0;
}

static enum vdt_status read_line(void *context, struct vdt_lines *lines, struct vdt_error *error) {
    struct vdt_reference_words *words = context;
    struct vdt_view word = vdt_lines_word(lines), kind;
    unsigned bits = 0;
    uint32_t country = 0;
    while ((kind = vdt_lines_word(lines)).size) {
        unsigned bit = bit_of(kind);
        if (kind.data[0] == '=') {
            country = (uint32_t)vdt_hash(kind) | 1;
            continue;
        }
        if (!bit)
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, kind),
                               "a word is person, group, place, country, town, he, she, say or title, not \"%.*s\"", (int)kind.size,
                               kind.data);
        bits |= bit;
    }
    if (!bits)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, 1, "\"%.*s\" is said to be nothing",
                           (int)word.size, word.data);
    if (2 * words->used >= words->mask && !grow(words)) return vdt_fail_memory(error, "reading words");
    struct slot *slot = find(words->slots, words->mask, word);
    words->used += !slot->word.size;
    *slot = (struct slot){ word, bits, country };
    return VDT_OK;
}

enum vdt_status vdt_reference_words_open(const char *data, const char *user, struct vdt_reference_words **out,
                                         struct vdt_error *error) {
    static const char *const names[] = { "language/given-names.txt", "language/places.txt", "language/nouns.txt" };
    struct vdt_reference_words *words = calloc(1, sizeof *words);
    if (!words) return vdt_fail_memory(error, "opening words");
    vdt_arena_init(&words->arena);
    enum vdt_status status = grow(words) ? VDT_OK : vdt_fail_memory(error, "opening words");
    struct vdt_data_file file = { .folder = data, .arena = &words->arena };
    for (size_t i = 0; i < sizeof names / sizeof *names && status == VDT_OK; i++) {
        file.name = names[i];
        status = vdt_data_read(&file, read_line, words, error);
    }
    if (status == VDT_OK)
        status = vdt_data_read_both(data, user, "language/reference.txt", &words->arena, NULL, read_line, words, error);
    if (status != VDT_OK) {
        vdt_reference_words_close(words);
        return status;
    }
    *out = words;
    return VDT_OK;
}

void vdt_reference_words_close(struct vdt_reference_words *words) {
    if (!words) return;
    vdt_arena_done(&words->arena);
    free(words);
}

unsigned vdt_reference_word(const struct vdt_reference_words *words, struct vdt_view word) {
    return word.size ? find(words->slots, words->mask, word)->bits : 0;
}

uint32_t vdt_reference_country(const struct vdt_reference_words *words, struct vdt_view name) {
    return name.size ? find(words->slots, words->mask, name)->country : 0;
}
