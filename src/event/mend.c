/* SPDX-License-Identifier: Apache-2.0 */
/* Only what a source knows is put in the place of what none knows, so that nothing right is lost. */
#include "event/mend.h"

#include "event/verbless.h"

#include "event/headline.h"
#include "event/noun.h"

struct mending {
    struct vdt_arena *arena;
    const struct vdt_patterns *patterns;
    const struct vdt_embedders *embedders;
};

static bool known_lemma(const struct mending *mending, struct vdt_view lemma) {
    return vdt_patterns_knows(mending->patterns, lemma) || vdt_embedders_knows(mending->embedders, lemma);
}

/*
 * The language core makes lemmas by rules that it learned, and rare verbs come out wrong ("imposed" as "impos"). Where its
 * lemma is known to no source, the regular inflections are undone, and one that is known is taken.
 */
static void mend_lemma(const struct mending *mending, struct vdt_word *word) {
    static const struct { const char *ending, *instead; bool undouble; } rules[] = {
        { "ies", "y", false }, { "ied", "y", false }, { "ing", "", false }, { "ing", "e", false }, { "ing", "", true },
        { "ed", "", false }, { "ed", "e", false }, { "ed", "", true }, { "es", "", false }, { "s", "", false } };
    char folded[48], made[48];
    if (word->form.size >= sizeof folded || word->form.size < 3) return;
    for (size_t i = 0; i < word->lemma.size && i < sizeof folded; i++) folded[i] = vdt_lower(word->lemma.data[i]);
    if (word->lemma.size >= sizeof folded || known_lemma(mending, (struct vdt_view){ folded, word->lemma.size })) return;
    for (size_t i = 0; i < word->form.size; i++) folded[i] = vdt_lower(word->form.data[i]);
    struct vdt_view form = { folded, word->form.size };
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        struct vdt_view ending = vdt_view_of(rules[r].ending), instead = vdt_view_of(rules[r].instead);
        if (!vdt_view_ends(form, ending) || form.size < ending.size + 2) continue;
        size_t size = form.size - ending.size;
        memcpy(made, folded, size);
        if (rules[r].undouble) {
            if (made[size - 1] != made[size - 2]) continue;
            size--;
        }
        memcpy(made + size, instead.data, instead.size);
        struct vdt_view lemma = { made, size + instead.size };
        if (!known_lemma(mending, lemma)) continue;
        struct vdt_view kept = vdt_arena_copy(mending->arena, lemma);
        if (kept.data) word->lemma = kept;
        return;
    }
}

/* The lemma of a gerund that some pattern begins with, "shipping": ship; empty: there is none. */
static struct vdt_view gerund_lemma(const struct mending *mending, const struct vdt_word *word) {
    struct vdt_word verb = *word;
    verb.lemma = (struct vdt_view){ NULL, 0 };
    if (word->form.size < 6 || !vdt_view_ends(word->form, VDT_LITERAL("ing"))) return verb.lemma;
    mend_lemma(mending, &verb);
    if (verb.lemma.size && vdt_patterns_has(mending->patterns, 'v', verb.lemma)) return verb.lemma;
    return (struct vdt_view){ NULL, 0 };
}

static bool takes_gerund(struct vdt_view lemma) {
    static const char *const verbs[] = { "deny", "admit", "avoid", "stop", "cease", "quit", "begin", "start", "continue", "resume",
                                         "consider", "suggest", "propose", "recommend", "risk", "oppose", "resist", "favour",
                                         "favor", "keep", "contemplate", "recall", "regret", "justify", "finish" };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (vdt_view_is(lemma, verbs[i])) return true;
    return false;
}

/* "denied shipping missiles to X": not missiles for shipping, but the act of shipping them, with all that stands behind. */
static void mend_gerund(const struct mending *mending, struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *gerund = &words[at], *verb = &words[at - 1];
    if (verb->upos != VDT_UPOS_VERB || !takes_gerund(verb->lemma) || gerund->upos == VDT_UPOS_VERB) return;
    int32_t object = gerund->head;
    bool modifies = gerund->relation == VDT_REL_compound || gerund->relation == VDT_REL_amod;
    if (!modifies || object <= (int32_t)at || words[object].head != (int32_t)at - 1 || words[object].relation != VDT_REL_obj) return;
    struct vdt_view lemma = gerund_lemma(mending, gerund);
    if (!lemma.size) return;
    gerund->lemma = lemma;
    gerund->upos = VDT_UPOS_VERB;
    gerund->xpos = VDT_LITERAL("VBG");
    gerund->feats = VDT_LITERAL("VerbForm=Ger");
    gerund->relation = VDT_REL_xcomp;
    gerund->head = (int32_t)at - 1;
    words[object].head = (int32_t)at;
    for (uint32_t i = (uint32_t)object + 1; i < count; i++)
        if (words[i].head == (int32_t)at - 1 && words[i].relation == VDT_REL_obl) words[i].head = (int32_t)at;
}

/* The gerund as a noun that some pattern begins with, "fighting"; empty: there is none. */
static struct vdt_view gerund_noun(const struct mending *mending, const struct vdt_word *word) {
    char lemma[32];
    struct vdt_view none = { NULL, 0 };
    if (word->upos != VDT_UPOS_VERB || !vdt_view_ends(word->form, VDT_LITERAL("ing")) || word->form.size > sizeof lemma) return none;
    for (size_t i = 0; i < word->form.size; i++) lemma[i] = vdt_lower(word->form.data[i]);
    struct vdt_view noun = { lemma, word->form.size };
    return vdt_patterns_has(mending->patterns, 'n', noun) ? vdt_arena_copy(mending->arena, noun) : none;
}

static void make_noun(struct vdt_word *word, struct vdt_view lemma) {
    word->lemma = lemma;
    word->upos = VDT_UPOS_NOUN;
    word->xpos = VDT_LITERAL("NN");
}

/* "Fighting broke out": where nothing is done to anybody, the subject is the event and not the act. */
static void mend_gerund_subject(const struct mending *mending, struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    bool subject = word->relation == VDT_REL_csubj || word->relation == VDT_REL_nsubj || word->relation == VDT_REL_csubj_pass;
    if (!subject) return;
    for (uint32_t i = 0; i < count; i++)
        if (words[i].head == (int32_t)at && (words[i].relation == VDT_REL_obj || words[i].relation == VDT_REL_nsubj)) return;
    struct vdt_view noun = gerund_noun(mending, word);
    if (!noun.size) return;
    make_noun(word, noun);
    word->relation = word->relation == VDT_REL_csubj_pass ? VDT_REL_nsubj_pass : VDT_REL_nsubj;
}

/* "raped" is of "rape", for "rap" would be doubled: "rapped". Where both are known, the spelling decides. */
static void mend_silent_e(const struct mending *mending, struct vdt_word *word) {
    char made[48];
    size_t size = word->lemma.size;
    bool inflected = vdt_view_ends(word->form, VDT_LITERAL("ed")) || vdt_view_ends(word->form, VDT_LITERAL("ing"));
    size_t ending = vdt_view_ends(word->form, VDT_LITERAL("ed")) ? 2 : 3;
    if (!inflected || size < 3 || size + 1 >= sizeof made || word->form.size != size + ending) return;
    bool vowel = strchr("aeiou", word->lemma.data[size - 2]) && !strchr("aeiou", word->lemma.data[size - 3]);
    if (!vowel || strchr("aeiouwxy", word->lemma.data[size - 1])) return;
    memcpy(made, word->lemma.data, size);
    made[size] = 'e';
    struct vdt_view lemma = { made, size + 1 };
    if (!vdt_patterns_has(mending->patterns, 'v', lemma)) return;
    struct vdt_view kept = vdt_arena_copy(mending->arena, lemma);
    if (kept.data) word->lemma = kept;
}

/*
 * "Syrian civil war: President X rejects …": parsers take the heading for the subject and hang the real one on it. What hangs on
 * the heading takes its place, and the heading hangs loosely on the sentence.
 */
static void mend_heading(struct vdt_word *words, uint32_t count) {
    int32_t heading = vdt_heading_of(words, count), top = 0, heir = -1;
    if (!heading) return;
    while (words[top].head >= 0 && words[top].head < heading) top = words[top].head;
    for (int32_t w = heading + 1; w < (int32_t)count; w++) {
        if (words[w].head < 0 || words[w].head >= heading || words[w].upos == VDT_UPOS_PUNCT) continue;
        if (heir >= 0) {
            words[w].head = heir;
            continue;
        }
        heir = w;
        words[w].head = words[top].head;
        words[w].relation = words[top].relation;
    }
    if (heir >= 0) words[top].head = heir;
    if (words[top].head >= 0) words[top].relation = VDT_REL_dep;
}

/* "denied that its soldiers were involved and blamed the rebels": it is who denies that blames. */
static void mend_speech(const struct mending *mending, struct vdt_word *words, uint32_t count, uint32_t at) {
    static const char *const speeches[] = { "blame", "accuse", "condemn", "demand", "urge", "call", "vow", "threaten", "reject", "criticise",
                                            "criticize", "denounce", "appeal" };
    struct vdt_word *word = &words[at];
    if (word->relation != VDT_REL_conj || word->upos != VDT_UPOS_VERB || words[word->head].relation != VDT_REL_ccomp) return;
    int32_t clause = word->head, matrix = words[clause].head;
    if (matrix < 0 || matrix > clause || words[matrix].upos != VDT_UPOS_VERB || !vdt_view_equal(words[matrix].xpos, word->xpos)) return;
    bool speech = vdt_embedders_says(mending->embedders, word->lemma);
    for (size_t i = 0; i < sizeof speeches / sizeof *speeches; i++) speech = speech || vdt_view_is(word->lemma, speeches[i]);
    if (!speech || !(vdt_embedders_says(mending->embedders, words[matrix].lemma) || vdt_view_is(words[matrix].lemma, "deny"))) return;
    for (uint32_t w = 0; w < count; w++)
        if (words[w].head == (int32_t)at && (words[w].relation == VDT_REL_nsubj || words[w].relation == VDT_REL_aux ||
                                             words[w].relation == VDT_REL_aux_pass || words[w].relation == VDT_REL_mark))
            return;
    word->head = matrix;
}

/* "handed over 32 prisoners": not more than 32, which is what "over" means before most numbers. */
static void mend_particle(struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *over = &words[at];
    const struct vdt_word *verb = &words[at - 1];
    if (verb->upos != VDT_UPOS_VERB || !(vdt_view_is(verb->lemma, "hand") || vdt_view_is(verb->lemma, "turn"))) return;
    bool of_number = over->relation == VDT_REL_advmod && over->head > (int32_t)at && (uint32_t)over->head < count &&
                     words[over->head].upos == VDT_UPOS_NUM;
    if (!of_number || !vdt_view_is(over->lemma, "over")) return;
    over->head = (int32_t)at - 1;
    over->relation = VDT_REL_compound_prt;
    over->upos = VDT_UPOS_ADP;
}

/*
 * "called the president to congratulate him", "summoned the envoy to protest": he who calls does it, and asks for nothing ("called
 * them to vote").
 */
static void mend_call(const struct mending *mending, struct vdt_word *words, uint32_t at) {
    struct vdt_word *word = &words[at];
    if (word->relation != VDT_REL_xcomp || word->head < 0 || !vdt_done_by_serving(mending->embedders, word->lemma)) return;
    struct vdt_view over = words[word->head].lemma;
    bool phoned = vdt_view_is(over, "call") || vdt_view_is(over, "phone") || vdt_view_is(over, "telephone");
    if (!vdt_view_is(over, "summon") && !(phoned && vdt_is_courtesy(mending->embedders, word->lemma))) return;
    for (uint32_t i = (uint32_t)word->head + 1; i < at; i++)
        if (words[i].head == word->head && words[i].relation == VDT_REL_obj) word->relation = VDT_REL_advcl;
}

/* "threatened on Sunday to attack": the infinitive belongs to a verb that takes one, and a day between them changes nothing. */
static void mend_infinitive(const struct mending *mending, struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    if (word->upos != VDT_UPOS_VERB || !vdt_feats_have(word->feats, "VerbForm=Inf") || word->head < 0 || word->head > (int32_t)at) return;
    int32_t verb = word->head;
    if (word->relation == VDT_REL_acl && vdt_noun_of_calendar(words[verb].lemma)) verb = words[verb].head;
    bool loose = word->relation == VDT_REL_acl ? verb != word->head : word->relation == VDT_REL_advcl;
    if (!loose || verb < 0 || words[verb].upos != VDT_UPOS_VERB || !vdt_embedders_plans(mending->embedders, words[verb].lemma)) return;
    bool day = false;
    for (uint32_t w = (uint32_t)verb + 1; w < at; w++) {
        if (words[w].head == verb && (words[w].relation == VDT_REL_obj || words[w].relation == VDT_REL_iobj)) return;
        day = day || vdt_noun_of_calendar(words[w].lemma);
    }
    bool to = false;
    for (uint32_t w = 0; w < count; w++) to = to || (words[w].head == (int32_t)at && vdt_view_is(words[w].lemma, "to"));
    if (!day || !to) return;
    word->head = verb;
    word->relation = VDT_REL_xcomp;
}

static bool is_subject(const struct vdt_word *word) {
    return word->relation == VDT_REL_nsubj || word->relation == VDT_REL_nsubj_pass;
}

static int32_t subject_of(const struct vdt_word *words, uint32_t count, int32_t verb, int32_t from) {
    for (int32_t w = from; w < (int32_t)count; w++)
        if (words[w].head == verb && is_subject(&words[w])) return w;
    return -1;
}

/*
 * "Chad and Niger traded accusations": a noun that has a subject and no "is" is the object of the participle before it; so it is where
 * the subject hangs on that participle.
 */
static void mend_nominal(struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *noun = &words[at];
    int32_t subject = -1, verb = -1;
    if (noun->upos != VDT_UPOS_NOUN) return;
    for (int32_t w = 0; w < (int32_t)count; w++) {
        if (words[w].head != (int32_t)at) continue;
        if (words[w].relation == VDT_REL_cop || words[w].relation == VDT_REL_aux || words[w].relation == VDT_REL_case_) return;
        if (words[w].relation == VDT_REL_nsubj && w < (int32_t)at) subject = w;
        bool past = vdt_view_is(words[w].xpos, "VBN") || vdt_view_is(words[w].xpos, "VBD");
        if (words[w].relation == VDT_REL_amod && words[w].upos == VDT_UPOS_VERB && past) verb = w;
    }
    if (verb >= 0 && subject < 0) subject = subject_of(words, count, verb, 0);
    if (subject < 0 || verb < subject || verb + 1 != (int32_t)at) return;
    words[verb].head = noun->head;
    words[verb].relation = noun->relation;
    words[verb].xpos = VDT_LITERAL("VBD");
    words[verb].feats = VDT_LITERAL("Mood=Ind|Tense=Past|VerbForm=Fin");
    noun->head = verb;
    noun->relation = VDT_REL_obj;
    for (int32_t w = 0; w < (int32_t)count; w++)
        if (words[w].head == (int32_t)at && (w < verb || words[w].upos == VDT_UPOS_PUNCT)) words[w].head = verb;
}

/* "deported at least four men": a noun behind its verb without a preposition is its object, whatever it is called. */
static void mend_object(struct vdt_word *words, uint32_t count, int32_t verb) {
    int32_t object = -1;
    if (words[verb].upos != VDT_UPOS_VERB) return;
    for (int32_t w = 0; w < (int32_t)count; w++) {
        if (words[w].head != verb) continue;
        enum vdt_relation relation = words[w].relation;
        if (relation == VDT_REL_obj || relation == VDT_REL_aux_pass || relation == VDT_REL_nsubj_pass) return;
        if (object < 0 && w > verb && relation == VDT_REL_obl && words[w].upos == VDT_UPOS_NOUN) object = w;
    }
    if (object < 0 || vdt_noun_of_calendar(words[object].lemma)) return;
    for (uint32_t w = 0; w < count; w++)
        if (words[w].head == object && (words[w].relation == VDT_REL_case_ || words[w].relation == VDT_REL_mark)) return;
    words[object].relation = VDT_REL_obj;
}

/* "killed up to 20 fighters": no particle and no phrase, but a number and an object. */
static void mend_up_to(struct vdt_word *words, uint32_t count, uint32_t at) {
    if (at + 3 > count || !vdt_view_is_fold(words[at].form, "up") || !vdt_view_is(words[at + 1].form, "to") || words[at + 2].upos != VDT_UPOS_NUM) return;
    int32_t number = (int32_t)at + 2, counted = words[number].head;
    for (int32_t up = counted; up >= 0; up = words[up].head)
        if (up == (int32_t)at || up == (int32_t)at + 1) return; /* it would hang on itself */
    for (uint32_t i = at; i < at + 2; i++) words[i].head = number, words[i].relation = VDT_REL_advmod;
    if (counted > number && words[counted].relation == VDT_REL_obl && words[counted].head == (int32_t)at - 1) words[counted].relation = VDT_REL_obj;
}

/* "killed between 20 and 30 people": bounds of a number, no place between two things. */
static void mend_between(struct vdt_word *words, uint32_t count, uint32_t at) {
    if (at + 3 >= count || !vdt_view_is_fold(words[at].form, "between") || words[at].relation != VDT_REL_case_ || words[at + 1].upos != VDT_UPOS_NUM ||
        !vdt_view_is_fold(words[at + 2].form, "and") || words[at + 3].upos != VDT_UPOS_NUM)
        return;
    int32_t counted = words[at].head;
    bool behind = counted == (int32_t)at + 1 || counted > (int32_t)at + 3;
    if (!behind || words[counted].relation != VDT_REL_obl || words[counted].head != (int32_t)at - 1 || vdt_noun_of_calendar(words[counted].lemma)) return;
    words[counted].relation = VDT_REL_obj;
    words[at].head = (int32_t)at + 1;
    words[at].relation = VDT_REL_advmod;
}

static bool stands_under(const struct vdt_word *words, uint32_t count, int32_t word, int32_t top) {
    for (uint32_t steps = 0; word >= 0 && steps <= count; steps++, word = words[word].head)
        if (word == top) return true;
    return false;
}

/* The first word of what hangs on a noun without a gap before it, and the last one behind it. */
static int32_t first_of(const struct vdt_word *words, uint32_t count, int32_t noun) {
    int32_t first = noun;
    while (first > 0 && stands_under(words, count, first - 1, noun)) first--;
    return first;
}

static int32_t last_of(const struct vdt_word *words, uint32_t count, int32_t noun) {
    int32_t last = noun;
    while (last + 1 < (int32_t)count && stands_under(words, count, last + 1, noun)) last++;
    return last;
}

/* "a rally began, with thousands demanding a vote": the noun behind "with" does what the participle behind it tells. */
static void mend_with(struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    int32_t doer = -1;
    if (word->relation != VDT_REL_advcl || !vdt_view_is(word->xpos, "VBG") || word->head < 0 || word->head > (int32_t)at) return;
    for (int32_t w = word->head + 1; w < (int32_t)at; w++)
        if (words[w].head == word->head && words[w].relation == VDT_REL_obl && last_of(words, count, w) == (int32_t)at - 1) doer = w;
    if (doer < 0) return;
    for (int32_t w = word->head + 1; w < doer; w++) {
        if (words[w].head != doer || words[w].relation != VDT_REL_case_ || !vdt_view_is(words[w].lemma, "with")) continue;
        words[w].head = words[doer].head = (int32_t)at;
        words[w].relation = VDT_REL_mark;
        words[doer].relation = VDT_REL_nsubj;
        return;
    }
}

/* "demands Chad hand over the men": the noun before the bare infinitive is whom it is demanded of. */
static void mend_demanded(struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    int32_t before = -1, behind = -1;
    if (word->relation != VDT_REL_xcomp || !vdt_view_is(word->xpos, "VB") || word->head < 0 || word->head > (int32_t)at) return;
    for (int32_t w = word->head + 1; w < (int32_t)count; w++) {
        if (words[w].relation != VDT_REL_obj) continue;
        if (words[w].head == word->head) return;
        if (words[w].head == (int32_t)at) *(w < (int32_t)at ? &before : &behind) = w;
    }
    if (before >= 0 && behind >= 0) words[before].head = word->head;
}

/* "accuses X of rigging the vote and calls for a boycott": a finite verb is coordinated with the finite one above a participle. */
static void mend_finite_conjunct(struct vdt_word *words, uint32_t at) {
    struct vdt_word *word = &words[at];
    bool finite = vdt_view_is(word->xpos, "VBZ") || vdt_view_is(word->xpos, "VBD");
    if (word->relation != VDT_REL_conj || !finite || word->head < 0 || !vdt_view_is(words[word->head].xpos, "VBG")) return;
    int32_t verb = words[word->head].head;
    for (int steps = 0; verb >= 0 && steps < 4 && !vdt_view_equal(words[verb].xpos, word->xpos); steps++) verb = words[verb].head;
    if (verb >= 0 && verb < (int32_t)at && words[verb].upos == VDT_UPOS_VERB && vdt_view_equal(words[verb].xpos, word->xpos)) word->head = verb;
}

/* "A bomb wounded ten people, police said": what was said lost its subject to the verb of saying. */
static bool mend_said(const struct mending *mending, struct vdt_word *words, int32_t first, int32_t second) {
    int32_t said = words[first].head;
    if (!vdt_embedders_says(mending->embedders, words[said].lemma)) return false;
    for (int32_t verb = first + 1; verb < second; verb++) {
        bool complement = words[verb].head == said && words[verb].relation == VDT_REL_ccomp;
        bool participle = words[verb].head == first && (words[verb].relation == VDT_REL_amod || words[verb].relation == VDT_REL_acl);
        if (words[verb].upos != VDT_UPOS_VERB || !(complement || participle)) continue;
        if (subject_of(words, (uint32_t)second, verb, 0) >= 0) continue;
        bool object = false, passive = false;
        for (int32_t w = first + 1; w < second; w++) {
            object = object || (words[w].head == verb && words[w].relation == VDT_REL_obj);
            passive = passive || (words[w].head == verb && words[w].relation == VDT_REL_aux_pass);
        }
        if (participle && !object) continue;
        words[verb].head = said;
        words[verb].relation = VDT_REL_ccomp;
        words[first].head = verb;
        words[first].relation = passive ? VDT_REL_nsubj_pass : VDT_REL_nsubj;
        return true;
    }
    return false;
}

/* "Chad reports Libya fired a missile": the first of two subjects was the verb over the clause. */
static bool mend_reports(const struct mending *mending, struct vdt_word *words, uint32_t count, int32_t first, int32_t verb) {
    int32_t who = -1;
    if (!vdt_view_is(words[first].xpos, "NNS") || !vdt_embedders_says(mending->embedders, words[first].lemma)) return false;
    for (int32_t w = 0; w < first; w++)
        if (words[w].head == first && words[w].relation == VDT_REL_compound && words[w].upos == VDT_UPOS_PROPN) who = w;
    if (who != first - 1) return false;
    words[first].upos = VDT_UPOS_VERB;
    words[first].xpos = VDT_LITERAL("VBZ");
    words[first].feats = VDT_LITERAL("Mood=Ind|Tense=Pres|VerbForm=Fin");
    words[first].head = words[verb].head;
    words[first].relation = words[verb].relation;
    words[who].relation = VDT_REL_nsubj;
    words[verb].head = first;
    words[verb].relation = VDT_REL_ccomp;
    for (int32_t w = 0; w < (int32_t)count; w++) {
        if (words[w].head == verb && w < first) words[w].head = first;
        if (words[w].head == first && w < who) words[w].head = who;
    }
    return true;
}

/* A verb has one subject. Of two that touch, the title belongs to the name: "Health Minister Abator Thomas says". */
static void mend_subjects(const struct mending *mending, struct vdt_word *words, uint32_t count, int32_t verb) {
    if (words[verb].upos != VDT_UPOS_VERB) return;
    int32_t first = subject_of(words, count, verb, 0);
    int32_t second = first >= 0 ? subject_of(words, count, verb, first + 1) : -1;
    if (second < 0 || second > verb || mend_said(mending, words, first, second) || mend_reports(mending, words, count, first, verb)) return;
    int32_t end = last_of(words, count, first), begin = first_of(words, count, second);
    if (end > first && vdt_view_is(words[end].form, ",")) end--;
    if (begin == end + 1) {
        words[first].head = second;
        words[first].relation = words[second].upos == VDT_UPOS_PROPN ? VDT_REL_nmod_desc : VDT_REL_compound;
    } else if (begin == end + 2 && vdt_view_is(words[end + 1].form, ",")) {
        /* "bombs in Mosul, Iraq kill five": the state belongs to the town before the comma */
        bool place = vdt_name_type_of(words[second].name) == VDT_NAME_LOC && vdt_name_type_of(words[end].name) == VDT_NAME_LOC;
        words[second].head = place ? end : first;
        words[second].relation = VDT_REL_appos;
    }
}

/* "releases jailed priest John Doe": the participle before the object is its modifier, and the verb's is the object. */
static void mend_modifier(struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    int32_t verb = word->head, object = -1;
    if (word->relation != VDT_REL_xcomp || !vdt_view_is(word->xpos, "VBN") || verb + 1 != (int32_t)at || words[verb].upos != VDT_UPOS_VERB) return;
    for (int32_t w = 0; w < (int32_t)count; w++) {
        if (words[w].relation != VDT_REL_obj) continue;
        if (words[w].head == verb) return;
        if (words[w].head == (int32_t)at && w > (int32_t)at && object < 0) object = w;
    }
    if (object < 0) return;
    for (int32_t w = object + 1; w < (int32_t)count; w++)
        if (words[w].head == (int32_t)at) words[w].head = verb;
    words[object].head = verb;
    word->head = object;
    word->relation = VDT_REL_amod;
}

/* "the Mayor of Lima, Jorge Muñoz, resigned": a name behind a title, with no "and" between them, is the same man. */
static void mend_apposition(const struct mending *mending, struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    int32_t head = word->head;
    bool name = word->upos == VDT_UPOS_PROPN && vdt_name_type_of(word->name) == VDT_NAME_PER;
    if (!name || word->relation != VDT_REL_conj || head < 0 || head > (int32_t)at || vdt_name_type_of(words[head].name) == VDT_NAME_PER) return;
    if (!vdt_noun_in_class(mending->patterns, "human", words[head].lemma) || vdt_view_is(words[head].xpos, "NNS")) return;
    for (int32_t w = head + 1; w < (int32_t)count; w++)
        if (words[w].upos == VDT_UPOS_CCONJ && (words[w].head == (int32_t)at || words[w].head == head || (words[words[w].head].head == head && words[words[w].head].relation == VDT_REL_conj))) return;
    word->relation = VDT_REL_appos;
}

/* What hangs on a later word of a name hangs on the name: "Xi Jinping and Vladimir Putin met", two names and not a Jinping of two. */
static void mend_flat(struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    if (word->relation == VDT_REL_flat || word->relation == VDT_REL_fixed || word->upos == VDT_UPOS_PUNCT || word->head < 0) return;
    for (uint32_t steps = 0; steps < count && word->head >= 0 && words[word->head].relation == VDT_REL_flat && words[word->head].head >= 0 &&
                             words[word->head].head != (int32_t)at; steps++)
        word->head = words[word->head].head;
}

/* "the Prime Minister of Fiji Laisenia Qarase": the land behind "of" is the office's, and the name behind that its holder's. */
static void mend_office(const struct mending *mending, struct vdt_word *words, uint32_t at) {
    int32_t office = words[at].head, marker = office + 1, land = -1;
    if (words[at].relation != VDT_REL_nmod || vdt_name_type_of(words[at].name) != VDT_NAME_PER || office < 0 || marker >= (int32_t)at) return;
    if (!vdt_noun_in_class(mending->patterns, "human", words[office].lemma) || !vdt_view_is(words[marker].lemma, "of") || words[marker].head != (int32_t)at) return;
    bool place = true;
    for (int32_t w = marker + 1; w < (int32_t)at && place; w++) {
        place = vdt_name_type_of(words[w].name) == VDT_NAME_LOC || (w == marker + 1 && words[w].relation == VDT_REL_compound);
        if (place) land = w;
    }
    if (land < 0) return;
    for (int32_t w = marker; w < land; w++)
        if (words[w].head == (int32_t)at) words[w].head = land;
    words[land].head = office;
    words[land].relation = VDT_REL_nmod;
    words[at].relation = VDT_REL_flat;
    for (int32_t w = land + 1; w < (int32_t)at; w++)
        if (words[w].head == (int32_t)at) words[w].relation = VDT_REL_flat;
}

/* "the Danish embassy bombing": it is the embassy that is Danish, and not who bombed it. */
static void mend_scene(const struct mending *mending, struct vdt_word *words, uint32_t count, uint32_t at) {
    uint32_t scene = at + 1;
    if (words[at].relation != VDT_REL_amod || words[at].upos != VDT_UPOS_ADJ || scene >= count || words[at].head <= (int32_t)scene) return;
    if (words[scene].relation == VDT_REL_compound && words[scene].head == words[at].head && vdt_noun_in_class(mending->patterns, "scene", words[scene].lemma))
        words[at].head = (int32_t)scene;
}

/* "used tear gas on them": the word before a noun that it only modifies is no verb, and what hangs on it belongs to the noun's verb. */
static void mend_compound(struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    if (word->upos != VDT_UPOS_VERB || word->relation != VDT_REL_compound || !vdt_view_is(word->xpos, "VB") || word->head != (int32_t)at + 1) return;
    int32_t verb = words[at + 1].head;
    for (int steps = 0; verb >= 0 && steps < 4 && words[verb].upos != VDT_UPOS_VERB; steps++) verb = words[verb].head;
    word->upos = VDT_UPOS_NOUN;
    word->xpos = VDT_LITERAL("NN");
    for (uint32_t w = at + 2; w < count && verb >= 0; w++)
        if (words[w].head == (int32_t)at) words[w].head = verb;
}

/* "killed 15 and wounded 20": a verb is coordinated with the verb, not with its object. */
static void mend_conjunct(struct vdt_word *words, uint32_t at) {
    struct vdt_word *word = &words[at];
    int32_t object = word->head;
    if (word->upos != VDT_UPOS_VERB || word->relation != VDT_REL_conj || object < 0 || object > (int32_t)at) return;
    if (words[object].upos != VDT_UPOS_NUM && words[object].upos != VDT_UPOS_NOUN && words[object].upos != VDT_UPOS_PROPN) return;
    int32_t verb = words[object].head;
    if (words[object].relation != VDT_REL_obj || verb < 0 || verb > object || words[verb].upos != VDT_UPOS_VERB) return;
    if (vdt_view_equal(words[verb].xpos, word->xpos)) word->head = verb;
}

/* "during fighting between the army and rebels": between two sides a gerund that is a noun too is the event and not the act. */
static void mend_gerund_between(const struct mending *mending, struct vdt_word *words, uint32_t count, uint32_t at) {
    struct vdt_word *word = &words[at];
    int32_t marker = -1;
    bool between = false;
    struct vdt_view noun = gerund_noun(mending, word);
    if (word->relation != VDT_REL_advcl || !noun.size) return;
    for (int32_t w = 0; w < (int32_t)count; w++) {
        if (words[w].head == (int32_t)at && words[w].relation == VDT_REL_mark) marker = w;
        between = between || (words[w].relation == VDT_REL_case_ && vdt_view_is(words[w].lemma, "between") && words[w].head >= 0 &&
                              words[words[w].head].head == (int32_t)at && words[words[w].head].relation == VDT_REL_obl);
    }
    if (marker < 0 || !between) return;
    words[marker].relation = VDT_REL_case_;
    make_noun(word, noun);
    word->relation = VDT_REL_obl;
    for (uint32_t w = 0; w < count; w++)
        if (words[w].head == (int32_t)at && words[w].relation == VDT_REL_obl) words[w].relation = VDT_REL_nmod;
}

/* "President of Chad Idriss Déby": what stands behind "of" belongs to the noun before it, never to one that follows. */
static void mend_of(struct vdt_word *words, uint32_t count, uint32_t at) {
    if (words[at].relation != VDT_REL_nmod || words[at].head <= (int32_t)at) return;
    for (int32_t marker = (int32_t)at - 1; marker > 0; marker--) {
        if (words[marker].head != (int32_t)at || words[marker].relation != VDT_REL_case_) continue;
        int32_t noun = marker - 1;
        bool before = (words[noun].upos == VDT_UPOS_NOUN || words[noun].upos == VDT_UPOS_PROPN) && !stands_under(words, count, noun, (int32_t)at);
        if (before && vdt_view_is(words[marker].lemma, "of")) words[at].head = noun;
        return;
    }
}

/* "said that it was ready to help": somebody is ready, no mere it. */
static void mend_expletive(struct vdt_word *words, uint32_t at) {
    static const char *const adjectives[] = { "willing", "ready", "prepared", "eager", "keen", "unwilling", "reluctant", "unable", "able",
                                              "determined", "concerned", "open", "committed", "set", "due" };
    struct vdt_word *it = &words[at];
    if (it->relation != VDT_REL_expl || it->head <= (int32_t)at || words[it->head].upos != VDT_UPOS_ADJ) return;
    for (size_t i = 0; i < sizeof adjectives / sizeof *adjectives; i++)
        if (vdt_view_is(words[it->head].lemma, adjectives[i])) it->relation = VDT_REL_nsubj;
}

/* "wounded after ten explosions hit the city": what stands before a clause's verb behind its conjunction is no phrase, but its subject. */
static void mend_clause(struct vdt_word *words, uint32_t count, int32_t verb) {
    static const char *const conjunctions[] = { "after", "before", "since", "as", "until", "because" };
    struct vdt_word *clause = &words[verb];
    if (clause->upos != VDT_UPOS_VERB || clause->relation != VDT_REL_advcl || clause->head < 0 || clause->head > verb ||
        !(vdt_feats_have(clause->feats, "VerbForm=Fin") || vdt_feats_have(clause->feats, "VerbForm=Inf")) || subject_of(words, count, verb, 0) >= 0)
        return;
    for (int32_t noun = clause->head + 1; noun < verb; noun++) {
        if (words[noun].head != clause->head || words[noun].relation != VDT_REL_obl || last_of(words, count, noun) != verb - 1) continue;
        int32_t marker = first_of(words, count, noun);
        bool conjunction = false;
        for (size_t i = 0; i < sizeof conjunctions / sizeof *conjunctions; i++)
            conjunction = conjunction || vdt_view_is(words[marker].lemma, conjunctions[i]);
        if (!conjunction || words[marker].head != noun || words[marker].relation != VDT_REL_case_) return;
        words[noun].head = words[marker].head = verb;
        words[noun].relation = VDT_REL_nsubj;
        words[marker].relation = VDT_REL_mark;
        clause->feats = VDT_LITERAL("VerbForm=Fin"); /* "hit" without a "to" */
        return;
    }
}

void vdt_mend(struct vdt_arena *arena, struct vdt_analysis *analysis, const struct vdt_patterns *patterns,
              const struct vdt_embedders *embedders) {
    const struct mending mending = { arena, patterns, embedders };
    for (uint32_t w = 0; w < analysis->word_count; w++)
        if (analysis->words[w].upos == VDT_UPOS_VERB || analysis->words[w].upos == VDT_UPOS_NOUN)
            mend_lemma(&mending, &analysis->words[w]), mend_silent_e(&mending, &analysis->words[w]);
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        struct vdt_word *words = analysis->words + analysis->sentences[s].first;
        uint32_t count = analysis->sentences[s].count;
        mend_heading(words, count);
        vdt_headline_mend(patterns, words, count);
        vdt_verbless_mend(patterns, words, count);
        for (uint32_t w = 0; w < count; w++) mend_flat(words, count, w);
        for (uint32_t w = 1; w < count; w++) {
            mend_modifier(words, count, w);
            mend_office(&mending, words, w);
            mend_scene(&mending, words, count, w);
            mend_compound(words, count, w);
            mend_with(words, count, w);
            mend_demanded(words, count, w);
            mend_finite_conjunct(words, w);
            mend_apposition(&mending, words, count, w);
        }
        for (uint32_t w = 0; w < count; w++) mend_gerund_subject(&mending, words, count, w);
        for (uint32_t w = 1; w < count; w++) {
            mend_gerund(&mending, words, count, w);
            mend_particle(words, count, w);
            mend_nominal(words, count, w);
            mend_infinitive(&mending, words, count, w);
            mend_call(&mending, words, w);
            mend_speech(&mending, words, count, w);
            mend_subjects(&mending, words, count, (int32_t)w);
            mend_up_to(words, count, w);
            mend_of(words, count, w);
            mend_gerund_between(&mending, words, count, w);
            mend_conjunct(words, w);
            mend_between(words, count, w);
            mend_expletive(words, w);
            mend_clause(words, count, (int32_t)w);
            mend_object(words, count, (int32_t)w);
        }
    }
}
