/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only sentences in which no verb is left are touched, so that nothing that the parser understood is lost. Of the nouns that are verbs
 * too (some pattern begins with them) the first that agrees with the subject and has something behind it is taken.
 */
#include "event/verbless.h"

static bool is_noun(const struct vdt_word *word) {
    return word->upos == VDT_UPOS_NOUN || word->upos == VDT_UPOS_PROPN;
}

static bool finite(const struct vdt_word *word) {
    return word->upos == VDT_UPOS_AUX || (word->upos == VDT_UPOS_VERB && !vdt_view_is(word->xpos, "VBN") && !vdt_view_is(word->xpos, "VBG"));
}

static bool capital(const struct vdt_word *word) {
    return word->form.size && word->form.data[0] >= 'A' && word->form.data[0] <= 'Z';
}

/* "Human Rights Watch calls": a word of a name that was taken for the verb. */
static bool verb_in_name(const struct vdt_word *words, uint32_t count, uint32_t at) {
    return at > 0 && at + 1 < count && words[at].upos == VDT_UPOS_VERB && capital(&words[at]) && capital(&words[at - 1]) &&
           is_noun(&words[at + 1]) && !capital(&words[at + 1]);
}

/* The head of what stands before a verb: the last noun before it or before the first preposition; -1: there is none. */
static int32_t subject_before(const struct vdt_word *words, int32_t from, int32_t verb) {
    int32_t subject = -1;
    for (int32_t i = from; i < verb; i++) {
        if (words[i].upos == VDT_UPOS_ADP && subject >= 0) break;
        if (words[i].upos == VDT_UPOS_PUNCT) return -1;
        if (is_noun(&words[i])) subject = i;
    }
    return subject;
}

static bool plural(const struct vdt_word *word) {
    return vdt_view_is(word->xpos, "NNS") || vdt_view_is(word->xpos, "NNPS") || vdt_view_is_fold(word->lemma, "police");
}

/*
 * Where a sentence has no verb, a noun that is one too may be it: "fire" behind "police", "sentences" behind "a court". It must
 * agree with the subject, and an object stand behind it.
 */
static bool may_be_verb(const struct vdt_patterns *patterns, const struct vdt_word *words, int32_t from, uint32_t at) {
    const struct vdt_word *word = &words[at], *next = &words[at + 1];
    bool opens = vdt_view_is(word->lemma, "open") && vdt_view_is(next->lemma, "fire");
    bool forces = vdt_view_is(words[at - 1].lemma, "military"); /* "Chad's military" is no adjective's noun */
    if ((word->upos != VDT_UPOS_NOUN && !opens) || (!is_noun(&words[at - 1]) && !forces)) return false;
    int32_t subject = subject_before(words, from, (int32_t)at);
    if (subject < 0 || !vdt_patterns_has(patterns, 'v', word->lemma)) return false;
    /* "for food aid to": the object of a preposition */
    bool counts = vdt_view_is(words[subject].lemma, "thousand") || vdt_view_is(words[subject].lemma, "hundred") || vdt_view_is(words[subject].lemma, "dozen");
    bool within = !counts && subject + 1 < (int32_t)at && words[at - 1].upos == VDT_UPOS_NOUN && words[subject + 1].upos == VDT_UPOS_ADP;
    bool object = next->upos == VDT_UPOS_DET || next->upos == VDT_UPOS_NUM || next->upos == VDT_UPOS_PRON || next->upos == VDT_UPOS_ADJ ||
                  is_noun(next);
    if (vdt_view_is(word->xpos, "NNS"))
        return ((object && next->upos != VDT_UPOS_NOUN) || vdt_view_is(next->lemma, "for")) && !plural(&words[subject]);
    return (object || (next->upos == VDT_UPOS_ADP && !within)) && plural(&words[subject]);
}

static bool has_of(const struct vdt_word *words, int32_t noun) {
    for (int32_t i = noun - 1; i >= 0 && i > noun - 8; i--)
        if (words[i].head == noun && words[i].relation == VDT_REL_case_) return vdt_view_is(words[i].lemma, "of");
    return false;
}

/* Makes a noun the verb on top: what stands before it is its subject, what follows its object and what belongs to that. */
static void raise_verb(struct vdt_word *words, int32_t from, uint32_t count, int32_t at) {
    struct vdt_word *verb = &words[at];
    int32_t subject = subject_before(words, from, at), thing = -1;
    bool object = words[at + 1].upos != VDT_UPOS_ADP;
    verb->xpos = vdt_view_is(verb->xpos, "NNS") ? VDT_LITERAL("VBZ") : VDT_LITERAL("VBP");
    verb->feats = VDT_LITERAL("Mood=Ind|Tense=Pres|VerbForm=Fin");
    verb->upos = VDT_UPOS_VERB;
    verb->relation = VDT_REL_root;
    verb->head = -1;
    bool joined = false;
    for (int32_t i = from; i < at; i++) {
        joined = joined || (i > subject && words[i].upos == VDT_UPOS_CCONJ);
        if (words[i].head >= from && words[i].head < at) continue;
        words[i].head = subject;
        /* "Chad's police and the Libyan military clash" */
        bool second = i > subject && joined && i == at - 1 && words[i].upos != VDT_UPOS_PUNCT;
        if (second) words[i].relation = VDT_REL_conj, words[i].upos = VDT_UPOS_NOUN;
    }
    words[subject].head = at;
    words[subject].relation = VDT_REL_nsubj;
    for (int32_t i = at + 1; i < (int32_t)count; i++) {
        /* what hangs on the object and has a preposition may as well hang on the verb */
        bool phrase = words[i].relation == VDT_REL_nmod && words[i].head > at && words[words[i].head].head <= at && !has_of(words, i);
        if (words[i].head > at && !phrase) continue;
        if (words[i].relation == VDT_REL_appos && thing >= 0) {
            words[i].head = thing; /* "kill Ortega, a commander of the rebels" */
            continue;
        }
        bool first = object && words[i].relation != VDT_REL_nmod && is_noun(&words[i]);
        words[i].head = at;
        if (words[i].relation == VDT_REL_acl) words[i].relation = VDT_REL_advcl;
        if (!is_noun(&words[i])) continue;
        words[i].relation = first ? VDT_REL_obj : VDT_REL_obl;
        if (first) thing = i;
        object = object && !first;
    }
}

void vdt_verbless_mend(const struct vdt_patterns *patterns, struct vdt_word *words, uint32_t count) {
    int32_t from = vdt_heading_of(words, count);
    from += from > 0;
    if (count < 4 || !vdt_view_is(words[count - 1].form, ".")) return;
    for (uint32_t i = (uint32_t)from; i < count; i++)
        if (finite(&words[i]) && !verb_in_name(words, count, i)) return;
    for (uint32_t i = (uint32_t)from; i < count; i++)
        if (verb_in_name(words, count, i)) words[i].upos = VDT_UPOS_PROPN, words[i].xpos = VDT_LITERAL("NNP");
    for (uint32_t i = (uint32_t)from + 1; i + 1 < count; i++)
        if (may_be_verb(patterns, words, from, i)) {
            raise_verb(words, from, count, (int32_t)i);
            return;
        }
}
