/* SPDX-License-Identifier: Apache-2.0 */
/* Live blogs whose entries stand on the page and not in its JSON-LD. */
#ifndef VDT_READ_PAGE_LIVE_H
#define VDT_READ_PAGE_LIVE_H

#include "read/page-tree.h"

/* An entry on the page: a box with a time of its own. */
struct vdt_page_entry {
    uint32_t box;
    struct vdt_view published; /* of its first time element */
};

/* Does a headline say that the page is a live blog? */
bool vdt_page_live_title(struct vdt_view title);

/*
 * The entries of a page that is one: neighbours within one box, each with a time and prose, three at least, that hold
 * most of the prose of the page. `prose` are the bytes of prose before each block. *count is 0 where there are none such. False
 * when memory is out. Linear, since VDT_LIMIT_PAGE_TIMES bounds the times.
 */
bool vdt_page_live_find(struct vdt_arena *arena, const struct vdt_page_tree *tree, const uint32_t *prose,
                        struct vdt_page_entry **out, size_t *count);

#endif
