/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quotations and attribution: who says, thinks, promises or wants what. See vdt_worker_quotes in worker.h.
 */
#ifndef VEDETTE_QUOTES_H
#define VEDETTE_QUOTES_H

#include "vedette/event.h"

#ifdef __cplusplus
extern "C" {
#endif

enum vdt_quote_kind { VDT_QUOTE_DIRECT, VDT_QUOTE_INDIRECT, VDT_QUOTE_MIXED };

/* One attribution. A content may be broken ("…", he said, "…"): then it has several spans. */
struct vdt_quote {
    enum vdt_quote_kind kind;
    struct vdt_span source;      /* empty text: nobody is named */
    struct vdt_view source_code; /* the actor's, empty where the knowledge knows nobody */
    struct vdt_span cue;         /* the words that attribute */
    const struct vdt_span *content;
    size_t content_count;
};

#ifdef __cplusplus
}
#endif
#endif
