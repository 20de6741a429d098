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

/* Fills all but forms and spans; the stretches are in order of falling length. False when memory is out. */
bool vdt_network_run(const struct vdt_language *language, struct vdt_language_scratch *scratch, struct vdt_arena *arena,
                     const struct vdt_stretch *stretches, size_t count);

/* The lemma of a word whose UPOS is known, by the rule that the network chose or by the list of exceptions. */
struct vdt_view vdt_lemma_make(const struct vdt_language *language, struct vdt_arena *arena, struct vdt_view form,
                               enum vdt_upos upos, uint32_t rule);

#endif
