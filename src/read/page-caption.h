/* SPDX-License-Identifier: Apache-2.0 */
/* What stands at the pictures of a page: captions, and who took them. */
#ifndef VDT_READ_PAGE_CAPTION_H
#define VDT_READ_PAGE_CAPTION_H

#include "read/page-tree.h"
#include "vedette/report.h"

/* Blocks that were set apart as the caption of one picture, and the box that they stand in. */
struct vdt_page_picture {
    uint32_t first_block, next_block;
    uint32_t box;
};

struct vdt_captions {
    struct vdt_caption *items;
    size_t count, capacity;
};

/* False when memory is out. What was said before is passed over, and so is what lies beyond VDT_LIMIT_PAGE_CAPTIONS. */
bool vdt_captions_add(struct vdt_arena *arena, struct vdt_captions *captions, struct vdt_caption caption);

/* Text and credit told apart: by the names of boxes, else by words. False when memory is out. */
bool vdt_page_captions_read(struct vdt_arena *arena, const struct vdt_page_tree *tree,
                            const struct vdt_page_picture *pictures, size_t count, struct vdt_captions *out);

#endif
