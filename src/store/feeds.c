/* SPDX-License-Identifier: Apache-2.0 */
/* What the store remembers of the feeds that are followed: enough to go on after a kill, and to ask politely. */
#include <stdio.h>

#include "store/database.h"
#include "vedette/follow.h"

static const char columns[] = "SELECT url, title, moved_to, etag, modified, asked, gave, next, failures, reports, status, message FROM feed";

static struct vdt_followed feed_of(sqlite3_stmt *row) {
    return (struct vdt_followed){
        .url = vdt_store__text(row, 0), .title = vdt_store__text(row, 1), .moved_to = vdt_store__text(row, 2),
        .etag = vdt_store__text(row, 3), .modified = vdt_store__text(row, 4), .asked = sqlite3_column_int64(row, 5),
        .gave = sqlite3_column_int64(row, 6), .next = sqlite3_column_int64(row, 7), .failures = sqlite3_column_int64(row, 8),
        .reports = sqlite3_column_int64(row, 9), .status = sqlite3_column_int64(row, 10), .message = vdt_store__text(row, 11),
    };
}

static enum vdt_status prepare(struct vdt_store *store, const char *end, sqlite3_stmt **out, struct vdt_error *error) {
    char sql[256];
    snprintf(sql, sizeof sql, "%s %s", columns, end);
    return sqlite3_prepare_v2(store->database, sql, -1, out, NULL) == SQLITE_OK ? VDT_OK : vdt_store__fail(store, error, "read its feeds");
}

enum vdt_status vdt_store_followed(struct vdt_store *store, struct vdt_view url, struct vdt_followed *out, struct vdt_error *error) {
    sqlite3_stmt *row = NULL;
    enum vdt_status status = prepare(store, "WHERE url = ?1", &row, error);
    if (status != VDT_OK) return status;
    vdt_store__bind(row, 1, url);
    int step = sqlite3_step(row);
    if (step == SQLITE_ROW) {
        vdt_arena_reset(&store->arena);
        *out = feed_of(row);
        struct vdt_view *texts[] = { &out->url, &out->title, &out->moved_to, &out->etag, &out->modified, &out->message };
        for (size_t i = 0; i < sizeof texts / sizeof *texts && status == VDT_OK; i++) {
            *texts[i] = vdt_arena_copy(&store->arena, *texts[i]);
            if (!texts[i]->data) status = vdt_fail_memory(error, "reading a feed");
        }
    } else {
        status = step == SQLITE_DONE ? VDT_END : vdt_store__fail(store, error, "read its feeds");
    }
    sqlite3_finalize(row);
    return status;
}

enum vdt_status vdt_store_set_followed(struct vdt_store *store, const struct vdt_followed *feed, struct vdt_error *error) {
    static const char sql[] = "INSERT OR REPLACE INTO feed (url, title, moved_to, etag, modified, asked, gave, next, failures, reports,"
                              " status, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(store->database, sql, -1, &row, NULL) != SQLITE_OK) return vdt_store__fail(store, error, "remember a feed");
    const struct vdt_view texts[] = { feed->url, feed->title, feed->moved_to, feed->etag, feed->modified };
    const int64_t numbers[] = { feed->asked, feed->gave, feed->next, feed->failures, feed->reports, feed->status };
    for (int i = 0; i < 5; i++) vdt_store__bind(row, i + 1, texts[i]);
    for (int i = 0; i < 6; i++) sqlite3_bind_int64(row, i + 6, numbers[i]);
    vdt_store__bind(row, 12, feed->message);
    enum vdt_status status = sqlite3_step(row) == SQLITE_DONE ? VDT_OK : vdt_store__fail(store, error, "remember a feed");
    sqlite3_finalize(row);
    return status;
}

enum vdt_status vdt_store_each_followed(struct vdt_store *store, bool (*take)(void *context, const struct vdt_followed *feed),
                                        void *context, struct vdt_error *error) {
    sqlite3_stmt *row = NULL;
    enum vdt_status status = prepare(store, "ORDER BY url", &row, error);
    bool on = true;
    while (status == VDT_OK && on) {
        int step = sqlite3_step(row);
        if (step == SQLITE_DONE) break;
        if (step != SQLITE_ROW) status = vdt_store__fail(store, error, "read its feeds");
        if (step == SQLITE_ROW) {
            struct vdt_followed feed = feed_of(row);
            on = take(context, &feed);
        }
    }
    sqlite3_finalize(row);
    return status;
}
