/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names are compared word by word as written. A table holds every name by the hash of its words, and by the hash of its
 * first word how long names that begin so are, so that the search for names passed over looks at few words twice.
 */
#include "language/name-agreement.h"

#include "base/hash.h"

enum { LONGEST = 8 };

struct told {
    uint64_t key; /* 0: free */
    uint32_t types[VDT_NAME_MISC + 1];
    uint32_t passed_over;
    uint32_t longest; /* of names that begin with this word, for a key of one word */
};

struct agreement {
    struct vdt_word *words;
    struct told *table;
    size_t mask;
};

static struct told *find(const struct agreement *agreement, uint64_t key) {
    size_t slot = key & agreement->mask;
    while (agreement->table[slot].key && agreement->table[slot].key != key) slot = (slot + 1) & agreement->mask;
    return &agreement->table[slot];
}

static uint64_t key_of(const struct vdt_word *words, uint32_t count) {
    uint64_t key = 0;
    for (uint32_t i = 0; i < count; i++) key = vdt_hash_seeded(words[i].form, key);
    return key | 1;
}

uint32_t vdt_name_length(const struct vdt_word *words, uint32_t at, uint32_t count) {
    if (!words[at].name) return 0;
    enum vdt_name_place place = vdt_name_place_of(words[at].name);
    if (place != VDT_NAME_BEGIN) return place == VDT_NAME_UNIT;
    uint32_t length = 1;
    while (at + length < count && vdt_name_place_of(words[at + length].name) != VDT_NAME_LAST) length++;
    return at + length < count ? length + 1 : length;
}

void vdt_name_mark(struct vdt_word *words, uint32_t count, enum vdt_name_type type) {
    for (uint32_t i = 0; i < count; i++)
        words[i].name = vdt_name_tag(type, count == 1       ? VDT_NAME_UNIT
                                           : i == 0         ? VDT_NAME_BEGIN
                                           : i + 1 == count ? VDT_NAME_LAST
                                                            : VDT_NAME_INSIDE);
}

static enum vdt_name_type most_told(const struct told *told, enum vdt_name_type otherwise) {
    enum vdt_name_type best = otherwise;
    for (unsigned type = VDT_NAME_PER; type <= VDT_NAME_MISC; type++)
        if (told->types[type] > told->types[best]) best = (enum vdt_name_type)type;
    return best;
}

static uint32_t times_told(const struct told *told) {
    uint32_t times = 0;
    for (unsigned type = VDT_NAME_PER; type <= VDT_NAME_MISC; type++) times += told->types[type];
    return times;
}

/* Words that may be a name passed over: none is part of a name, and the first begins with a capital. */
static uint32_t open_words(const struct vdt_word *words, uint32_t at, uint32_t count) {
    char first = words[at].form.data[0];
    uint32_t open = 0;
    if (first < 'A' || first > 'Z') return 0;
    while (open < LONGEST && at + open < count && !words[at + open].name) open++;
    return open;
}

static bool is_long_enough(const struct vdt_word *words, uint32_t count) {
    return count > 1 || words[0].form.size > 2;
}

/* The longest name told elsewhere that stands passed over at `at`; its words in *length. */
static struct told *passed_over(const struct agreement *agreement, uint32_t at, uint32_t end, uint32_t *length) {
    uint32_t open = open_words(agreement->words, at, end);
    if (!open) return NULL;
    uint32_t longest = find(agreement, key_of(agreement->words + at, 1))->longest;
    for (*length = longest < open ? longest : open; *length; (*length)--) {
        struct told *told = find(agreement, key_of(agreement->words + at, *length));
        if (told->key && times_told(told) && is_long_enough(agreement->words + at, *length)) return told;
    }
    return NULL;
}

/* Visits the names passed over of a sentence: counts them, or marks those that were told often enough. */
static void visit(const struct agreement *agreement, uint32_t first, uint32_t end, bool marking) {
    uint32_t length;
    for (uint32_t at = first; at < end; at++) {
        struct told *told = passed_over(agreement, at, end, &length);
        if (!told) continue;
        enum vdt_name_type type = most_told(told, VDT_NAME_NONE);
        if (!marking)
            told->passed_over++;
        else if (type != VDT_NAME_MISC && times_told(told) >= told->passed_over)
            vdt_name_mark(agreement->words + at, length, type);
        at += length - 1;
    }
}

bool vdt_names_agree(struct vdt_arena *arena, struct vdt_analysis *analysis) {
    struct agreement agreement = { .words = analysis->words, .mask = 63 };
    size_t names = 0;
    for (uint32_t i = 0; i < analysis->word_count; i++) names += analysis->words[i].name != 0;
    if (!names) return true;
    while (agreement.mask < 4 * names) agreement.mask = 2 * agreement.mask + 1;
    agreement.table = vdt_arena_array(arena, agreement.mask + 1, sizeof *agreement.table);
    if (!agreement.table) return false;
    for (uint32_t i = 0; i < analysis->word_count; i++) {
        uint32_t length = vdt_name_length(agreement.words, i, analysis->word_count);
        if (!length || length > LONGEST) continue;
        uint64_t key = key_of(agreement.words + i, length), start = key_of(agreement.words + i, 1);
        struct told *told = find(&agreement, key);
        told->key = key;
        told->types[vdt_name_type_of(agreement.words[i].name)]++;
        told = find(&agreement, start);
        told->key = start;
        if (length > told->longest) told->longest = length;
    }
    for (uint32_t i = 0; i < analysis->word_count; i++) {
        uint32_t length = vdt_name_length(agreement.words, i, analysis->word_count);
        if (!length || length > LONGEST) continue;
        const struct told *told = find(&agreement, key_of(agreement.words + i, length));
        vdt_name_mark(agreement.words + i, length, most_told(told, vdt_name_type_of(agreement.words[i].name)));
    }
    for (int marking = 0; marking < 2; marking++)
        for (uint32_t s = 0; s < analysis->sentence_count; s++) {
            const struct vdt_sentence *sentence = &analysis->sentences[s];
            visit(&agreement, sentence->first, sentence->first + sentence->count, marking);
        }
    return true;
}
