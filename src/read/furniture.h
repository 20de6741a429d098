/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Furniture: what a page carries besides its report. Works on plain text, line by line, by general rules about
 * how pages are built and how scrapers flatten them; when in doubt a line is news.
 */
#ifndef VDT_READ_FURNITURE_H
#define VDT_READ_FURNITURE_H

#include "base/arena.h"
#include "base/error.h"

#define VDT_FURNITURE_LIST(X)                                                                                  \
    X(CREDIT, "credit") X(BYLINE, "byline") X(TIMESTAMP, "timestamp") X(READ_MORE, "read-more")                \
    X(SHARE, "share") X(NAVIGATION, "navigation") X(SECTION, "section") X(SOURCE_LINK, "source-link")          \
    X(REPEATED, "repeated") X(COOKIE, "cookie") X(NEWSLETTER, "newsletter") X(ADVERTISEMENT, "advertisement")  \
    X(COPYRIGHT, "copyright") X(CAPTION, "caption")

enum vdt_furniture_kind {
#define ITEM(name, label) VDT_FURNITURE_##name,
    VDT_FURNITURE_LIST(ITEM)
#undef ITEM
    VDT_FURNITURE_COUNT
};

/* Bytes of the text, end-exclusive, in order, never overlapping. Whole lines, but for a photo credit behind a sentence.
 */
struct vdt_furniture {
    uint32_t begin, end;
    enum vdt_furniture_kind kind;
};

/* `title` may be empty. The first line that says the headline stays; later ones are REPEATED. Linear in the text. */
enum vdt_status vdt_furniture_find(struct vdt_arena *arena, struct vdt_view text, struct vdt_view title,
                                   struct vdt_furniture **out, size_t *count, struct vdt_error *error);

/* Where the credit at the end of a caption begins: 0 where it is nothing else, its size where there is none. */
size_t vdt_credit_find(struct vdt_view caption);

const char *vdt_furniture_name(enum vdt_furniture_kind kind);

/* "KYIV, Ukraine, Dec 3 (Reuters) — ": [begin, end) with the dash; the agency may be empty (begin = end). */
struct vdt_dateline {
    uint32_t begin, end;
    uint32_t place_begin, place_end;
    uint32_t agency_begin, agency_end;
};

/* Does a dateline begin at byte `at`, the start of a line or sentence? No furniture: the place is of use. */
bool vdt_dateline_find(struct vdt_view text, size_t at, struct vdt_dateline *out);

#endif
