/* SPDX-License-Identifier: Apache-2.0 */
/* Values of times: what the calendar says, what publication and the date before say, and what nothing says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "event/timex.h"

/* Words parted by blanks, nothing else told of them. */
static void expect(const char *text, int32_t published, const char *wanted) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_word words[64] = { 0 };
    struct vdt_view all = vdt_view_of(text), rest = all;
    uint32_t count = 0;
    while (rest.size && count < 64) {
        struct vdt_view word = vdt_view_cut(&rest, ' ');
        words[count].form = word;
        words[count].begin = (uint32_t)(word.data - all.data);
        words[count].end = words[count].begin + (uint32_t)word.size;
        count++;
    }
    struct vdt_sentence sentence = { 0, count, 0, (uint32_t)all.size };
    struct vdt_analysis analysis = { .text = all, .words = words, .word_count = count, .sentences = &sentence, .sentence_count = 1 };
    struct vdt_timex *times;
    size_t found;
    struct vdt_error error;
    assert_int_equal(vdt_timex_list(&arena, &analysis, published, &times, &found, &error), VDT_OK);
    char said[512] = "";
    size_t size = 0;
    for (size_t i = 0; i < found; i++)
        size += (size_t)snprintf(said + size, sizeof said - size, "%s%.*s=%s:%.*s", i ? "; " : "", (int)times[i].span.text.size,
                                 times[i].span.text.data, times[i].type, (int)times[i].value.size, times[i].value.data);
    assert_string_equal(said, wanted);
    vdt_arena_done(&arena);
}

static void dates_of_the_calendar(void **state) {
    (void)state;
    int32_t day = vdt_day_of(2021, 12, 3);
    expect("It began on May 5 , 1998 near there", day, "May 5 , 1998=DATE:1998-05-05");
    expect("It fell on the 5th of May 1998", day, "the 5th of May 1998=DATE:1998-05-05");
    expect("from 5 to 8 May 1998", day, "5=DATE:1998-05-05; 8 May 1998=DATE:1998-05-08");
    expect("since the 1990s and in 49 BC", day, "the 1990s=DATE:199; 49 BC=DATE:BC0049");
    expect("by the third quarter of 2020", day, "the third quarter of 2020=DATE:2020-Q3");
    expect("on February 30 , 1998", day, "February 30 , 1998=DATE:1998-02");
    expect("in AD 79 , in the '80s , on 05.06.2013", day, "AD 79=DATE:0079; the '80s=DATE:198; 05.06.2013=DATE:2013-06-05");
    expect("at 2013 - 06 - 05T 10:00 Z there", day, "2013 - 06 - 05T 10:00 Z=TIME:2013-06-05T10:00");
    expect("on 2013 - 06 - 35T 10:00 Z there", day, "2013=DATE:2013; 10:00=TIME:2021-12-03T10:00");
    expect("Easter Monday 2016 , Good Friday 2010 , the Easter Rising", day, "Easter Monday 2016=DATE:2016-03-28; Good Friday 2010=DATE:2010-04-02");
    expect("the Good Friday Agreement holds", day, "");
}

static void what_comes_again(void **state) {
    (void)state;
    int32_t day = vdt_day_of(2021, 12, 3);
    expect("once a month and three times per week", day, "once a month=SET:P1M; three times per week=SET:P1W");
    expect("every other day , every second Monday", day, "every other day=SET:P2D; every second Monday=SET:XXXX-WXX-1");
    expect("Once a soldier shot twice a crowd left", day, "");
}

static void what_hangs_on_publication(void **state) {
    (void)state;
    int32_t day = vdt_day_of(2021, 12, 3);
    expect("Troops arrived last week and on Monday", day, "last week=DATE:2021-W47; Monday=DATE:2021-11-29");
    expect("They met two days ago", day, "two days ago=DATE:2021-12-01");
    expect("for three days every month", day, "three days=DURATION:P3D; every month=SET:P1M");
    expect("Shots fell on Friday night", day, "Friday night=TIME:2021-12-03TNI");
    expect("a 40 - year - old man", day, "");
}

static void what_hangs_on_the_text(void **state) {
    (void)state;
    int32_t day = vdt_day_of(2021, 12, 3);
    expect("in the third quarter of 2020 , up from a year earlier", day, "the third quarter of 2020=DATE:2020-Q3; a year earlier=DATE:2019-Q3");
    expect("by the year two thousand they met", day, "the year two thousand=DATE:2000");
    expect("The paper said on Saturday , April 25 : the court ruled", day, "Saturday , April 25=DATE:2021-04-25");
    expect("The former king spoke", day, "");
    expect("about three-quarters of the food", day, "");
    /* an account of 1861 with a look back: May is of 1862, not of 1812 */
    expect("In May 1861 war began . In June 1861 he left . In April 1862 the army of the war of 1812 left . In May it came . In July 1862 it "
           "fell . In March 1863 they met .",
           day, "May 1861=DATE:1861-05; June 1861=DATE:1861-06; April 1862=DATE:1862-04; 1812=DATE:1812; May=DATE:1862-05; July 1862=DATE:1862-07; "
                "March 1863=DATE:1863-03");
}

static void nothing_is_invented(void **state) {
    (void)state;
    expect("They met on Friday", VDT_NO_DAY, "Friday=DATE:XXXX-WXX-5");
    expect("They left yesterday", VDT_NO_DAY, "yesterday=DATE:XXXX-XX-XX");
    expect("It was closed last week", VDT_NO_DAY, "last week=DATE:XXXX-WXX");
    expect("99999 years ago", vdt_day_of(2021, 12, 3), "99999 years ago=DATE:XXXX");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_the_calendar), cmocka_unit_test(what_comes_again),
        cmocka_unit_test(what_hangs_on_publication),
        cmocka_unit_test(what_hangs_on_the_text),
        cmocka_unit_test(nothing_is_invented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
