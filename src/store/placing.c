/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories in the store: each report that is added gets its place among those before it. What the stories remember of
 * it, its sketch, is kept beside it. When a program begins to add, or when another one has added meanwhile, the sketches
 * that came since the last report placed are recalled first, so that it makes no difference how often one begins.
 */
#include "store/database.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limit.h"

static enum vdt_status recall_one(struct vdt_store *store, sqlite3_stmt *row, struct vdt_error *error) {
    struct vdt_story as = { .story = vdt_store__text(row, 2), .copy_of = vdt_store__text(row, 3),
                            .kind = (enum vdt_kinship)sqlite3_column_int(row, 4),
                            .similarity = sqlite3_column_double(row, 5) };
    struct vdt_view sketch = { sqlite3_column_blob(row, 6), (size_t)sqlite3_column_bytes(row, 6) };
    store->placed = sqlite3_column_int64(row, 0);
    enum vdt_status status = vdt_stories_recall(store->stories, vdt_store__text(row, 1), &as, sketch, error);
    /* a sketch that cannot be read is of another version: its report is not remembered, and that is all */
    return status == VDT_ERROR_FORMAT ? VDT_OK : status;
}

static enum vdt_status recall(struct vdt_store *store, int64_t number, struct vdt_error *error) {
    sqlite3_stmt *since = vdt_store__statement(store, VDT_SQL_SKETCHES_SINCE, error);
    if (!since) return VDT_ERROR_STORE;
    int64_t from = store->placed;
    if (number - from > store->window) from = number - store->window;
    sqlite3_bind_int64(since, 1, from);
    sqlite3_bind_int64(since, 2, number);
    enum vdt_status status = VDT_OK;
    int step = SQLITE_ROW;
    while (status == VDT_OK && (step = sqlite3_step(since)) == SQLITE_ROW) status = recall_one(store, since, error);
    if (status == VDT_OK && step != SQLITE_DONE) status = vdt_store__fail(store, error, "read its stories");
    sqlite3_reset(since);
    return status;
}

static enum vdt_status keep_sketch(struct vdt_store *store, int64_t number, struct vdt_error *error) {
    struct vdt_view sketch = vdt_stories_sketch(store->stories);
    if (!sketch.size) return vdt_fail_memory(error, "placing a report");
    sqlite3_stmt *add = vdt_store__statement(store, VDT_SQL_ADD_SKETCH, error);
    if (!add) return VDT_ERROR_STORE;
    sqlite3_bind_int64(add, 1, number);
    sqlite3_bind_blob64(add, 2, sketch.data, sketch.size, SQLITE_STATIC);
    return vdt_store__done(store, add, "keep a sketch", error);
}

enum vdt_status vdt_store_window(struct vdt_store *store, uint32_t *out, struct vdt_error *error) {
    char value[VDT_SETTING_BYTES];
    enum vdt_status status = vdt_store__setting(store, "window", value, error);
    unsigned long reports = status == VDT_OK ? strtoul(value, NULL, 10) : 0;
    *out = reports && reports <= VDT_LIMIT_STORY_REPORTS ? (uint32_t)reports : VDT_STORIES_USUAL;
    return status;
}

enum vdt_status vdt_store_set_window(struct vdt_store *store, uint32_t reports, struct vdt_error *error) {
    if (store->mode != VDT_STORE_WRITE) return vdt_fail(error, VDT_ERROR_USE, "the store was opened for reading");
    if (!reports || reports > VDT_LIMIT_STORY_REPORTS)
        return vdt_fail(error, VDT_ERROR_USE, "stories remember 1 to %d reports", VDT_LIMIT_STORY_REPORTS);
    char value[VDT_SETTING_BYTES];
    snprintf(value, sizeof value, "%u", (unsigned)reports);
    vdt_store__forget_stories(store);
    return vdt_store__set(store, "window", value, error);
}

static enum vdt_status begin_stories(struct vdt_store *store, struct vdt_error *error) {
    enum vdt_status status = vdt_store_window(store, &store->window, error);
    return status == VDT_OK ? vdt_stories_new_for(store->window, &store->stories, error) : status;
}

enum vdt_status vdt_store__place(struct vdt_store *store, int64_t number, const struct vdt_report *report,
                                 struct vdt_story *out, struct vdt_error *error) {
    enum vdt_status status = store->stories ? VDT_OK : begin_stories(store, error);
    if (status == VDT_OK) status = recall(store, number, error);
    if (status == VDT_OK) status = vdt_stories_place(store->stories, report, out, error);
    if (status != VDT_OK) return status;
    store->placed = number;
    sqlite3_stmt *set = vdt_store__statement(store, VDT_SQL_SET_STORY, error);
    if (!set) return VDT_ERROR_STORE;
    vdt_store__bind(set, 1, out->story);
    vdt_store__bind(set, 2, out->copy_of);
    sqlite3_bind_int(set, 3, (int)out->kind);
    vdt_store__bind_real(set, 4, out->similarity);
    sqlite3_bind_int64(set, 5, number);
    status = vdt_store__done(store, set, "place a report", error);
    return status == VDT_OK ? keep_sketch(store, number, error) : status;
}

void vdt_store__forget_stories(struct vdt_store *store) {
    vdt_stories_free(store->stories);
    store->stories = NULL;
    store->placed = 0;
}

enum vdt_status vdt_store_story_of(struct vdt_store *store, struct vdt_view report, struct vdt_story *out,
                                   struct vdt_error *error) {
    sqlite3_stmt *get = vdt_store__statement(store, VDT_SQL_GET_STORY, error);
    if (!get) return VDT_ERROR_STORE;
    vdt_store__bind(get, 1, report);
    int step = sqlite3_step(get);
    enum vdt_status status = step == SQLITE_ROW ? VDT_OK
        : step == SQLITE_DONE                   ? VDT_END
                                                : vdt_store__fail(store, error, "read a story");
    if (status == VDT_OK) {
        vdt_arena_reset(&store->arena);
        *out = (struct vdt_story){ .story = vdt_arena_copy(&store->arena, vdt_store__text(get, 0)),
                                   .copy_of = vdt_arena_copy(&store->arena, vdt_store__text(get, 1)),
                                   .kind = (enum vdt_kinship)sqlite3_column_int(get, 2),
                                   .similarity = sqlite3_column_double(get, 3) };
        if (!out->story.data || !out->copy_of.data) status = vdt_fail_memory(error, "reading a story");
    }
    sqlite3_reset(get);
    return status;
}
