/* SPDX-License-Identifier: Apache-2.0 */
/* Scorecards: what backtests found, the newest in force; none is ever changed. */
#include "base/json.h"
#include "store/alarms.h"
#include "store/database.h"
#include "vedette/backtest.h"

static enum vdt_status prepare(struct vdt_store *store, const char *sql, sqlite3_stmt **out, struct vdt_error *error) {
    if (sqlite3_prepare_v2(store->database, sql, -1, out, NULL) == SQLITE_OK) return VDT_OK;
    return vdt_store__fail(store, error, "work with scorecards");
}

enum vdt_status vdt_store__keep_scorecard(struct vdt_store *store, struct vdt_view about, struct vdt_view body,
                                          struct vdt_view plain, struct vdt_error *error) {
    if (store->mode != VDT_STORE_WRITE) return VDT_OK;
    sqlite3_stmt *add = NULL;
    enum vdt_status status = prepare(store, "INSERT INTO scorecard (at, about, body, plain)"
                                     " VALUES (strftime('%Y-%m-%dT%H:%M:%SZ'), ?, ?, ?)", &add, error);
    if (status == VDT_OK) {
        vdt_store__bind(add, 1, about);
        vdt_store__bind(add, 2, body);
        vdt_store__bind(add, 3, plain);
        status = vdt_store__done(store, add, "keep a scorecard", error);
    }
    sqlite3_finalize(add);
    return status;
}

enum vdt_status vdt_store__plain_units(struct vdt_store *store, struct vdt_view about, struct vdt_view *out,
                                       struct vdt_error *error) {
    sqlite3_stmt *get = NULL;
    enum vdt_status status = prepare(store, "SELECT plain FROM scorecard WHERE about = ? ORDER BY number DESC LIMIT 1", &get, error);
    *out = (struct vdt_view){ 0 };
    if (status == VDT_OK) {
        vdt_store__bind(get, 1, about);
        int step = sqlite3_step(get);
        vdt_arena_reset(&store->arena);
        if (step == SQLITE_ROW) {
            *out = vdt_arena_copy(&store->arena, vdt_store__text(get, 0));
            if (!out->data) status = vdt_fail_memory(error, "reading a scorecard");
        } else if (step != SQLITE_DONE) {
            status = vdt_store__fail(store, error, "read a scorecard");
        }
    }
    sqlite3_finalize(get);
    return status;
}

static enum vdt_status put_scorecard(struct vdt_store *store, sqlite3_stmt *row, struct vdt_view *out, struct vdt_error *error) {
    struct vdt_buffer buffer;
    struct vdt_json json;
    vdt_buffer_init(&buffer);
    vdt_json_init(&json, &buffer);
    vdt_json_object(&json);
    vdt_json_key(&json, "at");
    vdt_json_string(&json, vdt_store__text(row, 0));
    vdt_json_key(&json, "about");
    vdt_json_string(&json, vdt_store__text(row, 1));
    vdt_json_key(&json, "sections");
    vdt_json_raw(&json, vdt_store__text(row, 2));
    vdt_json_object_end(&json);
    vdt_arena_reset(&store->arena);
    *out = vdt_buffer_failed(&buffer) ? (struct vdt_view){ 0 } : vdt_arena_copy(&store->arena, vdt_buffer_view(&buffer));
    vdt_buffer_done(&buffer);
    return out->data ? VDT_OK : vdt_fail_memory(error, "reading a scorecard");
}

enum vdt_status vdt_store_scorecard(struct vdt_store *store, struct vdt_view *out, struct vdt_error *error) {
    sqlite3_stmt *get = NULL;
    enum vdt_status status = prepare(store, "SELECT at, about, body FROM scorecard ORDER BY number DESC LIMIT 1", &get, error);
    if (status == VDT_OK) {
        int step = sqlite3_step(get);
        status = step == SQLITE_ROW    ? put_scorecard(store, get, out, error)
                 : step == SQLITE_DONE ? VDT_END
                                       : vdt_store__fail(store, error, "read a scorecard");
    }
    sqlite3_finalize(get);
    return status;
}
