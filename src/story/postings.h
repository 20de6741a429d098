/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the latest reports hold a feature: a table of lines, a line a cache line, in which the newest take the place
 * of the oldest. It doubles as it fills, up to a size that is given, and then forgets by itself.
 *
 * Thread rule: one thread at a time.
 */
#ifndef VDT_STORY_POSTINGS_H
#define VDT_STORY_POSTINGS_H

#include "base/view.h"

enum { VDT_POSTINGS_A_LINE = 8, VDT_POSTINGS_OF_ONE = 5 }; /* reports in a line; of one feature */

struct vdt_posting_line;

struct vdt_postings {
    struct vdt_posting_line *lines;
    uint64_t line_count, most_lines; /* powers of two */
    uint64_t taken;
};

/* `most` features of reports, about. False: out of memory. */
bool vdt_postings_init(struct vdt_postings *self, uint64_t most);
void vdt_postings_done(struct vdt_postings *self);

/* Asks for the memory that vdt_postings_find will read. */
void vdt_postings_await(const struct vdt_postings *self, uint64_t feature);
/* Reports with this feature, at most VDT_POSTINGS_OF_ONE; returns how many. */
size_t vdt_postings_find(const struct vdt_postings *self, uint64_t feature, uint32_t out[VDT_POSTINGS_A_LINE]);
/* False: out of memory; the feature is not added. */
bool vdt_postings_add(struct vdt_postings *self, uint64_t feature, uint32_t report);

#endif
