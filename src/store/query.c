/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking for events. A query becomes one SELECT whose conditions hold parameters, never the user's text; a prefix is
 * the range from it to the next string that does not begin with it ("RUS" <= code < "RUT"), which an index serves and
 * in which no character has a meaning of its own.
 *
 * The cursor steps over the events and fetches the parties, contexts and amounts of each; all of it is one snapshot,
 * because one connection reads in one transaction until the cursor is closed.
 */
#include "store/database.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/calendar.h"

struct vdt_cursor {
    struct vdt_store *store;
    sqlite3_stmt *events;
    struct vdt_arena arena; /* the event that was given last */
};

/* Conditions and what their parameters are bound to, in order. */
struct conditions {
    struct vdt_buffer sql;
    struct { struct vdt_view text; int64_t number; bool is_text; } values[32];
    int count;
    struct vdt_arena arena; /* texts that had to be made */
    bool failed;
};

static void add_text(struct conditions *where, struct vdt_view text) {
    where->values[where->count].text = text;
    where->values[where->count++].is_text = true;
}

static void add_number(struct conditions *where, int64_t number) {
    where->values[where->count].number = number;
    where->values[where->count++].is_text = false;
}

/* The least string that is greater than all that begin with the prefix. */
static struct vdt_view after_prefix(struct conditions *where, struct vdt_view prefix) {
    while (prefix.size && (unsigned char)prefix.data[prefix.size - 1] == 0xFF) prefix.size--;
    char *bytes = vdt_arena_take(&where->arena, prefix.size + 1);
    if (!bytes || !prefix.size) {
        where->failed = true;
        return prefix;
    }
    memcpy(bytes, prefix.data, prefix.size);
    bytes[prefix.size - 1] = (char)((unsigned char)bytes[prefix.size - 1] + 1);
    return (struct vdt_view){ bytes, prefix.size };
}

static void equal(struct conditions *where, const char *column, struct vdt_view value) {
    if (!value.size) return;
    vdt_buffer_format(&where->sql, " AND %s = ?", column);
    add_text(where, value);
}

static void begins(struct conditions *where, const char *column, struct vdt_view prefix) {
    if (!prefix.size) return;
    vdt_buffer_format(&where->sql, " AND %s >= ? AND %s < ?", column, column);
    add_text(where, prefix);
    add_text(where, after_prefix(where, prefix));
}

static void party_begins(struct conditions *where, const char *sides, struct vdt_view prefix) {
    if (!prefix.size) return;
    vdt_buffer_format(&where->sql, " AND e.number IN (SELECT event FROM party WHERE side IN (%s)", sides);
    begins(where, "code", prefix);
    vdt_buffer_char(&where->sql, ')');
}

void vdt_store__match(struct vdt_buffer *out, struct vdt_view words) {
    while (words.size) {
        if (vdt_is_space(words.data[0]) || words.data[0] == '\0') {
            words = vdt_view_slice(words, 1, words.size);
            continue;
        }
        vdt_buffer_text(out, out->size ? " \"" : "\"");
        while (words.size && !vdt_is_space(words.data[0]) && words.data[0]) {
            if (words.data[0] == '"') vdt_buffer_char(out, '"');
            vdt_buffer_char(out, words.data[0]);
            words = vdt_view_slice(words, 1, words.size);
        }
        vdt_buffer_char(out, '"');
    }
}

/* All of them must be there, in any order. */
static void words(struct conditions *where, struct vdt_view text) {
    struct vdt_buffer match;
    vdt_buffer_init(&match);
    vdt_store__match(&match, text);
    if (match.size) {
        struct vdt_view copy = vdt_arena_copy(&where->arena, vdt_buffer_view(&match));
        if (!copy.data) where->failed = true;
        vdt_buffer_text(&where->sql, " AND e.number IN (SELECT rowid FROM sentence WHERE sentence MATCH ?)");
        add_text(where, copy);
    }
    if (vdt_buffer_failed(&match)) where->failed = true;
    vdt_buffer_done(&match);
}

static enum vdt_status day_of(struct vdt_view text, const char *which, int32_t *out, struct vdt_error *error) {
    if (vdt_day_read(text, out)) return VDT_OK;
    enum vdt_status status = vdt_fail(error, VDT_ERROR_USE, "\"%.*s\" is no day (%s)", (int)(text.size < 40 ? text.size : 40),
                                      text.data, which);
    return vdt_hint(error, status, "write it as YYYY-MM-DD");
}

static enum vdt_status unknown_value(struct vdt_error *error, struct vdt_view value, const char *what, const char *known) {
    enum vdt_status status = vdt_fail(error, VDT_ERROR_USE, "there is no %s \"%.*s\"", what,
                                      (int)(value.size < 40 ? value.size : 40), value.data);
    return vdt_hint(error, status, "%s", known);
}

static enum vdt_status build(struct conditions *where, const struct vdt_query *query, struct vdt_error *error) {
    enum vdt_plover plover;
    enum vdt_event_status event_status;
    int32_t day;
    enum vdt_status status;
    if (query->size < sizeof *query) return vdt_fail(error, VDT_ERROR_USE, "the query was not initialised");
    if (query->plover.size && !vdt_plover_parse(query->plover, &plover))
        return unknown_value(error, query->plover, "PLOVER event",
                             "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
                             "SANCTION MOBILIZE COERCE ASSAULT");
    if (query->status.size && !vdt_event_status_parse(query->status, &event_status))
        return unknown_value(error, query->status, "status", "asserted, planned, possible, denied or negated");
    if (query->quad < 0 || query->quad > 4) return vdt_fail(error, VDT_ERROR_USE, "a quad class is a number from 1 to 4");

    vdt_buffer_text(&where->sql, " FROM event e JOIN report r ON r.number = e.report WHERE 1");
    begins(where, "e.id", query->id);
    equal(where, "r.id", query->report);
    party_begins(where, "0", query->source);
    party_begins(where, "1", query->target);
    party_begins(where, "0, 1", query->actor);
    party_begins(where, "2", query->voice);
    equal(where, "e.plover", query->plover);
    begins(where, "e.cameo", query->cameo);
    equal(where, "e.status", query->status);
    equal(where, "e.place_country", query->country);
    equal(where, "e.story", query->story);
    equal(where, "e.incident", query->incident);
    if (query->once)
        vdt_buffer_text(&where->sql, " AND (e.incident = '' OR e.number ="
                                     " (SELECT min(number) FROM event WHERE incident = e.incident))");
    if (query->quad) {
        vdt_buffer_text(&where->sql, " AND e.quad = ?");
        add_number(where, query->quad);
    }
    if (query->from.size) {
        status = day_of(query->from, "from", &day, error);
        if (status != VDT_OK) return status;
        vdt_buffer_text(&where->sql, " AND e.last_day >= ?");
        add_number(where, day);
    }
    if (query->to.size) {
        status = day_of(query->to, "to", &day, error);
        if (status != VDT_OK) return status;
        vdt_buffer_text(&where->sql, " AND e.first_day <= ?");
        add_number(where, day);
    }
    if (query->known_by.size) {
        /* "~" is after all that a time may go on with: a day stands for its end */
        vdt_buffer_text(&where->sql, " AND r.arrived <= ? || '~'");
        add_text(where, query->known_by);
    }
    words(where, query->text);
    return VDT_OK;
}

/* The statement of the last query where it is the same: who asks for the events of one report after another prepares once. */
static enum vdt_status prepare(struct vdt_store *store, const char *sql, sqlite3_stmt **out, struct vdt_error *error) {
    if (store->spare && strcmp(sqlite3_sql(store->spare), sql) == 0) {
        *out = store->spare;
        store->spare = NULL;
        return VDT_OK;
    }
    if (sqlite3_prepare_v2(store->database, sql, -1, out, NULL) == SQLITE_OK) return VDT_OK;
    return vdt_store__fail(store, error, "look for events");
}

static void keep_spare(struct vdt_store *store, sqlite3_stmt *statement) {
    if (!statement) return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    sqlite3_finalize(store->spare);
    store->spare = statement;
}

enum vdt_status vdt_store__select(struct vdt_store *store, const char *select, const char *order, const struct vdt_query *query,
                               sqlite3_stmt **out, struct vdt_error *error) {
    struct conditions where = { 0 };
    vdt_buffer_init(&where.sql);
    vdt_arena_init(&where.arena);
    vdt_buffer_text(&where.sql, select);
    enum vdt_status status = build(&where, query, error);
    if (status == VDT_OK) {
        vdt_buffer_text(&where.sql, order);
        if (query->limit && *order) {
            vdt_buffer_text(&where.sql, " LIMIT ?");
            add_number(&where, query->limit > INT64_MAX ? INT64_MAX : (int64_t)query->limit);
        }
        vdt_buffer_char(&where.sql, '\0');
        if (where.failed || vdt_buffer_failed(&where.sql))
            status = vdt_fail_memory(error, "making a query");
        else
            status = prepare(store, where.sql.data, out, error);
    }
    for (int i = 0; i < where.count && status == VDT_OK; i++)
        if (where.values[i].is_text)
            sqlite3_bind_text64(*out, i + 1, where.values[i].text.data, where.values[i].text.size, SQLITE_TRANSIENT,
                                SQLITE_UTF8);
        else
            sqlite3_bind_int64(*out, i + 1, where.values[i].number);
    vdt_buffer_done(&where.sql);
    vdt_arena_done(&where.arena);
    return status;
}

enum vdt_status vdt_store_query(struct vdt_store *store, const struct vdt_query *query, struct vdt_cursor **out,
                                struct vdt_error *error) {
    sqlite3_stmt *events = NULL;
    enum vdt_status status = vdt_store__select(store, "SELECT " VDT_EVENT_COLUMNS,
                                     " ORDER BY e.first_day, e.report, e.trigger_begin, e.position", query, &events, error);
    struct vdt_cursor *cursor = status == VDT_OK ? calloc(1, sizeof *cursor) : NULL;
    if (status == VDT_OK && !cursor) status = vdt_fail_memory(error, "making a query");
    if (status != VDT_OK) {
        sqlite3_finalize(events);
        return status;
    }
    cursor->store = store;
    cursor->events = events;
    vdt_arena_init(&cursor->arena);
    *out = cursor;
    return VDT_OK;
}

enum vdt_status vdt_store_count(struct vdt_store *store, const struct vdt_query *query, uint64_t *out,
                                struct vdt_error *error) {
    sqlite3_stmt *count = NULL;
    enum vdt_status status = vdt_store__select(store, "SELECT count(*)", "", query, &count, error);
    if (status == VDT_OK) {
        if (sqlite3_step(count) == SQLITE_ROW)
            *out = (uint64_t)sqlite3_column_int64(count, 0);
        else
            status = vdt_store__fail(store, error, "count events");
    }
    sqlite3_finalize(count);
    return status;
}

/* ---- one event ---- */

/* Reads columns one after another; a copy that failed is remembered. */
struct row {
    sqlite3_stmt *statement;
    struct vdt_arena *arena;
    int column;
    bool failed;
};

static struct vdt_view take_text(struct row *row) {
    struct vdt_view copy = vdt_arena_copy(row->arena, vdt_store__text(row->statement, row->column++));
    if (!copy.data) row->failed = true;
    return copy;
}

static int64_t take_integer(struct row *row) {
    return sqlite3_column_int64(row->statement, row->column++);
}

static double take_real(struct row *row, double absent) {
    int column = row->column++;
    return sqlite3_column_type(row->statement, column) == SQLITE_NULL ? absent : sqlite3_column_double(row->statement, column);
}

static struct vdt_span take_span(struct row *row) {
    struct vdt_span span = { .text = take_text(row) };
    span.begin = (uint32_t)take_integer(row);
    span.end = (uint32_t)take_integer(row);
    return span;
}

/* The rows that belong to an event, one after another: VDT_OK a row, VDT_END none is left. */
static enum vdt_status next_row(struct vdt_store *store, struct row *row, const char *what, struct vdt_error *error) {
    int step = sqlite3_step(row->statement);
    row->column = 0;
    if (step == SQLITE_ROW) return VDT_OK;
    if (step == SQLITE_DONE) {
        sqlite3_reset(row->statement);
        return VDT_END;
    }
    enum vdt_status status = vdt_store__fail(store, error, what);
    sqlite3_reset(row->statement);
    return status;
}

static enum vdt_status rows_of(struct vdt_store *store, struct vdt_arena *arena, enum vdt_store_statement which,
                               int64_t event, struct row *out, struct vdt_error *error) {
    sqlite3_stmt *statement = vdt_store__statement(store, which, error);
    if (!statement) return VDT_ERROR_STORE;
    sqlite3_bind_int64(statement, 1, event);
    *out = (struct row){ .statement = statement, .arena = arena };
    return VDT_OK;
}

static enum vdt_status take_parties(struct vdt_store *store, struct vdt_arena *arena, int64_t number,
                                    struct vdt_event *event, struct vdt_error *error) {
    struct row row;
    enum vdt_status status = rows_of(store, arena, VDT_SQL_GET_PARTIES, number, &row, error);
    if (status != VDT_OK) return status;
    struct vdt_party *lists[3] = { NULL, NULL, NULL };
    size_t counts[3] = { 0, 0, 0 }, capacities[3] = { 0, 0, 0 };
    while ((status = next_row(store, &row, "read parties", error)) == VDT_OK) {
        int64_t side = take_integer(&row);
        if (side < 0 || side > 2) continue;
        struct vdt_party *list = vdt_arena_grow(arena, lists[side], counts[side], &capacities[side], sizeof *list);
        if (!list) {
            sqlite3_reset(row.statement);
            return vdt_fail_memory(error, "reading an event");
        }
        lists[side] = list;
        struct vdt_party *party = &list[counts[side]++];
        party->code = take_text(&row);
        party->name = take_text(&row);
        party->country = take_text(&row);
        party->entry = take_text(&row);
        party->mention = take_span(&row);
        party->cue = take_text(&row);
    }
    event->sources = lists[0], event->source_count = counts[0];
    event->targets = lists[1], event->target_count = counts[1];
    event->voices = lists[2], event->voice_count = counts[2];
    return status != VDT_END ? status : row.failed ? vdt_fail_memory(error, "reading an event") : VDT_OK;
}

static enum vdt_status take_contexts(struct vdt_store *store, struct vdt_arena *arena, int64_t number,
                                     struct vdt_event *event, struct vdt_error *error) {
    struct row row;
    enum vdt_status status = rows_of(store, arena, VDT_SQL_GET_CONTEXTS, number, &row, error);
    if (status != VDT_OK) return status;
    struct vdt_view *list = NULL;
    size_t capacity = 0;
    while ((status = next_row(store, &row, "read contexts", error)) == VDT_OK) {
        struct vdt_view *grown = vdt_arena_grow(arena, list, event->context_count, &capacity, sizeof *list);
        if (!grown) {
            sqlite3_reset(row.statement);
            return vdt_fail_memory(error, "reading an event");
        }
        list = grown;
        list[event->context_count++] = take_text(&row);
    }
    event->contexts = list;
    return status != VDT_END ? status : row.failed ? vdt_fail_memory(error, "reading an event") : VDT_OK;
}

static enum vdt_status take_amounts(struct vdt_store *store, struct vdt_arena *arena, int64_t number,
                                    struct vdt_event *event, struct vdt_error *error) {
    struct row row;
    enum vdt_status status = rows_of(store, arena, VDT_SQL_GET_AMOUNTS, number, &row, error);
    if (status != VDT_OK) return status;
    struct vdt_amount *list = NULL;
    size_t capacity = 0;
    while ((status = next_row(store, &row, "read amounts", error)) == VDT_OK) {
        struct vdt_amount *grown = vdt_arena_grow(arena, list, event->amount_count, &capacity, sizeof *list);
        if (!grown) {
            sqlite3_reset(row.statement);
            return vdt_fail_memory(error, "reading an event");
        }
        list = grown;
        struct vdt_amount *amount = &list[event->amount_count++];
        amount->what = take_text(&row);
        amount->low = take_real(&row, -1);
        amount->high = take_real(&row, -1);
        amount->currency = take_text(&row);
        amount->mention = take_span(&row);
        amount->of = take_text(&row);
    }
    event->amounts = list;
    return status != VDT_END ? status : row.failed ? vdt_fail_memory(error, "reading an event") : VDT_OK;
}

enum vdt_status vdt_store__event(struct vdt_store *store, sqlite3_stmt *statement, struct vdt_arena *arena,
                                 struct vdt_event *out, struct vdt_error *error) {
    struct row row = { .statement = statement, .arena = arena };
    struct vdt_event event = { 0 };
    int64_t number = take_integer(&row);
    event.id = take_text(&row);
    event.report = take_text(&row);
    event.story = take_text(&row);
    event.incident = take_text(&row);
    event.sentence = (uint32_t)take_integer(&row);
    event.evidence = take_span(&row);
    event.trigger = take_span(&row);
    event.lemma = take_text(&row);
    struct vdt_view plover = take_text(&row);
    event.mode = take_text(&row);
    event.cameo = take_text(&row);
    event.quad = (int)take_integer(&row);
    event.goldstein = take_real(&row, NAN);
    struct vdt_view event_status = take_text(&row);
    event.conditional = take_integer(&row) != 0;
    event.historical = take_integer(&row) != 0;
    event.date_from = take_text(&row);
    event.date_to = take_text(&row);
    event.date_mention = take_span(&row);
    event.date_basis = (enum vdt_date_basis)take_integer(&row);
    event.place_name = take_text(&row);
    event.place_country = take_text(&row);
    event.place_admin1 = take_text(&row);
    event.place_geonames = (uint32_t)take_integer(&row);
    event.place_disputed = take_text(&row);
    event.place_rule = take_text(&row);
    event.latitude = take_real(&row, NAN);
    event.longitude = take_real(&row, NAN);
    event.place_mention = take_span(&row);
    event.confidence = take_real(&row, NAN);
    event.by = take_text(&row);
    event.version = take_text(&row);
    event.why = take_text(&row);
    if (row.failed) return vdt_fail_memory(error, "reading an event");
    if (!vdt_plover_parse(plover, &event.plover) || !vdt_event_status_parse(event_status, &event.status))
        return vdt_fail_at(error, VDT_ERROR_STORE, vdt_view_of(store->path), 0, 0, "event \"%.*s\" is damaged",
                           (int)event.id.size, event.id.data);
    enum vdt_status status = take_parties(store, arena, number, &event, error);
    if (status == VDT_OK) status = take_contexts(store, arena, number, &event, error);
    if (status == VDT_OK) status = take_amounts(store, arena, number, &event, error);
    if (status == VDT_OK) *out = event;
    return status;
}

enum vdt_status vdt_cursor_next(struct vdt_cursor *cursor, struct vdt_event *out, struct vdt_error *error) {
    if (!cursor->events) return VDT_END;
    int step = sqlite3_step(cursor->events);
    if (step == SQLITE_DONE) {
        /* SQLite would begin again */
        keep_spare(cursor->store, cursor->events);
        cursor->events = NULL;
        return VDT_END;
    }
    if (step != SQLITE_ROW) return vdt_store__fail(cursor->store, error, "read events");
    vdt_arena_reset(&cursor->arena);
    return vdt_store__event(cursor->store, cursor->events, &cursor->arena, out, error);
}

void vdt_cursor_close(struct vdt_cursor *cursor) {
    if (!cursor) return;
    keep_spare(cursor->store, cursor->events);
    vdt_arena_done(&cursor->arena);
    free(cursor);
}

enum vdt_status vdt_store_newest_day(struct vdt_store *store, struct vdt_view known_by, int32_t *out, struct vdt_error *error) {
    static const char sql[] = "SELECT max(day_of(published)) FROM report WHERE ?1 = '' OR arrived <= ?1 || '~'";
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) != SQLITE_OK)
        return vdt_store__fail(store, error, "look for the newest report");
    vdt_store__bind(statement, 1, known_by);
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW && !vdt_day_read(vdt_store__text(statement, 0), out)) *out = VDT_NO_DAY;
    enum vdt_status status = step == SQLITE_ROW ? VDT_OK : vdt_store__fail(store, error, "look for the newest report");
    sqlite3_finalize(statement);
    return status;
}
