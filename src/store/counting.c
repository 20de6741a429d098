/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports and events for counting. Events, their parties and the numbers of killed lie in tables sorted by the event's
 * number: three statements are stepped side by side, so that nothing is looked up event by event. Where only the last time is
 * wanted it is found by an index and sorted (the + before a number keeps SQLite from reading all in its order).
 */
#include "store/counting.h"

#include <math.h>
#include <stdio.h>

#include "base/calendar.h"
#include "base/limit.h"
#include "store/database.h"

enum { MOST_PARTIES = 2 * VDT_LIMIT_ACTORS_PER_SIDE };

struct scan {
    struct vdt_store *store;
    sqlite3_stmt *events, *parties, *killed;
    bool more_parties, more_killed;
    struct vdt_arena arena;              /* the parties of the event at hand */
    struct vdt_counted_party list[MOST_PARTIES];
};

static enum vdt_status prepare(struct vdt_store *store, const char *sql, sqlite3_stmt **out, struct vdt_error *error) {
    if (sqlite3_prepare_v2(store->database, sql, -1, out, NULL) == SQLITE_OK) return VDT_OK;
    return vdt_store__fail(store, error, "count events");
}

enum vdt_status vdt_store__counted_reports(struct vdt_store *store, struct vdt_view since, vdt_counted_report_fn *tell,
                                           void *context, struct vdt_error *error) {
    static const char all[] = "SELECT number, published, arrived, story, publisher FROM report ORDER BY number";
    static const char late[] = "SELECT number, published, arrived, story, publisher FROM report"
                               " WHERE published >= ?1 OR (published = '' AND arrived >= ?1) ORDER BY +number";
    sqlite3_stmt *reports = NULL;
    enum vdt_status status = prepare(store, since.size ? late : all, &reports, error);
    if (status == VDT_OK && since.size) vdt_store__bind(reports, 1, since);
    int step = SQLITE_DONE;
    while (status == VDT_OK && (step = sqlite3_step(reports)) == SQLITE_ROW) {
        struct vdt_counted_report report = {
            .number = sqlite3_column_int64(reports, 0), .published = vdt_store__text(reports, 1),
            .arrived = vdt_store__text(reports, 2), .story = vdt_store__text(reports, 3),
            .publisher = vdt_store__text(reports, 4),
        };
        if (!tell(context, &report)) status = VDT_END;
    }
    if (status == VDT_OK && step != SQLITE_DONE) status = vdt_store__fail(store, error, "count reports");
    sqlite3_finalize(reports);
    return status;
}

static enum vdt_status step_to(struct scan *self, sqlite3_stmt *statement, int64_t event, bool *more,
                               struct vdt_error *error) {
    while (*more && sqlite3_column_int64(statement, 0) < event) {
        int step = sqlite3_step(statement);
        *more = step == SQLITE_ROW;
        if (step != SQLITE_ROW && step != SQLITE_DONE) return vdt_store__fail(self->store, error, "count events");
    }
    return VDT_OK;
}

static enum vdt_status take_parties(struct scan *self, struct vdt_counted_event *event, struct vdt_error *error) {
    vdt_arena_reset(&self->arena);
    enum vdt_status status = step_to(self, self->parties, event->number, &self->more_parties, error);
    while (status == VDT_OK && self->more_parties && sqlite3_column_int64(self->parties, 0) == event->number) {
        if (event->party_count < MOST_PARTIES) {
            struct vdt_counted_party *party = &self->list[event->party_count++];
            party->target = sqlite3_column_int(self->parties, 1) == VDT_SIDE_TARGET;
            party->code = vdt_arena_copy(&self->arena, vdt_store__text(self->parties, 2));
            party->country = vdt_arena_copy(&self->arena, vdt_store__text(self->parties, 3));
            if (!party->code.data || !party->country.data) return vdt_fail_memory(error, "counting events");
        }
        int step = sqlite3_step(self->parties);
        self->more_parties = step == SQLITE_ROW;
        if (step != SQLITE_ROW && step != SQLITE_DONE) status = vdt_store__fail(self->store, error, "count events");
    }
    event->parties = self->list;
    return status;
}

static double real(sqlite3_stmt *statement, int column) {
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, column);
}

static enum vdt_status take_event(struct scan *self, struct vdt_counted_event *out, struct vdt_error *error) {
    *out = (struct vdt_counted_event){
        .number = sqlite3_column_int64(self->events, 0), .report = sqlite3_column_int64(self->events, 1),
        .first_day = (int32_t)sqlite3_column_int64(self->events, 2), .last_day = (int32_t)sqlite3_column_int64(self->events, 3),
        .incident = vdt_store__text(self->events, 4), .country = vdt_store__text(self->events, 5),
        .place = vdt_store__text(self->events, 6), .historical = sqlite3_column_int(self->events, 7) != 0,
        .goldstein = real(self->events, 8), .confidence = real(self->events, 9), .killed = NAN,
        .sentence = sqlite3_column_int64(self->events, 10),
    };
    enum vdt_status status = take_parties(self, out, error);
    if (status == VDT_OK) status = step_to(self, self->killed, out->number, &self->more_killed, error);
    if (status == VDT_OK && self->more_killed && sqlite3_column_int64(self->killed, 0) == out->number)
        out->killed = real(self->killed, 1);
    return status;
}

/* What is read beside the events, from the first of them on. */
static enum vdt_status begin_beside(struct scan *self, struct vdt_error *error) {
    int64_t first = sqlite3_column_int64(self->events, 0);
    enum vdt_status status = prepare(self->store, "SELECT event, side, code, country FROM party WHERE event >= ?1 AND side < 2"
                                     " AND code <> '' ORDER BY event, side, position", &self->parties, error);
    if (status == VDT_OK)
        status = prepare(self->store, "SELECT event, max(coalesce(low, high)) FROM amount WHERE event >= ?1 AND what = 'killed'"
                         " GROUP BY event ORDER BY event", &self->killed, error);
    if (status != VDT_OK) return status;
    sqlite3_bind_int64(self->parties, 1, first);
    sqlite3_bind_int64(self->killed, 1, first);
    self->more_parties = sqlite3_step(self->parties) == SQLITE_ROW;
    self->more_killed = sqlite3_step(self->killed) == SQLITE_ROW;
    return VDT_OK;
}

enum vdt_status vdt_store__counted_events(struct vdt_store *store, const struct vdt_query *query, int32_t longest,
                                          vdt_counted_event_fn *tell, void *context, struct vdt_error *error) {
    struct scan self = { .store = store };
    vdt_arena_init(&self.arena);
    char order[64] = " ORDER BY e.number";
    int32_t from;
    if (vdt_day_read(query->from, &from)) snprintf(order, sizeof order, " AND e.first_day > %d ORDER BY +e.number", from - longest);
    enum vdt_status status = vdt_store__select(
        store, "SELECT e.number, e.report, e.first_day, e.last_day, e.incident, e.place_country, e.place_name,"
        " e.historical, e.goldstein, e.confidence, e.sentence", order, query, &self.events, error);
    int step = SQLITE_DONE;
    if (status == VDT_OK && (step = sqlite3_step(self.events)) == SQLITE_ROW) status = begin_beside(&self, error);
    for (; status == VDT_OK && step == SQLITE_ROW; step = sqlite3_step(self.events)) {
        struct vdt_counted_event event;
        status = take_event(&self, &event, error);
        if (status == VDT_OK && !tell(context, &event)) status = VDT_END;
        if (status != VDT_OK) break;
    }
    if (status == VDT_OK && step != SQLITE_DONE) status = vdt_store__fail(store, error, "count events");
    sqlite3_finalize(self.events);
    sqlite3_finalize(self.parties);
    sqlite3_finalize(self.killed);
    vdt_arena_done(&self.arena);
    return status;
}
