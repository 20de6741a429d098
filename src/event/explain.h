/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a report was coded as it was, and why not otherwise: of every word that a pattern may begin with, what stands where
 * around it, the pattern that fired, the nearest that did not and the word that decided, and what became of it.
 *
 * Thread rule: as the coder's.
 */
#ifndef VDT_EVENT_EXPLAIN_H
#define VDT_EVENT_EXPLAIN_H

#include "base/buffer.h"
#include "event/coder.h"

/* Appends the explanation as text; `signs`: a JSON line with what the learned part sees of each word, for train/events.py. */
enum vdt_status vdt_explain_report(const struct vdt_coder_sources *sources, struct vdt_arena *arena,
                                   const struct vdt_report *report, struct vdt_analysis *analysis,
                                   const struct vdt_remarks *remarks, bool signs, struct vdt_buffer *out,
                                   struct vdt_error *error);

#endif
