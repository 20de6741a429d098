/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts the words of each class. Violence weighs against the other settings: "the army shelled the stadium during the
 * match" is no game. Words that are at home in several (attack, fight, police) weigh only against those where they are
 * not used of anything else.
 */
#include "event/setting.h"

struct counts {
    uint32_t violence, struggle, accident, traffic, game, market;
};

static bool in_class(const struct vdt_patterns *patterns, const char *name, struct vdt_view lemma) {
    uint32_t number;
    char folded[64];
    if (lemma.size > sizeof folded) return false;
    for (size_t i = 0; i < lemma.size; i++) folded[i] = vdt_lower(lemma.data[i]);
    return vdt_patterns_class(patterns, name, &number) &&
           vdt_patterns_in_class(patterns, number, (struct vdt_view){ folded, lemma.size });
}

bool vdt_setting_decides(const struct vdt_patterns *patterns, struct vdt_view lemma) {
    return in_class(patterns, "by-setting", lemma);
}

bool vdt_setting_of_disaster(const struct vdt_patterns *patterns, struct vdt_view lemma) {
    return in_class(patterns, "by-disaster", lemma);
}

static void count_word(const struct vdt_patterns *patterns, struct vdt_view lemma, struct counts *counts) {
    counts->violence += in_class(patterns, "violence", lemma);
    counts->struggle += in_class(patterns, "struggle", lemma);
    counts->accident += in_class(patterns, "accident", lemma);
    counts->traffic += in_class(patterns, "traffic", lemma);
    counts->game += in_class(patterns, "sport", lemma);
    counts->market += in_class(patterns, "market", lemma);
}

/* "open fire", "under fire" is a fight, any other fire an accident. */
static bool of_shots(const struct vdt_word *words, uint32_t word) {
    static const char *const before[] = { "open", "exchange", "return", "under", "hold", "cease", "artillery", "rocket", "mortar",
                                          "tank", "gun", "police", "small-arms" };
    for (size_t i = 0; i < sizeof before / sizeof *before && word > 0; i++)
        if (vdt_view_is_fold(words[word - 1].lemma, before[i])) return true;
    return false;
}

static void count_fire(const struct vdt_word *words, uint32_t word, struct counts *counts) {
    if (words[word].upos != VDT_UPOS_NOUN || !vdt_view_is_fold(words[word].lemma, "fire")) return;
    bool shots = of_shots(words, word);
    counts->struggle += shots;
    counts->traffic += !shots;
}

static enum vdt_setting setting_by(const struct counts *counts) {
    if (counts->violence) return VDT_SETTING_OPEN;
    if (counts->accident > counts->game && counts->accident > counts->market && !counts->struggle)
        return VDT_SETTING_ACCIDENT;
    if (counts->game && counts->game >= counts->market) return VDT_SETTING_GAME;
    if (counts->market) return VDT_SETTING_MARKET;
    return counts->traffic && !counts->struggle ? VDT_SETTING_TRAFFIC : VDT_SETTING_OPEN;
}

static bool silent(const struct counts *counts) {
    return !counts->violence && !counts->struggle && !counts->accident && !counts->game && !counts->market;
}

static bool few(const struct vdt_word *word) {
    return word->form.size == 1 && word->form.data[0] >= '0' && word->form.data[0] <= '9';
}

/* "won 2-0": a score. */
static bool score_at(const struct vdt_word *words, uint32_t count, uint32_t at) {
    if (words[at].form.size == 3 && words[at].form.data[1] == '-')
        return words[at].form.data[0] >= '0' && words[at].form.data[0] <= '9' && words[at].form.data[2] >= '0' &&
               words[at].form.data[2] <= '9';
    return at + 2 < count && few(&words[at]) && few(&words[at + 2]) &&
           (vdt_view_is(words[at + 1].form, "-") || vdt_view_is(words[at + 1].form, "–"));
}

static void count_sentence(const struct vdt_patterns *patterns, const struct vdt_analysis *analysis, uint32_t sentence,
                           int32_t but, struct counts *counts) {
    const struct vdt_sentence *s = &analysis->sentences[sentence];
    const struct vdt_word *words = analysis->words + s->first;
    for (uint32_t w = 0; w < s->count; w++) {
        counts->game += score_at(words, s->count, w);
        if ((int32_t)w == but) continue;
        bool forced = words[w].upos == VDT_UPOS_VERB && vdt_view_is(words[w].lemma, "force"); /* no armed one */
        if (!forced) count_word(patterns, words[w].lemma, counts);
        count_fire(words, w, counts);
    }
}

enum vdt_setting vdt_setting_of(const struct vdt_patterns *patterns, const struct vdt_analysis *analysis,
                                uint32_t sentence, int32_t word) {
    struct counts counts = { 0 };
    count_sentence(patterns, analysis, sentence, word, &counts);
    if (silent(&counts) && sentence > 0) count_sentence(patterns, analysis, sentence - 1, -1, &counts);
    if (silent(&counts) && sentence + 1 < analysis->sentence_count)
        count_sentence(patterns, analysis, sentence + 1, -1, &counts);
    return setting_by(&counts);
}

static bool tells_mishap(const struct vdt_patterns *patterns, const struct vdt_tree *tree, const struct vdt_slot *slot) {
    return in_class(patterns, "mishap", tree->words[slot->word].lemma);
}

bool vdt_setting_mishap_does(const struct vdt_patterns *patterns, const struct vdt_tree *tree, const struct vdt_frame *frame) {
    const struct vdt_slot *subject = vdt_frame_slot(frame, VDT_SLOT_SUBJECT, NULL);
    return subject && tells_mishap(patterns, tree, subject);
}

bool vdt_setting_of_mishap(const struct vdt_patterns *patterns, const struct vdt_tree *tree, const struct vdt_frame *frame) {
    for (uint32_t i = 0; i < frame->slot_count; i++) {
        const struct vdt_slot *slot = &frame->slots[i];
        bool clause = (slot->kind == VDT_SLOT_ADVCL || slot->kind == VDT_SLOT_PREPOSITION) && !slot->inherited;
        if (clause && tells_mishap(patterns, tree, slot)) return true;
    }
    return vdt_setting_mishap_does(patterns, tree, frame);
}

bool vdt_setting_accidental(const struct vdt_tree *tree, int32_t verb) {
    while (verb >= 0) {
        int32_t adverb = vdt_tree_child(tree, verb, VDT_REL_advmod);
        if (adverb >= 0 && (vdt_tree_is(tree, adverb, "accidentally") || vdt_tree_is(tree, adverb, "inadvertently"))) return true;
        verb = tree->words[verb].relation == VDT_REL_conj ? tree->words[verb].head : -1;
    }
    return false;
}
