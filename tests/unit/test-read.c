/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to reports: formats told by content, JSON lines, damage, pages, ids, publication times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/limit.h"
#include "base/view.h"
#include "vedette/report.h"

static char path[] = "/tmp/vedette-test-read-XXXXXX";
static struct vdt_error remark;   /* the last one */
static int remark_count;

static void keep_remark(void *context, enum vdt_remark_level level, const struct vdt_error *at) {
    (void)context;
    (void)level;
    remark = *at;
    remark_count++;
}

static struct vdt_reader *open_bytes(const char *bytes, size_t size, struct vdt_reader_options options) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    options.remarks = (struct vdt_remarks){ keep_remark, NULL };
    remark_count = 0;
    struct vdt_reader *reader = NULL;
    assert_int_equal(vdt_reader_open(path, &options, &reader, NULL), VDT_OK);
    return reader;
}

static const struct vdt_reader_options usual = VDT_READER_OPTIONS_INIT;

static struct vdt_reader *open_text(const char *text) {
    return open_bytes(text, strlen(text), usual);
}

#define EXPECT(view, string)                                                                                           \
    do {                                                                                                               \
        if (!vdt_view_is(view, string))                                                                                \
            fail_msg("\"%.*s\" is not \"%s\"", (int)(view).size, (view).data ? (view).data : "", string);              \
    } while (0)

static void test_json_lines(void **state) {
    (void)state;
    struct vdt_reader *reader =
        open_text("{\"id\":\"a\",\"text\":\"One \\u0000two \\ud83d x "
                  "\\ud83d\\ude00\",\"published\":\"2021-12-03\",\"other\":[1,{}]}\n\n"
                  "{\"text\":5}\n{\"text\":\"x\",, "
                  "\"id\":1}\r\n{\"id\":17,\"text\":\"y\",\"title\":7}\n{\"title\":\"no text\"}\n[1]\n"
                  "{\"url\":\"https://example.org/1\",\"text\":\"z\",\"published\":\"2021-02-30\"}\n{\"text\":\"cut");
    struct vdt_report report;
    struct vdt_error error;
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_OK);
    EXPECT(report.id, "a");
    EXPECT(report.text, "One \xEF\xBF\xBDtwo \xEF\xBF\xBD x \xF0\x9F\x98\x80");
    EXPECT(report.published, "2021-12-03");
    assert_int_equal(remark_count, 1); /* the escapes that stand for no character */
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_ERROR_FORMAT);
    assert_int_equal(error.line, 3);
    assert_string_equal(error.where, path);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_ERROR_FORMAT);
    assert_int_equal(error.line, 4);
    assert_int_equal(error.column, 13);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_OK);
    EXPECT(report.id, "17");
    assert_int_equal(report.line, 5);
    assert_int_equal(remark_count, 2);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_ERROR_FORMAT);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_ERROR_FORMAT);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_OK);
    EXPECT(report.id, "https://example.org/1");
    EXPECT(report.published, "");
    assert_int_equal(remark_count, 3);
    assert_int_equal(remark.line, 8);
    assert_non_null(strstr(remark.message, "2021-02-30"));
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_ERROR_FORMAT);
    assert_int_equal(error.line, 9);
    assert_int_equal(error.column, 9);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_END);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_END);
    vdt_reader_close(reader);
}

static void test_options(void **state) {
    (void)state;
    struct vdt_reader_options options = VDT_READER_OPTIONS_INIT;
    options.map = VDT_LITERAL("text=body, published=date");
    options.date = VDT_LITERAL("2020-01-01");
    const char *lines = "{\"body\":\"x\",\"date\":\"2021-12-03\"}\n{\"body\":\"y\"}\n{\"text\":\"y\"}\n";
    struct vdt_reader *reader = open_bytes(lines, strlen(lines), options);
    struct vdt_report report;
    struct vdt_error error;
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_OK);
    EXPECT(report.published, "2021-12-03");
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_OK);
    EXPECT(report.published, "2020-01-01");
    assert_true(vdt_view_ends(report.id, VDT_LITERAL("#2")));
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_ERROR_FORMAT);
    vdt_reader_close(reader);

    options.date = VDT_LITERAL("2021-02-30");
    assert_int_equal(vdt_reader_open(path, &options, &reader, &error), VDT_ERROR_USE);
    options.date = (struct vdt_view){ NULL, 0 };
    options.map = VDT_LITERAL("body=text");
    assert_int_equal(vdt_reader_open(path, &options, &reader, &error), VDT_ERROR_USE);
    assert_int_equal(vdt_reader_open("/", NULL, &reader, &error), VDT_ERROR_SYSTEM);
    assert_int_equal(vdt_reader_open("/nowhere/at/all", NULL, &reader, &error), VDT_ERROR_SYSTEM);
    assert_true(error.hint[0] != '\0');
}

static enum vdt_status read_one(const char *bytes, size_t size, struct vdt_report *report, struct vdt_error *error,
                                struct vdt_reader **reader) {
    *reader = open_bytes(bytes, size, usual);
    return vdt_reader_next(*reader, report, error);
}

static void test_bytes(void **state) {
    (void)state;
    struct vdt_report report;
    struct vdt_error error;
    struct vdt_reader *reader;
    static const struct { struct vdt_view bytes; const char *text; uint64_t line, column; int64_t offset;
    } good[] = {
        { { "\xEF\xBB\xBFHello.", 9 }, "Hello.", 0, 0, 0 },
        { { "\xFF\xFEH\0i\0", 6 }, "Hi", 0, 0, 0 },
        { { "\xFE\xFF\0H\0i", 6 }, "Hi", 0, 0, 0 },
        { { "Bad \xFF byte\nand caf\xC3\xA9 \xFE.", 23 },
          "Bad \xEF\xBF\xBD byte\nand caf\xC3\xA9 \xEF\xBF\xBD.",
          1,
          5,
          4 },
        { { "a\r\nb\xE9\xE9x caf\xC3\xA9 \xC3\xA9 \xC3\xA9", 19 },
          "a\r\nb\xEF\xBF\xBD\xEF\xBF\xBDx caf\xC3\xA9 \xC3\xA9 \xC3\xA9",
          2,
          2,
          4 },
        { { "Caf\xE9 in Bogot\xE1 \x93shut\x94.", 22 },
          "Caf\xC3\xA9 in Bogot\xC3\xA1 \xE2\x80\x9Cshut\xE2\x80\x9D.",
          1,
          4,
          3 },
        { { "One NUL \0 in a text", 19 }, "One NUL \xEF\xBF\xBD in a text", 1, 9, 8 },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(read_one(good[i].bytes.data, good[i].bytes.size, &report, &error, &reader), VDT_OK);
        EXPECT(report.text, good[i].text);
        assert_int_equal(remark_count, good[i].line ? 1 : 0);
        if (good[i].line) {
            assert_int_equal(remark.line, good[i].line);
            assert_int_equal(remark.column, good[i].column);
            assert_int_equal(remark.offset, good[i].offset);
        }
        assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_END);
        vdt_reader_close(reader);
    }
    char rubbish[4096];
    for (size_t i = 0; i < sizeof rubbish; i++) rubbish[i] = (char)(i * 2654435761u >> 7);
    const struct vdt_view bad[] = { { rubbish, sizeof rubbish },
                                    { "", 0 },
                                    { " \n\t\n", 4 },
                                    { "\x1F\x8B\x08\0", 4 },
                                    { "[{\"text\":\"x\"}]", 14 },
                                    { "{\n \"text\":\"x\"}", 14 } };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(read_one(bad[i].data, bad[i].size, &report, &error, &reader), VDT_ERROR_FORMAT);
        assert_string_equal(error.where, path);
        assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_END);
        vdt_reader_close(reader);
    }
}

static void test_limits(void **state) {
    (void)state;
    struct vdt_report report;
    struct vdt_error error;
    struct vdt_reader *reader;
    size_t size = (size_t)VDT_LIMIT_LINE_BYTES + 4096;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    memset(bytes, 'x', size);
    assert_int_equal(read_one(bytes, size, &report, &error, &reader), VDT_ERROR_LIMIT);
    assert_non_null(strstr(error.message, "VDT_LIMIT_REPORT_BYTES"));
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_END);
    vdt_reader_close(reader);
    /* a line that is too long between two good ones */
    static const char first[] = "{\"text\":\"a\"}\n{\"text\":\"", last[] = "\"}\n{\"text\":\"b\"}\n";
    memcpy(bytes, first, sizeof first - 1);
    memcpy(bytes + size - sizeof last + 1, last, sizeof last - 1);
    assert_int_equal(read_one(bytes, size, &report, &error, &reader), VDT_OK);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_ERROR_LIMIT);
    assert_int_equal(error.line, 2);
    assert_int_equal(vdt_reader_next(reader, &report, &error), VDT_OK);
    EXPECT(report.text, "b");
    assert_int_equal(report.line, 3);
    vdt_reader_close(reader);
    free(bytes);
}

static void test_page(void **state) {
    (void)state;
    static const char page[] = "<!DOCTYPE html><html lang=en-GB><head><title>Talks resume in Vienna | Example "
                               "Post</title><meta property=\"og:site_name\" content=\"Example Post\">"
                               "<meta property='article:published_time' content='2021-12-03T10:00:00Z'><meta "
                               "name=author content=\"Jane Doe\"><script>var a = '<p>no</p>';</script>"
                               "<link rel=canonical href=https://example.org/talks></head><body "
                               "class=has-sidebar><header><a href=/>Example Post</a></header>"
                               "<nav><ul><li><a>World</a><li><a>Sport</a></ul></nav><main><article><h1>Talks resume in "
                               "Vienna</h1><figure><img><figcaption>Photo: X</figcaption></figure>"
                               "<p>Envoys of five\n  countries met&nbsp;on Friday.<br>They agreed &mdash; &#39;in "
                               "part&#146;.<p>More is <b>exp</b>ected&period;</p><!-- > -->"
                               "<div class=share-tools><button>Share</button> this</div><ul><li>First point.<li>Second "
                               "<a>point</a>.</ul><ul><li><a href=1>Another story</a></li></ul>"
                               "</article><aside>Related stories</aside></main><div id=cookie-banner>We use cookies. "
                               "<button>Accept</button></div><footer>Contact</footer></body></html>";
    struct vdt_report report;
    struct vdt_error error;
    struct vdt_reader *reader;
    assert_int_equal(read_one(page, sizeof page - 1, &report, &error, &reader), VDT_OK);
    EXPECT(report.title, "Talks resume in Vienna");
    EXPECT(report.publisher, "Example Post");
    EXPECT(report.author, "Jane Doe");
    EXPECT(report.published, "2021-12-03T10:00:00Z");
    EXPECT(report.language, "en-GB");
    EXPECT(report.url, "https://example.org/talks");
    EXPECT(report.text, "Envoys of five countries met on Friday.\nThey agreed \xE2\x80\x94 'in "
                        "part\xE2\x80\x99.\n\nMore is expected&period;\n\nFirst point.\n\nSecond point.");
    vdt_reader_close(reader);

    static const struct { const char *page, *text;
    } pages[] = {
        { "<html><body><form>"
          "<p>A long text in a form.<p>It goes on."
          "<nav>unclosed <p>Not lost.",
          "A long text in a form.\n\nIt goes on.\n\nunclosed\n\nNot lost." },
        { "<p>One<p>Two</p></div></div>", "One\n\nTwo" },
        { "<html>5 < 6 &amp; 7 &lt; 8 &unknown; &", "5 < 6 & 7 < 8 &unknown; &" },
        { "<html><title>T</title><script>unclosed <p>text", "text" },
        { "<html><!-- unclosed ><p>text", "text" },
        { "<html><p hidden>no</p><p style='display: none'>no</p><p>This one is seen by all.</p>",
          "This one is seen by all." },
        { "<html><p>a <", "a <" },
        { "<html><meta charset=windows-1251><p>\xCC\xE8\xF0", "\xD0\x9C\xD0\xB8\xD1\x80" },
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        assert_int_equal(read_one(pages[i].page, strlen(pages[i].page), &report, &error, &reader), VDT_OK);
        EXPECT(report.text, pages[i].text);
        vdt_reader_close(reader);
    }
}

static void test_conllu(void **state) {
    (void)state;
    struct vdt_reader *reader =
        open_text("# newdoc id = x\n# text = a\n1\ta\n\n# newdoc\n1\tb\n\n# newdoc id = y\n1\tc\n");
    struct vdt_report report;
    assert_int_equal(vdt_reader_next(reader, &report, NULL), VDT_OK);
    EXPECT(report.id, "x");
    EXPECT(report.text, "# newdoc id = x\n# text = a\n1\ta\n\n");
    assert_int_equal(vdt_reader_next(reader, &report, NULL), VDT_OK);
    assert_true(vdt_view_ends(report.id, VDT_LITERAL("#2")));
    assert_int_equal(report.line, 5);
    assert_int_equal(vdt_reader_next(reader, &report, NULL), VDT_OK);
    EXPECT(report.id, "y");
    EXPECT(report.text, "# newdoc id = y\n1\tc\n");
    assert_int_equal(vdt_reader_next(reader, &report, NULL), VDT_END);
    vdt_reader_close(reader);
}

static void test_ids(void **state) {
    (void)state;
    struct vdt_ids *ids;
    struct vdt_view id;
    assert_int_equal(vdt_ids_new(&ids, NULL), VDT_OK);
    static const char *const given[] = { "a", "a", "a~2", "a", "a~2", "b" }, *const made[] = { "a",   "a~2",   "a~2~2",
                                                                                               "a~3", "a~2~3", "b" };
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(vdt_ids_unique(ids, vdt_view_of(given[i]), &id, NULL), VDT_OK);
        EXPECT(id, made[i]);
    }
    char name[32];
    for (int i = 0; i < 20000; i++) {
        snprintf(name, sizeof name, "report-%d", i);
        assert_int_equal(vdt_ids_unique(ids, vdt_view_of(name), &id, NULL), VDT_OK);
        EXPECT(id, name);
    }
    vdt_ids_free(ids);
    vdt_ids_free(NULL);
}

static void test_publication_times(void **state) {
    (void)state;
    const int64_t day = (int64_t)vdt_day_of(2021, 12, 3) * 86400, half_past_ten = day + 10 * 3600 + 30 * 60;
    static const char *const midnight[] = { "2021-12-03",           "20211203",
                                            "2021-W48-5",           "2021-337",
                                            "3 Dec 2021",           " 2021-12-03\n",
                                            "2021-12-02T24:00:00Z", "Fri, 3 Dec 2021 00:00 GMT" };
    for (size_t i = 0; i < sizeof midnight / sizeof *midnight; i++) {
        int64_t seconds = 0;
        if (vdt_time_parse(vdt_view_of(midnight[i]), &seconds, NULL, NULL) != VDT_OK || seconds != day)
            fail_msg("%s", midnight[i]);
    }
    static const char *const timed[] = { "2021-12-03T10:30:00Z",         "2021-12-03 10:30",
                                         "2021-12-03T11:30:00+01:00",    "20211203T103000Z",
                                         "2021-12-03T05:30:00.000-0500", "Fri, 03 Dec 2021 10:30:00 +0000",
                                         "Fri, 3 Dec 2021 05:30:00 EST", "3 Dec 21 10:30 GMT",
                                         "2021-12-03 10:30:00 UTC",      "Fri, 3 Dec 2021 10:30:00 +0000 (UTC)" };
    for (size_t i = 0; i < sizeof timed / sizeof *timed; i++) {
        int64_t seconds = 0;
        bool has_time = false;
        if (vdt_time_parse(vdt_view_of(timed[i]), &seconds, &has_time, NULL) != VDT_OK || seconds != half_past_ten ||
            !has_time)
            fail_msg("%s", timed[i]);
    }
    static const char *const none[] = { "",
                                        "yesterday",
                                        "2021",
                                        "2021-12",
                                        "2021-02-30",
                                        "2021-13-01",
                                        "2021-12-03T25:00",
                                        "2021-12-03T10:60",
                                        "2021-12-03Z",
                                        "2021-12-03T10:30+25:00",
                                        "2021-12-03 and more",
                                        "0000-01-01",
                                        "2021-W54-1",
                                        "2021-366",
                                        "32 Dec 2021",
                                        "Dec 3 2021",
                                        "Fry, 3 Dec 2021",
                                        "12/03/2021",
                                        "2021-12-03T" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        int64_t seconds = 42;
        if (vdt_time_parse(vdt_view_of(none[i]), &seconds, NULL, NULL) == VDT_OK || seconds != 42)
            fail_msg("%s", none[i]);
    }
}

static int make_file(void **state) {
    (void)state;
    int file = mkstemp(path);
    if (file < 0) return -1;
    close(file);
    return 0;
}

static int remove_file(void **state) {
    (void)state;
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_lines), cmocka_unit_test(test_options),
        cmocka_unit_test(test_bytes),      cmocka_unit_test(test_limits),
        cmocka_unit_test(test_page),       cmocka_unit_test(test_conllu),
        cmocka_unit_test(test_ids),        cmocka_unit_test(test_publication_times),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
