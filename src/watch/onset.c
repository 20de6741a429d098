/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the regression sees, all on the scale on which the threshold is 25:
 *
 *   the logarithm of exponential means that forget fast, …, slowly       how much there is, and was
 *   exponential means of the logarithm                                    the same, without the weight of single peaks
 *   the logarithm of the greatest of the last twelve                      how near it came
 *   the share of steps over the threshold, of all that was seen           whether it is a place of that kind
 *   the time since anything came, and since a threshold was reached,      whether it is over; halved every twelve steps (as
 *                                                                         Hegre et al. 2019 do)
 *   of each x_ column, its level and its late change against the mean     what else was known; the mean of the date is
 *   of all units                                                          taken off, since such columns drift as a whole
 */
#include "watch/onset.h"

#include <stdlib.h>

#include "base/limit.h"
#include "watch/numbers.h"

enum { OWN = 11, EXTRAS = 8, MOST = OWN + 2 * EXTRAS, ROUNDS = 12, ROWS = 200, CASES = 5, PAST = 12 };

struct vdt_onset {
    const struct vdt_series *series;
    double threshold;
    size_t terms, extras;
    float **seen;            /* of each unit: terms numbers a step */
    int32_t origin;
    double weights[MOST];
};

static double *means_of_dates(const struct vdt_series *series, size_t column) {
    size_t span = series->last < series->first ? 0 : (size_t)((int64_t)series->last - series->first + 1);
    double *means = calloc(span + 1, sizeof *means), *counts = calloc(span + 1, sizeof *counts);
    for (size_t u = 0; means && counts && u < series->unit_count; u++) {
        const struct vdt_unit *unit = &series->units[u];
        for (int32_t i = 0; i < unit->count; i++) {
            double value = unit->extras[column * (size_t)unit->count + (size_t)i];
            if (isnan(value)) continue;
            means[unit->first + i - series->first] += asinh(value);
            counts[unit->first + i - series->first]++;
        }
    }
    for (size_t i = 0; means && counts && i < span; i++) means[i] = counts[i] > 0 ? means[i] / counts[i] : 0;
    if (!counts) {
        free(means);
        means = NULL;
    }
    free(counts);
    return means;
}

static void see_values(const struct vdt_onset *self, const struct vdt_unit *unit, float *out) {
    static const double decays[4] = { 0.3, 0.7, 0.9, 0.97 };
    struct vdt_mean means[4] = { { 0 } }, slow = { 0 }, quick = { 0 }, over = { 0 };
    double last[PAST] = { 0 }, scale = 25 / self->threshold, since_any = INFINITY, since_over = INFINITY;
    for (int32_t i = 0; i < unit->count; i++, out += self->terms) {
        bool known = !isnan(unit->values[i]);
        double value = known && unit->values[i] > 0 ? unit->values[i] * scale : 0;
        for (int k = 0; k < 4; k++) vdt_mean_push(&means[k], decays[k], value, known);
        vdt_mean_push(&slow, 0.98, log1p(value), known);
        vdt_mean_push(&quick, 0.8, log1p(value), known);
        vdt_mean_push(&over, 0.985, value >= 25, known);
        last[i % PAST] = value;
        double peak = 0;
        for (int k = 0; k < PAST; k++)
            if (last[k] > peak) peak = last[k];
        out[0] = 1;
        for (int k = 0; k < 4; k++) out[1 + k] = (float)log1p(vdt_mean_value(&means[k]));
        out[5] = (float)vdt_mean_value(&slow);
        out[6] = (float)vdt_mean_value(&quick);
        out[7] = (float)log1p(peak);
        out[8] = (float)(5 * vdt_mean_value(&over));
        since_any = value > 0 ? 0 : since_any + known;
        since_over = value >= 25 ? 0 : since_over + known;
        out[9] = (float)exp2(-since_any / 12);
        out[10] = (float)exp2(-since_over / 12);
    }
}

static void see_extra(const struct vdt_onset *self, const struct vdt_unit *unit, size_t column, const double *dates,
                      float *out) {
    struct vdt_mean slow = { 0 }, quick = { 0 };
    const double *values = unit->extras + column * (size_t)unit->count;
    for (int32_t i = 0; i < unit->count; i++, out += self->terms) {
        bool known = !isnan(values[i]);
        double value = known ? asinh(values[i]) - dates[unit->first + i - self->series->first] : 0;
        vdt_mean_push(&slow, 0.92, value, known);
        vdt_mean_push(&quick, 0.3, value, known);
        out[OWN + 2 * column] = (float)vdt_mean_value(&slow);
        out[OWN + 2 * column + 1] = (float)(vdt_mean_value(&quick) - vdt_mean_value(&slow));
    }
}

struct vdt_onset *vdt_onset_new(const struct vdt_series *series, double threshold) {
    size_t steps = 0;
    for (size_t u = 0; u < series->unit_count; u++) steps += (size_t)series->units[u].count;
    struct vdt_onset *self = steps <= VDT_LIMIT_ONSET_STEPS && threshold > 0 ? calloc(1, sizeof *self) : NULL;
    if (!self) return NULL;
    self->series = series;
    self->threshold = threshold;
    self->extras = series->extra_count < EXTRAS ? series->extra_count : EXTRAS;
    self->terms = OWN + 2 * self->extras;
    self->seen = calloc(series->unit_count + 1, sizeof *self->seen);
    bool good = self->seen;
    for (size_t u = 0; good && u < series->unit_count; u++) {
        self->seen[u] = malloc(sizeof(float) * self->terms * ((size_t)series->units[u].count + 1));
        good = self->seen[u];
        if (good) see_values(self, &series->units[u], self->seen[u]);
    }
    for (size_t column = 0; good && column < self->extras; column++) {
        double *dates = means_of_dates(series, column);
        good = dates;
        for (size_t u = 0; good && u < series->unit_count; u++)
            see_extra(self, &series->units[u], column, dates, self->seen[u]);
        free(dates);
    }
    if (good) return self;
    vdt_onset_free(self);
    return NULL;
}

void vdt_onset_free(struct vdt_onset *self) {
    if (!self) return;
    for (size_t u = 0; self->seen && u < self->series->unit_count; u++) free(self->seen[u]);
    free(self->seen);
    free(self);
}

/* 1 or 0: was it reached within the horizon after step i? -1: not known, or not at the origin. */
static int outcome(const struct vdt_onset *self, const struct vdt_unit *unit, int32_t i, int32_t origin, int horizon) {
    if (unit->first + i + horizon > origin || i + horizon >= unit->count || isnan(unit->values[i])) return -1;
    int reached = 0;
    for (int k = 1; k <= horizon; k++) {
        if (isnan(unit->values[i + k])) return -1;
        reached |= unit->values[i + k] >= self->threshold;
    }
    return reached;
}

static double chance_of(const struct vdt_onset *self, const float *seen) {
    double sum = 0;
    for (size_t k = 0; k < self->terms; k++) sum += self->weights[k] * (double)seen[k];
    return 1 / (1 + exp(-sum));
}

bool vdt_onset_fit(struct vdt_onset *self, int32_t origin, int horizon) {
    size_t n = self->terms, rows = 0, cases = 0;
    self->origin = origin;
    for (size_t k = 0; k < n; k++) self->weights[k] = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double hessian[MOST * MOST] = { 0 }, step[MOST], greatest = 0;
        for (size_t k = 0; k < n; k++) {
            step[k] = k ? -self->weights[k] : 0; /* a ridge of 1 on all but the constant */
            hessian[k * n + k] = k ? 1 : 1e-9;
        }
        rows = cases = 0;
        for (size_t u = 0; u < self->series->unit_count; u++) {
            const struct vdt_unit *unit = &self->series->units[u];
            for (int32_t i = PAST; i < unit->count; i++) {
                int reached = outcome(self, unit, i, origin, horizon);
                if (reached < 0) continue;
                const float *seen = self->seen[u] + n * (size_t)i;
                double chance = chance_of(self, seen), weight = chance * (1 - chance) + 1e-6;
                rows++;
                cases += (size_t)reached;
                for (size_t a = 0; a < n; a++) {
                    double part = weight * (double)seen[a];
                    step[a] += (reached - chance) * (double)seen[a];
                    for (size_t b = 0; b <= a; b++) hessian[a * n + b] += part * (double)seen[b];
                }
            }
        }
        if (rows < ROWS || cases < CASES || rows - cases < CASES) return false;
        if (!vdt_solve(hessian, step, n)) return false;
        for (size_t k = 0; k < n; k++) {
            self->weights[k] += step[k];
            if (fabs(step[k]) > greatest) greatest = fabs(step[k]);
        }
        if (greatest < 1e-6) break;
    }
    return true;
}

double vdt_onset_chance(const struct vdt_onset *self, size_t number) {
    const struct vdt_unit *unit = &self->series->units[number];
    int32_t i = self->origin - unit->first;
    if (i < PAST - 1 || i >= unit->count) return NAN;
    double chance = chance_of(self, self->seen[number] + self->terms * (size_t)i);
    return chance < 1e-6 ? 1e-6 : chance > 1 - 1e-6 ? 1 - 1e-6 : chance;
}
