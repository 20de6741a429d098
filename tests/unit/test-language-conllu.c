/* SPDX-License-Identifier: Apache-2.0 */
/* CoNLL-U in and out, without a model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "language/conllu.h"

#define REST "\t_\t_\t_\t_\t0\troot\t_\t"

static struct vdt_arena arena;

static void documents_one_by_one(void **state) {
    (void)state;
    vdt_arena_init(&arena);
    struct vdt_view rest =
        VDT_LITERAL("# newdoc id = a\n# newpar\n1\tOne" REST "_\n2\ttwo" REST "SpaceAfter=No\n3\t." REST "_\n\n"
                    "# newpar\r\n1\tThree" REST "_\r\n1.1\tghost" REST "_\r\n\r\n# newdoc id = b\n1\tFour" REST "_");
    struct vdt_conllu document;
    assert_int_equal(vdt_conllu_read(&rest, &arena, &document, NULL), VDT_OK);
    assert_true(vdt_view_is(document.id, "a"));
    assert_true(vdt_view_is(document.analysis.text, "One two.\n\nThree"));
    assert_int_equal(document.analysis.sentence_count, 2);
    assert_int_equal(document.analysis.word_count, 4);
    assert_int_equal(document.analysis.words[3].begin, 10);
    assert_int_equal(vdt_conllu_read(&rest, &arena, &document, NULL), VDT_OK);
    assert_true(vdt_view_is(document.id, "b"));
    assert_int_equal(document.analysis.word_count, 1);
    assert_int_equal(vdt_conllu_read(&rest, &arena, &document, NULL), VDT_END);
    vdt_arena_done(&arena);
}

static void damaged_lines_are_named(void **state) {
    (void)state;
    static const struct {
        const char *text;
        unsigned line;
    } cases[] = {
        { "# c\n1\tOne\n", 2 },     /* too few columns */
        { "2\tOne" REST "_\n", 1 }, /* out of order */
        { "1\tOne" REST "_\n1\tTwo" REST "_\n", 2 },
        { "x\tOne" REST "_\n", 1 },
        { "1\t" REST "_\n", 1 }, /* no form */
        { "2-1\tOne" REST "_\n", 1 },
        { "1-2\tcannot" REST "_\n1\tcan" REST "_\n\n", 3 }, /* a range that is cut */
        { "1-2\tcannot" REST "_\n1\tcan" REST "_", 2 },
        { "99999999999\tOne" REST "_\n", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vdt_arena_init(&arena);
        struct vdt_view rest = vdt_view_of(cases[i].text);
        struct vdt_conllu document;
        struct vdt_error error = { 0 };
        assert_int_equal(vdt_conllu_read(&rest, &arena, &document, &error), VDT_ERROR_FORMAT);
        assert_int_equal(error.line, cases[i].line);
        vdt_arena_done(&arena);
    }
}

static void ranges_count_code_points(void **state) {
    (void)state;
    struct vdt_view text = VDT_LITERAL("Kyiv’s\n é!");
    struct vdt_word words[] = {
        { .form = VDT_LITERAL("Kyiv"),
          .lemma = VDT_LITERAL("Kyiv"),
          .begin = 0,
          .end = 4,
          .head = 2,
          .range = 2,
          .token_begin = 0,
          .token_end = 8,
          .space_after = 1,
          .upos = VDT_UPOS_PROPN,
          .relation = VDT_REL_nmod_poss },
        { .form = VDT_LITERAL("’s"),
          .begin = 4,
          .end = 8,
          .head = 0,
          .token_begin = 0,
          .token_end = 8,
          .space_after = 1,
          .upos = VDT_UPOS_PART,
          .relation = VDT_REL_case_ },
        { .form = VDT_LITERAL("é"),
          .begin = 10,
          .end = 12,
          .head = -1,
          .token_begin = 10,
          .token_end = 12,
          .upos = VDT_UPOS_NOUN,
          .relation = VDT_REL_root },
        { .form = VDT_LITERAL("!"),
          .begin = 12,
          .end = 13,
          .head = 2,
          .token_begin = 12,
          .token_end = 13,
          .space_after = 1,
          .upos = VDT_UPOS_PUNCT,
          .relation = VDT_REL_punct },
    };
    struct vdt_sentence sentence = { 0, 4, 0, 13 };
    struct vdt_analysis analysis = { .text = text, .words = words, .word_count = 4, .sentences = &sentence, .sentence_count = 1 };
    const uint32_t spans[][2] = { { 9, 13 } };
    struct vdt_conllu_furniture furniture = { spans, 1 };
    struct vdt_buffer out;
    vdt_buffer_init(&out);
    assert_int_equal(vdt_conllu_write(&analysis, VDT_LITERAL("r 1"), NULL, &furniture, &out, NULL), VDT_OK);
    vdt_buffer_char(&out, '\0');
    assert_string_equal(out.data, "# newdoc id = r 1\n# sent_id = r 1-1\n# text = Kyiv’s é!\n"
                                  "1-2\tKyiv’s\t_\t_\t_\t_\t_\t_\t_\tTokenRange=0:6\n"
                                  "1\tKyiv\tKyiv\tPROPN\t_\t_\t3\tnmod:poss\t_\t_\n"
                                  "2\t’s\t_\tPART\t_\t_\t1\tcase\t_\t_\n"
                                  "3\té\t_\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No|Furniture=Yes|TokenRange=8:9\n"
                                  "4\t!\t_\tPUNCT\t_\t_\t3\tpunct\t_\tFurniture=Yes|TokenRange=9:10\n\n");
    vdt_buffer_done(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_one_by_one),
        cmocka_unit_test(damaged_lines_are_named),
        cmocka_unit_test(ranges_count_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
