/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coder: an analysed report in, events out. It asks frames who stands where, patterns what that means, the
 * knowledge who they are, factuality how certain it is and on whose word, times and places when and where.
 *
 * Thread rule: the sources are immutable and shared; everything made lives in the report's arena.
 */
#ifndef VDT_EVENT_CODER_H
#define VDT_EVENT_CODER_H

#include "event/confidence.h"
#include "event/learned.h"
#include "event/proposal.h"
#include "know/disputed.h"
#include "language/cue-words.h"
#include "language/reference-words.h"
#include "vedette/report.h"

struct vdt_coder_sources {
    const struct vdt_knowledge *knowledge;
    const struct vdt_gazetteer *gazetteer; /* NULL: only places that the knowledge has */
    const struct vdt_patterns *patterns;
    const struct vdt_embedders *embedders;
    const struct vdt_confidence *confidence;
    const struct vdt_learned *learned;
    const struct vdt_proposals *proposals;
    const struct vdt_reference_words *reference_words; /* NULL: pronouns mean the nearest that fits */
    const struct vdt_cue_words *cue_words;             /* NULL: quotations are the last speaker's */
    struct vdt_view version;
    const struct vdt_disputed *disputed;               /* NULL: every place has the country that its source gives */
};

/*
 * Events in the order of their triggers, in the arena; they borrow from the report and the sources. Lemmas of the
 * analysis that no source knows are mended where a regular inflection of a known one explains the form.
 */
enum vdt_status vdt_code_report(const struct vdt_coder_sources *sources, struct vdt_arena *arena,
                                const struct vdt_report *report, struct vdt_analysis *analysis,
                                const struct vdt_remarks *remarks, struct vdt_event **out, size_t *count,
                                struct vdt_error *error);

/* Every predicate of the report, coded or not, in the order of the text, with status and voices. */
enum vdt_status vdt_code_predicates(const struct vdt_coder_sources *sources, struct vdt_arena *arena,
                                    const struct vdt_report *report, struct vdt_analysis *analysis,
                                    const struct vdt_remarks *remarks, struct vdt_predicate **out, size_t *count,
                                    struct vdt_error *error);

/* The publication day, VDT_NO_DAY where it is not known. */
int32_t vdt_report_day(const struct vdt_report *report);

/* The part of speech with which patterns are asked for a word: 'v', 'n', 'a'; 0: it cannot be a trigger. */
char vdt_trigger_part(const struct vdt_word *word);

#endif
