/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups of alarms. What happens between two states is seen in the pair, in the country, in the place and in both actors, and
 * would be told five times over. So alarms that rest on the same incidents are one group, of whatever lists they are:
 *
 *   A new alarm joins the group of that alarm with which it has the most incidents in common, where these are at least half of
 *   what the one of the two with fewer rests on, and where the date of the group's first alarm is near. Else it is the first of a
 *   group of its own. Gaps of the volume rest on nothing: those of one unit at one time are one group.
 *
 * The smaller one's share is what counts, since a place is a small part of its country. A group is decided when an alarm is kept,
 * by what was kept before it, and never changes: what has been sent stays true.
 */
#include "store/alarm-groups.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limit.h"

/* ---- finding ---- */

enum {
    COOLDOWN = 14,     /* days between the dates of a group's first alarm and of one that may join it, at most */
    LONGEST_STEP = 31, /* days that a date stands for, at most */
};

/* Of the smaller one's incidents. */
static const double least_share = 0.5;

enum vdt_status vdt_grouping_begin(struct vdt_grouping *grouping, struct vdt_store *store, struct vdt_error *error) {
    static const char incident[] = "SELECT CASE incident WHEN '' THEN id ELSE incident END FROM event WHERE number = ?";
    static const char near[] =
        "SELECT a.\"group\", a.incidents, a.unit, a.kind FROM alarm h JOIN alarm a ON a.\"group\" = h.\"group\""
        " WHERE h.last_day BETWEEN ?1 - ?3 AND ?2 + ?3 + ?4 AND h.first_day <= ?2 + ?3"
        " AND h.id = 'a:' || substr(h.\"group\", 3) ORDER BY a.number";
    grouping->store = store;
    grouping->theirs = malloc(VDT_LIMIT_ALARM_INCIDENTS * sizeof *grouping->theirs);
    if (!grouping->theirs) return vdt_fail_memory(error, "grouping alarms");
    if (sqlite3_prepare_v2(store->database, incident, -1, &grouping->incident, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(store->database, near, -1, &grouping->near, NULL) == SQLITE_OK)
        return VDT_OK;
    return vdt_store__fail(store, error, "group alarms");
}

void vdt_grouping_end(struct vdt_grouping *grouping) {
    sqlite3_finalize(grouping->incident);
    sqlite3_finalize(grouping->near);
    free(grouping->incidents);
    free(grouping->theirs);
}

static int compare_hashes(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/*
 * The incidents of the alarm's events. Of a crowd of them those with the smallest hashes are kept, which are a sample that is the same
 * in every alarm.
 */
static enum vdt_status gather_incidents(struct vdt_grouping *self, const struct vdt_new_alarm *alarm, struct vdt_error *error) {
    self->count = 0;
    if (alarm->resting_count > self->capacity) {
        free(self->incidents);
        self->incidents = malloc(alarm->resting_count * sizeof *self->incidents);
        self->capacity = self->incidents ? alarm->resting_count : 0;
        if (!self->incidents) return vdt_fail_memory(error, "grouping alarms");
    }
    for (size_t i = 0; i < alarm->resting_count; i++) {
        sqlite3_bind_int64(self->incident, 1, alarm->resting_on[i]);
        int step = sqlite3_step(self->incident);
        if (step == SQLITE_ROW) self->incidents[self->count++] = vdt_hash(vdt_store__text(self->incident, 0));
        sqlite3_reset(self->incident);
        if (step != SQLITE_ROW && step != SQLITE_DONE) return vdt_store__fail(self->store, error, "group alarms");
    }
    if (!self->count) return VDT_OK;
    qsort(self->incidents, self->count, sizeof *self->incidents, compare_hashes);
    size_t kept = 1;
    for (size_t i = 1; i < self->count && kept < VDT_LIMIT_ALARM_INCIDENTS; i++)
        if (self->incidents[i] != self->incidents[kept - 1]) self->incidents[kept++] = self->incidents[i];
    self->count = kept;
    return VDT_OK;
}

/* Up to where both lists are whole. */
static uint64_t both_whole(const uint64_t *mine, size_t count, const uint64_t *theirs, size_t their_count) {
    uint64_t end = UINT64_MAX;
    if (count == VDT_LIMIT_ALARM_INCIDENTS) end = mine[count - 1];
    if (their_count == VDT_LIMIT_ALARM_INCIDENTS && theirs[their_count - 1] < end) end = theirs[their_count - 1];
    return end;
}

/* How many incidents two alarms have in common; 0 where these are too small a share. */
static size_t in_common(const uint64_t *mine, size_t count, const uint64_t *theirs, size_t their_count) {
    if (!count || !their_count) return 0;
    uint64_t end = both_whole(mine, count, theirs, their_count);
    size_t i = 0, k = 0, both = 0;
    while (i < count && k < their_count && mine[i] <= end && theirs[k] <= end) {
        both += mine[i] == theirs[k];
        uint64_t least = mine[i] < theirs[k] ? mine[i] : theirs[k];
        i += mine[i] == least;
        k += theirs[k] == least;
    }
    size_t own = 0, other = 0;
    while (own < count && mine[own] <= end) own++;
    while (other < their_count && theirs[other] <= end) other++;
    return (double)both >= least_share * (double)(own < other ? own : other) ? both : 0;
}

static size_t take_incidents(sqlite3_stmt *row, uint64_t out[VDT_LIMIT_ALARM_INCIDENTS]) {
    const unsigned char *bytes = sqlite3_column_blob(row, 1);
    size_t count = (size_t)sqlite3_column_bytes(row, 1) / 8;
    if (count > VDT_LIMIT_ALARM_INCIDENTS) count = VDT_LIMIT_ALARM_INCIDENTS;
    for (size_t i = 0; i < count; i++) {
        out[i] = 0;
        for (int k = 7; k >= 0; k--) out[i] = out[i] << 8 | bytes[8 * i + (size_t)k];
    }
    return count;
}

void vdt_grouping_write(const struct vdt_grouping *self, struct vdt_buffer *out) {
    vdt_buffer_clear(out);
    for (size_t i = 0; i < self->count; i++)
        for (int shift = 0; shift < 64; shift += 8) vdt_buffer_char(out, (char)(self->incidents[i] >> shift & 0xff));
}

enum vdt_status vdt_grouping_find(struct vdt_grouping *self, const struct vdt_new_alarm *alarm, struct vdt_error *error) {
    self->group[0] = '\0';
    enum vdt_status status = gather_incidents(self, alarm, error);
    if (status != VDT_OK) return status;
    const int days[] = { alarm->first_day, alarm->last_day, COOLDOWN, LONGEST_STEP };
    for (int i = 0; i < 4; i++) sqlite3_bind_int(self->near, i + 1, days[i]);
    size_t most = 0;
    int step;
    while ((step = sqlite3_step(self->near)) == SQLITE_ROW) {
        size_t common = in_common(self->incidents, self->count, self->theirs, take_incidents(self->near, self->theirs));
        if (strcmp(alarm->alert.kind, "volume-gap") == 0 && vdt_view_is(vdt_store__text(self->near, 3), "volume-gap"))
            common = vdt_view_equal(vdt_store__text(self->near, 2), alarm->alert.unit);
        if (common <= most) continue;
        most = common;
        struct vdt_view name = vdt_store__text(self->near, 0);
        snprintf(self->group, sizeof self->group, "%.*s", (int)name.size, name.data);
    }
    sqlite3_reset(self->near);
    return step == SQLITE_DONE ? VDT_OK : vdt_store__fail(self->store, error, "group alarms");
}

/* ---- telling ---- */

bool vdt_store__copy_alarm(struct vdt_arena *arena, const struct vdt_alarm *from, struct vdt_alarm *to) {
    *to = *from;
    struct vdt_view *const texts[] = { &to->id, &to->group, &to->list, &to->unit, &to->date, &to->since, &to->kind, &to->found,
                                       &to->note, &to->who, &to->judged };
    bool copied = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = vdt_arena_copy(arena, *texts[i]);
        copied = copied && texts[i]->data;
    }
    struct vdt_view *evidence = vdt_arena_array(arena, from->evidence_count + 1, sizeof *evidence);
    for (size_t i = 0; evidence && i < from->evidence_count; i++) {
        evidence[i] = vdt_arena_copy(arena, from->evidence[i]);
        copied = copied && evidence[i].data;
    }
    to->evidence = evidence;
    return copied && evidence;
}

int vdt_alarm_compare(const struct vdt_alarm *a, const struct vdt_alarm *b) {
    int groups = vdt_view_compare(a->group, b->group);
    if (groups) return groups;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->publishers != b->publishers) return a->publishers > b->publishers ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

struct grouped {
    struct vdt_arena arena;
    struct vdt_alarm *alarms;
    size_t count, capacity;
    bool out_of_memory;
};

static bool take_alarm(void *context, const struct vdt_alarm *alarm) {
    struct grouped *self = context;
    struct vdt_alarm *alarms = vdt_arena_grow(&self->arena, self->alarms, self->count, &self->capacity, sizeof *alarms);
    if (alarms) self->alarms = alarms;
    self->out_of_memory = !alarms || !vdt_store__copy_alarm(&self->arena, alarm, &alarms[self->count]);
    self->count++;
    return !self->out_of_memory;
}

static int compare_members(const void *a, const void *b) { return vdt_alarm_compare(a, b); }

/* A group's members, heaviest first, and what groups are ordered by. */
struct member_range {
    const struct vdt_alarm *members;
    size_t count;
    int64_t first;
    struct vdt_view newest;
};

static int by_first(const void *a, const void *b) {
    const struct member_range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

static int by_weight(const void *a, const void *b) {
    const struct vdt_alarm *x = ((const struct member_range *)a)->members, *y = ((const struct member_range *)b)->members;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->publishers != y->publishers) return x->publishers > y->publishers ? -1 : 1;
    return by_first(a, b);
}

static int by_date(const void *a, const void *b) {
    int dates = vdt_view_compare(((const struct member_range *)b)->newest, ((const struct member_range *)a)->newest);
    return dates ? dates : by_weight(a, b);
}

/* Cuts sorted alarms where one group ends and the next begins. */
static size_t cut_into_groups(const struct grouped *self, struct member_range *groups) {
    size_t count = 0;
    for (size_t i = 0; i < self->count; i++) {
        const struct vdt_alarm *alarm = &self->alarms[i];
        bool begins = !i || !vdt_view_equal(alarm->group, self->alarms[i - 1].group);
        if (begins) groups[count++] = (struct member_range){ alarm, 0, alarm->number, alarm->date };
        struct member_range *group = &groups[count - 1];
        group->count++;
        if (alarm->number < group->first) group->first = alarm->number;
        if (vdt_view_compare(alarm->date, group->newest) > 0) group->newest = alarm->date;
    }
    return count;
}

enum vdt_status vdt_alarm_groups(struct vdt_store *store, const struct vdt_alarm_query *query, vdt_alarm_group_fn *tell,
                                 void *context, struct vdt_error *error) {
    if (query->size < sizeof *query) return vdt_fail(error, VDT_ERROR_USE, "the query was not initialised");
    struct vdt_alarm_query all = *query;
    all.newest = all.loudest = false;
    all.limit = 0;
    struct grouped self = { 0 };
    vdt_arena_init(&self.arena);
    enum vdt_status status = vdt_alarms(store, &all, take_alarm, &self, error);
    struct member_range *groups = vdt_arena_array(&self.arena, self.count + 1, sizeof *groups);
    if (self.out_of_memory || !groups) status = vdt_fail_memory(error, "reading alarms");
    if (status == VDT_OK && self.count) {
        qsort(self.alarms, self.count, sizeof *self.alarms, compare_members);
        size_t count = cut_into_groups(&self, groups), limit = query->limit ? (size_t)query->limit : count;
        qsort(groups, count, sizeof *groups, query->loudest ? by_weight : query->newest ? by_date : by_first);
        for (size_t i = 0; i < count && i < limit && status == VDT_OK; i++)
            if (!tell(context, groups[i].members, groups[i].count)) status = VDT_END;
    }
    vdt_arena_done(&self.arena);
    return status;
}
