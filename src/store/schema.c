/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables. All are STRICT; absent texts are empty strings, absent numbers NULL.
 *
 *   report 1 ── n event 1 ── n party    (side 0 source, 1 target, 2 voice; in the order of the event)
 *                       1 ── n context
 *                       1 ── n amount
 *                       1 ── 1 sentence (full text index over the words of the event's sentence)
 *          1 ── 1 sketch
 *          1 ── 1 report_words (full text index over title and text)
 *   feed (what is followed, and what it last said)
 *   mark (what an analyst said of an event, by the event's id), audit (who wrote what)
 *
 * Days are kept twice: as the text that the event carries, and as day numbers (first_day, last_day) that are compared.
 * An event without a date has the largest first_day, so that it comes after all others, and the smallest last_day,
 * so that no range of days touches it.
 *
 * A change of the tables raises SCHEMA_VERSION and adds a step to `steps`: step n leads from version n to n + 1. A new
 * store goes through all of them, so that a store that was brought up is the same as a new one. Who opens a store for
 * writing brings it up, in one transaction; who only reads it is told to.
 */
#include "store/database.h"

#include <stdio.h>

enum { APPLICATION_ID = 0x56444554, SCHEMA_VERSION = 3 }; /* "VDET" */

static const char first_tables[] =
    "CREATE TABLE report ("
    "  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hash INTEGER NOT NULL, file TEXT NOT NULL,"
    "  line INTEGER NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL,"
    "  publisher TEXT NOT NULL, language TEXT NOT NULL, published TEXT NOT NULL, text TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE event ("
    "  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    "  report INTEGER NOT NULL REFERENCES report (number) ON DELETE CASCADE, position INTEGER NOT NULL,"
    "  story TEXT NOT NULL, incident TEXT NOT NULL, sentence INTEGER NOT NULL,"
    "  text TEXT NOT NULL, begin INTEGER NOT NULL, \"end\" INTEGER NOT NULL,"
    "  trigger_text TEXT NOT NULL, trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT NULL, lemma TEXT NOT NULL,"
    "  plover TEXT NOT NULL, mode TEXT NOT NULL, cameo TEXT NOT NULL, quad INTEGER NOT NULL, goldstein REAL,"
    "  status TEXT NOT NULL, conditional INTEGER NOT NULL, historical INTEGER NOT NULL,"
    "  date_from TEXT NOT NULL, date_to TEXT NOT NULL, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,"
    "  date_text TEXT NOT NULL, date_begin INTEGER NOT NULL, date_end INTEGER NOT NULL, date_basis INTEGER NOT NULL,"
    "  place_name TEXT NOT NULL, place_country TEXT NOT NULL, latitude REAL, longitude REAL,"
    "  place_text TEXT NOT NULL, place_begin INTEGER NOT NULL, place_end INTEGER NOT NULL,"
    "  confidence REAL, by TEXT NOT NULL, version TEXT NOT NULL, why TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX event_order ON event (first_day, report, trigger_begin, position);"
    "CREATE INDEX event_report ON event (report);"
    "CREATE INDEX event_cameo ON event (cameo);"
    "CREATE INDEX event_plover ON event (plover, status);"
    "CREATE INDEX event_country ON event (place_country);"
    "CREATE TABLE party ("
    "  event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE, side INTEGER NOT NULL,"
    "  position INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,"
    "  entry TEXT NOT NULL, text TEXT NOT NULL, begin INTEGER NOT NULL, \"end\" INTEGER NOT NULL, cue TEXT NOT NULL,"
    "  PRIMARY KEY (event, side, position)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX party_code ON party (code, side);"
    "CREATE TABLE context ("
    "  event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE, position INTEGER NOT NULL,"
    "  name TEXT NOT NULL, PRIMARY KEY (event, position)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE amount ("
    "  event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE, position INTEGER NOT NULL,"
    "  what TEXT NOT NULL, low REAL, high REAL, currency TEXT NOT NULL,"
    "  text TEXT NOT NULL, begin INTEGER NOT NULL, \"end\" INTEGER NOT NULL, PRIMARY KEY (event, position)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE sentence USING fts5 (text, content = 'event', content_rowid = 'number');";

/* When a report came into the store (UTC): what was known on a day is what had arrived by then. Empty: before that was kept. */
static const char arrival[] = "ALTER TABLE report ADD COLUMN arrived TEXT NOT NULL DEFAULT '';";

/*
 * Where a report stands among the others: its story, and of what it is a copy (empty: of nothing), by kinship
 * (vedette/story.h; NULL: it was added before that was kept). `sketch` is what the stories remember of a report, so that
 * they go on where the last run ended. `setting` holds what the store was told about itself.
 */
static const char story_tables[] =
    "ALTER TABLE report ADD COLUMN story TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE report ADD COLUMN copy_of TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE report ADD COLUMN kinship INTEGER;"
    "ALTER TABLE report ADD COLUMN similarity REAL NOT NULL DEFAULT 0;"
    "CREATE INDEX report_story ON report (story);"
    "CREATE INDEX report_publisher ON report (publisher);"
    "CREATE INDEX event_incident ON event (incident, number);"
    "CREATE INDEX event_story ON event (story);"
    "CREATE TABLE sketch ("
    "  report INTEGER PRIMARY KEY REFERENCES report (number) ON DELETE CASCADE, features BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;";

/*
 * For the desk. `event_columns` holds what all events are counted by, so that reading it passes over their texts.
 * Neither a mark nor a line of the audit can be changed: what is said later stands beside it.
 */
static const char desk_tables[] =
    "CREATE INDEX event_columns ON event (first_day, last_day, plover, quad, status, conditional, historical, cameo,"
    "  incident, report, confidence, place_country, place_name, latitude, longitude, id);"
    "CREATE VIRTUAL TABLE report_words USING fts5 (title, text, content = 'report', content_rowid = 'number');"
    "INSERT INTO report_words (report_words) VALUES ('rebuild');"
    "CREATE TABLE mark ("
    "  number INTEGER PRIMARY KEY, event TEXT NOT NULL, verdict TEXT NOT NULL, correction TEXT NOT NULL,"
    "  note TEXT NOT NULL, mute INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX mark_event ON mark (event, number);"
    "CREATE TABLE audit ("
    "  number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL,"
    "  detail TEXT NOT NULL"
    ") STRICT;"
    "CREATE TRIGGER mark_stays BEFORE UPDATE ON mark BEGIN SELECT RAISE (ABORT, 'a mark is never changed'); END;"
    "CREATE TRIGGER mark_kept BEFORE DELETE ON mark BEGIN SELECT RAISE (ABORT, 'a mark is never deleted'); END;"
    "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the audit is never changed'); END;"
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit is never deleted'); END;";

/* Where an event's place lies within its country, and whose it is where that is disputed. */
static const char place_columns[] =
    "ALTER TABLE event ADD COLUMN place_admin1 TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE event ADD COLUMN place_geonames INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE event ADD COLUMN place_disputed TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE event ADD COLUMN place_rule TEXT NOT NULL DEFAULT '';";

/* Whose an amount is. */
static const char amount_columns[] = "ALTER TABLE amount ADD COLUMN whose TEXT NOT NULL DEFAULT '';";

/* What is known of the feeds that are followed (vedette/follow.h). */
static const char feed_tables[] =
    "CREATE TABLE feed ("
    "  url TEXT PRIMARY KEY, title TEXT NOT NULL, moved_to TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,"
    "  asked INTEGER NOT NULL, gave INTEGER NOT NULL, next INTEGER NOT NULL, failures INTEGER NOT NULL,"
    "  reports INTEGER NOT NULL, status INTEGER NOT NULL, message TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;";
/*
 * Of watching. An alarm is never changed; judgements stand beside it, the last is in force. `delivery` is the outbox: a
 * row a channel and alarm, from when it is due until it is sent; what is sent together has one name. A scorecard is what a backtest found.
 */
static const char watch_tables[] =
    "CREATE TABLE watch_list (name TEXT PRIMARY KEY, about TEXT NOT NULL, memory BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE alarm ("
    "  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, list TEXT NOT NULL, unit TEXT NOT NULL, date TEXT NOT NULL,"
    "  since TEXT NOT NULL, kind TEXT NOT NULL, value REAL NOT NULL, expected REAL NOT NULL, bound REAL NOT NULL,"
    "  score REAL NOT NULL, p REAL NOT NULL, evidence TEXT NOT NULL, publishers INTEGER NOT NULL,"
    "  stories INTEGER NOT NULL, found TEXT NOT NULL, state TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX alarm_unit ON alarm (list, unit);"
    "CREATE INDEX alarm_date ON alarm (date);"
    "CREATE TABLE judgement ("
    "  number INTEGER PRIMARY KEY, alarm TEXT NOT NULL REFERENCES alarm (id), state TEXT NOT NULL, note TEXT NOT NULL,"
    "  who TEXT NOT NULL, at TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX judgement_alarm ON judgement (alarm, number);"
    "CREATE TABLE delivery ("
    "  channel TEXT NOT NULL, alarm INTEGER NOT NULL REFERENCES alarm (number), name TEXT NOT NULL, sent INTEGER NOT NULL,"
    "  tries INTEGER NOT NULL, due INTEGER NOT NULL, said TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (channel, alarm)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE scorecard ("
    "  number INTEGER PRIMARY KEY, at TEXT NOT NULL, about TEXT NOT NULL, body TEXT NOT NULL,"
    "  plain TEXT NOT NULL"
    ") STRICT;";

/* By what an event is found when reports of other stories tell of it (story/happening.h); 0: not at all. */
static const char happening_column[] =
    "ALTER TABLE event ADD COLUMN happening INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX report_copy ON report (copy_of);"
    "CREATE INDEX report_published ON report (published, arrived, story, publisher);"
    "CREATE INDEX event_happening ON event (happening, first_day) WHERE happening <> 0;";

/*
 * Alarms that rest on the same events are one group (store/alarm-groups.c), which bears the name of its first alarm. `incidents` are
 * what an alarm rests on, first_day and last_day those of its date; alarms kept before have none, and are groups of their own.
 */
static const char alarm_groups[] =
    "ALTER TABLE alarm ADD COLUMN \"group\" TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE alarm ADD COLUMN first_day INTEGER;"
    "ALTER TABLE alarm ADD COLUMN last_day INTEGER;"
    "ALTER TABLE alarm ADD COLUMN incidents BLOB;"
    "ALTER TABLE alarm ADD COLUMN probability REAL NOT NULL DEFAULT 0;"
    "UPDATE alarm SET \"group\" = 'g:' || substr(id, 3);"
    "CREATE INDEX alarm_group ON alarm (\"group\");"
    "CREATE INDEX alarm_days ON alarm (last_day, first_day);";

/* The parts of a step stand in the order in which they run. */
static const char *const steps[SCHEMA_VERSION][16] = {
    { first_tables },
    { arrival, story_tables, desk_tables, place_columns, amount_columns, feed_tables, happening_column, watch_tables },
    { alarm_groups },
};

/* One number from a pragma or query without parameters. */
static enum vdt_status number_of(struct vdt_store *store, const char *sql, int64_t *out, struct vdt_error *error) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK)
        return vdt_store__fail(store, error, "read it");
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) *out = sqlite3_column_int64(statement, 0);
    enum vdt_status status = step == SQLITE_ROW ? VDT_OK : vdt_store__fail(store, error, "read it");
    sqlite3_finalize(statement);
    return status;
}

static enum vdt_status run(struct vdt_store *store, const char *sql, const char *what, struct vdt_error *error) {
    if (sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK) return VDT_OK;
    return vdt_store__fail(store, error, what);
}

/* `version` becomes the version of the store's tables, 0 where the file is empty. */
static enum vdt_status check(struct vdt_store *store, int64_t *version, struct vdt_error *error) {
    int64_t application = 0, things = 0;
    enum vdt_status status = number_of(store, "PRAGMA application_id", &application, error);
    if (status == VDT_OK) status = number_of(store, "PRAGMA user_version", version, error);
    if (status == VDT_OK) status = number_of(store, "SELECT count(*) FROM sqlite_schema", &things, error);
    if (status != VDT_OK) return status;
    struct vdt_view where = vdt_view_of(store->path);
    if (application == 0 && *version == 0 && things == 0) return VDT_OK;
    if (application != APPLICATION_ID) {
        status = vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "is another program's database, no vedette store");
        return vdt_hint(error, status, "give another path; a store that is not there is made by \"vedette add\"");
    }
    if (*version < 1 || *version > SCHEMA_VERSION) {
        status = vdt_fail_at(error, VDT_ERROR_STORE, where, 0, 0, "the store has schema version %lld, this program %d",
                             (long long)*version, SCHEMA_VERSION);
        return vdt_hint(error, status, "use the newer vedette that made it");
    }
    return VDT_OK;
}

static enum vdt_status bring_up(struct vdt_store *store, int64_t version, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    for (int64_t step = version; status == VDT_OK && step < SCHEMA_VERSION; step++) {
        for (const char *const *part = steps[step]; status == VDT_OK && *part; part++)
            status = run(store, *part, "make its tables", error);
    }
    char numbers[96];
    snprintf(numbers, sizeof numbers, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
             SCHEMA_VERSION);
    if (status == VDT_OK) status = run(store, numbers, "make its tables", error);
    return status;
}

enum vdt_status vdt_store__schema(struct vdt_store *store, struct vdt_error *error) {
    int64_t version = 0;
    enum vdt_status status = check(store, &version, error);
    if (status != VDT_OK) return status;
    if (store->mode == VDT_STORE_READ) {
        if (version == SCHEMA_VERSION) return VDT_OK;
        if (version == 0) {
            status = vdt_fail_at(error, VDT_ERROR_STORE, vdt_view_of(store->path), 0, 0, "is empty, no vedette store");
            return vdt_hint(error, status, "\"vedette add\" makes a store of it");
        }
        status = vdt_fail_at(error, VDT_ERROR_STORE, vdt_view_of(store->path), 0, 0,
                             "the store has schema version %lld, this program %d", (long long)version, SCHEMA_VERSION);
        return vdt_hint(error, status, "\"vedette add\" with this store brings it up, with all that it holds");
    }
    /* outside of a transaction; kept in the file. What has no WAL (memory) goes on without it */
    status = run(store, "PRAGMA journal_mode = WAL", "set its journal", error);
    if (status != VDT_OK || version == SCHEMA_VERSION) return status;
    /* two programs may make the same store at once: the second finds the tables made */
    status = run(store, "BEGIN IMMEDIATE", "lock it", error);
    if (status != VDT_OK) return status;
    status = check(store, &version, error);
    if (status == VDT_OK && version < SCHEMA_VERSION) status = bring_up(store, version, error);
    if (status == VDT_OK) status = run(store, "COMMIT", "make its tables", error);
    if (status != VDT_OK) sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    return status;
}
