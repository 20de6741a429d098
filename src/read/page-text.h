/* SPDX-License-Identifier: Apache-2.0 */
/* Which blocks of a page are its report. */
#ifndef VDT_READ_PAGE_TEXT_H
#define VDT_READ_PAGE_TEXT_H

#include "read/page-caption.h"
#include "read/page-tree.h"

/* What is known of the page from elsewhere; whatever is not known is empty. */
struct vdt_page_clues {
    struct vdt_view title, authors;
    bool live;               /* it is a live blog without `updates`: its entries are looked for on the page */
    struct vdt_view updates; /* the entries of a live blog, which are no part of the text */
    struct vdt_view body;    /* the article's text as the page's makers give it to machines: markup, or plain */
};

/* An entry of a live blog that stands on the page. */
struct vdt_page_told {
    struct vdt_view title, published, text;
};

struct vdt_page_text {
    struct vdt_view text;     /* blocks are separated by an empty line */
    struct vdt_view headline; /* the h1 that belongs to it */
    uint32_t headline_at;     /* where it ends in the page's text; 0 for none */
    uint32_t first_at;        /* where the text begins */
    struct vdt_page_picture *pictures; /* what was left out as captions of the report */
    size_t picture_count;
    struct vdt_page_told *entries; /* of a live blog: no part of the text */
    size_t entry_count;
};

enum vdt_status vdt_page_text_choose(struct vdt_arena *arena, const struct vdt_page_tree *tree,
                                     const struct vdt_page_clues *clues, struct vdt_page_text *out,
                                     struct vdt_error *error);

#endif
