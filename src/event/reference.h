/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is meant beyond a sentence: the entity of a pronoun or description (language/coreference.h), and the one whose words
 * stand in a quotation (language/attribution.h), as actors that the knowledge knows.
 *
 * Both are found for the whole report when the first question is asked: most reports ask none.
 * Thread rule: one a report, one thread; it lives in the report's arena.
 */
#ifndef VDT_EVENT_REFERENCE_H
#define VDT_EVENT_REFERENCE_H

#include "event/party.h"
#include "language/attribution.h"
#include "language/coreference.h"
#include "language/cue-words.h"
#include "language/reference-words.h"

struct vdt_reference;

/* NULL when memory is out. */
struct vdt_reference *vdt_reference_new(struct vdt_arena *arena, const struct vdt_analysis *analysis,
                                        struct vdt_linker *linker, const struct vdt_reference_words *words,
                                        const struct vdt_cue_words *cues);

/* "a spokesman for the Sudanese army": whoever he speaks for, where the words say it; the span is left as it is. */
bool vdt_reference_spoken_for(struct vdt_reference *reference, uint32_t sentence, int32_t word, struct vdt_actor_link *out);

/* The actor that another mention of the entity of this word names, with that mention's place; false: nobody known. */
bool vdt_reference_actor(struct vdt_reference *reference, uint32_t sentence, int32_t word, struct vdt_found *out);

/* Whose words stand around a byte of the text: the innermost attribution with a known source; false: nobody's. */
bool vdt_reference_speaker(struct vdt_reference *reference, uint32_t byte, struct vdt_found *out);

#endif
