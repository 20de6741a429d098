/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store as a desk reads it (vedette/desk.h). All events come from the index `event_columns` and all codes from
 * `party_code`, which hold every column that is asked for: SQLite never touches the rows with their texts, so that a
 * million events are read in the time of their numbers.
 *
 * A mark and its line of the audit are one transaction. Neither is ever changed; the tables' triggers refuse it.
 */
#include "store/database.h"

#include <math.h>

#include "base/json.h"
#include "vedette/desk.h"

/* Steps through the rows of a statement of its own; `take` returns false to end it. */
static enum vdt_status each_row(struct vdt_store *store, sqlite3_stmt *statement, bool (*take)(void *context, sqlite3_stmt *row),
                                void *context, const char *what, struct vdt_error *error) {
    int step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW)
        if (!take(context, statement)) {
            sqlite3_reset(statement);
            return VDT_END;
        }
    enum vdt_status status = step == SQLITE_DONE ? VDT_OK : vdt_store__fail(store, error, what);
    sqlite3_reset(statement);
    return status;
}

/* The same for a statement that is used once, with one number bound. */
static enum vdt_status scan(struct vdt_store *store, const char *sql, int64_t after, bool (*take)(void *, sqlite3_stmt *),
                            void *context, const char *what, struct vdt_error *error) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK)
        return vdt_store__fail(store, error, what);
    sqlite3_bind_int64(statement, 1, after);
    enum vdt_status status = each_row(store, statement, take, context, what, error);
    sqlite3_finalize(statement);
    return status;
}

/* ---- rows ---- */

struct event_rows {
    vdt_event_row_fn *tell;
    void *context;
    bool damaged;
};

static double real_or_nan(sqlite3_stmt *row, int column) {
    return sqlite3_column_type(row, column) == SQLITE_NULL ? NAN : sqlite3_column_double(row, column);
}

static bool tell_event(void *context, sqlite3_stmt *row) {
    struct event_rows *rows = context;
    struct vdt_event_row event = {
        .number = sqlite3_column_int64(row, 0),
        .report = sqlite3_column_int64(row, 1),
        .first_day = sqlite3_column_int(row, 2),
        .last_day = sqlite3_column_int(row, 3),
        .quad = sqlite3_column_int(row, 6),
        .conditional = sqlite3_column_int(row, 7) != 0,
        .historical = sqlite3_column_int(row, 8) != 0,
        .cameo = vdt_store__text(row, 9),
        .incident = vdt_store__text(row, 10),
        .confidence = real_or_nan(row, 11),
        .country = vdt_store__text(row, 12),
        .place = vdt_store__text(row, 13),
        .latitude = real_or_nan(row, 14),
        .longitude = real_or_nan(row, 15),
        .id = vdt_store__text(row, 16),
    };
    rows->damaged = !vdt_plover_parse(vdt_store__text(row, 4), &event.plover) ||
                    !vdt_event_status_parse(vdt_store__text(row, 5), &event.status);
    return !rows->damaged && rows->tell(rows->context, &event);
}

#define EVENT_ROW "SELECT number, report, first_day, last_day, plover, status, quad, conditional, historical, cameo," \
                  " incident, confidence, place_country, place_name, latitude, longitude, id FROM event"

enum vdt_status vdt_store_event_rows(struct vdt_store *store, int64_t after, vdt_event_row_fn *tell, void *context,
                                     struct vdt_error *error) {
    struct event_rows rows = { tell, context, false };
    /* all of them are read in the index's order; a few new ones by number */
    enum vdt_status status = scan(store, after <= 0 ? EVENT_ROW " INDEXED BY event_columns WHERE number > ?"
                                                    : EVENT_ROW " WHERE number > ? ORDER BY number",
                                  after, tell_event, &rows, "read events", error);
    if (rows.damaged)
        return vdt_fail_at(error, VDT_ERROR_STORE, vdt_view_of(store->path), 0, 0, "an event is damaged");
    return status;
}

struct party_rows {
    vdt_party_row_fn *tell;
    void *context;
};

static bool tell_party(void *context, sqlite3_stmt *row) {
    struct party_rows *rows = context;
    struct vdt_party_row party = { .event = sqlite3_column_int64(row, 0), .code = vdt_store__text(row, 2) };
    int side = sqlite3_column_int(row, 1);
    if (side < VDT_IS_SOURCE || side > VDT_IS_VOICE) return true;
    party.side = (enum vdt_side)side;
    return rows->tell(rows->context, &party);
}

enum vdt_status vdt_store_party_rows(struct vdt_store *store, int64_t after, vdt_party_row_fn *tell, void *context,
                                     struct vdt_error *error) {
    struct party_rows rows = { tell, context };
    return scan(store, after <= 0 ? "SELECT event, side, code FROM party INDEXED BY party_code WHERE code > '' AND event > ?"
                                  : "SELECT event, side, code FROM party WHERE event > ? AND code <> ''",
                after, tell_party, &rows, "read parties", error);
}

struct report_rows {
    vdt_report_row_fn *tell;
    void *context;
};

static bool tell_report(void *context, sqlite3_stmt *row) {
    struct report_rows *rows = context;
    struct vdt_report_row report = { sqlite3_column_int64(row, 0), vdt_store__text(row, 1), vdt_store__text(row, 2),
                                     vdt_store__text(row, 3), vdt_store__text(row, 4), vdt_store__text(row, 5) };
    return rows->tell(rows->context, &report);
}

enum vdt_status vdt_store_report_rows(struct vdt_store *store, int64_t after, vdt_report_row_fn *tell, void *context,
                                      struct vdt_error *error) {
    struct report_rows rows = { tell, context };
    return scan(store, "SELECT number, id, published, publisher, story, copy_of FROM report WHERE number > ? ORDER BY number",
                after, tell_report, &rows, "read reports", error);
}

/* One number from a statement whose parameters are bound. VDT_END: no row. */
static enum vdt_status one_number(struct vdt_store *store, sqlite3_stmt *statement, int64_t *out, const char *what,
                                  struct vdt_error *error) {
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) *out = sqlite3_column_int64(statement, 0);
    enum vdt_status status = step == SQLITE_ROW ? VDT_OK
        : step == SQLITE_DONE                   ? VDT_END
                                                : vdt_store__fail(store, error, what);
    sqlite3_reset(statement);
    return status;
}

enum vdt_status vdt_store_version(struct vdt_store *store, int64_t *out, struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_VERSION, error);
    return get ? one_number(store, get, out, "ask its version", error) : VDT_ERROR_STORE;
}

enum vdt_status vdt_store_totals(struct vdt_store *store, uint64_t *reports, uint64_t *events, struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_TOTALS, error);
    if (!get) return VDT_ERROR_STORE;
    int step = sqlite3_step(get);
    if (step == SQLITE_ROW) {
        *reports = (uint64_t)sqlite3_column_int64(get, 0);
        *events = (uint64_t)sqlite3_column_int64(get, 1);
    }
    sqlite3_reset(get);
    return step == SQLITE_ROW ? VDT_OK : vdt_store__fail(store, error, "count");
}

/* ---- by number ---- */

enum vdt_status vdt_store_events_numbered(struct vdt_store *store, const int64_t *numbers, size_t count,
                                          vdt_event_fn *tell, void *context, struct vdt_error *error) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    enum vdt_status status = VDT_OK;
    for (size_t i = 0; i < count && status == VDT_OK; i++) {
        sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_GET_EVENT, error);
        if (!get) {
            status = VDT_ERROR_STORE;
            break;
        }
        sqlite3_bind_int64(get, 1, numbers[i]);
        vdt_arena_reset(&arena);
        struct vdt_event event;
        int step = sqlite3_step(get);
        if (step == SQLITE_ROW)
            status = vdt_store__event(store, get, &arena, &event, error);
        else if (step != SQLITE_DONE)
            status = vdt_store__fail(store, error, "read an event");
        sqlite3_reset(get);
        if (status == VDT_OK && step == SQLITE_ROW && !tell(context, numbers[i], &event)) status = VDT_END;
    }
    vdt_arena_done(&arena);
    return status;
}

static enum vdt_status number_of_id(struct vdt_store *store, enum vdt_store_statement which, struct vdt_view id,
                                    int64_t *out, const char *what, struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, which, error);
    if (!get) return VDT_ERROR_STORE;
    vdt_store__bind(get, 1, id);
    return one_number(store, get, out, what, error);
}

enum vdt_status vdt_store_event_number(struct vdt_store *store, struct vdt_view id, int64_t *out, struct vdt_error *error) {
    return number_of_id(store, VDT_SQL_FIND_EVENT, id, out, "look for an event", error);
}

enum vdt_status vdt_store_report_number(struct vdt_store *store, struct vdt_view id, int64_t *out, struct vdt_error *error) {
    return number_of_id(store, VDT_SQL_FIND_REPORT_NUMBER, id, out, "look for a report", error);
}

static enum vdt_status report_numbered(struct vdt_store *store, enum vdt_store_statement which, int64_t number,
                                       struct vdt_report *out, struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, which, error);
    if (!get) return VDT_ERROR_STORE;
    sqlite3_bind_int64(get, 1, number);
    return vdt_store__report(store, get, out, error);
}

enum vdt_status vdt_store_report_numbered(struct vdt_store *store, int64_t number, struct vdt_report *out,
                                          struct vdt_error *error) {
    return report_numbered(store, VDT_SQL_GET_REPORT_NUMBERED, number, out, error);
}

enum vdt_status vdt_store_report_head(struct vdt_store *store, int64_t number, struct vdt_report *out,
                                      struct vdt_error *error) {
    return report_numbered(store, VDT_SQL_GET_REPORT_HEAD, number, out, error);
}

enum vdt_status vdt_store_actor_name(struct vdt_store *store, struct vdt_view code, struct vdt_view *out,
                                     struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_ACTOR_NAME, error);
    if (!get) return VDT_ERROR_STORE;
    vdt_store__bind(get, 1, code);
    int step = sqlite3_step(get);
    enum vdt_status status = VDT_OK;
    vdt_arena_reset(&store->arena);
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        status = vdt_store__fail(store, error, "read an actor's name");
    else
        *out = vdt_arena_copy(&store->arena, step == SQLITE_ROW ? vdt_store__text(get, 0) : (struct vdt_view){ 0 });
    sqlite3_reset(get);
    return status;
}

/* ---- words ---- */

struct numbers {
    vdt_number_fn *tell;
    void *context;
};

static bool tell_number(void *context, sqlite3_stmt *row) {
    struct numbers *numbers = context;
    return numbers->tell(numbers->context, sqlite3_column_int64(row, 0));
}

enum vdt_status vdt_store_words(struct vdt_store *store, enum vdt_words_of what, struct vdt_view words,
                                vdt_number_fn *tell, void *context, struct vdt_error *error) {
    struct vdt_buffer match;
    vdt_buffer_init(&match);
    vdt_store__match(&match, words);
    enum vdt_status status = vdt_buffer_failed(&match) ? vdt_fail_memory(error, "looking for words") : VDT_OK;
    sqlite3_stmt *find = NULL;
    if (status == VDT_OK && match.size) {
        const char *sql = what == VDT_WORDS_OF_REPORTS
            ? "SELECT rowid FROM report_words WHERE report_words MATCH ? ORDER BY rowid"
            : "SELECT rowid FROM sentence WHERE sentence MATCH ? ORDER BY rowid";
        struct numbers numbers = { tell, context };
        if (sqlite3_prepare_v2(store->database, sql, -1, &find, NULL) != SQLITE_OK)
            status = vdt_store__fail(store, error, "look for words");
        if (status == VDT_OK) {
            vdt_store__bind(find, 1, vdt_buffer_view(&match));
            status = each_row(store, find, tell_number, &numbers, "look for words", error);
        }
    }
    sqlite3_finalize(find);
    vdt_buffer_done(&match);
    return status;
}

/* ---- marks ---- */

static void put_mark(struct vdt_buffer *out, const struct vdt_mark *mark) {
    struct vdt_json json;
    vdt_json_init(&json, out);
    vdt_json_object(&json);
    vdt_json_key(&json, "verdict");
    vdt_json_string_or_null(&json, mark->verdict);
    vdt_json_key(&json, "correction");
    if (mark->correction.size)
        vdt_json_raw(&json, mark->correction);
    else
        vdt_json_null(&json);
    vdt_json_key(&json, "note");
    vdt_json_string(&json, mark->note);
    vdt_json_key(&json, "mute");
    vdt_json_boolean(&json, mark->mute);
    vdt_json_object_end(&json);
}

static enum vdt_status add_mark(struct vdt_store *store, const struct vdt_mark *mark, struct vdt_view detail,
                                int64_t *number, struct vdt_error *error) {
    sqlite3_stmt *add = vdt_store__statement(store, VDT_SQL_ADD_MARK, error);
    if (!add) return VDT_ERROR_STORE;
    struct vdt_view texts[] = { mark->event, mark->verdict, mark->correction, mark->note };
    for (int i = 0; i < 4; i++) vdt_store__bind(add, i + 1, texts[i]);
    sqlite3_bind_int(add, 5, mark->mute);
    vdt_store__bind(add, 6, mark->who);
    enum vdt_status status = vdt_store__done(store, add, "add a mark", error);
    if (status != VDT_OK) return status;
    *number = sqlite3_last_insert_rowid(store->database);
    add = vdt_store__statement(store, VDT_SQL_ADD_AUDIT, error);
    if (!add) return VDT_ERROR_STORE;
    vdt_store__bind(add, 1, mark->who);
    vdt_store__bind(add, 2, VDT_LITERAL("mark"));
    vdt_store__bind(add, 3, mark->event);
    vdt_store__bind(add, 4, detail);
    return vdt_store__done(store, add, "write the audit", error);
}

enum vdt_status vdt_store_mark(struct vdt_store *store, const struct vdt_mark *mark, int64_t *number,
                               struct vdt_error *error) {
    if (store->mode != VDT_STORE_WRITE) return vdt_fail(error, VDT_ERROR_USE, "the store was opened for reading");
    int64_t event, added = 0;
    enum vdt_status status = vdt_store_event_number(store, mark->event, &event, error);
    if (status != VDT_OK) return status;
    struct vdt_buffer detail;
    vdt_buffer_init(&detail);
    put_mark(&detail, mark);
    sqlite3_stmt *begin = vdt_buffer_failed(&detail) ? NULL : vdt_store__statement(store, VDT_SQL_BEGIN, error);
    status = vdt_buffer_failed(&detail) ? vdt_fail_memory(error, "adding a mark") : begin ? VDT_OK : VDT_ERROR_STORE;
    if (status == VDT_OK) status = vdt_store__done(store, begin, "lock it", error);
    if (status == VDT_OK) {
        status = add_mark(store, mark, vdt_buffer_view(&detail), &added, error);
        sqlite3_stmt *commit = status == VDT_OK ? vdt_store__statement(store, VDT_SQL_COMMIT, error) : NULL;
        if (commit) status = vdt_store__done(store, commit, "add a mark", error);
        if (!commit && status == VDT_OK) status = VDT_ERROR_STORE;
        if (status != VDT_OK && !sqlite3_get_autocommit(store->database))
            sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    }
    vdt_buffer_done(&detail);
    if (status == VDT_OK) *number = added;
    return status;
}

struct marks {
    vdt_mark_fn *tell;
    void *context;
};

static bool tell_mark(void *context, sqlite3_stmt *row) {
    struct marks *marks = context;
    struct vdt_mark mark = { .number = sqlite3_column_int64(row, 0), .event = vdt_store__text(row, 1),
                             .verdict = vdt_store__text(row, 2), .correction = vdt_store__text(row, 3),
                             .note = vdt_store__text(row, 4), .mute = sqlite3_column_int(row, 5) != 0,
                             .who = vdt_store__text(row, 6), .at = vdt_store__text(row, 7) };
    return marks->tell(marks->context, &mark);
}

enum vdt_status vdt_store_marks(struct vdt_store *store, struct vdt_view event, int64_t after, int64_t limit,
                                vdt_mark_fn *tell, void *context, struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, event.size ? VDT_SQL_MARKS_OF : VDT_SQL_MARKS, error);
    if (!get) return VDT_ERROR_STORE;
    sqlite3_bind_int64(get, 1, after);
    sqlite3_bind_int64(get, 2, limit);
    if (event.size) vdt_store__bind(get, 3, event);
    struct marks marks = { tell, context };
    return each_row(store, get, tell_mark, &marks, "read marks", error);
}

struct audit {
    vdt_audit_fn *tell;
    void *context;
};

static bool tell_audit(void *context, sqlite3_stmt *row) {
    struct audit *audit = context;
    struct vdt_audit line = { sqlite3_column_int64(row, 0), vdt_store__text(row, 1), vdt_store__text(row, 2),
                              vdt_store__text(row, 3), vdt_store__text(row, 4), vdt_store__text(row, 5) };
    return audit->tell(audit->context, &line);
}

enum vdt_status vdt_store_audit(struct vdt_store *store, int64_t before, int64_t limit, vdt_audit_fn *tell,
                                void *context, struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_AUDIT, error);
    if (!get) return VDT_ERROR_STORE;
    sqlite3_bind_int64(get, 1, before);
    sqlite3_bind_int64(get, 2, limit);
    struct audit audit = { tell, context };
    return each_row(store, get, tell_audit, &audit, "read the audit", error);
}
