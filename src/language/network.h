/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network over groups of sentences: tags, trees, relations, names and lemma rules of their words.
 */
#ifndef VDT_LANGUAGE_NETWORK_H
#define VDT_LANGUAGE_NETWORK_H

#include "base/arena.h"
#include "language/analysis.h"
#include "language/language-image.h"

enum { VDT_GROUP = 6 }; /* sentences taken together */

/* A sentence, or a stretch of one that is too long: at most VDT_LIMIT_SENTENCE_WORDS words. */
struct vdt_stretch {
    struct vdt_word *words;
    uint32_t count;
    uint32_t offset; /* of its first word in the sentence */
};

struct vdt_language_scratch;

enum { VDT_KEY_POINTS = 64, VDT_SHAPE_BYTES = 8 };

/*
 * A word's key: small letters, digits as 0, plain quotes; at most VDT_KEY_POINTS code points. places[i] is the byte where
 * the i-th begins, places[the number that is returned] the size.
 */
size_t vdt_word_key(struct vdt_view form, char out[4 * VDT_KEY_POINTS], size_t places[VDT_KEY_POINTS + 1]);
/* Xx, d, o for other letters, ASCII signs as they are, p for other signs; runs cut to two, eight in all. Returns the size. */
size_t vdt_word_shape(struct vdt_view form, char out[VDT_SHAPE_BYTES]);

/* Fills all but forms and spans; the stretches are in order of falling length. False when memory is out. */
bool vdt_network_run(const struct vdt_language *language, struct vdt_language_scratch *scratch, struct vdt_arena *arena,
                     const struct vdt_stretch *stretches, size_t count);

/* The lemma of a word whose UPOS and XPOS are known, by the rule that the network chose or by the list of exceptions. */
struct vdt_view vdt_lemma_make(const struct vdt_language *language, struct vdt_arena *arena, const struct vdt_word *word,
                               uint32_t rule);

#endif
