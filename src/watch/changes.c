/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of level. A series is cut into stretches, each a straight line with a variance of its own; of all ways to cut,
 * the one that costs least is found by dynamic programming:
 *
 *     F(e) = min over b of F(b) + cost(b, e) + penalty        cost(b, e) = (e − b) · log(residual variance)
 *
 * A line rather than a level, since a slow trend is no change; a variance of its own, since calm and unrest differ in it
 * as much as in the level; and a floor under it, since a run of equal values must not be worth any number of cuts. The
 * penalty is five times log n: position, level, slope and variance are bought for it.
 * The time is the square of the points, about a third of a second for ten years of days; nothing is pruned, since with the
 * floor a stretch may cost less than its two halves.
 */
#include "watch/series.h"

#include <stdlib.h>

static const double penalty_factor = 5, floor_variance = 0.05;

struct cutting {
    size_t count, least;          /* points; the shortest stretch */
    double *sums;                 /* running sums of x, x², y, xy, y²: five a point, count + 1 points */
    double *best;
    size_t *before, *ends;         /* where the stretch that ends at e begins; the ends of the best cutting */
};

static double cost(const struct cutting *self, size_t begin, size_t end) {
    const double *a = self->sums + 5 * begin, *b = self->sums + 5 * end;
    double n = (double)(end - begin), x = b[0] - a[0], xx = b[1] - a[1], y = b[2] - a[2], xy = b[3] - a[3], yy = b[4] - a[4];
    double spread = xx - x * x / n, rest = yy - y * y / n, together = xy - x * y / n;
    if (spread > 1e-12) rest -= together * together / spread;
    double variance = rest / n;
    return n * log(variance > floor_variance ? variance : floor_variance);
}

/* Sums of the values brought to mean 0 and variance 1, so that the floor means the same in every series. */
static void sum_up(struct cutting *self, const double *values) {
    double mean = 0, variance = 0;
    for (size_t i = 0; i < self->count; i++) mean += values[i];
    mean /= (double)self->count;
    for (size_t i = 0; i < self->count; i++) variance += (values[i] - mean) * (values[i] - mean);
    variance /= (double)self->count;
    double scale = variance > 0 ? 1 / sqrt(variance) : 1;
    for (size_t i = 0; i < self->count; i++) {
        double x = (double)i / (double)self->count, y = (values[i] - mean) * scale;
        const double add[5] = { x, x * x, y, x * y, y * y };
        for (size_t k = 0; k < 5; k++) self->sums[5 * (i + 1) + k] = self->sums[5 * i + k] + add[k];
    }
}

/* Fills `before`: where the last stretch of the best cutting of the first e points begins. */
static void cut(struct cutting *self, double penalty) {
    self->best[0] = -penalty;
    for (size_t e = 1; e <= self->count; e++) {
        self->best[e] = INFINITY;
        for (size_t b = 0; b + self->least <= e; b++) {
            double whole = self->best[b] + cost(self, b, e) + penalty;
            if (whole < self->best[e]) self->best[e] = whole, self->before[e] = b;
        }
    }
}

static double mean_of(const double *values, const double *weights, size_t begin, size_t end) {
    double sum = 0, weight = 0;
    for (size_t i = begin; i < end; i++) sum += values[i] * weights[i], weight += weights[i];
    return weight > 0 ? sum / weight : 0;
}

struct telling {
    const struct vdt_series *series;
    double least_probability;
    vdt_change_fn *tell;
    void *context;
};

/* Tells the changes of one unit, whose known points are `values` at `steps`. False: the callee ended it. */
static bool tell_changes(const struct telling *telling, const struct vdt_unit *unit, const struct cutting *self,
                         const double *values, const double *weights, const int32_t *steps, double penalty) {
    size_t *ends = self->ends, count = 0;
    for (size_t e = self->count; e > 0; e = self->before[e]) ends[count++] = e;
    for (size_t i = count; i-- > 1;) {
        size_t begin = i + 1 < count ? ends[i + 1] : 0, at = ends[i], end = ends[i - 1];
        double gain = cost(self, begin, end) - cost(self, begin, at) - cost(self, at, end);
        double probability = 1 / (1 + exp(-(gain - penalty) / 2));
        probability = probability < 1e-6 ? 1e-6 : probability > 1 - 1e-6 ? 1 - 1e-6 : probability;
        if (probability < telling->least_probability) continue;
        const struct vdt_change line = {
            .unit = unit->name,
            .date = vdt_step_write(telling->series, steps[at]),
            .probability = probability,
            .before = mean_of(values, weights, begin, at),
            .after = mean_of(values, weights, at, end),
        };
        if (!telling->tell(telling->context, &line)) return false;
    }
    return true;
}

static enum vdt_status search(const struct telling *telling, const struct vdt_unit *unit, struct vdt_error *error) {
    size_t most = (size_t)unit->count + 1;
    struct cutting self = {
        .sums = calloc(5 * (most + 1), sizeof(double)),
        .best = malloc(sizeof(double) * (most + 1)),
        .before = calloc(most + 1, sizeof(size_t)),
        .ends = malloc(sizeof(size_t) * (most + 1)),
    };
    double *values = malloc(sizeof *values * most), *weights = malloc(sizeof *weights * most);
    int32_t *steps = malloc(sizeof *steps * most);
    enum vdt_status status = VDT_OK;
    if (!self.sums || !self.best || !self.before || !self.ends || !values || !weights || !steps)
        status = vdt_fail_memory(error, "searching for changes");
    for (int32_t i = 0; status == VDT_OK && i < unit->count; i++) {
        if (isnan(unit->values[i])) continue;
        double volume = unit->volumes && unit->volumes[i] > 0 ? unit->volumes[i] : 1; /* an unknown volume is left aside */
        weights[self.count] = volume;
        steps[self.count] = unit->first + i;
        values[self.count++] = unit->values[i] / volume;
    }
    self.least = self.count / 40 > 5 ? self.count / 40 : 5;
    if (status == VDT_OK && self.count >= 2 * self.least) {
        double penalty = penalty_factor * log((double)self.count);
        sum_up(&self, values);
        cut(&self, penalty);
        if (!tell_changes(telling, unit, &self, values, weights, steps, penalty)) status = VDT_END;
    }
    free(self.sums);
    free(self.best);
    free(self.before);
    free(self.ends);
    free(values);
    free(weights);
    free(steps);
    return status;
}

enum vdt_status vdt_changes(const struct vdt_series *series, double least_probability, vdt_change_fn *tell, void *context,
                            struct vdt_error *error) {
    const struct telling telling = { series, least_probability, tell, context };
    for (size_t u = 0; u < series->unit_count; u++) {
        enum vdt_status status = search(&telling, &series->units[u], error);
        if (status == VDT_END) return VDT_OK;
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}
