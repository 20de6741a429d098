/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of headlines, which the language core has seen little of: "Norway to recognise Palestine" is of what will be
 * done, "India, China pull back" is of both.
 *
 * Thread rule: pure but for the words, which are mended in place.
 */
#ifndef VDT_EVENT_HEADLINE_H
#define VDT_EVENT_HEADLINE_H

#include "event/pattern.h"

void vdt_headline_mend(const struct vdt_patterns *patterns, struct vdt_word *words, uint32_t count);

#endif
