/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second opinion on names, beside the network's: what the words around a word, their endings, shapes and tags say of it by
 * themselves. Thread rule: pure.
 */
#ifndef VDT_LANGUAGE_NAME_WORDS_H
#define VDT_LANGUAGE_NAME_WORDS_H

#include "language/analysis.h"
#include "language/language-image.h"

/* Adds it to the scores of name tags, `stride` floats a word; the words have their UPOS. At most VDT_LIMIT_SENTENCE_WORDS. */
void vdt_name_words_add(const struct vdt_language *language, const struct vdt_word *words, uint32_t count, float *scores,
                        size_t stride);

#endif
