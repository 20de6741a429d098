/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bayesian online change points (Adams and MacKay 2007): how long has the present level lasted? Each possible beginning is a run
 * with what is known of its level; a value is likely under a run, or it begins a new one, at a rate that is known beforehand.
 *
 *   counts   Poisson about a gamma: a value is negative binomial about the level times an offset, both in units of the dispersion
 *   sums     normal about a normal and a gamma: a value, in spreads from its baseline, is Student's
 *
 * A value that fits no run may be a stray: then it teaches little of the level that goes on. Runs that have become unlikely are left
 * out, so that a step costs the same however long the series is. Numbers are short, since all units are walked through side by side.
 */
#ifndef VDT_WATCH_RUNS_H
#define VDT_WATCH_RUNS_H

#include "watch/remembered.h"

enum { VDT_RUNS_MOST = 5 };

/* One possible beginning of the present level. */
struct vdt_run {
    int32_t rows;                 /* since it began */
    float weight;                 /* its chance */
    float shape, rate;            /* of the gamma: of a count's mean, of a sum's precision */
    float mean, certainty;        /* of a sum's normal */
};

struct vdt_runs {
    struct vdt_run list[VDT_RUNS_MOST]; /* the oldest first */
    int32_t count, last;          /* the last row's step */
    float level, dispersion;      /* of counts: exponential means of what was expected, and of variance over mean; 0: no row yet */
};

/* Takes in the value of a row: a count and what was expected of it. Or a sum's score. */
void vdt_runs_add_count(struct vdt_runs *runs, int32_t step, double value, double expected);
void vdt_runs_add_sum(struct vdt_runs *runs, int32_t step, double score);

/* The most likely beginning of the present level; there is one after the first row. */
const struct vdt_run *vdt_runs_best(const struct vdt_runs *runs);
/* The chance that the present level began within the last so many rows. Never 0 or 1. */
double vdt_runs_chance(const struct vdt_runs *runs, int rows);

void vdt_runs_write(const struct vdt_runs *runs, struct vdt_buffer *out);
struct vdt_runs vdt_runs_read(struct vdt_memory_reader *from);

#endif
