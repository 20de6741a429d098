/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A watch list over a store: what is remembered → the series since then → alerts → alarms with their evidence, kept.
 * A new day costs what the new day holds, and the stretch of the past that baselines look back to.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/limit.h"
#include "store/alarms.h"
#include "watch/alarm.h"

struct finding {
    struct vdt_series *series;
    struct vdt_arena evidence;
    struct vdt_new_alarm *alarms;
    size_t count, capacity;
    bool out_of_memory;
};

/* Weeks of a store begin on Monday. */
static int32_t first_day_of(enum vdt_step step, int32_t at) {
    return step == VDT_STEP_DAY ? at : step == VDT_STEP_WEEK ? 7 * at + 4 : vdt_day_of(at / 12, at % 12 + 1, 1);
}

static bool take_alert(void *context, const struct vdt_alert *alert) {
    struct finding *self = context;
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? 2 * self->capacity : 64;
        struct vdt_new_alarm *grown = realloc(self->alarms, capacity * sizeof *grown);
        self->out_of_memory = !grown;
        if (!grown) return false;
        self->alarms = grown;
        self->capacity = capacity;
    }
    struct vdt_evidence evidence = { vdt_arena_array(&self->evidence, VDT_LIMIT_EVIDENCE, sizeof(int64_t)), VDT_LIMIT_EVIDENCE, 0, 0, 0 };
    self->out_of_memory = !evidence.events;
    if (!evidence.events) return false;
    struct vdt_view since = vdt_view_of(alert->since.text), date = vdt_view_of(alert->date.text);
    vdt_series_evidence(self->series, alert->unit, since, date, &evidence);
    struct vdt_new_alarm *alarm = &self->alarms[self->count++];
    *alarm = (struct vdt_new_alarm){ .alert = *alert, .events = evidence.events, .event_count = evidence.count,
                                     .publishers = evidence.publishers, .stories = evidence.stories };
    alarm->resting_count = vdt_series__mentions(self->series, alert->unit, since, date, &alarm->resting_on);
    int32_t step = 0;
    vdt_step_read(self->series, date, &step);
    alarm->first_day = first_day_of(self->series->step, step);
    alarm->last_day = first_day_of(self->series->step, step + 1) - 1;
    return true;
}

/* By date, then the loudest first: the order in which an analyst would read them. */
static int compare_alarms(const void *a, const void *b) {
    const struct vdt_new_alarm *x = a, *y = b;
    int dates = strcmp(x->alert.date.text, y->alert.date.text);
    if (dates) return dates;
    if (x->alert.score != y->alert.score) return x->alert.score > y->alert.score ? -1 : 1;
    return vdt_view_compare(x->alert.unit, y->alert.unit);
}

/* The options in words: two lists with the same words watch the same. */
static void describe(struct vdt_buffer *out, const struct vdt_watch_list *list) {
    static const char *const sides[] = { "both", "up", "down" };
    vdt_series__describe(&list->gather, out);
    vdt_buffer_format(out, " budget=%g side=%s", list->watch.budget, sides[list->watch.side]);
}

static enum vdt_status find(struct vdt_store *store, const struct vdt_watch_list *list, struct vdt_view memory,
                            struct finding *self, struct vdt_buffer *next, struct vdt_error *error) {
    static const enum vdt_step steps[] = { VDT_STEP_MONTH, VDT_STEP_WEEK, VDT_STEP_DAY };
    struct vdt_gather_options gather = list->gather;
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_known_units known = { 0 };
    char from[11];
    int32_t begin;
    if (memory.size && vdt_watch__recall(memory, &arena, &known, &begin)) {
        vdt_day_write(first_day_of(steps[gather.step], begin), from);
        if (vdt_view_compare(gather.filter.from, vdt_view_of(from)) < 0) gather.filter.from = vdt_view_of(from);
    } else {
        memory = (struct vdt_view){ 0 };
    }
    enum vdt_status status = vdt_series__gather(store, &gather, &known, &self->series, error);
    struct vdt_watch_options options = list->watch;
    options.all = false;
    if (status == VDT_OK) status = vdt_watch__go_on(self->series, &options, memory, next, take_alert, self, error);
    if (self->out_of_memory) status = vdt_fail_memory(error, "watching a store");
    vdt_arena_done(&arena);
    return status;
}

enum vdt_status vdt_watch_store(struct vdt_store *store, const struct vdt_watch_list *list, vdt_alarm_fn *tell,
                                void *context, struct vdt_error *error) {
    if (list->size < sizeof *list) return vdt_fail(error, VDT_ERROR_USE, "the watch list was not initialised");
    struct vdt_buffer about, told, memory, next;
    vdt_buffer_init(&about);
    vdt_buffer_init(&told);
    vdt_buffer_init(&memory);
    vdt_buffer_init(&next);
    describe(&about, list);
    struct finding self = { 0 };
    vdt_arena_init(&self.evidence);
    struct vdt_view name = list->name.size ? list->name : vdt_buffer_view(&about);
    enum vdt_status status = vdt_buffer_failed(&about) ? vdt_fail_memory(error, "watching a store")
                                                       : vdt_store__memory(store, name, &told, &memory, error);
    if (status == VDT_END) status = VDT_OK;
    bool same = vdt_view_equal(vdt_buffer_view(&told), vdt_buffer_view(&about));
    if (status == VDT_OK) status = find(store, list, same ? vdt_buffer_view(&memory) : (struct vdt_view){ 0 }, &self, &next, error);
    if (status == VDT_OK && self.count) qsort(self.alarms, self.count, sizeof *self.alarms, compare_alarms);
    if (status == VDT_OK && (next.size || self.count))
        status = vdt_store__keep_alarms(store, name, vdt_buffer_view(&about), vdt_buffer_view(&next), self.alarms, self.count,
                                        tell, context, error);
    vdt_series_close(self.series);
    free(self.alarms);
    vdt_arena_done(&self.evidence);
    vdt_buffer_done(&about);
    vdt_buffer_done(&told);
    vdt_buffer_done(&memory);
    vdt_buffer_done(&next);
    return status;
}
