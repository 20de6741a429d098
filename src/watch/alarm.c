/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alarms at a budget. All units are walked through together, date by date:
 *
 *   values → baselines → scores → scan, runs → episodes → the rank of past episodes at which the budget is spent → bound → alarms
 *
 * A value that stands out and a change of level that shows only in several values are measured alike (scan.h), so that they
 * share one budget (episodes.h). When the present level began, and how surely, is what runs.h knows.
 */
#include "watch/alarm.h"

#include <stdlib.h>

#include "base/limit.h"
#include "watch/baseline.h"
#include "watch/detector.h"
#include "watch/episodes.h"
#include "watch/runs.h"
#include "watch/scan.h"

enum {
    MONTHS = 120,       /* a decade */
    AHEAD = 12,         /* units */
    LEVEL_LATER = 48,   /* months from where the next walk's series begins to where its levels do: usual volumes are known by then */
};

/* What differs between the methods. */
static const struct vdt_habit habits[] = {
    [VDT_METHOD_WEEKLY] = { 1.5, 4, 4.5, 2, false, 0 },
    [VDT_METHOD_MONTHLY] = { 0.2, 1.5, 1e9, 1, true, MONTHS },
    [VDT_METHOD_ROBUST] = { 1.5, 6, 1e9, 14, false, 0 },
};

struct unit_state {
    int32_t first, rows;          /* the first step ever, rows since then */
    struct vdt_episode episode;
    struct vdt_scan scan;
    struct vdt_runs runs;
    struct vdt_level level;
    bool told;                    /* of the present level */
    int32_t row;                  /* the last one's step */
    int32_t gap, gap_end;         /* of the last long gap: steps without a row, and the first row after */
    bool quiet;                   /* in a volume gap */
};

struct watching {
    const struct vdt_series *series;
    const struct vdt_watch_options *options;
    bool counts;
    enum vdt_method method;
    struct vdt_baseline *baselines;  /* of each unit */
    struct unit_state *states;
    struct vdt_track track;
    struct vdt_scan_sizes sizes;
    float *usual;                    /* volumes of a gathered series */
    double *years;                   /* unit-years of each step, from a decade before the series on */
    double *shared;                  /* scratch: a number a unit */
    double unit_years, all_years;    /* those that are remembered, and all */
    struct unit_state corpus;        /* of the volume that all units share */
    int32_t begin;                   /* the first step to walk over */
    bool open;                       /* the step in the work may not be over: that little is told in it says nothing */
    struct vdt_buffer *memory;       /* what goes on another day, as of before the last step; NULL: nobody asked */
    struct vdt_alert *alerts;        /* kept, since lines come by unit and the walk goes by date */
    size_t *alert_units, alert_count, alert_capacity;
};

/* The number that would stand at `rank` if they were sorted (Hoare 1961); they change their places. */
static double ranked(double *numbers, size_t count, size_t rank) {
    size_t low = 0, high = count - 1;
    while (low < high) {
        double pivot = numbers[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;;) {
            while (numbers[i] < pivot) i++;
            while (numbers[j] > pivot) j--;
            if (i >= j) break;
            double swapped = numbers[i];
            numbers[i++] = numbers[j];
            numbers[j--] = swapped;
        }
        if (rank <= j)
            high = j;
        else
            low = j + 1;
    }
    return numbers[low];
}

/* What the units share on a date (see vdt_baseline_score). */
static double shared_at(struct watching *self, int32_t step) {
    size_t count = 0;
    double sum = 0;
    if (self->method == VDT_METHOD_WEEKLY) return 0;
    for (size_t u = 0; u < self->series->unit_count; u++) {
        const struct vdt_unit *unit = &self->series->units[u];
        if (step < unit->first || step >= unit->first + unit->count) continue;
        int32_t at = step - unit->first;
        if (isnan(self->baselines[u].expected[at])) continue;
        double part = self->method == VDT_METHOD_ROBUST ? self->baselines[u].spread[at] : self->baselines[u].expected[at];
        self->shared[count++] = part;
        sum += part;
    }
    if (!count) return 0;
    if (self->method == VDT_METHOD_MONTHLY) return sum / (double)count;
    return ranked(self->shared, count, count / 2);
}

static bool keep(struct watching *self, size_t unit, struct vdt_alert alert) {
    if (self->alert_count == self->alert_capacity) {
        size_t capacity = self->alert_capacity ? 2 * self->alert_capacity : 256;
        struct vdt_alert *alerts = realloc(self->alerts, capacity * sizeof *alerts);
        if (alerts) self->alerts = alerts;
        size_t *units = realloc(self->alert_units, capacity * sizeof *units);
        if (units) self->alert_units = units;
        if (!alerts || !units) return false;
        self->alert_capacity = capacity;
    }
    self->alerts[self->alert_count] = alert;
    self->alert_units[self->alert_count++] = unit;
    return true;
}

static double *years_of(const struct watching *self, int32_t step) {
    return &self->years[step - self->series->first + MONTHS];
}

/* What lies further back than the method remembers: a violent decade does not hold the bound up for ever. */
static void forget(struct watching *self, int32_t step) {
    if (self->track.habit.memory) self->unit_years -= *years_of(self, step - self->track.habit.memory);
    vdt_track_forget(&self->track, step);
}

static bool keep_gap(struct watching *self, size_t u, int32_t step, int32_t since, double volume, double usual) {
    struct vdt_view name = u < self->series->unit_count ? self->series->units[u].name : VDT_LITERAL("*");
    return keep(self, u, (struct vdt_alert){
        .unit = name, .date = vdt_step_write(self->series, step), .since = vdt_step_write(self->series, since), .kind = "volume-gap",
        .value = volume, .expected = usual, .bound = VDT_VOLUME_QUIET * usual, .score = 1 - volume / usual, .p = 0.5 });
}

/* A unit of which far less was read than usual: told once, when it begins. */
static bool pass_volume(struct watching *self, size_t u, struct unit_state *state, int32_t step, double volume, double usual) {
    if (isnan(volume)) return true;
    bool gap = state->rows >= vdt_rows_before_alerts(self->series->step) && vdt_volume_quiet(volume, usual);
    bool begins = gap && !state->quiet;
    state->quiet = gap;
    return !begins || keep_gap(self, u, step, step, volume, usual);
}

/* The volume that all units of a gathered series share is told of once, as that of the unit "*"; so is a time when nothing was read. */
static bool pass_corpus(struct watching *self, int32_t step) {
    if (!self->series->shared_volumes || self->open) return true;
    int32_t at = step - self->series->first;
    double volume = self->series->shared_volumes[at], usual = (double)self->usual[at];
    struct unit_state *corpus = &self->corpus;
    if (!isnan(volume)) {
        corpus->row = step;
        bool good = pass_volume(self, self->series->unit_count, corpus, step, volume, usual);
        corpus->rows++;
        return good;
    }
    if (corpus->quiet || corpus->rows < vdt_rows_before_alerts(self->series->step) || step - corpus->row < vdt_gap_steps(self->series->step))
        return true;
    corpus->quiet = true;
    return !(usual > 0) || keep_gap(self, self->series->unit_count, step, corpus->row + 1, 0, usual);
}

/*
 * A baseline that a long gap lies in is believed less: its spread is taken to be as much larger as that of a mean of so many
 * fewer values.
 */
static double doubt(const struct watching *self, struct unit_state *state, int32_t step) {
    int32_t width = 8 * vdt_gap_steps(self->series->step), missing = state->rows ? step - state->row - 1 : 0;
    if (missing >= vdt_gap_steps(self->series->step)) state->gap = missing, state->gap_end = step;
    int32_t inside = state->gap_end - (step - width);
    if (inside > state->gap) inside = state->gap;
    if (inside > width) inside = width;
    return state->gap && inside > 0 ? sqrt(1 + (double)inside / width) : 1;
}

/* A row of a unit in the work: its value, what was expected of it, and what the scan found. */
struct row {
    size_t unit;
    int32_t step;
    double value, expected, spread, shared, doubt;
    double score;                 /* of the value alone, signed */
    struct vdt_finding found;
};

static bool keep_level(struct watching *self, const struct row *row, const char *kind, double bound, double score, double p) {
    struct vdt_step_text date = vdt_step_write(self->series, row->step);
    double side = row->score < 0 ? -1 : 1;
    return keep(self, row->unit, (struct vdt_alert){
        .unit = self->series->units[row->unit].name, .date = date, .since = date, .kind = kind, .value = row->value,
        .expected = row->expected, .bound = vdt_baseline_bound(self->method, side * row->doubt * bound, row->expected, row->spread, row->shared),
        .score = score, .p = p });
}

/* Told are the means of the new level and of what was expected of it; the bound lies between them where the scores' does. */
static bool keep_change(struct watching *self, const struct row *row, double bound, double score, double p) {
    const struct vdt_unit *unit = &self->series->units[row->unit];
    double value = 0, expected = row->found.expected;
    int32_t at = row->step - unit->first, begin = at;
    for (int rows = 0; at >= 0 && rows < row->found.rows; at--) {
        if (isnan(unit->values[at])) continue;
        value += unit->values[at] / row->found.rows;
        begin = at;
        rows++;
    }
    return keep(self, row->unit, (struct vdt_alert){
        .unit = unit->name, .date = vdt_step_write(self->series, row->step), .since = vdt_step_write(self->series, unit->first + begin),
        .kind = "change", .value = value, .expected = expected, .bound = expected + (value - expected) * bound / score,
        .score = score, .p = p, .probability = vdt_runs_chance(&self->states[row->unit].runs, row->found.rows) });
}

/* Do the rows since the most likely beginning of the present level stand out more than what the scan has found? */
static void ask_runs(const struct watching *self, const struct unit_state *state, struct vdt_finding *found) {
    int rows = vdt_runs_best(&state->runs)->rows;
    if (rows < 2 || rows > state->scan.count || vdt_runs_chance(&state->runs, rows) < 0.5) return;
    struct vdt_finding level = vdt_scan_last(&state->scan, &self->sizes, rows);
    if (vdt_scan_towards(level.score, self->options->side) <= vdt_scan_towards(found->score, self->options->side)) return;
    level.level = found->level;
    *found = level;
}

/*
 * What was told is not told again as a change: after an alarm, values count alone until the last of them together are no longer
 * raised.
 */
static void scan(struct watching *self, struct row *row, bool ready) {
    enum vdt_watch_side side = self->options->side;
    struct unit_state *state = &self->states[row->unit];
    row->found = vdt_scan_add(&state->scan, &self->sizes, row->step, row->score, row->expected, side);
    if (self->counts)
        vdt_runs_add_count(&state->runs, row->step, row->value, row->expected);
    else
        vdt_runs_add_sum(&state->runs, row->step, row->score);
    ask_runs(self, state, &row->found);
    if (vdt_scan_towards(row->found.level, side) < self->track.habit.raised) state->told = false;
    if (!ready || state->told) row->found = (struct vdt_finding){ row->score, 1, row->expected, row->score };
}

static bool pass_unit(struct watching *self, size_t u, int32_t step, double shared, double bound, double doubt) {
    const struct vdt_unit *unit = &self->series->units[u];
    const struct vdt_baseline *baseline = &self->baselines[u];
    struct vdt_episode *episode = &self->states[u].episode;
    int32_t at = step - unit->first;
    bool ready = self->states[u].rows > vdt_rows_before_alerts(self->series->step);
    struct row row = { .unit = u, .step = step, .value = unit->values[at], .expected = baseline->expected[at],
                       .spread = baseline->spread[at], .shared = shared, .doubt = doubt };
    if (isnan(row.expected)) return true;
    row.score = vdt_baseline_score(self->method, row.value, row.expected, row.spread, shared) / doubt;
    scan(self, &row, ready);
    enum vdt_watch_side side = self->options->side;
    double score = vdt_scan_towards(row.found.score, side), p = vdt_track_chance(&self->track, score);
    vdt_track_note(&self->track, score);
    if (ready && !vdt_track_raise(&self->track, episode, step, row.value, score)) return false;
    bool alarm = ready && !(self->open && row.found.score < 0) && vdt_track_alarm(&self->track, episode, step, row.value, score, bound);
    bool change = alarm && row.found.rows > 1;
    if (alarm) self->states[u].told = true;
    if (self->options->all || (alarm && !change))
        if (!keep_level(self, &row, alarm && !change ? "count" : "level", bound, vdt_scan_towards(row.score, side), p)) return false;
    return !change || keep_change(self, &row, bound, score, p);
}

/* ---- going on another day ---- */

static const struct vdt_view magic = { "vedette watch 7\n", 16 };

static void put_state(struct vdt_buffer *out, const struct unit_state *state) {
    vdt_memory_put(out, (uint64_t)(int64_t)state->rows);
    vdt_memory_put(out, state->quiet);
    vdt_memory_put(out, (uint64_t)(int64_t)state->row);
    vdt_memory_put(out, (uint64_t)(int64_t)state->gap);
    vdt_memory_put(out, (uint64_t)(int64_t)state->gap_end);
    vdt_episode_write(&state->episode, out);
    vdt_scan_write(&state->scan, out);
    vdt_runs_write(&state->runs, out);
    vdt_memory_put(out, state->told);
}

static struct unit_state take_state(struct vdt_memory_reader *from) {
    struct unit_state state = { .rows = (int32_t)(int64_t)vdt_memory_take(from) };
    state.quiet = vdt_memory_take(from) != 0;
    state.row = (int32_t)(int64_t)vdt_memory_take(from);
    state.gap = (int32_t)(int64_t)vdt_memory_take(from);
    state.gap_end = (int32_t)(int64_t)vdt_memory_take(from);
    state.episode = vdt_episode_read(from);
    state.scan = vdt_scan_read(from);
    state.runs = vdt_runs_read(from);
    state.told = vdt_memory_take(from) != 0;
    return state;
}

static void put_level(struct vdt_buffer *out, const struct vdt_level *level) {
    vdt_memory_put_real(out, level->mean.sum);
    vdt_memory_put_real(out, level->mean.weight);
    vdt_memory_put(out, (uint64_t)(int64_t)level->rows);
    vdt_memory_put(out, (uint64_t)(int64_t)level->step);
}

static struct vdt_level take_level(struct vdt_memory_reader *from) {
    struct vdt_level level = { .mean.sum = vdt_memory_take_real(from) };
    level.mean.weight = vdt_memory_take_real(from);
    level.rows = (int32_t)(int64_t)vdt_memory_take(from);
    level.step = (int32_t)(int64_t)vdt_memory_take(from);
    return level;
}

/* The unit-years of the steps that will be forgotten. */
static void put_years(struct vdt_buffer *out, const struct watching *self, int32_t next) {
    int32_t begin = next - self->track.habit.memory;
    vdt_memory_put(out, (uint64_t)(int64_t)begin);
    vdt_memory_put(out, (uint64_t)(next - begin));
    for (int32_t step = begin; step < next; step++) vdt_memory_put_real(out, *years_of(self, step));
}

static void take_years(struct vdt_memory_reader *from, struct watching *self) {
    int64_t begin = (int64_t)vdt_memory_take(from), count = (int64_t)vdt_memory_take(from);
    for (int64_t step = begin; step < begin + count && !from->damaged; step++) {
        double years = vdt_memory_take_real(from);
        if (step >= (int64_t)self->series->first - MONTHS && step <= self->series->last) *years_of(self, (int32_t)step) = years;
    }
}

/* Where a series has to begin that goes on with `next`: baselines look so far back, and so do usual volumes. */
static int32_t tail_begin(const struct watching *self, int32_t next) {
    static const int32_t tails[] = { [VDT_METHOD_WEEKLY] = 440, [VDT_METHOD_MONTHLY] = 60, [VDT_METHOD_ROBUST] = 400 };
    /* a series without a step ends before all of them */
    return next < INT32_MIN + tails[self->method] ? INT32_MIN : next - tails[self->method];
}

/* Units that begin only later are not met yet. */
static void remember(struct watching *self, int32_t next) {
    struct vdt_buffer *out = self->memory;
    const struct vdt_series *series = self->series;
    uint64_t count = 0;
    for (size_t u = 0; u < series->unit_count; u++) count += series->units[u].first < next;
    vdt_buffer_clear(out);
    vdt_buffer_add(out, magic);
    vdt_memory_put(out, (uint64_t)(int64_t)next);
    vdt_memory_put(out, (uint64_t)(int64_t)tail_begin(self, next));
    vdt_memory_put_real(out, self->unit_years);
    vdt_memory_put_real(out, self->all_years);
    put_state(out, &self->corpus);
    vdt_memory_put(out, count);
    for (size_t u = 0; u < series->unit_count; u++) {
        if (series->units[u].first >= next) continue;
        vdt_memory_put_text(out, series->units[u].name);
        vdt_memory_put(out, (uint64_t)(int64_t)self->states[u].first);
        put_state(out, &self->states[u]);
        put_level(out, &self->baselines[u].level);
    }
    vdt_track_write(&self->track, out);
    vdt_scan_sizes_write(&self->sizes, out);
    put_years(out, self, next);
}

static struct vdt_memory_reader open_memory(struct vdt_view memory, int32_t *next, int32_t *begin) {
    struct vdt_memory_reader from = { memory, !vdt_view_starts(memory, magic) };
    from.rest = vdt_view_slice(memory, magic.size, memory.size);
    *next = (int32_t)(int64_t)vdt_memory_take(&from);
    *begin = (int32_t)(int64_t)vdt_memory_take(&from);
    return from;
}

bool vdt_watch__recall(struct vdt_view memory, struct vdt_arena *arena, struct vdt_known_units *out, int32_t *begin) {
    int32_t next;
    struct vdt_memory_reader from = open_memory(memory, &next, begin);
    for (int i = 0; i < 2; i++) vdt_memory_take_real(&from);
    take_state(&from);
    uint64_t count = vdt_memory_take(&from);
    if (from.damaged || count > memory.size) return false;
    struct vdt_view *names = vdt_arena_array(arena, (size_t)count, sizeof *names);
    int32_t *firsts = vdt_arena_array(arena, (size_t)count, sizeof *firsts);
    if (!names || !firsts) return false;
    for (uint64_t i = 0; i < count; i++) {
        names[i] = vdt_memory_take_text(&from);
        firsts[i] = (int32_t)(int64_t)vdt_memory_take(&from);
        take_state(&from);
        take_level(&from);
    }
    *out = (struct vdt_known_units){ names, firsts, (size_t)count };
    return !from.damaged;
}

/* All units as they are before their first row, and those that the memory knows as it says. Both lists are sorted by name. */
static bool go_on_from(struct watching *self, struct vdt_view memory) {
    for (size_t i = 0; i < self->series->unit_count; i++) {
        self->states[i].first = self->series->units[i].first;
        self->states[i].episode.raised_at = self->states[i].episode.alarm_at = INT32_MIN;
    }
    if (!memory.size) return true;
    int32_t tail;
    struct vdt_memory_reader from = open_memory(memory, &self->begin, &tail);
    self->unit_years = vdt_memory_take_real(&from);
    self->all_years = vdt_memory_take_real(&from);
    self->corpus = take_state(&from);
    size_t u = 0;
    for (uint64_t count = vdt_memory_take(&from); count && !from.damaged; count--) {
        struct vdt_view name = vdt_memory_take_text(&from);
        int32_t first = (int32_t)(int64_t)vdt_memory_take(&from);
        struct unit_state state = take_state(&from);
        state.level = take_level(&from);
        state.first = first;
        while (u < self->series->unit_count && vdt_view_compare(self->series->units[u].name, name) < 0) u++;
        if (u < self->series->unit_count && vdt_view_equal(self->series->units[u].name, name)) self->states[u] = state;
    }
    if (!vdt_track_read(&self->track, &from)) return false;
    self->sizes = vdt_scan_sizes_read(&from);
    take_years(&from, self);
    return !from.damaged;
}

/* Thousands of units are asked for one value each: while one is at work the memory brings what another will need. */
static void fetch_ahead(const struct watching *self, size_t u, int32_t step) {
    if (u >= self->series->unit_count) return;
    const struct vdt_unit *unit = &self->series->units[u];
    if (step < unit->first || step >= unit->first + unit->count) return;
    int32_t at = step - unit->first;
    const char *state = (const char *)&self->states[u];
    __builtin_prefetch(unit->values + at);
    __builtin_prefetch(self->baselines[u].expected + at);
    __builtin_prefetch(self->baselines[u].spread + at);
    for (size_t i = 0; i < sizeof *self->states; i += 64) __builtin_prefetch(state + i);
}

static bool walk(struct watching *self) {
    const struct vdt_series *series = self->series;
    double year = vdt_steps_a_year(series->step);
    for (int64_t step = self->begin > series->first ? self->begin : series->first; step <= series->last; step++) {
        if (self->memory && step == series->last) remember(self, (int32_t)step);
        self->open = series->shared_volumes && step == series->last;
        forget(self, (int32_t)step);
        if (!pass_corpus(self, (int32_t)step)) return false;
        vdt_scan_settle(&self->sizes);
        double shared = shared_at(self, (int32_t)step), bound = vdt_track_bound(&self->track, self->unit_years, self->all_years);
        int32_t rows = 0;
        for (size_t u = 0; u < series->unit_count; u++) {
            const struct vdt_unit *unit = &series->units[u];
            fetch_ahead(self, u + AHEAD, (int32_t)step);
            if (isnan(vdt_unit_value(unit, (int32_t)step))) continue;
            struct unit_state *state = &self->states[u];
            int32_t at = (int32_t)step - unit->first;
            if (unit->volumes && !series->shared_volumes &&
                !pass_volume(self, u, state, (int32_t)step, unit->volumes[at], (double)self->baselines[u].usual[at]))
                return false;
            double doubts = doubt(self, state, (int32_t)step);
            state->row = (int32_t)step;
            state->rows++;
            rows += state->rows > vdt_rows_before_alerts(series->step);
            if (!pass_unit(self, u, (int32_t)step, shared, bound, doubts)) return false;
        }
        *years_of(self, (int32_t)step) = rows / year;
        self->unit_years += rows / year;
        self->all_years += rows / year;
    }
    return true;
}

static enum vdt_status tell_all(struct watching *self, vdt_alert_fn *tell, void *context, struct vdt_error *error) {
    /* a counting sort by unit: within one the walk went by date already */
    size_t units = self->series->unit_count + 1; /* the last is the whole corpus */
    size_t *places = calloc(units + 1, sizeof *places), *order = malloc(sizeof *order * (self->alert_count + 1));
    if (!places || !order) {
        free(places);
        free(order);
        return vdt_fail_memory(error, "watching a series");
    }
    for (size_t i = 0; i < self->alert_count; i++) places[self->alert_units[i] + 1]++;
    for (size_t u = 0; u < units; u++) places[u + 1] += places[u];
    for (size_t i = 0; i < self->alert_count; i++) order[places[self->alert_units[i]]++] = i;
    for (size_t i = 0; i < self->alert_count; i++)
        if (!tell(context, &self->alerts[order[i]])) break;
    free(places);
    free(order);
    return VDT_OK;
}

static bool make_baselines(struct watching *self) {
    const struct vdt_series *series = self->series;
    int32_t keep = tail_begin(self, series->last) + LEVEL_LATER;
    if (series->shared_volumes) vdt_usual_volumes(series->shared_volumes, series->last - series->first + 1, series->step, self->usual);
    for (size_t u = 0; u < series->unit_count; u++) {
        const struct vdt_unit *unit = &series->units[u];
        size_t count = (size_t)unit->count + 1;
        bool own = unit->volumes && !series->shared_volumes;
        float *room = malloc((own ? 3 : 2) * count * sizeof *room);
        if (!room) return false;
        if (own) vdt_usual_volumes(unit->volumes, unit->count, series->step, room + 2 * count);
        const float *usual = own ? room + 2 * count : series->shared_volumes ? self->usual + (unit->first - series->first) : NULL;
        self->baselines[u] = (struct vdt_baseline){ room, room + count, usual, self->states[u].level };
        int32_t begin = self->begin > unit->first ? self->begin - unit->first : 0;
        if (!vdt_baseline_make(unit, self->method, self->counts, begin, keep, &self->baselines[u])) return false;
    }
    return true;
}

enum vdt_status vdt_watch(const struct vdt_series *series, const struct vdt_watch_options *options, vdt_alert_fn *tell,
                          void *context, struct vdt_error *error) {
    if (options->method != VDT_WATCH_AUTO) return vdt_detect(series, options, tell, context, error);
    return vdt_watch__go_on(series, options, (struct vdt_view){ 0 }, NULL, tell, context, error);
}

enum vdt_status vdt_watch__go_on(const struct vdt_series *series, const struct vdt_watch_options *options,
                                 struct vdt_view memory, struct vdt_buffer *next, vdt_alert_fn *tell, void *context,
                                 struct vdt_error *error) {
    size_t units = series->unit_count + 1, steps = series->last >= series->first ? (size_t)((int64_t)series->last - series->first) + 1 : 1;
    bool counts = vdt_series_counts(series, options->type, INT32_MAX - 1);
    struct watching self = {
        .series = series, .options = options, .counts = counts, .method = vdt_method_of(series->step, counts),
        .baselines = calloc(units, sizeof *self.baselines), .states = calloc(units, sizeof *self.states),
        .years = calloc(steps + MONTHS, sizeof(double)), .usual = calloc(steps, sizeof(float)),
        .shared = malloc(sizeof(double) * units), .begin = INT32_MIN, .memory = next,
    };
    enum vdt_status status = VDT_OK;
    if (!vdt_track_begin(&self.track, habits[self.method], options->budget) || !self.baselines || !self.states || !self.shared ||
        !self.years || !self.usual || !go_on_from(&self, memory) || !make_baselines(&self) || !walk(&self))
        status = vdt_fail_memory(error, "watching a series");
    if (next && vdt_buffer_failed(next)) status = vdt_fail_memory(error, "watching a series");
    if (status == VDT_OK) status = tell_all(&self, tell, context, error);
    for (size_t u = 0; self.baselines && u < units; u++) free(self.baselines[u].expected);
    free(self.baselines);
    free(self.states);
    vdt_track_end(&self.track);
    free(self.shared);
    free(self.years);
    free(self.usual);
    free(self.alerts);
    free(self.alert_units);
    return status;
}
