/* SPDX-License-Identifier: Apache-2.0 */
/* The tree decoder against all trees there are, on small random scores; and on large ones, that it makes a tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>

#include "base/limit.h"
#include "language/tree.h"

static uint32_t seed = 7;
static float any(void) {
    seed = seed * 1664525u + 1013904223u;
    return (float)(seed >> 16) / 997.0f;
}

static bool is_tree(const int32_t *heads, size_t count) {
    size_t roots = 0;
    for (size_t i = 0; i < count; i++) {
        roots += heads[i] < 0;
        int32_t at = (int32_t)i;
        for (size_t steps = 0; at >= 0 && steps <= count; steps++) at = heads[at];
        if (at >= 0) return false;
    }
    return roots == 1;
}

static double worth(const float *scores, size_t stride, const int32_t *heads, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += (double)scores[i * stride + (heads[i] < 0 ? count : (size_t)heads[i])];
    return sum;
}

static void finds_the_best_of_all(void **state) {
    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t count = 1 + (size_t)round % 5, stride = count + 1;
        float scores[30];
        for (size_t i = 0; i < count * stride; i++) scores[i] = any();
        int32_t heads[5], said[5];
        double best = -1e30;
        size_t all = 1;
        for (size_t i = 0; i < count; i++) all *= count + 1;
        for (size_t code = 0; code < all; code++) {
            size_t rest = code;
            bool fits = true;
            for (size_t i = 0; i < count; i++, rest /= count + 1) {
                heads[i] = (int32_t)(rest % (count + 1)) - 1;
                fits = fits && heads[i] != (int32_t)i;
            }
            if (fits && is_tree(heads, count) && worth(scores, stride, heads, count) > best)
                best = worth(scores, stride, heads, count);
        }
        void *room = malloc(VDT_TREE_ROOM(count));
        assert_non_null(room);
        vdt_tree_decode(scores, stride, count, count, said, room);
        free(room);
        assert_true(is_tree(said, count));
        assert_true(worth(scores, stride, said, count) >= best - 1e-6);
    }
}

static void long_sentences_become_trees(void **state) {
    (void)state;
    enum { COUNT = VDT_LIMIT_SENTENCE_WORDS, STRIDE = COUNT + 16 };
    float *scores = malloc(sizeof *scores * COUNT * STRIDE);
    int32_t *heads = malloc(sizeof *heads * COUNT);
    void *room = malloc(VDT_TREE_ROOM(COUNT));
    assert_true(scores && heads && room);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT; i++)
            for (size_t j = 0; j < STRIDE; j++)
                /* round 1: pairs that point at each other; round 2: one ring; else any */
                scores[i * STRIDE + j] = round == 1   ? (j == (i ^ 1) ? 9.0f : any() / 100)
                                         : round == 2 ? (j == (i + 1) % COUNT)
                                                      : any();
        vdt_tree_decode(scores, STRIDE, COUNT, COUNT, heads, room);
        assert_true(is_tree(heads, COUNT));
    }
    free(scores);
    free(heads);
    free(room);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(finds_the_best_of_all),
                                        cmocka_unit_test(long_sentences_become_trees) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
