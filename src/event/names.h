/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layer of names: mentions of a report with the entities that coreference found and the codes that the knowledge gives.
 * Thread rule: pure; everything lives in the arena.
 */
#ifndef VDT_EVENT_NAMES_H
#define VDT_EVENT_NAMES_H

#include "know/knowledge.h"
#include "language/coreference.h"
#include "vedette/names.h"
#include "vedette/report.h"

/*
 * Names, and pronouns and descriptions that share their entity with another mention, in the order of the text (the longer
 * first where two begin together). `analysis` is of the report's text; organisations
 * that the knowledge has by name and the tagger passed over are marked in it.
 */
enum vdt_status vdt_names_list(const struct vdt_knowledge *knowledge, const struct vdt_reference_words *words,
                               struct vdt_arena *arena, const struct vdt_report *report,
                               struct vdt_analysis *analysis, struct vdt_name **out, size_t *count,
                               struct vdt_error *error);

#endif
