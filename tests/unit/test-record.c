/* SPDX-License-Identifier: Apache-2.0 */
/* The lines that events are written as: every key in its order, nulls, roles, CSV's quoting, the table's columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/view.h"
#include "vedette/event.h"

/* A view in an initialiser; in an expression it is VDT_LITERAL. */
#define V(text) { text, sizeof(text) - 1 }

static struct vdt_party sources[] = {
    { .code = V("RUSMIL"), .name = V("Russian Armed Forces"), .country = V("RUS"), .entry = V("data/actors/states.txt:9"),
      .mention = { V("Russian troops"), 30, 44 } },
    { .code = V(""), .mention = { V("men; and \"others\""), 50, 67 } } };
static struct vdt_party targets[] = {
    { .code = V("IGONATO"), .name = V("NATO"), .mention = { V("NATO"), 70, 74 } } };
static struct vdt_party voices[] = {
    { .code = V("UKR"), .name = V("Ukraine"), .country = V("UKR"), .mention = { V("Ukraine"), 0, 7 }, .cue = V("warned") } };
static const struct vdt_view contexts[] = { V("military"), V("election") };
static const struct vdt_amount amounts[] = {
    { .what = V("troops"), .low = 94000, .high = 94000, .of = V("RUSMIL"), .mention = { V("94,000 troops"), 80, 93 } },
    { .what = V("money"), .low = 2500000, .high = -1, .currency = V("USD"), .mention = { V("over $2.5m"), 94, 104 } } };

static struct vdt_event full(void) {
    return (struct vdt_event){
        .id = V("e:0123456789abcdef"), .report = V("r,1"), .story = V("s1"), .incident = V("i1"), .sentence = 7,
        .evidence = { V("Ukraine warned \"now\",\nsaid é."), 0, 110 }, .trigger = { V("are gathering"), 45, 58 },
        .lemma = V("gather"), .plover = VDT_MOBILIZE, .mode = V("troops"), .contexts = contexts, .context_count = 2,
        .cameo = V("154"), .quad = 4, .goldstein = -7.2, .sources = sources, .source_count = 2, .targets = targets,
        .target_count = 1, .voices = voices, .voice_count = 1, .status = VDT_ASSERTED, .conditional = false,
        .historical = true, .date_from = V("2021-11-12"), .date_to = V("2021-12-03"),
        .date_mention = { V("In recent weeks"), 8, 23 }, .date_basis = VDT_DATE_TEXT, .place_name = V("Kharkiv"),
        .place_country = V("UKR"), .place_admin1 = V("Kharkiv Oblast"), .place_geonames = 706483, .place_disputed = V("Somewhere"),
        .place_rule = V("claim"), .latitude = 49.98081, .longitude = 36.25272, .place_mention = { V("Kharkiv"), 99, 106 },
        .amounts = amounts, .amount_count = 2, .confidence = 0.83, .by = V("data/verbs/mobilize.vp:41"),
        .version = V("0.1.0+m3f9a+p41c2"), .why = V("{}") };
}

static struct vdt_event bare(void) {
    return (struct vdt_event){ .id = V("e:00"), .report = V("r"), .plover = VDT_CONSULT, .quad = 1, .goldstein = NAN,
                               .latitude = NAN, .longitude = NAN, .status = VDT_NEGATED, .confidence = 0.5 };
}

static const char *write(const struct vdt_event *event, enum vdt_event_format format, size_t width) {
    static char line[8192];
    size_t length = vdt_event_write(event, format, width, line, sizeof line - 1);
    assert_true(length < sizeof line);
    line[length] = '\0';
    return line;
}

static void test_json(void **state) {
    (void)state;
    struct vdt_event event = full();
    assert_string_equal(write(&event, VDT_FORMAT_NDJSON, 0),
        "{\"id\":\"e:0123456789abcdef\",\"report\":\"r,1\",\"story\":\"s1\",\"incident\":\"i1\",\"sentence\":7,\"begin\":0,"
        "\"end\":110,\"text\":\"Ukraine warned \\\"now\\\",\\nsaid é.\",\"trigger\":{\"text\":\"are gathering\",\"lemma\":"
        "\"gather\",\"begin\":45,\"end\":58},\"plover\":{\"event\":\"MOBILIZE\",\"mode\":\"troops\",\"context\":[\"military\","
        "\"election\"]},\"cameo\":\"154\",\"quad\":4,\"goldstein\":-7.2,\"source\":[{\"code\":\"RUSMIL\",\"name\":"
        "\"Russian Armed Forces\",\"country\":\"RUS\",\"roles\":[\"MIL\"],\"wikidata\":null,\"text\":\"Russian troops\","
        "\"begin\":30,\"end\":44},{\"code\":\"\",\"name\":null,\"country\":null,\"roles\":[],\"wikidata\":null,\"text\":"
        "\"men; and \\\"others\\\"\",\"begin\":50,\"end\":67}],\"target\":[{\"code\":\"IGONATO\",\"name\":\"NATO\",\"country\":null,"
        "\"roles\":[\"NATO\"],\"wikidata\":null,\"text\":\"NATO\",\"begin\":70,\"end\":74}],\"status\":\"asserted\","
        "\"conditional\":false,\"historical\":true,\"voice\":[{\"code\":\"UKR\",\"name\":\"Ukraine\",\"cue\":\"warned\","
        "\"text\":\"Ukraine\",\"begin\":0,\"end\":7}],\"date\":{\"from\":\"2021-11-12\",\"to\":\"2021-12-03\",\"text\":"
        "\"In recent weeks\",\"basis\":\"text\"},\"place\":{\"name\":\"Kharkiv\",\"country\":\"UKR\",\"admin1\":\"Kharkiv Oblast\","
        "\"latitude\":49.98081,\"longitude\":36.25272,\"geonames\":706483,\"disputed\":\"Somewhere\",\"by\":\"claim\",\"text\":\"Kharkiv\"},\"amounts\":[{\"what\":\"troops\","
        "\"low\":94000,\"high\":94000,\"of\":\"RUSMIL\",\"text\":\"94,000 troops\"},{\"what\":\"money\",\"low\":2500000,\"high\":null,"
        "\"currency\":\"USD\",\"text\":\"over $2.5m\"}],\"confidence\":0.83,\"by\":\"data/verbs/mobilize.vp:41\",\"version\":"
        "\"0.1.0+m3f9a+p41c2\"}\n");
}

static void test_json_nulls(void **state) {
    (void)state;
    struct vdt_event event = bare();
    const char *line = write(&event, VDT_FORMAT_NDJSON, 0);
    static const char *const parts[] = { "\"story\":null,\"incident\":null", "\"mode\":null,\"context\":[]", "\"cameo\":null",
        "\"goldstein\":null", "\"source\":[],\"target\":[]", "\"status\":\"negated\"", "\"voice\":[]",
        "\"date\":{\"from\":null,\"to\":null,\"text\":null,\"basis\":\"none\"},\"place\":null,\"amounts\":[]" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) assert_non_null(strstr(line, parts[i]));
}

static void test_roles(void **state) {
    (void)state;
    static const struct { const char *code, *country, *roles; } cases[] = {
        { "USA", "USA", "[]" }, { "USAGOV", "USA", "[\"GOV\"]" }, { "UKRREBMIL", "UKR", "[\"REB\",\"MIL\"]" },
        { "IGOEUR", "", "[\"EUR\"]" }, { "IGONATOMIL", "", "[\"NATO\",\"MIL\"]" }, { "CVL", "", "[\"CVL\"]" },
        { "REBMIL", "", "[\"REB\",\"MIL\"]" }, { "", "", "[]" }, { "NGO", "", "[]" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vdt_party party = { .code = vdt_view_of(cases[i].code), .country = vdt_view_of(cases[i].country) };
        struct vdt_event event = bare();
        event.sources = &party;
        event.source_count = 1;
        char wanted[64];
        snprintf(wanted, sizeof wanted, "\"roles\":%s,", cases[i].roles);
        assert_non_null(strstr(write(&event, VDT_FORMAT_NDJSON, 0), wanted));
    }
}

static size_t count_fields(const char *line) {
    size_t fields = 1;
    bool quoted = false;
    for (; *line; line++) {
        if (*line == '"') quoted = !quoted;
        if (*line == ',' && !quoted) fields++;
    }
    return fields;
}

static void test_csv(void **state) {
    (void)state;
    struct vdt_event event = full(), empty = bare();
    size_t fields = count_fields(write(NULL, VDT_FORMAT_CSV, 0));
    const char *line = write(&event, VDT_FORMAT_CSV, 0);
    assert_int_equal(count_fields(line), fields);
    assert_non_null(strstr(line, ",\"r,1\","));
    assert_non_null(strstr(line, ",\"Ukraine warned \"\"now\"\",\nsaid é.\","));
    assert_non_null(strstr(line, ",RUSMIL;,\"Russian troops;men, and \"\"others\"\"\",IGONATO,NATO,asserted,false,true,UKR,Ukraine,"));
    assert_non_null(strstr(line, ",troops=94000;money=2500000- USD,0.83,"));
    assert_string_equal(line + strlen(line) - 2, "\r\n");
    assert_int_equal(count_fields(write(&empty, VDT_FORMAT_CSV, 0)), fields);
}

/* Columns of a line whose characters are all one wide but those of `wide`. */
static size_t columns(const char *line) {
    size_t count = 0;
    for (; *line && *line != '\n'; line++)
        if (((unsigned char)*line & 0xC0) != 0x80) count += (unsigned char)*line >= 0xE4 && (unsigned char)*line <= 0xE9 ? 2 : 1;
    return count;
}

static void test_table(void **state) {
    (void)state;
    struct vdt_event event = full();
    event.evidence.text = VDT_LITERAL("Пекин и Москва\x1b[31m договорились 北京 " "и снова договорились о многом, очень многом, и ещё");
    for (size_t width = 60; width < 200; width += 7) {
        const char *line = write(&event, VDT_FORMAT_TABLE, width);
        assert_null(strchr(line, '\x1b'));
        assert_true(columns(line) <= (width < 100 ? 100 : width));
    }
    const char *line = write(&event, VDT_FORMAT_TABLE, 0);
    assert_non_null(strstr(line, "01234567 2021-11-12+21 asserted MOBILIZE "));
    assert_non_null(strstr(line, "RUSMIL,“men; and"));
    assert_non_null(strstr(line, "и ещё\n"));
    event.date_from = VDT_LITERAL("2014-01-01"), event.date_to = VDT_LITERAL("2014-12-31");
    assert_non_null(strstr(write(&event, VDT_FORMAT_TABLE, 0), " 2014 "));
    event.date_from = VDT_LITERAL("2020-02-01"), event.date_to = VDT_LITERAL("2020-02-29");
    assert_non_null(strstr(write(&event, VDT_FORMAT_TABLE, 0), " 2020-02 "));
}

static void test_short_buffer(void **state) {
    (void)state;
    struct vdt_event event = full();
    char small[16];
    memset(small, 'x', sizeof small);
    size_t length = vdt_event_write(&event, VDT_FORMAT_NDJSON, 0, small, 10);
    assert_true(length > 900);
    assert_memory_equal(small, "{\"id\":\"e:0xxxxxx", 16);
    assert_int_equal(vdt_event_write(&event, VDT_FORMAT_NDJSON, 0, NULL, 0), length);
    assert_int_equal(vdt_event_write(NULL, VDT_FORMAT_NDJSON, 0, small, sizeof small), 0);
}

static void test_names(void **state) {
    (void)state;
    for (int i = 0; i < VDT_PLOVER_COUNT; i++) {
        enum vdt_plover plover;
        assert_true(vdt_plover_parse(vdt_view_of(vdt_plover_name((enum vdt_plover)i)), &plover));
        assert_int_equal(plover, i);
    }
    for (int i = 0; i < VDT_EVENT_STATUS_COUNT; i++) {
        enum vdt_event_status status;
        assert_true(vdt_event_status_parse(vdt_view_of(vdt_event_status_name((enum vdt_event_status)i)), &status));
        assert_int_equal(status, i);
    }
    enum vdt_plover plover = VDT_AID;
    assert_false(vdt_plover_parse(VDT_LITERAL("assault"), &plover));
    assert_int_equal(plover, VDT_AID);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json), cmocka_unit_test(test_json_nulls), cmocka_unit_test(test_roles),
        cmocka_unit_test(test_csv), cmocka_unit_test(test_table), cmocka_unit_test(test_short_buffer),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
