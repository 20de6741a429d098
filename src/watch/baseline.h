/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Baselines: for each value of a unit what was to be expected, and how far it stands from that. Each is made of what came
 * before it in the unit alone; only the sharing of spreads (vdt_baseline_share) looks at other units, on the same date.
 */
#ifndef VDT_WATCH_BASELINE_H
#define VDT_WATCH_BASELINE_H

#include "watch/numbers.h"
#include "watch/series.h"

enum vdt_method {
    VDT_METHOD_WEEKLY,  /* counts: trend and season */
    VDT_METHOD_MONTHLY, /* counts: ratio to an exponential mean */
    VDT_METHOD_ROBUST,  /* all else: median and median absolute deviation of the last 90 */
};

/*
 * How much is usually read: of each step the median of the volumes before it (of 90 days, 52 weeks, 24 months); NAN where too few
 * are known. A rise of the volume raises what is to be expected; a step in which far less was read teaches nothing, unless so
 * little is read for as long a time: then that is usual.
 */
void vdt_usual_volumes(const double *volumes, int32_t count, enum vdt_step step, float *usual);
#define VDT_VOLUME_QUIET 0.25 /* of the usual */
static inline bool vdt_volume_quiet(double volume, double usual) {
    return volume < VDT_VOLUME_QUIET * usual;
}

/* What a monthly baseline knows before a step: of all rows until then, however long ago. */
struct vdt_level {
    struct vdt_mean mean;
    int32_t rows, step;
};

/* Of one unit, each array as long as the unit; NAN where there is no row or not enough history. */
struct vdt_baseline {
    float *expected, *spread;
    const float *usual;  /* volumes, as above; NULL where the unit has none */
    struct vdt_level level; /* what earlier walks knew; then, what is to be known before the step that it was asked for */
};

enum vdt_method vdt_method_of(enum vdt_step step, bool counts);

/*
 * Fills in what is expected, and the spreads, from the unit's row `begin` on, and the level before the step `keep`. False when memory is
 * out.
 */
bool vdt_baseline_make(const struct vdt_unit *unit, enum vdt_method method, bool counts, int32_t begin, int32_t keep,
                       struct vdt_baseline *out);

/* So many steps without a row are a gap that lowers confidence: an eighth of what a baseline is made of. */
int vdt_gap_steps(enum vdt_step step);

/*
 * Scores of methods that share spreads between units: `shared` is, of all units with a row on that date, the median of
 * the spreads (VDT_METHOD_ROBUST) or the mean of the expected (VDT_METHOD_MONTHLY).
 */
double vdt_baseline_score(enum vdt_method method, double value, double expected, double spread, double shared);
/* The value whose score is `score`. */
double vdt_baseline_bound(enum vdt_method method, double score, double expected, double spread, double shared);

/* No alert before a unit has so many rows. */
int vdt_rows_before_alerts(enum vdt_step step);

#endif
