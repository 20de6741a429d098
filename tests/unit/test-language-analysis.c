/* SPDX-License-Identifier: Apache-2.0 */
/* The whole core on sentences of our own: what any usable model must get right, and what holds for any text at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "kernels.h"
#include "language/conllu.h"
#include "language/language-image.h"
#include "language/language.h"
#include "language/name-parts.h"

#ifndef VDT_SOURCE_ROOT
#define VDT_SOURCE_ROOT "."
#endif

static struct vdt_language *language;
static struct vdt_language_scratch *scratch;
static struct vdt_arena arena;

static int open_model(void **state) {
    (void)state;
    vdt_arena_init(&arena);
    if (vdt_language_open(VDT_SOURCE_ROOT "/models/english.image", &language, NULL)) return -1;
    return vdt_language_scratch_new(language, &scratch, NULL) ? -1 : 0;
}

static int close_model(void **state) {
    (void)state;
    vdt_language_scratch_free(scratch);
    vdt_language_close(language);
    vdt_arena_done(&arena);
    return 0;
}

static struct vdt_analysis analyse(struct vdt_view text) {
    struct vdt_analysis analysis;
    assert_int_equal(vdt_language_analyse(language, scratch, &arena, text, &analysis, NULL), VDT_OK);
    return analysis;
}

/* Spans in order, one root in each sentence, every head leads to it. */
static void sound(const struct vdt_analysis *analysis) {
    uint32_t words = 0, at = 0;
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        const struct vdt_sentence *sentence = &analysis->sentences[s];
        assert_int_equal(sentence->first, words);
        assert_true(sentence->count > 0);
        words += sentence->count;
        uint32_t roots = 0;
        for (uint32_t i = 0; i < sentence->count; i++) {
            const struct vdt_word *word = &analysis->words[sentence->first + i];
            assert_true(word->begin >= at && word->end > word->begin && word->end <= analysis->text.size);
            at = word->end;
            assert_true(word->token_begin <= word->begin && word->token_end >= word->end);
            assert_true(word->upos < VDT_UPOS_COUNT && word->relation < VDT_RELATION_COUNT);
            assert_true(word->form.size && word->lemma.size);
            roots += word->head < 0;
            assert_int_equal(word->head < 0, word->relation == VDT_REL_root);
            int32_t up = (int32_t)i;
            for (uint32_t steps = 0; up >= 0 && steps <= sentence->count; steps++)
                up = analysis->words[sentence->first + (uint32_t)up].head;
            assert_true(up < 0);
        }
        assert_int_equal(roots, 1);
    }
    assert_int_equal(words, analysis->word_count);
}

static const struct vdt_word *find(const struct vdt_analysis *analysis, const char *form) {
    for (uint32_t i = 0; i < analysis->word_count; i++)
        if (vdt_view_is(analysis->words[i].form, form)) return &analysis->words[i];
    fail_msg("no word %s", form);
    return NULL;
}

static void a_plain_sentence(void **state) {
    (void)state;
    struct vdt_analysis analysis = analyse(VDT_LITERAL(
        "Rebels didn't attack the army's bases near Aleppo, John Smith said on Friday. The army denied it."));
    sound(&analysis);
    assert_int_equal(analysis.sentence_count, 2);
    const struct vdt_word *words = analysis.words;
    const struct vdt_word *attack = find(&analysis, "attack"), *rebels = find(&analysis, "Rebels"),
                          *said = find(&analysis, "said");
    const struct vdt_word *bases = find(&analysis, "bases"), *not = find(&analysis, "n't"),
                          *did = find(&analysis, "did");
    assert_int_equal(rebels->relation, VDT_REL_nsubj);
    assert_ptr_equal(words + rebels->head, attack);
    assert_int_equal(bases->relation, VDT_REL_obj);
    assert_ptr_equal(words + bases->head, attack);
    assert_int_equal(not ->relation, VDT_REL_advmod);
    assert_true(vdt_view_is(not ->lemma, "not") && vdt_view_is(did->lemma, "do") && vdt_view_is(said->lemma, "say"));
    assert_true(vdt_view_is(rebels->lemma, "rebel") && vdt_view_is(bases->lemma, "base"));
    assert_int_equal(did->range, 2);
    assert_int_equal(did->token_end, not ->end);
    assert_int_equal(not ->range, 0);
    assert_true(vdt_feats_have(said->feats, "Tense=Past"));
    assert_true(vdt_view_is(said->xpos, "VBD"));
    assert_int_equal(vdt_name_type_of(find(&analysis, "Aleppo")->name), VDT_NAME_LOC);
    assert_int_equal(find(&analysis, "John")->name, vdt_name_tag(VDT_NAME_PER, VDT_NAME_BEGIN));
    assert_int_equal(find(&analysis, "Smith")->name, vdt_name_tag(VDT_NAME_PER, VDT_NAME_LAST));
    assert_int_equal(find(&analysis, "said")->name, 0);
}

static void lemmas_are_words(void **state) {
    (void)state;
    struct vdt_analysis analysis = analyse(VDT_LITERAL("Rebels were provoking the villagers and violating the truce in mexico."));
    assert_true(vdt_view_is(find(&analysis, "provoking")->lemma, "provoke"));
    assert_true(vdt_view_is(find(&analysis, "violating")->lemma, "violate"));
    assert_true(vdt_view_is(find(&analysis, "villagers")->lemma, "villager"));
    assert_true(vdt_view_is(find(&analysis, "mexico")->lemma, "Mexico"));
    /* what only the dictionary knows */
    analysis = analyse(VDT_LITERAL("Officials mismanaged the fund, they sang, and troops were rotating among people."));
    assert_true(vdt_view_is(find(&analysis, "mismanaged")->lemma, "mismanage"));
    assert_true(vdt_view_is(find(&analysis, "sang")->lemma, "sing"));
    assert_true(vdt_view_is(find(&analysis, "rotating")->lemma, "rotate"));
    assert_true(vdt_view_is(find(&analysis, "troops")->lemma, "troop"));
    assert_true(vdt_view_is(find(&analysis, "people")->lemma, "people"));
    analysis = analyse(VDT_LITERAL("The United Nations paid 12,500 dollars on Sept. 4, without the slightest doubt. "
                                   "“It was sooooo easy,” she said of the french supplies."));
    assert_true(vdt_view_is(find(&analysis, "United")->lemma, "United"));
    assert_true(vdt_view_is(find(&analysis, "12,500")->lemma, "12500"));
    assert_true(vdt_view_is(find(&analysis, "Sept.")->lemma, "September"));
    assert_true(vdt_view_is(find(&analysis, "slightest")->lemma, "slight"));
    assert_true(vdt_view_is(find(&analysis, "“")->lemma, "\""));
    assert_true(vdt_view_is(find(&analysis, "sooooo")->lemma, "so"));
    assert_true(vdt_view_is(find(&analysis, "french")->lemma, "French"));
}

static void boundaries(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t sentences;
    } cases[] = {
        { "", 0 },
        { " \n\n ", 0 },
        { "Gen. Smith of the U.S. Army met Mr. Lee. They talked.", 2 },
        { "Troops massed at the border\n\nThe ministry said so.", 2 },
        { "\"We will fight,\" he said. \"We will win.\"", 2 },
        { "Will they attack? Nobody knows! The talks go on.", 3 },
        { "Protests spread across the capital\nPolice used tear gas on Monday.", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vdt_analysis analysis = analyse(vdt_view_of(cases[i].text));
        sound(&analysis);
        assert_int_equal(analysis.sentence_count, cases[i].sentences);
    }
}

static void names_are_well_formed(void **state) {
    (void)state;
    struct vdt_analysis analysis =
        analyse(VDT_LITERAL("The United Nations Security Council and Secretary of State Antony Blinken met Sergey "
                            "Lavrov in New York City, the Associated Press said."));
    sound(&analysis);
    bool open = false;
    uint32_t names = 0;
    for (uint32_t i = 0; i < analysis.word_count; i++) {
        uint8_t tag = analysis.words[i].name;
        enum vdt_name_place place = vdt_name_place_of(tag);
        bool goes_on = tag && (place == VDT_NAME_INSIDE || place == VDT_NAME_LAST);
        assert_int_equal(goes_on, open);
        open = tag && (place == VDT_NAME_BEGIN || place == VDT_NAME_INSIDE);
        names += tag && (place == VDT_NAME_BEGIN || place == VDT_NAME_UNIT);
    }
    assert_false(open);
    assert_true(names >= 4);
}

static void long_and_strange_texts(void **state) {
    (void)state;
    size_t size = 0, count = 3 * VDT_LIMIT_SENTENCE_WORDS;
    char *text = malloc(count * 8 + 8);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) size += (size_t)sprintf(text + size, i % 11 == 10 ? "words, " : "words ");
    struct vdt_analysis analysis = analyse((struct vdt_view){ text, size });
    sound(&analysis);
    assert_true(analysis.sentence_count >= 3);
    free(text);
    static const char *const strange[] = { ".", "\"", "((((", "\xe2\x80\x8b", "中文新聞", "!!! ??? ...", "a",
                                           "1", "…",  "'s",   "n't",          "😀😀 😀",     "\x01\x02" };
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        analysis = analyse(vdt_view_of(strange[i]));
        sound(&analysis);
    }
}

/* A sentence's analysis does not depend on what it is batched with. */
static void same_bits_in_any_company(void **state) {
    (void)state;
    static const char *const sentences[] = {
        "Moscow has accused Kiev of pursuing its own military buildup.",
        "Two soldiers were killed.",
        "Nobody spoke.",
        "Protesters who had gathered in front of the parliament since dawn demanded that the president resign.",
        "Turkey said it would not let ships pass.",
        "The talks failed.",
        "Aid groups evacuated 300 people from the besieged town.",
        "He was arrested, tried and sentenced to ten years in prison.",
    };
    enum { COUNT = sizeof sentences / sizeof *sentences };
    char all[2048] = "";
    for (size_t i = 0; i < COUNT; i++) strcat(strcat(all, sentences[i]), "\n\n");
    struct vdt_analysis together = analyse(vdt_view_of(all));
    assert_int_equal(together.sentence_count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        struct vdt_analysis alone = analyse(vdt_view_of(sentences[i]));
        const struct vdt_word *other = together.words + together.sentences[i].first;
        assert_int_equal(alone.word_count, together.sentences[i].count);
        for (uint32_t w = 0; w < alone.word_count; w++) {
            assert_int_equal(alone.words[w].head, other[w].head);
            assert_int_equal(alone.words[w].relation, other[w].relation);
            assert_int_equal(alone.words[w].upos, other[w].upos);
            assert_int_equal(alone.words[w].name, other[w].name);
            assert_true(vdt_view_equal(alone.words[w].lemma, other[w].lemma));
            assert_true(vdt_view_equal(alone.words[w].feats, other[w].feats));
        }
    }
}

static void same_words(const struct vdt_analysis *some, const struct vdt_analysis *others) {
    assert_int_equal(some->word_count, others->word_count);
    for (uint32_t i = 0; i < some->word_count; i++) {
        const struct vdt_word *one = &some->words[i], *other = &others->words[i];
        assert_int_equal(one->head, other->head);
        assert_int_equal(one->relation, other->relation);
        assert_int_equal(one->upos, other->upos);
        assert_int_equal(one->name, other->name);
        assert_true(vdt_view_equal(one->lemma, other->lemma) && vdt_view_equal(one->feats, other->feats));
        assert_true(vdt_view_equal(one->xpos, other->xpos));
    }
}

/* The text of the project's own documents: long enough for every tile of every kernel, and for the cache of forms. */
static struct vdt_view some_text(void) {
    static char text[60000];
    FILE *file = fopen(VDT_SOURCE_ROOT "/docs/tour.md", "rb");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    return (struct vdt_view){ text, size };
}

static void every_kernel_says_the_same(void **state) {
    (void)state;
    const struct vdt_kernel *own = language->kernel, *kernel;
    struct vdt_analysis wanted = analyse(some_text());
    for (int kind = 0; next_kernel(&kind, &kernel);) {
        struct vdt_language_scratch *fresh, *kept = scratch;
        assert_int_equal(vdt_language_scratch_new(language, &fresh, NULL), VDT_OK);
        language->kernel = kernel;
        scratch = fresh;
        struct vdt_analysis said = analyse(some_text()), again = analyse(some_text());
        scratch = kept;
        language->kernel = own;
        vdt_language_scratch_free(fresh);
        same_words(&wanted, &said);
        same_words(&wanted, &again); /* now from the cache */
    }
    assert_ptr_equal(own, vdt_kernel_best());
}

static void given_tokens_are_kept(void **state) {
    (void)state;
    static const char given[] =
        "# newdoc id = d\n# sent_id = d-7\n# note: kept\n"
        "1\tSoldiers\t_\t_\t_\t_\t_\t_\t_\tRef=4\n"
        "2-3\tcannot\t_\t_\t_\t_\t_\t_\t_\tA=b\n2\tcan\t_\t_\t_\t_\t_\t_\t_\t_\n3\tnot\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "4\tleave\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n5\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    struct vdt_view rest = vdt_view_of(given);
    struct vdt_conllu document;
    assert_int_equal(vdt_conllu_read(&rest, &arena, &document, NULL), VDT_OK);
    assert_true(vdt_view_is(document.analysis.text, "Soldiers cannot leave."));
    assert_int_equal(vdt_language_analyse_tokens(language, scratch, &arena, &document.analysis, NULL), VDT_OK);
    sound(&document.analysis);
    struct vdt_buffer out;
    vdt_buffer_init(&out);
    assert_int_equal(vdt_conllu_write(&document.analysis, document.id, &document, NULL, &out, NULL), VDT_OK);
    static const char *const wanted[] = {
        "# newdoc id = d\n# sent_id = d-7\n# note: kept\n1\tSoldiers\tsoldier\tNOUN\tNNS\t", "\tRef=4\n",
        "2-3\tcannot\t_\t_\t_\t_\t_\t_\t_\tA=b\n", "\t0\troot\t_\tSpaceAfter=No\n"
    };
    vdt_buffer_char(&out, '\0');
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) assert_non_null(strstr(out.data, wanted[i]));
    vdt_buffer_done(&out);
}

static void persons_in_a_row(void **state) {
    (void)state;
    struct vdt_word words[] = { { .form = vdt_view_of("Larry") }, { .form = vdt_view_of("Parker") }, { .form = vdt_view_of("Lisa") },
                                { .form = vdt_view_of("Sewell") } };
    for (unsigned i = 0; i < 4; i++)
        words[i].name = vdt_name_tag(VDT_NAME_PER, i == 0 ? VDT_NAME_BEGIN : i == 3 ? VDT_NAME_LAST : VDT_NAME_INSIDE);
    struct vdt_analysis analysis = { .words = words, .word_count = 4 };
    vdt_names_part(language, &analysis);
    assert_int_equal(words[1].name, vdt_name_tag(VDT_NAME_PER, VDT_NAME_LAST));
    assert_int_equal(words[2].name, vdt_name_tag(VDT_NAME_PER, VDT_NAME_BEGIN));
}

static void a_name_twice(void **state) {
    (void)state;
    struct vdt_word words[] = { { .form = vdt_view_of("Lisa") }, { .form = vdt_view_of("Lisa") }, { .form = vdt_view_of("Sewell") } };
    for (unsigned i = 0; i < 3; i++)
        words[i].name = vdt_name_tag(VDT_NAME_PER, i == 0 ? VDT_NAME_BEGIN : i == 2 ? VDT_NAME_LAST : VDT_NAME_INSIDE);
    struct vdt_analysis analysis = { .words = words, .word_count = 3 };
    vdt_names_part(language, &analysis);
    assert_int_equal(words[0].name, vdt_name_tag(VDT_NAME_PER, VDT_NAME_UNIT));
    assert_int_equal(words[1].name, vdt_name_tag(VDT_NAME_PER, VDT_NAME_BEGIN));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_sentence),         cmocka_unit_test(boundaries),
        cmocka_unit_test(names_are_well_formed),    cmocka_unit_test(long_and_strange_texts),
        cmocka_unit_test(same_bits_in_any_company), cmocka_unit_test(every_kernel_says_the_same),
        cmocka_unit_test(given_tokens_are_kept),    cmocka_unit_test(lemmas_are_words),
        cmocka_unit_test(persons_in_a_row),         cmocka_unit_test(a_name_twice),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
