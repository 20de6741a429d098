/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chance of at least one value of `threshold` or more within the next `horizon` steps, by a logistic regression
 * pooled over all units and fitted to what was known at the origin.
 */
#ifndef VDT_WATCH_ONSET_H
#define VDT_WATCH_ONSET_H

#include "watch/series.h"

struct vdt_onset;

/* What the regression sees of each unit at each step, made once for a threshold. NULL when memory or the limit is out. */
struct vdt_onset *vdt_onset_new(const struct vdt_series *series, double threshold);
void vdt_onset_free(struct vdt_onset *onset);

/* Fits to what was known at `origin`. False where too little was: fewer than 200 rows or 5 cases. */
bool vdt_onset_fit(struct vdt_onset *onset, int32_t origin, int horizon);
/* The chance for a unit (its number) at the origin of the last fit; NAN where the unit has too short a past. */
double vdt_onset_chance(const struct vdt_onset *onset, size_t unit);

#endif
