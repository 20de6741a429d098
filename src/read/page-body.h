/* SPDX-License-Identifier: Apache-2.0 */
/* The article's text as JSON-LD gives it, held against the blocks of the page. */
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

/* The body as plain text with paragraphs: markup taken out, entities decoded. Data is NULL when memory is out. */
struct vdt_view vdt_page_body_text(struct vdt_arena *arena, struct vdt_view body);

#endif
