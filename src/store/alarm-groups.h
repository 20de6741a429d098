/* SPDX-License-Identifier: Apache-2.0 */
/* Which alarms are one group: those that rest on the same events. */
#ifndef VDT_STORE_ALARM_GROUPS_H
#define VDT_STORE_ALARM_GROUPS_H

#include "store/alarms.h"
#include "store/database.h"

/* What finds the groups of new alarms. It goes through one transaction; zeroed, then begun. */
struct vdt_grouping {
    struct vdt_store *store;
    sqlite3_stmt *incident, *near;
    uint64_t *incidents;          /* of the alarm that was looked up last, ascending, each once */
    size_t count, capacity;
    uint64_t *theirs;             /* of one that it is compared with */
    char group[24];               /* its group; empty: a new one */
};

enum vdt_status vdt_grouping_begin(struct vdt_grouping *grouping, struct vdt_store *store, struct vdt_error *error);
void vdt_grouping_end(struct vdt_grouping *grouping);

/* Looks among the alarms that are kept for those that rest on the events of this one. */
enum vdt_status vdt_grouping_find(struct vdt_grouping *grouping, const struct vdt_new_alarm *alarm, struct vdt_error *error);
/* The incidents of the alarm that was looked up last, as bytes. */
void vdt_grouping_write(const struct vdt_grouping *grouping, struct vdt_buffer *out);

#endif
