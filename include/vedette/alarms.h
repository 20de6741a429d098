/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alarms that are kept: what a watch list has found in a store, with its evidence, what analysts said of it, and how well
 * forecasts and alarms have done.
 *
 *     struct vdt_watch_list list = VDT_WATCH_LIST_INIT;
 *     list.name = …"dyads"…;
 *     vdt_watch_store(store, &list, tell, context, &error);     keeps what is new, and tells it
 *     vdt_alarms(store, &query, tell, context, &error);         all that is kept
 *
 * A list remembers where it stood. The next run walks over the steps that came since, from the last one on, which may
 * not have been over; it reads only as much of the past as the baselines look back to (400 days, 440 weeks, 60 months), however
 * long the store is, and finds what one run over all would find. An alarm is known by its
 * list, unit, date and kind, and is kept once.
 *
 * Alarms of several units and lists that rest on the same incidents are one group: a new alarm joins that one with which it
 * shares most, where that is at least half of what the one of the two with fewer incidents rests on, until 14 days after the group's
 * first alarm. A group that has been told of is never told of again: only what joined it later is.
 *
 * Thread rule: as the store's: one thread at a time.
 */
#ifndef VEDETTE_ALARMS_H
#define VEDETTE_ALARMS_H

#include "vedette/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

enum vdt_alarm_state { VDT_ALARM_OPEN, VDT_ALARM_ACKNOWLEDGED, VDT_ALARM_MUTED, VDT_ALARM_STATE_COUNT };

/* Views are valid for the call. */
struct vdt_alarm {
    int64_t number;              /* given by the store, in the order of finding */
    struct vdt_view id;          /* "a:" and 16 hexadecimal digits */
    struct vdt_view group;       /* "g:" and the digits of the group's first alarm */
    struct vdt_view list, unit, date, since, kind;
    double value, expected, bound, score, p;
    double probability;          /* of a change: that the level is no older than `since`; else 0 */
    const struct vdt_view *evidence; /* ids of events, the heaviest first; at most VDT_LIMIT_EVIDENCE */
    size_t evidence_count;
    int64_t publishers, stories; /* that tell of it */
    struct vdt_view found;       /* UTC */
    enum vdt_alarm_state state;
    struct vdt_view note, who, judged; /* by whom its state was set, and when; empty: by nobody */
};

typedef bool vdt_alarm_fn(void *context, const struct vdt_alarm *alarm); /* false ends the run, which then is VDT_END */

/* What is watched, and how. */
struct vdt_watch_list {
    size_t size;                 /* sizeof this struct */
    struct vdt_view name;        /* empty: one made of the options */
    struct vdt_gather_options gather;
    struct vdt_watch_options watch;
};

#define VDT_WATCH_LIST_INIT \
    { .size = sizeof(struct vdt_watch_list), .gather = VDT_GATHER_OPTIONS_INIT, .watch = VDT_WATCH_OPTIONS_INIT }

/*
 * Watches and keeps, and tells the alarms that are new. The store must be open for writing. A list whose options have
 * changed begins anew; its kept alarms stay. Where the unit of a new alarm is muted in this list, the alarm is too.
 */
VDT_API enum vdt_status vdt_watch_store(struct vdt_store *store, const struct vdt_watch_list *list, vdt_alarm_fn *tell,
                                        void *context, struct vdt_error *error);

struct vdt_alarm_query {
    size_t size;                 /* sizeof this struct */
    struct vdt_view id, group, list, unit; /* empty: all */
    struct vdt_view from, to;    /* dates, inclusive, as the alarms have them; "2022" is before "2022-01" */
    const enum vdt_alarm_state *state; /* NULL: all */
    bool newest;                 /* the newest date first; else in the order of finding */
    bool loudest;                /* those with the most behind them first: the highest score, of equal ones the most publishers */
    int64_t after;               /* numbers greater than this */
    int64_t limit;               /* 0: no limit */
};

#define VDT_ALARM_QUERY_INIT { .size = sizeof(struct vdt_alarm_query) }

VDT_API enum vdt_status vdt_alarms(struct vdt_store *store, const struct vdt_alarm_query *query, vdt_alarm_fn *tell,
                                   void *context, struct vdt_error *error);

/* The members of a group, the heaviest first: the highest score, of equal ones the most publishers. Valid for the call. */
typedef bool vdt_alarm_group_fn(void *context, const struct vdt_alarm *members, size_t count); /* false ends the run */

/*
 * As vdt_alarms, group by group: of each those members that the query finds. Groups come in the order of their first alarms, with
 * `newest` the one with the newest alarm first, with `loudest` by their heaviest members; `limit` counts groups.
 */
VDT_API enum vdt_status vdt_alarm_groups(struct vdt_store *store, const struct vdt_alarm_query *query, vdt_alarm_group_fn *tell,
                                         void *context, struct vdt_error *error);

/* By group, then the heaviest first: how qsort is to put the members of groups together. */
VDT_API int vdt_alarm_compare(const struct vdt_alarm *a, const struct vdt_alarm *b);

/*
 * Sets the state of an alarm, or of all alarms of a group (by its id; what is muted stays so when the others are acknowledged), and
 * writes a line of the audit. Muting one mutes what its list will find of this unit until one of that unit is opened again. What
 * was said before is kept. VDT_END: there is no such alarm.
 */
VDT_API enum vdt_status vdt_alarm_judge(struct vdt_store *store, struct vdt_view id, enum vdt_alarm_state state,
                                        struct vdt_view note, struct vdt_view who, struct vdt_error *error);

VDT_API const char *vdt_alarm_state_name(enum vdt_alarm_state state);
VDT_API bool vdt_alarm_state_parse(struct vdt_view name, enum vdt_alarm_state *out);

/* The alarm as one JSON object, without a line's end; as vdt_event_write, the whole length comes back. */
VDT_API size_t vdt_alarm_write(const struct vdt_alarm *alarm, char *out, size_t size);
/*
 * A group as its heaviest alarm, with the others in "members" where there are any, and "joins":true where these join what was
 * told before.
 */
VDT_API size_t vdt_alarm_group_write(const struct vdt_alarm *members, size_t count, bool joins, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
