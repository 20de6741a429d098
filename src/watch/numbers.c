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
