/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alarms in the store. An alarm, once found, is never changed; what is said of it stands in rows of its own beside it,
 * of which the last is in force. The alarms of a run and what its list remembers are one transaction: after a kill the
 * list stands where it stood before, and finds them again.
 */
#include "store/alarms.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/limit.h"
#include "store/alarm-groups.h"
#include "store/database.h"

static const char *const state_names[VDT_ALARM_STATE_COUNT] = { "open", "acknowledged", "muted" };

const char *vdt_alarm_state_name(enum vdt_alarm_state state) { return state_names[state]; }

bool vdt_alarm_state_parse(struct vdt_view name, enum vdt_alarm_state *out) {
    for (int i = 0; i < VDT_ALARM_STATE_COUNT; i++)
        if (vdt_view_is(name, state_names[i])) return *out = (enum vdt_alarm_state)i, true;
    return false;
}

static enum vdt_status prepare(struct vdt_store *store, const char *sql, sqlite3_stmt **out, struct vdt_error *error) {
    if (sqlite3_prepare_v2(store->database, sql, -1, out, NULL) == SQLITE_OK) return VDT_OK;
    return vdt_store__fail(store, error, "work with alarms");
}

static enum vdt_status run(struct vdt_store *store, const char *sql, const char *what, struct vdt_error *error) {
    if (sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK) return VDT_OK;
    return vdt_store__fail(store, error, what);
}

static enum vdt_status end(struct vdt_store *store, enum vdt_status status, struct vdt_error *error) {
    if (status == VDT_OK) status = run(store, "COMMIT", "keep alarms", error);
    if (status != VDT_OK && !sqlite3_get_autocommit(store->database)) run(store, "ROLLBACK", "undo", NULL);
    return status;
}

/* ---- reading ---- */

static const char columns[] =
    "SELECT a.number, a.id, a.list, a.unit, a.date, a.since, a.kind, a.value, a.expected, a.bound, a.score, a.p, a.evidence,"
    " a.publishers, a.stories, a.found, coalesce(j.state, a.state), coalesce(j.note, ''), coalesce(j.who, ''),"
    " coalesce(j.at, ''), a.\"group\", a.probability FROM alarm a LEFT JOIN judgement j ON j.number ="
    " (SELECT max(number) FROM judgement WHERE alarm = a.id)";

static bool tell_row(sqlite3_stmt *row, vdt_alarm_fn *tell, void *context) {
    struct vdt_view evidence[VDT_LIMIT_EVIDENCE], rest = vdt_store__text(row, 12);
    struct vdt_alarm alarm = {
        .number = sqlite3_column_int64(row, 0), .id = vdt_store__text(row, 1), .list = vdt_store__text(row, 2),
        .unit = vdt_store__text(row, 3), .date = vdt_store__text(row, 4), .since = vdt_store__text(row, 5),
        .kind = vdt_store__text(row, 6), .value = sqlite3_column_double(row, 7), .expected = sqlite3_column_double(row, 8),
        .bound = sqlite3_column_double(row, 9), .score = sqlite3_column_double(row, 10), .p = sqlite3_column_double(row, 11),
        .publishers = sqlite3_column_int64(row, 13), .stories = sqlite3_column_int64(row, 14),
        .found = vdt_store__text(row, 15), .note = vdt_store__text(row, 17), .who = vdt_store__text(row, 18),
        .judged = vdt_store__text(row, 19), .group = vdt_store__text(row, 20),
        .probability = sqlite3_column_double(row, 21), .evidence = evidence,
    };
    vdt_alarm_state_parse(vdt_store__text(row, 16), &alarm.state);
    while (rest.size && alarm.evidence_count < VDT_LIMIT_EVIDENCE)
        evidence[alarm.evidence_count++] = vdt_view_cut(&rest, ' ');
    return tell(context, &alarm);
}

static enum vdt_status tell_rows(struct vdt_store *store, sqlite3_stmt *rows, vdt_alarm_fn *tell, void *context,
                                 struct vdt_error *error) {
    int step;
    while ((step = sqlite3_step(rows)) == SQLITE_ROW)
        if (!tell_row(rows, tell, context)) return VDT_END;
    return step == SQLITE_DONE ? VDT_OK : vdt_store__fail(store, error, "read alarms");
}

enum vdt_status vdt_alarms(struct vdt_store *store, const struct vdt_alarm_query *query, vdt_alarm_fn *tell, void *context,
                           struct vdt_error *error) {
    if (query->size < sizeof *query) return vdt_fail(error, VDT_ERROR_USE, "the query was not initialised");
    struct vdt_buffer sql;
    vdt_buffer_init(&sql);
    vdt_buffer_text(&sql, columns);
    vdt_buffer_text(&sql, " WHERE a.number > ?1 AND (?2 = '' OR a.id = ?2) AND (?3 = '' OR a.list = ?3)"
                    " AND (?4 = '' OR a.unit = ?4) AND (?5 = '' OR a.date >= ?5) AND (?6 = '' OR a.date <= ?6)"
                    " AND (?7 = '' OR coalesce(j.state, a.state) = ?7) AND (?9 = '' OR a.\"group\" = ?9)");
    vdt_buffer_text(&sql, query->loudest  ? " ORDER BY a.score DESC, a.publishers DESC, a.number LIMIT ?8"
                          : query->newest ? " ORDER BY a.date DESC, a.score DESC, a.number LIMIT ?8"
                                          : " ORDER BY a.number LIMIT ?8");
    vdt_buffer_char(&sql, '\0');
    sqlite3_stmt *rows = NULL;
    enum vdt_status status = vdt_buffer_failed(&sql) ? vdt_fail_memory(error, "reading alarms")
                                                     : prepare(store, sql.data, &rows, error);
    if (status == VDT_OK) {
        sqlite3_bind_int64(rows, 1, query->after);
        const struct vdt_view texts[] = { query->id, query->list, query->unit, query->from, query->to,
                                          vdt_view_of(query->state ? state_names[*query->state] : "") };
        for (int i = 0; i < 6; i++) vdt_store__bind(rows, i + 2, texts[i]);
        sqlite3_bind_int64(rows, 8, query->limit ? query->limit : -1);
        vdt_store__bind(rows, 9, query->group);
        status = tell_rows(store, rows, tell, context, error);
    }
    sqlite3_finalize(rows);
    vdt_buffer_done(&sql);
    return status;
}

/* ---- keeping ---- */

enum vdt_status vdt_store__memory(struct vdt_store *store, struct vdt_view list, struct vdt_buffer *about,
                                  struct vdt_buffer *memory, struct vdt_error *error) {
    sqlite3_stmt *get = NULL;
    enum vdt_status status = prepare(store, "SELECT about, memory FROM watch_list WHERE name = ?", &get, error);
    if (status == VDT_OK) {
        vdt_store__bind(get, 1, list);
        int step = sqlite3_step(get);
        if (step == SQLITE_ROW) {
            vdt_buffer_add(about, vdt_store__text(get, 0));
            const char *bytes = sqlite3_column_blob(get, 1);
            vdt_buffer_add(memory, (struct vdt_view){ bytes, (size_t)sqlite3_column_bytes(get, 1) });
        }
        status = step == SQLITE_ROW ? VDT_OK : step == SQLITE_DONE ? VDT_END : vdt_store__fail(store, error, "read a watch list");
        if (vdt_buffer_failed(about) || vdt_buffer_failed(memory)) status = vdt_fail_memory(error, "reading a watch list");
    }
    sqlite3_finalize(get);
    return status;
}

struct keeping {
    struct vdt_store *store;
    sqlite3_stmt *add, *event, *muted, *get;
    struct vdt_grouping grouping;
    struct vdt_buffer evidence, incidents;
    struct vdt_error *error;
};

static void put_id(struct vdt_view list, const struct vdt_alert *alert, char out[24]) {
    char text[512];
    int length = snprintf(text, sizeof text, "%.*s\n%.*s\n%s\n%s", (int)list.size, list.data, (int)alert->unit.size,
                          alert->unit.data, alert->date.text, alert->kind);
    size_t size = length < 0 ? 0 : (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
    snprintf(out, 24, "a:%016llx", (unsigned long long)vdt_hash((struct vdt_view){ text, size }));
}

/* The ids of the events, with spaces between. */
static enum vdt_status put_evidence(struct keeping *self, const struct vdt_new_alarm *alarm) {
    vdt_buffer_clear(&self->evidence);
    for (size_t i = 0; i < alarm->event_count; i++) {
        sqlite3_bind_int64(self->event, 1, alarm->events[i]);
        int step = sqlite3_step(self->event);
        if (i) vdt_buffer_char(&self->evidence, ' ');
        if (step == SQLITE_ROW) vdt_buffer_add(&self->evidence, vdt_store__text(self->event, 0));
        sqlite3_reset(self->event);
        if (step != SQLITE_ROW) return vdt_store__fail(self->store, self->error, "read evidence");
    }
    return vdt_buffer_failed(&self->evidence) ? vdt_fail_memory(self->error, "keeping alarms") : VDT_OK;
}

static enum vdt_status is_muted(struct keeping *self, struct vdt_view list, struct vdt_view unit, bool *out) {
    vdt_store__bind(self->muted, 1, list);
    vdt_store__bind(self->muted, 2, unit);
    int step = sqlite3_step(self->muted);
    *out = step == SQLITE_ROW && vdt_view_is(vdt_store__text(self->muted, 0), "muted");
    sqlite3_reset(self->muted);
    return step == SQLITE_ROW || step == SQLITE_DONE ? VDT_OK : vdt_store__fail(self->store, self->error, "read alarms");
}

static enum vdt_status keep_one(struct keeping *self, struct vdt_view list, const struct vdt_new_alarm *alarm,
                                vdt_alarm_fn *tell, void *context) {
    const struct vdt_alert *alert = &alarm->alert;
    char id[24];
    bool muted = false;
    put_id(list, alert, id);
    enum vdt_status status = put_evidence(self, alarm);
    if (status == VDT_OK) status = is_muted(self, list, alert->unit, &muted);
    if (status == VDT_OK) status = vdt_grouping_find(&self->grouping, alarm, self->error);
    if (status != VDT_OK) return status;
    if (!self->grouping.group[0]) snprintf(self->grouping.group, sizeof self->grouping.group, "g:%s", id + 2);
    vdt_grouping_write(&self->grouping, &self->incidents);
    if (vdt_buffer_failed(&self->incidents)) return vdt_fail_memory(self->error, "keeping alarms");
    const struct vdt_view texts[] = { vdt_view_of(id), list, alert->unit, vdt_view_of(alert->date.text),
                                      vdt_view_of(alert->since.text), vdt_view_of(alert->kind),
                                      vdt_buffer_view(&self->evidence), vdt_view_of(muted ? "muted" : "open") };
    for (int i = 0; i < 8; i++) vdt_store__bind(self->add, i + 1, texts[i]);
    const double numbers[] = { alert->value, alert->expected, alert->bound, alert->score, alert->p };
    for (int i = 0; i < 5; i++) sqlite3_bind_double(self->add, i + 9, numbers[i]);
    sqlite3_bind_int64(self->add, 14, (int64_t)alarm->publishers);
    sqlite3_bind_int64(self->add, 15, (int64_t)alarm->stories);
    vdt_store__bind(self->add, 16, vdt_view_of(self->grouping.group));
    sqlite3_bind_int(self->add, 17, alarm->first_day);
    sqlite3_bind_int(self->add, 18, alarm->last_day);
    sqlite3_bind_blob64(self->add, 19, self->incidents.size ? self->incidents.data : "", self->incidents.size, SQLITE_STATIC);
    sqlite3_bind_double(self->add, 20, alert->probability);
    status = vdt_store__done(self->store, self->add, "keep an alarm", self->error);
    if (status != VDT_OK || !sqlite3_changes(self->store->database) || !tell) return status;
    vdt_store__bind(self->get, 1, vdt_view_of(id));
    status = tell_rows(self->store, self->get, tell, context, self->error);
    sqlite3_reset(self->get);
    return status == VDT_END ? VDT_OK : status;
}

static enum vdt_status keep_memory(struct vdt_store *store, struct vdt_view list, struct vdt_view about,
                                   struct vdt_view memory, struct vdt_error *error) {
    sqlite3_stmt *put = NULL;
    enum vdt_status status = prepare(store, "INSERT OR REPLACE INTO watch_list (name, about, memory) VALUES (?, ?, ?)", &put, error);
    if (status == VDT_OK) {
        vdt_store__bind(put, 1, list);
        vdt_store__bind(put, 2, about);
        sqlite3_bind_blob64(put, 3, memory.size ? memory.data : "", memory.size, SQLITE_STATIC);
        status = vdt_store__done(store, put, "keep a watch list", error);
    }
    sqlite3_finalize(put);
    return status;
}

static enum vdt_status begin_keeping(struct keeping *self) {
    enum vdt_status status = prepare(self->store,
        "INSERT OR IGNORE INTO alarm (id, list, unit, date, since, kind, evidence, state, value, expected, bound, score, p,"
        " publishers, stories, \"group\", first_day, last_day, incidents, probability, found)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ'))",
        &self->add, self->error);
    if (status == VDT_OK) status = prepare(self->store, "SELECT id FROM event WHERE number = ?", &self->event, self->error);
    if (status == VDT_OK)
        status = prepare(self->store, "SELECT j.state FROM judgement j JOIN alarm a ON a.id = j.alarm WHERE a.list = ?"
                         " AND a.unit = ? ORDER BY j.number DESC LIMIT 1", &self->muted, self->error);
    char sql[sizeof columns + 32];
    snprintf(sql, sizeof sql, "%s WHERE a.id = ?", columns);
    if (status == VDT_OK) status = prepare(self->store, sql, &self->get, self->error);
    if (status == VDT_OK) status = vdt_grouping_begin(&self->grouping, self->store, self->error);
    return status;
}

enum vdt_status vdt_store__keep_alarms(struct vdt_store *store, struct vdt_view list, struct vdt_view about,
                                       struct vdt_view memory, const struct vdt_new_alarm *alarms, size_t count,
                                       vdt_alarm_fn *tell, void *context, struct vdt_error *error) {
    struct keeping self = { .store = store, .error = error };
    vdt_buffer_init(&self.evidence);
    vdt_buffer_init(&self.incidents);
    enum vdt_status status = run(store, "BEGIN IMMEDIATE", "lock it", error);
    if (status == VDT_OK) {
        status = begin_keeping(&self);
        for (size_t i = 0; i < count && status == VDT_OK; i++) status = keep_one(&self, list, &alarms[i], tell, context);
        if (status == VDT_OK) status = keep_memory(store, list, about, memory, error);
        sqlite3_finalize(self.add);
        sqlite3_finalize(self.event);
        sqlite3_finalize(self.muted);
        sqlite3_finalize(self.get);
        vdt_grouping_end(&self.grouping);
        status = end(store, status, error);
    }
    vdt_buffer_done(&self.evidence);
    vdt_buffer_done(&self.incidents);
    return status;
}

/* ---- judging ---- */

/* Of one alarm, or of all of a group; what is muted is not acknowledged with the others. */
static enum vdt_status add_judgement(struct vdt_store *store, struct vdt_view id, struct vdt_view state, struct vdt_view note,
                                     struct vdt_view who, struct vdt_error *error) {
    sqlite3_stmt *add = NULL;
    enum vdt_status status = prepare(store, "INSERT INTO judgement (alarm, state, note, who, at) SELECT id, ?2, ?3, ?4,"
                                     " strftime('%Y-%m-%dT%H:%M:%SZ') FROM alarm a WHERE id = ?1 OR (\"group\" = ?1 AND"
                                     " (?2 <> 'acknowledged' OR coalesce((SELECT j.state FROM judgement j WHERE j.alarm = a.id"
                                     " ORDER BY j.number DESC LIMIT 1), a.state) <> 'muted')) ORDER BY number", &add, error);
    if (status == VDT_OK) {
        vdt_store__bind(add, 1, id);
        vdt_store__bind(add, 2, state);
        vdt_store__bind(add, 3, note);
        vdt_store__bind(add, 4, who);
        status = vdt_store__done(store, add, "judge an alarm", error);
        if (status == VDT_OK && !sqlite3_changes(store->database)) status = VDT_END;
    }
    sqlite3_finalize(add);
    return status;
}

static enum vdt_status add_audit(struct vdt_store *store, struct vdt_view id, struct vdt_view state, struct vdt_view note,
                                 struct vdt_view who, struct vdt_error *error) {
    struct vdt_buffer detail;
    struct vdt_json json;
    vdt_buffer_init(&detail);
    vdt_json_init(&json, &detail);
    vdt_json_object(&json);
    vdt_json_key(&json, "state");
    vdt_json_string(&json, state);
    vdt_json_key(&json, "note");
    vdt_json_string(&json, note);
    vdt_json_object_end(&json);
    sqlite3_stmt *add = vdt_store__statement(store, VDT_SQL_ADD_AUDIT, error);
    enum vdt_status status = !add ? VDT_ERROR_STORE : vdt_buffer_failed(&detail) ? vdt_fail_memory(error, "judging an alarm") : VDT_OK;
    if (status == VDT_OK) {
        vdt_store__bind(add, 1, who);
        vdt_store__bind(add, 2, VDT_LITERAL("alarm"));
        vdt_store__bind(add, 3, id);
        vdt_store__bind(add, 4, vdt_buffer_view(&detail));
        status = vdt_store__done(store, add, "write the audit", error);
    }
    vdt_buffer_done(&detail);
    return status;
}

enum vdt_status vdt_alarm_judge(struct vdt_store *store, struct vdt_view id, enum vdt_alarm_state state,
                                struct vdt_view note, struct vdt_view who, struct vdt_error *error) {
    if (store->mode != VDT_STORE_WRITE) return vdt_fail(error, VDT_ERROR_USE, "the store was opened for reading");
    struct vdt_view name = vdt_view_of(state_names[state]);
    enum vdt_status status = run(store, "BEGIN IMMEDIATE", "lock it", error);
    if (status != VDT_OK) return status;
    status = add_judgement(store, id, name, note, who, error);
    if (status == VDT_OK) status = add_audit(store, id, name, note, who, error);
    return end(store, status, error);
}

/* ---- writing ---- */

static void put_fields(struct vdt_json *json, const struct vdt_alarm *alarm) {
    const struct { const char *key; struct vdt_view value; } texts[] = {
        { "id", alarm->id }, { "group", alarm->group }, { "list", alarm->list }, { "unit", alarm->unit }, { "date", alarm->date },
        { "kind", alarm->kind } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        vdt_json_key(json, texts[i].key);
        vdt_json_string(json, texts[i].value);
    }
    const struct { const char *key; double value; int digits; } numbers[] = {
        { "value", alarm->value, 4 }, { "expected", alarm->expected, 4 }, { "bound", alarm->bound, 4 },
        { "score", alarm->score, 4 }, { "p", alarm->p, 9 } };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        vdt_json_key(json, numbers[i].key);
        vdt_json_number(json, numbers[i].value, numbers[i].digits);
    }
    vdt_json_key(json, "since");
    vdt_json_string(json, alarm->since);
    if (alarm->probability > 0) {
        vdt_json_key(json, "probability");
        vdt_json_number(json, alarm->probability, 6);
    }
    vdt_json_key(json, "evidence");
    vdt_json_array(json);
    for (size_t i = 0; i < alarm->evidence_count; i++) vdt_json_string(json, alarm->evidence[i]);
    vdt_json_array_end(json);
    vdt_json_key(json, "publishers");
    vdt_json_integer(json, alarm->publishers);
    vdt_json_key(json, "stories");
    vdt_json_integer(json, alarm->stories);
    vdt_json_key(json, "found");
    vdt_json_string(json, alarm->found);
    vdt_json_key(json, "state");
    vdt_json_string(json, vdt_view_of(state_names[alarm->state]));
    if (alarm->judged.size) {
        vdt_json_key(json, "note");
        vdt_json_string(json, alarm->note);
        vdt_json_key(json, "who");
        vdt_json_string(json, alarm->who);
        vdt_json_key(json, "judged");
        vdt_json_string(json, alarm->judged);
    }
}

size_t vdt_alarm_write(const struct vdt_alarm *alarm, char *out, size_t size) {
    struct vdt_json_line text;
    put_fields(vdt_json_line_begin(&text), alarm);
    return vdt_json_line_give(&text, out, size);
}

size_t vdt_alarm_group_write(const struct vdt_alarm *members, size_t count, bool joins, char *out, size_t size) {
    struct vdt_json_line text;
    struct vdt_json *json = vdt_json_line_begin(&text);
    put_fields(json, &members[0]);
    if (count > 1) {
        vdt_json_key(json, "members");
        vdt_json_array(json);
        for (size_t i = 1; i < count; i++) {
            vdt_json_object(json);
            put_fields(json, &members[i]);
            vdt_json_object_end(json);
        }
        vdt_json_array_end(json);
    }
    if (joins) {
        vdt_json_key(json, "joins");
        vdt_json_boolean(json, true);
    }
    return vdt_json_line_give(&text, out, size);
}
