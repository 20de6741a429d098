/* SPDX-License-Identifier: Apache-2.0 */
/* Irregular forms: what a rule of endings would get wrong, and what must be left to the network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "language/irregular.h"

static void lemma_is(const char *form, enum vdt_upos upos, const char *lemma) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_view given = vdt_irregular_lemma(&arena, vdt_view_of(form), upos);
    if (!vdt_view_is(given, lemma)) fail_msg("%s: %.*s", form, (int)given.size, given.data);
    vdt_arena_done(&arena);
}

static void forms_of_one_word(void **state) {
    (void)state;
    lemma_is("ate", VDT_UPOS_VERB, "eat"); /* the first and the last of the list, and some between */
    lemma_is("wrung", VDT_UPOS_VERB, "wring");
    lemma_is("fled", VDT_UPOS_VERB, "flee");
    lemma_is("overthrew", VDT_UPOS_VERB, "overthrow");
    lemma_is("withheld", VDT_UPOS_VERB, "withhold");
    lemma_is("gunmen", VDT_UPOS_NOUN, "gunman");
}

static void forms_of_two_words_are_left(void **state) {
    (void)state;
    lemma_is("found", VDT_UPOS_VERB, "");
    lemma_is("wound", VDT_UPOS_VERB, "");
    lemma_is("specimen", VDT_UPOS_NOUN, "");
    lemma_is("fled", VDT_UPOS_PROPN, "");
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(forms_of_one_word),
                                        cmocka_unit_test(forms_of_two_words_are_left) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
