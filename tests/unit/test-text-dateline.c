/* SPDX-License-Identifier: Apache-2.0 */
/* Datelines: what is one, what only looks like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/dateline.h"

/* The text behind the dateline; the whole text if it has none. */
static const char *behind(const char *text) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_tokens tokens;
    assert_true(vdt_tokens_cut(vdt_view_of(text), &arena, &tokens));
    size_t length = vdt_dateline(vdt_view_of(text), &tokens, 0);
    const char *rest = length ? text + tokens.items[length].begin : text;
    vdt_arena_done(&arena);
    return rest;
}

static void datelines_are_passed(void **state) {
    (void)state;
    assert_string_equal(behind("QUITO - Police have searched a house."), "Police have searched a house.");
    assert_string_equal(behind("OSLO, March 3 (Agency) -- Norway signed."), "Norway signed.");
    assert_string_equal(behind("ADDIS ABABA (Wire): Ethiopia agreed."), "Ethiopia agreed.");
    assert_string_equal(behind("Lima, May 4, ABC \xe2\x80\x94 Peru closed its border."), "Peru closed its border.");
    assert_string_equal(behind("(Agency) Troops left."), "Troops left.");
}

static void sentences_are_not(void **state) {
    (void)state;
    static const char *const texts[] = { "NATO-led troops left.", "Police: two men were held.", "UN: the talks go on.",
                                         "Kenya - a country in Africa - agreed.", "Peru closed its border - again.",
                                         "The army - and the police - left.", "A", "-", "" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_string_equal(behind(texts[i]), texts[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(datelines_are_passed), cmocka_unit_test(sentences_are_not) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
