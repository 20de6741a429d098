/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where sentences end. A paragraph break always ends one; at every other place that could, a learned linear classifier
 * decides over hashed features of the tokens around it. Its weights come from the language image (text/ does not depend
 * on language/).
 *
 * Thread rule: pure. Linear in the tokens.
 */
#ifndef VDT_TEXT_SENTENCES_H
#define VDT_TEXT_SENTENCES_H

#include "text/tokens.h"

enum {
    VDT_BOUNDARY_WEIGHTS = 32768, /* a power of two: features are hashed into it */
    VDT_BOUNDARY_FEATURES = 32,   /* at most so many at one place */
};

enum { VDT_BOUNDARY_END = 1, VDT_BOUNDARY_CUT = 2 };

struct vdt_boundary_model {
    const float *weights; /* VDT_BOUNDARY_WEIGHTS of them */
};

/* What is known at a token when all before it is decided. */
struct vdt_boundary_state {
    uint32_t first;        /* the first token of the running sentence */
    uint32_t open_brackets;
    uint32_t open_quotes;
    uint32_t capitals;     /* words of it that begin with a capital */
    uint32_t words;        /* tokens of it that begin with a letter */
};

void vdt_boundary_begin(struct vdt_boundary_state *state, uint32_t first);
/* Takes a token into the running sentence. */
void vdt_boundary_pass(struct vdt_boundary_state *state, struct vdt_view text, const struct vdt_token *token);
/* Could a sentence end after token `at`, other than at a paragraph break? */
bool vdt_boundary_possible(struct vdt_view text, const struct vdt_tokens *tokens, size_t at);
/* The features of that place; returns how many. The trainer uses the same function. */
size_t vdt_boundary_features(struct vdt_view text, const struct vdt_tokens *tokens, size_t at,
                             const struct vdt_boundary_state *state, uint32_t out[VDT_BOUNDARY_FEATURES]);

/*
 * Sets ends[i] to VDT_BOUNDARY_END where a sentence ends after token i (never within a contraction), 0 elsewhere.
 * Sentences longer than `longest` tokens are cut at their best punctuation: VDT_BOUNDARY_CUT. A dateline is a sentence
 * of its own.
 */
void vdt_sentences_find(struct vdt_view text, const struct vdt_tokens *tokens, const struct vdt_boundary_model *model,
                        size_t longest, uint8_t *ends);

#endif
