/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is to be expected, and how far a value stands from it.
 *
 * Robust (days, and signed sums): values are brought to the power 3/4, signs kept, which calms large ones without making
 * small ones loud; the baseline is the median of the last 90, and a score is the distance in spreads, own spread and
 * shared spread added. Sharing matters: a quiet pair has hardly a spread of its own, and every stir in it would be an alarm.
 *
 * Weekly counts: log mean = level + trend + two yearly harmonics, fitted to six years with variance proportional to the
 * mean. Weeks far above the fit weigh less, so that past outbreaks do not hide the next one; the last three weeks are left
 * out, so that an outbreak does not teach the baseline to expect it.
 *
 * Monthly counts: log of the ratio to an exponential mean, both raised by the mean level of all units, so that a rise
 * from one to ten is not what a rise from a hundred to a thousand is.
 *
 * The volume is an offset in all of them: where more was read than usual, more is to be expected, in proportion; values go into
 * baselines as what they would have been at the usual volume. A fall is not made up: what was not read is not known.
 */
#include "watch/baseline.h"

#include <stdlib.h>

#include "watch/numbers.h"

/* Values are brought to this power, and back; roots are what a processor knows. */
static const double power = 0.75;

enum {
    ROBUST_WIDTH = 90, ROBUST_LEAST = 30,
    WEEKS_FITTED = 313, WEEKS_LEAST = 104, WEEKS_LEFT_OUT = 3, WEEKS_A_FIT = 4,
    TERMS = 6, FITS = 8,
};

enum vdt_method vdt_method_of(enum vdt_step step, bool counts) {
    return counts && step == VDT_STEP_WEEK    ? VDT_METHOD_WEEKLY
           : counts && step == VDT_STEP_MONTH ? VDT_METHOD_MONTHLY
                                              : VDT_METHOD_ROBUST;
}

int vdt_rows_before_alerts(enum vdt_step step) {
    return step == VDT_STEP_MONTH ? 12 : step == VDT_STEP_WEEK ? 26 : 90;
}

/* Steps that the usual volume is a median of. */
static int volume_width(enum vdt_step step) {
    return step == VDT_STEP_MONTH ? 24 : step == VDT_STEP_WEEK ? 52 : 90;
}

int vdt_gap_steps(enum vdt_step step) {
    return volume_width(step) / 8;
}

void vdt_usual_volumes(const double *volumes, int32_t count, enum vdt_step step, float *usual) {
    const int width = volume_width(step);
    struct vdt_window window = { .width = width };
    int quiet = 0;
    for (int32_t i = 0; i < count; i++) {
        usual[i] = window.count >= width / 3 ? (float)vdt_window_median(&window) : NAN;
        if (isnan(volumes[i])) continue;
        quiet = vdt_volume_quiet(volumes[i], (double)usual[i]) ? quiet + 1 : 0;
        if (quiet > width) window = (struct vdt_window){ .width = width }, quiet = 0;
        if (!quiet && volumes[i] > 0) vdt_window_push(&window, volumes[i]);
    }
}

/* How many times the usual was read, at least once. */
static double rise(const struct vdt_unit *unit, const float *usual, int32_t i) {
    double ratio = usual && usual[i] > 0 ? unit->volumes[i] / (double)usual[i] : 1;
    return ratio > 1 ? ratio : 1;
}

/* Does a row tell what is usual? */
static bool teaches(const struct vdt_unit *unit, const float *usual, int32_t i) {
    return !isnan(unit->values[i]) && !(usual && vdt_volume_quiet(unit->volumes[i], (double)usual[i]));
}

static double calm(double value) {
    double root = sqrt(fabs(value));
    return copysign(root * sqrt(root), value);
}

static double wild(double value) {
    return value * cbrt(fabs(value));
}

double vdt_baseline_score(enum vdt_method method, double value, double expected, double spread, double shared) {
    if (method == VDT_METHOD_WEEKLY) return vdt_count_residual(value, expected, spread);
    if (method == VDT_METHOD_MONTHLY) return log((value + shared + 1) / (expected + shared + 1));
    double sum = spread + shared;
    return (calm(value) - calm(expected)) / (sum > 1e-6 ? sum : 1);
}

double vdt_baseline_bound(enum vdt_method method, double score, double expected, double spread, double shared) {
    if (method == VDT_METHOD_WEEKLY) return vdt_count_bound(score, expected, spread);
    if (method == VDT_METHOD_MONTHLY) return exp(score) * (expected + shared + 1) - shared - 1;
    double sum = spread + shared;
    return wild(calm(expected) + score * (sum > 1e-6 ? sum : 1));
}

static void make_robust(const struct vdt_unit *unit, bool counts, int32_t begin, struct vdt_baseline *out) {
    struct vdt_window window = { .width = ROBUST_WIDTH };
    for (int32_t i = 0; i < unit->count; i++) {
        if (isnan(unit->values[i])) continue;
        double times = rise(unit, out->usual, i);
        if (i >= begin && window.count >= ROBUST_LEAST) {
            double usual = vdt_window_median(&window), median = usual * calm(times);
            double spread = vdt_window_spread(&window, usual) * sqrt(sqrt(times)); /* the variance grows as the mean does */
            if (counts) { /* a count has at least the spread of chance, brought to the power by the delta method */
                double mean = wild(median) > 0.25 ? wild(median) : 0.25;
                double chance = power * sqrt(sqrt(mean));
                if (spread < chance) spread = chance;
            }
            out->expected[i] = (float)wild(median);
            out->spread[i] = (float)spread;
        }
        if (teaches(unit, out->usual, i)) vdt_window_push(&window, calm(unit->values[i] / times));
    }
}

static void make_monthly(const struct vdt_unit *unit, int32_t keep, struct vdt_baseline *out) {
    struct vdt_level now = out->level, kept = { 0 };
    if (!now.rows) now.step = unit->first;
    for (; now.step < unit->first; now.step++) vdt_mean_push(&now.mean, 0.9, 0, false);
    if (keep < unit->first && now.rows) kept = now;
    for (int32_t i = now.step - unit->first; i < unit->count; i++, now.step++) {
        if (now.step == keep) kept = now;
        double times = rise(unit, out->usual, i);
        if (!isnan(unit->values[i]) && now.rows >= 6) {
            out->expected[i] = (float)(vdt_mean_value(&now.mean) * times);
            out->spread[i] = 0;
        }
        bool known = teaches(unit, out->usual, i);
        vdt_mean_push(&now.mean, 0.9, known ? unit->values[i] / times : 0, known);
        now.rows += known;
    }
    out->level = kept;
}

static void terms_of(int32_t week, int32_t now, double out[TERMS]) {
    double turn = 2 * 3.14159265358979323846 * week / 52.1775;
    out[0] = 1;
    out[1] = (week - now) / 200.0;
    out[2] = cos(turn);
    out[3] = sin(turn);
    out[4] = cos(2 * turn);
    out[5] = sin(2 * turn);
}

static double mean_at(const double *terms, const double *weights) {
    double sum = 0;
    for (int k = 0; k < TERMS; k++) sum += terms[k] * weights[k];
    return exp(sum < -6 ? -6 : sum > 14 ? 14 : sum);
}

/* A fit to the rows of [begin, end); the weights come out, and the dispersion (variance over mean). */
static double fit(const struct vdt_unit *unit, const float *usual, int32_t begin, int32_t end, int32_t now, double *matrix,
                  double weights[TERMS]) {
    double sum = 0, times = 0, dispersion = 1.5;
    for (int32_t i = begin; i < end; i++) {
        if (!teaches(unit, usual, i)) continue;
        terms_of(unit->first + i, unit->first + now, matrix + TERMS * (i - begin));
        sum += unit->values[i];
        times += rise(unit, usual, i);
    }
    for (int k = 0; k < TERMS; k++) weights[k] = 0;
    weights[0] = log(sum / (times > 0 ? times : 1) + 0.1);
    for (int round = 0; round < FITS; round++) {
        double hessian[TERMS * TERMS] = { 0 }, step[TERMS];
        for (int k = 0; k < TERMS; k++) {
            double ridge = k == 0 ? 1e-6 : k == 1 ? 1 : 0.5;
            hessian[k * TERMS + k] = ridge;
            step[k] = k == 0 ? 0 : -ridge * weights[k];
        }
        double squares = 0, freedom = 0;
        for (int32_t i = begin; i < end; i++) {
            if (!teaches(unit, usual, i)) continue;
            const double *terms = matrix + TERMS * (i - begin);
            double mean = mean_at(terms, weights) * rise(unit, usual, i), rest = unit->values[i] - mean;
            double residual = vdt_count_residual(unit->values[i], mean, dispersion * mean);
            double weight = residual > 2 ? 4 / (residual * residual) : 1;
            squares += weight * rest * rest / (mean > 0.05 ? mean : 0.05);
            freedom += weight;
            for (int a = 0; a < TERMS; a++) {
                step[a] += weight * rest * terms[a];
                for (int b = 0; b <= a; b++) hessian[a * TERMS + b] += weight * mean * terms[a] * terms[b];
            }
        }
        dispersion = squares / (freedom - TERMS > 1 ? freedom - TERMS : 1);
        if (dispersion < 1.05) dispersion = 1.05;
        if (!vdt_solve(hessian, step, TERMS)) break;
        for (int k = 0; k < TERMS; k++) weights[k] += (round < 2 ? 0.7 : 1) * step[k];
    }
    return dispersion;
}

static bool make_weekly(const struct vdt_unit *unit, int32_t begin, struct vdt_baseline *out) {
    double *matrix = malloc(sizeof *matrix * TERMS * WEEKS_FITTED), weights[TERMS] = { 0 }, dispersion = 1;
    if (!matrix) return false;
    struct vdt_window recent = { .width = 26 };
    bool fitted = false;
    for (int32_t i = 0; i < unit->count; i++) {
        if (i + WEEKS_A_FIT > begin && i >= WEEKS_LEAST && (i - WEEKS_LEAST) % WEEKS_A_FIT == 0) {
            int32_t end = i - WEEKS_LEFT_OUT;
            dispersion = fit(unit, out->usual, end > WEEKS_FITTED ? end - WEEKS_FITTED : 0, end, i, matrix, weights);
            fitted = true;
        }
        if (isnan(unit->values[i])) continue;
        double times = rise(unit, out->usual, i);
        if (i >= begin && fitted) {
            double terms[TERMS];
            int32_t now = i - (i - WEEKS_LEAST) % WEEKS_A_FIT;
            terms_of(unit->first + i, unit->first + now, terms);
            out->expected[i] = (float)(times * mean_at(terms, weights));
            out->spread[i] = (float)(dispersion * out->expected[i]);
        } else if (i >= begin && recent.count >= 13) {
            double mean = 0, variance = 0;
            for (int k = 0; k < recent.count; k++) mean += recent.sorted[k] / recent.count;
            for (int k = 0; k < recent.count; k++) variance += (recent.sorted[k] - mean) * (recent.sorted[k] - mean);
            variance /= recent.count - 1;
            out->expected[i] = (float)(times * mean);
            out->spread[i] = (float)(times * (variance > mean ? variance : mean > 0.1 ? mean : 0.1));
        }
        if (teaches(unit, out->usual, i)) vdt_window_push(&recent, unit->values[i] / times);
    }
    free(matrix);
    return true;
}

bool vdt_baseline_make(const struct vdt_unit *unit, enum vdt_method method, bool counts, int32_t begin, int32_t keep,
                       struct vdt_baseline *out) {
    for (int32_t i = 0; i < unit->count; i++) out->expected[i] = out->spread[i] = NAN;
    if (method == VDT_METHOD_WEEKLY) return make_weekly(unit, begin, out);
    if (method == VDT_METHOD_MONTHLY)
        make_monthly(unit, keep, out);
    else
        make_robust(unit, counts, begin, out);
    return true;
}
