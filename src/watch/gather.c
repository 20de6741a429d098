/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Series out of a store, in one pass over reports and events in the order of arrival:
 *
 *   reports → which are known, the day of each, how many a step
 *   events  → units → counted things, each once → one dense array a unit → those large enough, sorted by name
 *
 * A thing that counts once (an incident in a unit) stays on the step of its first mention: what is known later of the
 * same incident changes no earlier count.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "base/limit.h"
#include "store/counting.h"
#include "vedette/report.h"
#include "watch/series.h"

enum {
    MONDAY = 4,                  /* day 4 was a Monday */
    NAME_BYTES = 256,
    REPORTED_BEFORE = 31 + 2,    /* days: a range that is counted on its last one, and zones */
};

struct known_report {
    int32_t day;                 /* of publication; VDT_NO_DAY: the report is not known, or has none */
    uint64_t story, publisher;
};

/* A counted thing. */
struct thing {
    uint64_t key;                /* 0: never met again */
    double value;
    uint32_t unit;
    int32_t step;                /* INT32_MIN: only a remembrance, without a value */
};

struct mention {
    uint32_t unit;
    int32_t step;
    double weight;
    int64_t event, report;
};

struct unit_name {
    struct vdt_view name;
    double sum;
    int32_t first;               /* the first step with a counted thing; INT32_MAX: none yet */
};

struct table {
    uint32_t *slots;             /* index + 1; 0 is free */
    size_t mask;
};

struct gathering {
    const struct vdt_gather_options *options;
    struct vdt_series *series;
    struct vdt_arena arena;      /* names */
    struct known_report *reports;
    int64_t first_report;        /* the number of the first */
    size_t report_capacity;
    double *volumes;             /* of the steps from first_step on */
    int32_t first_step, step_count;
    char as_of[24];
    int64_t as_of_seconds;
    int32_t from, to;            /* steps asked for */
    struct unit_name *units;
    size_t unit_count, unit_capacity;
    struct table unit_table;
    struct thing *things;
    size_t thing_count, thing_capacity;
    struct table thing_table;
    const struct vdt_known_units *known;
    struct mention *mentions;
    size_t mention_count, mention_capacity;
    bool out_of_memory;
};

static int32_t floor_divide(int32_t a, int32_t b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static int32_t step_of(const struct gathering *self, int32_t day) {
    if (self->series->step == VDT_STEP_DAY) return day;
    if (self->series->step == VDT_STEP_WEEK) return floor_divide(day - MONDAY, 7);
    struct vdt_date date = vdt_date_of(day);
    return 12 * date.year + date.month - 1;
}

/* ---- growing ---- */

/* The array, moved or not, with room for one more item; NULL when memory is out, and the array stays as it was. */
static void *room_for(void *items, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) return items;
    size_t wanted = *capacity ? 2 * *capacity : 1024;
    void *grown = realloc(items, wanted * size);
    if (grown) *capacity = wanted;
    return grown;
}

/* Room for `count` + 1 in a table half full at most; `hash_of` tells the hash of an index. */
static bool table_room(struct gathering *self, struct table *table, size_t count,
                       uint64_t (*hash_of)(const struct gathering *, size_t)) {
    if (table->slots && 2 * (count + 1) <= table->mask + 1) return true;
    size_t size = table->slots ? 2 * (table->mask + 1) : 4096;
    uint32_t *slots = count < UINT32_MAX / 2 ? calloc(size, sizeof *slots) : NULL;
    if (!slots) return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = hash_of(self, i);
        size_t at = hash & (size - 1);
        while (slots[at]) at = (at + 1) & (size - 1);
        if (hash) slots[at] = (uint32_t)i + 1;
    }
    free(table->slots);
    *table = (struct table){ slots, size - 1 };
    return true;
}

static uint64_t unit_hash(const struct gathering *self, size_t i) { return vdt_hash(self->units[i].name) | 1; }
static uint64_t thing_hash(const struct gathering *self, size_t i) { return self->things[i].key; }

/* The number of a unit; SIZE_MAX when memory is out. */
static size_t unit_of(struct gathering *self, struct vdt_view name) {
    if (!table_room(self, &self->unit_table, self->unit_count, unit_hash)) return SIZE_MAX;
    size_t at = (vdt_hash(name) | 1) & self->unit_table.mask;
    for (; self->unit_table.slots[at]; at = (at + 1) & self->unit_table.mask)
        if (vdt_view_equal(self->units[self->unit_table.slots[at] - 1].name, name)) return self->unit_table.slots[at] - 1;
    struct vdt_view copy = vdt_arena_copy(&self->arena, name);
    struct unit_name *units = room_for(self->units, self->unit_count, &self->unit_capacity, sizeof *units);
    if (!copy.data || !units) return SIZE_MAX;
    self->units = units;
    self->units[self->unit_count] = (struct unit_name){ .name = copy, .first = INT32_MAX };
    self->unit_table.slots[at] = (uint32_t)self->unit_count + 1;
    return self->unit_count++;
}

/* The thing with this key, new with value 0 where it was not met before; NULL when memory is out. */
static struct thing *thing_of(struct gathering *self, uint64_t key, size_t unit, int32_t step, bool *is_new) {
    *is_new = true;
    size_t at = 0;
    if (key) {
        if (!table_room(self, &self->thing_table, self->thing_count, thing_hash)) return NULL;
        at = key & self->thing_table.mask;
        for (; self->thing_table.slots[at]; at = (at + 1) & self->thing_table.mask)
            if (self->things[self->thing_table.slots[at] - 1].key == key) {
                *is_new = false;
                return &self->things[self->thing_table.slots[at] - 1];
            }
    }
    struct thing *things = room_for(self->things, self->thing_count, &self->thing_capacity, sizeof *things);
    if (!things) return NULL;
    self->things = things;
    self->things[self->thing_count] = (struct thing){ .key = key, .unit = (uint32_t)unit, .step = step };
    if (key) self->thing_table.slots[at] = (uint32_t)self->thing_count + 1;
    return &self->things[self->thing_count++];
}

/* ---- reports ---- */

static bool is_known(const struct gathering *self, const struct vdt_counted_report *report, int64_t seconds) {
    if (!self->as_of[0]) return true;
    if (self->options->known == VDT_KNOWN_PUBLISHED) return seconds <= self->as_of_seconds;
    return vdt_view_compare(report->arrived, vdt_view_of(self->as_of)) <= 0;
}

static int32_t day_of_seconds(int64_t seconds) {
    return (int32_t)(seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400));
}

/* NULL: it is not known. */
static const struct known_report *report_of(const struct gathering *self, int64_t number) {
    size_t at = (size_t)(number - self->first_report);
    return number < self->first_report || at >= self->report_capacity || self->reports[at].day == VDT_NO_DAY ? NULL : &self->reports[at];
}

static bool count_volume(struct gathering *self, int32_t step) {
    if (!self->step_count) self->first_step = step;
    int32_t first = step < self->first_step ? step : self->first_step;
    int32_t end = self->first_step + self->step_count;
    if (step >= end) end = step + 1;
    if (end - first > VDT_LIMIT_SERIES_STEPS) return true; /* a date of publication far from all others */
    if (end - first > self->step_count || first < self->first_step) {
        double *grown = calloc((size_t)(end - first), sizeof *grown);
        if (!grown) return false;
        if (self->step_count)
            memcpy(grown + (self->first_step - first), self->volumes, sizeof *grown * (size_t)self->step_count);
        free(self->volumes);
        self->volumes = grown;
        self->first_step = first;
        self->step_count = end - first;
    }
    self->volumes[step - self->first_step]++;
    return true;
}

static bool take_report(void *context, const struct vdt_counted_report *report) {
    struct gathering *self = context;
    if (!self->report_capacity) self->first_report = report->number;
    size_t number = (size_t)(report->number - self->first_report);
    while (number >= self->report_capacity) {
        size_t before = self->report_capacity;
        struct known_report *reports = room_for(self->reports, before, &self->report_capacity, sizeof *reports);
        self->out_of_memory = !reports;
        if (!reports) return false;
        self->reports = reports;
        for (size_t i = before; i < self->report_capacity; i++) self->reports[i].day = VDT_NO_DAY;
    }
    int64_t seconds;
    bool has_time;
    if (vdt_time_parse(report->published, &seconds, &has_time, NULL) != VDT_OK &&
        vdt_time_parse(report->arrived, &seconds, &has_time, NULL) != VDT_OK)
        return true;
    if (!is_known(self, report, seconds)) return true;
    char number_text[24];
    int length = snprintf(number_text, sizeof number_text, "#%lld", (long long)report->number);
    struct vdt_view own = { number_text, (size_t)length };
    self->reports[number] = (struct known_report){ day_of_seconds(seconds), vdt_hash(report->story.size ? report->story : own),
                                                   vdt_hash(report->publisher) };
    self->out_of_memory = !count_volume(self, step_of(self, day_of_seconds(seconds)));
    return !self->out_of_memory;
}

/* ---- events ---- */

/* Codes of organisations say no country: they stand for themselves. */
static struct vdt_view side_name(const struct gathering *self, const struct vdt_counted_party *party) {
    return self->options->codes || !party->country.size ? party->code : party->country;
}

struct names {
    struct vdt_view list[VDT_LIMIT_ACTORS_PER_SIDE * VDT_LIMIT_ACTORS_PER_SIDE];
    char room[VDT_LIMIT_ACTORS_PER_SIDE * VDT_LIMIT_ACTORS_PER_SIDE][64];
    char place[NAME_BYTES];
    size_t count;
};

static void add_name(struct names *names, struct vdt_view name) {
    for (size_t i = 0; i < names->count; i++)
        if (vdt_view_equal(names->list[i], name)) return;
    if (name.size && names->count < sizeof names->list / sizeof *names->list) names->list[names->count++] = name;
}

static void add_dyad(struct names *names, struct vdt_view source, struct vdt_view target) {
    if (names->count >= sizeof names->list / sizeof *names->list) return;
    char *room = names->room[names->count];
    int length = snprintf(room, sizeof names->room[0], "%.*s>%.*s", (int)source.size, source.data, (int)target.size, target.data);
    if (length > 0 && (size_t)length < sizeof names->room[0]) add_name(names, (struct vdt_view){ room, (size_t)length });
}

/* "North Korea shells the island": what has no code of its own is its country's, where the place tells which that is. */
static void name_dyads(const struct gathering *self, const struct vdt_counted_event *event, struct names *names) {
    bool any_target = false;
    for (size_t i = 0; i < event->party_count; i++) any_target = any_target || event->parties[i].target;
    for (size_t s = 0; s < event->party_count; s++) {
        if (event->parties[s].target) continue;
        struct vdt_view source = side_name(self, &event->parties[s]);
        if (!any_target && !self->options->codes && event->country.size) add_dyad(names, source, event->country);
        for (size_t t = 0; t < event->party_count; t++)
            if (event->parties[t].target) add_dyad(names, source, side_name(self, &event->parties[t]));
    }
}

static void name_country(const struct vdt_counted_event *event, struct names *names) {
    add_name(names, event->country);
    for (int target = 1; target >= 0 && !names->count; target--)
        for (size_t i = 0; i < event->party_count; i++)
            if (event->parties[i].target == (bool)target) add_name(names, event->parties[i].country);
}

static void name_units(const struct gathering *self, const struct vdt_counted_event *event, struct names *names) {
    names->count = 0;
    switch (self->options->by) {
    case VDT_BY_DYAD: name_dyads(self, event, names); break;
    case VDT_BY_COUNTRY: name_country(event, names); break;
    case VDT_BY_ACTOR:
        for (size_t i = 0; i < event->party_count; i++) add_name(names, event->parties[i].code);
        break;
    case VDT_BY_PLACE:
        if (!event->place.size) break;
        int length = snprintf(names->place, NAME_BYTES, event->country.size ? "%.*s, %.*s" : "%.*s", (int)event->place.size,
                              event->place.data, (int)event->country.size, event->country.data);
        if (length > 0 && length < NAME_BYTES) add_name(names, (struct vdt_view){ names->place, (size_t)length });
    }
}

static uint64_t key_of(const struct gathering *self, const struct vdt_counted_event *event, size_t unit, int32_t step) {
    const struct known_report *report = report_of(self, event->report);
    struct { uint64_t thing, unit, step; } parts = { .unit = unit };
    switch (self->options->what) {
    case VDT_COUNT_EVENTS: parts.thing = (uint64_t)event->number; break;
    case VDT_COUNT_REPORTS: parts.thing = (uint64_t)event->report, parts.step = (uint64_t)step; break;
    case VDT_COUNT_STORIES: parts.thing = report->story; break;
    case VDT_COUNT_PUBLISHERS: parts.thing = report->publisher, parts.step = (uint64_t)step; break;
    default: parts.thing = event->incident.size ? vdt_hash(event->incident) : (uint64_t)event->number;
    }
    return vdt_hash((struct vdt_view){ (const char *)&parts, sizeof parts }) | 1;
}

static double value_of(const struct gathering *self, const struct vdt_counted_event *event) {
    switch (self->options->what) {
    case VDT_COUNT_DEATHS: return isnan(event->killed) ? 0 : event->killed;
    case VDT_COUNT_GOLDSTEIN: return isnan(event->goldstein) ? 0 : event->goldstein;
    case VDT_COUNT_INTENSITY: return isnan(event->goldstein) ? 0 : fabs(event->goldstein);
    default: return 1;
    }
}

static double weight_of(const struct vdt_counted_event *event) {
    double confidence = isnan(event->confidence) ? 0.5 : event->confidence;
    double weight = isnan(event->goldstein) ? 0 : fabs(event->goldstein) * confidence;
    return weight + (isnan(event->killed) ? 0 : 100 * event->killed);
}

/* A sentence that tells of several acts tells the same dead with each: they count with the first. */
static bool killed_counted(struct gathering *self, const struct vdt_counted_event *event, size_t unit, bool *out) {
    struct { uint64_t unit, report, sentence; double killed; } parts = { unit, (uint64_t)event->report,
                                                                         (uint64_t)event->sentence, event->killed };
    *out = false;
    if (self->options->what != VDT_COUNT_DEATHS || isnan(event->killed)) return true;
    bool is_new;
    uint64_t key = vdt_hash_seeded((struct vdt_view){ (const char *)&parts, sizeof parts }, 1) | 1;
    struct thing *thing = thing_of(self, key, unit, INT32_MIN, &is_new);
    *out = thing && !is_new;
    return thing != NULL;
}

static bool count_in(struct gathering *self, const struct vdt_counted_event *event, struct vdt_view name, int32_t step) {
    size_t unit = unit_of(self, name);
    bool is_new, counted;
    if (unit == SIZE_MAX || !killed_counted(self, event, unit, &counted)) return false;
    struct thing *thing = thing_of(self, key_of(self, event, unit, step), unit, step, &is_new);
    if (!thing) return false;
    double value = counted ? 0 : value_of(self, event);
    if (thing->step < self->units[unit].first) self->units[unit].first = thing->step;
    if (is_new || (self->options->what == VDT_COUNT_DEATHS && value > thing->value)) {
        self->units[unit].sum += fabs(value) - fabs(thing->value);
        thing->value = value;
    }
    if (self->options->without_evidence) return true;
    struct mention *mentions = room_for(self->mentions, self->mention_count, &self->mention_capacity, sizeof *mentions);
    if (!mentions) return false;
    self->mentions = mentions;
    mentions[self->mention_count++] = (struct mention){ (uint32_t)unit, thing->step, weight_of(event), event->number, event->report };
    return true;
}

/* Days: what is told of a longer time counts on none of them. */
static int32_t longest_range(const struct gathering *self) {
    return self->series->step == VDT_STEP_MONTH ? 31 : 7;
}

static bool take_event(void *context, const struct vdt_counted_event *event) {
    struct gathering *self = context;
    if (event->historical && !self->options->historical) return true;
    if (!report_of(self, event->report)) return true;
    if (event->last_day < event->first_day || event->last_day - event->first_day >= longest_range(self)) return true;
    int32_t step = step_of(self, event->last_day);
    if (step < self->first_step || step >= self->first_step + self->step_count || !self->volumes[step - self->first_step])
        return true;
    if (step < self->from || step > self->to) return true;
    struct names names;
    name_units(self, event, &names);
    for (size_t i = 0; i < names.count; i++) {
        if (count_in(self, event, names.list[i], step)) continue;
        self->out_of_memory = true;
        return false;
    }
    return true;
}

/* ---- the table ---- */

static int compare_names(const void *a, const void *b) {
    const struct unit_name *const *x = a, *const *y = b;
    return vdt_view_compare((*x)->name, (*y)->name);
}

static int compare_mentions(const void *a, const void *b) {
    const struct mention *x = a, *y = b;
    if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
    if (x->step != y->step) return x->step < y->step ? -1 : 1;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return (x->event > y->event) - (x->event < y->event);
}

/* Mentions of kept units, with the units' places in the series for numbers. */
static bool hand_over_mentions(struct gathering *self, const uint32_t *places) {
    size_t count = 0;
    for (size_t i = 0; i < self->mention_count; i++) {
        if (places[self->mentions[i].unit] == UINT32_MAX) continue;
        self->mentions[count] = self->mentions[i];
        self->mentions[count].unit = places[self->mentions[i].unit];
        count++;
    }
    if (count) qsort(self->mentions, count, sizeof *self->mentions, compare_mentions);
    struct vdt_mentions *out = &self->series->mentions;
    out->events = malloc(sizeof *out->events * (count + 1));
    out->units = malloc(sizeof *out->units * (count + 1));
    out->steps = malloc(sizeof *out->steps * (count + 1));
    out->publishers = malloc(sizeof *out->publishers * (count + 1));
    out->stories = malloc(sizeof *out->stories * (count + 1));
    out->weights = malloc(sizeof *out->weights * (count + 1));
    if (!out->events || !out->units || !out->steps || !out->publishers || !out->stories || !out->weights) return false;
    for (size_t i = 0; i < count; i++) {
        out->events[i] = self->mentions[i].event;
        out->units[i] = self->mentions[i].unit;
        out->steps[i] = self->mentions[i].step;
        const struct known_report *report = report_of(self, self->mentions[i].report);
        out->publishers[i] = report->publisher;
        out->stories[i] = report->story;
        out->weights[i] = (float)self->mentions[i].weight;
    }
    out->count = count;
    return true;
}

/*
 * The rows of a unit begin with its first counted thing: before that nobody knew of it. Of a unit whose beginning lies
 * before the series, every fourth week is one to begin with (weekly baselines are fitted on every fourth).
 */
static bool make_unit(struct gathering *self, struct vdt_unit *unit, const struct unit_name *from) {
    struct vdt_series *series = self->series;
    int32_t first = from->first;
    int32_t apart = series->step == VDT_STEP_WEEK ? 4 : 1;
    if (first < series->first) first = series->first + (int32_t)(((int64_t)first - series->first) % apart + apart) % apart;
    if (first > series->last) first = series->last;
    char *copy = malloc(from->name.size + 1);
    unit->name = (struct vdt_view){ copy, from->name.size };
    unit->first = first;
    unit->count = series->last - first + 1;
    unit->values = malloc(sizeof *unit->values * (size_t)unit->count);
    if (!copy || !unit->values) return false;
    memcpy(copy, from->name.data, from->name.size);
    unit->volumes = series->shared_volumes + (first - series->first);
    for (int32_t i = 0; i < unit->count; i++) unit->values[i] = isnan(unit->volumes[i]) ? NAN : 0;
    return true;
}

/* Bounds the steps to those that were read and asked for; false: there are none. */
static bool bound_steps(struct gathering *self) {
    int32_t first = self->first_step, last = self->first_step + self->step_count - 1;
    if (first < self->from) first = self->from;
    if (last > self->to) last = self->to;
    while (first <= last && !self->volumes[first - self->first_step]) first++;
    while (last >= first && !self->volumes[last - self->first_step]) last--;
    self->series->first = first;
    self->series->last = last;
    return self->step_count && first <= last;
}

static bool make_table(struct gathering *self) {
    struct vdt_series *series = self->series;
    if (!bound_steps(self)) {
        series->first = INT32_MAX;
        series->last = INT32_MIN;
        return true;
    }
    size_t steps = (size_t)(series->last - series->first + 1);
    struct unit_name **order = malloc(sizeof *order * (self->unit_count + 1));
    uint32_t *places = malloc(sizeof *places * (self->unit_count + 1));
    series->shared_volumes = malloc(sizeof(double) * steps);
    series->units = calloc(self->unit_count + 1, sizeof *series->units);
    bool good = order && places && series->shared_volumes && series->units;
    size_t kept = 0;
    for (size_t i = 0; good && i < steps; i++) {
        double volume = self->volumes[(size_t)(series->first - self->first_step) + i];
        series->shared_volumes[i] = volume > 0 ? volume : NAN;
    }
    for (size_t u = 0; good && u < self->unit_count; u++) {
        places[u] = UINT32_MAX;
        if (self->units[u].first != INT32_MAX && self->units[u].sum >= self->options->least) order[kept++] = &self->units[u];
    }
    if (good && kept) qsort(order, kept, sizeof *order, compare_names);
    for (size_t u = 0; good && u < kept; u++) {
        places[order[u] - self->units] = (uint32_t)u;
        good = make_unit(self, &series->units[series->unit_count++], order[u]);
    }
    for (size_t i = 0; good && i < self->thing_count; i++) {
        const struct thing *thing = &self->things[i];
        if (places[thing->unit] == UINT32_MAX || thing->step == INT32_MIN) continue;
        struct vdt_unit *unit = &series->units[places[thing->unit]];
        if (thing->step >= unit->first) unit->values[thing->step - unit->first] += thing->value;
    }
    good = good && hand_over_mentions(self, places);
    free(order);
    free(places);
    return good;
}

static void note_kinds(struct vdt_series *series) {
    for (size_t u = 0; u < series->unit_count; u++) {
        const struct vdt_unit *unit = &series->units[u];
        for (int32_t i = 0; i < unit->count; i++)
            if (!isnan(unit->values[i]) && (unit->values[i] < 0 || unit->values[i] != floor(unit->values[i])) &&
                unit->first + i < series->first_other)
                series->first_other = unit->first + i;
    }
}

/* ---- options ---- */

/* Units that an earlier run met, whether anything of them is counted now or not. */
static bool take_known_units(struct gathering *self) {
    for (size_t i = 0; self->known && i < self->known->count; i++) {
        size_t unit = unit_of(self, self->known->names[i]);
        if (unit == SIZE_MAX) return false;
        self->units[unit].first = self->known->firsts[i];
        self->units[unit].sum = self->options->least;
    }
    return true;
}

static enum vdt_status take_as_of(struct gathering *self, struct vdt_error *error) {
    struct vdt_view text = self->options->as_of;
    if (!text.size) return VDT_OK;
    bool has_time;
    enum vdt_status status = vdt_time_parse(text, &self->as_of_seconds, &has_time, error);
    if (status != VDT_OK) {
        vdt_fail(error, VDT_ERROR_USE, "\"%.*s\" is no time", (int)(text.size < 40 ? text.size : 40), text.data);
        return vdt_hint(error, VDT_ERROR_USE, "write a day or a time as in ISO 8601: 2022-02-24 or 2022-02-24T12:00:00Z");
    }
    if (!has_time) self->as_of_seconds += 86399; /* a day means all of it */
    int64_t second = self->as_of_seconds % 86400 < 0 ? self->as_of_seconds % 86400 + 86400 : self->as_of_seconds % 86400;
    vdt_day_write(day_of_seconds(self->as_of_seconds), self->as_of);
    snprintf(self->as_of + 10, sizeof self->as_of - 10, "T%02d:%02d:%02dZ", (int)(second / 3600), (int)(second / 60 % 60),
             (int)(second % 60));
    return VDT_OK;
}

static enum vdt_status take_options(struct gathering *self, struct vdt_query *query, struct vdt_error *error) {
    const struct vdt_gather_options *options = self->options;
    static const enum vdt_step steps[] = { VDT_STEP_MONTH, VDT_STEP_WEEK, VDT_STEP_DAY };
    if (options->size < sizeof *options) return vdt_fail(error, VDT_ERROR_USE, "the options were not initialised");
    *query = options->filter;
    query->limit = 0;
    if (!query->status.size) query->status = VDT_LITERAL("asserted");
    self->series->step = steps[options->step];
    self->series->phase = MONDAY;
    self->series->first_other = INT32_MAX;
    int32_t day;
    self->from = query->from.size && vdt_day_read(query->from, &day) ? step_of(self, day) : INT32_MIN;
    self->to = query->to.size && vdt_day_read(query->to, &day) ? step_of(self, day) : INT32_MAX;
    return take_as_of(self, error);
}

/* Of reports, from so much before the first step on as a report may be older than what it tells of; empty: all are wanted. */
static void first_day_wanted(const struct gathering *self, char out[16]) {
    int32_t day;
    if (vdt_day_read(self->options->filter.from, &day) && day > vdt_day_of(1, 3, 31)) vdt_day_write(day - REPORTED_BEFORE, out);
}

static enum vdt_status gather(struct gathering *self, struct vdt_store *store, struct vdt_error *error) {
    struct vdt_query query;
    enum vdt_status status = take_options(self, &query, error);
    char since[16] = "";
    if (status == VDT_OK) first_day_wanted(self, since);
    if (status == VDT_OK) status = vdt_store__counted_reports(store, vdt_view_of(since), take_report, self, error);
    if (status == VDT_OK && !take_known_units(self)) self->out_of_memory = true;
    if (status == VDT_OK && !self->out_of_memory)
        status = vdt_store__counted_events(store, &query, longest_range(self), take_event, self, error);
    if (self->out_of_memory || (status == VDT_OK && !make_table(self))) return vdt_fail_memory(error, "gathering a series");
    note_kinds(self->series);
    return status;
}

enum vdt_status vdt_series__gather(struct vdt_store *store, const struct vdt_gather_options *options,
                                   const struct vdt_known_units *known, struct vdt_series **out, struct vdt_error *error) {
    struct gathering self = { .options = options, .known = known, .series = calloc(1, sizeof *self.series) };
    vdt_arena_init(&self.arena);
    enum vdt_status status = self.series ? gather(&self, store, error) : vdt_fail_memory(error, "gathering a series");
    if (status == VDT_OK)
        *out = self.series;
    else
        vdt_series_close(self.series);
    vdt_arena_done(&self.arena);
    free(self.reports);
    free(self.volumes);
    free(self.units);
    free(self.unit_table.slots);
    free(self.things);
    free(self.thing_table.slots);
    free(self.mentions);
    return status;
}

enum vdt_status vdt_series_gather(struct vdt_store *store, const struct vdt_gather_options *options,
                                  struct vdt_series **out, struct vdt_error *error) {
    return vdt_series__gather(store, options, NULL, out, error);
}

static void put_filter(struct vdt_buffer *out, const struct vdt_query *filter) {
    const struct { const char *name; struct vdt_view value; } parts[] = {
        { "source", filter->source }, { "target", filter->target }, { "actor", filter->actor }, { "event", filter->plover },
        { "cameo", filter->cameo }, { "status", filter->status }, { "voice", filter->voice }, { "country", filter->country },
        { "from", filter->from }, { "to", filter->to }, { "text", filter->text }, { "story", filter->story },
        { "incident", filter->incident } };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].value.size) vdt_buffer_format(out, " %s=%.*s", parts[i].name, (int)parts[i].value.size, parts[i].value.data);
    if (filter->quad) vdt_buffer_format(out, " quad=%d", filter->quad);
}

void vdt_series__describe(const struct vdt_gather_options *options, struct vdt_buffer *out) {
    static const char *const units[] = { "dyad", "country", "actor", "place" };
    static const char *const steps[] = { "month", "week", "day" };
    static const char *const things[] = { "incidents", "events", "reports", "stories", "publishers", "deaths", "goldstein", "intensity" };
    vdt_buffer_format(out, "%s %s %s", units[options->by], steps[options->step], things[options->what]);
    if (options->codes) vdt_buffer_text(out, " codes");
    if (options->historical) vdt_buffer_text(out, " historical");
    if (options->least > 1) vdt_buffer_format(out, " least=%g", options->least);
    put_filter(out, &options->filter);
}

/* ---- evidence ---- */

static size_t different(const uint64_t *values, size_t count) {
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        size_t j = 0;
        while (j < i && values[j] != values[i]) j++;
        sum += j == i;
    }
    return sum;
}

/* The first mention of a unit at this step or after it. */
static size_t first_mention(const struct vdt_mentions *mentions, size_t unit, int32_t step) {
    size_t low = 0, high = mentions->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mentions->units[middle] < unit || (mentions->units[middle] == unit && mentions->steps[middle] < step))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Puts an event among the heaviest; of equal ones the earlier stays before. */
static void place_by_weight(struct vdt_evidence *evidence, float *weights, int64_t event, float weight) {
    size_t at = evidence->count;
    while (at && weights[at - 1] < weight) at--;
    if (at == evidence->room) return;
    if (evidence->count < evidence->room) evidence->count++;
    for (size_t i = evidence->count - 1; i > at; i--) {
        evidence->events[i] = evidence->events[i - 1];
        weights[i] = weights[i - 1];
    }
    evidence->events[at] = event;
    weights[at] = weight;
}

/* Where the mentions of a unit from one date up to another stand; how many comes back. */
static size_t find_mentions(const struct vdt_series *series, struct vdt_view unit, struct vdt_view since, struct vdt_view date,
                            size_t *first) {
    size_t number = vdt_series_find(series, unit);
    int32_t begin, end;
    if (number == SIZE_MAX || !vdt_step_read(series, since, &begin) || !vdt_step_read(series, date, &end)) return 0;
    *first = first_mention(&series->mentions, number, begin);
    return first_mention(&series->mentions, number, end + 1) - *first;
}

size_t vdt_series__mentions(const struct vdt_series *series, struct vdt_view unit, struct vdt_view since, struct vdt_view date,
                            const int64_t **out) {
    size_t first = 0, count = find_mentions(series, unit, since, date, &first);
    *out = series->mentions.events + first;
    return count;
}

bool vdt_series_evidence(const struct vdt_series *series, struct vdt_view unit, struct vdt_view since, struct vdt_view date,
                         struct vdt_evidence *evidence) {
    const struct vdt_mentions *mentions = &series->mentions;
    float weights[VDT_LIMIT_EVIDENCE];
    size_t first = 0, count = find_mentions(series, unit, since, date, &first);
    evidence->count = evidence->publishers = evidence->stories = 0;
    if (evidence->room > VDT_LIMIT_EVIDENCE) evidence->room = VDT_LIMIT_EVIDENCE;
    if (!count) return false;
    for (size_t i = first; i < first + count; i++) place_by_weight(evidence, weights, mentions->events[i], mentions->weights[i]);
    evidence->publishers = different(mentions->publishers + first, count);
    evidence->stories = different(mentions->stories + first, count);
    return true;
}
