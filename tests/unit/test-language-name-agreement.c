/* SPDX-License-Identifier: Apache-2.0 */
/* A name found in a report is found wherever the report has it, and has one type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "language/name-agreement.h"

enum { MOST = 16 };

/* One sentence: a word and its type, 0 for none, LAST and so on told by the neighbours of one type. */
struct given {
    const char *form;
    enum vdt_name_type type;
};

static struct vdt_word words[MOST];

static void agree(const struct given *given, uint32_t count) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    for (uint32_t i = 0; i < count; i++) {
        bool before = i && given[i - 1].type == given[i].type, after = i + 1 < count && given[i + 1].type == given[i].type;
        words[i] = (struct vdt_word){ .form = vdt_view_of(given[i].form) };
        words[i].name = vdt_name_tag(given[i].type, before ? after ? VDT_NAME_INSIDE : VDT_NAME_LAST
                                                           : after ? VDT_NAME_BEGIN : VDT_NAME_UNIT);
    }
    struct vdt_sentence sentence = { .first = 0, .count = count };
    struct vdt_analysis analysis = { .words = words, .word_count = count, .sentences = &sentence, .sentence_count = 1 };
    assert_true(vdt_names_agree(&arena, &analysis));
    vdt_arena_done(&arena);
}

static void one_type(void **state) {
    (void)state;
    const struct given given[] = { { "Aden", VDT_NAME_LOC }, { "and", 0 }, { "Aden", VDT_NAME_ORG }, { "or", 0 }, { "Aden", VDT_NAME_LOC } };
    agree(given, 5);
    assert_int_equal(words[2].name, vdt_name_tag(VDT_NAME_LOC, VDT_NAME_UNIT));
}

static void passed_over(void **state) {
    (void)state;
    const struct given given[] = { { "Port", VDT_NAME_LOC }, { "Said", VDT_NAME_LOC }, { "is", 0 }, { "no", 0 },
                                   { "Port", 0 },            { "Said", 0 },            { "port", 0 } };
    agree(given, 7);
    assert_int_equal(words[4].name, vdt_name_tag(VDT_NAME_LOC, VDT_NAME_BEGIN));
    assert_int_equal(words[5].name, vdt_name_tag(VDT_NAME_LOC, VDT_NAME_LAST));
    assert_int_equal(words[6].name, 0);
}

static void mostly_no_name(void **state) {
    (void)state;
    const struct given given[] = { { "Will", VDT_NAME_PER }, { "saw", 0 }, { "Will", 0 }, { "he", 0 }, { "Will", 0 } };
    agree(given, 5);
    assert_int_equal(words[2].name, 0);
    assert_int_equal(words[4].name, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(one_type), cmocka_unit_test(passed_over), cmocka_unit_test(mostly_no_name) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
