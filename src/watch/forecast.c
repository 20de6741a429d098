/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forecasts as weighted samples. Two members are mixed:
 *
 *   decay      the unit's own last 36 values, each weighing nine tenths of the one after it
 *   analogues  what came after like levels. Every step of every unit up to the origin has a level (an exponential mean) and
 *              a late level (one that forgets fast); of the 600 steps nearest in both, the value that came `horizon`
 *              later is taken, relative to the level then, and put on the level now
 *
 * The first knows the unit, the second how levels like this one go on: that calm places may flare up, and that high
 * levels fall back. The more analogues there are, the heavier they weigh, up to 65 in a hundred.
 *
 * All steps of all units are sorted by level once; a search walks outwards from the unit's level and stops when nothing
 * nearer can come. Only what lies before the origin is looked at: the sorted order of that part does not depend on what
 * came after it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limit.h"
#include "watch/numbers.h"
#include "watch/onset.h"
#include "watch/series.h"

enum { OWN = 36, ANALOGUES = 600, SAMPLE = OWN + ANALOGUES, HALF = 60, LEVEL_ROWS = 3 };

static const double own_decay = 0.9, level_decay = 0.9, late_decay = 0.5, late_weight = 0.5, farthest = 3, heaviest = 0.65;

/* A step of a unit as an analogue. */
struct analogue {
    float size, late;      /* log of the mean of absolute values; of the late mean */
    double level, scale;   /* mean; mean of absolute values */
    uint64_t tie;          /* orders equals without regard to names or dates */
    uint32_t unit;
    int32_t step;
};

/* An analogue found. */
struct near {
    float distance;
    uint32_t at;
};

struct point {
    double value, weight;
};

struct sample {
    struct point points[SAMPLE];
    size_t count;
    double own_share;
};

/* What holds for all units at one origin. */
struct origin {
    int32_t step;
    bool counts;
    double cap;    /* ten times the largest value any unit has shown */
    size_t *now;   /* of each unit: its analogue at the origin, or SIZE_MAX */
    double *any;   /* chances of the regressions: [horizon − 1][unit][threshold]; NAN: not to be had */
};

struct forecasting {
    const struct vdt_series *series;
    const struct vdt_forecast_options *options;
    struct analogue *analogues; /* sorted by size */
    size_t analogue_count;
    struct vdt_onset **onsets;  /* one for each threshold; NULL: not to be had */
    struct near *heap;          /* of a search */
    double *draws;
    const struct origin *at;    /* the origin in the work */
    enum vdt_forecast_model model; /* of the unit in the work */
    struct sample sample;
};

static int compare_analogues(const void *a, const void *b) {
    const struct analogue *x = a, *y = b;
    if (x->size != y->size) return x->size < y->size ? -1 : 1;
    return x->tie < y->tie ? -1 : x->tie > y->tie;
}

static bool find_levels(struct forecasting *self) {
    const struct vdt_series *series = self->series;
    size_t most = 1;
    for (size_t u = 0; u < series->unit_count; u++) most += (size_t)series->units[u].count;
    self->analogues = malloc(most * sizeof *self->analogues);
    if (!self->analogues || most > UINT32_MAX) return false;
    for (size_t u = 0; u < series->unit_count; u++) {
        const struct vdt_unit *unit = &series->units[u];
        struct vdt_mean level = { 0 }, late = { 0 }, scale = { 0 };
        uint64_t tie = vdt_hash(unit->name);
        int32_t rows = 0;
        for (int32_t i = 0; i < unit->count; i++) {
            bool known = !isnan(unit->values[i]);
            double value = known ? unit->values[i] : 0;
            vdt_mean_push(&level, level_decay, value, known);
            vdt_mean_push(&scale, level_decay, fabs(value), known);
            vdt_mean_push(&late, late_decay, value, known);
            rows += known;
            if (rows < LEVEL_ROWS) continue;
            double quick = vdt_mean_value(&late);
            uint64_t state = tie + (uint64_t)(int64_t)(unit->first + i) * 0x9e3779b97f4a7c15u;
            self->analogues[self->analogue_count++] = (struct analogue){
                .size = (float)log1p(vdt_mean_value(&scale)), .late = (float)copysign(log1p(fabs(quick)), quick),
                .level = vdt_mean_value(&level), .scale = vdt_mean_value(&scale), .tie = vdt_random_next(&state),
                .unit = (uint32_t)u, .step = unit->first + i };
        }
    }
    if (self->analogue_count) qsort(self->analogues, self->analogue_count, sizeof *self->analogues, compare_analogues);
    return true;
}

static void add_point(struct sample *sample, double value, double weight) {
    sample->points[sample->count++] = (struct point){ value, weight };
}

/* The unit's own values up to the origin, the last `most` steps; returns the sum of their weights. */
static double add_own(struct forecasting *self, const struct vdt_unit *unit, int most, double decay) {
    double weight = 1, sum = 0;
    for (int k = 0; k < most; k++, weight *= decay) {
        double value = vdt_unit_value(unit, self->at->step - k);
        if (isnan(value)) continue;
        add_point(&self->sample, value, weight);
        sum += weight;
    }
    if (sum > 0) return sum;
    /* nothing that late: the last value there is */
    for (int32_t i = self->at->step - unit->first < unit->count ? self->at->step - unit->first : unit->count - 1; i >= 0; i--) {
        if (isnan(unit->values[i])) continue;
        add_point(&self->sample, unit->values[i], 1);
        return 1;
    }
    return 0;
}

static void sift(struct forecasting *self, size_t count, size_t at) {
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= count) return;
        if (child + 1 < count && self->heap[child + 1].distance > self->heap[child].distance) child++;
        if (self->heap[child].distance <= self->heap[at].distance) return;
        struct near held = self->heap[at];
        self->heap[at] = self->heap[child];
        self->heap[child] = held;
        at = child;
    }
}

/* The nearest analogues of `here` that have an outcome by the origin, in self->heap (the farthest on top). */
static size_t search(struct forecasting *self, size_t here, int horizon) {
    const struct analogue *now = &self->analogues[here];
    size_t count = 0, up = here + 1, down = here;
    while (up < self->analogue_count || down > 0) {
        float above = up < self->analogue_count ? self->analogues[up].size - now->size : INFINITY;
        float below = down > 0 ? now->size - self->analogues[down - 1].size : INFINITY;
        float nearer = above < below ? above : below;
        if (nearer >= (float)farthest || (count == ANALOGUES && nearer >= self->heap[0].distance)) break;
        size_t at = above < below ? up++ : --down;
        const struct analogue *then = &self->analogues[at];
        if ((int64_t)then->step + horizon > self->at->step) continue;
        if (isnan(vdt_unit_value(&self->series->units[then->unit], then->step + horizon))) continue;
        float distance = nearer + (float)late_weight * fabsf(then->late - now->late);
        if (distance >= (float)farthest || (count == ANALOGUES && distance >= self->heap[0].distance)) continue;
        if (count < ANALOGUES) {
            self->heap[count++] = (struct near){ distance, (uint32_t)at };
            if (count == ANALOGUES)
                for (size_t i = count / 2; i-- > 0;) sift(self, count, i);
            continue;
        }
        self->heap[0] = (struct near){ distance, (uint32_t)at };
        sift(self, count, 0);
    }
    return count;
}

static int compare_points(const void *a, const void *b) {
    double x = ((const struct point *)a)->value, y = ((const struct point *)b)->value;
    return (x > y) - (x < y);
}

static void finish_sample(struct forecasting *self) {
    struct sample *sample = &self->sample;
    double sum = 0;
    for (size_t i = 0; i < sample->count; i++) {
        double value = sample->points[i].value;
        if (self->at->counts) value = value < 0 ? 0 : floor(value + 0.5);
        sample->points[i].value = value > self->at->cap ? self->at->cap : value < -self->at->cap ? -self->at->cap : value;
        sum += sample->points[i].weight;
    }
    for (size_t i = 0; i < sample->count; i++) sample->points[i].weight /= sum;
    qsort(sample->points, sample->count, sizeof *sample->points, compare_points);
}

static void sample_mixture(struct forecasting *self, size_t number, int horizon) {
    const struct vdt_unit *unit = &self->series->units[number];
    struct sample *sample = &self->sample;
    double own = add_own(self, unit, OWN, own_decay);
    size_t own_count = sample->count, here = self->at->now[number];
    size_t count = here == SIZE_MAX ? 0 : search(self, here, horizon);
    double share = heaviest * (double)count / (double)(count + HALF);
    for (size_t i = 0; i < own_count; i++) sample->points[i].weight *= (1 - share) / own;
    for (size_t i = 0; i < count; i++) {
        const struct analogue *then = &self->analogues[self->heap[i].at], *now = &self->analogues[here];
        double value = vdt_unit_value(&self->series->units[then->unit], then->step + horizon);
        double ratio = (now->scale + 1) / (then->scale + 1);
        add_point(sample, self->at->counts ? value * ratio : now->level + (value - then->level) * ratio, share / (double)count);
    }
    sample->own_share = 1 - share;
}

static void sample_moments(struct forecasting *self, const struct vdt_unit *unit) {
    struct sample *sample = &self->sample;
    double sum = add_own(self, unit, 12, 1), mean = 0, variance = 0;
    for (size_t i = 0; i < sample->count; i++) mean += sample->points[i].value / sum;
    for (size_t i = 0; i < sample->count; i++)
        variance += (sample->points[i].value - mean) * (sample->points[i].value - mean);
    variance /= sample->count > 1 ? (double)(sample->count - 1) : 1;
    sample->count = 0;
    for (int i = 0; i < 500; i++)
        add_point(sample, vdt_negative_binomial_quantile((i + 0.5) / 500, mean, variance), 1);
}

/* Is the unit one of those that are left to the last twelve values? */
static bool is_plain(const struct forecasting *self, struct vdt_view name) {
    struct vdt_view rest = self->options->plain_units;
    while (rest.size)
        if (vdt_view_equal(vdt_view_cut(&rest, '\n'), name)) return true;
    return false;
}

static void make_sample(struct forecasting *self, size_t number, int horizon) {
    self->sample.count = 0;
    self->sample.own_share = 1;
    const struct vdt_unit *unit = &self->series->units[number];
    if (self->model == VDT_FORECAST_LAST_12)
        add_own(self, unit, 12, 1);
    else if (self->model == VDT_FORECAST_NB_12)
        sample_moments(self, unit);
    else
        sample_mixture(self, number, horizon);
    finish_sample(self);
}

static double sample_quantile(const struct sample *sample, double share) {
    double sum = 0;
    for (size_t i = 0; i < sample->count; i++) {
        sum += sample->points[i].weight;
        if (sum >= share - 1e-12) return sample->points[i].value;
    }
    return sample->points[sample->count - 1].value;
}

/* The share of the sample at or over a threshold, drawn a little from 0 and 1: a sample of n knows no more than that. */
static double sample_over(const struct sample *sample, double threshold) {
    double sum = 0, n = (double)sample->count;
    for (size_t i = 0; i < sample->count; i++)
        if (sample->points[i].value >= threshold) sum += sample->points[i].weight;
    return (sum * n + 0.1) / (n + 0.2);
}

/* Draws by equal shares of the sample, each jittered within its share, in a shuffled order. */
static void draw(struct forecasting *self, struct vdt_view name, int horizon) {
    const uint64_t key[3] = { self->options->seed, (uint64_t)(int64_t)self->at->step, (uint64_t)horizon };
    uint64_t state = vdt_hash_seeded(name, vdt_hash((struct vdt_view){ (const char *)key, sizeof key }));
    const struct sample *sample = &self->sample;
    size_t count = (size_t)self->options->draws, at = 0;
    double sum = sample->points[0].weight;
    for (size_t i = 0; i < count; i++) {
        double share = ((double)i + vdt_random_unit(&state)) / (double)count;
        while (at + 1 < sample->count && sum < share) sum += sample->points[++at].weight;
        self->draws[i] = sample->points[at].value;
    }
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(vdt_random_next(&state) % i);
        double held = self->draws[i - 1];
        self->draws[i - 1] = self->draws[other];
        self->draws[other] = held;
    }
}

static const char *bin_of(double mean) {
    return mean < 1 ? "0" : mean < 25 ? "1-24" : mean < 100 ? "25-99" : mean < 1000 ? "100-999" : "1000+";
}

struct numbers {
    const double *quantile_at, *over;
    size_t quantile_count, over_count;
};

static bool tell_line(struct forecasting *self, const struct numbers *numbers, size_t number, int horizon,
                      const double *regressed, double *most_over, vdt_forecast_fn *tell, void *context) {
    const struct vdt_unit *unit = &self->series->units[number];
    const struct sample *sample = &self->sample;
    double quantiles[VDT_FORECAST_MOST_NUMBERS], over[VDT_FORECAST_MOST_NUMBERS], any[VDT_FORECAST_MOST_NUMBERS], mean = 0;
    for (size_t i = 0; i < sample->count; i++) mean += sample->points[i].value * sample->points[i].weight;
    for (size_t q = 0; q < numbers->quantile_count; q++) quantiles[q] = sample_quantile(sample, numbers->quantile_at[q]);
    for (size_t k = 0; k < numbers->over_count; k++) {
        over[k] = sample_over(sample, numbers->over[k]);
        if (over[k] > most_over[k]) most_over[k] = over[k];
        any[k] = isnan(regressed[k]) ? most_over[k] : regressed[k];
        if (over[k] > any[k]) over[k] = any[k]; /* one value over it is at least one */
    }
    if (horizon < self->options->horizon_from) return true;
    if (self->options->draws) draw(self, unit->name, horizon);
    char model[96];
    if (self->model == VDT_FORECAST_AUTO)
        snprintf(model, sizeof model, "mixture(decay-%d .%02d, analogues .%02d)", OWN, (int)(100 * sample->own_share + 0.5) % 100,
                 100 - (int)(100 * sample->own_share + 0.5));
    const struct vdt_forecast line = {
        .unit = unit->name, .origin = vdt_step_write(self->series, self->at->step),
        .target = vdt_step_write(self->series, self->at->step + horizon), .horizon = horizon, .mean = mean,
        .quantile_count = numbers->quantile_count, .over_count = numbers->over_count, .quantile_at = numbers->quantile_at,
        .quantiles = quantiles, .over = numbers->over, .p_over = over, .p_any = any, .draws = self->draws,
        .draw_count = (size_t)self->options->draws, .bin = bin_of(mean),
        .model = self->model == VDT_FORECAST_LAST_12 ? "last-12"
                 : self->model == VDT_FORECAST_NB_12 ? "nb-12"
                 : sample->own_share > 0.995                  ? "decay-36"
                                                              : model,
    };
    return tell(context, &line);
}

/* Has the unit a row by the origin? */
static bool begun(const struct vdt_unit *unit, int32_t origin) {
    for (int32_t i = 0; i < unit->count && unit->first + i <= origin; i++)
        if (!isnan(unit->values[i])) return true;
    return false;
}

static void begin_origin(struct forecasting *self, struct origin *origin) {
    const struct vdt_series *series = self->series;
    origin->counts = vdt_series_counts(series, self->options->type, origin->step);
    for (size_t u = 0; u < series->unit_count; u++) {
        const struct vdt_unit *unit = &series->units[u];
        origin->now[u] = SIZE_MAX;
        for (int32_t i = 0; i < unit->count && unit->first + i <= origin->step; i++)
            if (fabs(unit->values[i]) > origin->cap) origin->cap = fabs(unit->values[i]);
    }
    origin->cap *= 10;
    for (size_t a = 0; a < self->analogue_count; a++)
        if (self->analogues[a].step == origin->step) origin->now[self->analogues[a].unit] = a;
}

/* The chances that the regressions give all units, for one horizon. */
static void find_chances(struct forecasting *self, const struct numbers *numbers, const struct origin *origin, int horizon,
                         double *any) {
    for (size_t k = 0; k < numbers->over_count; k++) {
        bool fitted = origin->counts && self->onsets[k] && vdt_onset_fit(self->onsets[k], origin->step, horizon);
        for (size_t u = 0; u < self->series->unit_count; u++)
            any[u * numbers->over_count + k] = fitted ? vdt_onset_chance(self->onsets[k], u) : NAN;
    }
}

/*
 * Lines come sorted by unit, origin and target, but the regressions go by origin and horizon: the chances of all are
 * found first, then the units are gone through.
 */
static void run(struct forecasting *self, const struct numbers *numbers, struct origin *origins, size_t origin_count,
                vdt_forecast_fn *tell, void *context) {
    size_t units = self->series->unit_count;
    int last = self->options->horizon_to;
    size_t cell = units * numbers->over_count;
    for (size_t o = 0; o < origin_count; o++) {
        begin_origin(self, &origins[o]);
        for (int horizon = 1; horizon <= last; horizon++)
            find_chances(self, numbers, &origins[o], horizon, origins[o].any + (size_t)(horizon - 1) * cell);
    }
    for (size_t u = 0; u < units; u++) {
        self->model = is_plain(self, self->series->units[u].name) ? VDT_FORECAST_LAST_12 : self->options->model;
        for (size_t o = 0; o < origin_count; o++) {
            if (!begun(&self->series->units[u], origins[o].step)) continue;
            self->at = &origins[o];
            double most_over[VDT_FORECAST_MOST_NUMBERS] = { 0 };
            for (int horizon = 1; horizon <= last; horizon++) {
                make_sample(self, u, horizon);
                const double *any = origins[o].any + (size_t)(horizon - 1) * cell + u * numbers->over_count;
                if (!tell_line(self, numbers, u, horizon, any, most_over, tell, context)) return;
            }
        }
    }
}

static bool read_origin(const struct vdt_series *series, struct vdt_view text, int32_t *out, enum vdt_status *status,
                        struct vdt_error *error) {
    if (vdt_step_read(series, vdt_view_trim(text), out)) return true;
    vdt_fail(error, VDT_ERROR_USE, "\"%.*s\" is no origin of this file", (int)(text.size < 40 ? text.size : 40), text.data);
    *status = vdt_hint(error, VDT_ERROR_USE, "an origin is a date like %s", vdt_step_write(series, series->last).text);
    return false;
}

static int compare_origins(const void *a, const void *b) {
    int32_t x = ((const struct origin *)a)->step, y = ((const struct origin *)b)->step;
    return (x > y) - (x < y);
}

/* The origins of the options, sorted, each once; to be freed. */
static enum vdt_status find_origins(const struct vdt_series *series, struct vdt_view text, struct origin **out, size_t *count,
                                    struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    size_t most = 1;
    const char *dots = NULL;
    for (size_t i = 0; i + 1 < text.size; i++) {
        most += text.data[i] == ',';
        if (!dots && text.data[i] == '.' && text.data[i + 1] == '.') dots = text.data + i;
    }
    int32_t from = series->last, to = series->last;
    if (dots) {
        size_t at = (size_t)(dots - text.data);
        if (!read_origin(series, vdt_view_slice(text, 0, at), &from, &status, error)) return status;
        if (!read_origin(series, vdt_view_slice(text, at + 2, text.size), &to, &status, error)) return status;
        if (to < from || (int64_t)to - from >= VDT_LIMIT_SERIES_STEPS)
            return vdt_fail(error, VDT_ERROR_USE, "the origins \"%.*s\" end before they begin, or are too many",
                            (int)(text.size < 60 ? text.size : 60), text.data);
        most = (size_t)(to - from) + 1;
    }
    struct origin *origins = calloc(most, sizeof *origins);
    if (!origins) return vdt_fail_memory(error, "forecasting");
    *count = 0;
    if (dots || !text.size) {
        for (int32_t step = from; step <= to; step++) origins[(*count)++].step = step;
    } else {
        for (struct vdt_view rest = text; rest.size && status == VDT_OK;)
            if (read_origin(series, vdt_view_cut(&rest, ','), &origins[*count].step, &status, error)) ++*count;
    }
    if (status != VDT_OK) {
        free(origins);
        return status;
    }
    qsort(origins, *count, sizeof *origins, compare_origins);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (!kept || origins[i].step != origins[kept - 1].step) origins[kept++] = origins[i];
    *count = kept;
    *out = origins;
    return VDT_OK;
}

/* The arrays of the origins, in one block each; false when memory is out. */
static bool make_origins(const struct vdt_series *series, const struct numbers *numbers, int horizons, struct origin *origins,
                         size_t count) {
    for (size_t o = 0; o < count; o++) {
        origins[o].now = malloc(sizeof(size_t) * (series->unit_count + 1));
        origins[o].any = malloc(sizeof(double) * ((size_t)horizons * series->unit_count * numbers->over_count + 1));
        if (!origins[o].now || !origins[o].any) return false;
    }
    return true;
}

enum vdt_status vdt_forecast(const struct vdt_series *series, const struct vdt_forecast_options *options, vdt_forecast_fn *tell,
                             void *context, struct vdt_error *error) {
    static const double usual_quantiles[] = { 0.05, 0.25, 0.5, 0.75, 0.95 }, usual_over[] = { 25 };
    if (!series->unit_count || series->last < series->first) return VDT_OK;
    const struct numbers numbers = {
        options->quantile_count ? options->quantiles : usual_quantiles,
        options->over_count ? options->over : usual_over,
        options->quantile_count ? options->quantile_count : sizeof usual_quantiles / sizeof *usual_quantiles,
        options->over_count ? options->over_count : sizeof usual_over / sizeof *usual_over,
    };
    struct origin *origins = NULL;
    size_t count = 0;
    enum vdt_status status = find_origins(series, options->origins, &origins, &count, error);
    if (status != VDT_OK) return status;
    struct forecasting self = {
        .series = series,
        .options = options,
        .heap = malloc(sizeof *self.heap * ANALOGUES),
        .draws = malloc(sizeof *self.draws * ((size_t)options->draws + 1)),
        .onsets = calloc(numbers.over_count + 1, sizeof *self.onsets),
    };
    if (!self.heap || !self.draws || !self.onsets || !make_origins(series, &numbers, options->horizon_to, origins, count) ||
        !find_levels(&self))
        status = vdt_fail_memory(error, "forecasting");
    for (size_t k = 0; status == VDT_OK && k < numbers.over_count; k++)
        if (options->model == VDT_FORECAST_AUTO) self.onsets[k] = vdt_onset_new(series, numbers.over[k]);
    if (status == VDT_OK) run(&self, &numbers, origins, count, tell, context);
    for (size_t k = 0; self.onsets && k < numbers.over_count; k++) vdt_onset_free(self.onsets[k]);
    for (size_t o = 0; o < count; o++) {
        free(origins[o].now);
        free(origins[o].any);
    }
    free(origins);
    free(self.onsets);
    free(self.analogues);
    free(self.heap);
    free(self.draws);
    return status;
}
