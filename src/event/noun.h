/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Noun phrases as parties: which words one covers, and whether its head is somebody at all. "Iran's parliament" is
 * somebody; "Iran's proposal" is not, though somebody stands in it.
 *
 * Thread rule: pure.
 */
#ifndef VDT_EVENT_NOUN_H
#define VDT_EVENT_NOUN_H

#include "event/frame.h"
#include "event/pattern.h"

enum vdt_noun_kind {
    VDT_NOUN_PARTY,     /* a person, a group, a body: "#human", "#institution" of data/verbs/00-classes.vp, and names */
    VDT_NOUN_HOLDING,   /* what stands for its holder: a base, a convoy, a position */
    VDT_NOUN_MATTER,    /* nobody: a decision, help, criticism */
    VDT_NOUN_UNKNOWN,
};

enum vdt_noun_kind vdt_noun_kind_of(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t word);

/*
 * The phrase of a head, first and last word: determiners, modifiers, the name beside a title, and what "of" and the
 * prepositions of place tell about it. Clauses, remarks after a comma and dates are left out.
 */
void vdt_noun_span(const struct vdt_tree *tree, int32_t head, uint32_t *first, uint32_t *last);

/* The same with the place that stands right behind it, wherever the parser hangs that: "the base near Lima". */
void vdt_noun_span_with_place(const struct vdt_tree *tree, int32_t head, uint32_t *first, uint32_t *last);

/* A weekday or month: no party, and no part of one. */
bool vdt_noun_of_calendar(struct vdt_view lemma);

/* Whether a lemma, whatever its case, is of a class of the patterns (data/verbs/00-classes.vp). */
bool vdt_noun_in_class(const struct vdt_patterns *patterns, const char *name, struct vdt_view lemma);

#endif
