/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parties: from a slot's words to actors. Names and descriptions are asked of the knowledge; pronouns, and descriptions
 * whose country stands elsewhere ("its troops", "the country's top diplomat"), of what the report has told so far.
 *
 * Thread rule: one finder a report, one thread; it lives in the report's arena.
 */
#ifndef VDT_EVENT_PARTY_H
#define VDT_EVENT_PARTY_H

#include "event/frame.h"
#include "event/pattern.h"
#include "know/knowledge.h"

/* A party as found: its words and what they resolve to. */
struct vdt_found {
    struct vdt_actor_link link;
    uint32_t sentence;
    int32_t word;             /* the head of its phrase */
    bool by_reference;        /* a pronoun or description resolved in the report */
};

struct vdt_finder;
struct vdt_reference;

/* `reference` may be NULL: then a pronoun means the nearest actor that agrees with it. */
struct vdt_finder *vdt_finder_new(struct vdt_arena *arena, const struct vdt_analysis *analysis, struct vdt_linker *linker,
                                  const struct vdt_patterns *patterns, struct vdt_reference *reference);

/* Moves to a sentence: its trees, and the memory of what stood before it. False when memory is out. */
bool vdt_finder_enter(struct vdt_finder *finder, uint32_t sentence, const struct vdt_tree *tree);

/* The actor that a word stands for. `quoted`: inside a quotation by `speaker` (may be NULL), whose "we" is his country. */
bool vdt_finder_actor(struct vdt_finder *finder, int32_t word, const struct vdt_found *speaker, struct vdt_found *out);

/* Which side is sought. */
enum vdt_side {
    VDT_SIDE_DOER,      /* nobody who stands where the deed happens or whom it is done to: "an attack on soldiers in Lima killed …" */
    VDT_SIDE_HARMED,    /* people: nobody who stands where it happens, and nothing that it is done with */
    VDT_SIDE_STRUCK,    /* people and things, but not where they stand */
    VDT_SIDE_ABROAD,    /* the same, but a state may be meant by where it lies: "raids by Chad in Libya" */
    VDT_SIDE_PROTESTED, /* who answers for what is protested against, and not where they protest */
    VDT_SIDE_JUDGED,    /* who answers for what is judged: "condemned the army's raid on a town", not the town */
    VDT_SIDE_OTHER,     /* and any place may: "troops near Arad" */
};

/*
 * All actors at the end of the ways: the first way that leads to somebody, known or not. A phrase that is nobody ("Iran's
 * proposal") is searched for the actor in it. At most `most`; returns how many.
 */
uint32_t vdt_finder_parties(struct vdt_finder *finder, const struct vdt_frame *frame, const struct vdt_path *paths,
                            uint32_t path_count, const struct vdt_found *speaker, enum vdt_side side, struct vdt_found *out, uint32_t most);

/* What a deed was done to where nobody is named: what stands in the slot, if it is a thing or body at all ("seized two stations"). */
bool vdt_finder_object(struct vdt_finder *finder, const struct vdt_frame *frame, enum vdt_slot_kind slot, struct vdt_found *out);

/* Whether a filler passes a pattern's test: what the patterns ask (vdt_test_fn); the context is the finder. */
bool vdt_finder_test(void *context, enum vdt_test_kind kind, int32_t word);

/* Between whom an event is: who "both sides" and "the two countries" are until another is told. */
void vdt_finder_tell_pair(struct vdt_finder *finder, const struct vdt_found *one, const struct vdt_found *other);

/* "its bases", where the own ones of `source` cannot be meant: the code of another actor of the sentence that may be. */
bool vdt_finder_other_owner(struct vdt_finder *finder, int32_t word, const struct vdt_found *source, struct vdt_found *out);

/* The one country of all whom the report has named, in the sentences before and in this one; false: none, or several, or none before. */
bool vdt_finder_only_country(struct vdt_finder *finder, struct vdt_view *out);

/* Remembers the actors of the sentence, for what comes after it. */
void vdt_finder_leave(struct vdt_finder *finder);

#endif
