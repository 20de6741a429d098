/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which words may tell one deed, and the ways from them to its parties, stand in data/verbs/assault.vp: the classes "deed" and
 * "harm", and two patterns of words that stand in no text, "<deed>" and "<harm>".
 */
#include "event/deed.h"

#include "event/noun.h"

enum { HIGHEST = 3, DEEPEST = 2 };

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

/* "killed and ten injured in an attack by rebels": what the second of two harms happened in, the first did too; -1: nothing. */
static int32_t deed_of_conjunct(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena, int32_t verb) {
    for (int32_t child = tree->first_child[verb]; child >= 0; child = tree->next_sibling[child]) {
        if (tree->words[child].relation != VDT_REL_conj) continue;
        int32_t other = tree->words[child].upos == VDT_UPOS_VERB ? child : vdt_tree_child(tree, child, VDT_REL_acl);
        if (other < 0 || !vdt_noun_in_class(patterns, "harm", tree->words[other].lemma)) continue;
        struct vdt_frame frame;
        vdt_frame_build(tree, arena, other, &frame);
        for (uint32_t i = 0; i < frame.slot_count; i++) {
            const struct vdt_slot *slot = &frame.slots[i];
            bool may = slot->kind == VDT_SLOT_PREPOSITION && !slot->inherited && happened_in(slot->name);
            int32_t deed = may ? deed_in(patterns, tree, slot->word) : -1;
            if (deed >= 0) return deed;
        }
    }
    return -1;
}

/* The deed in a verb's subject, or in what it happened in; -1: none. */
static int32_t deed_of(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena, const struct vdt_frame *harm) {
    /* "a shootout where two were injured" */
    const struct vdt_word *w = &tree->words[harm->word];
    if (harm->passive && w->relation == VDT_REL_acl_relcl && is_deed(patterns, tree, w->head)) return w->head;
    for (uint32_t i = 0; i < harm->slot_count; i++) {
        const struct vdt_slot *slot = &harm->slots[i];
        bool may = slot->kind == VDT_SLOT_SUBJECT || (slot->kind == VDT_SLOT_PREPOSITION && !slot->inherited && happened_in(slot->name));
        int32_t deed = may ? deed_in(patterns, tree, slot->word) : -1;
        if (deed >= 0) return deed;
    }
    return harm->passive ? deed_of_conjunct(patterns, tree, arena, harm->word) : -1;
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
    int32_t word = !ways ? -1 : !frame->noun ? deed_of(patterns, tree, arena, frame) : is_deed(patterns, tree, frame->word) ? harm_over(patterns, tree, arena, frame->word) : -1;
    if (word < 0) return 0;
    struct vdt_frame other;
    vdt_frame_build(tree, arena, word, &other);
    return vdt_finder_parties(finder, &other, ways->sources, ways->source_count, NULL, VDT_SIDE_DOER, out, most);
}

/* "killed when a warship opened fire", "hurt as rebels stormed the town": a clause that tells at or after what it was done. */
static bool tells_at_what(const struct vdt_tree *tree, int32_t clause) {
    static const char *const conjunctions[] = { "when", "as", "after", "where" };
    for (int32_t child = tree->first_child[clause]; child >= 0 && child < clause; child = tree->next_sibling[child])
        for (size_t i = 0; i < sizeof conjunctions / sizeof *conjunctions; i++)
            if (tree->words[child].relation != VDT_REL_nsubj && vdt_tree_is(tree, child, conjunctions[i])) return true;
    return false;
}

static uint32_t clause_doers(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                             struct vdt_arena *arena, int32_t clause, struct vdt_found *out, uint32_t most, int depth) {
    struct vdt_frame frame;
    vdt_frame_build(tree, arena, clause, &frame);
    const struct vdt_slot *subject = vdt_frame_slot(&frame, VDT_SLOT_SUBJECT, NULL);
    const struct vdt_pattern *pattern = vdt_patterns_match(patterns, tree, arena, &frame, 'v', vdt_finder_test, finder);
    bool deed = pattern && !pattern->drop && vdt_plover_quad(pattern->plover) == 4;
    uint32_t count = 0;
    if (deed && subject && !subject->inherited && tree->words[subject->word].upos != VDT_UPOS_PRON)
        count = vdt_finder_parties(finder, &frame, pattern->sources, pattern->source_count, NULL, VDT_SIDE_DOER, out, most);
    for (int32_t child = tree->first_child[clause]; child >= 0 && !count && depth < DEEPEST; child = tree->next_sibling[child])
        if (tree->words[child].relation == VDT_REL_conj && tree->words[child].upos == VDT_UPOS_VERB)
            count = clause_doers(finder, patterns, tree, arena, child, out, most, depth + 1);
    for (uint32_t i = 0; deed && i < frame.slot_count && !count && depth < DEEPEST; i++)
        if (frame.slots[i].kind == VDT_SLOT_ADVCL && !frame.slots[i].inherited && tells_at_what(tree, frame.slots[i].word))
            count = clause_doers(finder, patterns, tree, arena, frame.slots[i].word, out, most, depth + 1);
    return count;
}

/* "killed as insurgents seize the town", where the parser took the clause for a phrase: armed men are no likeness of the killed. */
static bool starts_clause(struct vdt_finder *finder, const struct vdt_tree *tree, const struct vdt_slot *slot) {
    return !slot->inherited && vdt_view_is(slot->name, "as") && vdt_view_is(tree->words[slot->word].xpos, "NNS") &&
           tree->first_child[slot->word] >= 0 && vdt_tree_child(tree, slot->word, VDT_REL_acl) >= 0 &&
           vdt_finder_test(finder, VDT_TEST_ARMED, slot->word);
}

uint32_t vdt_deed_doers_of_clauses(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                                   struct vdt_arena *arena, const struct vdt_frame *frame, struct vdt_found *out, uint32_t most) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < frame->slot_count && !count && !frame->noun; i++)
        if (frame->slots[i].kind == VDT_SLOT_PREPOSITION && starts_clause(finder, tree, &frame->slots[i]) && most)
            count = vdt_finder_actor(finder, frame->slots[i].word, NULL, out);
    for (uint32_t i = 0; i < frame->slot_count && !count && !frame->noun; i++)
        if (frame->slots[i].kind == VDT_SLOT_ADVCL && !frame->slots[i].inherited && tells_at_what(tree, frame->slots[i].word))
            count = clause_doers(finder, patterns, tree, arena, frame->slots[i].word, out, most, 0);
    return count;
}

/* "convicted of the murder of a guard", "jailed for killing him": whom a court found to have done it. -1: nobody. */
static int32_t convict_of(const struct vdt_tree *tree, int32_t word) {
    static const char *const verbs[] = { "convict", "sentence", "jail", "imprison" };
    int32_t verb = tree->words[word].head, marker = vdt_tree_child(tree, word, VDT_REL_case_);
    /* "sentenced to life in prison for the murder": it hangs on the prison as often */
    for (int steps = 0; verb >= 0 && steps < HIGHEST && tree->words[verb].upos == VDT_UPOS_NOUN; steps++) verb = tree->words[verb].head;
    if (verb < 0 || marker < 0 || !(vdt_tree_is(tree, marker, "of") || vdt_tree_is(tree, marker, "for") || vdt_tree_is(tree, marker, "over"))) return -1;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (vdt_tree_is(tree, verb, verbs[i])) return verb;
    return -1;
}

uint32_t vdt_deed_convicts(struct vdt_finder *finder, const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                           struct vdt_arena *arena, const struct vdt_frame *frame, struct vdt_found *out, uint32_t most) {
    const struct vdt_pattern *ways = vdt_patterns_named(patterns, 'v', "<harm>");
    int32_t verb = ways && frame->noun ? convict_of(tree, frame->word) : -1;
    if (verb < 0) return 0;
    struct vdt_frame judged;
    vdt_frame_build(tree, arena, verb, &judged);
    return vdt_finder_parties(finder, &judged, ways->targets, ways->target_count, NULL, VDT_SIDE_OTHER, out, most);
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
