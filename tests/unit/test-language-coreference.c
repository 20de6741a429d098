/* SPDX-License-Identifier: Apache-2.0 */
/* Whom words mean, on texts of our own with the trained model; and what holds for any text at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "language/coreference.h"
#include "language/language.h"

#ifndef VDT_SOURCE_ROOT
#define VDT_SOURCE_ROOT "."
#endif

static struct vdt_language *language;
static struct vdt_language_scratch *scratch;
static struct vdt_reference_words *words;
static struct vdt_arena arena;
static struct vdt_analysis analysis;
static struct vdt_coreference found;

static int open_all(void **state) {
    (void)state;
    vdt_arena_init(&arena);
    if (vdt_language_open(VDT_SOURCE_ROOT "/models/english.image", &language, NULL)) return -1;
    if (vdt_reference_words_open(VDT_SOURCE_ROOT "/data", NULL, &words, NULL)) return -1;
    return vdt_language_scratch_new(language, &scratch, NULL) ? -1 : 0;
}

static int close_all(void **state) {
    (void)state;
    vdt_reference_words_close(words);
    vdt_language_scratch_free(scratch);
    vdt_language_close(language);
    vdt_arena_done(&arena);
    return 0;
}

static void read_text(struct vdt_view text) {
    vdt_arena_reset(&arena);
    assert_int_equal(vdt_language_analyse(language, scratch, &arena, text, &analysis, NULL), VDT_OK);
    assert_int_equal(vdt_coreference_find(words, &arena, &analysis, &found, NULL), VDT_OK);
}

/* The entity of the mention that the n-th word of this form heads. */
static uint32_t entity_of(const char *form, int n) {
    for (uint32_t word = 0; word < analysis.word_count; word++) {
        if (!vdt_view_is(analysis.words[word].form, form) || --n) continue;
        if (found.mentions.of_word[word] == VDT_NO_MENTION) fail_msg("%s heads no mention", form);
        return found.mentions.items[found.mentions.of_word[word]].entity;
    }
    fail_msg("no word %s", form);
    return 0;
}

static void names_and_pronouns(void **state) {
    (void)state;
    read_text(VDT_LITERAL("Angela Merkel met Emmanuel Macron in Berlin on Monday. She said that her government would help. "
                          "Macron thanked her."));
    assert_int_equal(entity_of("She", 1), entity_of("Angela", 1));
    assert_int_equal(entity_of("her", 2), entity_of("Angela", 1));
    assert_int_equal(entity_of("Macron", 2), entity_of("Emmanuel", 1));
    assert_int_not_equal(entity_of("Emmanuel", 1), entity_of("Angela", 1));
}

static void acronyms(void **state) {
    (void)state;
    read_text(VDT_LITERAL("The United Nations met in Geneva. The UN said it was worried."));
    assert_int_equal(entity_of("UN", 1), entity_of("Nations", 1));
}

/* Names of one country are one; of two countries, two. */
static void names_of_countries(void **state) {
    (void)state;
    read_text(VDT_LITERAL("Officials from the United Kingdom met officials from Germany on Monday. Britain will send ships, "
                          "the ministry said. The UK has promised them for months."));
    assert_int_equal(entity_of("Britain", 1), entity_of("Kingdom", 1));
    assert_int_equal(entity_of("UK", 1), entity_of("Kingdom", 1));
    assert_int_not_equal(entity_of("Germany", 1), entity_of("Kingdom", 1));
}

/* A name within another one is told where the report has it alone, too. */
static void names_within_names(void **state) {
    (void)state;
    read_text(VDT_LITERAL("The University of Oslo closed on Friday. Snow fell on Oslo all night. Anna Berg studies there, at the "
                          "University of Bergen she taught."));
    assert_int_equal(entity_of("Oslo", 1), entity_of("Oslo", 2));
    assert_int_not_equal(entity_of("Oslo", 1), entity_of("University", 1));
    for (uint32_t m = 0; m < found.mentions.count; m++) {
        const struct vdt_mention *mention = &found.mentions.items[m];
        assert_false(mention->inner && !vdt_view_is(analysis.words[mention->head].form, "Oslo"));
    }
}

static void speakers(void **state) {
    (void)state;
    read_text(VDT_LITERAL("John Smith spoke to reporters in London. \"I will not resign,\" Smith said."));
    assert_int_equal(entity_of("I", 1), entity_of("Smith", 2));
}

static void own_names(void **state) {
    (void)state;
    read_text(VDT_LITERAL("Good morning. I am John Smith. I came here from Boston."));
    assert_int_equal(entity_of("I", 1), entity_of("John", 1));
    assert_int_equal(entity_of("I", 2), entity_of("John", 1));
}

/* Entities are numbered by their first mentions, and their chains hold every mention once. */
static void sound(void) {
    uint32_t seen = 0, next = 0;
    for (uint32_t m = 0; m < found.mentions.count; m++) {
        const struct vdt_mention *mention = &found.mentions.items[m];
        assert_true(mention->entity <= next && mention->entity < found.entity_count);
        next += mention->entity == next;
        assert_true(mention->first <= mention->head && mention->head <= mention->last && mention->last < analysis.word_count);
        assert_int_equal(found.mentions.of_word[mention->head], m);
    }
    assert_int_equal(next, found.entity_count);
    for (uint32_t entity = 0; entity < found.entity_count; entity++)
        for (uint32_t m = found.entities[entity].first; m != VDT_NO_MENTION; m = found.next[m], seen++)
            assert_int_equal(found.mentions.items[m].entity, entity);
    assert_int_equal(seen, found.mentions.count);
}

static void any_text(void **state) {
    (void)state;
    read_text(VDT_LITERAL(""));
    assert_int_equal(found.entity_count, 0);
    read_text(VDT_LITERAL("\" \xE2\x80\x9D he \xE2\x80\x9C\xE2\x80\x9C I said, \"\" \n\n\n it"));
    sound();
    read_text(VDT_LITERAL("They told us that he himself saw it. You and I. His."));
    sound();
}

/* Ten times the text takes no more than some ten times the memory and comes to its end. */
static void long_text(void **state) {
    (void)state;
    static const char piece[] = "President Ann Lee met Bob Ray of the Lake Party in Oslo, and she told him that it was his. ";
    enum { TIMES = 2000 };
    char *text = malloc(TIMES * (sizeof piece - 1));
    assert_non_null(text);
    for (size_t i = 0; i < TIMES; i++) memcpy(text + i * (sizeof piece - 1), piece, sizeof piece - 1);
    read_text((struct vdt_view){ text, TIMES * (sizeof piece - 1) });
    sound();
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_pronouns), cmocka_unit_test(acronyms), cmocka_unit_test(speakers),
        cmocka_unit_test(names_of_countries), cmocka_unit_test(names_within_names),
        cmocka_unit_test(own_names),
        cmocka_unit_test(any_text),           cmocka_unit_test(long_text),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
