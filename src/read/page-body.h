/* SPDX-License-Identifier: Apache-2.0 */
/* The words of blocks held against each other and against the article's text as JSON-LD gives it. */
#ifndef VDT_READ_PAGE_BODY_H
#define VDT_READ_PAGE_BODY_H

#include "read/page-tree.h"

enum { VDT_BODY_UNKNOWN = 255 };

/*
 * shares[i] is how much of block i stands in the body, in percent: of its runs of four words; VDT_BODY_UNKNOWN for
 * blocks of fewer words. False when memory is out. Linear.
 */
bool vdt_page_body_shares(struct vdt_arena *arena, const struct vdt_page_tree *tree, struct vdt_view body,
                          uint8_t *shares);

/*
 * Blocks in [begin, end) that are told and that others of them tell again, nearly to the word: summaries above a report,
 * quotations pulled out of it. Clears told[i] of each, of two that say the same the first. False when memory is out. Linear.
 */
bool vdt_page_repeats(struct vdt_arena *arena, const struct vdt_page_tree *tree, size_t begin, size_t end, bool *told);

/* The body as plain text with paragraphs: markup taken out, entities decoded. Data is NULL when memory is out. */
struct vdt_view vdt_page_body_text(struct vdt_arena *arena, struct vdt_view body);

#endif
