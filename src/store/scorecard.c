/* SPDX-License-Identifier: Apache-2.0 */
/* Scorecards: what backtests found, the newest about a series in force; none is ever changed. */
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

enum vdt_status vdt_store_scorecards(struct vdt_store *store, vdt_scorecard_fn *tell, void *context, struct vdt_error *error) {
    sqlite3_stmt *rows = NULL;
    enum vdt_status status = prepare(store, "SELECT at, about, body FROM scorecard WHERE number IN"
                                     " (SELECT max(number) FROM scorecard GROUP BY about) ORDER BY number DESC", &rows, error);
    int step = SQLITE_DONE;
    while (status == VDT_OK && (step = sqlite3_step(rows)) == SQLITE_ROW) {
        struct vdt_scorecard scorecard = { vdt_store__text(rows, 0), vdt_store__text(rows, 1), vdt_store__text(rows, 2) };
        if (!tell(context, &scorecard)) status = VDT_END;
    }
    if (status == VDT_OK && step != SQLITE_DONE) status = vdt_store__fail(store, error, "read scorecards");
    sqlite3_finalize(rows);
    return status;
}
