/* SPDX-License-Identifier: Apache-2.0 */
/* The hand check: marks in a sentence, sheets that come out the same, judged sheets read, Wilson's intervals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* the program's rooms are in no library */
#include "cli/page.c"
#include "cli/sheet.c"

#define V(text) { text, sizeof(text) - 1 }

static void test_wilson(void **state) {
    (void)state;
    /* Newcombe (1998), table I, method 3 */
    static const struct { uint64_t right, judged; double low, high; } cases[] = {
        { 81, 263, 0.2553, 0.3662 }, { 15, 148, 0.0624, 0.1605 }, { 0, 20, 0.0000, 0.1611 }, { 1, 29, 0.0061, 0.1718 },
        { 29, 29, 0.8830, 1.0000 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct interval interval = wilson_interval(cases[i].right, cases[i].judged);
        assert_true(fabs(interval.low - cases[i].low) < 0.00005);
        assert_true(fabs(interval.high - cases[i].high) < 0.00005);
    }
}

static struct sheet_tally read_sheet(const char *csv) {
    struct sheet_tally tally = { 0 };
    struct vdt_error error = { 0 };
    if (sheet_read(vdt_view_of(csv), "sheet.csv", &tally, &error) != VDT_OK) fail_msg("%s", error.message);
    return tally;
}

static void test_reading(void **state) {
    (void)state;
    struct sheet_tally tally = read_sheet(
        "\xEF\xBB\xBF" "id,text,right_type,right_parties,right_status,note\r\n"
        "e:1,\"a \"\"quoted\"\", long\r\nsentence\",right,right,right,\r\n"
        "e:2,b,right,wrong,right,no\r\n"
        "e:3,c,,,,\r\n"
        "e:4,d,1,y,,\r\n"
        "e:5,e,WRONG,,,\n"
        "\r\n"
        "e:6,f,yes,TRUE,0,");
    assert_int_equal(tally.rows, 6);
    assert_int_equal(tally.unjudged, 1);
    assert_int_equal(tally.judged[JUDGED_TYPE], 5);
    assert_int_equal(tally.right[JUDGED_TYPE], 4);
    assert_int_equal(tally.judged[JUDGED_PARTIES], 4);
    assert_int_equal(tally.right[JUDGED_PARTIES], 3);
    assert_int_equal(tally.judged[JUDGED_STATUS], 3);
    assert_int_equal(tally.right[JUDGED_STATUS], 2);
    assert_int_equal(tally.judged[JUDGED_ALL], 4); /* row 4 is open: its status is not judged */
    assert_int_equal(tally.right[JUDGED_ALL], 1);
    tally = read_sheet("id;right_status;right_type;right_parties\n\"e;1\";right;wrong;right\n");
    assert_int_equal(tally.rows, 1);
    assert_int_equal(tally.right[JUDGED_TYPE], 0);
    assert_int_equal(tally.right[JUDGED_STATUS], 1);
}

static void test_malformed(void **state) {
    (void)state;
#define HEAD "id,right_type,right_parties,right_status\n"
    static const struct { const char *csv; uint64_t line; const char *message; } cases[] = {
        { "", 0, "empty" },
        { "id,text\ne:1,a\n", 1, "right_type" },
        { HEAD "e:1,right,right,right\n\"two\nlines\",right,right,right\ne:3,right,maybe,right\n", 5, "\"maybe\"" },
        { HEAD "e:1,right,right\n", 2, "3 fields" },
        { HEAD "e:1,right,right,right\n\"e:2,right,right,right\n", 3, "quotation mark" },
        { HEAD "\"e:1\"x,right,right,right\n", 2, "behind" } };
#undef HEAD
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sheet_tally tally = { .rows = 7 };
        struct vdt_error error = { 0 };
        assert_int_equal(sheet_read(vdt_view_of(cases[i].csv), "sheet.csv", &tally, &error), VDT_ERROR_FORMAT);
        assert_int_equal(error.line, cases[i].line);
        assert_string_equal(error.where, "sheet.csv");
        assert_non_null(strstr(error.message, cases[i].message));
        assert_int_equal(tally.rows, 7);
    }
}

/* ---- marks ---- */

static void test_marks(void **state) {
    (void)state;
    /* spans count code points from the beginning of the report; the sentence begins at 10 */
    const struct vdt_party sources[] = { { .mention = { V("Élysée"), 14, 20 } } };
    const struct vdt_party voices[] = { { .mention = { V("the Élysée palace"), 10, 27 } },
                                        { .mention = { V("elsewhere"), 2, 9 } } };
    struct vdt_event event = { .evidence = { V("the Élysée palace <said> so"), 10, 37 }, .trigger = { V("said"), 29, 33 },
                               .sources = sources, .source_count = 1, .voices = voices, .voice_count = 2,
                               .status = VDT_DENIED };
    struct vdt_buffer out;
    vdt_buffer_init(&out);
    put_marked(&out, &event);
    vdt_buffer_char(&out, '\0');
    assert_string_equal(out.data,
        "<mark class=\"voice u1\">the </mark><mark class=\"voice u1\"><mark class=\"source u0\">Élysée</mark></mark>"
        "<small class=\"source\"> source</small><mark class=\"voice u1\"> palace</mark><small class=\"voice\"> voice</small>"
        " &lt;<mark class=\"action u0\">said</mark><small class=\"action\"> action denied</small>&gt; so");
    vdt_buffer_done(&out);
}

static void test_wild_marks(void **state) {
    (void)state;
    /* whatever the spans say, the stretches are the sentence again */
    struct vdt_party parties[40];
    uint32_t random = 1;
    for (int round = 0; round < 500; round++) {
        for (size_t i = 0; i < 40; i++) {
            random = random * 1664525u + 1013904223u;
            parties[i] = (struct vdt_party){ .mention = { .begin = random >> 25, .end = random >> 17 & 127 } };
        }
        struct vdt_event event = { .evidence = { V("ein Wörtchen, 北京, 🕊 und ein kaputtes \xC3 Byte am Ende"), 20, 62 },
                                   .trigger = { V(""), random & 63, random >> 6 & 63 },
                                   .sources = parties, .source_count = 40, .targets = parties + 20, .target_count = 20,
                                   .voices = parties + 5, .voice_count = 30, .date_mention = parties[0].mention,
                                   .place_mention = { V(""), 0, UINT32_MAX } };
        struct stretch stretches[MOST_STRETCHES];
        size_t count = mark_sentence(&event, stretches), at = 0;
        for (size_t i = 0; i < count; i++) {
            assert_true(stretches[i].text.data == event.evidence.text.data + at);
            assert_true(stretches[i].text.size > 0);
            at += stretches[i].text.size;
        }
        assert_int_equal(at, event.evidence.text.size);
    }
}

/* ---- sheets ---- */

static char folder[] = "/tmp/vedette-sheet-XXXXXX";

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    size_t size = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
    assert_true(size < (1 << 20) - 1);
    return text;
}

/* A store of 200 reports with an event each, added from the first or from the last. */
static void fill(const char *path, bool backwards) {
    struct vdt_store *store;
    assert_int_equal(vdt_store_open(path, VDT_STORE_WRITE, &store, NULL), VDT_OK);
    const struct vdt_party sources[] = { { .code = V("RUSMIL"), .mention = { V("Troops"), 0, 6 } } };
    for (int i = 0; i < 200; i++) {
        int number = backwards ? 199 - i : i;
        char id[24], event_id[24];
        snprintf(id, sizeof id, "r%d", number);
        snprintf(event_id, sizeof event_id, "e:%016x", (unsigned)number * 2654435761u);
        struct vdt_report report = { .id = vdt_view_of(id), .text = V("Troops, \"many\", </script>came.") };
        struct vdt_event event = { .id = vdt_view_of(event_id), .report = report.id, .evidence = { report.text, 0, 29 },
                                   .trigger = { V("came"), 24, 28 }, .plover = VDT_MOBILIZE, .quad = 4, .goldstein = NAN,
                                   .latitude = NAN, .longitude = NAN, .sources = sources, .source_count = 1,
                                   .status = number % 4 ? VDT_ASSERTED : VDT_DENIED, .confidence = 0.5 };
        enum vdt_added added;
        assert_int_equal(vdt_store_add(store, &report, &event, 1, &added, NULL), VDT_OK);
    }
    vdt_store_close(store);
}

static void test_sheets(void **state) {
    (void)state;
    assert_non_null(mkdtemp(folder));
    char paths[7][64];
    static const char *const names[] = { "one.db", "two.db", "a.csv", "b.csv", "c.csv", "a.html", "b.html" };
    for (size_t i = 0; i < 7; i++) snprintf(paths[i], sizeof paths[i], "%s/%s", folder, names[i]);
    fill(paths[0], false);
    fill(paths[1], true);
    struct vdt_store *one, *two;
    struct sheet_counts counts;
    assert_int_equal(vdt_store_open(paths[0], VDT_STORE_READ, &one, NULL), VDT_OK);
    assert_int_equal(vdt_store_open(paths[1], VDT_STORE_READ, &two, NULL), VDT_OK);
    assert_int_equal(sheet_write(one, 40, 1, paths[5], paths[2], &counts, NULL), VDT_OK);
    assert_int_equal(counts.population, 150);
    assert_int_equal(counts.drawn, 40);
    assert_int_equal(sheet_write(two, 40, 1, paths[6], paths[3], &counts, NULL), VDT_OK);
    assert_int_equal(sheet_write(two, 40, 2, NULL, paths[4], &counts, NULL), VDT_OK);
    char *texts[5];
    for (size_t i = 0; i < 5; i++) texts[i] = read_file(paths[i + 2]);
    assert_string_equal(texts[0], texts[1]);
    assert_string_equal(texts[3], texts[4]);
    assert_string_not_equal(texts[0], texts[2]);
    /* the same on every machine: this is its first */
    assert_non_null(strstr(texts[0], "\r\n1,e:000000005d9ed05d,r109,"));
    /* a sentence does not break out of the script, and is no formula */
    assert_null(strstr(texts[3], "</script>came"));
    struct sheet_tally tally = read_sheet(texts[0]);
    assert_int_equal(tally.rows, 40);
    assert_int_equal(tally.unjudged, 40);
    /* no event twice */
    for (char *at = texts[0]; (at = strstr(at, ",e:")); at++) {
        char id[22];
        memcpy(id, at, 21);
        id[21] = '\0';
        assert_null(strstr(at + 1, id));
    }
    /* a store with fewer gives all it has */
    assert_int_equal(sheet_write(one, 1000, 1, NULL, paths[4], &counts, NULL), VDT_OK);
    assert_int_equal(counts.drawn, 150);
    for (size_t i = 0; i < 5; i++) free(texts[i]);
    vdt_store_close(one);
    vdt_store_close(two);
    for (size_t i = 0; i < 7; i++) unlink(paths[i]);
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wilson), cmocka_unit_test(test_reading), cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_marks), cmocka_unit_test(test_wild_marks), cmocka_unit_test(test_sheets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
