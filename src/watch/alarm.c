/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alarms at a budget. All units are walked through together, date by date:
 *
 *   values → baselines → scores → episodes → the rank of past episodes at which the budget is spent → bound → alarms
 *
 * An episode is a stretch of raised scores; its highest score goes into the pool of what has been seen. After y unit-years
 * a budget b has room for b·y alarms: the bound is the b·y-th highest episode of the past. That keeps the budget whatever
 * the scores' distribution is, which no nominal level was ever seen to do.
 */
#include "watch/alarm.h"

#include <stdlib.h>

#include "base/limit.h"
#include "watch/baseline.h"
#include "watch/detector.h"
#include "watch/remembered.h"

enum { BUCKETS = 1 << 16, A_UNIT = 64 };  /* scores are pooled in steps of 1/64, up to 1,024 */

/* How many of the pooled scores lie at or above one: a Fenwick tree (1994). */
struct pool {
    uint32_t *sums;
    uint64_t total;
};

static size_t bucket_of(double score) {
    return score <= 0 ? 0 : score * A_UNIT >= BUCKETS - 1 ? BUCKETS - 1 : (size_t)(score * A_UNIT);
}

static void pool_add(struct pool *pool, double score, int change) {
    for (size_t at = BUCKETS - bucket_of(score); at <= BUCKETS; at += at & -at) pool->sums[at] += (uint32_t)change;
    pool->total += (uint64_t)(int64_t)change;
}

static uint64_t pool_above(const struct pool *pool, double score) {
    uint64_t sum = 0;
    for (size_t at = BUCKETS - bucket_of(score); at > 0; at -= at & -at) sum += pool->sums[at];
    return sum;
}

/* The score that `rank` pooled ones lie above. */
static double pool_rank(const struct pool *pool, uint64_t rank) {
    size_t at = 0;
    uint64_t sum = 0;
    for (size_t step = BUCKETS; step; step /= 2)
        if (at + step <= BUCKETS && sum + pool->sums[at + step] <= rank) at += step, sum += pool->sums[at];
    return at >= BUCKETS ? 0 : (double)(BUCKETS - at) / A_UNIT;
}

/* What differs between the methods: where episodes begin, how long they last, what counts against the budget. */
struct habit {
    double raised;      /* a score that begins an episode */
    double first_bound; /* until there is a past to speak of */
    double certain;     /* beyond this an episode is hardly a false alarm, and does not spend the budget */
    int calm_steps;     /* an episode ends after so many steps below */
    bool steps_up;      /* within an episode a higher value is a new alarm */
    int32_t memory;     /* steps after which an episode is forgotten, with the unit-years of its time; 0: never */
};

enum { MONTHS = 120 }; /* a decade */

static const struct habit habits[] = {
    [VDT_METHOD_WEEKLY] = { 1.5, 4, 4.5, 2, false, 0 },
    [VDT_METHOD_MONTHLY] = { 0.2, 1.5, 1e9, 1, true, MONTHS },
    [VDT_METHOD_ROBUST] = { 1.5, 6, 1e9, 14, false, 0 },
};

/*
 * Where violence falls, the past's episodes lie higher than those to come, and the budget is not spent: what is unspent
 * comes back as ranks, four for one, until it is.
 */
static const double catching_up = 4;

/* Unit-years before the past says more than the first bound. */
static const double years_before_ranks = 30;

struct unit_state {
    int32_t rows;
    int32_t raised_at, alarm_at;  /* the last step of the running episode, and of the running alarm; INT32_MIN: none */
    double peak, peak_value, alarm_value;
    size_t episode;               /* the running one's place among the remembered */
    bool quiet;                   /* in a volume gap */
    double usual_volume;
};

/* An episode that is in the pool. */
struct remembered {
    int32_t step;
    double peak;
};

struct watching {
    const struct vdt_series *series;
    const struct vdt_watch_options *options;
    bool counts;
    enum vdt_method method;
    struct vdt_baseline *baselines;  /* of each unit */
    struct unit_state *states;
    struct pool episodes, scores;
    struct remembered *remembered;   /* episodes in the pool by their last peak's step; those before `forgotten` are out of it */
    size_t remembered_count, remembered_capacity, forgotten;
    double *years;                   /* unit-years of each step of the series */
    double *shared;                  /* scratch: a number a unit */
    double unit_years, all_years;    /* those that are remembered, and all */
    double spent;                    /* alarms until now */
    struct unit_state corpus;        /* of the volume that all units share */
    int32_t begin;                   /* the first step to walk over */
    struct vdt_buffer *memory;       /* what goes on another day, as of before the last step; NULL: nobody asked */
    struct vdt_alert *alerts;        /* kept, since lines come by unit and the walk goes by date */
    size_t *alert_units, alert_count, alert_capacity;
};

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
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
    qsort(self->shared, count, sizeof *self->shared, compare_numbers);
    return self->shared[count / 2];
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

static double bound_score(const struct watching *self, const struct habit *habit) {
    double room = self->options->budget * self->unit_years, unspent = self->options->budget * self->all_years - self->spent;
    if (habit->memory && unspent > 0) room += catching_up * unspent;
    double bound = pool_rank(&self->episodes, (uint64_t)room);
    bool early = self->unit_years < years_before_ranks || room >= (double)self->episodes.total;
    return early && bound < habit->first_bound ? habit->first_bound : bound > habit->raised ? bound : habit->raised;
}

/* Puts a peak into the pool; false when memory is out. */
static bool remember_episode(struct watching *self, struct unit_state *state, int32_t step, double peak) {
    if (self->remembered_count == self->remembered_capacity) {
        size_t capacity = self->remembered_capacity ? 2 * self->remembered_capacity : 256;
        struct remembered *grown = realloc(self->remembered, capacity * sizeof *grown);
        if (!grown) return false;
        self->remembered = grown;
        self->remembered_capacity = capacity;
    }
    pool_add(&self->episodes, peak, 1);
    state->episode = self->remembered_count;
    self->remembered[self->remembered_count++] = (struct remembered){ step, peak };
    return true;
}

/* Takes the peak of the running episode out of the pool, where it has not been forgotten. */
static void take_back_episode(struct watching *self, const struct unit_state *state) {
    if (state->episode < self->forgotten || self->remembered[state->episode].peak < 0) return;
    pool_add(&self->episodes, state->peak, -1);
    self->remembered[state->episode].peak = -1;
}

/* Takes a score into the running episode of a unit, or begins one. False when memory is out. */
static bool pass_episode(struct watching *self, struct unit_state *state, const struct habit *habit, int32_t step,
                         double value, double score) {
    if (score < habit->raised) return true;
    bool goes_on = state->raised_at != INT32_MIN && step - state->raised_at <= habit->calm_steps;
    bool higher = goes_on && habit->steps_up && fabs(value) >= fabs(state->peak_value);
    state->raised_at = step;
    if (goes_on && !higher && score <= state->peak) return true;
    if (goes_on && !higher && state->peak < habit->certain) take_back_episode(self, state);
    state->peak = score;
    state->peak_value = value;
    return score >= habit->certain || remember_episode(self, state, step, score);
}

/* What lies further back than the method remembers: a violent decade does not hold the bound up for ever. */
static void forget(struct watching *self, int32_t step) {
    int32_t memory = habits[self->method].memory;
    if (!memory) return;
    int32_t out = step - memory - self->series->first;
    if (out >= 0) self->unit_years -= self->years[out];
    for (; self->forgotten < self->remembered_count && self->remembered[self->forgotten].step <= step - memory; self->forgotten++)
        if (self->remembered[self->forgotten].peak >= 0) pool_add(&self->episodes, self->remembered[self->forgotten].peak, -1);
}

/* A unit of which far less was read than usual: told once, when it begins. */
static bool pass_volume(struct watching *self, size_t u, struct unit_state *state, struct vdt_view name, int32_t step,
                        double volume) {
    if (isnan(volume)) return true;
    bool gap = state->rows >= vdt_rows_before_alerts(self->series->step) && volume < 0.25 * state->usual_volume;
    if (!gap) state->usual_volume += (volume - state->usual_volume) / (state->rows < 60 ? state->rows + 1 : 60);
    bool begins = gap && !state->quiet;
    state->quiet = gap;
    if (!begins) return true;
    double expected = state->usual_volume;
    return keep(self, u, (struct vdt_alert){
        .unit = name, .date = vdt_step_write(self->series, step),
        .since = vdt_step_write(self->series, step), .kind = "volume-gap", .value = volume, .expected = expected,
        .bound = 0.25 * expected, .score = expected > 0 ? 1 - volume / expected : 0, .p = 0.5 });
}

/* The volume that all units of a gathered series share is told of once, as that of the unit "*". */
static bool pass_corpus(struct watching *self, int32_t step) {
    if (!self->series->shared_volumes) return true;
    double volume = self->series->shared_volumes[step - self->series->first];
    if (isnan(volume)) return true;
    bool good = pass_volume(self, self->series->unit_count, &self->corpus, VDT_LITERAL("*"), step, volume);
    self->corpus.rows++;
    return good;
}

static bool pass_unit(struct watching *self, size_t u, int32_t step, double shared, double bound) {
    const struct vdt_unit *unit = &self->series->units[u];
    const struct habit *habit = &habits[self->method];
    struct unit_state *state = &self->states[u];
    struct vdt_baseline *baseline = &self->baselines[u];
    int32_t at = step - unit->first;
    double expected = baseline->expected[at];
    if (isnan(expected)) return true;
    double signed_score = vdt_baseline_score(self->method, unit->values[at], expected, baseline->spread[at], shared);
    double score = self->options->side == VDT_WATCH_UP     ? signed_score
                   : self->options->side == VDT_WATCH_DOWN ? -signed_score
                                                           : fabs(signed_score);
    bool ready = state->rows > vdt_rows_before_alerts(self->series->step);
    double p = ((double)pool_above(&self->scores, score) + 0.5) / ((double)self->scores.total + 1);
    pool_add(&self->scores, score, 1);
    if (ready && !pass_episode(self, state, habit, step, unit->values[at], score)) return false;
    bool over = ready && score > bound;
    bool running = state->alarm_at != INT32_MIN && step - state->alarm_at <= habit->calm_steps;
    bool alarm = over && (!running || (habit->steps_up && fabs(unit->values[at]) >= fabs(state->alarm_value)));
    if (over) state->alarm_at = step;
    if (alarm) state->alarm_value = unit->values[at], self->spent++;
    if (!alarm && !self->options->all) return true;
    double side = signed_score < 0 ? -1 : 1;
    return keep(self, u, (struct vdt_alert){
        .unit = unit->name, .date = vdt_step_write(self->series, step), .since = vdt_step_write(self->series, step),
        .kind = alarm ? "count" : "level", .value = unit->values[at], .expected = expected,
        .bound = vdt_baseline_bound(self->method, side * bound, expected, baseline->spread[at], shared),
        .score = score, .p = p });
}

/* ---- going on another day ---- */

static const struct vdt_view magic = { "vedette watch 2\n", 16 };

static void put_state(struct vdt_buffer *out, const struct unit_state *state) {
    vdt_memory_put(out, (uint64_t)(int64_t)state->rows);
    vdt_memory_put(out, (uint64_t)(int64_t)state->raised_at);
    vdt_memory_put(out, (uint64_t)(int64_t)state->alarm_at);
    vdt_memory_put(out, state->episode);
    vdt_memory_put(out, state->quiet);
    const double reals[] = { state->peak, state->peak_value, state->alarm_value, state->usual_volume };
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) vdt_memory_put_real(out, reals[i]);
}

static struct unit_state take_state(struct vdt_memory_reader *from) {
    struct unit_state state = { .rows = (int32_t)(int64_t)vdt_memory_take(from) };
    state.raised_at = (int32_t)(int64_t)vdt_memory_take(from);
    state.alarm_at = (int32_t)(int64_t)vdt_memory_take(from);
    state.episode = (size_t)vdt_memory_take(from);
    state.quiet = vdt_memory_take(from) != 0;
    double *const reals[] = { &state.peak, &state.peak_value, &state.alarm_value, &state.usual_volume };
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) *reals[i] = vdt_memory_take_real(from);
    return state;
}

static void put_pool(struct vdt_buffer *out, const struct pool *pool) {
    uint64_t used = 0;
    for (size_t i = 0; i <= BUCKETS; i++) used += pool->sums[i] != 0;
    vdt_memory_put(out, pool->total);
    vdt_memory_put(out, used);
    for (size_t i = 0; i <= BUCKETS; i++)
        if (pool->sums[i]) vdt_memory_put(out, (uint64_t)i << 32 | pool->sums[i]);
}

static void take_pool(struct vdt_memory_reader *from, struct pool *pool) {
    pool->total = vdt_memory_take(from);
    for (uint64_t used = vdt_memory_take(from); used && !from->damaged; used--) {
        uint64_t entry = vdt_memory_take(from);
        if (entry >> 32 <= BUCKETS) pool->sums[entry >> 32] = (uint32_t)entry;
    }
}

/* The episodes from the first that is not forgotten on, and the unit-years of the steps that will be. */
static void put_remembered(struct vdt_buffer *out, const struct watching *self, int32_t next) {
    vdt_memory_put(out, self->forgotten);
    vdt_memory_put(out, self->remembered_count);
    for (size_t i = self->forgotten; i < self->remembered_count; i++) {
        vdt_memory_put(out, (uint64_t)(int64_t)self->remembered[i].step);
        vdt_memory_put_real(out, self->remembered[i].peak);
    }
    int32_t begin = next - habits[self->method].memory;
    if (begin < self->series->first) begin = self->series->first;
    vdt_memory_put(out, (uint64_t)(int64_t)begin);
    vdt_memory_put(out, (uint64_t)(next - begin));
    for (int32_t step = begin; step < next; step++) vdt_memory_put_real(out, self->years[step - self->series->first]);
}

static bool take_remembered(struct vdt_memory_reader *from, struct watching *self) {
    self->forgotten = (size_t)vdt_memory_take(from);
    self->remembered_count = (size_t)vdt_memory_take(from);
    if (from->damaged || self->forgotten > self->remembered_count || self->remembered_count - self->forgotten > from->rest.size) return false;
    self->remembered_capacity = self->remembered_count + 1;
    self->remembered = calloc(self->remembered_capacity, sizeof *self->remembered);
    if (!self->remembered) return false;
    for (size_t i = self->forgotten; i < self->remembered_count; i++) {
        self->remembered[i].step = (int32_t)(int64_t)vdt_memory_take(from);
        self->remembered[i].peak = vdt_memory_take_real(from);
    }
    int64_t begin = (int64_t)vdt_memory_take(from), count = (int64_t)vdt_memory_take(from);
    for (int64_t step = begin; step < begin + count && !from->damaged; step++) {
        double years = vdt_memory_take_real(from);
        if (step >= self->series->first && step <= self->series->last) self->years[step - self->series->first] = years;
    }
    return !from->damaged;
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
    vdt_memory_put_real(out, self->unit_years);
    vdt_memory_put_real(out, self->all_years);
    vdt_memory_put_real(out, self->spent);
    put_state(out, &self->corpus);
    vdt_memory_put(out, count);
    for (size_t u = 0; u < series->unit_count; u++) {
        if (series->units[u].first >= next) continue;
        vdt_memory_put_text(out, series->units[u].name);
        vdt_memory_put(out, (uint64_t)(int64_t)series->units[u].first);
        put_state(out, &self->states[u]);
    }
    put_pool(out, &self->episodes);
    put_pool(out, &self->scores);
    put_remembered(out, self, next);
}

static struct vdt_memory_reader open_memory(struct vdt_view memory, int32_t *next) {
    struct vdt_memory_reader from = { memory, !vdt_view_starts(memory, magic) };
    from.rest = vdt_view_slice(memory, magic.size, memory.size);
    *next = (int32_t)(int64_t)vdt_memory_take(&from);
    return from;
}

bool vdt_watch__recall(struct vdt_view memory, struct vdt_arena *arena, struct vdt_known_units *out, int32_t *next) {
    struct vdt_memory_reader from = open_memory(memory, next);
    for (int i = 0; i < 3; i++) vdt_memory_take_real(&from);
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
    }
    *out = (struct vdt_known_units){ names, firsts, (size_t)count };
    return !from.damaged;
}

/* Both lists are sorted by name. */
static bool go_on_from(struct watching *self, struct vdt_view memory) {
    if (!memory.size) return true;
    struct vdt_memory_reader from = open_memory(memory, &self->begin);
    self->unit_years = vdt_memory_take_real(&from);
    self->all_years = vdt_memory_take_real(&from);
    self->spent = vdt_memory_take_real(&from);
    self->corpus = take_state(&from);
    size_t u = 0;
    for (uint64_t count = vdt_memory_take(&from); count && !from.damaged; count--) {
        struct vdt_view name = vdt_memory_take_text(&from);
        vdt_memory_take(&from);
        struct unit_state state = take_state(&from);
        while (u < self->series->unit_count && vdt_view_compare(self->series->units[u].name, name) < 0) u++;
        if (u < self->series->unit_count && vdt_view_equal(self->series->units[u].name, name)) self->states[u] = state;
    }
    take_pool(&from, &self->episodes);
    take_pool(&from, &self->scores);
    if (!take_remembered(&from, self)) return false;
    return !from.damaged;
}

int32_t vdt_watch__tail(enum vdt_step step) {
    return step == VDT_STEP_DAY ? 400 : step == VDT_STEP_WEEK ? 440 : 400;
}

static bool walk(struct watching *self) {
    const struct vdt_series *series = self->series;
    double year = vdt_steps_a_year(series->step);
    for (int64_t step = self->begin > series->first ? self->begin : series->first; step <= series->last; step++) {
        if (self->memory && step == series->last) remember(self, (int32_t)step);
        forget(self, (int32_t)step);
        if (!pass_corpus(self, (int32_t)step)) return false;
        double shared = shared_at(self, (int32_t)step), bound = bound_score(self, &habits[self->method]);
        int32_t rows = 0;
        for (size_t u = 0; u < series->unit_count; u++) {
            const struct vdt_unit *unit = &series->units[u];
            if (isnan(vdt_unit_value(unit, (int32_t)step))) continue;
            struct unit_state *state = &self->states[u];
            if (unit->volumes && !series->shared_volumes &&
                !pass_volume(self, u, state, unit->name, (int32_t)step, unit->volumes[step - unit->first]))
                return false;
            state->rows++;
            rows += state->rows > vdt_rows_before_alerts(series->step);
            if (!pass_unit(self, u, (int32_t)step, shared, bound)) return false;
        }
        self->years[step - series->first] = rows / year;
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
    for (size_t u = 0; u < self->series->unit_count; u++) {
        const struct vdt_unit *unit = &self->series->units[u];
        size_t count = (size_t)unit->count + 1;
        float *room = malloc(2 * count * sizeof *room);
        if (!room) return false;
        self->baselines[u] = (struct vdt_baseline){ room, room + count };
        if (!vdt_baseline_make(unit, self->method, self->counts, &self->baselines[u])) return false;
        self->states[u].raised_at = self->states[u].alarm_at = INT32_MIN;
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
    size_t units = series->unit_count + 1;
    bool counts = vdt_series_counts(series, options->type, INT32_MAX - 1);
    struct watching self = {
        .series = series, .options = options, .counts = counts, .method = vdt_method_of(series->step, counts),
        .baselines = calloc(units, sizeof *self.baselines), .states = calloc(units, sizeof *self.states),
        .episodes = { calloc(BUCKETS + 1, sizeof(uint32_t)), 0 }, .scores = { calloc(BUCKETS + 1, sizeof(uint32_t)), 0 },
        .years = calloc(series->last >= series->first ? (size_t)((int64_t)series->last - series->first) + 1 : 1, sizeof(double)),
        .shared = malloc(sizeof(double) * units), .begin = INT32_MIN, .memory = next,
    };
    enum vdt_status status = VDT_OK;
    if (!self.baselines || !self.states || !self.episodes.sums || !self.scores.sums || !self.shared || !self.years || !make_baselines(&self) ||
        !go_on_from(&self, memory) || !walk(&self))
        status = vdt_fail_memory(error, "watching a series");
    if (next && vdt_buffer_failed(next)) status = vdt_fail_memory(error, "watching a series");
    if (status == VDT_OK) status = tell_all(&self, tell, context, error);
    for (size_t u = 0; self.baselines && u < units; u++) free(self.baselines[u].expected);
    free(self.baselines);
    free(self.states);
    free(self.episodes.sums);
    free(self.scores.sums);
    free(self.shared);
    free(self.years);
    free(self.remembered);
    free(self.alerts);
    free(self.alert_units);
    return status;
}
