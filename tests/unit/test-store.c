/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: what is read back is what was added, adding twice changes nothing, queries find what they should, a file
 * that is no store is refused, and a program that is killed at any moment leaves whole reports.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/view.h"
#include "vedette/store.h"

/* A view in an initialiser; in an expression it is VDT_LITERAL. */
#define V(text) { text, sizeof(text) - 1 }

static char folder[] = "/tmp/vedette-store-XXXXXX";

static const char *path_of(const char *name) {
    static char path[320];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory));) unlink(path_of(entry->d_name));
    if (directory) closedir(directory);
    return rmdir(folder);
}

static struct vdt_store *open_store(const char *name, enum vdt_store_mode mode) {
    struct vdt_store *store = NULL;
    struct vdt_error error = { 0 };
    if (vdt_store_open(path_of(name), mode, &store, &error) != VDT_OK) fail_msg("%s: %s", error.where, error.message);
    return store;
}

static const struct vdt_party sources[] = {
    { .code = V("RUSMIL"), .name = V("Russian Armed Forces"), .country = V("RUS"), .entry = V("data/actors/states.txt:9"),
      .mention = { V("Russian troops"), 30, 44 } },
    { .code = V(""), .mention = { V("men"), 50, 53 } } };
static const struct vdt_party targets[] = {
    { .code = V("IGONATO"), .name = V("NATO"), .mention = { V("NATO"), 70, 74 } } };
static const struct vdt_party voices[] = {
    { .code = V("UKRGOV"), .name = V("Ukraine"), .country = V("UKR"), .mention = { V("Ukraine"), 0, 7 }, .cue = V("warned") } };
static const struct vdt_view contexts[] = { V("military"), V("election") };
static const struct vdt_amount amounts[] = {
    { .what = V("troops"), .low = 94000, .high = 94000, .of = V("RUSMIL"), .mention = { V("94,000 troops"), 80, 93 } },
    { .what = V("money"), .low = 2.5, .high = -1, .currency = V("USD"), .mention = { V("over $2.50"), 94, 104 } } };

static struct vdt_event full(void) {
    return (struct vdt_event){
        .id = V("e:0123456789abcdef"), .report = V("r1"), .story = V("s1"), .incident = V("i1"), .sentence = 7,
        .evidence = { V("Ukraine warned “now”,\nsaid Élodie."), 0, 110 }, .trigger = { V("are gathering"), 45, 58 },
        .lemma = V("gather"), .plover = VDT_MOBILIZE, .mode = V("troops"), .contexts = contexts, .context_count = 2,
        .cameo = V("154"), .quad = 4, .goldstein = -7.2, .sources = sources, .source_count = 2, .targets = targets,
        .target_count = 1, .voices = voices, .voice_count = 1, .status = VDT_POSSIBLE, .conditional = true,
        .historical = true, .date_from = V("2021-11-12"), .date_to = V("2021-12-03"),
        .date_mention = { V("In recent weeks"), 8, 23 }, .date_basis = VDT_DATE_TEXT, .place_name = V("Kharkiv"),
        .place_country = V("UKR"), .place_admin1 = V("Kharkiv"), .place_geonames = 706483, .place_disputed = V("Here"), .place_rule = V("claim"), .latitude = 49.98081, .longitude = 36.25272, .place_mention = { V("Kharkiv"), 99, 106 },
        .amounts = amounts, .amount_count = 2, .confidence = 0.83, .by = V("data/verbs/mobilize.vp:41"),
        .version = V("0.1.0+m3f9a+p41c2"), .why = V("{\"status\":\"modal \\\"may\\\"\"}") };
}

static struct vdt_event bare(void) {
    return (struct vdt_event){ .id = V("e:00"), .report = V("r1"), .plover = VDT_ASSAULT, .quad = 4, .goldstein = NAN,
                               .latitude = NAN, .longitude = NAN, .status = VDT_ASSERTED, .confidence = NAN,
                               .evidence = { V("Shells fell."), 111, 123 } };
}

static struct vdt_report report_of(const char *id, const char *text) {
    return (struct vdt_report){ .id = vdt_view_of(id), .file = V("wire.jsonl"), .url = V("https://example.org/1"),
                                .title = V("Title"), .author = V("Author"), .publisher = V("Wire"), .language = V("en"),
                                .published = V("2021-12-03T10:00:00Z"), .text = vdt_view_of(text), .line = 3 };
}

static enum vdt_added add(struct vdt_store *store, const struct vdt_report *report, const struct vdt_event *events,
                          size_t count) {
    enum vdt_added added = VDT_ADDED_OTHER_TEXT;
    struct vdt_error error = { 0 };
    if (vdt_store_add(store, report, events, count, &added, &error) != VDT_OK) fail_msg("%s", error.message);
    return added;
}

static void assert_view(struct vdt_view a, struct vdt_view b) {
    if (!vdt_view_equal(a, b)) fail_msg("\"%.*s\" is not \"%.*s\"", (int)a.size, a.data, (int)b.size, b.data);
}

static void assert_span(const struct vdt_span *a, const struct vdt_span *b) {
    assert_view(a->text, b->text);
    assert_int_equal(a->begin, b->begin);
    assert_int_equal(a->end, b->end);
}

static void assert_real(double a, double b) {
    assert_true(a == b || (isnan(a) && isnan(b)));
}

static void assert_parties(const struct vdt_party *a, size_t a_count, const struct vdt_party *b, size_t b_count) {
    assert_int_equal(a_count, b_count);
    for (size_t i = 0; i < a_count; i++) {
        assert_view(a[i].code, b[i].code);
        assert_view(a[i].name, b[i].name);
        assert_view(a[i].country, b[i].country);
        assert_view(a[i].entry, b[i].entry);
        assert_view(a[i].cue, b[i].cue);
        assert_span(&a[i].mention, &b[i].mention);
    }
}

static void assert_event(const struct vdt_event *a, const struct vdt_event *b) {
    const struct vdt_view views[][2] = {
        { a->id, b->id }, { a->report, b->report },
        { a->lemma, b->lemma }, { a->mode, b->mode }, { a->cameo, b->cameo }, { a->date_from, b->date_from },
        { a->date_to, b->date_to }, { a->place_name, b->place_name }, { a->place_country, b->place_country },
        { a->place_admin1, b->place_admin1 }, { a->place_disputed, b->place_disputed }, { a->place_rule, b->place_rule },
        { a->by, b->by }, { a->version, b->version }, { a->why, b->why } };
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) assert_view(views[i][0], views[i][1]);
    assert_span(&a->evidence, &b->evidence);
    assert_span(&a->trigger, &b->trigger);
    assert_span(&a->date_mention, &b->date_mention);
    assert_span(&a->place_mention, &b->place_mention);
    assert_int_equal(a->sentence, b->sentence);
    assert_int_equal(a->plover, b->plover);
    assert_int_equal(a->quad, b->quad);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->conditional, b->conditional);
    assert_int_equal(a->historical, b->historical);
    assert_int_equal(a->date_basis, b->date_basis);
    assert_int_equal(a->place_geonames, b->place_geonames);
    assert_real(a->goldstein, b->goldstein);
    assert_real(a->latitude, b->latitude);
    assert_real(a->longitude, b->longitude);
    assert_real(a->confidence, b->confidence);
    assert_parties(a->sources, a->source_count, b->sources, b->source_count);
    assert_parties(a->targets, a->target_count, b->targets, b->target_count);
    assert_parties(a->voices, a->voice_count, b->voices, b->voice_count);
    assert_int_equal(a->context_count, b->context_count);
    for (size_t i = 0; i < a->context_count; i++) assert_view(a->contexts[i], b->contexts[i]);
    assert_int_equal(a->amount_count, b->amount_count);
    for (size_t i = 0; i < a->amount_count; i++) {
        assert_view(a->amounts[i].what, b->amounts[i].what);
        assert_view(a->amounts[i].currency, b->amounts[i].currency);
        assert_view(a->amounts[i].of, b->amounts[i].of);
        assert_real(a->amounts[i].low, b->amounts[i].low);
        assert_real(a->amounts[i].high, b->amounts[i].high);
        assert_span(&a->amounts[i].mention, &b->amounts[i].mention);
    }
}

static void test_round_trip(void **state) {
    (void)state;
    struct vdt_event events[] = { full(), bare() };
    struct vdt_report report = report_of("r1", "Ukraine warned …");
    struct vdt_store *store = open_store("round.db", VDT_STORE_WRITE);
    assert_int_equal(add(store, &report, events, 2), VDT_ADDED_NEW);
    vdt_store_close(store);
    store = open_store("round.db", VDT_STORE_READ);
    struct vdt_query query = VDT_QUERY_INIT;
    struct vdt_cursor *cursor;
    struct vdt_event event;
    assert_int_equal(vdt_store_query(store, &query, &cursor, NULL), VDT_OK);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(vdt_cursor_next(cursor, &event, NULL), VDT_OK);
        assert_event(&event, &events[i]);
        assert_view(event.story, VDT_LITERAL("r1"));
    }
    assert_int_equal(vdt_cursor_next(cursor, &event, NULL), VDT_END);
    assert_int_equal(vdt_cursor_next(cursor, &event, NULL), VDT_END);
    vdt_cursor_close(cursor);
    struct vdt_report read;
    assert_int_equal(vdt_store_report(store, VDT_LITERAL("r1"), &read, NULL), VDT_OK);
    const struct vdt_view views[][2] = {
        { read.id, report.id }, { read.file, report.file }, { read.url, report.url }, { read.title, report.title },
        { read.author, report.author }, { read.publisher, report.publisher }, { read.language, report.language },
        { read.published, report.published }, { read.text, report.text } };
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) assert_view(views[i][0], views[i][1]);
    assert_int_equal(read.line, 3);
    assert_int_equal(vdt_store_report(store, VDT_LITERAL("r2"), &read, NULL), VDT_END);
    vdt_store_close(store);
}

static void test_adding_again(void **state) {
    (void)state;
    struct vdt_event events[] = { full(), bare() };
    struct vdt_report report = report_of("r1", "text"), other = report_of("r1", "another text");
    struct vdt_store *store = open_store("again.db", VDT_STORE_WRITE);
    struct vdt_store_counts counts;
    enum vdt_added added;
    assert_int_equal(vdt_store_knows(store, &report, &added, NULL), VDT_OK);
    assert_int_equal(added, VDT_ADDED_NEW);
    assert_int_equal(add(store, &report, events, 2), VDT_ADDED_NEW);
    assert_int_equal(add(store, &report, events, 2), VDT_ADDED_KNOWN);
    assert_int_equal(add(store, &other, events, 1), VDT_ADDED_OTHER_TEXT);
    assert_int_equal(vdt_store_knows(store, &other, &added, NULL), VDT_OK);
    assert_int_equal(added, VDT_ADDED_OTHER_TEXT);
    assert_int_equal(vdt_store_counts(store, &counts, NULL), VDT_OK);
    assert_int_equal(counts.reports, 1);
    assert_int_equal(counts.events, 2);
    assert_int_equal(counts.sources, 1);
    assert_int_equal(counts.dyads, 1);
    /* two events with one id: the report as a whole stays out */
    struct vdt_report clash = report_of("r9", "text");
    struct vdt_error error;
    events[0].id = events[1].id = VDT_LITERAL("e:77");
    assert_int_equal(vdt_store_add(store, &clash, events, 2, &added, &error), VDT_ERROR_FORMAT);
    assert_non_null(strstr(error.message, "e:77"));
    assert_int_equal(vdt_store_counts(store, &counts, NULL), VDT_OK);
    assert_int_equal(counts.reports, 1);
    assert_int_equal(counts.events, 2);
    /* and the store works on */
    assert_int_equal(add(store, &clash, events, 1), VDT_ADDED_NEW);
    vdt_store_close(store);
}

/* Days are those of UTC, however a report writes its time; who has no name goes by the host of its page. */
static void test_days(void **state) {
    (void)state;
    static const char *const times[] = { "Tue, 14 May 2024 18:30:00 +0200", "2024-05-15", "2024-05-17T00:30:00+02:00", "", "soon" };
    struct vdt_store *store = open_store("days.db", VDT_STORE_WRITE);
    for (size_t i = 0; i < 5; i++) {
        char id[2] = { (char)('a' + i), 0 };
        struct vdt_report report = report_of(id, "text");
        report.published = vdt_view_of(times[i]);
        if (i == 1) report.publisher = vdt_view_of(""), report.url = vdt_view_of("https://www.valley.example/news/1");
        add(store, &report, NULL, 0);
    }
    int32_t newest;
    assert_int_equal(vdt_store_newest_day(store, vdt_view_of(""), &newest, NULL), VDT_OK);
    assert_int_equal(newest, vdt_day_of(2024, 5, 16));
    struct vdt_forgotten forgotten;
    const struct { struct vdt_forget what; uint64_t reports; } forgets[] = {
        { { .before = V("2024-05-14") }, 0 },
        { { .before = V("2024-05-15") }, 1 },
        { { .publisher = V("Valley.example") }, 1 },
        { { .before = V("2024-05-17") }, 1 },
        /* those without a day go by their arrival */
        { { .before = V("2024-05-18") }, 0 },
        { { .before = V("9999-12-31") }, 2 },
    };
    for (size_t i = 0; i < sizeof forgets / sizeof *forgets; i++) {
        assert_int_equal(vdt_store_forget(store, &forgets[i].what, &forgotten, NULL), VDT_OK);
        assert_int_equal(forgotten.reports, forgets[i].reports);
    }
    vdt_store_close(store);
}

static uint64_t count(struct vdt_store *store, const struct vdt_query *query) {
    uint64_t number = UINT64_MAX;
    struct vdt_error error = { 0 };
    if (vdt_store_count(store, query, &number, &error) != VDT_OK) fail_msg("%s", error.message);
    return number;
}

static void test_queries(void **state) {
    (void)state;
    struct vdt_store *store = open_store("query.db", VDT_STORE_WRITE);
    struct vdt_event events[] = { full(), bare() };
    struct vdt_report report = report_of("r1", "text");
    add(store, &report, events, 2);
#define COUNT(...) count(store, &(struct vdt_query){ .size = sizeof(struct vdt_query), __VA_ARGS__ })
    assert_int_equal(COUNT(.limit = 1), 2);
    assert_int_equal(COUNT(.source = V("RUS")), 1);
    assert_int_equal(COUNT(.source = V("RUSMIL")), 1);
    assert_int_equal(COUNT(.source = V("RUSMILX")), 0);
    assert_int_equal(COUNT(.source = V("R_S")), 0);
    assert_int_equal(COUNT(.source = V("*")), 0);
    assert_int_equal(COUNT(.source = V("IGO")), 0);
    assert_int_equal(COUNT(.target = V("IGO")), 1);
    assert_int_equal(COUNT(.actor = V("IGO")), 1);
    assert_int_equal(COUNT(.actor = V("UKR")), 0);
    assert_int_equal(COUNT(.voice = V("UKR")), 1);
    assert_int_equal(COUNT(.plover = V("ASSAULT")), 1);
    assert_int_equal(COUNT(.cameo = V("15")), 1);
    assert_int_equal(COUNT(.cameo = V("5")), 0);
    assert_int_equal(COUNT(.status = V("possible")), 1);
    assert_int_equal(COUNT(.country = V("UKR")), 1);
    assert_int_equal(COUNT(.quad = 4), 2);
    assert_int_equal(COUNT(.quad = 3), 0);
    assert_int_equal(COUNT(.id = V("e:0")), 2);
    assert_int_equal(COUNT(.id = V("e:01")), 1);
    assert_int_equal(COUNT(.id = V("e:\xFF")), 0);
    assert_int_equal(COUNT(.report = V("r1")), 2);
    assert_int_equal(COUNT(.report = V("r")), 0);
    assert_int_equal(COUNT(.from = V("2021-12-03")), 1);
    assert_int_equal(COUNT(.from = V("2021-12-04")), 0);
    assert_int_equal(COUNT(.to = V("2021-11-12")), 1);
    assert_int_equal(COUNT(.to = V("2021-11-11")), 0);
    assert_int_equal(COUNT(.text = V("ukraine WARNED")), 1);
    assert_int_equal(COUNT(.text = V("élodie")), 1);
    assert_int_equal(COUNT(.text = V("ukraine shells")), 0);
    assert_int_equal(COUNT(.text = V("shells AND fell")), 0); /* AND is a word like any other */
    assert_int_equal(COUNT(.text = V("\"fell\" * ( NEAR")), 0);
    assert_int_equal(COUNT(.text = V("fell.")), 1);
    assert_int_equal(COUNT(.text = V("  ")), 2);
    assert_int_equal(COUNT(.source = V("RUS"), .target = V("IGONATO"), .status = V("possible"), .text = V("now")), 1);
#undef COUNT
    struct vdt_error error;
    uint64_t number;
    static const struct vdt_query wrong[] = {
        { .size = sizeof(struct vdt_query), .status = V("sure") }, { .size = sizeof(struct vdt_query), .plover = V("WAR") },
        { .size = sizeof(struct vdt_query), .from = V("yesterday") }, { .size = sizeof(struct vdt_query), .quad = 5 }, { 0 } };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(vdt_store_count(store, &wrong[i], &number, &error), VDT_ERROR_USE);
    vdt_store_close(store);
}

static void test_order_and_limit(void **state) {
    (void)state;
    struct vdt_store *store = open_store("order.db", VDT_STORE_WRITE);
    static const struct { const char *report, *id, *day; uint32_t begin; } rows[] = {
        { "b", "e:1", "2021-03-01", 5 }, { "b", "e:2", "2021-03-01", 1 }, { "b", "e:3", "", 0 },
        { "a", "e:4", "2020-12-31", 9 }, { "a", "e:5", "2021-03-01", 0 } };
    for (size_t from = 0, to; from < 5; from = to) {
        struct vdt_event events[5];
        for (to = from; to < 5 && strcmp(rows[to].report, rows[from].report) == 0; to++) {
            events[to - from] = bare();
            events[to - from].id = vdt_view_of(rows[to].id);
            events[to - from].date_from = events[to - from].date_to = vdt_view_of(rows[to].day);
            events[to - from].trigger.begin = rows[to].begin;
        }
        struct vdt_report report = report_of(rows[from].report, "text");
        add(store, &report, events, to - from);
    }
    /* by date, then in the order that the reports were added, then by place in the text; without a date last */
    static const char *const order[] = { "e:4", "e:2", "e:1", "e:5", "e:3" };
    for (uint64_t limit = 1; limit <= 6; limit++) {
        struct vdt_query query = VDT_QUERY_INIT;
        query.limit = limit;
        struct vdt_cursor *cursor;
        struct vdt_event event;
        assert_int_equal(vdt_store_query(store, &query, &cursor, NULL), VDT_OK);
        for (uint64_t i = 0; i < limit && i < 5; i++) {
            assert_int_equal(vdt_cursor_next(cursor, &event, NULL), VDT_OK);
            assert_view(event.id, vdt_view_of(order[i]));
        }
        assert_int_equal(vdt_cursor_next(cursor, &event, NULL), VDT_END);
        vdt_cursor_close(cursor);
    }
    vdt_store_close(store);
}

static void write_file(const char *name, const char *bytes) {
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
}

static void refuse(const char *name, enum vdt_store_mode mode, const char *message) {
    struct vdt_store *store = NULL;
    struct vdt_error error = { 0 };
    assert_int_not_equal(vdt_store_open(path_of(name), mode, &store, &error), VDT_OK);
    assert_null(store);
    if (!strstr(error.message, message)) fail_msg("%s: %s", name, error.message);
    assert_true(error.hint[0] != '\0' || error.status != VDT_ERROR_STORE || strstr(error.message, "is no file"));
}

static void test_no_store(void **state) {
    (void)state;
    write_file("text.db", "This is no database, but a text that is long enough to be taken for one. "
                          "This is no database, but a text that is long enough to be taken for one.");
    refuse("text.db", VDT_STORE_READ, "no database");
    refuse("text.db", VDT_STORE_WRITE, "no database");
    refuse("missing.db", VDT_STORE_READ, "no such store");
    write_file("empty.db", "");
    refuse("empty.db", VDT_STORE_READ, "empty");
    refuse("", VDT_STORE_WRITE, "is no file");
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path_of("other.db"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "CREATE TABLE bookmark (url TEXT)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    refuse("other.db", VDT_STORE_READ, "another program");
    refuse("other.db", VDT_STORE_WRITE, "another program");
    vdt_store_close(open_store("newer.db", VDT_STORE_WRITE));
    assert_int_equal(sqlite3_open(path_of("newer.db"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    refuse("newer.db", VDT_STORE_WRITE, "schema version 99");
    /* an empty file becomes a store; a store opened for reading takes nothing */
    vdt_store_close(open_store("empty.db", VDT_STORE_WRITE));
    struct vdt_store *store = open_store("empty.db", VDT_STORE_READ);
    struct vdt_report report = report_of("r1", "text");
    enum vdt_added added;
    assert_int_equal(vdt_store_add(store, &report, NULL, 0, &added, NULL), VDT_ERROR_USE);
    vdt_store_close(store);
}

/* ---- killed at any moment ---- */

enum { KILLED_REPORTS = 400, KILLS = 12 };

/* Report i has i % 5 events. */
static size_t make_report(int i, char id[16], char ids[5][24], struct vdt_report *report, struct vdt_event events[5]) {
    snprintf(id, 16, "k%d", i);
    *report = report_of(id, "Shells fell on the town.");
    size_t events_of = (size_t)(i % 5);
    for (size_t e = 0; e < events_of; e++) {
        snprintf(ids[e], 24, "e:%08x%08x", (unsigned)i, (unsigned)e);
        events[e] = full();
        events[e].id = vdt_view_of(ids[e]);
        events[e].report = report->id;
    }
    return events_of;
}

static void add_all(const char *path, int from) {
    struct vdt_store *store;
    if (vdt_store_open(path, VDT_STORE_WRITE, &store, NULL) != VDT_OK) _exit(2);
    for (int i = from; i < KILLED_REPORTS; i++) {
        char id[16], ids[5][24];
        struct vdt_report report;
        struct vdt_event events[5];
        size_t events_of = make_report(i, id, ids, &report, events);
        enum vdt_added added;
        if (vdt_store_add(store, &report, events, events_of, &added, NULL) != VDT_OK) _exit(3);
    }
    vdt_store_close(store);
}

/* Every report that is there has all its events; returns how many there are. */
static uint64_t check_whole(const char *name) {
    struct vdt_store *store = open_store(name, VDT_STORE_READ);
    uint64_t reports = 0, events_seen = 0;
    for (int i = 0; i < KILLED_REPORTS; i++) {
        char id[16], ids[5][24];
        struct vdt_report report, read;
        struct vdt_event events[5];
        size_t events_of = make_report(i, id, ids, &report, events);
        struct vdt_query query = VDT_QUERY_INIT;
        query.report = report.id;
        enum vdt_status status = vdt_store_report(store, report.id, &read, NULL);
        assert_true(status == VDT_OK || status == VDT_END);
        assert_int_equal(count(store, &query), status == VDT_OK ? events_of : 0);
        struct vdt_cursor *cursor;
        struct vdt_event event;
        assert_int_equal(vdt_store_query(store, &query, &cursor, NULL), VDT_OK);
        for (size_t e = 0; vdt_cursor_next(cursor, &event, NULL) == VDT_OK; e++, events_seen++) assert_event(&event, &events[e]);
        vdt_cursor_close(cursor);
        reports += status == VDT_OK;
    }
    struct vdt_query words = VDT_QUERY_INIT;
    words.text = VDT_LITERAL("élodie");
    assert_int_equal(count(store, &words), events_seen);
    vdt_store_close(store);
    return reports;
}

static void test_kill(void **state) {
    (void)state;
    char path[320];
    snprintf(path, sizeof path, "%s", path_of("killed.db"));
    uint64_t before = 0;
    for (int round = 0; round < KILLS; round++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            add_all(path, 0);
            _exit(0);
        }
        /* from within the making of the tables to well into the reports */
        struct timespec pause = { .tv_nsec = 300000L + (long)round * round * 700000L };
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        int how;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
        struct vdt_store *store = NULL;
        if (vdt_store_open(path, VDT_STORE_READ, &store, NULL) != VDT_OK) {
            assert_int_equal(before, 0); /* killed before there was a store */
            continue;
        }
        vdt_store_close(store);
        uint64_t now = check_whole("killed.db");
        assert_true(now >= before);
        before = now;
    }
    add_all(path, 0);
    assert_int_equal(check_whole("killed.db"), KILLED_REPORTS);
    sqlite3 *database;
    sqlite3_stmt *check;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &check, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(check), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(check, 0), "ok");
    sqlite3_finalize(check);
    assert_int_equal(sqlite3_exec(database, "INSERT INTO sentence (sentence) VALUES ('integrity-check')", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(database);
}

static void test_reader_beside_writer(void **state) {
    (void)state;
    struct vdt_store *writer = open_store("both.db", VDT_STORE_WRITE), *reader = open_store("both.db", VDT_STORE_READ);
    struct vdt_event events[] = { full(), bare() };
    struct vdt_report report = report_of("r1", "text"), second = report_of("r2", "text");
    add(writer, &report, events, 2);
    struct vdt_query query = VDT_QUERY_INIT;
    struct vdt_cursor *cursor;
    struct vdt_event event;
    assert_int_equal(vdt_store_query(reader, &query, &cursor, NULL), VDT_OK);
    assert_int_equal(vdt_cursor_next(cursor, &event, NULL), VDT_OK);
    struct vdt_event later = bare();
    later.id = VDT_LITERAL("e:99");
    assert_int_equal(add(writer, &second, &later, 1), VDT_ADDED_NEW);
    /* the reader goes on with what it saw when it began */
    assert_int_equal(vdt_cursor_next(cursor, &event, NULL), VDT_OK);
    assert_int_equal(vdt_cursor_next(cursor, &event, NULL), VDT_END);
    vdt_cursor_close(cursor);
    assert_int_equal(count(reader, &query), 3);
    vdt_store_close(reader);
    vdt_store_close(writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_adding_again), cmocka_unit_test(test_days), cmocka_unit_test(test_queries),
        cmocka_unit_test(test_order_and_limit), cmocka_unit_test(test_no_store), cmocka_unit_test(test_kill),
        cmocka_unit_test(test_reader_beside_writer),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
