/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The span follows how gold standards of event data mark actors: with determiner and modifiers, with the name that
 * stands beside a title ("Foreign Minister Sergei Lavrov"), with the phrases that tell which one is meant ("a member of
 * parliament", "police in Lagos"), and without the clauses and remarks that merely add something.
 *
 * Whether a noun is somebody is asked of the word classes first; endings decide about the rest ("-ist" is a person,
 * "-tion" is not), so that the lists need only hold the exceptions.
 */
#include "event/noun.h"

enum { LONGEST_PHRASE = 40, LONGEST_TAIL = 12 };

static bool is_any(struct vdt_view lemma, const char *const *list) {
    for (; *list; list++)
        if (vdt_view_is_fold(lemma, *list)) return true;
    return false;
}

bool vdt_noun_of_calendar(struct vdt_view lemma) {
    static const char *const words[] = { "january", "february", "march", "april", "may", "june", "july", "august",
                                         "september", "october", "november", "december", "monday", "tuesday", "wednesday",
                                         "thursday", "friday", "saturday", "sunday", "yesterday", "today", "tomorrow", NULL };
    return is_any(lemma, words);
}

/* ---- kinds ---------------------------------------------------------------------------------------------------- */

bool vdt_noun_in_class(const struct vdt_patterns *patterns, const char *name, struct vdt_view lemma) {
    uint32_t number;
    char folded[64];
    if (lemma.size > sizeof folded) return false;
    for (size_t i = 0; i < lemma.size; i++) folded[i] = vdt_lower(lemma.data[i]);
    return vdt_patterns_class(patterns, name, &number) &&
           vdt_patterns_in_class(patterns, number, (struct vdt_view){ folded, lemma.size });
}

static bool ends_with_any(struct vdt_view lemma, const char *const *endings) {
    for (; *endings; endings++) {
        struct vdt_view ending = vdt_view_of(*endings);
        if (lemma.size > ending.size + 2 && vdt_view_equal_fold(vdt_view_slice(lemma, lemma.size - ending.size, lemma.size), ending))
            return true;
    }
    return false;
}

/* "defender Ali Veli": a person's name stands beside it. */
static bool names_a_person(const struct vdt_tree *tree, int32_t word) {
    int32_t next = word + 1;
    return next < (int32_t)tree->count && tree->words[next].head == word &&
           (tree->words[next].relation == VDT_REL_appos || tree->words[next].relation == VDT_REL_flat) &&
           tree->words[next].upos == VDT_UPOS_PROPN;
}

/* "the state of emergency", "share power": how things stand, and no country. */
static bool is_condition(const struct vdt_tree *tree, int32_t word) {
    if (vdt_view_is(tree->words[word].form, "power")) return vdt_tree_child(tree, word, VDT_REL_amod) < 0 && vdt_tree_child(tree, word, VDT_REL_det) < 0;
    int32_t of = word + 2;
    return vdt_tree_is(tree, word, "state") && of < (int32_t)tree->count && vdt_tree_is(tree, word + 1, "of") && tree->words[of].upos == VDT_UPOS_NOUN;
}

enum vdt_noun_kind vdt_noun_kind_of(const struct vdt_patterns *patterns, const struct vdt_tree *tree, int32_t word) {
    static const char *const persons[] = { "ist", "ian", "man", "woman", "men", "people", "ess", NULL };
    static const char *const matters[] = { "tion", "sion", "ment", "ity", "ance", "ence", "ism", "ness", "ship", "ing", "cy", "al", NULL };
    const struct vdt_word *w = &tree->words[word];
    if (vdt_noun_of_calendar(w->lemma)) return VDT_NOUN_MATTER;
    enum vdt_name_type name = vdt_name_type_of(w->name);
    if (name == VDT_NAME_PER || name == VDT_NAME_ORG) return VDT_NOUN_PARTY;
    if (w->upos != VDT_UPOS_NOUN) return VDT_NOUN_UNKNOWN;
    if (is_condition(tree, word)) return VDT_NOUN_MATTER;
    if (names_a_person(tree, word) && !vdt_noun_in_class(patterns, "deed", w->lemma)) return VDT_NOUN_PARTY;
    if (vdt_noun_in_class(patterns, "human", w->lemma) || vdt_noun_in_class(patterns, "institution", w->lemma)) return VDT_NOUN_PARTY;
    if (vdt_noun_in_class(patterns, "holding", w->lemma)) return VDT_NOUN_HOLDING;
    if (vdt_noun_in_class(patterns, "matter", w->lemma)) return VDT_NOUN_MATTER;
    if (ends_with_any(w->lemma, persons)) return VDT_NOUN_PARTY;
    return ends_with_any(w->lemma, matters) ? VDT_NOUN_MATTER : VDT_NOUN_UNKNOWN;
}

/* ---- spans ---------------------------------------------------------------------------------------------------- */

/* The child of `top` that `word` stands under (itself, if it is one); -1: it does not stand under it. */
static int32_t branch_of(const struct vdt_tree *tree, int32_t word, int32_t top) {
    for (uint32_t steps = 0; word >= 0 && steps < 24; steps++) {
        int32_t head = tree->words[word].head;
        if (head == top) return word;
        word = head;
    }
    return -1;
}

static bool premodifier(const struct vdt_tree *tree, int32_t child) {
    switch ((enum vdt_relation)tree->words[child].relation) {
    case VDT_REL_det: case VDT_REL_det_predet: case VDT_REL_amod: case VDT_REL_nummod: case VDT_REL_compound:
    case VDT_REL_nmod_poss: case VDT_REL_nmod_desc: case VDT_REL_nmod_unmarked: case VDT_REL_flat: case VDT_REL_goeswith:
    case VDT_REL_advmod: case VDT_REL_advmod_emph:
        return !vdt_noun_of_calendar(tree->words[child].lemma);
    default:
        return false;
    }
}

static bool hyphen(struct vdt_view form) {
    return vdt_view_is(form, "-") || vdt_view_is(form, "\xe2\x80\x93");
}

static bool quote(struct vdt_view form) {
    return vdt_view_is(form, "\"") || vdt_view_is(form, "'") || vdt_view_is(form, "\xe2\x80\x9c") || vdt_view_is(form, "\xe2\x80\x9d");
}

static int32_t first_of(const struct vdt_tree *tree, int32_t head) {
    int32_t first = head;
    for (int32_t i = head - 1; i >= 0 && head - i < LONGEST_PHRASE; i--) {
        int32_t branch = branch_of(tree, i, head);
        if (branch < 0) break;
        if (premodifier(tree, branch))
            first = i;
        else if (tree->words[branch].relation != VDT_REL_punct || !(hyphen(tree->words[i].form) || quote(tree->words[i].form)))
            break;
    }
    return first;
}

static bool has_case(const struct vdt_tree *tree, int32_t word, const char *const *cases) {
    int32_t marker = vdt_tree_child(tree, word, VDT_REL_case_);
    return marker >= 0 && is_any(tree->words[marker].lemma, cases);
}

static int32_t last_of(const struct vdt_tree *tree, int32_t head, int depth);

/* "accused the army of murder": such verbs have an "of" of their own. */
static bool of_the_verb(const struct vdt_tree *tree, int32_t noun) {
    static const char *const verbs[] = { "accuse", "suspect", "convict", "acquit", "rob", "deprive", "inform", "warn", "remind", "assure",
                                         "notify", "relieve", "strip", "rid", "clear", NULL };
    const struct vdt_word *w = &tree->words[noun];
    return w->head >= 0 && (w->relation == VDT_REL_obj || w->relation == VDT_REL_iobj) && is_any(tree->words[w->head].lemma, verbs);
}

/* The last word of a run that all stands under `top`. */
static int32_t subtree_end(const struct vdt_tree *tree, int32_t top) {
    int32_t end = top;
    while (end + 1 < (int32_t)tree->count && tree->words[end + 1].upos != VDT_UPOS_PUNCT && vdt_tree_below(tree, end + 1, top)) end++;
    return end;
}

/* How far a branch behind the head belongs to it; -1: it does not. */
static int32_t tail_of(const struct vdt_tree *tree, int32_t branch, int32_t last, int depth) {
    static const char *const of[] = { "of", NULL };
    static const char *const place[] = { "in", "from", "at", "for", "inside", NULL };
    const struct vdt_word *w = &tree->words[branch];
    if (vdt_noun_of_calendar(w->lemma)) return -1;
    switch ((enum vdt_relation)w->relation) {
    case VDT_REL_flat: case VDT_REL_goeswith: case VDT_REL_fixed: case VDT_REL_compound: case VDT_REL_nummod:
        return last_of(tree, branch, depth + 1);
    case VDT_REL_appos: case VDT_REL_nmod_desc: case VDT_REL_nmod_unmarked: case VDT_REL_list: case VDT_REL_dep:
        /* "the president Sheikh Sharif": no comma between */
        return w->upos == VDT_UPOS_PROPN && first_of(tree, branch) == last + 1 ? last_of(tree, branch, depth + 1) : -1;
    case VDT_REL_amod: case VDT_REL_acl: {
        /* "fighters loyal to the king": an adjective behind its noun tells which ones */
        int32_t end = subtree_end(tree, branch);
        return w->upos == VDT_UPOS_ADJ && branch == last + 1 && end - last <= LONGEST_TAIL ? end : -1;
    }
    case VDT_REL_nmod: {
        int32_t end = last_of(tree, branch, depth + 1);
        if (has_case(tree, branch, of)) return of_the_verb(tree, w->head) ? -1 : end;
        return has_case(tree, branch, place) && end - last <= LONGEST_TAIL ? end : -1;
    }
    default:
        return -1;
    }
}

static int32_t last_of(const struct vdt_tree *tree, int32_t head, int depth) {
    int32_t last = head;
    if (depth > 6) return last;
    while (last + 1 < (int32_t)tree->count && last - head < LONGEST_PHRASE) {
        int32_t next = last + 1, branch = branch_of(tree, next, head);
        if (branch < 0) break;
        if (branch == next && tree->words[branch].relation == VDT_REL_punct && hyphen(tree->words[next].form)) {
            last = next;
            continue;
        }
        int32_t end = tail_of(tree, branch, last, depth);
        if (end <= last) break;
        last = end;
    }
    while (last > head && tree->words[last].upos == VDT_UPOS_PUNCT) last--;
    return last;
}

/* "Secretary of State Antony Blinken": a title in capitals goes on to the name, wherever the parser hangs it. */
static int32_t title_end(const struct vdt_tree *tree, int32_t head, int32_t last) {
    static const char *const of[] = { "of", "for", NULL };
    if (last != head || tree->words[head].upos != VDT_UPOS_PROPN) return last;
    int32_t next = last + 1, count = (int32_t)tree->count;
    if (next + 1 >= count || !is_any(tree->words[next].lemma, of) || tree->words[next + 1].upos != VDT_UPOS_PROPN) return last;
    for (last = next + 1; last + 1 < count && last - head < LONGEST_PHRASE && tree->words[last + 1].upos == VDT_UPOS_PROPN; last++)
        if (vdt_noun_of_calendar(tree->words[last + 1].lemma)) break;
    return last;
}

/* "the president, Ana Silva,": the name behind the comma is who is meant. */
static int32_t name_end(const struct vdt_tree *tree, int32_t head, int32_t last) {
    int32_t name = last + 2;
    if (tree->words[head].upos != VDT_UPOS_NOUN || name >= (int32_t)tree->count || !vdt_view_is(tree->words[last + 1].form, ",") ||
        tree->words[name].relation != VDT_REL_appos || vdt_name_type_of(tree->words[name].name) != VDT_NAME_PER)
        return last;
    return branch_of(tree, name, head) == name ? last_of(tree, name, 0) : last;
}

/* The rest of a name that the tree tears: "Committee on Trade and Investment". */
static int32_t whole_name(const struct vdt_tree *tree, int32_t last) {
    for (int32_t next = last + 1; next < (int32_t)tree->count; next++) {
        uint8_t tag = tree->words[next].name;
        bool goes_on = tag && vdt_name_type_of(tag) == vdt_name_type_of(tree->words[last].name) &&
                       (vdt_name_place_of(tag) == VDT_NAME_INSIDE || vdt_name_place_of(tag) == VDT_NAME_LAST);
        if (!goes_on) break;
        last = next;
    }
    return tree->words[last].relation == VDT_REL_case_ ? last - 1 : last; /* the 's of "Iran's" is none of it */
}

void vdt_noun_span(const struct vdt_tree *tree, int32_t head, uint32_t *first, uint32_t *last) {
    *first = (uint32_t)first_of(tree, head);
    *last = (uint32_t)whole_name(tree, name_end(tree, head, title_end(tree, head, last_of(tree, head, 0))));
    while (*first < (uint32_t)head && (tree->words[*first].upos == VDT_UPOS_CCONJ || tree->words[*first].upos == VDT_UPOS_PUNCT)) ++*first;
}

void vdt_noun_span_with_place(const struct vdt_tree *tree, int32_t head, uint32_t *first, uint32_t *last) {
    static const char *const place[] = { "in", "at", "near", "inside", "along", "outside", "on", NULL };
    vdt_noun_span(tree, head, first, last);
    int32_t marker = (int32_t)*last + 1;
    if (marker + 1 >= (int32_t)tree->count || tree->words[marker].relation != VDT_REL_case_ || !is_any(tree->words[marker].lemma, place)) return;
    int32_t noun = tree->words[marker].head;
    bool behind = noun > marker && (tree->words[noun].relation == VDT_REL_obl || tree->words[noun].relation == VDT_REL_nmod);
    if (!behind || vdt_noun_of_calendar(tree->words[noun].lemma) || first_of(tree, noun) != marker + 1) return;
    int32_t end = last_of(tree, noun, 0);
    if (end - (int32_t)*last <= LONGEST_TAIL) *last = (uint32_t)end;
}
