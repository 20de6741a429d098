/* SPDX-License-Identifier: Apache-2.0 */
/* A web page to a report: its metadata, and its text in paragraphs. */
#ifndef VDT_READ_HTML_H
#define VDT_READ_HTML_H

#include "base/arena.h"
#include "base/error.h"
#include "read/page-caption.h"

/* An entry of a live blog. */
struct vdt_page_update {
    struct vdt_view url, title, author, published, text;
};

struct vdt_page {
    struct vdt_view url, title, author, published, updated, publisher, language, text;
    struct vdt_page_update *updates; /* of a live blog: its text is then what stands beside them */
    size_t update_count;
    struct vdt_captions captions;
    const char *stub;         /* what the page holds back, in words for a remark; NULL for nothing */
    struct vdt_view bad_date; /* a publication date that is none, where no good one was found */
};

/* Does this begin like a page? Looks at the first kilobyte. */
bool vdt_html_looks(struct vdt_view bytes);

/* The charset that a page declares in its first kilobytes, empty for none; a view into `bytes`. */
struct vdt_view vdt_html_charset(struct vdt_view bytes);

/*
 * `source` is UTF-8; `url` is where it came from, empty where that is not known. `split`: the entries of a live blog
 * are taken out of its text. Paragraphs are separated by an empty line, <br> is a line end, other white space is
 * collapsed.
 * Fails only when memory is out; a page without text gives an empty text. Linear.
 */
enum vdt_status vdt_html_read(struct vdt_arena *arena, struct vdt_view source, struct vdt_view url,
                              bool split, struct vdt_page *out, struct vdt_error *error);

#endif
