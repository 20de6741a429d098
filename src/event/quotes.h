/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layer of quotations: what language/attribution.h finds, with the codes of the sources and spans in code points.
 * Thread rule: pure; everything lives in the arena.
 */
#ifndef VDT_EVENT_QUOTES_H
#define VDT_EVENT_QUOTES_H

#include "know/knowledge.h"
#include "language/attribution.h"
#include "vedette/quotes.h"
#include "vedette/report.h"

/* In the order of the cues. `analysis` is of the report's text. */
enum vdt_status vdt_quotes_list(const struct vdt_knowledge *knowledge, const struct vdt_cue_words *words,
                                struct vdt_arena *arena, const struct vdt_report *report,
                                const struct vdt_analysis *analysis, struct vdt_quote **out, size_t *count,
                                struct vdt_error *error);

#endif
