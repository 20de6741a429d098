/* SPDX-License-Identifier: Apache-2.0 */
/* See numbers.h. A window keeps its values sorted, so that the median is at hand and the median absolute deviation is a
 * walk outwards from it: 90 moves a step and no sorting. */
#include "watch/numbers.h"

#include <math.h>
#include <string.h>

static int place_of(const struct vdt_window *window, double value) {
    int low = 0, high = window->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (window->sorted[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void vdt_window_push(struct vdt_window *window, double value) {
    double *sorted = window->sorted;
    if (window->count == window->width) {
        int at = place_of(window, window->ring[window->at]);
        memmove(sorted + at, sorted + at + 1, sizeof *sorted * (size_t)(window->count - at - 1));
        window->count--;
    }
    int at = place_of(window, value);
    memmove(sorted + at + 1, sorted + at, sizeof *sorted * (size_t)(window->count - at));
    sorted[at] = value;
    window->count++;
    window->ring[window->at] = value;
    window->at = (window->at + 1) % window->width;
}

double vdt_window_median(const struct vdt_window *window) {
    int n = window->count;
    return n == 0 ? 0 : n % 2 ? window->sorted[n / 2] : (window->sorted[n / 2 - 1] + window->sorted[n / 2]) / 2;
}

double vdt_window_spread(const struct vdt_window *window, double median) {
    /* deviations grow outwards on both sides of the median: merge them up to the middle one */
    int n = window->count, right = place_of(window, median), left = right - 1;
    double last = 0, before = 0;
    for (int taken = 0; taken <= n / 2 && taken < n; taken++) {
        double down = left >= 0 ? median - window->sorted[left] : INFINITY;
        double up = right < n ? window->sorted[right] - median : INFINITY;
        before = last;
        if (down < up)
            last = down, left--;
        else
            last = up, right++;
    }
    return 1.4826 * (n == 0 ? 0 : n % 2 ? last : (before + last) / 2);
}

uint64_t vdt_random_next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double vdt_random_unit(uint64_t *state) {
    return ((double)(vdt_random_next(state) >> 11) + 0.5) * 0x1p-53;
}

bool vdt_solve(double *a, double *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double sum = a[i * n + j];
            for (size_t k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
            if (i != j) {
                a[i * n + j] = sum / a[j * n + j];
            } else {
                if (!(sum > 0)) return false;
                a[i * n + i] = sqrt(sum);
            }
        }
        double sum = b[i];
        for (size_t k = 0; k < i; k++) sum -= a[i * n + k] * b[k];
        b[i] = sum / a[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++) b[i] -= a[k * n + i] * b[k];
        b[i] /= a[i * n + i];
    }
    return true;
}

static double ratio(const double upper[8], const double lower[8], double r) {
    double above = upper[7], below = lower[7];
    for (int i = 6; i >= 0; i--) above = above * r + upper[i], below = below * r + lower[i];
    return above / below;
}

double vdt_normal_quantile(double share) {
    static const double a[8] = { 3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
                                 4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3 };
    static const double b[8] = { 1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
                                 2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3 };
    static const double c[8] = { 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
                                 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4 };
    static const double d[8] = { 1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9 };
    static const double e[8] = { 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7 };
    static const double f[8] = { 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15 };
    double q = share - 0.5;
    if (fabs(q) <= 0.425) return q * ratio(a, b, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? share : 1 - share));
    double z = r <= 5 ? ratio(c, d, r - 1.6) : ratio(e, f, r - 5);
    return q < 0 ? -z : z;
}

double vdt_student_tails(double t, int degrees) {
    static const double pi = 3.14159265358979323846;
    if (degrees < 1) return 1;
    double angle = atan(t / sqrt((double)degrees)), c = cos(angle), term = degrees % 2 ? c : 1, sum = degrees == 1 ? 0 : term;
    for (int k = degrees % 2 ? 2 : 1; k <= degrees - 3; k += 2) {
        term *= (double)k / (k + 1) * c * c;
        sum += term;
    }
    double inside = degrees % 2 ? 2 / pi * (angle + sin(angle) * sum) : sin(angle) * sum;
    return inside < 1 ? 1 - inside : 0;
}

/* 0.2 keeps small counts apart from zero without moving larger ones */
static const double shift = 0.2;

static double residual_scale(double mean, double variance) {
    return 2.0 / 3.0 * sqrt(variance > 0.1 ? variance : 0.1) / cbrt(mean + shift);
}

double vdt_count_residual(double value, double mean, double variance) {
    double up = cbrt(value + shift), middle = cbrt(mean + shift);
    return (up * up - middle * middle) / residual_scale(mean, variance);
}

double vdt_count_bound(double score, double mean, double variance) {
    double middle = cbrt(mean + shift);
    double power = middle * middle + score * residual_scale(mean, variance);
    return power <= 0 ? 0 : power * sqrt(power) - shift;
}

double vdt_negative_binomial_quantile(double share, double mean, double variance) {
    if (mean <= 0) return 0;
    if (mean > 1e5) { /* far from zero a normal quantile will do; Hastings 1955 */
        double tail = share < 0.5 ? share : 1 - share, t = sqrt(-2 * log(tail > 1e-12 ? tail : 1e-12));
        double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        double value = mean + (share < 0.5 ? -z : z) * sqrt(variance > mean ? variance : mean);
        return value > 0 ? floor(value + 0.5) : 0;
    }
    double over = variance > mean * 1.0001 ? variance - mean : mean * 1e-4;
    double size = mean * mean / over, log_rest = log(mean / (size + mean));
    double log_share = size * log(size / (size + mean)), sum = 0;
    for (double k = 0; k < 1e7; k++) {
        sum += exp(log_share);
        if (sum >= share) return k;
        log_share += log((k + size) / (k + 1)) + log_rest;
        if (k > mean && log_share < -60) return k;
    }
    return mean;
}
