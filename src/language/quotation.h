/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quotation marks: which stretches of a text stand between them. Curly, straight and doubled marks are looked for each
 * on their own, paragraph by paragraph (an empty line parts them); a curly quotation that is never closed ends where
 * the next opens, else with its paragraph, and so does a straight one.
 *
 * Thread rule: pure; the lists live in the arena. Finding is linear in the text, asking is a binary search.
 */
#ifndef VDT_LANGUAGE_QUOTATION_H
#define VDT_LANGUAGE_QUOTATION_H

#include "base/arena.h"
#include "base/error.h"

/* Bytes of the text, end-exclusive. */
struct vdt_extent {
    uint32_t begin, end;
};

struct vdt_quoted {
    struct vdt_extent all, inner; /* with its marks and without */
};

enum { VDT_QUOTATION_MARKS = 3 };

struct vdt_quotations {
    struct vdt_view text;
    struct {
        struct vdt_quoted *items; /* in the order of the text, none within another of its kind */
        size_t count;
    } of[VDT_QUOTATION_MARKS];
};

enum vdt_status vdt_quotations_find(struct vdt_arena *arena, struct vdt_view text, struct vdt_quotations *out,
                                    struct vdt_error *error);
/* The first quotation of a kind of mark that ends behind `from`, NULL: none. */
const struct vdt_quoted *vdt_quotation_from(const struct vdt_quotations *quotations, size_t marks, uint32_t from);
/* The quotation that begins at this byte, NULL: none. */
const struct vdt_quoted *vdt_quotation_at(const struct vdt_quotations *quotations, uint32_t begin);
/* The quotation that holds the whole stretch between its marks, NULL: none. */
const struct vdt_quoted *vdt_quotation_around(const struct vdt_quotations *quotations, struct vdt_extent stretch);

#endif
