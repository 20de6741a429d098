/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times in sentences. A case is a sentence cut at spaces, and what is to be found: "words=from..to", several with ";",
 * one day written once, "?" where the days cannot be told, "" for no time at all. Published on Friday 2021-12-03.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "event/times.h"

enum { MOST_WORDS = 256 };

static struct vdt_arena arena;

/* "march/VERB": a tag may follow a word; a | ends a sentence. */
static void build(const char *text, struct vdt_analysis *out) {
    struct vdt_word *words = vdt_arena_array(&arena, MOST_WORDS, sizeof *words);
    struct vdt_sentence *sentences = vdt_arena_array(&arena, 8, sizeof *sentences);
    *out = (struct vdt_analysis){ .words = words, .sentences = sentences, .sentence_count = 1 };
    struct vdt_view rest = vdt_arena_copy(&arena, vdt_view_of(text));
    while (rest.size) {
        struct vdt_view word = vdt_view_cut(&rest, ' '), tag = word;
        struct vdt_view form = vdt_view_cut(&tag, '/');
        if (vdt_view_is(form, "|")) {
            sentences[out->sentence_count++].first = out->word_count;
            continue;
        }
        struct vdt_word *made = &words[out->word_count++];
        *made = (struct vdt_word){ .form = form, .lemma = form, .head = -1, .space_after = 1 };
        enum vdt_upos upos;
        if (tag.size && vdt_upos_find(tag, &upos)) made->upos = (uint8_t)upos;
        if (vdt_view_is(tag, "VBD")) made->xpos = tag;
        if (vdt_view_is(tag, "NNS")) made->xpos = tag, made->upos = VDT_UPOS_NOUN;
        if (vdt_view_is(tag, "counts")) made->relation = VDT_REL_nummod;
        sentences[out->sentence_count - 1].count++;
    }
}

static void write_times(const struct vdt_analysis *analysis, const struct vdt_sentence *sentence,
                        const struct vdt_time *times, size_t count, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (times[i].sentence + 1 < analysis->sentence_count || (i && times[i].sentence == times[i - 1].sentence && times[i].first <= times[i - 1].reach_last)) continue;
        char from[11] = "?", to[11] = "?";
        if (times[i].from != VDT_NO_DAY) vdt_day_write(times[i].from, from);
        if (times[i].to != VDT_NO_DAY) vdt_day_write(times[i].to, to);
        used += (size_t)snprintf(out + used, size - used, "%s", used ? "; " : "");
        for (uint32_t w = times[i].first; w <= times[i].reach_last; w++) {
            struct vdt_view form = analysis->words[sentence->first + w].form;
            used += (size_t)snprintf(out + used, size - used, "%s%.*s", w > times[i].first ? " " : "", (int)form.size,
                                     form.data);
        }
        used += (size_t)snprintf(out + used, size - used, strcmp(from, to) ? "=%s..%s" : "=%s", from, to);
    }
}

static int check(const char *text, const char *expected, int32_t published) {
    struct vdt_analysis analysis;
    struct vdt_time *times = NULL;
    size_t count = 0;
    char found[1024];
    build(text, &analysis);
    uint32_t last = analysis.sentence_count - 1;
    assert_int_equal(vdt_times_read(&arena, &analysis, published, &times, &count, NULL), VDT_OK);
    write_times(&analysis, &analysis.sentences[last], times, count, found, sizeof found);
    if (strcmp(found, expected) == 0) return 0;
    print_error("%s\n  found    %s\n  expected %s\n", text, found, expected);
    return 1;
}

static void check_all(const char *const (*cases)[2], size_t count) {
    int wrong = 0;
    for (size_t i = 0; i < count; i++) wrong += check(cases[i][0], cases[i][1], vdt_day_of(2021, 12, 3));
    assert_int_equal(wrong, 0);
}

#define CHECK(cases) check_all(cases, sizeof cases / sizeof *cases)

static void test_dates(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        { "They met on December 2 , 2021 in Geneva", "December 2 , 2021=2021-12-02" },
        { "They met on 2 December 2021 .", "2 December 2021=2021-12-02" },
        { "The 2nd of December 2021", "The 2nd of December 2021=2021-12-02" },
        { "Talks on Dec. 2 failed", "Dec. 2=2021-12-02" },
        { "Talks on Dec . 2 failed", "Dec . 2=2021-12-02" },
        { "It began on November 16 .", "November 16=2021-11-16" },
        { "It began on Feb. 30 , 2021 .", "Feb. 30 , 2021=2021-02-01..2021-02-28" },
        { "On 2021-12-02 it ended", "2021-12-02=2021-12-02" },
        { "They will meet on January 9", "January 9=2022-01-09" },
        { "They met/VBD on January 9", "January 9=2021-01-09" },
        { "The vote is on December 10", "December 10=2021-12-10" },
        { "On Thursday , December 2 , guards left", "Thursday , December 2=2021-12-02" },
        { "in March 2014 troops came", "March 2014=2014-03-01..2014-03-31" },
        { "in March they came", "March=2021-03-01..2021-03-31" },
        { "since November they wait", "November=2021-11-01..2021-12-03" },
        { "in May last year", "May last year=2020-05-01..2020-05-31" },
        { "December 2-5 , 2021", "December 2-5 , 2021=2021-12-02..2021-12-05" },
        { "last March", "last March=2021-03-01..2021-03-31" },
        { "on January 8 , 1880 , they met", "January 8 , 1880=1880-01-08" },
        { "in February 1860", "February 1860=1860-02-01..1860-02-29" },
        { "late March", "late March=2021-03-22..2021-03-31" },
        { "at the end of May", "the end of May=2021-05-25..2021-05-31" },
        { "in mid-June", "mid-June=2021-06-11..2021-06-20" },
        { "the first week of November", "the first week of November=2021-11-01..2021-11-07" },
        { "They will meet on the 2nd of next month", "the 2nd of next month=2022-01-02" },
        { "He left on the 31st of last month", "the 31st of last month=2021-11-01..2021-11-30" },
        { "He was born on February 29", "February 29=2020-02-29" },
        { "in the year 0", "" },
        { "in the year 45", "the year 45=0045-01-01..0045-12-31" },
        { "in 99999 BC", "" },
        { "from 5 to 8 May 2021", "5 to 8 May 2021=2021-05-05..2021-05-08" },
        { "from May 5 - 8 , 2021 on", "May 5 - 8 , 2021=2021-05-05..2021-05-08" },
        { "It exploded at 0650 in the port", "0650=2021-12-03" },
        { "on Christmas Eve", "Christmas Eve=2021-12-24" },
    };
    CHECK(cases);
}

static void test_no_times(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        { "They may/AUX march/VERB on the capital", "" },
        { "They may march to the square", "" },
        { "May/AUX I ask ?", "" },
        { "A march 5 kilometers long", "" },
        { "The second battalion left", "" },
        { "Bloody Sunday is remembered", "" },
        { "The Sunday Times reports", "" },
        { "some 2000/counts troops/NNS moved", "" },
        { "in 2000/counts villages/NNS power failed", "" },
        { "1950 soldiers/NNS of the brigade", "" },
        { "March/VERB on !", "" },
        { "a column of 2000/counts soldiers/NNS", "" },
    };
    CHECK(cases);
}

static void test_years(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        { "in 2014", "2014=2014-01-01..2014-12-31" },
        { "since 2014 they fight", "2014=2014-01-01..2021-12-03" },
        { "the 2014 annexation", "2014=2014-01-01..2014-12-31" },
        { "Russia 's 2014 annexation", "2014=2014-01-01..2014-12-31" },
        { "between 2010 and 2012 it grew", "2010 and 2012=2010-01-01..2012-12-31" },
        { "from 2010 to 2012 it grew", "2010 to 2012=2010-01-01..2012-12-31" },
        { "the 2014-15 war", "2014-15=2014-01-01..2015-12-31" },
        { "in the 1990s", "the 1990s=1990-01-01..1999-12-31" },
        { "in early 2020", "early 2020=2020-01-01..2020-05-01" },
        { "the second quarter of 2020", "the second quarter of 2020=2020-04-01..2020-06-30" },
        { "in Q3 2019", "Q3 2019=2019-07-01..2019-09-30" },
        { "in the first half of 2020", "the first half of 2020=2020-01-01..2020-06-30" },
        { "in fiscal year 2022", "fiscal year 2022=2022-01-01..2022-12-31" },
        { "the summer of 2014", "the summer of 2014=2014-06-01..2014-08-31" },
        { "last summer", "last summer=2021-06-01..2021-08-31" },
        { "last winter", "last winter=2020-12-01..2021-02-28" },
        { "by the end of 2023", "the end of 2023=2023-12-01..2023-12-31" },
        { "in the 20th century", "the 20th century=1901-01-01..2000-12-31" },
    };
    CHECK(cases);
}

static void test_weekdays(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        { "He arrived/VBD Friday", "Friday=2021-12-03" },
        { "He said on Thursday", "Thursday=2021-12-02" },
        { "He said on Saturday", "Saturday=2021-11-27" },
        { "last Friday", "last Friday=2021-11-26" },
        { "next Monday", "next Monday=2021-12-06" },
        { "They will meet on Monday", "Monday=2021-12-06" },
        { "Ministers are scheduled to meet Tuesday", "Tuesday=2021-12-07" },
        { "Ministers said on Tuesday they will go", "Tuesday=2021-11-30" },
        { "late Wednesday", "late Wednesday=2021-12-01" },
        { "Thursday night", "Thursday night=2021-12-02" },
        { "on Monday last week", "Monday last week=2021-11-22" },
        { "from Monday to Wednesday", "Monday to Wednesday=2021-11-29..2021-12-01" },
    };
    CHECK(cases);
}

static void test_relative(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        { "today", "today=2021-12-03" },
        { "yesterday evening", "yesterday evening=2021-12-02" },
        { "They left overnight/ADV", "overnight=2021-12-02..2021-12-03" },
        { "last week", "last week=2021-11-22..2021-11-28" },
        { "this week", "this week=2021-11-29..2021-12-05" },
        { "earlier this week", "earlier this week=2021-11-29..2021-12-03" },
        { "later this month", "later this month=2021-12-03..2021-12-31" },
        { "earlier this year", "earlier this year=2021-01-01..2021-12-03" },
        { "last month", "last month=2021-11-01..2021-11-30" },
        { "next year", "next year=2022-01-01..2022-12-31" },
        { "early next year", "early next year=2022-01-01..2022-05-01" },
        { "two days ago", "two days ago=2021-12-01" },
        { "three weeks ago", "three weeks ago=2021-11-08..2021-11-14" },
        { "more than seven years ago", "more than seven years ago=2014-01-01..2014-12-31" },
        { "a few days ago", "a few days ago=2021-11-26..2021-12-01" },
        { "in recent weeks", "recent weeks=2021-11-12..2021-12-03" },
        { "in recent days", "recent days=2021-11-26..2021-12-03" },
        { "in recent months", "recent months=2021-09-04..2021-12-03" },
        { "over the past three months", "the past three months=2021-09-03..2021-12-03" },
        { "in the coming days", "the coming days=2021-12-03..2021-12-10" },
        { "the past 24 hours", "the past 24 hours=2021-12-02..2021-12-03" },
        { "within 10 years", "10 years=2021-12-03..2031-12-03" },
        { "They have fought for weeks", "weeks=2021-11-12..2021-12-03" },
        { "They fought for weeks", "weeks=?" },
        { "They will leave in two days", "two days=2021-12-05" },
        { "at the end of the month", "the end of the month=2021-12-25..2021-12-31" },
        { "so far this year", "this year=2021-01-01..2021-12-03" },
        { "the day before yesterday", "the day before yesterday=2021-12-01" },
        { "On November 16 they left and returned the next day", "November 16=2021-11-16; the next day=2021-11-17" },
        { "They left on November 16 . | A week later they returned", "A week later=2021-11-22..2021-11-28" },
        { "the day after the attack/NOUN", "" },
        { "some 5,000 years ago", "some 5,000 years ago=?" },
        { "4,000 years ago", "4,000 years ago=?" },
        { "66 million years ago", "66 million years ago=?" },
        { "5000 centuries ago", "5000 centuries ago=?" },
    };
    CHECK(cases);
}

static void test_without_publication(void **state) {
    (void)state;
    int wrong = 0;
    wrong += check("on Friday", "Friday=?", VDT_NO_DAY);
    wrong += check("in 2014", "2014=2014-01-01..2014-12-31", VDT_NO_DAY);
    wrong += check("on November 16", "November 16=?", VDT_NO_DAY);
    wrong += check("two weeks ago", "two weeks ago=?", VDT_NO_DAY);
    wrong += check("since 2014", "2014=2014-01-01..2014-12-31", VDT_NO_DAY);
    wrong += check("last summer and last week in recent days", "last summer=?; last week=?; recent days=?", VDT_NO_DAY);
    assert_int_equal(wrong, 0);
}

static int open_arena(void **state) {
    (void)state;
    vdt_arena_init(&arena);
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    vdt_arena_done(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),    cmocka_unit_test(test_no_times), cmocka_unit_test(test_years),
        cmocka_unit_test(test_weekdays), cmocka_unit_test(test_relative), cmocka_unit_test(test_without_publication),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
