/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Embedders: words that change the status of a predicate which hangs on them, or add a voice (implicatives after
 * Karttunen 1971 and Nairn, Condoravdi and Karttunen 2006). Their lexicon is data/status/embedders.txt.
 *
 * Thread rule: immutable after opening, shared by all threads.
 */
#ifndef VDT_EVENT_EMBEDDERS_H
#define VDT_EVENT_EMBEDDERS_H

#include "event/frame.h"
#include "vedette/error.h"

struct vdt_embedders;

/* Reads DATA/status/embedders.txt, then USER/status/embedders.txt where there is one. */
enum vdt_status vdt_embedders_open(const char *data, const char *user, struct vdt_embedders **out,
                                   struct vdt_error *error);
void vdt_embedders_close(struct vdt_embedders *embedders);
struct vdt_view vdt_embedders_version(const struct vdt_embedders *embedders);

enum vdt_effect {
    VDT_EFFECT_KEEP = 1,  /* it stands */
    VDT_EFFECT_VOICE = 2, /* it rests on somebody's word */
    VDT_EFFECT_PLANNED = 4,
    VDT_EFFECT_POSSIBLE = 8,
    VDT_EFFECT_DENIED = 16,
    VDT_EFFECT_NEGATED = 32,
    VDT_EFFECT_UNMET = 64, /* what was still to come does not come, what was done stays done */
    VDT_EFFECT_PAST = 128, /* background, not news */
};

/* Sets of effects: of the word as it stands, and of the word when it is negated (0: as the first implies). */
struct vdt_effects {
    unsigned plain, negated;
};

/* What the word does to a complement of this kind; nothing is known: plain is 0. */
struct vdt_effects vdt_effects_of(const struct vdt_embedders *embedders, const struct vdt_tree *tree, int32_t word,
                                  struct vdt_view kind);

/*
 * Is the word a predicate: a verb, the nominal or adjective that a copula joins to its subject, an event noun (by its
 * ending, by a line `event` of the file, or as it embeds others)?
 */
bool vdt_is_predicate(const struct vdt_embedders *embedders, const struct vdt_tree *tree, int32_t word);

/* Does the word, as the part of speech that it is here, embed others ("claim", "proposal")? */
bool vdt_embeds(const struct vdt_embedders *embedders, const struct vdt_tree *tree, int32_t word);

/* Does any line name this lemma, in whatever part? */
bool vdt_embedders_knows(const struct vdt_embedders *embedders, struct vdt_view lemma);

/* Is the verb done by the very act that has it for its purpose ("gathered to protest")? */
bool vdt_done_by_serving(const struct vdt_embedders *embedders, struct vdt_view lemma);

/* Is it one that is paid to the one who is called ("called him to congratulate him")? */
bool vdt_is_courtesy(const struct vdt_embedders *embedders, struct vdt_view lemma);

/* Is the lemma a verb whose infinitive is planned by its subject ("threaten to", "agree to")? */
bool vdt_embedders_plans(const struct vdt_embedders *embedders, struct vdt_view lemma);

/* Is the lemma a verb of saying (its that-clause rests on its subject's word)? */
bool vdt_embedders_says(const struct vdt_embedders *embedders, struct vdt_view lemma);

#endif
