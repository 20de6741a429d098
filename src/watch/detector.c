/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Detectors that others have published, for whoever compares, or must use what the handbook says:
 *
 *   EARS C1, C2, C3 (Hutwagner et al. 2003): mean and standard deviation of the last few values, C2 and C3 leaving two out
 *   Farrington et al. 1996: quasi-Poisson regression with trend on the weeks around the same date in earlier years, past
 *       outbreaks weighed down, a bound on the 2/3 power
 *   Noufaily et al. 2013 ("flexible"): all weeks of those years, the year in periods, only clear outbreaks weighed down
 *
 * Each value has an expected one and an upper bound at a nominal level; above the bound is an alarm. The bounds were compared
 * with printed ones of a well-known implementation; what was found to be its habit, not the papers', is said where it is done.
 */
#include "watch/detector.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "watch/numbers.h"

enum { MOST_COLUMNS = 32, MOST_YEARS = 30, TURNS = 25 };

struct detection {
    const struct vdt_series *series;
    const struct vdt_watch_options *options;
    const struct vdt_unit *unit;
    double alpha;
    /* rows of the regression: steps, values, weights, what is fitted, and their columns */
    double *y, *weight, *mean, *leverage, *columns;
    int32_t *steps;
    int *level;
    size_t rows, room;
};

struct outcome {
    double expected, bound;
    bool there;
};

/* ---- EARS ---- */

/* Mean and standard deviation of the `count` values before a step; false where one is missing. */
static bool moments(const struct vdt_unit *unit, int32_t before, int count, double *mean, double *deviation) {
    double sum = 0, squares = 0;
    for (int32_t step = before - count; step < before; step++) {
        double value = vdt_unit_value(unit, step);
        if (isnan(value)) return false;
        sum += value;
    }
    *mean = sum / count;
    for (int32_t step = before - count; step < before; step++) {
        double off = vdt_unit_value(unit, step) - *mean;
        squares += off * off;
    }
    *deviation = sqrt(squares / (count - 1));
    return true;
}

/* By how many deviations a value stood above what C2 expected, less one; never below zero. */
static double excess(const struct vdt_unit *unit, int32_t step, int count) {
    double mean, deviation, value = vdt_unit_value(unit, step);
    if (isnan(value) || !moments(unit, step - 2, count, &mean, &deviation) || deviation <= 0) return 0;
    double above = (value - mean) / deviation - 1;
    return above > 0 ? above : 0;
}

static struct outcome ears(const struct detection *self, int32_t step) {
    const struct vdt_watch_options *options = self->options;
    struct outcome out = { 0 };
    double deviation, z = vdt_normal_quantile(1 - self->alpha);
    int lag = options->method == VDT_WATCH_EARS_C1 ? 0 : 2;
    if (!moments(self->unit, step - lag, options->baseline, &out.expected, &deviation)) return out;
    out.there = true;
    out.bound = out.expected + z * deviation;
    if (options->method != VDT_WATCH_EARS_C3) return out;
    /* C3 sums the excess of three days; what the last two leave is what today may reach */
    double value = vdt_unit_value(self->unit, step);
    double left = z - excess(self->unit, step - 1, options->baseline) - excess(self->unit, step - 2, options->baseline);
    out.bound = value + left * deviation;
    if (out.bound < 0) out.bound = 0;
    return out;
}

/* ---- the regression ---- */

struct fit {
    size_t columns;
    double effect[MOST_COLUMNS], covariance[MOST_COLUMNS * MOST_COLUMNS]; /* of the effects, to be times the dispersion */
    double dispersion;
};

static double row_of(const struct detection *self, size_t row, size_t column, bool trend, int32_t now) {
    if (column == 0) return 1;
    if (trend && column == 1) return self->steps[row] - now;
    return self->level[row] == (int)(column - trend);
}

/* One turn of iteratively reweighted least squares. */
static bool turn(struct detection *self, struct fit *fit) {
    size_t n = fit->columns;
    double square[MOST_COLUMNS * MOST_COLUMNS] = { 0 }, side[MOST_COLUMNS] = { 0 };
    for (size_t r = 0; r < self->rows; r++) {
        const double *x = self->columns + r * MOST_COLUMNS;
        double w = self->weight[r] * self->mean[r], z = log(self->mean[r]) + (self->y[r] - self->mean[r]) / self->mean[r];
        for (size_t i = 0; i < n; i++) {
            side[i] += w * x[i] * z;
            for (size_t j = 0; j <= i; j++) square[i * n + j] += w * x[i] * x[j];
        }
    }
    if (!vdt_solve(square, side, n)) return false;
    for (size_t i = 0; i < n; i++) fit->effect[i] = side[i];
    for (size_t r = 0; r < self->rows; r++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) sum += self->columns[r * MOST_COLUMNS + i] * fit->effect[i];
        self->mean[r] = exp(sum < -30 ? -30 : sum > 30 ? 30 : sum);
    }
    return true;
}

static double deviance(const struct detection *self) {
    double sum = 0;
    for (size_t r = 0; r < self->rows; r++) {
        double y = self->y[r], mean = self->mean[r];
        sum += 2 * self->weight[r] * ((y > 0 ? y * log(y / mean) : 0) - (y - mean));
    }
    return sum;
}

/* Quasi-Poisson with logarithmic link; covariance, leverages and dispersion with it. */
static bool regress(struct detection *self, struct fit *fit) {
    size_t n = fit->columns;
    double last = INFINITY;
    for (size_t r = 0; r < self->rows; r++) self->mean[r] = self->y[r] + 0.1;
    for (int i = 0; i < TURNS; i++) {
        if (!turn(self, fit)) return false;
        double now = deviance(self);
        if (fabs(now - last) / (fabs(now) + 0.1) < 1e-8) break;
        last = now;
    }
    for (size_t c = 0; c < n; c++) {
        double square[MOST_COLUMNS * MOST_COLUMNS] = { 0 }, unit[MOST_COLUMNS] = { 0 };
        for (size_t r = 0; r < self->rows; r++) {
            const double *x = self->columns + r * MOST_COLUMNS;
            double w = self->weight[r] * self->mean[r];
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j <= i; j++) square[i * n + j] += w * x[i] * x[j];
        }
        unit[c] = 1;
        if (!vdt_solve(square, unit, n)) return false;
        for (size_t i = 0; i < n; i++) fit->covariance[i * n + c] = unit[i];
    }
    double sum = 0;
    for (size_t r = 0; r < self->rows; r++) {
        const double *x = self->columns + r * MOST_COLUMNS;
        double quadratic = 0, off = self->y[r] - self->mean[r];
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) quadratic += x[i] * fit->covariance[i * n + j] * x[j];
        self->leverage[r] = self->weight[r] * self->mean[r] * quadratic;
        sum += self->weight[r] * off * off / self->mean[r];
    }
    fit->dispersion = sum / ((double)self->rows - (double)n);
    return true;
}

/* Rows that stood far above what was fitted count for less: Farrington's weights of standardised Anscombe residuals. */
static void weigh_down(struct detection *self, double dispersion, double from) {
    double sum = 0;
    for (size_t r = 0; r < self->rows; r++) {
        double mean = self->mean[r], rest = 1 - self->leverage[r];
        double off = 1.5 * (pow(self->y[r], 2.0 / 3) * pow(mean, -1.0 / 6) - sqrt(mean));
        double s = off / sqrt((dispersion > 1 ? dispersion : 1) * (rest > 1e-9 ? rest : 1e-9));
        self->weight[r] = s > from ? 1 / (s * s) : 1;
        sum += self->weight[r];
    }
    for (size_t r = 0; r < self->rows; r++) self->weight[r] *= (double)self->rows / sum;
}

static bool fit_all(struct detection *self, struct fit *fit, bool trend, int periods, int32_t now, double from) {
    fit->columns = 1 + (size_t)trend + (size_t)(periods - 1);
    if (self->rows <= fit->columns) return false;
    for (size_t r = 0; r < self->rows; r++) {
        self->weight[r] = 1;
        for (size_t c = 0; c < fit->columns; c++) self->columns[r * MOST_COLUMNS + c] = row_of(self, r, c, trend, now);
    }
    if (!regress(self, fit)) return false;
    weigh_down(self, fit->dispersion, from);
    return regress(self, fit);
}

/* ---- which rows ---- */

/* The step of the same date so many years before: the nearest week, where steps are weeks. */
static int32_t years_before(const struct detection *self, int32_t step, int years) {
    const struct vdt_series *series = self->series;
    if (series->step == VDT_STEP_MONTH) return step - 12 * years;
    int32_t day = series->step == VDT_STEP_DAY ? step : 7 * step + series->phase;
    struct vdt_date date = vdt_date_of(day);
    int last = vdt_month_days(date.year - years, date.month);
    int32_t then = vdt_day_of(date.year - years, date.month, date.day < last ? date.day : last);
    if (series->step == VDT_STEP_DAY) return then;
    int32_t off = then - series->phase;
    return (off >= 0 ? off + 3 : off - 3) / 7; /* of two weeks the nearer; three days and a half do not occur */
}

static void add_row(struct detection *self, int32_t step, int level) {
    double value = vdt_unit_value(self->unit, step);
    if (isnan(value) || self->rows == self->room) return;
    self->steps[self->rows] = step;
    self->y[self->rows] = value;
    self->level[self->rows++] = level;
}

/* The weeks about the date in each earlier year; with periods also those between, the first ones of a rest one longer. */
static void choose_rows(struct detection *self, int32_t now) {
    const struct vdt_watch_options *options = self->options;
    bool flexible = options->method == VDT_WATCH_FARRINGTON_FLEXIBLE;
    int w = options->half_window, between = options->periods - 1;
    int32_t last = flexible ? now - options->skip - 1 : now - 1;
    self->rows = 0;
    for (int year = options->years; year >= 1; year--) {
        int32_t middle = years_before(self, now, year), next = year == 1 ? now : years_before(self, now, year - 1);
        for (int32_t step = middle - w; step <= middle + w && step <= last; step++) add_row(self, step, 0);
        if (!flexible || between < 1) continue;
        int32_t begin = middle + w + 1, count = next - w - begin, base = count / between, rest = count % between;
        for (int32_t i = 0, period = 1, left = base + (rest > 0); i < count && begin + i <= last; i++) {
            add_row(self, begin + i, period);
            if (--left == 0) period++, left = base + (period <= rest);
        }
    }
}

/* ---- Farrington and Noufaily ---- */

/* Is the effect of the trend other than zero, at 5 %? The dispersion is taken as it is, not as at least one. */
static bool trend_is_clear(const struct detection *self, const struct fit *fit) {
    double t = fit->effect[1] / sqrt(fit->dispersion * fit->covariance[fit->columns + 1]);
    return vdt_student_tails(fabs(t), (int)(self->rows - fit->columns)) < 0.05;
}

static bool enough_lately(const struct detection *self, int32_t now) {
    double sum = 0;
    for (int32_t step = now - 3; step <= now; step++) {
        double value = vdt_unit_value(self->unit, step);
        sum += isnan(value) ? 0 : value;
    }
    return sum >= 5;
}

/* The bound on the 2/3 power, with the errors of the regression. Both tails share alpha. */
static double power_bound(const struct detection *self, double mean, double dispersion, double error) {
    double spread = dispersion + error * error / mean, third = cbrt(mean);
    double power = third * third + vdt_normal_quantile(1 - self->alpha / 2) * sqrt(4.0 / 9 * third * spread);
    return power * sqrt(power);
}

static struct outcome farrington(struct detection *self, int32_t now) {
    const struct vdt_watch_options *options = self->options;
    bool flexible = options->method == VDT_WATCH_FARRINGTON_FLEXIBLE;
    int periods = flexible ? options->periods : 1;
    double from = flexible ? 2.58 : 1, most = 0;
    struct outcome out = { 0 };
    struct fit fit;
    if (years_before(self, now, options->years) - options->half_window < self->unit->first) return out;
    choose_rows(self, now);
    for (size_t r = 0; r < self->rows; r++) most = self->y[r] > most ? self->y[r] : most;
    bool trend = options->years >= 3 && fit_all(self, &fit, true, periods, now, from);
    /* a trend that leads beyond all that was seen is not believed */
    trend = trend && exp(fit.effect[0]) <= most && (flexible || trend_is_clear(self, &fit));
    if (!trend && !fit_all(self, &fit, false, periods, now, from)) return out;
    double dispersion = fit.dispersion > 1 ? fit.dispersion : 1;
    out.there = true;
    out.expected = exp(fit.effect[0]);
    double error = out.expected * sqrt(dispersion * fit.covariance[0]);
    bool power = !flexible || options->threshold == VDT_WATCH_DELTA;
    out.bound = power ? power_bound(self, out.expected, dispersion, error)
                      : vdt_negative_binomial_quantile(1 - self->alpha, out.expected, out.expected * dispersion);
    return out;
}

/* ---- the walk ---- */

static double alpha_of(const struct vdt_watch_options *options) {
    if (options->alpha > 0) return options->alpha;
    return options->method == VDT_WATCH_EARS_C3 ? 0.025 : options->method >= VDT_WATCH_EARS_C1 ? 0.001 : 0.01;
}

/* The chance of such a value, by the distance to the bound, which has the chance alpha. */
static double chance_of(const struct detection *self, double value, const struct outcome *out) {
    double room = out->bound - out->expected, z = vdt_normal_quantile(1 - self->alpha);
    double p = room > 0 ? 0.5 * erfc(z * (value - out->expected) / room / sqrt(2)) : value > out->bound ? self->alpha : 0.5;
    return p < 1e-12 ? 1e-12 : p > 1 - 1e-12 ? 1 - 1e-12 : p;
}

static bool pass_unit(struct detection *self, vdt_alert_fn *tell, void *context) {
    const struct vdt_unit *unit = self->unit;
    bool ears_method = self->options->method >= VDT_WATCH_EARS_C1, raised = false;
    for (int32_t step = unit->first; step < unit->first + unit->count; step++) {
        double value = vdt_unit_value(unit, step);
        if (isnan(value)) continue;
        struct outcome out = ears_method ? ears(self, step) : farrington(self, step);
        if (!out.there) continue;
        /* too few lately to speak of an outbreak: no bound, no alarm */
        bool few = !ears_method && !enough_lately(self, step);
        bool over = !few && value > out.bound, begins = over && !raised;
        raised = over;
        if (!begins && !self->options->all) continue;
        double room = out.bound - out.expected;
        struct vdt_alert alert = {
            .unit = unit->name, .date = vdt_step_write(self->series, step), .since = vdt_step_write(self->series, step),
            .kind = begins ? "count" : "level", .value = value, .expected = out.expected, .bound = few ? 0 : out.bound,
            .score = room > 0 ? (value - out.expected) / room : 0, .p = chance_of(self, value, &out) };
        if (!tell(context, &alert)) return false;
    }
    return true;
}

enum vdt_status vdt_detect(const struct vdt_series *series, const struct vdt_watch_options *options, vdt_alert_fn *tell,
                           void *context, struct vdt_error *error) {
    if (options->periods > MOST_COLUMNS - 2 || options->periods < 1 || options->years > MOST_YEARS || options->baseline < 2)
        return vdt_fail(error, VDT_ERROR_USE, "a detector takes at most %d years and %d periods, and a baseline of 2 or more", MOST_YEARS, MOST_COLUMNS - 2);
    size_t room = (size_t)(options->years + 1) * 367 + 2 * (size_t)options->half_window * (size_t)options->years;
    struct detection self = { .series = series, .options = options, .alpha = alpha_of(options), .room = room };
    double *numbers = malloc(sizeof(double) * room * (4 + MOST_COLUMNS));
    int32_t *steps = malloc(sizeof *steps * room);
    int *level = malloc(sizeof *level * room);
    enum vdt_status status = numbers && steps && level ? VDT_OK : vdt_fail_memory(error, "watching a series");
    if (status == VDT_OK) {
        self.y = numbers, self.weight = numbers + room, self.mean = numbers + 2 * room, self.leverage = numbers + 3 * room;
        self.columns = numbers + 4 * room;
        self.steps = steps, self.level = level;
    }
    for (size_t u = 0; status == VDT_OK && u < series->unit_count; u++) {
        self.unit = &series->units[u];
        if (!pass_unit(&self, tell, context)) break;
    }
    free(numbers);
    free(steps);
    free(level);
    return status;
}
