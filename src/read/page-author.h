/* SPDX-License-Identifier: Apache-2.0 */
/* Who wrote a page's report: names, and nothing but names. */
#ifndef VDT_READ_PAGE_AUTHOR_H
#define VDT_READ_PAGE_AUTHOR_H

#include "read/page-data.h"
#include "read/page-text.h"
#include "read/page-tree.h"

/*
 * Names out of what machines are told ("By Ann Miller | Valley Post, valleypost.example"): without the publisher,
 * sites, doubles and "by"; with commas between them. Data is NULL when memory is out.
 */
struct vdt_view vdt_page_authors_clean(struct vdt_arena *arena, struct vdt_view authors, struct vdt_view publisher);

/* Names that microdata and links near the headline call the author's; empty where there is none. */
struct vdt_view vdt_page_authors_marked(struct vdt_arena *arena, const struct vdt_page_facts *facts, const struct vdt_page_text *text,
                                        struct vdt_view publisher);

/* Names out of a line near the headline that begins with "By"; empty where there is none. */
struct vdt_view vdt_page_authors_shown(struct vdt_arena *arena, const struct vdt_page_tree *tree,
                                       const struct vdt_page_text *text);

#endif
