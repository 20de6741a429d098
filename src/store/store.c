/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store's file: opening, adding, reports, counts. Looking for events is query.c's, the tables are schema.c's.
 *
 * A report with its events is one transaction in SQLite's write-ahead log. Whoever is killed in the middle leaves a
 * log whose last whole transaction counts; the next one to open the file takes it over. The log is not flushed to the
 * disk with each report (synchronous = NORMAL): a power cut may take the last seconds of reports, whole ones, and
 * adding again puts them back.
 */
#include "store/database.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "story/happening.h"
#include "vedette/desk.h"

static const char *const statements[] = {
    [VDT_SQL_BEGIN] = "BEGIN IMMEDIATE",
    [VDT_SQL_COMMIT] = "COMMIT",
    [VDT_SQL_ROLLBACK] = "ROLLBACK",
    [VDT_SQL_FIND_REPORT] = "SELECT hash FROM report WHERE id = ?",
    [VDT_SQL_ADD_REPORT] = "INSERT INTO report (id, hash, file, line, url, title, author, publisher, language, published,"
                           " text, arrived) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                           " strftime('%Y-%m-%dT%H:%M:%SZ'))",
    [VDT_SQL_ADD_REPORT_WORDS] = "INSERT INTO report_words (rowid, title, text) VALUES (?, ?, ?)",
    [VDT_SQL_ADD_EVENT] =
        "INSERT INTO event (id, report, position, story, incident, sentence, text, begin, \"end\", trigger_text,"
        " trigger_begin, trigger_end, lemma, plover, mode, cameo, quad, goldstein, status, conditional, historical,"
        " date_from, date_to, first_day, last_day, date_text, date_begin, date_end, date_basis, place_name,"
        " place_country, place_admin1, place_geonames, place_disputed, place_rule, latitude, longitude, place_text,"
        " place_begin, place_end, confidence, by, version, why, happening)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [VDT_SQL_FORGET_SENTENCES] = "INSERT INTO sentence (sentence, rowid, text) SELECT 'delete', number, text FROM event"
                                 " WHERE report = ?",
    [VDT_SQL_FORGET_EVENTS] = "DELETE FROM event WHERE report = ?",
    [VDT_SQL_ADD_SENTENCE] = "INSERT INTO sentence (rowid, text) VALUES (?, ?)",
    [VDT_SQL_ADD_PARTY] = "INSERT INTO party (event, side, position, code, name, country, entry, text, begin, \"end\","
                          " cue) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [VDT_SQL_ADD_CONTEXT] = "INSERT INTO context (event, position, name) VALUES (?, ?, ?)",
    [VDT_SQL_ADD_AMOUNT] = "INSERT INTO amount (event, position, what, low, high, currency, text, begin, \"end\","
                           " whose) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [VDT_SQL_GET_PARTIES] = "SELECT side, code, name, country, entry, text, begin, \"end\", cue FROM party"
                            " WHERE event = ? ORDER BY side, position",
    [VDT_SQL_GET_CONTEXTS] = "SELECT name FROM context WHERE event = ? ORDER BY position",
    [VDT_SQL_GET_AMOUNTS] = "SELECT what, low, high, currency, text, begin, \"end\", whose FROM amount WHERE event = ?"
                            " ORDER BY position",
    [VDT_SQL_SKETCHES_SINCE] = "SELECT r.number, r.id, r.story, r.copy_of, r.kinship, r.similarity, s.features"
                               " FROM report r JOIN sketch s ON s.report = r.number"
                               " WHERE r.number > ? AND r.number < ? AND r.kinship IS NOT NULL ORDER BY r.number",
    [VDT_SQL_ADD_SKETCH] = "INSERT INTO sketch (report, features) VALUES (?, ?)",
    [VDT_SQL_SET_STORY] = "UPDATE report SET story = ?, copy_of = ?, kinship = ?, similarity = ? WHERE number = ?",
    [VDT_SQL_GET_STORY] = "SELECT story, copy_of, kinship, similarity FROM report WHERE id = ? AND kinship IS NOT NULL",
    [VDT_SQL_GET_REPORT] = "SELECT " VDT_REPORT_COLUMNS " FROM report WHERE id = ?",
    [VDT_SQL_GET_SETTING] = "SELECT value FROM setting WHERE name = ?",
    [VDT_SQL_SET_SETTING] = "INSERT INTO setting (name, value) VALUES (?, ?)"
                            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [VDT_SQL_LIKELY_EVENTS] =
        "SELECT " VDT_EVENT_COLUMNS " FROM event e JOIN report r ON r.number = e.report WHERE e.number IN ("
        " SELECT max(number) FROM event WHERE story = ?1 AND plover = ?2 AND report <> ?3 GROUP BY incident, lemma"
        " UNION SELECT number FROM event WHERE report = (SELECT number FROM report WHERE id = ?4) AND plover = ?2"
        " UNION SELECT max(number) FROM event WHERE happening = ?5 AND happening <> 0 AND first_day BETWEEN ?6 AND ?7"
        "  AND plover = ?2 AND report <> ?3 GROUP BY incident, lemma) ORDER BY e.number DESC LIMIT 64",
    [VDT_SQL_INCIDENT_DAY] = "SELECT first_day FROM event WHERE incident = ? ORDER BY number LIMIT 1",
    [VDT_SQL_EVENTS_OF_INCIDENT] = "SELECT " VDT_EVENT_COLUMNS ", r.publisher, r.url, r.kinship FROM event e"
                                   " JOIN report r ON r.number = e.report WHERE e.incident = ? ORDER BY e.number",
    [VDT_SQL_COUNTS] =
        "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM event),"
        " (SELECT count(DISTINCT code) FROM party WHERE side = 0 AND code <> ''),"
        " (SELECT count(*) FROM (SELECT DISTINCT s.code, t.code FROM party s JOIN party t ON t.event = s.event"
        "  AND t.side = 1 AND t.code <> '' WHERE s.side = 0 AND s.code <> ''))",
    [VDT_SQL_GET_EVENT] = "SELECT " VDT_EVENT_COLUMNS " FROM event e JOIN report r ON r.number = e.report WHERE e.number = ?",
    [VDT_SQL_FIND_EVENT] = "SELECT number FROM event WHERE id = ?",
    [VDT_SQL_GET_REPORT_NUMBERED] = "SELECT " VDT_REPORT_COLUMNS " FROM report WHERE number = ?",
    [VDT_SQL_GET_REPORT_HEAD] = "SELECT " VDT_REPORT_HEAD ", '' FROM report WHERE number = ?",
    [VDT_SQL_FIND_REPORT_NUMBER] = "SELECT number FROM report WHERE id = ?",
    /* a code stands for several who bear the same role: the most frequent of the first ones names it */
    [VDT_SQL_ACTOR_NAME] = "SELECT name FROM (SELECT name FROM party WHERE code = ? LIMIT 200) WHERE name <> ''"
                           " GROUP BY name ORDER BY count(*) DESC, name LIMIT 1",
    [VDT_SQL_TOTALS] = "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM event)",
    [VDT_SQL_VERSION] = "PRAGMA data_version",
    [VDT_SQL_ADD_MARK] = "INSERT INTO mark (event, verdict, correction, note, mute, who, at)"
                         " VALUES (?, ?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ'))",
    [VDT_SQL_ADD_AUDIT] = "INSERT INTO audit (at, who, what, about, detail)"
                          " VALUES (strftime('%Y-%m-%dT%H:%M:%SZ'), ?, ?, ?, ?)",
    [VDT_SQL_MARKS] = "SELECT number, event, verdict, correction, note, mute, who, at FROM mark"
                      " WHERE number > ? ORDER BY number LIMIT ?",
    [VDT_SQL_MARKS_OF] = "SELECT number, event, verdict, correction, note, mute, who, at FROM mark"
                         " WHERE number > ? AND event = ?3 ORDER BY number LIMIT ?2",
    [VDT_SQL_AUDIT] = "SELECT number, at, who, what, about, detail FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?",
};

enum vdt_status vdt_store__fail(struct vdt_store *store, struct vdt_error *error, const char *what) {
    struct vdt_view where = vdt_view_of(store->path);
    int code = store->database ? sqlite3_errcode(store->database) & 0xFF : SQLITE_NOMEM;
    enum vdt_status status;
    switch (code) {
    case SQLITE_NOMEM: return vdt_fail_memory(error, "working with a store");
    case SQLITE_NOTADB:
        status = vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "is no database, so no vedette store");
        return vdt_hint(error, status, "give another path; a store that is not there is made by \"vedette add\"");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        status = vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "cannot %s: another program is writing to it", what);
        return vdt_hint(error, status, "wait for it, or end it");
    case SQLITE_FULL:
        status = vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "cannot %s: the disk is full", what);
        return vdt_hint(error, status, "make room and run it again: what was added is kept");
    case SQLITE_CORRUPT:
        status = vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "cannot %s: the file is damaged", what);
        return vdt_hint(error, status, "add the reports to a new store");
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "cannot %s: no permission to write", what);
    default:
        return vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "cannot %s: %s", what,
                           store->database ? sqlite3_errmsg(store->database) : "out of memory");
    }
}

sqlite3_stmt *vdt_store__statement(struct vdt_store *store, enum vdt_store_statement which, struct vdt_error *error) {
    sqlite3_stmt **slot = &store->statements[which];
    if (!*slot &&
        sqlite3_prepare_v3(store->database, statements[which], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK) {
        vdt_store__fail(store, error, "prepare a statement");
        return NULL;
    }
    sqlite3_reset(*slot);
    return *slot;
}

/* "file:PATH?immutable=1" with what means something in a URI escaped, NUL-terminated. */
static void put_immutable_uri(struct vdt_buffer *out, const char *path) {
    vdt_buffer_text(out, "file:");
    for (; *path; path++)
        if (strchr("%?#", *path))
            vdt_buffer_format(out, "%%%02X", (unsigned)(unsigned char)*path);
        else
            vdt_buffer_char(out, *path);
    vdt_buffer_add(out, (struct vdt_view){ "?immutable=1", sizeof "?immutable=1" });
}

/* day_of(TEXT): the day in UTC of a time as a report gives it, ISO 8601 or RFC 2822; NULL where it is none. */
static void day_of(sqlite3_context *context, int count, sqlite3_value **arguments) {
    (void)count;
    const char *text = (const char *)sqlite3_value_text(arguments[0]);
    struct vdt_view given = { text, text ? (size_t)sqlite3_value_bytes(arguments[0]) : 0 };
    int64_t seconds;
    char day[11];
    enum { DAY = 24 * 60 * 60 };
    if (!given.size || vdt_time_parse(given, &seconds, NULL, NULL) != VDT_OK) return;
    vdt_day_write((int32_t)((seconds - (seconds < 0 ? DAY - 1 : 0)) / DAY), day);
    sqlite3_result_text(context, day, -1, SQLITE_TRANSIENT);
}

/* host_of(TEXT): of an address, as publishers go by where they have no name; empty where it has none. */
static void host_of(sqlite3_context *context, int count, sqlite3_value **arguments) {
    (void)count;
    const char *text = (const char *)sqlite3_value_text(arguments[0]);
    struct vdt_view host = vdt_publisher_host((struct vdt_view){ text, text ? (size_t)sqlite3_value_bytes(arguments[0]) : 0 });
    sqlite3_result_text(context, host.size ? host.data : "", (int)host.size, SQLITE_TRANSIENT);
}

static bool open_and_read(struct vdt_store *store, const char *path, int flags) {
    /* a handle belongs to one thread at a time: SQLite need not lock it */
    if (sqlite3_open_v2(path, &store->database, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) return false;
    sqlite3_busy_timeout(store->database, 10000);
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_extended_result_codes(store->database, 0);
    sqlite3_create_function(store->database, "day_of", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, day_of, NULL, NULL);
    sqlite3_create_function(store->database, "host_of", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, host_of, NULL, NULL);
    return sqlite3_exec(store->database,
                        "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON;"
                        "PRAGMA user_version", NULL, NULL, NULL) == SQLITE_OK;
}

/*
 * Reading, too, opens the file for writing where it may: taking over what a killed writer left, and clearing the log
 * away when the last one closes, are writes. The handle itself then refuses them. Where the file or its folder is not
 * to be written, SQLite reads as well as it can, for which it wants an index beside the log; where that cannot be made
 * and no log waits to be taken over, the file alone is the whole truth and is read as such.
 */
static bool open_for_reading(struct vdt_store *store, const char *path) {
    if (open_and_read(store, path, SQLITE_OPEN_READWRITE))
        return sqlite3_exec(store->database, "PRAGMA query_only = ON", NULL, NULL, NULL) == SQLITE_OK;
    int code = sqlite3_errcode(store->database) & 0xFF;
    char log[4096];
    struct stat about;
    int length = snprintf(log, sizeof log, "%s-wal", path);
    if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) || length < 0 || (size_t)length >= sizeof log ||
        (stat(log, &about) == 0 && about.st_size > 0))
        return false;
    struct vdt_buffer uri;
    vdt_buffer_init(&uri);
    put_immutable_uri(&uri, path);
    sqlite3_close(store->database);
    store->database = NULL;
    bool opened = !vdt_buffer_failed(&uri) && open_and_read(store, uri.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    vdt_buffer_done(&uri);
    return opened;
}

enum vdt_status vdt_store_open(const char *path, enum vdt_store_mode mode, struct vdt_store **out,
                               struct vdt_error *error) {
    struct vdt_view where = vdt_view_of(path);
    struct stat about;
    if (!where.size) return vdt_fail(error, VDT_ERROR_USE, "the path of the store is empty");
    if (vdt_view_starts(where, VDT_LITERAL("postgresql://")) || vdt_view_starts(where, VDT_LITERAL("postgres://"))) {
        enum vdt_status status = vdt_fail(error, VDT_ERROR_STORE, "this build has no PostgreSQL");
        return vdt_hint(error, status, "give the path of a file: it becomes an SQLite store");
    }
    bool in_memory = vdt_view_is(where, ":memory:");
    bool there = !in_memory && stat(path, &about) == 0;
    if (there && !S_ISREG(about.st_mode))
        return vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "is no file, so no vedette store");
    if (!there && mode == VDT_STORE_READ) {
        enum vdt_status status = errno == ENOENT
            ? vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "there is no such store")
            : vdt_fail_errno(error, where, "open the store");
        return vdt_hint(error, status, "\"vedette add STORE FILE…\" makes one");
    }
    struct vdt_store *store = calloc(1, sizeof *store);
    if (!store) return vdt_fail_memory(error, "opening a store");
    store->mode = mode;
    snprintf(store->path, sizeof store->path, "%s", path);
    vdt_arena_init(&store->arena);
    bool opened = mode == VDT_STORE_READ
        ? open_for_reading(store, path)
        : open_and_read(store, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    enum vdt_status status = opened ? vdt_store__schema(store, error) : vdt_store__fail(store, error, "open the store");
    if (status != VDT_OK) {
        vdt_store_close(store);
        return status;
    }
    *out = store;
    return VDT_OK;
}

void vdt_store_close(struct vdt_store *store) {
    if (!store) return;
    vdt_store__forget_stories(store);
    for (int i = 0; i < VDT_SQL_COUNT; i++) sqlite3_finalize(store->statements[i]);
    sqlite3_finalize(store->spare);
    sqlite3_close_v2(store->database); /* waits for cursors that are still open */
    vdt_arena_done(&store->arena);
    free(store);
}

void vdt_store_interrupt(struct vdt_store *store) {
    sqlite3_interrupt(store->database);
}

/* ---- adding ---- */

enum vdt_status vdt_store__done(struct vdt_store *store, sqlite3_stmt *statement, const char *what,
                                struct vdt_error *error) {
    int step = sqlite3_step(statement);
    sqlite3_reset(statement);
    return step == SQLITE_DONE ? VDT_OK : vdt_store__fail(store, error, what);
}

enum vdt_status vdt_store__setting(struct vdt_store *store, const char *name, char out[VDT_SETTING_BYTES], struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_GET_SETTING, error);
    if (!get) return VDT_ERROR_STORE;
    vdt_store__bind(get, 1, vdt_view_of(name));
    int step = sqlite3_step(get);
    struct vdt_view value = step == SQLITE_ROW ? vdt_store__text(get, 0) : (struct vdt_view){ "", 0 };
    snprintf(out, VDT_SETTING_BYTES, "%.*s", (int)value.size, value.data);
    sqlite3_reset(get);
    return step == SQLITE_ROW || step == SQLITE_DONE ? VDT_OK : vdt_store__fail(store, error, "read its settings");
}

enum vdt_status vdt_store__set(struct vdt_store *store, const char *name, const char *value, struct vdt_error *error) {
    sqlite3_stmt *set = vdt_store__statement(store, VDT_SQL_SET_SETTING, error);
    if (!set) return VDT_ERROR_STORE;
    vdt_store__bind(set, 1, vdt_view_of(name));
    vdt_store__bind(set, 2, vdt_view_of(value));
    return vdt_store__done(store, set, "write a setting", error);
}

static enum vdt_status simple(struct vdt_store *store, enum vdt_store_statement which, const char *what,
                              struct vdt_error *error) {
    sqlite3_stmt *statement = vdt_store__statement(store, which, error);
    return statement ? vdt_store__done(store, statement, what, error) : VDT_ERROR_STORE;
}

static int64_t text_hash(struct vdt_view text) {
    uint64_t hash = vdt_hash(text);
    int64_t as_signed;
    memcpy(&as_signed, &hash, sizeof as_signed);
    return as_signed;
}

enum vdt_status vdt_store_knows(struct vdt_store *store, const struct vdt_report *report, enum vdt_added *out,
                                struct vdt_error *error) {
    sqlite3_stmt *find = vdt_store__statement(store, VDT_SQL_FIND_REPORT, error);
    if (!find) return VDT_ERROR_STORE;
    vdt_store__bind(find, 1, report->id);
    int step = sqlite3_step(find);
    enum vdt_status status = VDT_OK;
    if (step == SQLITE_ROW)
        *out = sqlite3_column_int64(find, 0) == text_hash(report->text) ? VDT_ADDED_KNOWN : VDT_ADDED_OTHER_TEXT;
    else if (step == SQLITE_DONE)
        *out = VDT_ADDED_NEW;
    else
        status = vdt_store__fail(store, error, "look for a report");
    sqlite3_reset(find);
    return status;
}

/* `hash` is of the text as it was given, of which less may be kept. */
static enum vdt_status add_report(struct vdt_store *store, const struct vdt_report *report, int64_t hash,
                                  struct vdt_error *error) {
    sqlite3_stmt *add = vdt_store__statement(store, VDT_SQL_ADD_REPORT, error);
    if (!add) return VDT_ERROR_STORE;
    vdt_store__bind(add, 1, report->id);
    sqlite3_bind_int64(add, 2, hash);
    vdt_store__bind(add, 3, report->file);
    sqlite3_bind_int64(add, 4, (int64_t)report->line);
    vdt_store__bind(add, 5, report->url);
    vdt_store__bind(add, 6, report->title);
    vdt_store__bind(add, 7, report->author);
    vdt_store__bind(add, 8, report->publisher);
    vdt_store__bind(add, 9, report->language);
    vdt_store__bind(add, 10, report->published);
    vdt_store__bind(add, 11, report->text);
    return vdt_store__done(store, add, "add a report", error);
}

static enum vdt_status add_report_words(struct vdt_store *store, int64_t number, const struct vdt_report *report,
                                        struct vdt_error *error) {
    sqlite3_stmt *add = vdt_store__statement(store, VDT_SQL_ADD_REPORT_WORDS, error);
    if (!add) return VDT_ERROR_STORE;
    sqlite3_bind_int64(add, 1, number);
    vdt_store__bind(add, 2, report->title);
    vdt_store__bind(add, 3, report->text);
    return vdt_store__done(store, add, "add a report's words", error);
}

/* Binds text, begin, end at three places in a row. */
static int bind_span(sqlite3_stmt *add, int at, const struct vdt_span *span) {
    vdt_store__bind(add, at, span->text);
    sqlite3_bind_int64(add, at + 1, span->begin);
    sqlite3_bind_int64(add, at + 2, span->end);
    return at + 3;
}

static enum vdt_status add_parties(struct vdt_store *store, int64_t event, enum vdt_store_side side,
                                   const struct vdt_party *parties, size_t count, struct vdt_error *error) {
    for (size_t i = 0; i < count; i++) {
        sqlite3_stmt *add = vdt_store__statement(store, VDT_SQL_ADD_PARTY, error);
        if (!add) return VDT_ERROR_STORE;
        sqlite3_bind_int64(add, 1, event);
        sqlite3_bind_int(add, 2, side);
        sqlite3_bind_int64(add, 3, (int64_t)i);
        vdt_store__bind(add, 4, parties[i].code);
        vdt_store__bind(add, 5, parties[i].name);
        vdt_store__bind(add, 6, parties[i].country);
        vdt_store__bind(add, 7, parties[i].entry);
        bind_span(add, 8, &parties[i].mention);
        vdt_store__bind(add, 11, parties[i].cue);
        enum vdt_status status = vdt_store__done(store, add, "add a party", error);
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}

static enum vdt_status add_event(struct vdt_store *store, int64_t report, size_t position, struct vdt_view story,
                                 struct vdt_view incident, enum vdt_keep keep, const struct vdt_event *event,
                                 struct vdt_error *error) {
    sqlite3_stmt *add = vdt_store__statement(store, VDT_SQL_ADD_EVENT, error);
    if (!add) return VDT_ERROR_STORE;
    int32_t first = INT32_MAX, last = INT32_MIN;
    if (vdt_day_read(event->date_from, &first) && !vdt_day_read(event->date_to, &last)) last = first;
    int at = 1;
    vdt_store__bind(add, at++, event->id);
    sqlite3_bind_int64(add, at++, report);
    sqlite3_bind_int64(add, at++, (int64_t)position);
    vdt_store__bind(add, at++, story);
    vdt_store__bind(add, at++, incident);
    sqlite3_bind_int64(add, at++, event->sentence);
    struct vdt_span evidence = vdt_store__evidence(keep, event);
    at = bind_span(add, at, &evidence);
    at = bind_span(add, at, &event->trigger);
    vdt_store__bind(add, at++, event->lemma);
    vdt_store__bind(add, at++, vdt_view_of(vdt_plover_name(event->plover)));
    vdt_store__bind(add, at++, event->mode);
    vdt_store__bind(add, at++, event->cameo);
    sqlite3_bind_int(add, at++, event->quad);
    vdt_store__bind_real(add, at++, event->goldstein);
    vdt_store__bind(add, at++, vdt_view_of(vdt_event_status_name(event->status)));
    sqlite3_bind_int(add, at++, event->conditional);
    sqlite3_bind_int(add, at++, event->historical);
    vdt_store__bind(add, at++, event->date_from);
    vdt_store__bind(add, at++, event->date_to);
    sqlite3_bind_int64(add, at++, first);
    sqlite3_bind_int64(add, at++, last);
    at = bind_span(add, at, &event->date_mention);
    sqlite3_bind_int(add, at++, (int)event->date_basis);
    vdt_store__bind(add, at++, event->place_name);
    vdt_store__bind(add, at++, event->place_country);
    vdt_store__bind(add, at++, event->place_admin1);
    sqlite3_bind_int64(add, at++, event->place_geonames);
    vdt_store__bind(add, at++, event->place_disputed);
    vdt_store__bind(add, at++, event->place_rule);
    vdt_store__bind_real(add, at++, event->latitude);
    vdt_store__bind_real(add, at++, event->longitude);
    at = bind_span(add, at, &event->place_mention);
    vdt_store__bind_real(add, at++, event->confidence);
    vdt_store__bind(add, at++, event->by);
    vdt_store__bind(add, at++, event->version);
    vdt_store__bind(add, at++, event->why);
    sqlite3_bind_int64(add, at++, vdt_happening_key(event));
    int step = sqlite3_step(add);
    sqlite3_reset(add);
    if (step == SQLITE_CONSTRAINT)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, event->report, 0, 0, "two events have the id \"%.*s\"",
                           (int)event->id.size, event->id.data);
    if (step != SQLITE_DONE) return vdt_store__fail(store, error, "add an event");
    int64_t number = sqlite3_last_insert_rowid(store->database);

    add = vdt_store__statement(store, VDT_SQL_ADD_SENTENCE, error);
    if (!add) return VDT_ERROR_STORE;
    sqlite3_bind_int64(add, 1, number);
    vdt_store__bind(add, 2, evidence.text);
    enum vdt_status status = vdt_store__done(store, add, "add a sentence", error);
    if (status == VDT_OK)
        status = add_parties(store, number, VDT_SIDE_SOURCE, event->sources, event->source_count, error);
    if (status == VDT_OK)
        status = add_parties(store, number, VDT_SIDE_TARGET, event->targets, event->target_count, error);
    if (status == VDT_OK)
        status = add_parties(store, number, VDT_SIDE_VOICE, event->voices, event->voice_count, error);
    for (size_t i = 0; i < event->context_count && status == VDT_OK; i++) {
        add = vdt_store__statement(store, VDT_SQL_ADD_CONTEXT, error);
        if (!add) return VDT_ERROR_STORE;
        sqlite3_bind_int64(add, 1, number);
        sqlite3_bind_int64(add, 2, (int64_t)i);
        vdt_store__bind(add, 3, event->contexts[i]);
        status = vdt_store__done(store, add, "add a context", error);
    }
    for (size_t i = 0; i < event->amount_count && status == VDT_OK; i++) {
        const struct vdt_amount *amount = &event->amounts[i];
        add = vdt_store__statement(store, VDT_SQL_ADD_AMOUNT, error);
        if (!add) return VDT_ERROR_STORE;
        sqlite3_bind_int64(add, 1, number);
        sqlite3_bind_int64(add, 2, (int64_t)i);
        vdt_store__bind(add, 3, amount->what);
        vdt_store__bind_real(add, 4, amount->low < 0 ? NAN : amount->low);
        vdt_store__bind_real(add, 5, amount->high < 0 ? NAN : amount->high);
        vdt_store__bind(add, 6, amount->currency);
        bind_span(add, 7, &amount->mention);
        vdt_store__bind(add, 10, amount->of);
        status = vdt_store__done(store, add, "add an amount", error);
    }
    return status;
}

/* With the incidents that reports before told of, where these are the same. */
static enum vdt_status add_events(struct vdt_store *store, int64_t report, const struct vdt_story *story, enum vdt_keep keep,
                                  const struct vdt_event *events, size_t count, struct vdt_error *error) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_view *incidents = vdt_arena_array(&arena, count, sizeof *incidents);
    enum vdt_status status = incidents ? vdt_store__join(store, report, story, events, count, &arena, incidents, error)
                                       : vdt_fail_memory(error, "adding events");
    for (size_t i = 0; i < count && status == VDT_OK; i++)
        status = add_event(store, report, i, story->story, incidents[i], keep, &events[i], error);
    vdt_arena_done(&arena);
    return status;
}

static enum vdt_status add_new(struct vdt_store *store, const struct vdt_report *report, const struct vdt_event *events,
                               size_t count, struct vdt_error *error) {
    enum vdt_keep keep;
    enum vdt_status status = vdt_store_kept(store, &keep, error);
    if (status != VDT_OK) return status;
    struct vdt_report kept = *report;
    if (keep != VDT_KEEP_ALL) kept.text = (struct vdt_view){ "", 0 };
    if (keep == VDT_KEEP_NONE) kept.title = (struct vdt_view){ "", 0 };
    status = add_report(store, &kept, text_hash(report->text), error);
    int64_t number = sqlite3_last_insert_rowid(store->database);
    struct vdt_story story = { 0 };
    if (status == VDT_OK) status = add_report_words(store, number, &kept, error);
    if (status == VDT_OK) status = vdt_store__place(store, number, report, &story, error);
    if (status == VDT_OK) status = add_events(store, number, &story, keep, events, count, error);
    return status;
}

enum vdt_status vdt_store_add(struct vdt_store *store, const struct vdt_report *report, const struct vdt_event *events,
                              size_t count, enum vdt_added *out, struct vdt_error *error) {
    if (store->mode != VDT_STORE_WRITE) return vdt_fail(error, VDT_ERROR_USE, "the store was opened for reading");
    if (!report->id.size) return vdt_fail(error, VDT_ERROR_USE, "a report without an id cannot be stored");
    enum vdt_added added = VDT_ADDED_NEW;
    enum vdt_status status = vdt_store_knows(store, report, &added, error);
    if (status != VDT_OK || added != VDT_ADDED_NEW) {
        if (status == VDT_OK) *out = added;
        return status;
    }
    status = simple(store, VDT_SQL_BEGIN, "lock it", error);
    if (status != VDT_OK) return status;
    /* once more, now that nobody else can write: another program may have added it */
    status = vdt_store_knows(store, report, &added, error);
    if (status == VDT_OK && added == VDT_ADDED_NEW) status = add_new(store, report, events, count, error);
    if (status == VDT_OK) status = simple(store, VDT_SQL_COMMIT, "write a report", error);
    if (status != VDT_OK) {
        /* SQLite may have rolled back by itself (a full disk): then there is nothing to undo */
        if (!sqlite3_get_autocommit(store->database)) simple(store, VDT_SQL_ROLLBACK, "undo", NULL);
        vdt_store__forget_stories(store);
        return status;
    }
    *out = added;
    return VDT_OK;
}

static enum vdt_status forget_events(struct vdt_store *store, int64_t report, struct vdt_error *error) {
    static const enum vdt_store_statement parts[] = { VDT_SQL_FORGET_SENTENCES, VDT_SQL_FORGET_EVENTS };
    enum vdt_status status = VDT_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == VDT_OK; i++) {
        sqlite3_stmt *forget = vdt_store__statement(store, parts[i], error);
        if (!forget) return VDT_ERROR_STORE;
        sqlite3_bind_int64(forget, 1, report);
        status = vdt_store__done(store, forget, "take old events away", error);
    }
    return status;
}

/* The story of a report, copied into the arena; empty where there is none. */
static enum vdt_status story_of(struct vdt_store *store, struct vdt_view report, struct vdt_arena *arena, struct vdt_story *out,
                                struct vdt_error *error) {
    *out = (struct vdt_story){ 0 };
    enum vdt_status status = vdt_store_story_of(store, report, out, error);
    out->story = vdt_arena_copy(arena, out->story);
    out->copy_of = vdt_arena_copy(arena, out->copy_of);
    return status == VDT_END ? VDT_OK : status;
}

enum vdt_status vdt_store_recode(struct vdt_store *store, struct vdt_view report, const struct vdt_event *events, size_t count,
                                 struct vdt_error *error) {
    if (store->mode != VDT_STORE_WRITE) return vdt_fail(error, VDT_ERROR_USE, "the store was opened for reading");
    struct vdt_arena arena;
    struct vdt_story story;
    enum vdt_keep keep;
    int64_t number = 0;
    enum vdt_status status = vdt_store_kept(store, &keep, error);
    if (status == VDT_OK && keep != VDT_KEEP_ALL)
        status = vdt_fail(error, VDT_ERROR_USE, "the store keeps no texts that could be coded once more");
    if (status == VDT_OK) status = simple(store, VDT_SQL_BEGIN, "lock it", error);
    if (status != VDT_OK) return status;
    vdt_arena_init(&arena);
    status = vdt_store_report_number(store, report, &number, error);
    if (status == VDT_OK) status = story_of(store, report, &arena, &story, error);
    if (status == VDT_OK) status = forget_events(store, number, error);
    if (status == VDT_OK) status = add_events(store, number, &story, keep, events, count, error);
    if (status == VDT_OK) status = simple(store, VDT_SQL_COMMIT, "write a report", error);
    if (status != VDT_OK && !sqlite3_get_autocommit(store->database)) simple(store, VDT_SQL_ROLLBACK, "undo", NULL);
    vdt_arena_done(&arena);
    return status;
}

/* ---- reports, counts ---- */

static enum vdt_status copy_report(struct vdt_store *store, sqlite3_stmt *row, struct vdt_report *out, struct vdt_error *error) {
    vdt_arena_reset(&store->arena);
    struct vdt_report report = { .line = (uint64_t)sqlite3_column_int64(row, 2) };
    struct { struct vdt_view *to; int column; } texts[] = {
        { &report.id, 0 }, { &report.file, 1 }, { &report.url, 3 }, { &report.title, 4 }, { &report.author, 5 },
        { &report.publisher, 6 }, { &report.language, 7 }, { &report.published, 8 }, { &report.text, 9 } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i].to = vdt_arena_copy(&store->arena, vdt_store__text(row, texts[i].column));
        if (!texts[i].to->data) return vdt_fail_memory(error, "reading a report");
    }
    *out = report;
    return VDT_OK;
}

enum vdt_status vdt_store__report(struct vdt_store *store, sqlite3_stmt *get, struct vdt_report *out, struct vdt_error *error) {
    int step = sqlite3_step(get);
    enum vdt_status status = step == SQLITE_ROW ? copy_report(store, get, out, error)
        : step == SQLITE_DONE                   ? VDT_END
                                                : vdt_store__fail(store, error, "read a report");
    sqlite3_reset(get);
    return status;
}

enum vdt_status vdt_store_report(struct vdt_store *store, struct vdt_view id, struct vdt_report *out,
                                 struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_GET_REPORT, error);
    if (!get) return VDT_ERROR_STORE;
    vdt_store__bind(get, 1, id);
    return vdt_store__report(store, get, out, error);
}

enum vdt_status vdt_store_counts(struct vdt_store *store, struct vdt_store_counts *out, struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_COUNTS, error);
    if (!get) return VDT_ERROR_STORE;
    enum vdt_status status = VDT_OK;
    if (sqlite3_step(get) == SQLITE_ROW)
        *out = (struct vdt_store_counts){ .reports = (uint64_t)sqlite3_column_int64(get, 0),
                                          .events = (uint64_t)sqlite3_column_int64(get, 1),
                                          .sources = (uint64_t)sqlite3_column_int64(get, 2),
                                          .dyads = (uint64_t)sqlite3_column_int64(get, 3) };
    else
        status = vdt_store__fail(store, error, "count");
    sqlite3_reset(get);
    return status;
}
