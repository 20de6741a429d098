/* SPDX-License-Identifier: Apache-2.0 */
/* Pages that hold back their report: what is read of them is not it, or not all of it. */
#ifndef VDT_READ_PAGE_STUB_H
#define VDT_READ_PAGE_STUB_H

#include "read/page-tree.h"

/*
 * What to say of the page, NULL where it is a report like others: only the beginning for who does not subscribe, a
 * question about cookies, a gate for programs. `paid`: the page says of itself that it is not free.
 */
const char *vdt_page_stub(const struct vdt_page_tree *tree, struct vdt_view text, bool paid);

#endif
