/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules of headlines and of short sentences. An infinitive behind the name or the noun of somebody, where no verb is left, is the verb of the line, and
 * still to come. Two names with a comma between them and a verb in the plural behind them are coordinated; names of towns and those
 * that a second comma closes are not.
 */
#include "event/headline.h"

#include "event/noun.h"

static int32_t child_of(const struct vdt_word *words, uint32_t count, int32_t head, enum vdt_relation relation) {
    for (int32_t w = 0; w < (int32_t)count; w++)
        if (words[w].head == head && words[w].relation == relation) return w;
    return -1;
}

static bool somebody(const struct vdt_patterns *patterns, const struct vdt_word *word) {
    if (word->upos == VDT_UPOS_PROPN) return !vdt_noun_of_calendar(word->lemma);
    return word->upos == VDT_UPOS_NOUN &&
           (vdt_noun_in_class(patterns, "human", word->lemma) || vdt_noun_in_class(patterns, "institution", word->lemma));
}

static int32_t top_of(const struct vdt_word *words, uint32_t count) {
    for (int32_t w = 0; w < (int32_t)count; w++)
        if (words[w].head < 0 && words[w].upos != VDT_UPOS_PUNCT) return w;
    return -1;
}

/* Makes a verb the top of the line and what was there its subject; what hangs on the noun behind the verb belongs to the verb. */
static void raise_over(struct vdt_word *words, uint32_t count, int32_t top, int32_t verb) {
    words[verb].upos = VDT_UPOS_VERB;
    words[verb].head = -1;
    words[verb].relation = VDT_REL_root;
    words[top].head = verb;
    words[top].relation = VDT_REL_nsubj;
    for (int32_t w = verb + 1; w < (int32_t)count; w++) {
        if (words[w].head == top) words[w].head = verb;
        if (words[w].head == verb && words[w].relation == VDT_REL_acl) words[w].relation = VDT_REL_advcl;
    }
}

/* "Norway to recognise Palestine": the noun on top gives way to the infinitive behind it. */
static void raise_infinitive(const struct vdt_patterns *patterns, struct vdt_word *words, uint32_t count) {
    int32_t top = top_of(words, count);
    if (top < 0 || !somebody(patterns, &words[top])) return;
    int32_t verb = child_of(words, count, top, VDT_REL_acl);
    int32_t to = verb >= 0 ? child_of(words, count, verb, VDT_REL_mark) : -1;
    if (verb < top || words[verb].upos != VDT_UPOS_VERB || to < 0 || !vdt_view_is(words[to].lemma, "to")) return;
    for (int32_t w = 0; w < to; w++)
        if (words[w].upos == VDT_UPOS_VERB || words[w].upos == VDT_UPOS_AUX || words[w].relation == VDT_REL_case_) return;
    words[verb].head = -1;
    words[verb].relation = VDT_REL_root;
    words[top].head = verb;
    words[top].relation = VDT_REL_nsubj;
    for (int32_t w = to; w < (int32_t)count; w++)
        if (words[w].head == top && w != verb) words[w].head = verb;
}

/* "India , China pull", "Biden , Xi to meet": at the beginning of the line, two words and a comma, and the verb behind them. */
static void join_names(struct vdt_word *words, uint32_t count) {
    if (count < 5 || !vdt_view_is(words[1].form, ",") || words[0].upos != VDT_UPOS_PROPN || words[2].upos != VDT_UPOS_PROPN) return;
    if (vdt_noun_of_calendar(words[0].lemma)) return;
    const struct vdt_word *behind = &words[3];
    bool plural = behind->upos == VDT_UPOS_VERB && (vdt_view_is(behind->xpos, "VBP") || vdt_view_is(behind->xpos, "VB"));
    bool planned = vdt_view_is(behind->lemma, "to") && words[4].upos == VDT_UPOS_VERB;
    if (!plural && !planned) return;
    int32_t verb = plural ? 3 : 4;
    words[0].head = verb;
    words[0].relation = VDT_REL_nsubj;
    words[2].head = 0;
    words[2].relation = VDT_REL_conj;
}

/* "The opposition called for a vote": a verb that takes no object and was taken for a participle is the verb of the line. */
static void raise_participle(const struct vdt_patterns *patterns, struct vdt_word *words, uint32_t count) {
    static const char *const verbs[] = { "call", "appeal", "agree", "vote", "rally", "protest", "march", "arrive", "travel", "withdraw", "retreat",
                                         "talk", "speak", "fight", "clash", "respond", "apologise", "apologize", "insist", "complain" };
    int32_t top = top_of(words, count);
    if (top < 0 || !somebody(patterns, &words[top])) return;
    int32_t verb = child_of(words, count, top, VDT_REL_acl);
    if (verb < top || verb + 1 >= (int32_t)count || words[verb + 1].upos != VDT_UPOS_ADP) return;
    bool intransitive = false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) intransitive = intransitive || vdt_view_is(words[verb].lemma, verbs[i]);
    if (!intransitive || words[verb].upos != VDT_UPOS_VERB || vdt_view_is(words[verb].xpos, "VBG")) return;
    for (int32_t w = 0; w < (int32_t)count; w++)
        if (w != verb && (words[w].upos == VDT_UPOS_VERB || words[w].upos == VDT_UPOS_AUX) && words[w].head == top) return;
    raise_over(words, count, top, verb);
}

/*
 * "Chad, Niger and the government of Mali sever ties": a finite verb that was hung on the noun on top, as a clause or as one more of
 * its conjuncts, is the verb of the line, and the noun its subject.
 */
static void raise_finite(struct vdt_word *words, uint32_t count) {
    int32_t top = top_of(words, count), verb = -1;
    if (top < 0 || (words[top].upos != VDT_UPOS_NOUN && words[top].upos != VDT_UPOS_PROPN)) return;
    for (int32_t w = 0; w < (int32_t)count; w++) {
        if (words[w].head != top) continue;
        /* a noun that is the predicate stays what it is */
        if (words[w].relation == VDT_REL_cop || words[w].relation == VDT_REL_nsubj || words[w].relation == VDT_REL_aux) return;
        bool finite = vdt_view_is(words[w].xpos, "VBP") || vdt_view_is(words[w].xpos, "VBZ");
        bool hung = words[w].relation == VDT_REL_acl || words[w].relation == VDT_REL_conj;
        if (w > top && finite && hung && verb < 0) verb = w;
    }
    if (verb < 0) return;
    for (int32_t w = 0; w < (int32_t)count; w++)
        if (words[w].head == verb && (words[w].relation == VDT_REL_nsubj || words[w].relation == VDT_REL_nsubj_pass || words[w].relation == VDT_REL_mark ||
                                      words[w].relation == VDT_REL_aux || words[w].upos == VDT_UPOS_PRON))
            return;
    words[verb].upos = VDT_UPOS_VERB;
    raise_over(words, count, top, verb);
}

void vdt_headline_mend(const struct vdt_patterns *patterns, struct vdt_word *words, uint32_t count) {
    raise_infinitive(patterns, words, count);
    raise_participle(patterns, words, count);
    raise_finite(words, count);
    join_names(words, count);
}
