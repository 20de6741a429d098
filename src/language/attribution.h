/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quotations and attribution: who says, thinks, promises or wants what, and which words tell that it is so. After the
 * scheme of PARC and PolNeAR (Pareti 2012; Newell et al. 2018): an attribution has a source, a cue and a content.
 *
 * Thread rule: pure; everything lives in the arena. Linear in the text but for the square of a sentence's length.
 */
#ifndef VDT_LANGUAGE_ATTRIBUTION_H
#define VDT_LANGUAGE_ATTRIBUTION_H

#include "language/analysis.h"
#include "language/cue-words.h"
#include "language/quotation.h"

enum vdt_attribution_kind { VDT_ATTRIBUTION_DIRECT, VDT_ATTRIBUTION_INDIRECT, VDT_ATTRIBUTION_MIXED };

enum { VDT_ATTRIBUTION_PARTS = 8 }; /* stretches of one content at most; the rest is left out */

struct vdt_attribution {
    enum vdt_attribution_kind kind;
    uint32_t sentence;
    int32_t source_head;                 /* word of the sentence, -1: no source */
    struct vdt_extent source, cue, content[VDT_ATTRIBUTION_PARTS];
    uint32_t content_count;
};

/* In the order of the cues. */
enum vdt_status vdt_attributions_find(const struct vdt_cue_words *words, struct vdt_arena *arena,
                                    const struct vdt_analysis *analysis, struct vdt_attribution **out, size_t *count,
                                    struct vdt_error *error);

#endif
