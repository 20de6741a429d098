/* SPDX-License-Identifier: Apache-2.0 */
/* vedette incidents: each happening once, with who tells of it independently and the numbers they give. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"

static enum vdt_status print_incident(const struct vdt_incident *incident, struct vdt_error *error) {
    struct vdt_buffer line;
    vdt_buffer_init(&line);
    VDT_BUFFER_PUT(&line, vdt_incident_write, incident);
    enum vdt_status status = vdt_buffer_failed(&line) ? vdt_fail_memory(error, "writing an incident") : VDT_OK;
    fwrite(line.data, 1, line.size, stdout);
    vdt_buffer_done(&line);
    return status;
}

static enum vdt_status print_one(struct vdt_store *store, const struct vdt_publishers *publishers, struct vdt_view id, uint64_t least,
                                 bool *printed, struct vdt_error *error) {
    struct vdt_incident incident;
    enum vdt_status status = vdt_store_incident(store, id, publishers, &incident, error);
    *printed = status == VDT_OK && incident.independent >= least;
    return *printed ? print_incident(&incident, error) : status;
}

static enum vdt_status print_all(struct vdt_store *store, const struct vdt_publishers *publishers, uint64_t least, uint64_t limit,
                                 struct vdt_error *error) {
    struct vdt_query query = VDT_QUERY_INIT;
    query.once = true;
    struct vdt_cursor *cursor;
    enum vdt_status status = vdt_store_query(store, &query, &cursor, error);
    if (status != VDT_OK) return status;
    struct vdt_event event;
    for (uint64_t count = 0; !limit || count < limit;) {
        status = vdt_cursor_next(cursor, &event, error);
        if (status != VDT_OK) break;
        bool printed = false;
        if (event.incident.size) status = print_one(store, publishers, event.incident, least, &printed, error);
        if (status != VDT_OK) break;
        count += printed;
    }
    vdt_cursor_close(cursor);
    return status == VDT_END ? VDT_OK : status;
}

int cmd_incidents(const struct invocation *run) {
    long least, limit;
    if (!option_number(run, "least", 0, LONG_MAX, 0, &least) || !option_number(run, "limit", 1, LONG_MAX, 0, &limit))
        return EXIT_USE;
    struct vdt_error error;
    struct vdt_store *store = NULL;
    struct vdt_publishers *publishers = NULL;
    char data[4352];
    enum vdt_status status = vdt_publishers_open(data_path(data, sizeof data), option_value(run, "data"), &publishers, &error);
    if (status == VDT_OK) status = vdt_store_open(run->operands[0], VDT_STORE_READ, &store, &error);
    bool missing = false;
    if (status == VDT_OK && run->operand_count == 1) status = print_all(store, publishers, (uint64_t)least, (uint64_t)limit, &error);
    for (int i = 1; i < run->operand_count && status == VDT_OK; i++) {
        bool printed;
        status = print_one(store, publishers, vdt_view_of(run->operands[i]), 0, &printed, &error);
        if (status != VDT_END) continue;
        fprintf(stderr, "vedette: there is no incident \"%s\" in the store\n", run->operands[i]);
        missing = true, status = VDT_OK;
    }
    if (status != VDT_OK) complain_error(&error);
    if (store) vdt_store_close(store);
    vdt_publishers_close(publishers);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return status != VDT_OK ? EXIT_CANNOT_RUN : missing ? EXIT_SOME_FAILED : EXIT_DONE;
}
