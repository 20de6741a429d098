/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set with open addressing over 64-bit hashes. Two texts with one hash would be taken for one: a chance of one in
 * 10^7 at a million texts. Where the texts are kept they are compared, so that it cannot happen to codes and places; only
 * incidents, which are counted and never shown by it, run that chance.
 */
#include "serve/dictionary.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/view.h"

enum { FIRST_SLOTS = 1024 };

static uint64_t hash_of(struct vdt_view text) {
    uint64_t hash = vdt_hash(text);
    return hash ? hash : 1;
}

static bool same(const struct dictionary *dictionary, uint32_t number, struct vdt_view text) {
    return dictionary->only_hashes || vdt_view_equal(dictionary->texts[number], text);
}

static size_t slot_of(const struct dictionary *dictionary, uint64_t hash, struct vdt_view text) {
    size_t at = hash & dictionary->mask;
    while (dictionary->hashes[at] &&
           (dictionary->hashes[at] != hash || !same(dictionary, dictionary->numbers[at], text)))
        at = (at + 1) & dictionary->mask;
    return at;
}

static bool grow_slots(struct dictionary *dictionary, size_t slots) {
    uint64_t *hashes = calloc(slots, sizeof *hashes);
    uint32_t *numbers = calloc(slots, sizeof *numbers);
    if (!hashes || !numbers) {
        free(hashes);
        free(numbers);
        return false;
    }
    for (size_t i = 0; dictionary->hashes && i <= dictionary->mask; i++) {
        if (!dictionary->hashes[i]) continue;
        size_t at = dictionary->hashes[i] & (slots - 1);
        while (hashes[at]) at = (at + 1) & (slots - 1);
        hashes[at] = dictionary->hashes[i];
        numbers[at] = dictionary->numbers[i];
    }
    free(dictionary->hashes);
    free(dictionary->numbers);
    dictionary->hashes = hashes;
    dictionary->numbers = numbers;
    dictionary->mask = slots - 1;
    return true;
}

bool dictionary_init(struct dictionary *dictionary, bool only_hashes) {
    *dictionary = (struct dictionary){ .only_hashes = only_hashes };
    vdt_arena_init(&dictionary->arena);
    return grow_slots(dictionary, FIRST_SLOTS) && dictionary_number(dictionary, (struct vdt_view){ "", 0 }) == 0;
}

void dictionary_done(struct dictionary *dictionary) {
    vdt_arena_done(&dictionary->arena);
    free(dictionary->texts);
    free(dictionary->hashes);
    free(dictionary->numbers);
    *dictionary = (struct dictionary){ 0 };
}

static bool keep_text(struct dictionary *dictionary, struct vdt_view text) {
    if (dictionary->only_hashes) return true;
    if (dictionary->count == dictionary->capacity) {
        size_t capacity = dictionary->capacity ? dictionary->capacity * 2 : 256;
        struct vdt_view *texts = realloc(dictionary->texts, capacity * sizeof *texts);
        if (!texts) return false;
        dictionary->texts = texts;
        dictionary->capacity = capacity;
    }
    struct vdt_view copy = vdt_arena_copy(&dictionary->arena, text);
    dictionary->texts[dictionary->count] = copy;
    return copy.data != NULL;
}

uint32_t dictionary_number(struct dictionary *dictionary, struct vdt_view text) {
    uint64_t hash = hash_of(text);
    size_t at = slot_of(dictionary, hash, text);
    if (dictionary->hashes[at]) return dictionary->numbers[at];
    if (dictionary->count >= UINT32_MAX - 1) return UINT32_MAX;
    if ((dictionary->count + 1) * 3 > dictionary->mask * 2) {
        if (!grow_slots(dictionary, (dictionary->mask + 1) * 2)) return UINT32_MAX;
        at = slot_of(dictionary, hash, text);
    }
    if (!keep_text(dictionary, text)) return UINT32_MAX;
    dictionary->hashes[at] = hash;
    dictionary->numbers[at] = (uint32_t)dictionary->count;
    return (uint32_t)dictionary->count++;
}

uint32_t dictionary_find(const struct dictionary *dictionary, struct vdt_view text) {
    size_t at = slot_of(dictionary, hash_of(text), text);
    return dictionary->hashes[at] ? dictionary->numbers[at] : UINT32_MAX;
}
