/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions of time in a sentence, resolved to days. Works on words; where the parser gave heads and tags they are
 * used (a verb in the future turns "on Friday" to the next one), and they may be missing.
 */
#ifndef VDT_EVENT_TIMES_H
#define VDT_EVENT_TIMES_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"
#include "language/analysis.h"

enum vdt_time_kind {
    VDT_TIME_EXPLICIT,  /* December 2, 2021; Dec. 2; 2021-12-02; March 2014 */
    VDT_TIME_RELATIVE,  /* yesterday; last week; two days ago; the next day */
    VDT_TIME_WEEKDAY,   /* on Friday; next Monday */
    VDT_TIME_YEAR,      /* in 2014; the 2014 ...; the 1990s; the second quarter of 2020 */
    VDT_TIME_VAGUE,     /* in recent weeks; months ago; late March */
    VDT_TIME_DURATION,  /* for weeks; within 10 years */
};

struct vdt_time {
    uint32_t first, last; /* words in the sentence, inclusive */
    int32_t from, to;     /* days, inclusive; VDT_NO_DAY where they cannot be told */
    enum vdt_time_kind kind;
};

/*
 * All expressions of a sentence in order, none overlapping. `published` may be VDT_NO_DAY: then only what carries its
 * own year is resolved. "The next day" refers to the date before it, in this sentence or in the five before it.
 */
enum vdt_status vdt_times_find(struct vdt_arena *arena, const struct vdt_analysis *analysis, uint32_t sentence,
                               int32_t published, struct vdt_time **out, size_t *count, struct vdt_error *error);

#endif
