/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language core: raw text to analysed sentences.
 *
 *     struct vdt_language *language;
 *     struct vdt_language_scratch *scratch;
 *     vdt_language_open("models/english.image", &language, &error);
 *     vdt_language_scratch_new(language, &scratch, &error);
 *     vdt_language_analyse(language, scratch, &arena, text, &analysis, &error);
 *
 * Thread rule: a language is immutable and shared by all threads; a scratch belongs to one thread at a time.
 * Ownership: the analysis lives in the arena; its lemmas are in the arena too, its xpos and feats in the model image.
 * The same text gives the same analysis on every processor and any number of threads.
 * Time is linear in the words (about 15,000 a second on one core), but for the square of a sentence's length in the
 * arcs; sentences have at most VDT_LIMIT_SENTENCE_WORDS.
 */
#ifndef VDT_LANGUAGE_LANGUAGE_H
#define VDT_LANGUAGE_LANGUAGE_H

#include "base/arena.h"
#include "base/error.h"
#include "language/analysis.h"

struct vdt_language;
struct vdt_language_scratch;

/* Maps and checks an image; a truncated, foreign or damaged file gives VDT_ERROR_FORMAT. */
enum vdt_status vdt_language_open(const char *path, struct vdt_language **out, struct vdt_error *err);
void vdt_language_close(struct vdt_language *language);
/* Eight hex digits of the image's checksum. */
struct vdt_view vdt_language_version(const struct vdt_language *language);

/* The buffers of one thread: about 20 MB. */
enum vdt_status vdt_language_scratch_new(const struct vdt_language *language, struct vdt_language_scratch **out,
                                         struct vdt_error *err);
void vdt_language_scratch_free(struct vdt_language_scratch *scratch);

/* `text` is valid UTF-8 and outlives the analysis. */
enum vdt_status vdt_language_analyse(const struct vdt_language *language, struct vdt_language_scratch *scratch,
                                     struct vdt_arena *arena, struct vdt_view text, struct vdt_analysis *out,
                                     struct vdt_error *err);

/*
 * The words' forms, spans and sentences are given; lemmas, tags, trees and names are filled in. A given sentence
 * longer than VDT_LIMIT_SENTENCE_WORDS is analysed in stretches of that length, whose roots hang on the first.
 */
enum vdt_status vdt_language_analyse_tokens(const struct vdt_language *language, struct vdt_language_scratch *scratch,
                                            struct vdt_arena *arena, struct vdt_analysis *inout,
                                            struct vdt_error *err);

#endif
