/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions of time in a report: what they say, with type and value as in TIMEX3, and the days that they reach over. Works on
 * words; where the parser gave heads and tags they are used (a verb in the future turns "on Friday" to the next one), and they
 * may be missing. Thread rule: pure; everything lives in the arena.
 */
#ifndef VDT_EVENT_TIMES_H
#define VDT_EVENT_TIMES_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"
#include "language/analysis.h"

struct vdt_time {
    uint32_t sentence, first, last; /* words in the sentence, inclusive */
    uint32_t reach_last;            /* the last word of what it is bound to: "from Monday to Friday"; else `last` */
    int32_t from, to;               /* days, inclusive; VDT_NO_DAY where they cannot be told, or where another one reaches over them */
    const char *type, *mod;         /* DATE, TIME, DURATION or SET; START, MID, END, APPROX …, NULL for none */
    struct vdt_view value;
};

/*
 * All expressions in the order of the text, none overlapping. `published` may be VDT_NO_DAY: then only what carries its own year
 * has days. "The next day" refers to the date told before it.
 */
enum vdt_status vdt_times_read(struct vdt_arena *arena, const struct vdt_analysis *analysis, int32_t published, struct vdt_time **out,
                               size_t *count, struct vdt_error *error);

#endif
