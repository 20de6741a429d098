/* SPDX-License-Identifier: Apache-2.0 */
/* What the names that a page's makers gave to a box tell about it. */
#ifndef VDT_READ_PAGE_HINT_H
#define VDT_READ_PAGE_HINT_H

#include "read/page-tree.h"

/* The hints (enum vdt_box_hint) of a tag: from its class, id, role, itemprop, hidden and style. */
uint32_t vdt_page_hints(const struct vdt_html_token *token);

#endif
