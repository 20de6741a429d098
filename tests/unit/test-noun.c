/* SPDX-License-Identifier: Apache-2.0 */
/* Which words a party covers, whether a noun is somebody, and where a frame finds what parsers hang elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "event/noun.h"
#include "sentence.h"

static struct vdt_arena arena;
static struct vdt_tree tree;

static void read_sentence(const char *text) {
    struct vdt_analysis *analysis = vdt_arena_take(&arena, sizeof *analysis);
    *analysis = sentence_of(&arena, text);
    assert_true(vdt_tree_init(&tree, &arena, analysis, analysis->sentences));
}

static void covers(int32_t head, uint32_t first, uint32_t last) {
    uint32_t from, to;
    vdt_noun_span(&tree, head, &from, &to);
    assert_int_equal(from, first);
    assert_int_equal(to, last);
}

static void titles_and_names_belong_together(void **state) {
    (void)state;
    read_sentence("The/./DET/3/det Latvian/./ADJ/3/amod minister/./NOUN/6/nsubj Ana/./PROPN/3/appos Silva/./PROPN/4/flat "
                  "left/leave/VERB/0/root Monday/./PROPN/6/obl");
    covers(2, 0, 4);
}

static void what_tells_which_one_belongs(void **state) {
    (void)state;
    read_sentence("Members/member/NOUN/7/nsubj of/./ADP/3/case parliament/./NOUN/1/nmod loyal/./ADJ/1/amod to/./ADP/6/case "
                  "her/./PRON/4/obl left/leave/VERB/0/root ././PUNCT/7/punct");
    covers(0, 0, 5);
}

static void clauses_and_remarks_do_not(void **state) {
    (void)state;
    read_sentence("Silva/./PROPN/8/nsubj ,/./PUNCT/4/punct a/./DET/4/det lawyer/./NOUN/1/appos who/./PRON/6/nsubj "
                  "fled/flee/VERB/4/acl:relcl ,/./PUNCT/4/punct won/win/VERB/0/root");
    covers(0, 0, 0);
}

static void of_may_be_the_verbs(void **state) {
    (void)state;
    read_sentence("Chad/./PROPN/2/nsubj accused/accuse/VERB/0/root the/./DET/4/det army/./NOUN/2/obj of/./ADP/6/case "
                  "murder/./NOUN/4/nmod");
    covers(3, 2, 3);
}

static void nouns_are_somebody_or_not(void **state) {
    (void)state;
    struct vdt_patterns *patterns;
    struct vdt_error error;
    assert_int_equal(vdt_patterns_open("data", NULL, NULL, &patterns, &error), VDT_OK);
    read_sentence("villager/./NOUN/0/root parliament/./NOUN/1/dep guitarist/./NOUN/1/dep proposal/./NOUN/1/dep "
                  "annexation/./NOUN/1/dep delegation/./NOUN/1/dep convoy/./NOUN/1/dep Monday/./PROPN/1/dep");
    static const enum vdt_noun_kind kinds[] = { VDT_NOUN_PARTY, VDT_NOUN_PARTY, VDT_NOUN_PARTY, VDT_NOUN_MATTER,
                                                VDT_NOUN_MATTER, VDT_NOUN_PARTY, VDT_NOUN_HOLDING, VDT_NOUN_MATTER };
    for (int32_t i = 0; i < 8; i++) assert_int_equal(vdt_noun_kind_of(patterns, &tree, i), kinds[i]);
    vdt_patterns_close(patterns);
}

static void phrases_of_the_object_are_the_verbs(void **state) {
    (void)state;
    read_sentence("Peru/./PROPN/2/nsubj filed/file/VERB/0/root a/./DET/4/det suit/./NOUN/2/obj in/./ADP/7/case a/./DET/7/det "
                  "court/./NOUN/2/obl against/./ADP/10/case the/./DET/10/det bank/./NOUN/7/nmod");
    struct vdt_frame frame;
    vdt_frame_build(&tree, &arena, 1, &frame);
    const struct vdt_slot *against = vdt_frame_slot(&frame, VDT_SLOT_PREPOSITION, "against");
    assert_non_null(against);
    assert_int_equal(against->word, 9);
    assert_true(against->inherited);
    assert_false(vdt_frame_slot(&frame, VDT_SLOT_PREPOSITION, "in")->inherited);
}

static int begin(void **state) {
    (void)state;
    vdt_arena_init(&arena);
    return 0;
}

static int end(void **state) {
    (void)state;
    vdt_arena_done(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_and_names_belong_together), cmocka_unit_test(what_tells_which_one_belongs),
        cmocka_unit_test(clauses_and_remarks_do_not),       cmocka_unit_test(of_may_be_the_verbs),
        cmocka_unit_test(nouns_are_somebody_or_not),        cmocka_unit_test(phrases_of_the_object_are_the_verbs),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
