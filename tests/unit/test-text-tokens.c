/* SPDX-License-Identifier: Apache-2.0 */
/* The tokeniser's conventions, a sentence each. "|" is a cut, "+" joins the parts of a contraction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "text/tokens.h"

static void cuts(const char *text, const char *wanted) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_tokens tokens;
    assert_true(vdt_tokens_cut(vdt_view_of(text), &arena, &tokens));
    char said[1024];
    size_t size = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        const struct vdt_token *token = &tokens.items[i];
        if (i) said[size++] = token->part ? '+' : '|';
        memcpy(said + size, text + token->begin, token->end - token->begin);
        size += token->end - token->begin;
    }
    said[size] = '\0';
    assert_string_equal(said, wanted);
    vdt_arena_done(&arena);
}

static void contractions(void **state) {
    (void)state;
    cuts("Kyiv's allies don't agree.", "Kyiv+'s|allies|do+n't|agree|.");
    cuts("It’s what they’ll say", "It+’s|what|they+’ll|say");
    cuts("We cannot; they're gonna.", "We|can+not|;|they+'re|gon+na|.");
    cuts("Its not over, its a start.", "It+s|not|over|,|it+s|a|start|.");
    cuts("Its flag fell on its", "Its|flag|fell|on|its");
    cuts("The rebels' leaders", "The|rebels+'|leaders");
    cuts("called 'rebels' by some", "called|'|rebels|'|by|some");
    cuts("The U.S.'s view, O'Brien's house", "The|U.S.+'s|view|,|O'Brien+'s|house");
    cuts("at 5 o'clock in Sana'a", "at|5|o'clock|in|Sana'a");
}

static void hyphens(void **state) {
    (void)state;
    cuts("a long-term plan", "a|long|-|term|plan");
    cuts("pro-Russian, non-state and re-elected", "pro-Russian|,|non-state|and|re-elected");
    cuts("a 14-year-old in 2020-21", "a|14|-|year|-|old|in|2020|-|21");
    cuts("talks -- then war", "talks|--|then|war");
}

static void abbreviations(void **state) {
    (void)state;
    cuts("Gen. Smith of the U.S. Army left.", "Gen.|Smith|of|the|U.S.|Army|left|.");
    cuts("At 5 p.m. J. R. Lee said no.", "At|5|p.m.|J.|R.|Lee|said|no|.");
    cuts("No. 7 of Acme Inc. fell", "No.|7|of|Acme|Inc.|fell");
    cuts("He came. She left.", "He|came|.|She|left|.");
}

static void numbers(void **state) {
    (void)state;
    cuts("1,000.5 at 10:30 on 9/11/2001", "1,000.5|at|10:30|on|9/11/2001");
    cuts("$5m, 20% and 10km", "$|5|m|,|20|%|and|10|km");
    cuts("the 1990s, 21st on 2021-12-02", "the|1990s|,|21st|on|2021-12-02");
    cuts("10-15 troops, 713-853-3989", "10|-|15|troops|,|713-853-3989");
    cuts("US$3.5bn or 5pm", "US$|3.5|bn|or|5|pm");
}

static void addresses_and_signs(void **state) {
    (void)state;
    cuts("See http://example.org/a-b?c=1, or mail a.b@example.org.",
         "See|http://example.org/a-b?c=1|,|or|mail|a.b@example.org|.");
    cuts("(\"Stop!\" he said...)", "(|\"|Stop|!|\"|he|said|...|)");
    cuts("“War?!” – yes", "“|War|?!|”|–|yes");
    cuts("AT&T and/or example.com :)", "AT&T|and|/|or|example.com|:)");
}

static void every_letter_once(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",     " ",       "\n\n",       "'",     "''''", "’",  "....", "a\xcc\x81 b", "\xe2\x80\x8bzero",
        "-",    "--",      "a-",         "-a",    "1,",   ",1", "+",    "+1",          "http://",
        "www.", "@",       "#",          "@x",    "n't",  "'s", "s'",   "$",           "U.",
        "U.S",  "U.S.A.F", "x\xc2\xa0y", "[...]", "e.g",  "&",  "a&",   "/",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct vdt_arena arena;
        vdt_arena_init(&arena);
        struct vdt_tokens tokens;
        struct vdt_view text = vdt_view_of(texts[i]);
        assert_true(vdt_tokens_cut(text, &arena, &tokens));
        size_t at = 0;
        for (size_t t = 0; t < tokens.count; t++) {
            while (at < tokens.items[t].begin) {
                assert_true(text.data[at] == ' ' || text.data[at] == '\n' || text.data[at] == '\xc2' ||
                            text.data[at] == '\xa0');
                at++;
            }
            assert_int_equal(at, tokens.items[t].begin);
            assert_true(tokens.items[t].end > at);
            at = tokens.items[t].end;
        }
        vdt_arena_done(&arena);
    }
}

static void gaps_and_limits(void **state) {
    (void)state;
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_tokens tokens;
    assert_true(vdt_tokens_cut(VDT_LITERAL("a b\nc\n \nd."), &arena, &tokens));
    static const uint8_t gaps[] = { VDT_GAP_PARAGRAPH, VDT_GAP_SPACE, VDT_GAP_LINE, VDT_GAP_PARAGRAPH, VDT_GAP_NONE };
    assert_int_equal(tokens.count, 5);
    for (size_t i = 0; i < 5; i++) assert_int_equal(tokens.items[i].gap, gaps[i]);
    char *absurd = malloc(100000), *grown = malloc(1000000);
    assert_true(absurd && grown);
    memset(absurd, 'x', 100000);
    assert_true(vdt_tokens_cut((struct vdt_view){ absurd, 100000 }, &arena, &tokens));
    for (size_t i = 0; i < tokens.count; i++)
        assert_true(tokens.items[i].end - tokens.items[i].begin <= VDT_LIMIT_WORD_BYTES);
    /* megabytes without a space: a rule that looked to the end each time would take hours */
    static const char *const pieces[] = { "x", "a-", "a.", "ab.", "'", "a'", "1,", "1-", "(", "www.)", "a@", "\xe2\x80\x99" };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct vdt_view piece = vdt_view_of(pieces[i]);
        size_t size = 0;
        while (size + piece.size <= 1000000) memcpy(grown + size, piece.data, piece.size), size += piece.size;
        assert_true(vdt_tokens_cut((struct vdt_view){ grown, size }, &arena, &tokens));
        vdt_arena_reset(&arena);
    }
    free(grown);
    free(absurd);
    vdt_arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contractions),        cmocka_unit_test(hyphens),
        cmocka_unit_test(abbreviations),       cmocka_unit_test(numbers),
        cmocka_unit_test(addresses_and_signs), cmocka_unit_test(every_letter_once),
        cmocka_unit_test(gaps_and_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
