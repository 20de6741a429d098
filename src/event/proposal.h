/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The learned part beside the patterns: a multinomial logistic model over signs of a word and its frame. Where no pattern
 * begins with the word it proposes an event; where a pattern fires and the model is nearly sure that there is none, it objects.
 * Its weights are data/learned/events.txt, the classes of words that it knows data/learned/words.txt; both are plain text, made
 * by train/events.py from sentences written for the project and from what the patterns code surely in news.
 *
 * Thread rule: immutable after opening, shared by all threads.
 */
#ifndef VDT_EVENT_PROPOSAL_H
#define VDT_EVENT_PROPOSAL_H

#include "event/party.h"

struct vdt_proposals;

/* Reads DATA/learned; without these files nothing is ever proposed. */
enum vdt_status vdt_proposals_open(const char *data, struct vdt_proposals **out, struct vdt_error *error);
void vdt_proposals_close(struct vdt_proposals *proposals);
struct vdt_view vdt_proposals_version(const struct vdt_proposals *proposals);

/* Is there a model? */
bool vdt_proposals_any(const struct vdt_proposals *proposals);

/* Is the lemma, as this part of speech, of a class in which events have been seen? Cheap: asked of every word. */
bool vdt_proposals_may(const struct vdt_proposals *proposals, char part, struct vdt_view lemma);

enum { VDT_PROPOSAL_SIGNS = 112 };

/* What the model sees of a frame; in the arena. Returns how many. */
size_t vdt_proposal_signs(const struct vdt_proposals *proposals, struct vdt_finder *finder, const struct vdt_tree *tree,
                          struct vdt_arena *arena, const struct vdt_frame *frame, char part,
                          struct vdt_view out[VDT_PROPOSAL_SIGNS]);

struct vdt_proposal {
    enum vdt_plover plover; /* the likeliest event */
    double chance;          /* that it is this event */
    double none;            /* that there is none */
};

/* False: there is no model. */
bool vdt_proposal_of(const struct vdt_proposals *proposals, const struct vdt_view *signs, size_t count,
                     struct vdt_proposal *out);

/* Whether the model speaks up. */
bool vdt_proposal_proposes(const struct vdt_proposal *proposal);
bool vdt_proposal_objects(const struct vdt_proposal *proposal);

#endif
