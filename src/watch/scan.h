/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scanning: does the last value stand out, or the last two, four or eight together? A sum of n scores over the root of n is
 * as far out as one score of that size is, and the largest of them is the evidence (the window-limited generalised likelihood
 * ratio of Willsky and Jones 1976): one value makes a `count`, more of them a `change` of level that began with the first.
 */
#ifndef VDT_WATCH_SCAN_H
#define VDT_WATCH_SCAN_H

#include <math.h>

#include "vedette/watch.h"
#include "watch/remembered.h"

enum { VDT_SCAN_WIDEST = 8, VDT_SCAN_WINDOWS = 4 };

/* The last scores of a unit, signed, of rows that follow on each other, and what was expected of these. */
struct vdt_scan {
    double scores[VDT_SCAN_WIDEST], expected[VDT_SCAN_WIDEST];
    int32_t count, last;         /* the last one's step */
};

struct vdt_finding {
    double score;                /* signed */
    int rows;                    /* that make it */
    double expected;             /* their mean */
    double level;                /* the score of all that are remembered, signed */
};

/* A signed score in the direction that is watched. */
static inline double vdt_scan_towards(double score, enum vdt_watch_side side) {
    return side == VDT_WATCH_UP ? score : side == VDT_WATCH_DOWN ? -score : fabs(score);
}

/*
 * How large the sums of 1, 2, 4 and 8 scores over the roots of their numbers were, of all units: as large as single scores where
 * neighbours are strangers, larger where they resemble each other, and then a sum says less.
 */
struct vdt_scan_sizes {
    double sums[VDT_SCAN_WINDOWS], counts[VDT_SCAN_WINDOWS];
    double ratios[VDT_SCAN_WINDOWS]; /* as they were when vdt_scan_settle was called last */
};
void vdt_scan_settle(struct vdt_scan_sizes *sizes);

/* What stands out most, this score being the last. Where scores are missing the older ones are forgotten. */
struct vdt_finding vdt_scan_add(struct vdt_scan *scan, struct vdt_scan_sizes *sizes, int32_t step, double score, double expected,
                                enum vdt_watch_side side);
/* How far out the last so many rows are together; at most scan->count. Its `level` is left open. */
struct vdt_finding vdt_scan_last(const struct vdt_scan *scan, const struct vdt_scan_sizes *sizes, int rows);

void vdt_scan_write(const struct vdt_scan *scan, struct vdt_buffer *out);
struct vdt_scan vdt_scan_read(struct vdt_memory_reader *from);
void vdt_scan_sizes_write(const struct vdt_scan_sizes *sizes, struct vdt_buffer *out);
struct vdt_scan_sizes vdt_scan_sizes_read(struct vdt_memory_reader *from);

#endif
