/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Letting go: reports with all that came of them, and texts.
 *
 * What is forgotten leaves no bytes behind: SQLite overwrites what it frees (secure_delete), the full text indexes are
 * merged so that no word stays in an old segment, the file is written anew (VACUUM) and the log emptied. What others
 * knew of a forgotten report by its id is given to the first who remains: a story its name, copies their original.
 *
 * Marks and audit are never deleted otherwise; here they are, where they are about what goes, for they may quote it.
 * Their triggers are taken down and put up again within the one transaction. A line of the audit says that and how much
 * was forgotten, not what.
 */
#include "store/database.h"

#include "base/calendar.h"

static enum vdt_status execute(struct vdt_store *store, const char *sql, struct vdt_error *error) {
    return sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK ? VDT_OK
                                                                             : vdt_store__fail(store, error, "forget");
}

/* ---- what goes ---- */

static const char gone_tables[] =
    "CREATE TEMP TABLE IF NOT EXISTS gone (number INTEGER PRIMARY KEY, id TEXT NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS heir (old TEXT PRIMARY KEY, number INTEGER NOT NULL, id TEXT NOT NULL);"
    "DELETE FROM temp.gone; DELETE FROM temp.heir;";

static enum vdt_status choose(struct vdt_store *store, const struct vdt_forget *what, struct vdt_error *error) {
    static const char sql[] =
        "INSERT INTO temp.gone SELECT number, id FROM report WHERE (?1 = '' OR id = ?1)"
        " AND (?2 = '' OR iif(publisher = '', host_of(url), publisher) = ?2 COLLATE NOCASE)"
        " AND (?3 = '' OR coalesce(day_of(published), day_of(arrived)) < ?3)";
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK)
        return vdt_store__fail(store, error, "forget");
    vdt_store__bind(statement, 1, what->report);
    vdt_store__bind(statement, 2, what->publisher);
    vdt_store__bind(statement, 3, what->before);
    enum vdt_status status = vdt_store__done(store, statement, "forget", error);
    sqlite3_finalize(statement);
    return status;
}

static enum vdt_status number(struct vdt_store *store, const char *sql, uint64_t *out, struct vdt_error *error) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK)
        return vdt_store__fail(store, error, "forget");
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW) *out = (uint64_t)sqlite3_column_int64(statement, 0);
    enum vdt_status status = step == SQLITE_ROW ? VDT_OK : vdt_store__fail(store, error, "forget");
    sqlite3_finalize(statement);
    return status;
}

static enum vdt_status count(struct vdt_store *store, struct vdt_forgotten *out, struct vdt_error *error) {
    const struct { const char *sql; uint64_t *to; } counts[] = {
        { "SELECT count(*) FROM temp.gone", &out->reports },
        { "SELECT count(*) FROM event WHERE report IN (SELECT number FROM temp.gone)", &out->events },
        { "SELECT count(*) FROM mark WHERE event IN (SELECT id FROM event WHERE report IN (SELECT number FROM temp.gone))",
          &out->marks },
    };
    enum vdt_status status = VDT_OK;
    for (size_t i = 0; i < sizeof counts / sizeof *counts && status == VDT_OK; i++)
        status = number(store, counts[i].sql, counts[i].to, error);
    return status;
}

/* ---- letting go ---- */

/* The first who remains takes over what bore a forgotten name. */
static const char inherit[] =
    "INSERT INTO temp.heir SELECT copy_of, number, id FROM (SELECT copy_of, min(number) AS number FROM report"
    "  WHERE copy_of IN (SELECT id FROM temp.gone) AND number NOT IN (SELECT number FROM temp.gone) GROUP BY copy_of)"
    "  JOIN (SELECT number AS n, id FROM report) ON n = number;"
    "UPDATE report SET copy_of = (SELECT id FROM temp.heir WHERE old = report.copy_of)"
    "  WHERE copy_of IN (SELECT old FROM temp.heir) AND number NOT IN (SELECT number FROM temp.heir);"
    "UPDATE report SET copy_of = '', kinship = 0, similarity = 0 WHERE number IN (SELECT number FROM temp.heir);"
    "DELETE FROM temp.heir;"
    "INSERT INTO temp.heir SELECT story, number, id FROM (SELECT story, min(number) AS number FROM report"
    "  WHERE story IN (SELECT id FROM temp.gone) AND number NOT IN (SELECT number FROM temp.gone) GROUP BY story)"
    "  JOIN (SELECT number AS n, id FROM report) ON n = number;"
    "UPDATE event SET story = (SELECT id FROM temp.heir WHERE old = event.story) WHERE story IN (SELECT old FROM temp.heir);"
    "UPDATE report SET story = (SELECT id FROM temp.heir WHERE old = report.story) WHERE story IN (SELECT old FROM temp.heir);";

/* The indexes first, while the words that they must drop are still there. */
static const char delete_all[] =
    "INSERT INTO sentence (sentence, rowid, text) SELECT 'delete', number, text FROM event"
    "  WHERE report IN (SELECT number FROM temp.gone);"
    "INSERT INTO report_words (report_words, rowid, title, text) SELECT 'delete', number, title, text FROM report"
    "  WHERE number IN (SELECT number FROM temp.gone);"
    "DELETE FROM audit WHERE about IN (SELECT id FROM event WHERE report IN (SELECT number FROM temp.gone));"
    "DELETE FROM mark WHERE event IN (SELECT id FROM event WHERE report IN (SELECT number FROM temp.gone));"
    "DELETE FROM report WHERE number IN (SELECT number FROM temp.gone);"
    "INSERT INTO sentence (sentence) VALUES ('optimize');"
    "INSERT INTO report_words (report_words) VALUES ('optimize');";

/* The triggers that forbid deleting, as they stand, into a buffer that puts them up again. */
static enum vdt_status read_guards(struct vdt_store *store, struct vdt_buffer *out, struct vdt_error *error) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, "SELECT sql FROM sqlite_schema WHERE name IN ('mark_kept', 'audit_kept')", -1,
                           &statement, NULL) != SQLITE_OK)
        return vdt_store__fail(store, error, "forget");
    int step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        vdt_buffer_add(out, vdt_store__text(statement, 0));
        vdt_buffer_char(out, ';');
    }
    vdt_buffer_char(out, '\0');
    enum vdt_status status = step != SQLITE_DONE ? vdt_store__fail(store, error, "forget")
        : vdt_buffer_failed(out)                 ? vdt_fail_memory(error, "forgetting")
                                                 : VDT_OK;
    sqlite3_finalize(statement);
    return status;
}

static enum vdt_status note(struct vdt_store *store, const struct vdt_forgotten *forgotten, struct vdt_error *error) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database,
                           "INSERT INTO audit (at, who, what, about, detail) VALUES"
                           " (strftime('%Y-%m-%dT%H:%M:%SZ'), '', 'forget', '', json_object('reports', ?, 'events', ?, 'marks', ?))",
                           -1, &statement, NULL) != SQLITE_OK)
        return vdt_store__fail(store, error, "forget");
    sqlite3_bind_int64(statement, 1, (int64_t)forgotten->reports);
    sqlite3_bind_int64(statement, 2, (int64_t)forgotten->events);
    sqlite3_bind_int64(statement, 3, (int64_t)forgotten->marks);
    enum vdt_status status = vdt_store__done(store, statement, "forget", error);
    sqlite3_finalize(statement);
    return status;
}

static enum vdt_status let_go(struct vdt_store *store, const struct vdt_forgotten *forgotten, struct vdt_error *error) {
    struct vdt_buffer guards;
    vdt_buffer_init(&guards);
    enum vdt_status status = read_guards(store, &guards, error);
    if (status == VDT_OK) status = execute(store, "DROP TRIGGER mark_kept; DROP TRIGGER audit_kept;", error);
    if (status == VDT_OK) status = execute(store, inherit, error);
    if (status == VDT_OK) status = execute(store, delete_all, error);
    if (status == VDT_OK) status = note(store, forgotten, error);
    if (status == VDT_OK) status = execute(store, guards.data, error);
    vdt_buffer_done(&guards);
    return status;
}

/* Runs `work` in one transaction, with nothing left of what it deletes. */
static enum vdt_status thoroughly(struct vdt_store *store,
                                  enum vdt_status (*work)(struct vdt_store *, void *context, struct vdt_error *),
                                  void *context, struct vdt_error *error) {
    if (store->mode != VDT_STORE_WRITE) return vdt_fail(error, VDT_ERROR_USE, "the store was opened for reading");
    vdt_store__forget_stories(store);
    enum vdt_status status = execute(store, "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;", error);
    if (status == VDT_OK) status = execute(store, gone_tables, error);
    if (status == VDT_OK) status = execute(store, "BEGIN IMMEDIATE", error);
    if (status != VDT_OK) return status;
    status = work(store, context, error);
    if (status == VDT_OK) status = execute(store, "COMMIT", error);
    if (status != VDT_OK) {
        if (!sqlite3_get_autocommit(store->database)) sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
        return status;
    }
    return execute(store, "VACUUM; PRAGMA wal_checkpoint (TRUNCATE);", error);
}

struct forgetting {
    const struct vdt_forget *what;
    struct vdt_forgotten *out;
};

static enum vdt_status forget(struct vdt_store *store, void *context, struct vdt_error *error) {
    const struct forgetting *forgetting = context;
    enum vdt_status status = choose(store, forgetting->what, error);
    if (status == VDT_OK) status = count(store, forgetting->out, error);
    return status == VDT_OK && forgetting->out->reports ? let_go(store, forgetting->out, error) : status;
}

enum vdt_status vdt_store_forget(struct vdt_store *store, const struct vdt_forget *what, struct vdt_forgotten *out,
                                 struct vdt_error *error) {
    int32_t day;
    *out = (struct vdt_forgotten){ 0 };
    if (!what->report.size && !what->publisher.size && !what->before.size)
        return vdt_fail(error, VDT_ERROR_USE, "nothing was named that is to be forgotten");
    if (what->before.size && !vdt_day_read(what->before, &day)) {
        enum vdt_status status = vdt_fail(error, VDT_ERROR_USE, "\"%.*s\" is no day", (int)what->before.size, what->before.data);
        return vdt_hint(error, status, "write it as YYYY-MM-DD");
    }
    struct forgetting forgetting = { what, out };
    return thoroughly(store, forget, &forgetting, error);
}

/* ---- how much of a text stays ---- */

static const char *const keep_names[] = { "all", "sentences", "snippets", "none" };

const char *vdt_keep_name(enum vdt_keep keep) {
    return keep_names[keep];
}

bool vdt_keep_parse(struct vdt_view name, enum vdt_keep *out) {
    for (size_t i = 0; i < sizeof keep_names / sizeof *keep_names; i++)
        if (vdt_view_is(name, keep_names[i])) {
            *out = (enum vdt_keep)i;
            return true;
        }
    return false;
}

enum vdt_status vdt_store_kept(struct vdt_store *store, enum vdt_keep *out, struct vdt_error *error) {
    char value[VDT_SETTING_BYTES];
    enum vdt_status status = vdt_store__setting(store, "keep", value, error);
    *out = VDT_KEEP_ALL;
    if (status == VDT_OK) vdt_keep_parse(vdt_view_of(value), out);
    return status;
}

enum vdt_status vdt_store_keep(struct vdt_store *store, enum vdt_keep keep, struct vdt_error *error) {
    if (store->mode != VDT_STORE_WRITE) return vdt_fail(error, VDT_ERROR_USE, "the store was opened for reading");
    return vdt_store__set(store, "keep", vdt_keep_name(keep), error);
}

/* As vdt_store__evidence cuts what is added. */
static const char *const trims[] = {
    [VDT_KEEP_ALL] = "",
    [VDT_KEEP_SENTENCES] = "UPDATE report SET text = '';",
    [VDT_KEEP_SNIPPETS] =
        "UPDATE report SET text = '';"
        "UPDATE event SET text = substr(text, max(trigger_begin - 80, begin) - begin + 1,"
        "    min(trigger_end + 80, \"end\") - max(trigger_begin - 80, begin)),"
        "  begin = max(trigger_begin - 80, begin), \"end\" = min(trigger_end + 80, \"end\");",
    [VDT_KEEP_NONE] = "UPDATE report SET text = '', title = ''; UPDATE event SET text = '';",
};

static enum vdt_status trim(struct vdt_store *store, void *context, struct vdt_error *error) {
    const enum vdt_keep *keep = context;
    enum vdt_status status = vdt_store_keep(store, *keep, error);
    if (status == VDT_OK) status = execute(store, trims[*keep], error);
    if (status != VDT_OK || *keep == VDT_KEEP_ALL) return status;
    return execute(store, "INSERT INTO sentence (sentence) VALUES ('rebuild');"
                          "INSERT INTO report_words (report_words) VALUES ('rebuild');", error);
}

enum vdt_status vdt_store_trim(struct vdt_store *store, enum vdt_keep keep, struct vdt_error *error) {
    return thoroughly(store, trim, &keep, error);
}

/* The place in the text, in bytes, of a code point. */
static size_t byte_of(struct vdt_view text, size_t code_points) {
    size_t at = 0;
    while (at < text.size && code_points) {
        at++;
        while (at < text.size && ((unsigned char)text.data[at] & 0xc0) == 0x80) at++;
        code_points--;
    }
    return at;
}

struct vdt_span vdt_store__evidence(enum vdt_keep keep, const struct vdt_event *event) {
    enum { AROUND = 80 }; /* code points on each side of the trigger */
    struct vdt_span span = event->evidence;
    if (keep == VDT_KEEP_NONE) span.text = (struct vdt_view){ "", 0 };
    if (keep != VDT_KEEP_SNIPPETS || event->trigger.end < span.begin || event->trigger.begin > span.end) return span;
    uint32_t from = event->trigger.begin > span.begin + AROUND ? event->trigger.begin - AROUND : span.begin;
    uint32_t to = event->trigger.end + AROUND < span.end ? event->trigger.end + AROUND : span.end;
    size_t begin = byte_of(span.text, from - span.begin), end = byte_of(span.text, to - span.begin);
    return (struct vdt_span){ vdt_view_slice(span.text, begin, end), from, to };
}
