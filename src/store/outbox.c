/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outbox. An alarm is written into it once for each channel (the key of the table) and has a name from then on, under
 * which it is sent however often that is tried. A kill between sending and noting it leads to the same parcel under
 * the same name, never to another one and never to none.
 */
#include "store/outbox.h"

#include <stdio.h>

#include "base/hash.h"
#include "store/database.h"

static enum vdt_status prepare(struct vdt_store *store, const char *sql, sqlite3_stmt **out, struct vdt_error *error) {
    if (sqlite3_prepare_v2(store->database, sql, -1, out, NULL) == SQLITE_OK) return VDT_OK;
    return vdt_store__fail(store, error, "work with the outbox");
}

static bool in_lists(struct vdt_view lists, struct vdt_view name) {
    if (!lists.size) return true;
    while (lists.size)
        if (vdt_view_equal(vdt_view_trim(vdt_view_cut(&lists, ',')), name)) return true;
    return false;
}

static bool takes(const struct vdt_outbox_channel *channel, sqlite3_stmt *row) {
    struct vdt_view state = vdt_store__text(row, 3), date = vdt_store__text(row, 2);
    if (!in_lists(channel->lists, vdt_store__text(row, 1)) || vdt_view_is(state, "muted")) return false;
    if (channel->only_acknowledged && !vdt_view_is(state, "acknowledged")) return false;
    return !channel->since.size || vdt_view_compare(date, vdt_view_slice(channel->since, 0, date.size)) >= 0;
}

static void name_parcel(const struct vdt_outbox_channel *channel, int64_t first, char out[24]) {
    char text[300];
    int length = snprintf(text, sizeof text, "%.*s %lld", (int)channel->name.size, channel->name.data, (long long)first);
    size_t size = length < 0 ? 0 : (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
    snprintf(out, 24, "p-%016llx", (unsigned long long)vdt_hash((struct vdt_view){ text, size }));
}

static enum vdt_status enlist(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t now,
                              sqlite3_stmt *new, sqlite3_stmt *add, struct vdt_error *error) {
    char name[24] = "", group[24] = "";
    size_t together = 0;
    int step;
    vdt_store__bind(new, 1, channel->name);
    while ((step = sqlite3_step(new)) == SQLITE_ROW) {
        if (!takes(channel, new)) continue;
        int64_t number = sqlite3_column_int64(new, 0);
        struct vdt_view same = vdt_store__text(new, 4);
        if (!vdt_view_is(same, group) && (!together || together >= channel->together)) {
            name_parcel(channel, number, name);
            together = 0;
        }
        together++;
        snprintf(group, sizeof group, "%.*s", (int)same.size, same.data);
        vdt_store__bind(add, 1, channel->name);
        sqlite3_bind_int64(add, 2, number);
        vdt_store__bind(add, 3, vdt_view_of(name));
        sqlite3_bind_int64(add, 4, now);
        enum vdt_status status = vdt_store__done(store, add, "write the outbox", error);
        if (status != VDT_OK) return status;
    }
    return step == SQLITE_DONE ? VDT_OK : vdt_store__fail(store, error, "write the outbox");
}

enum vdt_status vdt_store__enlist(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t now,
                                  struct vdt_error *error) {
    sqlite3_stmt *new = NULL, *add = NULL;
    enum vdt_status status = prepare(store,
        "SELECT a.number, a.list, a.date, coalesce((SELECT state FROM judgement WHERE alarm = a.id ORDER BY number DESC LIMIT 1),"
        " a.state), a.\"group\" FROM alarm a WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.channel = ? AND d.alarm = a.number)"
        " ORDER BY (SELECT min(number) FROM alarm m WHERE m.\"group\" = a.\"group\"), a.number", &new, error);
    if (status == VDT_OK)
        status = prepare(store, "INSERT INTO delivery (channel, alarm, name, sent, tries, due, said, at)"
                         " VALUES (?, ?, ?, 0, 0, ?, '', strftime('%Y-%m-%dT%H:%M:%SZ'))", &add, error);
    if (status == VDT_OK && sqlite3_exec(store->database, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        status = vdt_store__fail(store, error, "lock it");
    if (status == VDT_OK) status = enlist(store, channel, now, new, add, error);
    sqlite3_finalize(new);
    sqlite3_finalize(add);
    if (status == VDT_OK && sqlite3_exec(store->database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        status = vdt_store__fail(store, error, "write the outbox");
    if (status != VDT_OK && !sqlite3_get_autocommit(store->database)) sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

static enum vdt_status take_parcel(struct vdt_arena *arena, sqlite3_stmt *row, struct vdt_parcel **list, size_t *count,
                                   size_t *capacity, size_t *alarms, struct vdt_error *error) {
    struct vdt_view name = vdt_store__text(row, 0);
    struct vdt_parcel *last = *count ? &(*list)[*count - 1] : NULL;
    if (!last || !vdt_view_equal(last->name, name)) {
        struct vdt_parcel *grown = vdt_arena_grow(arena, *list, *count, capacity, sizeof *grown);
        if (!grown) return vdt_fail_memory(error, "reading the outbox");
        *list = grown;
        last = &grown[(*count)++];
        *last = (struct vdt_parcel){ .name = vdt_arena_copy(arena, name), .tries = sqlite3_column_int(row, 2) };
        *alarms = 0;
    }
    int64_t *numbers = vdt_arena_grow(arena, (void *)(uintptr_t)last->alarms, last->count, alarms, sizeof *numbers);
    if (!numbers || !last->name.data) return vdt_fail_memory(error, "reading the outbox");
    numbers[last->count++] = sqlite3_column_int64(row, 1);
    last->alarms = numbers;
    return VDT_OK;
}

enum vdt_status vdt_store__parcels(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t now,
                                   struct vdt_arena *arena, struct vdt_parcel **out, size_t *count, struct vdt_error *error) {
    sqlite3_stmt *due = NULL;
    size_t capacity = 0, alarms = 0;
    *out = NULL;
    *count = 0;
    enum vdt_status status = prepare(store,
        "SELECT d.name, d.alarm, d.tries FROM delivery d JOIN (SELECT name, min(alarm) AS first FROM delivery"
        " WHERE channel = ?1 AND sent = 0 GROUP BY name) f ON f.name = d.name"
        " WHERE d.channel = ?1 AND d.sent = 0 AND d.due <= ?2 AND d.tries < ?3 ORDER BY f.first, d.name, d.alarm", &due, error);
    if (status == VDT_OK) {
        vdt_store__bind(due, 1, channel->name);
        sqlite3_bind_int64(due, 2, now);
        sqlite3_bind_int(due, 3, channel->tries);
        int step;
        while ((step = sqlite3_step(due)) == SQLITE_ROW && status == VDT_OK)
            status = take_parcel(arena, due, out, count, &capacity, &alarms, error);
        if (status == VDT_OK && step != SQLITE_DONE) status = vdt_store__fail(store, error, "read the outbox");
    }
    sqlite3_finalize(due);
    return status;
}

enum vdt_status vdt_store__note_parcel(struct vdt_store *store, const struct vdt_outbox_channel *channel, struct vdt_view name,
                                       bool sent, int64_t due, struct vdt_view said, struct vdt_error *error) {
    sqlite3_stmt *note = NULL;
    enum vdt_status status = prepare(store, "UPDATE delivery SET sent = ?, tries = tries + 1, due = ?, said = ?,"
                                     " at = strftime('%Y-%m-%dT%H:%M:%SZ') WHERE channel = ? AND name = ?", &note, error);
    if (status == VDT_OK) {
        sqlite3_bind_int(note, 1, sent);
        sqlite3_bind_int64(note, 2, due);
        vdt_store__bind(note, 3, said);
        vdt_store__bind(note, 4, channel->name);
        vdt_store__bind(note, 5, name);
        status = vdt_store__done(store, note, "write the outbox", error);
    }
    sqlite3_finalize(note);
    return status;
}

enum vdt_status vdt_store__next_due(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t *out,
                                    struct vdt_error *error) {
    sqlite3_stmt *get = NULL;
    enum vdt_status status = prepare(store, "SELECT coalesce(min(due), 0) FROM delivery WHERE channel = ? AND sent = 0 AND tries < ?",
                                     &get, error);
    if (status == VDT_OK) {
        vdt_store__bind(get, 1, channel->name);
        sqlite3_bind_int(get, 2, channel->tries);
        if (sqlite3_step(get) == SQLITE_ROW)
            *out = sqlite3_column_int64(get, 0);
        else
            status = vdt_store__fail(store, error, "read the outbox");
    }
    sqlite3_finalize(get);
    return status;
}

/* The first column of all rows. */
static enum vdt_status take_numbers(struct vdt_store *store, sqlite3_stmt *rows, struct vdt_arena *arena, int64_t **out, size_t *count,
                                    struct vdt_error *error) {
    size_t capacity = 0;
    int step;
    *out = NULL;
    *count = 0;
    while ((step = sqlite3_step(rows)) == SQLITE_ROW) {
        int64_t *grown = vdt_arena_grow(arena, *out, *count, &capacity, sizeof *grown);
        if (!grown) return vdt_fail_memory(error, "reading the outbox");
        *out = grown;
        grown[(*count)++] = sqlite3_column_int64(rows, 0);
    }
    return step == SQLITE_DONE ? VDT_OK : vdt_store__fail(store, error, "read the outbox");
}

enum vdt_status vdt_store__enlisted(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t limit,
                                    struct vdt_arena *arena, int64_t **out, size_t *count, struct vdt_error *error) {
    sqlite3_stmt *get = NULL;
    enum vdt_status status = prepare(store,
        "SELECT d.alarm FROM delivery d JOIN alarm a ON a.number = d.alarm WHERE d.channel = ?1 AND a.\"group\" IN"
        " (SELECT b.\"group\" FROM delivery e JOIN alarm b ON b.number = e.alarm WHERE e.channel = ?1"
        "  GROUP BY b.\"group\" ORDER BY max(b.number) DESC LIMIT ?2) ORDER BY d.alarm", &get, error);
    if (status == VDT_OK) {
        vdt_store__bind(get, 1, channel->name);
        sqlite3_bind_int64(get, 2, limit);
        status = take_numbers(store, get, arena, out, count, error);
    }
    sqlite3_finalize(get);
    return status;
}

enum vdt_status vdt_store__sent_before(struct vdt_store *store, const struct vdt_outbox_channel *channel, struct vdt_view group,
                                       struct vdt_view parcel, struct vdt_arena *arena, int64_t **out, size_t *count,
                                       struct vdt_error *error) {
    sqlite3_stmt *get = NULL;
    enum vdt_status status = prepare(store,
        "SELECT min(a.number) FROM delivery d JOIN alarm a ON a.number = d.alarm WHERE a.\"group\" = ? AND d.channel = ?"
        " AND d.sent = 1 AND d.name <> ? GROUP BY d.name ORDER BY 1", &get, error);
    if (status == VDT_OK) {
        const struct vdt_view texts[] = { group, channel->name, parcel };
        for (int i = 0; i < 3; i++) vdt_store__bind(get, i + 1, texts[i]);
        status = take_numbers(store, get, arena, out, count, error);
    }
    sqlite3_finalize(get);
    return status;
}

enum vdt_status vdt_store__alarm(struct vdt_store *store, int64_t number, vdt_alarm_fn *tell, void *context, struct vdt_error *error) {
    struct vdt_alarm_query query = VDT_ALARM_QUERY_INIT;
    query.after = number - 1;
    query.limit = 1;
    return vdt_alarms(store, &query, tell, context, error);
}

bool vdt_store__sentence(struct vdt_store *store, struct vdt_view event, struct vdt_arena *arena, struct vdt_told_sentence *out) {
    sqlite3_stmt *get = NULL;
    if (prepare(store, "SELECT e.text, r.publisher, r.published, r.url FROM event e JOIN report r ON r.number = e.report"
                " WHERE e.id = ?", &get, NULL) != VDT_OK)
        return false;
    vdt_store__bind(get, 1, event);
    bool found = sqlite3_step(get) == SQLITE_ROW;
    if (found) {
        struct vdt_view *const to[] = { &out->text, &out->publisher, &out->published, &out->url };
        for (int i = 0; i < 4; i++) *to[i] = vdt_arena_copy(arena, vdt_store__text(get, i));
    }
    sqlite3_finalize(get);
    return found;
}
