/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Code points and what kind of sign they are. All functions accept any bytes: a byte that is no UTF-8 reads as
 * U+FFFD and is one byte long, so that a loop over a view always ends. Thread rule: pure functions.
 */
#ifndef VDT_TEXT_UTF8_H
#define VDT_TEXT_UTF8_H

#include "base/view.h"

enum vdt_sign {
    VDT_SIGN_OTHER, /* punctuation, symbols, controls */
    VDT_SIGN_SPACE, /* white space, the wide and the unbreakable ones too */
    VDT_SIGN_UPPER,
    VDT_SIGN_LOWER,
    VDT_SIGN_LETTER, /* letters without case */
    VDT_SIGN_DIGIT,
    VDT_SIGN_MARK,   /* combining marks, joiners, invisible formatting: part of what stands before */
};

/* The code point at `*at`, which moves beyond it. `*at` must be below the size. */
uint32_t vdt_utf8_next(struct vdt_view text, size_t *at);
/* Writes a code point; returns its length, 1 to 4. */
size_t vdt_utf8_put(uint32_t code, char out[4]);
bool vdt_utf8_valid(struct vdt_view text);
/* How many code points. */
size_t vdt_utf8_count(struct vdt_view text);

enum vdt_sign vdt_sign_of(uint32_t code);
/* Small letter of a code point by the simple mapping; itself where there is none. */
uint32_t vdt_code_lower(uint32_t code);
uint32_t vdt_code_upper(uint32_t code);

static inline bool vdt_sign_is_letter(enum vdt_sign sign) { return sign >= VDT_SIGN_UPPER && sign <= VDT_SIGN_LETTER; }

/* The text in small letters, cut to `capacity` bytes (never within a code point); returns the size. */
size_t vdt_utf8_lower(struct vdt_view text, char *out, size_t capacity);

#endif
