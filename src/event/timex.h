/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layer of times: expressions of time with type and value as in TIMEX3, anchored in the publication date and in what the
 * text said before. `times.h` has the days besides; this tells what the words themselves say: "last week" is
 * 2021-W47 here. Thread rule: pure; everything lives in the arena.
 */
#ifndef VDT_EVENT_TIMEX_H
#define VDT_EVENT_TIMEX_H

#include "base/arena.h"
#include "base/error.h"
#include "language/analysis.h"
#include "vedette/times.h"

/* In the order of the text, none overlapping, places in code points. `published` may be VDT_NO_DAY. */
enum vdt_status vdt_timex_list(struct vdt_arena *arena, const struct vdt_analysis *analysis, int32_t published,
                               struct vdt_timex **out, size_t *count, struct vdt_error *error);

#endif
