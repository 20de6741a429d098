/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the store share: the handle, its statements, short words for binding and reading columns. */
#ifndef VDT_STORE_DATABASE_H
#define VDT_STORE_DATABASE_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "vedette/store.h"
#include "vedette/story.h"

/* Each is prepared when it is first used and kept until the store is closed. */
enum vdt_store_statement {
    VDT_SQL_BEGIN,
    VDT_SQL_COMMIT,
    VDT_SQL_ROLLBACK,
    VDT_SQL_FIND_REPORT,
    VDT_SQL_ADD_REPORT,
    VDT_SQL_ADD_REPORT_WORDS,
    VDT_SQL_ADD_EVENT,
    VDT_SQL_FORGET_SENTENCES,
    VDT_SQL_FORGET_EVENTS,
    VDT_SQL_ADD_SENTENCE,
    VDT_SQL_ADD_PARTY,
    VDT_SQL_ADD_CONTEXT,
    VDT_SQL_ADD_AMOUNT,
    VDT_SQL_GET_PARTIES,
    VDT_SQL_GET_CONTEXTS,
    VDT_SQL_GET_AMOUNTS,
    VDT_SQL_GET_REPORT,
    VDT_SQL_COUNTS,
    VDT_SQL_SKETCHES_SINCE,
    VDT_SQL_ADD_SKETCH,
    VDT_SQL_LIKELY_EVENTS,
    VDT_SQL_EVENTS_OF_INCIDENT,
    VDT_SQL_INCIDENT_DAY,
    VDT_SQL_GET_SETTING,
    VDT_SQL_SET_SETTING,
    VDT_SQL_SET_STORY,
    VDT_SQL_GET_STORY,
    VDT_SQL_GET_EVENT,
    VDT_SQL_FIND_EVENT,
    VDT_SQL_GET_REPORT_NUMBERED,
    VDT_SQL_GET_REPORT_HEAD,
    VDT_SQL_FIND_REPORT_NUMBER,
    VDT_SQL_ACTOR_NAME,
    VDT_SQL_VERSION,
    VDT_SQL_TOTALS,
    VDT_SQL_ADD_MARK,
    VDT_SQL_ADD_AUDIT,
    VDT_SQL_MARKS,
    VDT_SQL_MARKS_OF,
    VDT_SQL_AUDIT,
    VDT_SQL_COUNT,
};

struct vdt_store {
    sqlite3 *database;
    sqlite3_stmt *statements[VDT_SQL_COUNT];
    sqlite3_stmt *spare;     /* of the query that ended last */
    struct vdt_arena arena;  /* the report that was asked for last */
    struct vdt_stories *stories; /* what has been added lately; NULL until the first report is added */
    int64_t placed;          /* number of the last report that the stories know */
    uint32_t window;         /* how many they remember, where there are stories */
    enum vdt_store_mode mode;
    char path[256];          /* for messages; a longer one is cut */
};

enum { VDT_SETTING_BYTES = 32 };

/* Which side of an event a row of `party` stands on. */
enum vdt_store_side { VDT_SIDE_SOURCE, VDT_SIDE_TARGET, VDT_SIDE_VOICE };

/* What SQLite says, as an error with the store's path and what to do about it. */
enum vdt_status vdt_store__fail(struct vdt_store *store, struct vdt_error *error, const char *what);
/* The statement, reset and ready to be bound; NULL with the error filled in. */
sqlite3_stmt *vdt_store__statement(struct vdt_store *store, enum vdt_store_statement which, struct vdt_error *error);

/* What the store was told about itself; empty: nothing. */
enum vdt_status vdt_store__setting(struct vdt_store *store, const char *name, char out[VDT_SETTING_BYTES], struct vdt_error *error);
enum vdt_status vdt_store__set(struct vdt_store *store, const char *name, const char *value, struct vdt_error *error);

/* The columns of a whole event, from `event e JOIN report r`; what vdt_store__event reads. */
#define VDT_EVENT_COLUMNS                                                                                     \
    "e.number, e.id, r.id, e.story, e.incident, e.sentence, e.text, e.begin, e.\"end\", e.trigger_text,"       \
    " e.trigger_begin, e.trigger_end, e.lemma, e.plover, e.mode, e.cameo, e.quad, e.goldstein, e.status,"      \
    " e.conditional, e.historical, e.date_from, e.date_to, e.date_text, e.date_begin, e.date_end, e.date_basis," \
    " e.place_name, e.place_country, e.place_admin1, e.place_geonames, e.place_disputed, e.place_rule,"        \
    " e.latitude, e.longitude, e.place_text, e.place_begin, e.place_end,"                                      \
    " e.confidence, e.by, e.version, e.why"
enum { VDT_EVENT_COLUMN_COUNT = 42 };
#define VDT_REPORT_HEAD "id, file, line, url, title, author, publisher, language, published"
#define VDT_REPORT_COLUMNS VDT_REPORT_HEAD ", text"

/* The event of the row that the statement stands on, copied into the arena. */
enum vdt_status vdt_store__event(struct vdt_store *store, sqlite3_stmt *row, struct vdt_arena *arena,
                                 struct vdt_event *out, struct vdt_error *error);
/* The report that the bound statement finds, copied into the store's arena, which is emptied before. VDT_END: none. */
enum vdt_status vdt_store__report(struct vdt_store *store, sqlite3_stmt *get, struct vdt_report *out,
                                  struct vdt_error *error);
/* The words as an FTS5 query: each in quotes, in which FTS5 gives no sign a meaning. Empty: there was no word. */
void vdt_store__match(struct vdt_buffer *out, struct vdt_view words);

/* "SELECT select FROM event e JOIN report r … WHERE (what the query asks) order", its parameters bound. */
enum vdt_status vdt_store__select(struct vdt_store *store, const char *select, const char *order,
                                  const struct vdt_query *query, sqlite3_stmt **out, struct vdt_error *error);

/* Makes the tables in an empty file and checks version and kind of one that is not. */
enum vdt_status vdt_store__schema(struct vdt_store *store, struct vdt_error *error);

/* Steps a statement that gives no rows. */
enum vdt_status vdt_store__done(struct vdt_store *store, sqlite3_stmt *statement, const char *what,
                                struct vdt_error *error);

/*
 * Gives the report that was just inserted its story; `out` is borrowed until the next call. Where this fails, or what
 * it belongs to is undone, vdt_store__forget_stories makes the next one begin with what the store holds.
 */
enum vdt_status vdt_store__place(struct vdt_store *store, int64_t number, const struct vdt_report *report,
                                 struct vdt_story *out, struct vdt_error *error);
void vdt_store__forget_stories(struct vdt_store *store);

/*
 * The incident of each event of the report that is being added: that of an event told before where it is the same
 * happening, else its own. What is found lies in the arena.
 */
enum vdt_status vdt_store__join(struct vdt_store *store, int64_t report, const struct vdt_story *story,
                                const struct vdt_event *events, size_t count, struct vdt_arena *arena,
                                struct vdt_view *incidents, struct vdt_error *error);

/* What is kept of an event's sentence. */
struct vdt_span vdt_store__evidence(enum vdt_keep keep, const struct vdt_event *event);

/* The text must outlive the step. */
static inline void vdt_store__bind(sqlite3_stmt *statement, int at, struct vdt_view text) {
    sqlite3_bind_text64(statement, at, text.data ? text.data : "", text.size, SQLITE_STATIC, SQLITE_UTF8);
}

static inline void vdt_store__bind_real(sqlite3_stmt *statement, int at, double value) {
    sqlite3_bind_double(statement, at, value); /* SQLite makes NULL of a NAN */
}

static inline struct vdt_view vdt_store__text(sqlite3_stmt *statement, int column) {
    const char *data = (const char *)sqlite3_column_text(statement, column);
    return (struct vdt_view){ data, data ? (size_t)sqlite3_column_bytes(statement, column) : 0 };
}

#endif
