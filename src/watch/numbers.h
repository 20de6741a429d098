/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic that the analyses share. Everything is deterministic; sums are taken in the order of the arrays. */
#ifndef VDT_WATCH_NUMBERS_H
#define VDT_WATCH_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The last `width` values of a stream, kept sorted: their median and their median absolute deviation. */
enum { VDT_WINDOW_MOST = 128 };
struct vdt_window {
    double sorted[VDT_WINDOW_MOST], ring[VDT_WINDOW_MOST];
    int count, at, width;
};
void vdt_window_push(struct vdt_window *window, double value);
double vdt_window_median(const struct vdt_window *window);
/* Times 1.4826: the standard deviation of a normal distribution. */
double vdt_window_spread(const struct vdt_window *window, double median);

/* Exponential mean: the latest value weighs 1, the one before `decay`, … `weight` is the sum of the weights. */
struct vdt_mean {
    double sum, weight;
};
static inline void vdt_mean_push(struct vdt_mean *mean, double decay, double value, bool known) {
    mean->sum = mean->sum * decay + (known ? value : 0);
    mean->weight = mean->weight * decay + known;
}
static inline double vdt_mean_value(const struct vdt_mean *mean) {
    return mean->weight > 1e-9 ? mean->sum / mean->weight : 0;
}

/* Random numbers (SplitMix64, Steele et al. 2014). */
uint64_t vdt_random_next(uint64_t *state);
double vdt_random_unit(uint64_t *state); /* in (0, 1) */

/* Solves a x = b for a symmetric positive definite a (n × n, row by row; destroyed) by Cholesky; x in b. False: singular. */
bool vdt_solve(double *a, double *b, size_t n);

/* The normal distribution's quantile (Wichura 1988, AS 241), `share` in (0, 1). */
double vdt_normal_quantile(double share);
/* Both tails of Student's distribution beyond t >= 0: exact sums for whole degrees of freedom (Abramowitz and Stegun 26.7.3, 26.7.4). */
double vdt_student_tails(double t, int degrees);

/* Residual of a count against mean and variance, on the 2/3 power: nearly normal for small means too (Farrington 1996). */
double vdt_count_residual(double value, double mean, double variance);
/* The value whose residual is `score`. */
double vdt_count_bound(double score, double mean, double variance);

/* The smallest count whose share below or at is `share`, of a negative binomial (Poisson where variance <= mean). */
double vdt_negative_binomial_quantile(double share, double mean, double variance);

#endif
