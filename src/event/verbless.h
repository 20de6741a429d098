/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences in which the language core found no verb: in the present tense of headlines many a verb looks like a noun, "Police
 * fire tear gas", "A court sentences him".
 *
 * Thread rule: pure but for the words, which are mended in place.
 */
#ifndef VDT_EVENT_VERBLESS_H
#define VDT_EVENT_VERBLESS_H

#include "event/pattern.h"

/* Finds the verb of a sentence that ends in a full stop and has none, and puts it on top of the tree. */
void vdt_verbless_mend(const struct vdt_patterns *patterns, struct vdt_word *words, uint32_t count);

#endif
