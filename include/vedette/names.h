/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names: who and what a report names, and whom its pronouns and descriptions mean. See vdt_worker_names in worker.h.
 */
#ifndef VEDETTE_NAMES_H
#define VEDETTE_NAMES_H

#include "vedette/event.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * One mention. `type` is "PER", "ORG", "LOC" or "MISC" for a name, "REF" for a pronoun or description, and for
 * a name within a longer one ("Oslo" in "University of Oslo") that the report also has alone. Mentions of one number mean the
 * same one; numbers begin with 1, in the order of the first mentions. `code` is the actor's, empty where the knowledge knows
 * nobody.
 */
struct vdt_name {
    struct vdt_span span;
    struct vdt_view type;
    uint32_t entity;
    struct vdt_view code;
};

#ifdef __cplusplus
}
#endif
#endif
