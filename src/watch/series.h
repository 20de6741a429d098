/* SPDX-License-Identifier: Apache-2.0 */
/* A table of series in memory: what the analyses of this room read. Made by series.c, immutable afterwards. */
#ifndef VDT_WATCH_SERIES_H
#define VDT_WATCH_SERIES_H

#include <math.h>

#include "base/buffer.h"
#include "base/error.h"
#include "vedette/watch.h"

enum vdt_step { VDT_STEP_MONTH, VDT_STEP_WEEK, VDT_STEP_DAY };

/* One unit. Arrays run from step `first`, `count` of them; NAN where there is no row or the cell is empty. */
struct vdt_unit {
    struct vdt_view name;
    int32_t first, count;
    double *values, *volumes;  /* volumes: NULL where the file has none */
    double *extras;            /* column by column: extras[column * count + i] */
};

/* What the values of a gathered series are made of: mentions sorted by unit and step. */
struct vdt_mentions {
    int64_t *events;
    uint32_t *units;
    int32_t *steps;
    uint64_t *publishers, *stories;  /* hashes */
    float *weights;
    size_t count;
};

struct vdt_series {
    enum vdt_step step;
    int32_t phase;             /* weeks: step n begins on day 7 n + phase */
    int32_t first, last;       /* steps of the whole file; last < first: it is empty */
    int32_t first_other;       /* the first step with a value that is no count, INT32_MAX without */
    struct vdt_unit *units;    /* sorted by name */
    size_t unit_count, extra_count;
    double *shared_volumes;    /* of a gathered series, whose units all run over the same steps; else NULL */
    struct vdt_mentions mentions;
};

/* Units that a series out of a store has whether anything of them is counted or not, and since which step. */
struct vdt_known_units {
    const struct vdt_view *names;
    const int32_t *firsts;
    size_t count;
};
enum vdt_status vdt_series__gather(struct vdt_store *store, const struct vdt_gather_options *options,
                                   const struct vdt_known_units *known, struct vdt_series **out, struct vdt_error *error);

/* The events of all mentions of a unit from one date up to another, borrowed; how many comes back. */
size_t vdt_series__mentions(const struct vdt_series *series, struct vdt_view unit, struct vdt_view since, struct vdt_view date,
                            const int64_t **out);

/* The options in words. */
void vdt_series__describe(const struct vdt_gather_options *options, struct vdt_buffer *out);

/* Steps in a year, and the step a text names; false where it is none of this series. */
double vdt_steps_a_year(enum vdt_step step);
bool vdt_step_read(const struct vdt_series *series, struct vdt_view text, int32_t *out);
struct vdt_step_text vdt_step_write(const struct vdt_series *series, int32_t step);

/* The unit of this name; SIZE_MAX: there is none. */
size_t vdt_series_find(const struct vdt_series *series, struct vdt_view name);

/* The value of a unit at a step, NAN where there is none. */
static inline double vdt_unit_value(const struct vdt_unit *unit, int32_t step) {
    return step < unit->first || step >= unit->first + unit->count ? NAN : unit->values[step - unit->first];
}

/* Are all values up to this step counts (whole, none below zero)? */
static inline bool vdt_series_counts(const struct vdt_series *series, enum vdt_series_type type, int32_t upto) {
    return type == VDT_SERIES_COUNT || (type == VDT_SERIES_AUTO && series->first_other > upto);
}

#endif
