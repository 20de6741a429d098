/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network believes too firmly what it has seen. This is a log-linear model that sees little at a time
 * (train/name_words.py, its twin: change both or neither): 26 features of a word, hashed into rows of bytes, whose sum is
 * added to the network's scores. The sum is of whole numbers, the same in any order. Classes of words, those whose vectors are
 * alike, let it say something of a word that no name of the training texts had.
 */
#include "language/name-words.h"

#include "base/limit.h"
#include "language/network.h"
#include "text/utf8.h"

enum { FEATURES = 26, TAGS = 13, BEFORE = 1, AFTER = 2 };

struct seen {
    uint64_t key, shape, tag, listed, coarse, fine;
    uint64_t ends[5]; /* first three and four code points, last two, three and four */
};

/* The row of a feature made of up to three parts. */
static uint32_t mixed(uint64_t kind, const uint64_t *parts, int count) {
    uint64_t value = kind * 0x9E3779B97F4A7C15ull;
    for (int i = 0; i < count; i++) {
        value = (value ^ parts[i]) * 0xFF51AFD7ED558CCDull;
        value ^= value >> 32;
    }
    return (uint32_t)(value & (VDT_NAME_WORDS_ROWS - 1));
}

#define MIX(kind, ...) \
    mixed(kind, (const uint64_t[]){ __VA_ARGS__ }, (int)(sizeof((const uint64_t[]){ __VA_ARGS__ }) / sizeof(uint64_t)))

static void see(const struct vdt_language *language, const struct vdt_word *word, struct seen *out) {
    static const struct {
        size_t first, last;
    } ends[5] = { { 3, 0 }, { 4, 0 }, { 0, 2 }, { 0, 3 }, { 0, 4 } };
    char key[4 * VDT_KEY_POINTS], shape[VDT_SHAPE_BYTES];
    size_t places[VDT_KEY_POINTS + 1], count = vdt_word_key(word->form, key, places);
    out->key = vdt_key_hash(VDT_KEY_START, key, places[count]);
    out->shape = vdt_key_hash(VDT_KEY_START, shape, vdt_word_shape(word->form, shape));
    out->tag = (uint64_t)word->upos + 3;
    for (int i = 0; i < 5; i++) {
        size_t begin = ends[i].last && count > ends[i].last ? places[count - ends[i].last] : 0;
        size_t end = ends[i].first && count > ends[i].first ? places[ends[i].first] : places[count];
        out->ends[i] = vdt_key_hash(VDT_KEY_START, key + begin, end - begin);
    }
    uint32_t listed = vdt_key_find(language->list_keys, language->list_count, out->key);
    out->listed = listed < language->list_count ? language->list_bits[listed] : 0;
    uint32_t known = vdt_key_find(language->word_keys, language->word_count, out->key);
    out->coarse = known < language->word_count ? language->name_classes[2 * (size_t)known] : 0;
    out->fine = known < language->word_count ? language->name_classes[2 * (size_t)known + 1] : 0;
}

/* 1: no word begins with a capital; 2: more than 7 in 10 of at least four words do; 0: as usual. */
static uint64_t letters_of(const struct vdt_word *words, uint32_t count) {
    uint32_t capitals = 0, letters = 0;
    for (uint32_t i = 0; i < count; i++) {
        size_t at = 0;
        uint32_t code = vdt_utf8_next(words[i].form, &at);
        capitals += code != vdt_code_lower(code);
        letters += vdt_sign_is_letter(vdt_sign_of(code));
    }
    return capitals == 0 ? 1 : letters > 3 && 10 * capitals > 7 * letters ? 2 : 0;
}

static void find_rows(const struct seen *seen, uint32_t i, uint32_t count, uint64_t sentence, uint32_t rows[FEATURES]) {
    static const struct seen before = { BEFORE, BEFORE, BEFORE, 0, BEFORE, BEFORE, { 0 } };
    static const struct seen after = { AFTER, AFTER, AFTER, 0, AFTER, AFTER, { 0 } };
    const struct seen *here = &seen[i], *last = i ? here - 1 : &before, *next = i + 1 < count ? here + 1 : &after;
    const struct seen *second_last = i > 1 ? here - 2 : &before, *second_next = i + 2 < count ? here + 2 : &after;
    const uint32_t found[FEATURES] = {
        MIX(1, here->key),
        MIX(2, last->key),
        MIX(3, next->key),
        MIX(4, second_last->key),
        MIX(5, second_next->key),
        MIX(6, last->key, here->key),
        MIX(7, here->key, next->key),
        MIX(8, here->shape, i == 0, sentence),
        MIX(9, last->shape, here->shape),
        MIX(10, here->shape, next->shape),
        MIX(11, last->shape, here->shape, next->shape),
        MIX(12, here->ends[0]),
        MIX(13, here->ends[1]),
        MIX(14, here->ends[2], here->shape),
        MIX(15, here->ends[3]),
        MIX(16, here->ends[4]),
        MIX(17, here->tag),
        MIX(18, last->tag, here->tag, next->tag),
        MIX(19, here->listed, here->shape),
        MIX(20, sentence, here->tag),
        MIX(21, here->fine, here->shape),
        MIX(22, last->fine, here->shape),
        MIX(23, next->fine, here->shape),
        MIX(24, here->coarse, here->shape),
        MIX(25, last->coarse, here->coarse),
        MIX(26, here->coarse, next->coarse),
    };
    memcpy(rows, found, sizeof found);
}

void vdt_name_words_add(const struct vdt_language *language, const struct vdt_word *words, uint32_t count, float *scores,
                        size_t stride) {
    if (!language->name_words) return;
    struct seen seen[VDT_LIMIT_SENTENCE_WORDS];
    uint64_t sentence = letters_of(words, count);
    for (uint32_t i = 0; i < count; i++) see(language, &words[i], &seen[i]);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t rows[FEATURES];
        int16_t sums[VDT_NAME_WORDS_WIDTH] = { 0 }; /* of 26 bytes */
        find_rows(seen, i, count, sentence, rows);
        for (int f = 0; f < FEATURES; f++) {
            const int8_t *row = language->name_words + (size_t)rows[f] * VDT_NAME_WORDS_WIDTH;
            for (int tag = 0; tag < VDT_NAME_WORDS_WIDTH; tag++) sums[tag] = (int16_t)(sums[tag] + row[tag]);
        }
        /* of MISC it knows nothing: there it says what it says of no name */
        for (int tag = 0; tag < VDT_NET_NAME_TAGS; tag++)
            scores[i * stride + (size_t)tag] += (float)sums[tag < TAGS ? tag : 0] * language->name_words_scale;
    }
}
