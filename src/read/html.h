/* SPDX-License-Identifier: Apache-2.0 */
/* A web page to a report: its metadata, and its text in paragraphs. */
#ifndef VDT_READ_HTML_H
#define VDT_READ_HTML_H

#include "base/arena.h"
#include "base/error.h"

struct vdt_page {
    struct vdt_view url, title, author, published, updated, publisher, language, text;
    const char *stub;         /* what the page holds back, in words for a remark; NULL for nothing */
    struct vdt_view bad_date; /* a publication date that is none, where no good one was found */
};

/* Does this begin like a page? Looks at the first kilobyte. */
bool vdt_html_looks(struct vdt_view bytes);

/* The charset that a page declares in its first kilobytes, empty for none; a view into `bytes`. */
struct vdt_view vdt_html_charset(struct vdt_view bytes);

/*
 * `source` is UTF-8; `url` is where it came from, empty where that is not known. Paragraphs are separated by an empty line, <br> is a line end, other white space is collapsed.
 * Fails only when memory is out; a page without text gives an empty text. Linear.
 */
enum vdt_status vdt_html_read(struct vdt_arena *arena, struct vdt_view source, struct vdt_view url,
                              struct vdt_page *out, struct vdt_error *error);

#endif
