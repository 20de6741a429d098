/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Analogues (see watch.h): the present's window is laid over every stretch of every unit that ended early enough for
 * its sequel to be known at the origin; the nearest ones are kept, one for each stretch that overlaps with others.
 */
#include <stdlib.h>

#include "base/error.h"
#include "base/limit.h"
#include "watch/series.h"

static const double earlier_weight = 0.97, rows_needed = 0.75;

struct found {
    double distance;
    size_t unit;
    int32_t step;                /* the last of the window */
};

struct searching {
    const struct vdt_series *series;
    int window, horizon;
    size_t most;
    int32_t origin;
    size_t own;
    double *now;                 /* logarithms of the window, NAN without a row; the last value first */
    double *distances;           /* of a unit's steps */
    struct found *found;         /* sorted, the nearest first */
    size_t count;
};

static double log_of(double value) {
    return copysign(log1p(fabs(value)), value);
}

/* Of the window that ends with the unit's step `at`; INFINITY where too little of it is known, or it is farther than `most`. */
static double distance_at(const struct searching *self, const struct vdt_unit *unit, int32_t at, double most) {
    double sum = 0, weight = 1, weights = 0, all = 0;
    for (int k = 0; k < self->window; k++) all += weight, weight *= earlier_weight;
    weight = 1;
    for (int k = 0; k < self->window; k++, weight *= earlier_weight) {
        double then = at - k >= 0 ? unit->values[at - k] : NAN;
        if (isnan(then) || isnan(self->now[k])) continue;
        double difference = log_of(then) - self->now[k];
        sum += weight * difference * difference;
        weights += weight;
        if (sum > most * most * all) return INFINITY;
    }
    return weights >= rows_needed * all ? sqrt(sum / weights) : INFINITY;
}

static void insert(struct searching *self, struct found found) {
    size_t at = self->count < self->most ? self->count++ : self->count;
    while (at > 0 && self->found[at - 1].distance > found.distance) {
        if (at < self->most) self->found[at] = self->found[at - 1];
        at--;
    }
    if (at < self->most) self->found[at] = found;
}

static double farthest(const struct searching *self) {
    return self->count == self->most ? self->found[self->count - 1].distance : 1e9;
}

static void search_unit(struct searching *self, size_t number) {
    const struct vdt_unit *unit = &self->series->units[number];
    int32_t end = self->origin - self->horizon - unit->first; /* the sequel must be known at the origin */
    if (number == self->own && end > self->origin - self->window - unit->first) end = self->origin - self->window - unit->first;
    if (end >= unit->count) end = unit->count - 1;
    for (int32_t at = 0; at <= end; at++) self->distances[at] = distance_at(self, unit, at, farthest(self));
    for (;;) {
        int32_t best = -1;
        for (int32_t at = 0; at <= end; at++)
            if (self->distances[at] < farthest(self) && (best < 0 || self->distances[at] < self->distances[best])) best = at;
        if (best < 0) return;
        insert(self, (struct found){ self->distances[best], number, unit->first + best });
        for (int32_t at = best - self->window + 1; at < best + self->window; at++)
            if (at >= 0 && at <= end) self->distances[at] = INFINITY;
    }
}

static bool tell_cases(const struct searching *self, vdt_analogue_fn *tell, void *context, double *before, double *after) {
    for (size_t i = 0; i < self->count; i++) {
        const struct vdt_unit *unit = &self->series->units[self->found[i].unit];
        int32_t step = self->found[i].step;
        for (int k = 0; k < self->window; k++) before[k] = vdt_unit_value(unit, step - self->window + 1 + k);
        for (int k = 0; k < self->horizon; k++) after[k] = vdt_unit_value(unit, step + 1 + k);
        const struct vdt_analogue line = {
            .unit = unit->name, .date = vdt_step_write(self->series, step), .similarity = exp(-self->found[i].distance),
            .before = before, .after = after, .before_count = (size_t)self->window, .after_count = (size_t)self->horizon };
        if (!tell(context, &line)) return false;
    }
    return true;
}

/* The mean of absolute values of the window that ends at a step. */
static double level_at(const struct searching *self, const struct vdt_unit *unit, int32_t step) {
    double sum = 0, count = 0;
    for (int k = 0; k < self->window; k++) {
        double value = vdt_unit_value(unit, step - k);
        if (!isnan(value)) sum += fabs(value), count++;
    }
    return count > 0 ? sum / count : 0;
}

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool tell_outcomes(const struct searching *self, vdt_analogue_outcome_fn *tell, void *context, double *values) {
    double now = level_at(self, &self->series->units[self->own], self->origin);
    for (int h = 1; h <= self->horizon; h++) {
        size_t count = 0;
        for (size_t i = 0; i < self->count; i++) {
            const struct vdt_unit *unit = &self->series->units[self->found[i].unit];
            double value = vdt_unit_value(unit, self->found[i].step + h);
            if (!isnan(value)) values[count++] = value * (now + 1) / (level_at(self, unit, self->found[i].step) + 1);
        }
        if (!count) continue;
        qsort(values, count, sizeof *values, compare_numbers);
        const struct vdt_analogue_outcome line = {
            .horizon = h, .target = vdt_step_write(self->series, self->origin + h), .cases = count,
            .low = values[(size_t)(0.1 * (double)(count - 1) + 0.5)], .median = values[(count - 1) / 2],
            .high = values[(size_t)(0.9 * (double)(count - 1) + 0.5)] };
        if (!tell(context, &line)) return false;
    }
    return true;
}

static enum vdt_status begin(struct searching *self, const struct vdt_analogue_options *options, struct vdt_error *error) {
    const struct vdt_series *series = self->series;
    if (options->size < sizeof *options) return vdt_fail(error, VDT_ERROR_USE, "the options were not initialised");
    self->own = SIZE_MAX;
    for (size_t u = 0; u < series->unit_count; u++)
        if (vdt_view_equal(series->units[u].name, options->unit)) self->own = u;
    if (self->own == SIZE_MAX) {
        vdt_fail(error, VDT_ERROR_USE, "there is no unit \"%.*s\"", (int)(options->unit.size < 60 ? options->unit.size : 60),
                 options->unit.data ? options->unit.data : "");
        return vdt_hint(error, VDT_ERROR_USE, "names are written as \"vedette series\" prints them");
    }
    self->origin = series->last;
    if (options->origin.size && !vdt_step_read(series, options->origin, &self->origin))
        return vdt_fail(error, VDT_ERROR_USE, "\"%.*s\" is no date of this series", (int)(options->origin.size < 40 ? options->origin.size : 40),
                        options->origin.data);
    static const int windows[] = { [VDT_STEP_MONTH] = 24, [VDT_STEP_WEEK] = 26, [VDT_STEP_DAY] = 60 };
    self->window = options->window ? options->window : windows[series->step];
    self->horizon = options->horizon ? options->horizon : (self->window + 3) / 4;
    self->most = (size_t)options->count;
    if (self->window < 1 || self->window > VDT_LIMIT_WINDOW || self->horizon < 1 || self->horizon > VDT_LIMIT_HORIZON ||
        options->count < 1 || options->count > VDT_LIMIT_ANALOGUES)
        return vdt_fail(error, VDT_ERROR_USE, "a window, horizon or count is beyond its limit");
    return VDT_OK;
}

enum vdt_status vdt_analogues(const struct vdt_series *series, const struct vdt_analogue_options *options, vdt_analogue_fn *tell,
                              vdt_analogue_outcome_fn *tell_outcome, void *context, struct vdt_error *error) {
    struct searching self = { .series = series };
    enum vdt_status status = begin(&self, options, error);
    if (status != VDT_OK) return status;
    int32_t longest = 1;
    for (size_t u = 0; u < series->unit_count; u++)
        if (series->units[u].count > longest) longest = series->units[u].count;
    self.now = malloc(sizeof *self.now * (size_t)self.window);
    self.distances = malloc(sizeof *self.distances * (size_t)longest);
    self.found = malloc(sizeof *self.found * (self.most + 1));
    double *room = malloc(sizeof *room * ((size_t)self.window + (size_t)self.horizon + self.most));
    if (!self.now || !self.distances || !self.found || !room) status = vdt_fail_memory(error, "looking for analogues");
    if (status == VDT_OK) {
        for (int k = 0; k < self.window; k++) self.now[k] = log_of(vdt_unit_value(&series->units[self.own], self.origin - k));
        for (size_t u = 0; u < series->unit_count; u++) search_unit(&self, u);
        bool whole = tell_cases(&self, tell, context, room, room + self.window) &&
                     tell_outcomes(&self, tell_outcome, context, room + self.window + self.horizon);
        if (!whole) status = VDT_END;
    }
    free(self.now);
    free(self.distances);
    free(self.found);
    free(room);
    return status;
}
