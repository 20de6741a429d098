/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One deed told by two words: "killed in a raid by the army", "a bombing killed ten". What the one does not say of who did it
 * and to whom, the other may.
 *
 * Thread rule: as the finder's.
 */
#ifndef VDT_EVENT_DEED_H
#define VDT_EVENT_DEED_H

#include "event/party.h"

/*
 * Who did what a verb of harm tells of, by the deed that is its subject or that it happened in; of such a deed's noun, by the verb.
 * At most `most`; returns how many.
 */
uint32_t vdt_deed_doers(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                        struct vdt_arena *arena, const struct vdt_frame *frame, struct vdt_found *out, uint32_t most);

/* Who did it by a clause that tells at what it was done: "hurt as rebels stormed the town". As above. */
uint32_t vdt_deed_doers_of_clauses(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                                   struct vdt_arena *arena, const struct vdt_frame *frame, struct vdt_found *out, uint32_t most);

/* Whom a court found to have done the deed of a noun: "convicted of the murder". As above. */
uint32_t vdt_deed_convicts(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                           struct vdt_arena *arena, const struct vdt_frame *frame, struct vdt_found *out, uint32_t most);

/* Whom the verb of harm over a deed's noun tells as harmed by it. */
uint32_t vdt_deed_harmed(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                         struct vdt_arena *arena, const struct vdt_frame *deed, struct vdt_found *out, uint32_t most);

#endif
