/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The climb. A predicate begins as asserted. Its own clause is looked at (negation, modals, questions, if), then the
 * word on which it hangs: what that word does to its complement is looked up, then its own clause is looked at in turn,
 * and so on up to the root. "Moscow denied that it planned to attack": attack asserted → planned (plan to) → denied
 * (deny that, voice Moscow).
 *
 * What a sentence presupposes ("condemned the attack", "the troops that attacked") is not touched by what is said about
 * it: after such a step only voices are added.
 *
 * Known weakness: it sees one sentence; a speaker named in the sentence before is the coder's business.
 */
#include "event/factuality.h"

struct climb {
    const struct vdt_embedders *embedders;
    const struct vdt_tree *tree;
    struct vdt_arena *arena;
    struct vdt_fact *fact;
    int32_t start;    /* the predicate that it began with */
    bool presupposed; /* only voices are added from here on */
    bool plain;       /* negated by a plain "not" of its own clause */
    bool failed;      /* negated by an adjective: "a failed attack" that was foiled stays so */
};

static void reason(struct climb *climb, int32_t word, const char *effect) {
    struct vdt_fact *fact = climb->fact;
    if (fact->reason_count < VDT_FACT_REASONS) {
        fact->reasons[fact->reason_count].word = word;
        fact->reasons[fact->reason_count++].effect = effect;
    }
}

static void set(struct climb *climb, enum vdt_event_status status, int32_t word, const char *effect) {
    if (climb->fact->status == status) return;
    climb->fact->status = status;
    reason(climb, word, effect);
}

static void become_possible(struct climb *climb, int32_t word, const char *effect) {
    if (climb->fact->status == VDT_ASSERTED || climb->fact->status == VDT_PLANNED)
        set(climb, VDT_POSSIBLE, word, effect);
}

static void become_planned(struct climb *climb, int32_t word, const char *effect) {
    if (climb->fact->status == VDT_ASSERTED) set(climb, VDT_PLANNED, word, effect);
}

static void become_negated(struct climb *climb, int32_t word, const char *effect) {
    enum vdt_event_status status = climb->fact->status;
    set(climb, status == VDT_NEGATED && !climb->failed ? VDT_ASSERTED : VDT_NEGATED, word, effect);
}

static bool any_of(struct vdt_view lemma, const char *const *list) {
    for (; *list; list++)
        if (vdt_view_is_fold(lemma, *list)) return true;
    return false;
}

static const char *const negators[] = { "not",    "n't",      "never",  "no",     "nor", "neither",
                                        "hardly", "scarcely", "nearly", "almost", NULL };
static const char *const nobody[] = { "nobody", "none", "nothing", "no-one", NULL };
static const char *const may[] = { "may", "might", "could", "can", "should", "must", "ought", NULL };
static const char *const will[] = { "will", "would", "shall", "wo", NULL };
static const char *const maybe[] = { "possibly", "perhaps",     "maybe",      "probably",
                                     "likely",   "potentially", "supposedly", NULL };
static const char *const once[] = { "once", "formerly", "previously", "historically", NULL };
static const char *const if_words[] = { "if", "unless", "whether", "lest", "provided", "providing", "assuming", NULL };
static const char *const not_hanging[] = { "whether", "lest", NULL }; /* open, but nothing hangs on them */

/* What stands in a predicate's own clause; a word each, -1 for none. */
struct clause {
    bool negated;
    int32_t negator;
    int32_t modal;     /* the auxiliary */
    int32_t condition; /* the "if" that marks the clause itself */
    int32_t maybe, once;
};

static bool word_in(const struct vdt_tree *tree, int32_t word, const char *const *list) {
    return word >= 0 && any_of(tree->words[word].lemma, list);
}

static int32_t child_with(const struct vdt_tree *tree, int32_t word, const char *lemma) {
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child])
        if (vdt_tree_is(tree, child, lemma)) return child;
    return -1;
}

static bool has_no(const struct vdt_tree *tree, int32_t noun) {
    int32_t determiner = vdt_tree_child(tree, noun, VDT_REL_det);
    return (determiner >= 0 && (vdt_tree_is(tree, determiner, "no") || vdt_tree_is(tree, determiner, "neither"))) ||
           any_of(tree->words[noun].lemma, nobody);
}

static void negate(struct clause *clause, int32_t negator) {
    clause->negated = !clause->negated;
    clause->negator = negator;
}

/* "not only", "no doubt", "nothing but": they negate nothing. */
static bool negates(const struct vdt_tree *tree, int32_t negator) {
    int32_t next = negator + 1;
    if (next >= (int32_t)tree->count) return true;
    return !vdt_tree_is(tree, next, "only") && !vdt_tree_is(tree, next, "just") && !vdt_tree_is(tree, next, "doubt") &&
           !vdt_tree_is(tree, next, "merely") && !vdt_tree_is(tree, next, "least");
}

static void look_at_adverb(const struct vdt_tree *tree, int32_t adverb, struct clause *clause) {
    const struct vdt_word *w = &tree->words[adverb];
    if ((any_of(w->lemma, negators) || any_of(w->form, negators)) && negates(tree, adverb)) negate(clause, adverb);
    if (w->relation != VDT_REL_advmod) return;
    if (any_of(w->lemma, maybe)) clause->maybe = adverb;
    if (any_of(w->lemma, once)) clause->once = adverb;
}

static struct clause look_at(const struct vdt_tree *tree, int32_t word) {
    struct clause clause = { .negator = -1, .modal = -1, .condition = -1, .maybe = -1, .once = -1 };
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        const struct vdt_word *w = &tree->words[child];
        switch ((enum vdt_relation)w->relation) {
        case VDT_REL_advmod:
        case VDT_REL_det:
        case VDT_REL_cc:
        case VDT_REL_cc_preconj:
        case VDT_REL_advmod_emph: look_at_adverb(tree, child, &clause); break;
        case VDT_REL_aux:
            if (any_of(w->lemma, may) || any_of(w->lemma, will)) clause.modal = child;
            break;
        case VDT_REL_obl:
            /* "at no point did they shell it" */
            if (child < word && has_no(tree, child)) negate(&clause, child);
            break;
        case VDT_REL_nsubj:
        case VDT_REL_nsubj_pass:
        case VDT_REL_obj: {
            if (has_no(tree, child)) {
                negate(&clause, child);
                break;
            }
            /* "neither Peru nor Chile signed" */
            int32_t before = vdt_tree_child(tree, child, VDT_REL_cc_preconj);
            if (before < 0) before = vdt_tree_child(tree, child, VDT_REL_cc);
            if (before >= 0 && vdt_tree_is(tree, before, "neither")) negate(&clause, before);
            break;
        }
        case VDT_REL_mark:
        case VDT_REL_case_:
            if (w->relation == VDT_REL_mark && any_of(w->lemma, if_words)) clause.condition = child;
            if (vdt_tree_is(tree, child, "without") || vdt_tree_is(tree, child, "instead") ||
                (vdt_tree_is(tree, child, "rather") && w->relation == VDT_REL_mark))
                negate(&clause, child);
            break;
        default: break;
        }
    }
    return clause;
}

/* Adjectives before an event noun. */
static void look_at_adjectives(struct climb *climb, int32_t word) {
    const struct vdt_tree *tree = climb->tree;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        if (tree->words[child].relation != VDT_REL_amod && tree->words[child].relation != VDT_REL_compound) continue;
        struct vdt_word as_adjective = tree->words[child];
        as_adjective.upos = VDT_UPOS_ADJ;
        if (tree->words[child].upos == VDT_UPOS_VERB) as_adjective.lemma = tree->words[child].form;
        int32_t none = -1;
        struct vdt_tree one = { .words = &as_adjective, .count = 1, .first_child = &none, .next_sibling = &none };
        unsigned effects = vdt_effects_of(climb->embedders, &one, 0, VDT_LITERAL("mod")).plain;
        if (effects & VDT_EFFECT_PLANNED) become_planned(climb, child, "planned");
        if (effects & VDT_EFFECT_POSSIBLE) become_possible(climb, child, "possible");
        if (effects & VDT_EFFECT_NEGATED) set(climb, VDT_NEGATED, child, "negated"), climb->failed = true;
        if (effects & VDT_EFFECT_DENIED) set(climb, VDT_DENIED, child, "denied");
        if (effects & VDT_EFFECT_PAST) climb->fact->historical = true, reason(climb, child, "past");
    }
}

/* The word that makes an adverbial clause or phrase a condition of what it hangs on; -1: it is none. */
static int32_t condition_in(const struct vdt_tree *tree, int32_t child) {
    switch ((enum vdt_relation)tree->words[child].relation) {
    case VDT_REL_advcl: {
        int32_t mark = vdt_tree_child(tree, child, VDT_REL_mark);
        if (word_in(tree, mark, if_words) && !word_in(tree, mark, not_hanging)) return mark;
        /* "should they attack", "had they attacked": the auxiliary stands before the subject */
        int32_t subject = vdt_tree_child(tree, child, VDT_REL_nsubj),
                auxiliary = vdt_tree_child(tree, child, VDT_REL_aux);
        if (auxiliary >= 0 && subject > auxiliary &&
            (vdt_tree_is(tree, auxiliary, "should") || vdt_tree_is(tree, auxiliary, "have")))
            return auxiliary;
        return any_of(tree->words[child].form, if_words) ||
                       vdt_view_equal_fold(tree->words[child].form, VDT_LITERAL("Provided"))
                   ? child
                   : -1;
    }
    case VDT_REL_advmod: /* "as long as they stay" */
        if (vdt_tree_is(tree, child, "long") &&
            (child_with(tree, child, "as") >= 0 || child_with(tree, child, "so") >= 0))
            return child;
        return vdt_tree_is(tree, child, "otherwise") ? child : -1;
    case VDT_REL_obl: { /* "on condition that", "in the event of" */
        int32_t preposition = vdt_tree_child(tree, child, VDT_REL_case_);
        if (preposition < 0) return -1;
        bool on = vdt_tree_is(tree, preposition, "on") && vdt_tree_is(tree, child, "condition");
        bool in = vdt_tree_is(tree, preposition, "in") &&
                  (vdt_tree_is(tree, child, "event") || vdt_tree_is(tree, child, "case")) &&
                  (vdt_tree_child(tree, child, VDT_REL_nmod) >= 0 || vdt_tree_child(tree, child, VDT_REL_acl) >= 0);
        return on || in ? child : -1;
    }
    default: return -1;
    }
}

/* What a clause hangs on: "if …" beside it, or "Provided that …, it will" taken for the main clause. */
static int32_t condition_of(const struct vdt_tree *tree, int32_t word) {
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        int32_t condition = condition_in(tree, child);
        if (condition >= 0) return condition;
    }
    int32_t head = tree->words[word].head;
    bool over = head >= 0 && head < word && tree->words[word].relation == VDT_REL_ccomp &&
                vdt_tree_child(tree, head, VDT_REL_nsubj) < 0 && vdt_tree_child(tree, word, VDT_REL_mark) < 0;
    return over && any_of(tree->words[head].form, (const char *const[]){ "Provided", "Providing", "Assuming", NULL })
               ? head
               : -1;
}

/* "to attack", "to be attacked", and a bare "attack" in "help attack" */
static bool is_infinitive(const struct vdt_tree *tree, int32_t word) {
    int32_t to = vdt_tree_child(tree, word, VDT_REL_mark);
    if (to >= 0) return vdt_tree_is(tree, to, "to");
    return vdt_feats_have(tree->words[word].feats, "VerbForm=Inf");
}

/* "is to visit", "is yet to sign", and a headline's "to meet": an infinitive where a finite verb would stand. */
static bool bare_infinitive(const struct vdt_tree *tree, int32_t word) {
    const struct vdt_word *w = &tree->words[word];
    int32_t to = child_with(tree, word, "to"); /* another mark may stand before it: "before they were to attack" */
    if (w->upos != VDT_UPOS_VERB || to < 0 || tree->words[to].relation != VDT_REL_mark) return false;
    int32_t copula = vdt_tree_child(tree, word, VDT_REL_cop);
    bool subject = vdt_tree_child(tree, word, VDT_REL_nsubj) >= 0 ||
                   vdt_tree_child(tree, word, VDT_REL_nsubj_outer) >= 0 ||
                   vdt_tree_child(tree, word, VDT_REL_nsubj_pass) >= 0;
    return subject && (copula >= 0 || w->head < 0);
}

static void follow_modal(struct climb *climb, int32_t modal) {
    if (modal < 0) return;
    if (any_of(climb->tree->words[modal].lemma, may))
        become_possible(climb, modal, "possible");
    else
        become_planned(climb, modal, "planned");
}

static void hang_on(struct climb *climb, int32_t condition) {
    become_possible(climb, condition, "possible");
    if (!word_in(climb->tree, condition, not_hanging)) climb->fact->conditional = true;
}

/* "would have sent": told of what did not come about */
static bool counterfactual(const struct vdt_tree *tree, int32_t word, int32_t modal) {
    if (modal < 0 ||
        !(vdt_tree_is(tree, modal, "would") || vdt_tree_is(tree, modal, "could") || vdt_tree_is(tree, modal, "should")))
        return false;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child])
        if (child > modal && tree->words[child].relation == VDT_REL_aux && vdt_tree_is(tree, child, "have"))
            return true;
    return false;
}

static void negate_own(struct climb *climb, const struct clause *clause) {
    /* "may not attack": nobody knows */
    if (clause->modal >= 0 &&
        (vdt_tree_is(climb->tree, clause->modal, "may") || vdt_tree_is(climb->tree, clause->modal, "might")))
        return;
    set(climb, VDT_NEGATED, clause->negator, "negated");
    climb->plain = clause->modal < 0;
}

/* The clause of a word itself, for the predicate that the climb began with. */
static void own_clause(struct climb *climb, int32_t word) {
    const struct vdt_tree *tree = climb->tree;
    struct clause clause = look_at(tree, word);
    int32_t condition = condition_of(tree, word);
    follow_modal(climb, clause.modal);
    if (counterfactual(tree, word, clause.modal)) {
        if (condition >= 0)
            set(climb, clause.negated ? VDT_ASSERTED : VDT_NEGATED, clause.modal, "counterfactual");
        else
            become_possible(climb, clause.modal, "possible");
    } else if (clause.negated) {
        negate_own(climb, &clause);
    }
    if (clause.maybe >= 0) become_possible(climb, clause.maybe, "possible");
    if (clause.once >= 0) climb->fact->historical = true, reason(climb, clause.once, "past");
    if (bare_infinitive(tree, word)) {
        int32_t yet = child_with(tree, word, "yet");
        if (yet >= 0)
            set(climb, VDT_NEGATED, yet, "negated");
        else
            become_planned(climb, word, "planned");
    }
    /* "any attack would be met": one that may come */
    int32_t determiner = vdt_tree_child(tree, word, VDT_REL_det);
    if (determiner >= 0 && vdt_tree_is(tree, determiner, "any") && !clause.negated) hang_on(climb, determiner);
    if (clause.condition >= 0) hang_on(climb, clause.condition);
    if (condition >= 0) {
        climb->fact->conditional = true;
        reason(climb, condition, "conditional");
        if (climb->fact->status == VDT_PLANNED) set(climb, VDT_POSSIBLE, condition, "possible");
    }
}

static void add_voice(struct climb *climb, int32_t speaker, int32_t cue) {
    struct vdt_fact *fact = climb->fact;
    for (uint32_t i = 0; i < fact->voice_count; i++)
        if (fact->voices[i].speaker == speaker && speaker >= 0) return;
    if (fact->voice_count < VDT_FACT_VOICES) {
        fact->voices[fact->voice_count].speaker = speaker;
        fact->voices[fact->voice_count++].cue = cue;
        reason(climb, cue, "voice");
    }
}

/* "quoted a fighter as saying", "was quoted as saying": he speaks whom the verb over it quotes. */
static int32_t quoted_speaker(const struct vdt_tree *tree, int32_t embedder) {
    int32_t head = tree->words[embedder].head, mark = vdt_tree_child(tree, embedder, VDT_REL_mark);
    if (head < 0 || mark < 0 || !vdt_tree_is(tree, mark, "as")) return -1;
    int32_t quoted = vdt_tree_child(tree, head, VDT_REL_nsubj_pass);
    return quoted >= 0 ? quoted : vdt_tree_child(tree, head, VDT_REL_obj);
}

/* The one whose word an embedder is: subject of a verb; possessor, "by" or subject of the light verb of a noun. */
static int32_t speaker_of(struct climb *climb, int32_t embedder) {
    int32_t quoted = quoted_speaker(climb->tree, embedder);
    if (quoted >= 0) return quoted;
    struct vdt_frame frame;
    vdt_frame_build(climb->tree, climb->arena, embedder, &frame);
    const struct vdt_slot *slot = vdt_frame_slot(&frame, VDT_SLOT_SUBJECT, NULL);
    if (!slot && frame.noun) slot = vdt_frame_slot(&frame, VDT_SLOT_POSSESSOR, NULL);
    if (!slot && frame.noun) slot = vdt_frame_slot(&frame, VDT_SLOT_PREPOSITION, "by");
    if (!slot && frame.noun) slot = vdt_frame_slot(&frame, VDT_SLOT_PREPOSITION, "from");
    if (!slot) return -1;
    const struct vdt_word *w = &climb->tree->words[slot->word];
    if (w->upos == VDT_UPOS_PRON && vdt_view_equal_fold(w->lemma, VDT_LITERAL("it")) && frame.passive) return -1;
    return slot->word;
}

static bool says(const struct climb *climb, int32_t word) {
    return climb->tree->words[word].upos == VDT_UPOS_VERB &&
           (vdt_effects_of(climb->embedders, climb->tree, word, VDT_LITERAL("that")).plain & VDT_EFFECT_VOICE);
}

/* "in the words of X", "in X's view": whose. -1: no such phrase. */
static int32_t view_holder(const struct vdt_tree *tree, int32_t noun) {
    static const char *const views[] = { "word",     "view",      "opinion",    "eye",      "account", "version",
                                         "judgment", "judgement", "assessment", "estimate", NULL };
    int32_t preposition = vdt_tree_child(tree, noun, VDT_REL_case_);
    if (!any_of(tree->words[noun].lemma, views) || preposition < 0 ||
        !(vdt_tree_is(tree, preposition, "in") || vdt_tree_is(tree, preposition, "by") ||
          vdt_tree_is(tree, preposition, "on")))
        return -1;
    int32_t holder = vdt_tree_child(tree, noun, VDT_REL_nmod_poss);
    return holder >= 0 ? holder : vdt_tree_child(tree, noun, VDT_REL_nmod);
}

/* "A accused B; B denied it": no aside, but a sentence of its own. */
static bool about_what_was_said(const struct vdt_tree *tree, int32_t verb) {
    static const char *const pronouns[] = { "it", "this", "that", NULL };
    return word_in(tree, vdt_tree_child(tree, verb, VDT_REL_obj), pronouns);
}

static void add_aside(struct climb *climb, int32_t verb) {
    int32_t speaker = speaker_of(climb, verb);
    if (speaker >= 0) add_voice(climb, speaker, verb);
}

/* "Chad, its minister said, has closed the border": the aside hangs on the subject. */
static void look_at_asides_of(struct climb *climb, int32_t subject) {
    const struct vdt_tree *tree = climb->tree;
    for (int32_t child = tree->first_child[subject]; child >= 0; child = tree->next_sibling[child])
        if (tree->words[child].relation == VDT_REL_parataxis && says(climb, child)) add_aside(climb, child);
}

/* "according to X", and "X said" that stands beside the clause. */
static void look_beside(struct climb *climb, int32_t word) {
    const struct vdt_tree *tree = climb->tree;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        enum vdt_relation relation = tree->words[child].relation;
        if (relation == VDT_REL_nsubj || relation == VDT_REL_nsubj_pass) look_at_asides_of(climb, child);
        if (relation == VDT_REL_obl || relation == VDT_REL_nmod || relation == VDT_REL_advcl ||
            relation == VDT_REL_parataxis) {
            int32_t marker = vdt_tree_child(tree, child, VDT_REL_case_);
            if (marker >= 0 && vdt_view_equal_fold(tree->words[marker].form, VDT_LITERAL("according"))) {
                add_voice(climb, child, marker);
                continue;
            }
            int32_t holder = view_holder(tree, child);
            if (holder >= 0) add_voice(climb, holder, child);
        }
        if (relation == VDT_REL_parataxis && says(climb, child) && vdt_tree_child(tree, child, VDT_REL_ccomp) < 0 &&
            !about_what_was_said(tree, child))
            add_aside(climb, child);
    }
}

/* How `word` hangs on its head, as a kind of the table; empty: not as a complement. */
static struct vdt_view kind_of(const struct vdt_tree *tree, struct vdt_arena *arena, int32_t word) {
    const struct vdt_word *w = &tree->words[word];
    int32_t mark = vdt_tree_child(tree, word, VDT_REL_mark);
    bool noun = w->upos == VDT_UPOS_NOUN || w->upos == VDT_UPOS_PROPN;
    switch ((enum vdt_relation)w->relation) {
    case VDT_REL_ccomp:
        if (mark >= 0 &&
            (vdt_tree_is(tree, mark, "of") || vdt_tree_is(tree, mark, "from") || vdt_tree_is(tree, mark, "for")))
            return tree->words[mark].lemma;
        return VDT_LITERAL("that");
    case VDT_REL_xcomp: return VDT_LITERAL("to");
    case VDT_REL_obj:
    case VDT_REL_nsubj_pass: return VDT_LITERAL("noun");
    case VDT_REL_csubj:
    case VDT_REL_csubj_pass:
    case VDT_REL_csubj_outer:
        /* "it is possible that they fired" */
        return mark >= 0 && vdt_tree_is(tree, mark, "that") && word > w->head ? VDT_LITERAL("that")
                                                                              : VDT_LITERAL("subj");
    case VDT_REL_nsubj:
    case VDT_REL_nsubj_outer: return VDT_LITERAL("subj");
    case VDT_REL_advcl:
    case VDT_REL_acl:
        if (mark < 0)
            return w->relation == VDT_REL_acl && is_infinitive(tree, word) ? VDT_LITERAL("to") : VDT_LITERAL("");
        return tree->words[mark].lemma;
    case VDT_REL_compound:
    case VDT_REL_amod: return VDT_LITERAL("of");
    case VDT_REL_obl:
    case VDT_REL_nmod:
    case VDT_REL_obl_agent: {
        struct vdt_view marker = vdt_tree_case(tree, word, arena);
        return noun || w->upos == VDT_UPOS_VERB ? marker : VDT_LITERAL("");
    }
    default: return VDT_LITERAL("");
    }
}

/*
 * A that-clause that the parser took for a relative one ("warned its allies that troops are gathering"): the word that
 * it is the complement of, a noun that takes such clauses or the verb over the noun; -1: it is relative.
 */
static int32_t complement_of(const struct climb *climb, int32_t clause) {
    const struct vdt_tree *tree = climb->tree;
    int32_t first = tree->first_child[clause];
    bool that = false, subject = false;
    for (int32_t child = first; child >= 0; child = tree->next_sibling[child]) {
        that = that || (vdt_tree_is(tree, child, "that") && tree->words[child].relation != VDT_REL_nsubj &&
                        tree->words[child].relation != VDT_REL_nsubj_pass && child < clause);
        subject = subject || tree->words[child].relation == VDT_REL_nsubj ||
                  tree->words[child].relation == VDT_REL_nsubj_pass;
    }
    if (!that || !subject) return -1;
    int32_t noun = tree->words[clause].head;
    if (vdt_effects_of(climb->embedders, tree, noun, VDT_LITERAL("that")).plain) return noun;
    for (int steps = 0; steps < 4 && tree->words[noun].head >= 0; steps++) {
        enum vdt_relation relation = tree->words[noun].relation;
        int32_t head = tree->words[noun].head;
        if (relation == VDT_REL_obj || relation == VDT_REL_iobj || relation == VDT_REL_obl)
            return says(climb, head) && vdt_tree_child(tree, head, VDT_REL_ccomp) < 0 ? head : -1;
        if (relation != VDT_REL_conj) return -1;
        noun = head;
    }
    return -1;
}

/* "had no plans to attack", "put an end to the talks": the noun before it that it belongs to, although it hangs on the
 * verb. */
static int32_t noun_before(const struct climb *climb, int32_t word, struct vdt_view kind) {
    const struct vdt_tree *tree = climb->tree;
    int32_t head = tree->words[word].head;
    int32_t object = vdt_tree_child(tree, head, VDT_REL_obj);
    if (object < 0 || object >= word || tree->words[head].upos != VDT_UPOS_VERB) return -1;
    return vdt_effects_of(climb->embedders, tree, object, kind).plain && vdt_light_verb(tree->words[head].lemma)
               ? object
               : -1;
}

/* What is meant where an embedder is negated, if its line does not say. */
static unsigned when_negated(unsigned effects) {
    if (effects & VDT_EFFECT_NEGATED) return VDT_EFFECT_KEEP | (effects & VDT_EFFECT_VOICE);
    if (effects & (VDT_EFFECT_POSSIBLE | VDT_EFFECT_DENIED | VDT_EFFECT_UNMET))
        return effects & ~(unsigned)VDT_EFFECT_DENIED;
    if (effects & VDT_EFFECT_VOICE && !(effects & VDT_EFFECT_PLANNED)) return effects | VDT_EFFECT_POSSIBLE;
    return (effects & (VDT_EFFECT_VOICE | VDT_EFFECT_PAST)) | VDT_EFFECT_NEGATED;
}

static void change_status(struct climb *climb, int32_t word, unsigned effects) {
    if (effects & VDT_EFFECT_NEGATED)
        become_negated(climb, word, "negated");
    else if (effects & VDT_EFFECT_PLANNED)
        become_planned(climb, word, "planned");
    else if (effects & VDT_EFFECT_POSSIBLE)
        become_possible(climb, word, "possible");
    else if (effects & VDT_EFFECT_DENIED) {
        if (climb->fact->status != VDT_NEGATED) set(climb, VDT_DENIED, word, "denied");
    } else if (effects & VDT_EFFECT_UNMET) {
        if (climb->fact->status == VDT_PLANNED || climb->fact->status == VDT_POSSIBLE)
            set(climb, VDT_NEGATED, word, "negated");
    }
}

/* An embedder does to the predicate what its line says, as its own clause has it: negated, under a modal, under an if.
 */
static void apply(struct climb *climb, int32_t word, int32_t embedder, struct vdt_effects effects) {
    const struct vdt_tree *tree = climb->tree;
    struct clause clause = look_at(tree, embedder);
    /* "made no arrests": the "no" has been counted as the noun's own */
    if (clause.negator == word) clause.negated = false;
    unsigned plain = effects.plain;
    bool factive = effects.plain == effects.negated;
    if (plain & VDT_EFFECT_PAST) climb->fact->historical = true, reason(climb, embedder, "past");
    if (!climb->presupposed) {
        if (clause.negated) {
            change_status(climb, clause.negator, effects.negated ? effects.negated : when_negated(plain));
            climb->plain = climb->plain || climb->fact->status == VDT_NEGATED;
        } else if ((plain & VDT_EFFECT_NEGATED) && clause.modal >= 0) {
            become_possible(climb, embedder, "possible"); /* "may prevent the attack" */
        } else {
            change_status(climb, embedder, plain);
        }
        /* "unconfirmed reports that", "a failed attempt to" */
        if (tree->words[embedder].upos == VDT_UPOS_NOUN) look_at_adjectives(climb, embedder);
        if (!factive && clause.modal >= 0 &&
            (any_of(tree->words[clause.modal].lemma, may) || (plain & VDT_EFFECT_KEEP)))
            follow_modal(climb, clause.modal);
        if (!factive && clause.condition >= 0) hang_on(climb, clause.condition);
        int32_t condition = plain & (VDT_EFFECT_PLANNED | VDT_EFFECT_KEEP) ? condition_of(tree, embedder) : -1;
        if (condition >= 0 && climb->fact->status != VDT_ASSERTED) hang_on(climb, condition);
    }
    unsigned spoken = clause.negated && effects.negated ? effects.negated : plain;
    if (spoken & VDT_EFFECT_VOICE) add_voice(climb, speaker_of(climb, embedder), embedder);
}

static bool definite(const struct vdt_tree *tree, int32_t noun) {
    int32_t determiner = vdt_tree_child(tree, noun, VDT_REL_det);
    return vdt_tree_child(tree, noun, VDT_REL_nmod_poss) >= 0 ||
           (determiner >= 0 && (vdt_tree_is(tree, determiner, "the") || vdt_tree_is(tree, determiner, "this") ||
                                vdt_tree_is(tree, determiner, "that")));
}

/* A conjunct without subject and auxiliary of its own stands under the first one's. */
static void share_with_first(struct climb *climb, int32_t word, bool verbal) {
    const struct vdt_tree *tree = climb->tree;
    int32_t first = tree->words[word].head;
    struct clause clause = look_at(tree, first);
    int32_t conjunction = vdt_tree_child(tree, word, VDT_REL_cc);
    follow_modal(climb, clause.modal);
    if (clause.negated && conjunction >= 0 &&
        (vdt_tree_is(tree, conjunction, "or") || vdt_tree_is(tree, conjunction, "nor")))
        set(climb, VDT_NEGATED, clause.negator, "negated");
    if (clause.condition >= 0) hang_on(climb, clause.condition);
    if (!verbal) look_at_adjectives(climb, first);
}

/* An adverbial clause that nothing embeds: a purpose, or what is still to come ("when they withdraw, it will"). */
static void in_adverbial_clause(struct climb *climb, int32_t word) {
    const struct vdt_tree *tree = climb->tree;
    int32_t mark = vdt_tree_child(tree, word, VDT_REL_mark), modal = vdt_tree_child(tree, word, VDT_REL_aux);
    const struct vdt_word *w = &tree->words[word];
    if (climb->presupposed) return;
    if (is_infinitive(tree, word) && vdt_done_by_serving(climb->embedders, w->lemma)) {
        own_clause(climb, w->head);
        return;
    }
    if (is_infinitive(tree, word) ||
        (mark >= 0 && vdt_tree_is(tree, mark, "in") && child_with(tree, word, "to") >= 0)) {
        become_planned(climb, word, "planned");
        return;
    }
    if (mark < 0) return;
    /* "shot it down before it could strike" */
    if (vdt_tree_is(tree, mark, "before") && modal >= 0 && vdt_tree_is(tree, modal, "could")) {
        set(climb, VDT_NEGATED, mark, "negated");
        return;
    }
    static const char *const times[] = { "when", "once", "until", "after", "before", "till", NULL };
    bool present = vdt_feats_have(w->feats, "Tense=Pres") && vdt_tree_child(tree, word, VDT_REL_aux) < 0;
    struct clause over = look_at(tree, w->head);
    if (word_in(tree, mark, times) && present && over.modal >= 0 && any_of(tree->words[over.modal].lemma, will)) {
        become_possible(climb, mark, "possible");
        return;
    }
    /* "refused to sign because they were attacked": a reason, time or contrast does not share the fate of what it
     * explains */
    static const char *const apart[] = { "because", "since",   "as",   "after", "although", "though",
                                         "while",   "whereas", "when", "where", NULL };
    if (word_in(tree, mark, apart) && !present) climb->presupposed = true;
}

/* Phrases of cause, time and contrast: what stands in them is given. */
static bool stands_apart(struct vdt_view preposition) {
    static const char *const apart[] = { "after",         "following", "since",    "despite",        "amid",
                                         "because_of",    "due_to",    "owing_to", "in_response_to", "in_spite_of",
                                         "on_account_of", "thanks_to", NULL };
    return any_of(preposition, apart);
}

/* The step from a word to its head where the lexicon says nothing. */
static void step_silently(struct climb *climb, int32_t word, bool verbal) {
    const struct vdt_tree *tree = climb->tree;
    const struct vdt_word *w = &tree->words[word];
    int32_t head = w->head;
    switch ((enum vdt_relation)w->relation) {
    case VDT_REL_advcl: in_adverbial_clause(climb, word); break;
    case VDT_REL_acl:
        if (!is_infinitive(tree, word))
            climb->presupposed = true;
        else if (!climb->presupposed)
            become_planned(climb, head, "planned");
        break;
    case VDT_REL_acl_relcl: climb->presupposed = true; break;
    case VDT_REL_xcomp:
        if (!climb->presupposed) own_clause(climb, head);
        break;
    case VDT_REL_obj:
    case VDT_REL_nsubj_pass:
        if (tree->words[head].upos == VDT_UPOS_VERB && vdt_light_verb(tree->words[head].lemma)) {
            if (!climb->presupposed) own_clause(climb, head);
        } else if (definite(tree, word) || climb->fact->status == VDT_ASSERTED) {
            climb->presupposed = true;
        }
        break;
    case VDT_REL_nmod:
    case VDT_REL_obl:
        /* "involvement in the attack": of the attack there is no doubt */
        if (!verbal && (definite(tree, word) || stands_apart(vdt_tree_case(tree, word, climb->arena))))
            climb->presupposed = true;
        break;
    case VDT_REL_nsubj:
        if (verbal || tree->words[head].upos != VDT_UPOS_VERB) break;
        /* "talks will begin", "the war may spread": the verb's clause, unless the event is taken as given */
        if (!climb->presupposed && !definite(tree, word)) {
            struct clause clause = look_at(tree, head);
            if (!clause.negated)
                follow_modal(climb, clause.modal);
            else if (vdt_tree_is(tree, head, "be")) /* "there was not an attack" */
                set(climb, VDT_NEGATED, clause.negator, "negated");
        }
        climb->presupposed = climb->presupposed || definite(tree, word);
        break;
    default: break;
    }
}

/* The object, direct or not, that a verb has before a word that hangs on it; -1: none. */
static int32_t object_before(const struct vdt_tree *tree, int32_t verb, int32_t word) {
    int32_t object = vdt_tree_child(tree, verb, VDT_REL_obj);
    if (object < 0) object = vdt_tree_child(tree, verb, VDT_REL_iobj);
    return object < word ? object : -1;
}

/* What the word's governor does to it: the governor (its head, or where the parser erred the right word), and how. */
static struct vdt_effects governor_of(const struct climb *climb, int32_t word, int32_t *governor) {
    const struct vdt_tree *tree = climb->tree;
    const struct vdt_word *w = &tree->words[word];
    int32_t head = w->head;
    struct vdt_view kind = kind_of(tree, climb->arena, word);
    if (w->relation == VDT_REL_acl_relcl) {
        int32_t complement = complement_of(climb, word);
        if (complement >= 0) head = complement, kind = VDT_LITERAL("that");
    } else if (w->relation == VDT_REL_advcl || w->relation == VDT_REL_obl || w->relation == VDT_REL_xcomp) {
        int32_t noun = kind.size ? noun_before(climb, word, kind) : -1;
        if (noun >= 0) head = noun;
    }
    *governor = head;
    struct vdt_effects effects = { 0 };
    /* "wants them to attack" is not "wants to attack" */
    bool object = object_before(tree, head, word) >= 0;
    if (object && w->relation == VDT_REL_xcomp)
        effects = vdt_effects_of(climb->embedders, tree, head, VDT_LITERAL("obj-to"));
    /* "called him to thank him" asks for nothing */
    if (object && w->relation == VDT_REL_advcl && vdt_tree_is(tree, head, "call") &&
        vdt_is_courtesy(climb->embedders, w->lemma))
        return effects;
    /* "investigates reports that they attacked": the attack, not the reports */
    if (vdt_view_is(kind, "noun") && word != climb->start)
        effects = vdt_effects_of(climb->embedders, tree, head, VDT_LITERAL("content"));
    if (kind.size && !effects.plain) effects = vdt_effects_of(climb->embedders, tree, head, kind);
    /* "efforts continue to free them", "rumours abound that": it is the efforts and the rumours that say how far they are */
    bool clause = vdt_view_is(kind, "to") || vdt_view_is(kind, "that");
    int32_t subject = clause && tree->words[head].upos == VDT_UPOS_VERB ? vdt_tree_child(tree, head, VDT_REL_nsubj) : -1;
    if (subject >= 0 && tree->words[subject].upos == VDT_UPOS_NOUN && !(effects.plain & ~(unsigned)VDT_EFFECT_KEEP)) {
        struct vdt_effects of_noun = vdt_effects_of(climb->embedders, tree, subject, kind);
        if (of_noun.plain) return *governor = subject, of_noun;
    }
    /* "has yet to sign" */
    if (w->relation == VDT_REL_xcomp && vdt_tree_is(tree, head, "have") &&
        (child_with(tree, head, "yet") >= 0 || child_with(tree, word, "yet") >= 0))
        return (struct vdt_effects){ .plain = VDT_EFFECT_NEGATED };
    /* "too weak to attack" */
    if ((w->relation == VDT_REL_xcomp || w->relation == VDT_REL_advcl) && vdt_view_is(kind, "to") &&
        tree->words[head].upos == VDT_UPOS_ADJ && child_with(tree, head, "too") >= 0)
        return (struct vdt_effects){ .plain = VDT_EFFECT_NEGATED };
    if (w->relation == VDT_REL_parataxis && says(climb, head) && vdt_tree_child(tree, head, VDT_REL_ccomp) < 0)
        return (struct vdt_effects){ .plain = VDT_EFFECT_VOICE };
    /* "reports alleging that they attacked" */
    if (w->relation == VDT_REL_acl && says(climb, word) && !is_infinitive(tree, word) && word != climb->start && !effects.plain)
        effects = vdt_effects_of(climb->embedders, tree, head, VDT_LITERAL("that"));
    if (w->relation == VDT_REL_acl && vdt_view_is(kind, "that") && !effects.plain)
        effects = vdt_effects_of(climb->embedders, tree, head, VDT_LITERAL("of"));
    return effects;
}

/* At the top: an order and a question assert nothing. */
static void look_at_sentence(struct climb *climb, int32_t root) {
    const struct vdt_tree *tree = climb->tree;
    if (!climb->presupposed && vdt_feats_have(tree->words[root].feats, "Mood=Imp") &&
        vdt_tree_child(tree, root, VDT_REL_nsubj) < 0)
        become_possible(climb, root, "possible");
    const struct vdt_word *last = &tree->words[tree->count - 1];
    if (vdt_view_is(last->form, "?") && !climb->fact->voice_count) {
        climb->fact->question = true;
        become_possible(climb, (int32_t)tree->count - 1, "possible");
    }
}

void vdt_fact_of(const struct vdt_embedders *embedders, const struct vdt_tree *tree, struct vdt_arena *arena,
                 int32_t word, struct vdt_fact *out) {
    *out = (struct vdt_fact){ .status = VDT_ASSERTED };
    struct climb climb = { .embedders = embedders, .tree = tree, .arena = arena, .fact = out, .start = word };
    int32_t start = word;
    bool verbal = tree->words[word].upos == VDT_UPOS_VERB || tree->words[word].upos == VDT_UPOS_AUX ||
                  tree->words[word].upos == VDT_UPOS_ADJ;
    own_clause(&climb, word);
    if (!verbal) look_at_adjectives(&climb, word);
    look_beside(&climb, word);

    for (uint32_t steps = 0; steps < tree->count && tree->words[word].head >= 0; steps++) {
        int32_t governor = tree->words[word].head;
        if (tree->words[word].relation == VDT_REL_conj) {
            if (!climb.presupposed && vdt_tree_child(tree, word, VDT_REL_nsubj) < 0 &&
                vdt_tree_child(tree, word, VDT_REL_aux) < 0 && (word == start || verbal))
                share_with_first(&climb, word, verbal);
        } else {
            struct vdt_effects effects = governor_of(&climb, word, &governor);
            /* "he said so; they denied it": a clause beside another stands on its own */
            if (tree->words[word].relation == VDT_REL_parataxis && !effects.plain) break;
            /* "rejected the proposal": it was made; what is denied or refused is its content */
            if (word == start && !verbal && (effects.plain & VDT_EFFECT_DENIED) && vdt_embeds(embedders, tree, word))
                effects.plain = effects.negated = VDT_EFFECT_KEEP;
            if (effects.plain)
                apply(&climb, word, governor, effects);
            else
                step_silently(&climb, word, verbal);
        }
        word = governor;
        look_beside(&climb, word);
    }
    look_at_sentence(&climb, word);
    out->plainly_negated = climb.plain && out->status == VDT_NEGATED;
}
