/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Event factuality (Saurí and Pustejovsky 2009, Are you sure that this event happened?): from a predicate outwards, each
 * word that embeds it changes its status or adds a voice. Which words do what stands in data/status/embedders.txt
 * (the implicative verbs after Karttunen 1971 and Nairn et al. 2006), what does not depend on a single word stands here.
 *
 * Thread rule: immutable after opening, shared by all threads.
 */
#ifndef VDT_EVENT_FACTUALITY_H
#define VDT_EVENT_FACTUALITY_H

#include "event/frame.h"
#include "vedette/event.h"

struct vdt_embedders;

/* Reads DATA/status/embedders.txt, then USER/status/embedders.txt where there is one. */
enum vdt_status vdt_embedders_open(const char *data, const char *user, struct vdt_embedders **out, struct vdt_error *error);
void vdt_embedders_close(struct vdt_embedders *embedders);
struct vdt_view vdt_embedders_version(const struct vdt_embedders *embedders);

enum { VDT_FACT_VOICES = 6, VDT_FACT_REASONS = 12 };

struct vdt_fact {
    enum vdt_event_status status;
    bool conditional;
    bool historical;              /* an adjective or adverb says so: former, then, years ago */
    /* innermost first; speaker -1: nobody named */
    struct { int32_t speaker, cue; } voices[VDT_FACT_VOICES];
    uint32_t voice_count;
    /* the words that decided, in the order in which they were met, each with what it did */
    struct { int32_t word; const char *effect; } reasons[VDT_FACT_REASONS];
    uint32_t reason_count;
    bool question;
    bool plainly_negated;         /* a "not" in its own clause: whoever says so denies it */
};

void vdt_fact_of(const struct vdt_embedders *embedders, const struct vdt_tree *tree, struct vdt_arena *arena,
                 int32_t word, struct vdt_fact *out);

/*
 * Is the word a predicate: a verb, the nominal or adjective that a copula joins to its subject, an event noun (by its
 * ending, by a line `event` of the file, or as it embeds others)?
 */
bool vdt_is_predicate(const struct vdt_embedders *embedders, const struct vdt_tree *tree, int32_t word);

/* Does any line name this lemma, in whatever part? */
bool vdt_embedders_knows(const struct vdt_embedders *embedders, struct vdt_view lemma);

/* Is the lemma a verb of saying (its that-clause rests on its subject's word)? */
bool vdt_embedders_says(const struct vdt_embedders *embedders, struct vdt_view lemma);

#endif
