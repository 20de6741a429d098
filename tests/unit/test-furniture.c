/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of pages: which are furniture, and above all which are not. The pages are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "read/furniture.h"

static struct vdt_arena arena;

static size_t find(const char *text, const char *title, struct vdt_furniture **out) {
    size_t count = 0;
    *out = NULL;
    assert_int_equal(vdt_furniture_find(&arena, vdt_view_of(text), vdt_view_of(title), out, &count, NULL), VDT_OK);
    for (size_t i = 0; i < count; i++) {
        assert_true((*out)[i].begin < (*out)[i].end && (*out)[i].end <= strlen(text));
        if (i) assert_true((*out)[i - 1].end <= (*out)[i].begin);
    }
    return count;
}

/* Every line alone between two sentences. */
static void test_lines(void **state) {
    (void)state;
    static const struct { const char *line; int kind;
    } cases[] = {
        { "By Jane Doe", VDT_FURNITURE_BYLINE },
        { "By JANE DOE and John Roe, Example News", VDT_FURNITURE_BYLINE },
        { "(Reporting by Jane Doe in Vienna; Editing by John Roe)", VDT_FURNITURE_BYLINE },
        { "Additional reporting by John Roe in Accra.", VDT_FURNITURE_BYLINE },
        { "Jane Doe in Lima contributed to this report.", VDT_FURNITURE_BYLINE },
        { "Jane Doe | Example Agency", VDT_FURNITURE_CREDIT },
        { "Jane Doe/Reuters", VDT_FURNITURE_CREDIT },
        { "(AP Photo/Jane Doe)", VDT_FURNITURE_CREDIT },
        { "Photo: Jane Doe", VDT_FURNITURE_CREDIT },
        { "(Photo by Jane Doe/Getty Images)", VDT_FURNITURE_CREDIT },
        { "Jane Doe via Getty Images", VDT_FURNITURE_CREDIT },
        { "Image source, Example Agency", VDT_FURNITURE_CREDIT },
        { "\xC2\xA9 2021 Example Post. All rights reserved.", VDT_FURNITURE_COPYRIGHT },
        { "Copyright 2021 Example Post", VDT_FURNITURE_COPYRIGHT },
        { "This story was originally published on December 1, 2021.", VDT_FURNITURE_COPYRIGHT },
        { "Read more", VDT_FURNITURE_READ_MORE },
        { "Read more: Envoys fly home", VDT_FURNITURE_READ_MORE },
        { "Related: How the talks began", VDT_FURNITURE_READ_MORE },
        { "See also: A river in flood", VDT_FURNITURE_READ_MORE },
        { "Click here to see the map", VDT_FURNITURE_READ_MORE },
        { "Share this article", VDT_FURNITURE_SHARE },
        { "Follow us on Twitter and Facebook", VDT_FURNITURE_SHARE },
        { "Follow Jane Doe on Twitter", VDT_FURNITURE_SHARE },
        { "Sign up for our newsletter", VDT_FURNITURE_NEWSLETTER },
        { "Get the best of the Example Post in your inbox every morning.", VDT_FURNITURE_NEWSLETTER },
        { "We use cookies to give you a better experience. Accept?", VDT_FURNITURE_COOKIE },
        { "Accept all cookies", VDT_FURNITURE_COOKIE },
        { "Advertisement", VDT_FURNITURE_ADVERTISEMENT },
        { "ADVERTISEMENT", VDT_FURNITURE_ADVERTISEMENT },
        { "Back to top", VDT_FURNITURE_NAVIGATION },
        { "Back to top button", VDT_FURNITURE_NAVIGATION },
        { "Home > World > Europe", VDT_FURNITURE_NAVIGATION },
        { "News | Sport | Weather", VDT_FURNITURE_NAVIGATION },
        { "Tags: talks, Vienna, envoys", VDT_FURNITURE_NAVIGATION },
        { "https://example.org/talks", VDT_FURNITURE_NAVIGATION },
        { "Source link", VDT_FURNITURE_SOURCE_LINK },
        { "Source linkRiver rises in the delta", VDT_FURNITURE_SOURCE_LINK },
        { "Example Post politics", VDT_FURNITURE_SECTION },
        { "World", VDT_FURNITURE_SECTION },
        { "World News", VDT_FURNITURE_SECTION },
        { "December 3, 2021", VDT_FURNITURE_TIMESTAMP },
        { "Published: 3 December 2021, 10:30 GMT", VDT_FURNITURE_TIMESTAMP },
        { "3 min read", VDT_FURNITURE_TIMESTAMP },
        { "12 comments", VDT_FURNITURE_TIMESTAMP },
        /* sentences, captions, subheadings: news */
        { "By Friday the troops had left.", -1 },
        { "By Monday, Russia and Belarus had agreed.", -1 },
        { "By then the border was closed", -1 },
        { "Share prices fell.", -1 },
        { "Follow-up talks are planned.", -1 },
        { "Photographs showed tanks on trains.", -1 },
        { "Copyright law was changed by parliament.", -1 },
        { "The post was attacked on Friday.", -1 },
        { "World leaders condemned the attack.", -1 },
        { "Published on Friday, the report accuses the army of killing nine villagers.", -1 },
        { "Source close to the palace denied it.", -1 },
        { "Russia accused NATO of provocation", -1 },
        { "Home to two million people, the city was shelled.", -1 },
        { "A growing threat", -1 },
        { "Police | protesters clashed", -1 },
        { "Sign language was banned.", -1 },
        { "Related charges were dropped against the minister.", -1 },
        { "See how the border moved, a soldier said.", -1 },
        { "Subscribe he did not.", -1 },
        { "Watch towers were built along the fence.", -1 },
        { "Reporting restrictions were lifted on Friday.", -1 },
        { "On May 3, 2021, rebels seized the town.", -1 },
        { "In 2014", -1 },
        { "More than 2,000 troops arrived.", -1 },
        { "Reuters reported that talks failed.", -1 },
        { "The Ministry of Defence", -1 },
        { "Image of the president burned by protesters", -1 },
        { "Advertisement bans angered the press.", -1 },
        { "Politics", VDT_FURNITURE_SECTION },
    };
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "Envoys met in the capital on Friday.\n\n%s\n\nThey agreed on nothing, officials said.\n",
                 cases[i].line);
        struct vdt_furniture *found;
        size_t count = find(text, "", &found);
        int kind = count == 1 ? (int)found[0].kind : count ? -2 : -1;
        bool whole = kind < 0 || (found[0].begin == 38 && found[0].end == 38 + strlen(cases[i].line));
        if (kind == cases[i].kind && whole) continue;
        print_error("\"%s\": %s\n", cases[i].line,
                    kind >= 0    ? vdt_furniture_name((enum vdt_furniture_kind)kind)
                    : kind == -1 ? "news"
                                 : "several");
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void test_headlines(void **state) {
    (void)state;
    struct vdt_furniture *found;
    const char *text =
        "Envoys resume talks in Vienna\nEnvoys of five countries met on Friday.\n\nEnvoys resume talks in Vienna\n"
        "Source linkEnvoys resume talks in Vienna\nThe end is not in sight.\n";
    assert_int_equal(find(text, "", &found), 2);
    assert_int_equal(found[0].kind, VDT_FURNITURE_REPEATED);
    assert_int_equal(found[1].kind, VDT_FURNITURE_SOURCE_LINK);
    /* nearly the same, told by the title alone */
    assert_int_equal(
        find("Snow fell on Friday in the hills.\nEnvoys resume their talks in Vienna\nMore snow is expected.",
             "Envoys resume talks in Vienna", &found),
        1);
    /* the lead says what the headline says, and stays */
    assert_int_equal(find("Envoys resume talks in Vienna\n\nEnvoys resume talks in Vienna on Friday.\n",
                          "Envoys resume talks in Vienna", &found),
                     0);
    /* one paragraph twice */
    assert_int_equal(
        find("A\n\nThe army denied the report on Friday.\n\nB\n\nThe army denied the report on Friday.\n", "", &found),
        1);
}

static void test_hard_lines(void **state) {
    (void)state;
    struct vdt_furniture *found;
    /* a sentence broken over lines is one, whatever its lines begin with */
    assert_int_equal(find("The minister said that the state would\nshare this\nburden with its neighbours, and that "
                          "the\nphoto by\nJane shows it.\n",
                          "", &found),
                     0);
    assert_int_equal(find("Envoys met.\n\nEnvoys meet\nread more\nshare\n", "", &found), 2);
    assert_int_equal(find("The ministry warned of a new military build-up near the\nborder, and the envoys, watched "
                          "by\nBy the river, men\nwere seen.",
                          "", &found),
                     0);
    assert_int_equal(find("", "", &found), 0);
    assert_int_equal(find("\n\n\n", "", &found), 0);
    assert_int_equal(find("Advertisement", "", &found), 1);
}

static void test_lists_and_credits(void **state) {
    (void)state;
    struct vdt_furniture *found;
    const char *list = "Envoys met.\n\nRead more about the Example Post's coverage:\nRiver rises in the delta\nTwo "
                       "rivals shake hands\n\nThe talks go on.\n";
    assert_int_equal(find(list, "", &found), 3);
    const char *caption = "Envoys met on Friday.\n\nTanks are seen near the border on Friday. (AP Photo/Jane Doe)\n";
    assert_int_equal(find(caption, "", &found), 1);
    assert_int_equal(found[0].kind, VDT_FURNITURE_CREDIT);
    assert_memory_equal(caption + found[0].begin, "(AP Photo/Jane Doe)", 19);
}

static void test_datelines(void **state) {
    (void)state;
    struct vdt_dateline line;
    static const struct { const char *text, *place, *agency;
    } cases[] = {
        { "KYIV, Ukraine (Reuters) \xE2\x80\x94 Troops moved.", "KYIV", "Reuters" },
        { "MEXICO CITY, Dec 3 (AFP) - Police said", "MEXICO CITY", "AFP" },
        { "GENEVA \xE2\x80\x94 Envoys met.", "GENEVA", "" },
        { "Moscow (AP) -- Russia said", "Moscow", "AP" },
        { "WASHINGTON, D.C. - The", "WASHINGTON", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(vdt_dateline_find(vdt_view_of(cases[i].text), 0, &line));
        assert_int_equal(line.place_end - line.place_begin, strlen(cases[i].place));
        assert_memory_equal(cases[i].text + line.place_begin, cases[i].place, strlen(cases[i].place));
        assert_int_equal(line.agency_end - line.agency_begin, strlen(cases[i].agency));
    }
    static const char *const none[] = { "Russia said \xE2\x80\x94 as ever", "NATO said it would",
                                        "The army \xE2\x80\x94 beaten",     "",
                                        "Russia (which denies it) - said",  "UN troops \xE2\x80\x94" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(vdt_dateline_find(vdt_view_of(none[i]), 0, &line));
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
        cmocka_unit_test(test_lines), cmocka_unit_test(test_headlines), cmocka_unit_test(test_hard_lines),
        cmocka_unit_test(test_lists_and_credits), cmocka_unit_test(test_datelines),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
