/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Event factuality (Saurí and Pustejovsky 2009, Are you sure that this event happened?): from a predicate outwards,
 * each word that embeds it changes its status or adds a voice. Which words do what stands in data/status/embedders.txt
 * (the implicative verbs after Karttunen 1971 and Nairn et al. 2006), what does not depend on a single word stands
 * here.
 *
 * Thread rule: immutable after opening, shared by all threads.
 */
#ifndef VDT_EVENT_FACTUALITY_H
#define VDT_EVENT_FACTUALITY_H

#include "event/embedders.h"
#include "vedette/event.h"

enum { VDT_FACT_VOICES = 6, VDT_FACT_REASONS = 12 };

struct vdt_fact {
    enum vdt_event_status status;
    bool conditional;
    bool historical; /* an adjective or adverb says so: former, then, years ago */
    /* innermost first; speaker -1: nobody named */
    struct {
        int32_t speaker, cue;
    } voices[VDT_FACT_VOICES];
    uint32_t voice_count;
    /* the words that decided, in the order in which they were met, each with what it did */
    struct {
        int32_t word;
        const char *effect;
    } reasons[VDT_FACT_REASONS];
    uint32_t reason_count;
    bool question;
    bool plainly_negated; /* a "not" in its own clause: whoever says so denies it */
};

void vdt_fact_of(const struct vdt_embedders *embedders, const struct vdt_tree *tree, struct vdt_arena *arena,
                 int32_t word, struct vdt_fact *out);

#endif
