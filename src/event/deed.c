/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which words may tell one deed, and the ways from them to its parties, stand in data/verbs/assault.vp: the classes "deed" and
 * "harm", and two patterns of words that stand in no text, "<deed>" and "<harm>".
 */
#include "event/deed.h"

#include "event/noun.h"

enum { HIGHEST = 3 };

/* The preposition of a phrase that tells what something happened in. */
static bool happened_in(struct vdt_view preposition) {
    static const char *const prepositions[] = { "in", "during", "by", "after", "amid", "following", "from" };
    for (size_t i = 0; i < sizeof prepositions / sizeof *prepositions; i++)
        if (vdt_view_is(preposition, prepositions[i])) return true;
    return false;
}

static bool is_deed(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t word) {
    return tree->words[word].upos == VDT_UPOS_NOUN && vdt_noun_in_class(patterns, "deed", tree->words[word].lemma);
}

/* "a series of bombings": the deed that a noun is, or that it counts; -1: neither. */
static int32_t deed_in(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t word) {
    for (int steps = 0; word >= 0 && steps < HIGHEST; steps++) {
        if (is_deed(patterns, tree, word)) return word;
        word = vdt_tree_measured(tree, word);
    }
    return -1;
}

/* The deed in a verb's subject, or in what it happened in; -1: none. */
static int32_t deed_of(const struct vdt_patterns *patterns, const struct vdt_tree *tree, const struct vdt_frame *harm) {
    for (uint32_t i = 0; i < harm->slot_count; i++) {
        const struct vdt_slot *slot = &harm->slots[i];
        bool may = slot->kind == VDT_SLOT_SUBJECT || (slot->kind == VDT_SLOT_PREPOSITION && !slot->inherited && happened_in(slot->name));
        int32_t deed = may ? deed_in(patterns, tree, slot->word) : -1;
        if (deed >= 0) return deed;
    }
    return -1;
}

/* The verb that a deed's noun stands under, as its subject or as what it happened in; -1: none of harm. */
static int32_t harm_over(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena, int32_t word) {
    for (int steps = 0; steps < HIGHEST; steps++) {
        const struct vdt_word *w = &tree->words[word];
        if (w->head < 0) return -1;
        if (w->relation == VDT_REL_nsubj || w->relation == VDT_REL_obl_agent || (w->relation == VDT_REL_obl && happened_in(vdt_tree_case(tree, word, arena))))
            return tree->words[w->head].upos == VDT_UPOS_VERB && vdt_noun_in_class(patterns, "harm", tree->words[w->head].lemma) ? w->head : -1;
        if (w->relation != VDT_REL_nmod || vdt_tree_measured(tree, w->head) != word) return -1;
        word = w->head;
    }
    return -1;
}

uint32_t vdt_deed_doers(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                        struct vdt_arena *arena, const struct vdt_frame *frame, struct vdt_found *out, uint32_t most) {
    const struct vdt_pattern *ways = frame->noun ? vdt_patterns_named(patterns, 'v', "<harm>") : vdt_patterns_named(patterns, 'n', "<deed>");
    int32_t word = !ways ? -1 : !frame->noun ? deed_of(patterns, tree, frame) : is_deed(patterns, tree, frame->word) ? harm_over(patterns, tree, arena, frame->word) : -1;
    if (word < 0) return 0;
    struct vdt_frame other;
    vdt_frame_build(tree, arena, word, &other);
    return vdt_finder_parties(finder, &other, ways->sources, ways->source_count, NULL, VDT_SIDE_DOER, out, most);
}

uint32_t vdt_deed_harmed(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                         struct vdt_arena *arena, const struct vdt_frame *deed, struct vdt_found *out, uint32_t most) {
    if (!deed->noun || !is_deed(patterns, tree, deed->word)) return 0;
    const struct vdt_pattern *scene = vdt_patterns_named(patterns, 'n', "<deed>"), *ways = vdt_patterns_named(patterns, 'v', "<harm>");
    uint32_t count = scene ? vdt_finder_parties(finder, deed, scene->targets, scene->target_count, NULL, VDT_SIDE_HARMED, out, most) : 0;
    int32_t word = ways && !count ? harm_over(patterns, tree, arena, deed->word) : -1;
    if (word < 0) return count;
    struct vdt_frame harm;
    vdt_frame_build(tree, arena, word, &harm);
    return vdt_finder_parties(finder, &harm, ways->targets, ways->target_count, NULL, VDT_SIDE_HARMED, out, most);
}
