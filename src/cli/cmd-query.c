/* SPDX-License-Identifier: Apache-2.0 */
/* vedette query: finds, lists and counts the events of a store. */
#include <limits.h>
#include <stdio.h>

#include "cli/command.h"

/* The value of an option in capitals, as codes are written. */
static struct vdt_view capitals(const struct invocation *run, const char *name, struct vdt_arena *arena) {
    struct vdt_view value = vdt_view_of(option_value(run, name));
    if (!value.size) return value;
    char *copy = vdt_arena_take(arena, value.size + 1);
    if (!copy) return value;
    for (size_t i = 0; i < value.size; i++)
        copy[i] = value.data[i] >= 'a' && value.data[i] <= 'z' ? (char)(value.data[i] - 'a' + 'A') : value.data[i];
    return (struct vdt_view){ copy, value.size };
}

static enum vdt_status print_events(struct vdt_store *store, const struct vdt_query *query, enum vdt_event_format format,
                                    struct vdt_error *error) {
    struct vdt_cursor *cursor;
    enum vdt_status status = vdt_store_query(store, query, &cursor, error);
    if (status != VDT_OK) return status;
    bool written = format == VDT_FORMAT_NDJSON || print_event(NULL, format);
    struct vdt_event event;
    while (written && (status = vdt_cursor_next(cursor, &event, error)) == VDT_OK) written = print_event(&event, format);
    vdt_cursor_close(cursor);
    return status == VDT_END ? VDT_OK : status;
}

static enum vdt_status print_count(struct vdt_store *store, const struct vdt_query *query, struct vdt_error *error) {
    uint64_t count = 0;
    enum vdt_status status = vdt_store_count(store, query, &count, error);
    if (status == VDT_OK) printf("%llu\n", (unsigned long long)count);
    return status;
}

int cmd_query(const struct invocation *run) {
    enum vdt_event_format format;
    long limit, quad;
    if (!event_format(run, &format) || !option_number(run, "limit", 1, LONG_MAX, 0, &limit) ||
        !option_number(run, "quad", 1, 4, 0, &quad))
        return EXIT_USE;
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_query query = VDT_QUERY_INIT;
    query.report = vdt_view_of(option_value(run, "report"));
    query.source = capitals(run, "source", &arena);
    query.target = capitals(run, "target", &arena);
    query.actor = capitals(run, "actor", &arena);
    query.plover = capitals(run, "event", &arena);
    query.cameo = vdt_view_of(option_value(run, "cameo"));
    query.status = vdt_view_of(option_value(run, "status"));
    query.voice = capitals(run, "voice", &arena);
    query.country = capitals(run, "country", &arena);
    query.from = vdt_view_of(option_value(run, "from"));
    query.to = vdt_view_of(option_value(run, "to"));
    query.text = vdt_view_of(option_value(run, "text"));
    query.quad = (int)quad;
    query.limit = (uint64_t)limit;
    struct vdt_error error;
    struct vdt_store *store = NULL;
    enum vdt_status status = vdt_store_open(run->operands[0], VDT_STORE_READ, &store, &error);
    if (status == VDT_OK)
        status = option_value(run, "count") ? print_count(store, &query, &error)
                                            : print_events(store, &query, format, &error);
    if (status != VDT_OK) complain_error(&error);
    vdt_store_close(store);
    vdt_arena_done(&arena);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return status == VDT_OK ? EXIT_DONE : status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
}
