/* SPDX-License-Identifier: Apache-2.0 */
/* Boundaries without a trained model: what holds whatever the weights are. What they learned: test-language-analysis.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "text/sentences.h"

static float never[VDT_BOUNDARY_WEIGHTS], always[VDT_BOUNDARY_WEIGHTS];

static size_t count_ends(const char *text, const float *weights, size_t longest, size_t *longest_seen) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_tokens tokens;
    assert_true(vdt_tokens_cut(vdt_view_of(text), &arena, &tokens));
    uint8_t *ends = vdt_arena_take(&arena, tokens.count);
    assert_non_null(ends);
    struct vdt_boundary_model model = { weights };
    vdt_sentences_find(vdt_view_of(text), &tokens, &model, longest, ends);
    size_t count = 0, running = 0;
    *longest_seen = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        running++;
        if (running > *longest_seen) *longest_seen = running;
        if (!ends[i]) continue;
        count++;
        running = 0;
        if (i + 1 < tokens.count) assert_int_equal(tokens.items[i + 1].part, 0);
    }
    assert_int_equal(running, 0); /* the last token ends one */
    vdt_arena_done(&arena);
    return count;
}

static void paragraphs_always_end(void **state) {
    (void)state;
    size_t longest;
    assert_int_equal(count_ends("A headline\n\nHe said so. She left.\n\n", never, 100, &longest), 2);
    assert_int_equal(count_ends("", never, 100, &longest), 0);
}

static void small_letters_never_begin_one(void **state) {
    (void)state;
    size_t longest;
    assert_int_equal(count_ends("He said so, and they left at once", always, 100, &longest), 1);
    assert_int_equal(count_ends("He left. She stayed.", always, 100, &longest), 2);
}

static void long_ones_are_cut_at_punctuation(void **state) {
    (void)state;
    char text[4000];
    size_t size = 0, longest;
    for (int i = 0; i < 100; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, "they don't go%s ", i % 7 == 6 ? ";" : "");
    size_t count = count_ends(text, never, 40, &longest);
    assert_true(longest <= 40);
    assert_true(count >= 10 && count < 25);
}

static void a_cut_is_told_from_an_end(void **state) {
    (void)state;
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_tokens tokens;
    struct vdt_view text = vdt_view_of("one two three four, five six seven eight nine ten\n\nend");
    assert_true(vdt_tokens_cut(text, &arena, &tokens));
    uint8_t ends[32];
    assert_true(tokens.count <= sizeof ends);
    struct vdt_boundary_model model = { never };
    vdt_sentences_find(text, &tokens, &model, 7, ends);
    assert_int_equal(ends[4], VDT_BOUNDARY_CUT); /* the comma */
    assert_int_equal(ends[tokens.count - 2], VDT_BOUNDARY_END);
    assert_int_equal(ends[tokens.count - 1], VDT_BOUNDARY_END);
    vdt_arena_done(&arena);
}

int main(void) {
    for (size_t i = 0; i < VDT_BOUNDARY_WEIGHTS; i++) never[i] = -1, always[i] = 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_always_end),
        cmocka_unit_test(small_letters_never_begin_one),
        cmocka_unit_test(long_ones_are_cut_at_punctuation),
        cmocka_unit_test(a_cut_is_told_from_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
