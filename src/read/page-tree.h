/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page as boxes and blocks. A box is an element that stands for a stretch of the page; a block is a run of text that
 * no other box interrupts: a paragraph, a heading, a cell. Both are flat arrays in the order of the page, so that
 * everything done with them is a loop, however deep the page is nested:
 *
 *   boxes    body [ nav [ ul [ li li ] ]  article [ h1  p  p  aside [ p ] ]  footer ]
 *   blocks               "World" "Sport"           "Talks.." "Envoys.." ...
 */
#ifndef VDT_READ_PAGE_TREE_H
#define VDT_READ_PAGE_TREE_H

#include "base/arena.h"
#include "base/error.h"
#include "read/html-tokens.h"

/* What an element means to us; anything that is not listed in page-tree.c is passed through. */
enum vdt_box_role {
    VDT_BOX_INLINE,    /* in the line; a box only where its class tells that it is not for reading */
    VDT_BOX_BREAK,     /* a break of paragraphs without content */
    VDT_BOX_LINE,      /* br */
    VDT_BOX_BLOCK,
    VDT_BOX_PARAGRAPH,
    VDT_BOX_ITEM,      /* of a list */
    VDT_BOX_LIST,
    VDT_BOX_TABLE,
    VDT_BOX_CELL,
    VDT_BOX_QUOTE,
    VDT_BOX_DROP,      /* never news: nav, aside, footer */
    VDT_BOX_DROP_INLINE,
    VDT_BOX_CAPTION,   /* figure, figcaption, caption */
    VDT_BOX_FORM,
    VDT_BOX_HEADER,
    VDT_BOX_ARTICLE,
    VDT_BOX_MAIN,
    VDT_BOX_HEADLINE,  /* h1 */
    VDT_BOX_HEADING,   /* h2 to h6 */
    VDT_BOX_TIME,
    VDT_BOX_SILENT,    /* script, style: its content is no text */
    VDT_BOX_TITLE, VDT_BOX_META, VDT_BOX_LINK, VDT_BOX_HTML, VDT_BOX_ANCHOR, VDT_BOX_IMAGE,
};

/* What class, id, role and itemprop of a box say: weak evidence, to be weighed against what it holds. */
enum vdt_box_hint {
    VDT_HINT_HIDDEN = 1 << 0,
    VDT_HINT_FURNITURE = 1 << 1, /* navigation, sharing, advertisement, cookies */
    VDT_HINT_RELATED = 1 << 2,   /* other reports */
    VDT_HINT_COMMENTS = 1 << 3,
    VDT_HINT_PAYWALL = 1 << 4,
    VDT_HINT_CAPTION = 1 << 5,
    VDT_HINT_BYLINE = 1 << 6,
    VDT_HINT_PERSON = 1 << 7,    /* who the author is */
    VDT_HINT_LEAD = 1 << 8,      /* what stands below a headline */
    VDT_HINT_EMBED = 1 << 9,     /* a post of a social network */
    VDT_HINT_BODY = 1 << 10,     /* the text of the article */
    VDT_HINT_DATE = 1 << 11,
    VDT_HINT_NOTE = 1 << 12,     /* sources, disclaimers, corrections */
    VDT_HINT_SPOKEN = 1 << 13,   /* for screen readers only */
    VDT_HINT_GALLERY = 1 << 14,  /* pictures one after another */
    VDT_HINT_CREDIT = 1 << 15,   /* who took a picture */
};

struct vdt_box {
    uint32_t parent;                  /* the first box is its own */
    uint32_t next;                    /* the first box behind its last descendant */
    uint32_t begin, end;              /* bytes of the page's text */
    uint32_t first_block, next_block;
    uint32_t linked;                  /* bytes of it within links */
    uint32_t images;                  /* <img> within, those of figures apart */
    uint32_t hints;
    uint8_t role;                     /* enum vdt_box_role */
    bool closed;                      /* else it ran to the end of the page */
};

struct vdt_block {
    uint32_t box;                     /* the innermost */
    uint32_t begin, end;              /* bytes of the page's text */
    uint32_t linked;
    bool joined;                      /* goes on the line of the block before it */
};

struct vdt_time_mark {
    struct vdt_view value;            /* decoded: of datetime=, or of content= where itemprop says so */
    uint32_t at;                      /* where in the page's text */
    uint32_t box;
    uint8_t kind;                     /* enum vdt_time_kind */
};

enum vdt_time_kind { VDT_TIME_SEEN, VDT_TIME_PUBLISHED, VDT_TIME_MODIFIED };

struct vdt_page_tree {
    struct vdt_view text;
    struct vdt_box *boxes;
    struct vdt_block *blocks;
    struct vdt_time_mark *times;
    size_t box_count, block_count, time_count;
    struct vdt_view title;            /* of the title element, decoded */
};

struct vdt_page_facts;

/* Tokens to boxes and blocks; what stands in the head, JSON-LD and microdata goes to `facts`. Linear. */
enum vdt_status vdt_page_tree_read(struct vdt_arena *arena, struct vdt_view source, struct vdt_page_tree *out,
                                   struct vdt_page_facts *facts, struct vdt_error *error);

static inline struct vdt_view vdt_block_text(const struct vdt_page_tree *tree, size_t block) {
    return (struct vdt_view){ tree->text.data + tree->blocks[block].begin,
                              tree->blocks[block].end - tree->blocks[block].begin };
}

#endif
