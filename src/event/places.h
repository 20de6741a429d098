/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layer of places: names found, told apart by their use, and each put where on earth it most likely is.
 * Thread rule: pure; everything lives in the arena.
 */
#ifndef VDT_EVENT_PLACES_H
#define VDT_EVENT_PLACES_H

#include "base/arena.h"
#include "know/gazetteer.h"
#include "language/analysis.h"
#include "vedette/places.h"
#include "vedette/report.h"

/* In the order of the text; a report that gives spans gets just those. */
enum vdt_status vdt_places_list(const struct vdt_gazetteer *gazetteer, struct vdt_arena *arena, const struct vdt_report *report,
                                const struct vdt_analysis *analysis, struct vdt_toponym **out, size_t *count,
                                struct vdt_error *error);

#endif
