/* SPDX-License-Identifier: Apache-2.0 */
/* A walk for alarms that is broken off and goes on another day. */
#ifndef VDT_WATCH_ALARM_H
#define VDT_WATCH_ALARM_H

#include "base/arena.h"
#include "base/buffer.h"
#include "watch/series.h"

/*
 * The units of a memory, and the step with which a series has to begin that it goes on with: so far back baselines look. False:
 * it is damaged. Views are borrowed from it.
 */
bool vdt_watch__recall(struct vdt_view memory, struct vdt_arena *arena, struct vdt_known_units *out, int32_t *begin);

/*
 * As vdt_watch, from where `memory` ends (empty: from the beginning), over a series that has all units of it. `next`
 * becomes the memory of the walk before its last step: that one may not be over yet, and is walked again.
 */
enum vdt_status vdt_watch__go_on(const struct vdt_series *series, const struct vdt_watch_options *options,
                                 struct vdt_view memory, struct vdt_buffer *next, vdt_alert_fn *tell, void *context,
                                 struct vdt_error *error);

#endif
