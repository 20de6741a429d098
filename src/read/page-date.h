/* SPDX-License-Identifier: Apache-2.0 */
/* When a page was published and when it was changed, from all that tells it. */
#ifndef VDT_READ_PAGE_DATE_H
#define VDT_READ_PAGE_DATE_H

#include "read/html.h"
#include "read/page-data.h"
#include "read/page-text.h"

struct vdt_page_witness {
    const struct vdt_page_tree *tree;
    const struct vdt_page_facts *facts;
    const struct vdt_page_thing *article; /* NULL where JSON-LD describes none */
    const struct vdt_page_text *text;
    struct vdt_view url;
};

/* Fills in `published`, `updated` and `bad_date`. */
enum vdt_status vdt_page_dates(struct vdt_arena *arena, const struct vdt_page_witness *witness, struct vdt_page *page,
                               struct vdt_error *error);

/*
 * A date that people or other programs write, where it is unmistakable, as ISO 8601: "May 14, 2024 6:30 PM", "14/05/2024", 14.5.2024,
 * 20240514183000, seconds or milliseconds since 1970. Of a time in a zone only the day. Empty: it is none.
 */
struct vdt_view vdt_date_written(struct vdt_arena *arena, struct vdt_view text);

#endif
