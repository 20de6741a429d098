/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text into tokens, as the English treebanks of Universal Dependencies cut them (EWT and GUM): punctuation apart,
 * compounds cut at their hyphens but for prefixes (non-state), abbreviations with their period, clitics as parts of a
 * contraction (do|n't, Kyiv|'s, can|not), amounts and signs apart ($|5|m, 5|%), addresses whole.
 *
 * Every character but white space is in exactly one token, in order. Parts of a contraction are tokens of their own
 * that know their contraction. Thread rule: pure; memory comes from the arena. Linear in the text.
 */
#ifndef VDT_TEXT_TOKENS_H
#define VDT_TEXT_TOKENS_H

#include "base/arena.h"

enum vdt_gap { VDT_GAP_NONE, VDT_GAP_SPACE, VDT_GAP_LINE, VDT_GAP_PARAGRAPH };

struct vdt_token {
    uint32_t begin, end;  /* bytes */
    uint8_t range;        /* > 0: the first of so many parts of a contraction */
    uint8_t part;         /* place within the contraction, from 0 */
    uint8_t gap;          /* enum vdt_gap: what stands before it; parts after the first: none */
};

struct vdt_tokens {
    struct vdt_token *items;
    size_t count, capacity;
    size_t cut;         /* words that were longer than VDT_LIMIT_WORD_BYTES: each cut counts */
    uint32_t first_cut; /* where the first one begins, in bytes */
};

/* False when memory is out. */
bool vdt_tokens_cut(struct vdt_view text, struct vdt_arena *arena, struct vdt_tokens *out);

/* Is the word (with its period) one of the abbreviations that the tokeniser knows? */
bool vdt_is_abbreviation(struct vdt_view word);

#endif
