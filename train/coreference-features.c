/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What vdt_coreference_teach sees, for train/coreference.py. Documents come on standard input, each as a line
 * "bytes mentions", the text, and a line "chain begin end head-begin head-end" (bytes) a gold mention. A decision goes out
 * as "d class right", its pairs as "p feature feature ..."; `right` is the number of the pair. "e" ends a document.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limit.h"
#include "language/coreference-weights.h"
#include "language/coreference.h"
#include "language/language.h"

enum { LAST_ONES = 3 };

struct gold {
    long chain;
    uint32_t begin, end, head_begin, head_end;
};

struct lesson {
    const struct vdt_analysis *analysis;
    const struct gold *gold;
    size_t count;
    long *chain_of;       /* by mention, -1: none in the gold */
    const float *weights; /* class by class, NULL: the gold decides */
};

/* The chain of a mention: of the gold mention with its head, else of the shortest one around it whose head stands beside. */
static long chain_of(const struct lesson *lesson, const struct vdt_mention *mention) {
    const struct vdt_word *words = lesson->analysis->words, *head = &words[mention->head];
    uint32_t begin = words[mention->first].begin, end = words[mention->last].end, best = UINT32_MAX;
    long found = -1;
    for (size_t i = 0; i < lesson->count; i++) {
        const struct gold *one = &lesson->gold[i];
        uint32_t size = one->end - one->begin;
        if (one->head_begin >= head->begin && one->head_begin < head->end && size < best) found = one->chain, best = size;
    }
    if (found >= 0 || mention->kind != VDT_MENTION_NAME) return found;
    for (size_t i = 0; i < lesson->count; i++) {
        const struct gold *one = &lesson->gold[i];
        uint32_t size = one->end - one->begin;
        bool around = one->begin <= begin && one->end >= end && size < (end - begin) + 40 && size < best;
        if (around && one->head_begin >= one->begin && one->head_begin < end) found = one->chain, best = size;
    }
    return found;
}

/* How many of an entity's last mentions belong to the chain: the last one must, or most of the last three. */
static uint32_t share_of(const struct lesson *lesson, const struct vdt_mentions *mentions, uint32_t before, uint32_t entity,
                         long chain) {
    uint32_t seen = 0, right = 0;
    for (uint32_t m = before; m-- > 0 && seen < LAST_ONES;)
        if (mentions->items[m].entity == entity) seen++, right += lesson->chain_of[m] == chain;
    return 2 * right > seen ? right : 0;
}

static bool has_name(const struct vdt_mentions *mentions, uint32_t before, uint32_t entity) {
    for (uint32_t m = 0; m < before; m++)
        if (mentions->items[m].entity == entity && mentions->items[m].kind == VDT_MENTION_NAME) return true;
    return false;
}

static uint32_t chosen_by(const float *weights, const struct vdt_pair *pairs, uint32_t count) {
    uint32_t best = 0;
    float most = 0;
    for (uint32_t p = 0; p < count; p++) {
        float value = 0;
        for (uint32_t i = 0; i < pairs[p].count; i++) value += weights[pairs[p].features[i]];
        if (p == 0 || value > most) most = value, best = p;
    }
    return best;
}

/* Where the text's own mistakes have split a chain, the part that has a name is the right one to go on with. */
static uint32_t choose(void *context, const struct vdt_mentions *mentions, uint32_t mention, unsigned kind,
                       const struct vdt_pair *pairs, uint32_t count) {
    struct lesson *lesson = context;
    long chain = lesson->chain_of[mention] = chain_of(lesson, &mentions->items[mention]);
    uint32_t right = 0;
    uint32_t most = 0;
    for (uint32_t p = 1; p < count && chain >= 0; p++) {
        uint32_t share = share_of(lesson, mentions, mention, pairs[p].entity, chain);
        if (share && has_name(mentions, mention, pairs[p].entity)) share += LAST_ONES + 1;
        if (share > most) most = share, right = p;
    }
    printf("d %u %u %d\n", kind, right, chain >= 0);
    for (uint32_t p = 0; p < count; p++) {
        printf("p");
        for (uint32_t i = 0; i < pairs[p].count; i++) printf(" %u", pairs[p].features[i]);
        printf("\n");
    }
    return lesson->weights ? chosen_by(lesson->weights + kind * F_COUNT, pairs, count) : right;
}

static float weights[C_COUNT * F_COUNT];

static bool read_weights(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) return false;
    size_t count = 0;
    while (count < C_COUNT * F_COUNT && fscanf(file, "%f", &weights[count]) == 1) count++;
    fclose(file);
    return count == C_COUNT * F_COUNT;
}

int main(int argc, char **argv) {
    if (argc < 3 || argc > 4) return fprintf(stderr, "usage: coreference-features MODEL DATA [WEIGHTS] <documents\n"), 2;
    if (argc == 4 && !read_weights(argv[3])) return fprintf(stderr, "%s: not a file of weights\n", argv[3]), 2;
    struct vdt_error error;
    struct vdt_language *language;
    struct vdt_language_scratch *scratch;
    struct vdt_reference_words *words;
    if (vdt_language_open(argv[1], &language, &error) || vdt_language_scratch_new(language, &scratch, &error) ||
        vdt_reference_words_open(argv[2], NULL, &words, &error))
        return fprintf(stderr, "%s\n", error.message), 3;
    size_t size, count;
    while (scanf("%zu %zu%*c", &size, &count) == 2) {
        struct vdt_arena arena;
        vdt_arena_init(&arena);
        char *text = malloc(size + 1);
        struct gold *gold = calloc(count + 1, sizeof *gold);
        if (!text || !gold || fread(text, 1, size, stdin) != size) return 3;
        for (size_t i = 0; i < count; i++)
            if (scanf("%ld %u %u %u %u", &gold[i].chain, &gold[i].begin, &gold[i].end, &gold[i].head_begin, &gold[i].head_end) != 5)
                return 3;
        struct vdt_analysis analysis;
        struct vdt_coreference found;
        if (vdt_language_analyse(language, scratch, &arena, (struct vdt_view){ text, size }, &analysis, &error)) return 3;
        struct lesson lesson = { &analysis, gold, count, calloc(analysis.word_count + 1, sizeof(long)), argc == 4 ? weights : NULL };
        struct vdt_teacher teacher = { &lesson, choose };
        if (vdt_coreference_teach(words, &arena, &analysis, &teacher, &found, &error)) return 3;
        printf("e\n");
        free(lesson.chain_of);
        free(gold);
        free(text);
        vdt_arena_done(&arena);
    }
    return 0;
}
