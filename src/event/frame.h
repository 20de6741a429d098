/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Predicate frames: what stands where around a verb or an event noun, with the syntax taken out of the way.
 *
 * Passives are turned round ("was bombed by B": subject B), relative pronouns are replaced by their noun, subjects that
 * a clause shares with another (coordination, infinitives, participles) are filled in, an event noun takes its light
 * verb's subject and prepositions ("carried out a strike on X"), a verb the prepositions of its object. So a pattern only ever speaks of logical slots.
 *
 * Thread rule: a tree and its frames belong to one thread; both live in the report's arena or on the stack.
 */
#ifndef VDT_EVENT_FRAME_H
#define VDT_EVENT_FRAME_H

#include "base/arena.h"
#include "language/analysis.h"

/* A sentence with its children at hand. Word numbers count within the sentence. */
struct vdt_tree {
    const struct vdt_word *words;
    uint32_t count;
    int32_t *first_child, *next_sibling; /* -1: none; children in the order of the text */
    int32_t heading;                     /* words of its heading, vdt_heading_of */
};

bool vdt_tree_init(struct vdt_tree *tree, struct vdt_arena *arena, const struct vdt_analysis *analysis,
                   const struct vdt_sentence *sentence);

/* "Syrian civil war: The army …": how many words without a predicate stand before a colon and name what a sentence belongs to; 0: none. */
int32_t vdt_heading_of(const struct vdt_word *words, uint32_t count);

/* The first child with this relation, -1: none. */
int32_t vdt_tree_child(const struct vdt_tree *tree, int32_t word, enum vdt_relation relation);
static inline bool vdt_tree_is(const struct vdt_tree *tree, int32_t word, const char *lemma) {
    return vdt_view_equal_fold(tree->words[word].lemma, vdt_view_of(lemma));
}
/* Is `word` at or below `top`? */
bool vdt_tree_below(const struct vdt_tree *tree, int32_t word, int32_t top);
/* The preposition of a phrase ("case", with fixed parts joined by "_": "because_of"), empty if it has none. */
struct vdt_view vdt_tree_case(const struct vdt_tree *tree, int32_t word, struct vdt_arena *arena);

/* What a word of measure or number measures: "dozens of protesters", "40 tonnes of food"; -1: it is no such word. */
int32_t vdt_tree_measured(const struct vdt_tree *tree, int32_t word);

enum vdt_slot_kind {
    VDT_SLOT_SUBJECT, VDT_SLOT_OBJECT, VDT_SLOT_INDIRECT,
    VDT_SLOT_PREPOSITION,   /* name: the preposition */
    VDT_SLOT_POSSESSOR,     /* nmod:poss of a noun */
    VDT_SLOT_MODIFIER,      /* amod, compound, nmod:desc of a noun */
    VDT_SLOT_XCOMP, VDT_SLOT_CCOMP, VDT_SLOT_ADVCL, VDT_SLOT_ACL,
    VDT_SLOT_ADVERB, VDT_SLOT_PARTICLE, VDT_SLOT_DETERMINER,
    VDT_SLOT_AUXILIARY,     /* will, must, should … */
    VDT_SLOT_GOVERNOR,      /* of a complement or adverbial clause: the predicate above it */
    VDT_SLOT_KINDS
};

struct vdt_slot {
    enum vdt_slot_kind kind;
    struct vdt_view name;
    int32_t word;
    bool inherited;         /* stands in another clause and is shared */
};

enum { VDT_FRAME_SLOTS = 40 };

struct vdt_frame {
    int32_t word;
    bool noun;
    bool passive;           /* of the verb itself; the slots are already turned round */
    int32_t light;          /* the verb that lends an event noun its subject and prepositions, -1: none */
    struct vdt_slot slots[VDT_FRAME_SLOTS];
    uint32_t slot_count;
};

/* Builds the frame of a verb, adjective or noun. */
void vdt_frame_build(const struct vdt_tree *tree, struct vdt_arena *arena, int32_t word, struct vdt_frame *out);

/* The first slot of a kind (and name, for prepositions; NULL: any), NULL if there is none. */
const struct vdt_slot *vdt_frame_slot(const struct vdt_frame *frame, enum vdt_slot_kind kind, const char *name);

/* A verb that says little beside its object: carry out, launch, hold, make … */
bool vdt_light_verb(struct vdt_view lemma);

#endif
