/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the language core gets wrong in ways that the patterns, the lexicon and plain grammar can tell: lemmas of rare verbs, gerunds
 * that it takes for nouns, headings before a colon that it takes for subjects, verbs with two subjects, objects called phrases.
 *
 * Thread rule: pure but for the analysis, which is mended in place; new lemmas live in the arena.
 */
#ifndef VDT_EVENT_MEND_H
#define VDT_EVENT_MEND_H

#include "event/embedders.h"
#include "event/pattern.h"

void vdt_mend(struct vdt_arena *arena, struct vdt_analysis *analysis, const struct vdt_patterns *patterns,
              const struct vdt_embedders *embedders);

#endif
