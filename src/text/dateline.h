/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Datelines: "SANTIAGO, Oct 25 (Agency) --" before the first sentence of a report. They are no part of it: a parser
 * would take the city for its subject.
 *
 * Thread rule: pure. Looks at a bounded number of tokens.
 */
#ifndef VDT_TEXT_DATELINE_H
#define VDT_TEXT_DATELINE_H

#include "text/tokens.h"

/* How many tokens from `first` on are a dateline, its dash or colon included; 0: there is none. */
size_t vdt_dateline(struct vdt_view text, const struct vdt_tokens *tokens, size_t first);

#endif
