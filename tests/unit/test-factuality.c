/* SPDX-License-Identifier: Apache-2.0 */
/* Status and voice on trees that are written down: each case would be wrong if one rule of the climb were gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "event/factuality.h"
#include "sentence.h"

static struct vdt_arena arena;
static struct vdt_embedders *embedders;

static int setup(void **state) {
    (void)state;
    vdt_arena_init(&arena);
    return vdt_embedders_open("data", NULL, &embedders, NULL) == VDT_OK ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    vdt_embedders_close(embedders);
    vdt_arena_done(&arena);
    return 0;
}

static struct vdt_fact fact(const char *text, int word) {
    struct vdt_analysis analysis = sentence_of(&arena, text);
    struct vdt_tree tree;
    assert_true(vdt_tree_init(&tree, &arena, &analysis, &analysis.sentences[0]));
    struct vdt_fact out;
    vdt_fact_of(embedders, &tree, &arena, word - 1, &out);
    return out;
}

static void status_follows_embedding(void **state) {
    (void)state;
    static const struct { const char *text; int word; enum vdt_event_status status; } cases[] = {
        { "rebels/rebel/NOUN/2/nsubj attacked/attack/VERB/0/root", 2, VDT_ASSERTED },
        { "rebels/rebel/NOUN/4/nsubj did/do/AUX/4/aux not/./PART/4/advmod attack/./VERB/0/root", 4, VDT_NEGATED },
        { "rebels/rebel/NOUN/3/nsubj may/./AUX/3/aux attack/./VERB/0/root", 3, VDT_POSSIBLE },
        { "rebels/rebel/NOUN/3/nsubj will/./AUX/3/aux attack/./VERB/0/root", 3, VDT_PLANNED },
        { "rebels/rebel/NOUN/2/nsubj failed/fail/VERB/0/root to/./PART/4/mark attack/./VERB/2/xcomp", 4, VDT_NEGATED },
        { "rebels/rebel/NOUN/4/nsubj did/do/AUX/4/aux not/./PART/4/advmod fail/./VERB/0/root to/./PART/6/mark attack/./VERB/4/xcomp", 6, VDT_ASSERTED },
        { "rebels/rebel/NOUN/2/nsubj managed/manage/VERB/0/root to/./PART/4/mark attack/./VERB/2/xcomp", 4, VDT_ASSERTED },
        { "rebels/rebel/NOUN/2/nsubj threatened/threaten/VERB/0/root to/./PART/4/mark attack/./VERB/2/xcomp", 4, VDT_PLANNED },
        { "rebels/rebel/NOUN/2/nsubj denied/deny/VERB/0/root that/./SCONJ/5/mark they/./PRON/5/nsubj attacked/attack/VERB/2/ccomp", 5, VDT_DENIED },
        { "police/./NOUN/2/nsubj prevented/prevent/VERB/0/root an/a/DET/4/det attack/./NOUN/2/obj", 4, VDT_NEGATED },
        { "they/./PRON/2/nsubj condemned/condemn/VERB/0/root the/./DET/4/det attack/./NOUN/2/obj", 4, VDT_ASSERTED },
        { "they/./PRON/3/nsubj will/./AUX/3/aux hold/./VERB/0/root talks/talk/NOUN/3/obj", 4, VDT_PLANNED },
        { "a/./DET/3/det failed/./ADJ/3/amod attack/./NOUN/0/root", 3, VDT_NEGATED },
        { "at/./ADP/3/case no/./DET/3/det point/./NOUN/5/obl they/./PRON/5/nsubj attacked/attack/VERB/0/root", 5, VDT_NEGATED },
        { "they/./PRON/2/nsubj made/make/VERB/0/root no/./DET/4/det arrests/arrest/NOUN/2/obj", 4, VDT_NEGATED },
        { "they/./PRON/2/nsubj had/have/VERB/0/root no/./DET/4/det plans/plan/NOUN/2/obj to/./PART/6/mark attack/./VERB/2/advcl", 6, VDT_NEGATED },
        { "they/./PRON/4/nsubj were/be/AUX/4/aux:pass not/./PART/4/advmod forced/force/VERB/0/root to/./PART/6/mark sign/./VERB/4/xcomp", 6, VDT_POSSIBLE },
        { "they/./PRON/4/nsubj did/do/AUX/4/aux not/./PART/4/advmod know/./VERB/0/root that/./SCONJ/7/mark rebels/rebel/NOUN/7/nsubj attacked/attack/VERB/4/ccomp", 7, VDT_ASSERTED },
        { "they/./PRON/2/nsubj denied/deny/VERB/0/root involvement/./NOUN/2/obj in/./ADP/6/case the/./DET/6/det attack/./NOUN/3/nmod", 6, VDT_ASSERTED },
        { "it/./PRON/3/expl is/be/AUX/3/cop possible/./ADJ/0/root that/./SCONJ/6/mark rebels/rebel/NOUN/6/nsubj attacked/attack/VERB/3/csubj", 6, VDT_POSSIBLE },
        { "they/./PRON/2/nsubj want/./VERB/0/root to/./PART/4/mark attack/./VERB/2/xcomp", 4, VDT_PLANNED },
        { "they/./PRON/2/nsubj want/./VERB/0/root us/we/PRON/2/obj to/./PART/5/mark attack/./VERB/2/xcomp", 5, VDT_POSSIBLE },
        { "they/./PRON/2/nsubj refused/refuse/VERB/0/root because/./SCONJ/5/mark rebels/rebel/NOUN/5/nsubj attacked/attack/VERB/2/advcl", 5, VDT_ASSERTED },
        { "a/./DET/2/det summit/./NOUN/0/root to/./PART/5/mark be/./AUX/5/aux:pass held/hold/VERB/2/acl", 5, VDT_PLANNED },
        { "talks/talk/NOUN/2/nsubj collapsed/collapse/VERB/0/root", 1, VDT_ASSERTED },
        { "attempts/attempt/NOUN/4/nsubj to/./PART/3/mark attack/./VERB/1/acl collapsed/collapse/VERB/0/root", 3, VDT_NEGATED },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vdt_fact given = fact(cases[i].text, cases[i].word);
        if (given.status != cases[i].status) fail_msg("%s: status %d, not %d", cases[i].text, given.status, cases[i].status);
    }
}

static void voices_are_kept_in_order(void **state) {
    (void)state;
    /* "Kenya said Uganda claimed that rebels attacked" */
    struct vdt_fact given = fact("Kenya/./PROPN/2/nsubj said/say/VERB/0/root Uganda/./PROPN/4/nsubj claimed/claim/VERB/2/ccomp "
                                 "that/./SCONJ/7/mark rebels/rebel/NOUN/7/nsubj attacked/attack/VERB/4/ccomp", 7);
    assert_int_equal(given.status, VDT_ASSERTED);
    assert_int_equal(given.voice_count, 2);
    assert_int_equal(given.voices[0].speaker, 2);
    assert_int_equal(given.voices[1].speaker, 0);
    /* a speech act itself rests on nobody's word */
    assert_int_equal(fact("Kenya/./PROPN/2/nsubj accused/accuse/VERB/0/root Uganda/./PROPN/2/obj", 2).voice_count, 0);
}

static void an_if_makes_conditional(void **state) {
    (void)state;
    struct vdt_fact given = fact("if/./SCONJ/3/mark they/./PRON/3/nsubj leave/./VERB/6/advcl rebels/rebel/NOUN/6/nsubj will/./AUX/6/aux attack/./VERB/0/root", 6);
    assert_true(given.conditional);
    assert_int_equal(given.status, VDT_POSSIBLE);
    assert_false(fact("rebels/rebel/NOUN/2/nsubj attacked/attack/VERB/0/root", 2).conditional);
    /* an inverted one, of what did not come about */
    given = fact("had/have/AUX/3/aux they/./PRON/3/nsubj asked/ask/VERB/7/advcl we/./PRON/7/nsubj would/./AUX/7/aux have/./AUX/7/aux helped/help/VERB/0/root", 7);
    assert_true(given.conditional);
    assert_int_equal(given.status, VDT_NEGATED);
}

static bool predicate(const char *text, int word) {
    struct vdt_analysis analysis = sentence_of(&arena, text);
    struct vdt_tree tree;
    assert_true(vdt_tree_init(&tree, &arena, &analysis, &analysis.sentences[0]));
    return vdt_is_predicate(embedders, &tree, word - 1);
}

static void predicates_are_verbs_and_event_nouns(void **state) {
    (void)state;
    const char *text = "Zambia/./PROPN/3/nsubj has/have/AUX/3/aux ended/end/VERB/0/root the/./DET/5/det blockade/./NOUN/3/obj "
                       "of/./ADP/8/case the/./DET/8/det port/./NOUN/5/nmod";
    static const bool wanted[] = { false, false, true, false, true, false, false, false };
    for (int word = 1; word <= 8; word++)
        if (predicate(text, word) != wanted[word - 1]) fail_msg("word %d of: %s", word, text);
    /* what a copula joins, and the copula */
    const char *copular = "roads/road/NOUN/3/nsubj are/be/AUX/3/cop impassable/./ADJ/0/root";
    assert_false(predicate(copular, 1));
    assert_true(predicate(copular, 2));
    assert_true(predicate(copular, 3));
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(status_follows_embedding), cmocka_unit_test(voices_are_kept_in_order),
                                        cmocka_unit_test(an_if_makes_conditional),
                                        cmocka_unit_test(predicates_are_verbs_and_event_nouns) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
