/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A title is a line without a finite verb and without a full stop. "Rocket attack on Odesa" is such a line too, and tells what
 * happened; a title is known by a year, a list of names, a name before the noun, or by naming what lasts.
 */
#include "event/title.h"

#include "event/noun.h"

/* "2014", "2019–20", "2010-2011" */
static bool is_year(struct vdt_view form) {
    if (form.size < 4 || (form.data[0] != '1' && form.data[0] != '2')) return false;
    for (size_t i = 0; i < 4; i++)
        if (form.data[i] < '0' || form.data[i] > '9') return false;
    return form.size == 4 || form.data[4] < '0' || form.data[4] > '9';
}

static bool has_year(const struct vdt_tree *tree) {
    for (uint32_t i = 0; i < tree->count; i++)
        if (is_year(tree->words[i].form)) return true;
    return false;
}

static bool has_list(const struct vdt_tree *tree) {
    for (uint32_t i = 0; i < tree->count; i++)
        if (vdt_view_is(tree->words[i].form, ",") || vdt_view_is(tree->words[i].form, ";")) return true;
    return false;
}

static bool full_stop(const struct vdt_tree *tree) {
    static const char *const ends[] = { ".", "!", "?", "…", "\"", "”" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (vdt_view_is(tree->words[tree->count - 1].form, ends[i])) return true;
    return false;
}

/* "2019 Chilean protests": a plural that was taken for a verb. */
static bool taken_for_verb(const struct vdt_tree *tree, int32_t word) {
    return vdt_view_is(tree->words[word].xpos, "VBZ") && vdt_tree_child(tree, word, VDT_REL_obj) < 0 && !full_stop(tree) && has_year(tree);
}

static bool finite(const struct vdt_tree *tree, int32_t word) {
    const struct vdt_word *w = &tree->words[word];
    if (w->upos == VDT_UPOS_AUX) return true;
    return w->upos == VDT_UPOS_VERB && vdt_feats_have(w->feats, "VerbForm=Fin") && !taken_for_verb(tree, word);
}

static bool any_finite(const struct vdt_tree *tree, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (finite(tree, (int32_t)i)) return true;
    return false;
}

/* ---- titles --------------------------------------------------------------------------------------------------- */

static bool named_before(const struct vdt_tree *tree, int32_t noun) {
    for (int32_t child = tree->first_child[noun]; child >= 0 && child < noun; child = tree->next_sibling[child]) {
        if (tree->words[child].relation != VDT_REL_compound) continue;
        /* "Quebec City mosque shooting" */
        int32_t inner = vdt_tree_child(tree, child, VDT_REL_compound);
        if (tree->words[child].upos == VDT_UPOS_PROPN || (inner >= 0 && tree->words[inner].upos == VDT_UPOS_PROPN)) return true;
    }
    return false;
}

static bool in_title(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t noun) {
    if (full_stop(tree) || any_finite(tree, 0, tree->count)) return false;
    return has_year(tree) || has_list(tree) || named_before(tree, noun) ||
           vdt_noun_in_class(patterns, "lasting", tree->words[noun].lemma);
}

/* "War in Afghanistan.": the heading of a matter that lasts, even with a full stop. */
static bool heads(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t noun) {
    if (tree->words[noun].head >= 0 || !vdt_noun_in_class(patterns, "lasting", tree->words[noun].lemma)) return false;
    for (uint32_t i = 0; i < tree->count; i++)
        if (tree->words[i].upos == VDT_UPOS_VERB || tree->words[i].upos == VDT_UPOS_AUX || tree->words[i].upos == VDT_UPOS_DET) return false;
    return true;
}

/* ---- names ---------------------------------------------------------------------------------------------------- */

/* "the Tigray War", "the Unity Rally", "the Great War"; in a headline every word may look so. */
static bool in_name(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t noun) {
    const struct vdt_word *w = &tree->words[noun];
    bool capital = w->form.data[0] >= 'A' && w->form.data[0] <= 'Z';
    int32_t before = vdt_tree_child(tree, noun, VDT_REL_compound);
    bool name = w->upos == VDT_UPOS_PROPN && before >= 0 && before == noun - 1 && tree->words[before].upos == VDT_UPOS_PROPN;
    bool lasts = capital && noun > 0 && vdt_noun_in_class(patterns, "lasting", w->lemma);
    uint32_t small = 0;
    for (uint32_t i = 0; i < tree->count; i++)
        small += (tree->words[i].upos == VDT_UPOS_NOUN || tree->words[i].upos == VDT_UPOS_VERB) && tree->words[i].form.data[0] >= 'a';
    return (name || lasts) && small >= 2;
}

/* "a protest leader" is no protest, "a murder film" no murder. */
static bool tells_of_what(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t noun) {
    const struct vdt_word *w = &tree->words[noun];
    return w->relation == VDT_REL_compound && w->head >= 0 && tree->words[w->head].upos == VDT_UPOS_NOUN &&
           (vdt_noun_kind_of(patterns, tree, w->head) == VDT_NOUN_PARTY ||
            vdt_noun_in_class(patterns, "telling", tree->words[w->head].lemma));
}

/* "recalled its envoy in protest at": the manner of another deed. */
static bool in_protest(const struct vdt_tree *tree, int32_t noun) {
    int32_t marker = vdt_tree_child(tree, noun, VDT_REL_case_);
    return vdt_tree_is(tree, noun, "protest") && marker == noun - 1 && marker > 0 && vdt_tree_is(tree, marker, "in") &&
           !vdt_view_is(tree->words[marker - 1].form, "-");
}

int vdt_title_year(const struct vdt_tree *tree, int32_t noun) {
    int32_t at = noun - 1;
    while (at > 0 && noun - at < 4 && tree->words[at].head == noun && !is_year(tree->words[at].form) &&
           (tree->words[at].upos == VDT_UPOS_ADJ || tree->words[at].upos == VDT_UPOS_PROPN))
        at--;
    /* "2010–2011": what it is part of ends with the last year */
    if (at < 0 || at == noun - 1 || !is_year(tree->words[at].form)) return 0;
    int year = 0;
    for (size_t i = 0; i < 4; i++) year = 10 * year + (tree->words[at].form.data[i] - '0');
    return year;
}

bool vdt_title_only_names(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t word, char part) {
    if (word < tree->heading) return true;
    /* "condemning remarks" are somebody else's deed */
    if (part == 'v')
        return (tree->words[word].relation == VDT_REL_amod && vdt_view_is(tree->words[word].xpos, "VBG")) ||
               (taken_for_verb(tree, word) && !any_finite(tree, 0, tree->count));
    if (part != 'n') return false;
    return tells_of_what(patterns, tree, word) || in_name(patterns, tree, word) || in_title(patterns, tree, word) || heads(patterns, tree, word) ||
           in_protest(tree, word);
}
