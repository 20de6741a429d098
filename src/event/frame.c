/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From trees to frames. The rules follow the annotation of UD English:
 *
 *   passive         nsubj:pass → object, obl:agent (or "by" under aux:pass) → subject
 *   coordination    "met and signed": a conjunct without a subject of its own takes the first one's
 *   infinitives     xcomp: the object of the governing verb if it has one ("urged Iran to stop"), else its subject
 *   participles     advcl without subject takes the governing clause's; acl: the noun itself
 *   relatives       acl:relcl: the pronoun's noun in the place of the pronoun, or in the open object place
 *   nouns           possessor, modifiers and prepositions; "carry out an attack on X": the light verb's subject and
 *                   prepositions too
 *
 * Subjects are looked for through at most a handful of clauses; each step goes up the tree, so it ends.
 */
#include "event/frame.h"

#include "base/limit.h"
#include "event/noun.h"

enum { LONGEST_HEADING = 12, SHORTEST_BODY = 3 };

int32_t vdt_heading_of(const struct vdt_word *words, uint32_t count) {
    bool somebody = true; /* "Kerry: …", who speaks */
    for (uint32_t i = 0; i + SHORTEST_BODY < count && i <= LONGEST_HEADING; i++) {
        if (vdt_view_is(words[i].form, ":")) return somebody ? 0 : (int32_t)i;
        somebody = somebody && words[i].upos == VDT_UPOS_PROPN && vdt_name_type_of(words[i].name) == VDT_NAME_PER;
        bool finite = words[i].upos == VDT_UPOS_AUX || (words[i].upos == VDT_UPOS_VERB && !vdt_view_is(words[i].xpos, "VBG") && !vdt_view_is(words[i].xpos, "VBN"));
        if (finite) return 0;
    }
    return 0;
}

bool vdt_tree_init(struct vdt_tree *tree, struct vdt_arena *arena, const struct vdt_analysis *analysis,
                   const struct vdt_sentence *sentence) {
    tree->words = analysis->words + sentence->first;
    tree->count = sentence->count;
    tree->heading = vdt_heading_of(tree->words, tree->count);
    tree->first_child = vdt_arena_array(arena, sentence->count, sizeof *tree->first_child);
    tree->next_sibling = vdt_arena_array(arena, sentence->count, sizeof *tree->next_sibling);
    if (!tree->first_child || !tree->next_sibling) return false;
    for (uint32_t i = 0; i < tree->count; i++) tree->first_child[i] = tree->next_sibling[i] = -1;
    /* from the back, so that each list begins with the leftmost child */
    for (uint32_t i = tree->count; i-- > 0;) {
        int32_t head = tree->words[i].head;
        if (head < 0 || (uint32_t)head >= tree->count) continue;
        tree->next_sibling[i] = tree->first_child[head];
        tree->first_child[head] = (int32_t)i;
    }
    return true;
}

#define EACH_CHILD(child, tree, word) \
    for (int32_t child = (tree)->first_child[word]; child >= 0; child = (tree)->next_sibling[child])

int32_t vdt_tree_child(const struct vdt_tree *tree, int32_t word, enum vdt_relation relation) {
    EACH_CHILD(child, tree, word)
        if (tree->words[child].relation == relation) return child;
    return -1;
}

bool vdt_tree_below(const struct vdt_tree *tree, int32_t word, int32_t top) {
    for (uint32_t steps = 0; word >= 0 && steps <= tree->count; steps++, word = tree->words[word].head)
        if (word == top) return true;
    return false;
}

struct vdt_view vdt_tree_case(const struct vdt_tree *tree, int32_t word, struct vdt_arena *arena) {
    EACH_CHILD(child, tree, word) {
        const struct vdt_word *w = &tree->words[child];
        /* "to" before a noun is a preposition, whatever the parser says */
        bool to_noun = w->relation == VDT_REL_mark && vdt_view_is(w->lemma, "to") &&
                       (tree->words[word].upos == VDT_UPOS_NOUN || tree->words[word].upos == VDT_UPOS_PROPN);
        if (!to_noun && (w->relation != VDT_REL_case_ || w->upos == VDT_UPOS_PART)) continue;
        int32_t fixed = vdt_tree_child(tree, child, VDT_REL_fixed);
        if (fixed < 0) return w->lemma;
        return vdt_arena_format(arena, "%.*s_%.*s", (int)w->lemma.size, w->lemma.data,
                                (int)tree->words[fixed].lemma.size, tree->words[fixed].lemma.data);
    }
    return (struct vdt_view){ NULL, 0 };
}

int32_t vdt_tree_measured(const struct vdt_tree *tree, int32_t word) {
    static const char *const measures[] = { "tonne", "ton", "kilogram", "kilo", "pound", "litre", "liter", "barrel", "dozen",
                                            "score", "hundred", "thousand", "million", "number", "group", "series", "couple",
                                            "handful", "batch", "load", "truckload", "consignment", "majority", "half",
                                            "planeload", "shipload", "boatload", "most", "some", "many", "several", "all", "both", "one", "two", "three", "part",
                                            "member", "crowd", "round", "string", "wave", "rest", "remainder", "lot", "pair" };
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (vdt_tree_is(tree, word, measures[i]))
            EACH_CHILD(child, tree, word)
                if (tree->words[child].relation == VDT_REL_nmod) {
                    int32_t marker = vdt_tree_child(tree, child, VDT_REL_case_);
                    if (marker >= 0 && vdt_tree_is(tree, marker, "of")) return child;
                }
    return -1;
}

bool vdt_light_verb(struct vdt_view lemma) {
    static const char *const verbs[] = { "carry", "conduct", "launch", "stage", "hold", "make", "issue", "mount", "have",
                                         "give", "take", "deliver", "open", "wage", "commit", "perform", "undertake",
                                         "impose", "sign", "reach", "start", "begin", "continue", "resume", "host",
                                         "lodge", "file", "renew", "express", "offer", "provide", "send", "announce", "order",
                                         "plan", "prepare", "lead", "join", "attend", "face", "suffer", "voice",
                                         "pursue", "do", "enter", "intensify", "step", "declare", "extend",
                                         "complete", "finish", "end", "engage", "organize", "organise", "call", "complain",
                                         "pay", "put", "claim" };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (vdt_view_is(lemma, verbs[i])) return true;
    return false;
}

static void add(struct vdt_frame *frame, enum vdt_slot_kind kind, struct vdt_view name, int32_t word, bool inherited) {
    if (frame->slot_count == VDT_FRAME_SLOTS) return;
    frame->slots[frame->slot_count++] = (struct vdt_slot){ kind, name, word, inherited };
}

const struct vdt_slot *vdt_frame_slot(const struct vdt_frame *frame, enum vdt_slot_kind kind, const char *name) {
    for (uint32_t i = 0; i < frame->slot_count; i++)
        if (frame->slots[i].kind == kind && (!name || vdt_view_is(frame->slots[i].name, name))) return &frame->slots[i];
    return NULL;
}

/* "Ghana praised, but Togo criticised, the plan": the object that another clause's verb has last is this one's too. */
static int32_t object_to_come(const struct vdt_tree *tree, int32_t verb) {
    if (vdt_tree_child(tree, verb, VDT_REL_obj) >= 0 || vdt_tree_child(tree, verb, VDT_REL_obl) >= 0) return -1;
    EACH_CHILD(child, tree, verb)
        if (tree->words[child].relation == VDT_REL_conj && tree->words[child].upos == VDT_UPOS_VERB &&
            vdt_tree_child(tree, child, VDT_REL_nsubj) >= 0)
            return vdt_tree_child(tree, child, VDT_REL_obj);
    return -1;
}

static bool one_of(const struct vdt_tree *tree, int32_t word, const char *const *lemmas) {
    for (; *lemmas; lemmas++)
        if (vdt_tree_is(tree, word, *lemmas)) return true;
    return false;
}

/* "is shot": no quality, where the parser takes the auxiliary for a copula. */
static bool passive_by_copula(const struct vdt_tree *tree, int32_t word) {
    const struct vdt_word *w = &tree->words[word];
    return w->upos == VDT_UPOS_VERB && !vdt_view_is(w->xpos, "VBG") && !vdt_view_equal_fold(w->form, w->lemma) && vdt_tree_child(tree, word, VDT_REL_cop) >= 0;
}

/* "ten killed as a bomb explodes": a verb that is always done to somebody, and has nobody but its subject to be done to. */
static bool passive_without_object(const struct vdt_tree *tree, int32_t word) {
    static const char *const transitive[] = { "kill", "wound", "injure", "behead", "assassinate", "arrest", "detain", "kidnap", "abduct", NULL };
    const struct vdt_word *w = &tree->words[word];
    bool past = vdt_view_is(w->xpos, "VBN") || vdt_view_is(w->xpos, "VBD");
    if (w->upos != VDT_UPOS_VERB || !past || w->relation == VDT_REL_acl_relcl || !one_of(tree, word, transitive)) return false;
    int32_t other = vdt_tree_child(tree, word, VDT_REL_conj);
    bool shares = other >= 0 && tree->words[other].upos == VDT_UPOS_VERB && vdt_tree_child(tree, other, VDT_REL_obj) >= 0;
    return !shares && vdt_tree_child(tree, word, VDT_REL_aux) < 0 && vdt_tree_child(tree, word, VDT_REL_obj) < 0 &&
           vdt_tree_child(tree, word, VDT_REL_nsubj) >= 0;
}

/* A subject called passive without an auxiliary is one in headlines ("12 killed in raid"), but not where an object follows. */
static bool passive(const struct vdt_tree *tree, int32_t word) {
    if (vdt_tree_child(tree, word, VDT_REL_aux_pass) >= 0 || passive_by_copula(tree, word) || passive_without_object(tree, word)) return true;
    if (vdt_tree_child(tree, word, VDT_REL_nsubj_pass) < 0) return false;
    return vdt_tree_child(tree, word, VDT_REL_obj) < 0 && object_to_come(tree, word) < 0;
}

static bool bare_participle(const struct vdt_tree *tree, int32_t word) {
    const struct vdt_word *w = &tree->words[word];
    return vdt_view_is(w->xpos, "VBN") && vdt_tree_child(tree, word, VDT_REL_aux) < 0 &&
           vdt_tree_child(tree, word, VDT_REL_obj) < 0;
}

static bool relative_pronoun(const struct vdt_tree *tree, int32_t word) {
    const struct vdt_word *w = &tree->words[word];
    return w->upos == VDT_UPOS_PRON && (vdt_feats_have(w->feats, "PronType=Rel") || vdt_tree_is(tree, word, "who") ||
                                        vdt_tree_is(tree, word, "which") || vdt_tree_is(tree, word, "that"));
}

/* The noun that a relative clause hangs on, climbing through coordinated clauses; -1: none. */
static int32_t relative_noun(const struct vdt_tree *tree, int32_t verb) {
    for (int steps = 0; verb >= 0 && steps < 8; steps++) {
        if (tree->words[verb].relation == VDT_REL_acl_relcl) return tree->words[verb].head;
        if (tree->words[verb].relation != VDT_REL_conj && tree->words[verb].relation != VDT_REL_xcomp) return -1;
        verb = tree->words[verb].head;
    }
    return -1;
}

static int32_t resolve_relative(const struct vdt_tree *tree, int32_t verb, int32_t word) {
    if (!relative_pronoun(tree, word)) return word;
    int32_t noun = relative_noun(tree, verb);
    return noun >= 0 ? noun : word;
}

static int32_t own_subject(const struct vdt_tree *tree, int32_t word) {
    static const enum vdt_relation relations[] = { VDT_REL_nsubj, VDT_REL_nsubj_outer, VDT_REL_nsubj_pass };
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        int32_t child = vdt_tree_child(tree, word, relations[i]);
        if (child >= 0) return resolve_relative(tree, word, child);
    }
    return -1;
}

/* "issued a report accusing the army": what is written speaks for who wrote it, not for who blocks or reads it. */
static bool speaks_for_its_author(const struct vdt_tree *tree, int32_t noun) {
    static const char *const others[] = { "block", "reject", "veto", "receive", "get", "oppose", "dismiss", "delay", "withhold",
                                          "see", "obtain", "leak", "quote", "cite", "discuss", "ignore", "welcome", NULL };
    if (one_of(tree, tree->words[noun].head, others)) return false;
    static const char *const nouns[] = { "report", "statement", "resolution", "letter", "lawsuit", "suit", "complaint", "petition",
                                         "message", "speech", "note", "bill", "motion", "law", "article", "order", "declaration",
                                         "decree", "communique", "tweet", "video", "document", "appeal", "proposal", "guideline",
                                         "rule", "regulation", "directive", "ordinance", "ruling", "verdict", "plan", "policy", "deal",
                                         "agreement", "ultimatum", "deadline", "demand", "warning", NULL };
    return one_of(tree, noun, nouns);
}

static int32_t possessor_of(const struct vdt_tree *tree, int32_t noun) {
    return vdt_tree_child(tree, noun, VDT_REL_nmod_poss);
}

/* "evicted by force": how it was done, and nobody. */
static bool by_means(const struct vdt_tree *tree, int32_t word) {
    static const char *const means[] = { "force", "law", "decree", "mail", "sea", "air", "land", "phone", "telephone", "mistake", "accident",
                                         "hand", "vote", "consensus", "fire", "default", "error", NULL };
    EACH_CHILD(child, tree, word)
        if (tree->words[child].relation != VDT_REL_case_) return false;
    return one_of(tree, word, means);
}

/* Who did a passive, by its own words; -1: they do not tell. */
static int32_t agent_of(const struct vdt_tree *tree, int32_t verb) {
    EACH_CHILD(child, tree, verb) {
        int32_t marker = vdt_tree_child(tree, child, VDT_REL_case_);
        bool by = tree->words[child].relation == VDT_REL_obl && marker >= 0 && vdt_tree_is(tree, marker, "by");
        if ((by || tree->words[child].relation == VDT_REL_obl_agent) && !by_means(tree, child)) return child;
        /* "buried alive by a mob" */
        int32_t inner = tree->words[child].relation == VDT_REL_xcomp && tree->words[child].upos == VDT_UPOS_ADJ ? agent_of(tree, child) : -1;
        if (inner >= 0) return inner;
    }
    return -1;
}

static bool tells_outcome(const struct vdt_tree *tree, int32_t participle) {
    static const char *const outcomes[] = { "kill", "injure", "wound", "hurt", "maim", "damage", "destroy", "displace", "leave", NULL };
    return vdt_view_is(tree->words[participle].xpos, "VBG") && one_of(tree, participle, outcomes);
}

/* "struck a market in the city of Homs killing ten": the verb of a clause whose outcome hangs on the place where it came about; -1: none. */
static int32_t verb_of_outcome(const struct vdt_tree *tree, int32_t participle) {
    static const char *const places[] = { "in", "at", "near", "inside", "outside", "on", "around", "of", NULL };
    if (!tells_outcome(tree, participle)) return -1;
    int32_t noun = tree->words[participle].head, marker = vdt_tree_child(tree, noun, VDT_REL_case_);
    if (marker < 0 || !one_of(tree, marker, places)) return -1;
    for (int steps = 0; noun >= 0 && steps < 6; steps++, noun = tree->words[noun].head)
        if (tree->words[noun].upos == VDT_UPOS_VERB) return noun;
    return -1;
}

/* The surface subject of a clause, its own or the one it shares. `own` tells which. Limit: a few clauses up. */
static int32_t surface_subject(const struct vdt_tree *tree, int32_t word, int depth, bool *own) {
    int32_t subject = own_subject(tree, word);
    *own = subject >= 0;
    if (subject >= 0 || depth > 8) return subject;
    const struct vdt_word *w = &tree->words[word];
    bool ignored;
    switch (w->relation) {
    case VDT_REL_conj:
        return surface_subject(tree, w->head, depth + 1, &ignored);
    case VDT_REL_xcomp: {
        int32_t object = vdt_tree_child(tree, w->head, VDT_REL_obj);
        if (object < 0) object = vdt_tree_child(tree, w->head, VDT_REL_iobj);
        /* "promised Kyiv to send": the promiser sends; "visited Rome to meet them": the visitor meets them */
        static const char *const own_deeds[] = { "promise", "threaten", "visit", "tour", "leave", "enter", "use", "reach", "cross", NULL };
        bool subject_control = one_of(tree, w->head, own_deeds);
        if (object >= 0 && !subject_control) return resolve_relative(tree, w->head, object);
        /* "called on Russia to ease tensions" */
        EACH_CHILD(child, tree, w->head)
            if (tree->words[child].relation == VDT_REL_obl && !subject_control && child < word) {
                int32_t marker = vdt_tree_child(tree, child, VDT_REL_case_);
                if (marker >= 0 && (vdt_tree_is(tree, marker, "on") || vdt_tree_is(tree, marker, "upon")) &&
                    vdt_tree_is(tree, w->head, "call"))
                    return child;
            }
        return surface_subject(tree, w->head, depth + 1, &ignored);
    }
    case VDT_REL_csubj: case VDT_REL_csubj_pass: /* "A and B are due to hold drills" */
        return word > w->head && vdt_feats_have(w->feats, "VerbForm=Inf") ? own_subject(tree, w->head) : -1;
    case VDT_REL_advcl: case VDT_REL_ccomp: case VDT_REL_parataxis:
        if (w->relation != VDT_REL_advcl && !vdt_feats_have(w->feats, "VerbForm=Ger") &&
            !vdt_feats_have(w->feats, "VerbForm=Inf"))
            return -1;
        if (w->relation == VDT_REL_advcl) {
            /* "a bus was bombed, killing ten": not the bus did it */
            if (tells_outcome(tree, word) && passive(tree, w->head)) return agent_of(tree, w->head);
            /* "gave the envoys a week to leave" */
            int32_t recipient = vdt_tree_child(tree, w->head, VDT_REL_iobj);
            if (recipient >= 0 && recipient < word && vdt_tree_is(tree, w->head, "give") &&
                vdt_feats_have(w->feats, "VerbForm=Inf"))
                return resolve_relative(tree, w->head, recipient);
            /* "accused Kyiv of shelling", "stop Russia from carrying out": the object does it */
            int32_t mark = vdt_tree_child(tree, word, VDT_REL_mark);
            int32_t object = vdt_tree_child(tree, w->head, VDT_REL_obj);
            if (object < 0) object = vdt_tree_child(tree, w->head, VDT_REL_nsubj_pass);
            if (mark >= 0 && object >= 0 && object < word &&
                (vdt_tree_is(tree, mark, "of") || vdt_tree_is(tree, mark, "from") || vdt_tree_is(tree, mark, "for") ||
                 vdt_tree_is(tree, mark, "against") || vdt_tree_is(tree, mark, "into") || vdt_tree_is(tree, mark, "with")))
                return resolve_relative(tree, w->head, object);
        }
        return surface_subject(tree, w->head, depth + 1, &ignored);
    case VDT_REL_acl: {
        int32_t noun = w->head;
        bool infinitive = vdt_feats_have(w->feats, "VerbForm=Inf");
        int32_t mark = vdt_tree_child(tree, word, VDT_REL_mark);
        bool of_gerund = mark >= 0 && !infinitive; /* "plans for invading" */
        /* "accuses the army of shelling a town": who is accused */
        static const char *const judging[] = { "accuse", "suspect", "convict", "acquit", "blame", "thank", "punish", "fine", "arrest",
                                               "condemn", "praise", "criticise", "criticize", "jail", "sentence", "charge", NULL };
        bool judged = tree->words[noun].relation == VDT_REL_obj || tree->words[noun].relation == VDT_REL_nsubj_pass;
        if (of_gerund && judged && one_of(tree, tree->words[noun].head, judging)) return noun;
        /* "filed a suit in a court, accusing him": behind a comma it is the clause that goes on */
        bool goes_on = vdt_view_is(w->xpos, "VBG") && word > noun + 1 && vdt_view_is(tree->words[word - 1].form, ",") &&
                       (tree->words[noun].relation == VDT_REL_obj || tree->words[noun].relation == VDT_REL_obl);
        if (goes_on) return surface_subject(tree, tree->words[noun].head, depth + 1, &ignored);
        int32_t struck = verb_of_outcome(tree, word);
        if (struck >= 0) return surface_subject(tree, struck, depth + 1, &ignored);
        bool written = tree->words[noun].relation == VDT_REL_obj && !bare_participle(tree, word) && speaks_for_its_author(tree, noun);
        if (!infinitive && !of_gerund && !written) return noun;
        int32_t possessor = possessor_of(tree, noun);
        if (possessor >= 0) return possessor;
        if (own_subject(tree, noun) >= 0) return own_subject(tree, noun);
        if (tree->words[noun].relation == VDT_REL_obj || tree->words[noun].relation == VDT_REL_obl)
            return surface_subject(tree, tree->words[noun].head, depth + 1, &ignored);
        return -1;
    }
    case VDT_REL_acl_relcl: {
        /* "the troops that attacked": the pronoun may have been dropped by the parser */
        return vdt_tree_child(tree, word, VDT_REL_obj) >= 0 ? w->head : -1;
    }
    default:
        return -1;
    }
}

static void add_obliques(const struct vdt_tree *tree, struct vdt_arena *arena, struct vdt_frame *frame, int32_t word,
                         bool inherited) {
    EACH_CHILD(child, tree, word) {
        enum vdt_relation relation = tree->words[child].relation;
        if (relation != VDT_REL_obl && relation != VDT_REL_nmod && relation != VDT_REL_nmod_desc) continue;
        struct vdt_view name = vdt_tree_case(tree, child, arena);
        if (name.size) add(frame, VDT_SLOT_PREPOSITION, name, resolve_relative(tree, word, child), inherited);
    }
}

/*
 * The phrases of a noun, its own first, then those of the nouns in them and beside it: "40 tonnes of food to Haiti", "a suit
 * in a court in London against the bank", "supplies and flights to Lima". What is its own, "of" and "by", stays with it.
 */
static void add_phrases_of_noun(const struct vdt_tree *tree, struct vdt_arena *arena, struct vdt_frame *frame, int32_t noun,
                                int depth) {
    EACH_CHILD(inner, tree, noun) {
        if (tree->words[inner].relation != VDT_REL_nmod) continue;
        struct vdt_view name = vdt_tree_case(tree, inner, arena);
        if (name.size && !vdt_view_is(name, "of") && !vdt_view_is(name, "by")) add(frame, VDT_SLOT_PREPOSITION, name, inner, true);
    }
    if (depth == 3) return;
    EACH_CHILD(inner, tree, noun)
        if (tree->words[inner].relation == VDT_REL_nmod ||
            (tree->words[inner].relation == VDT_REL_conj && tree->words[inner].upos == VDT_UPOS_NOUN))
            add_phrases_of_noun(tree, arena, frame, inner, depth + 1);
}

/*
 * Phrases of the object and of other phrases belong to the verb as well: parsers attach "filed a suit in a London court
 * against the bank" either way.
 */
static void add_phrases_of_phrases(const struct vdt_tree *tree, struct vdt_arena *arena, struct vdt_frame *frame) {
    EACH_CHILD(child, tree, frame->word) {
        enum vdt_relation relation = tree->words[child].relation;
        if (relation == VDT_REL_obj || relation == VDT_REL_obl || relation == VDT_REL_obl_unmarked || relation == VDT_REL_nsubj_pass)
            add_phrases_of_noun(tree, arena, frame, child, 0);
        if (relation != VDT_REL_obj) continue;
        /* "sent a ship to rescue them": the purpose is the verb's, wherever it hangs */
        EACH_CHILD(purpose, tree, child)
            if (tree->words[purpose].relation == VDT_REL_acl && vdt_feats_have(tree->words[purpose].feats, "VerbForm=Inf"))
                add(frame, VDT_SLOT_ADVCL, VDT_LITERAL("to"), purpose, true);
    }
}

/* The predicate of the clause that this one serves: "summoned the envoy to complain", "agreed to help". */
static void add_governor(const struct vdt_tree *tree, struct vdt_frame *frame) {
    const struct vdt_word *w = &tree->words[frame->word];
    if (w->head >= 0 && (w->relation == VDT_REL_advcl || w->relation == VDT_REL_xcomp))
        add(frame, VDT_SLOT_GOVERNOR, VDT_LITERAL(""), w->head, true);
}

/* "seventy were reported killed": who was, not who did. */
static bool reported_passive(const struct vdt_tree *tree, int32_t word) {
    static const char *const verbs[] = { "report", "find", "fear", "believe", "presume", "leave", "feel", "confirm", "say", "know", NULL };
    const struct vdt_word *w = &tree->words[word];
    return w->relation == VDT_REL_xcomp && bare_participle(tree, word) && passive(tree, w->head) && one_of(tree, w->head, verbs);
}

/*
 * "was seized and taken away by gunmen", "was seized by gunmen and taken away", "two were killed and ten injured by gunmen": one of
 * two passives names who did both.
 */
static int32_t shared_agent(const struct vdt_tree *tree, int32_t verb) {
    if (tree->words[verb].relation == VDT_REL_conj && own_subject(tree, verb) < 0) {
        int32_t agent = agent_of(tree, tree->words[verb].head);
        return agent < verb ? agent : -1;
    }
    EACH_CHILD(child, tree, verb) {
        if (tree->words[child].relation != VDT_REL_conj) continue;
        /* "ten were killed and six wounded by": the second verb may hang on its number */
        int32_t other = tree->words[child].upos == VDT_UPOS_VERB ? child : vdt_tree_child(tree, child, VDT_REL_acl);
        if (other < 0 || (other != child && !bare_participle(tree, other))) continue;
        int32_t agent = other != child || own_subject(tree, other) < 0 || passive(tree, other) ? agent_of(tree, other) : -1;
        if (agent >= 0) return agent;
    }
    return -1;
}

static void build_verb(const struct vdt_tree *tree, struct vdt_arena *arena, struct vdt_frame *frame) {
    const int32_t word = frame->word;
    const struct vdt_word *w = &tree->words[word];
    /* "a town shelled by", and "had his house burned" */
    bool reduced = (w->relation == VDT_REL_acl || w->relation == VDT_REL_advcl ||
                    (w->relation == VDT_REL_xcomp && vdt_tree_child(tree, w->head, VDT_REL_obj) >= 0)) &&
                   bare_participle(tree, word);
    frame->passive = passive(tree, word) || reduced || reported_passive(tree, word);
    if (w->relation == VDT_REL_conj && !frame->passive && bare_participle(tree, word) && passive(tree, w->head) &&
        own_subject(tree, word) < 0)
        frame->passive = true; /* "was dragged out and jailed" */

    bool own = false;
    int32_t subject = surface_subject(tree, word, 0, &own);
    int32_t agent = -1;
    EACH_CHILD(child, tree, word) {
        enum vdt_relation relation = tree->words[child].relation;
        int32_t filler = resolve_relative(tree, word, child);
        switch (relation) {
        case VDT_REL_obj: add(frame, VDT_SLOT_OBJECT, VDT_LITERAL(""), filler, false); break;
        case VDT_REL_iobj: add(frame, VDT_SLOT_INDIRECT, VDT_LITERAL(""), filler, false); break;
        case VDT_REL_obl_agent: agent = by_means(tree, child) ? -1 : filler; break;
        case VDT_REL_obl: {
            struct vdt_view name = vdt_tree_case(tree, child, arena);
            if (frame->passive && vdt_view_is(name, "by"))
                agent = by_means(tree, child) ? -1 : filler;
            else if (name.size && !vdt_noun_of_calendar(tree->words[child].lemma)) /* "called on Sunday" calls on nobody */
                add(frame, VDT_SLOT_PREPOSITION, name, filler, false);
            break;
        }
        case VDT_REL_xcomp: add(frame, VDT_SLOT_XCOMP, VDT_LITERAL(""), child, false); break;
        case VDT_REL_ccomp: add(frame, VDT_SLOT_CCOMP, VDT_LITERAL(""), child, false); break;
        case VDT_REL_advcl: {
            int32_t mark = vdt_tree_child(tree, child, VDT_REL_mark);
            add(frame, VDT_SLOT_ADVCL, mark >= 0 ? tree->words[mark].lemma : VDT_LITERAL(""), child, false);
            break;
        }
        case VDT_REL_advmod: add(frame, VDT_SLOT_ADVERB, VDT_LITERAL(""), child, false); break;
        case VDT_REL_compound_prt: add(frame, VDT_SLOT_PARTICLE, VDT_LITERAL(""), child, false); break;
        case VDT_REL_det: add(frame, VDT_SLOT_DETERMINER, VDT_LITERAL(""), child, false); break;
        case VDT_REL_aux: add(frame, VDT_SLOT_AUXILIARY, VDT_LITERAL(""), child, false); break;
        /* nouns and adjectives that are predicates */
        case VDT_REL_nmod: {
            struct vdt_view name = vdt_tree_case(tree, child, arena);
            if (name.size) add(frame, VDT_SLOT_PREPOSITION, name, filler, false);
            break;
        }
        default: break;
        }
    }
    const struct vdt_slot *indirect = vdt_frame_slot(frame, VDT_SLOT_INDIRECT, NULL);
    if (indirect && !vdt_frame_slot(frame, VDT_SLOT_OBJECT, NULL))
        add(frame, VDT_SLOT_OBJECT, VDT_LITERAL(""), indirect->word, false); /* "told the rebels to leave" */
    if (frame->passive) {
        if (subject >= 0) add(frame, VDT_SLOT_OBJECT, VDT_LITERAL(""), subject, !own);
        if (agent < 0) agent = agent_of(tree, word); /* "shot dead by": it may hang on the adjective */
        bool shared = agent < 0;
        if (shared) agent = shared_agent(tree, word);
        if (agent >= 0) add(frame, VDT_SLOT_SUBJECT, VDT_LITERAL(""), agent, shared);
    } else {
        if (subject >= 0) add(frame, VDT_SLOT_SUBJECT, VDT_LITERAL(""), subject, !own);
        if (agent >= 0) add(frame, VDT_SLOT_PREPOSITION, VDT_LITERAL("by"), agent, false);
        /* "the village that rebels attacked": the noun fills the open object place */
        if (!vdt_frame_slot(frame, VDT_SLOT_OBJECT, NULL) && w->relation == VDT_REL_acl_relcl && subject >= 0 &&
            subject != w->head)
            add(frame, VDT_SLOT_OBJECT, VDT_LITERAL(""), w->head, true);
        /* "surrounded and shelled the town": the object of a later conjunct serves the earlier */
        if (!vdt_frame_slot(frame, VDT_SLOT_OBJECT, NULL) && !vdt_frame_slot(frame, VDT_SLOT_CCOMP, NULL))
            EACH_CHILD(child, tree, word)
                if (tree->words[child].relation == VDT_REL_conj && tree->words[child].upos == VDT_UPOS_VERB &&
                    vdt_frame_slot(frame, VDT_SLOT_PREPOSITION, NULL) == NULL) {
                    int32_t object = vdt_tree_child(tree, child, VDT_REL_obj);
                    if (object >= 0 && !passive(tree, child)) add(frame, VDT_SLOT_OBJECT, VDT_LITERAL(""), object, true);
                    break;
                }
    }
    add_phrases_of_phrases(tree, arena, frame);
    add_governor(tree, frame);
}

/* Verbs whose subject is an event that takes place: "a war broke out between A and B", "talks will resume in Rome". */
static bool takes_place(struct vdt_view lemma) {
    static const char *const verbs[] = { "break", "erupt", "begin", "start", "take", "continue", "resume", "occur",
                                         "happen", "flare", "rage", "follow", "end", "open", "last", "intensify",
                                         "escalate", "be", "come", "persist", "collapse" };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (vdt_view_is(lemma, verbs[i])) return true;
    return false;
}

/* "claimed responsibility for the attack": the attack is the claimant's, wherever the parser hangs it. -1: no such verb. */
static int32_t verb_of_responsibility(const struct vdt_tree *tree, int32_t noun) {
    static const char *const verbs[] = { "claim", "take", "accept", "assume", "admit", "acknowledge", NULL };
    int32_t marker = vdt_tree_child(tree, noun, VDT_REL_case_), verb = tree->words[noun].head;
    if (marker < 0 || !vdt_tree_is(tree, marker, "for")) return -1;
    int32_t responsibility = vdt_tree_is(tree, verb, "responsibility") ? verb : vdt_tree_child(tree, verb, VDT_REL_obj);
    if (responsibility < 0 || !vdt_tree_is(tree, responsibility, "responsibility")) return -1;
    verb = tree->words[responsibility].head;
    return verb >= 0 && tree->words[responsibility].relation == VDT_REL_obj && one_of(tree, verb, verbs) ? verb : -1;
}

/* The light verb over an event noun: "carried out a strike", "a strike was carried out". */
static int32_t light_verb_over(const struct vdt_tree *tree, int32_t noun) {
    const struct vdt_word *w = &tree->words[noun];
    if (w->head < 0) return -1;
    int32_t claim = verb_of_responsibility(tree, noun);
    if (claim >= 0) return claim;
    if (w->relation == VDT_REL_conj && tree->words[w->head].upos == VDT_UPOS_NOUN)
        return light_verb_over(tree, w->head);
    if (w->relation != VDT_REL_obj && w->relation != VDT_REL_nsubj_pass && w->relation != VDT_REL_obl &&
        w->relation != VDT_REL_xcomp)
        return -1;
    if (tree->words[w->head].upos != VDT_UPOS_VERB || !vdt_light_verb(tree->words[w->head].lemma)) return -1;
    /* "sent the envoys home over the murder": the verb has an object of its own and says enough */
    if (w->relation == VDT_REL_obl && vdt_tree_child(tree, w->head, VDT_REL_obj) >= 0) return -1;
    return w->head;
}

static bool hyphened(const struct vdt_tree *tree, int32_t word) {
    return (uint32_t)word + 1 < tree->count && vdt_view_is(tree->words[word + 1].form, "-");
}

/* "the arrest of three men by the police": parsers hang the doer on the men as often as on the deed. */
static void add_agent_within(const struct vdt_tree *tree, struct vdt_frame *frame, int32_t noun) {
    if (vdt_frame_slot(frame, VDT_SLOT_PREPOSITION, "by")) return;
    EACH_CHILD(child, tree, noun) {
        if (tree->words[child].relation != VDT_REL_nmod) continue;
        EACH_CHILD(inner, tree, child) {
            int32_t marker = vdt_tree_child(tree, inner, VDT_REL_case_);
            bool phrase = tree->words[inner].relation == VDT_REL_nmod || tree->words[inner].relation == VDT_REL_obl_agent;
            if (phrase && marker >= 0 && vdt_tree_is(tree, marker, "by"))
                add(frame, VDT_SLOT_PREPOSITION, VDT_LITERAL("by"), inner, true);
        }
    }
}

static void build_noun(const struct vdt_tree *tree, struct vdt_arena *arena, struct vdt_frame *frame) {
    const int32_t word = frame->word;
    frame->noun = true;
    EACH_CHILD(child, tree, word) {
        switch ((enum vdt_relation)tree->words[child].relation) {
        case VDT_REL_nmod_poss: add(frame, VDT_SLOT_POSSESSOR, VDT_LITERAL(""), child, false); break;
        case VDT_REL_amod: case VDT_REL_compound: case VDT_REL_nmod_desc: case VDT_REL_nmod_unmarked:
            add(frame, VDT_SLOT_MODIFIER, VDT_LITERAL(""), child, false);
            /* "US and Iranian talks", "joint US-South Korean drills" */
            EACH_CHILD(inner, tree, child)
                if (tree->words[inner].relation == VDT_REL_conj || (tree->words[inner].relation != VDT_REL_punct && hyphened(tree, inner)))
                    add(frame, VDT_SLOT_MODIFIER, VDT_LITERAL(""), inner, false);
            break;
        case VDT_REL_det: add(frame, VDT_SLOT_DETERMINER, VDT_LITERAL(""), child, false); break;
        case VDT_REL_acl: case VDT_REL_acl_relcl: add(frame, VDT_SLOT_ACL, VDT_LITERAL(""), child, false); break;
        case VDT_REL_obl_agent: add(frame, VDT_SLOT_PREPOSITION, VDT_LITERAL("by"), child, false); break;
        default: break;
        }
    }
    add_obliques(tree, arena, frame, word, false);
    add_agent_within(tree, frame, word);
    const struct vdt_word *w = &tree->words[word];
    if (w->relation == VDT_REL_nsubj && tree->words[w->head].upos == VDT_UPOS_VERB &&
        takes_place(tree->words[w->head].lemma))
        add_obliques(tree, arena, frame, w->head, true);
    /* "stormed the office in protest": who stormed it protests */
    bool bare = tree->first_child[word] >= 0 && tree->words[tree->first_child[word]].relation == VDT_REL_case_ && tree->first_child[word] == word - 1;
    if (bare && w->relation == VDT_REL_obl && vdt_view_is(w->lemma, "protest") && vdt_view_is(tree->words[word - 1].lemma, "in")) {
        bool own;
        int32_t subject = surface_subject(tree, w->head, 0, &own);
        if (subject >= 0) add(frame, VDT_SLOT_SUBJECT, VDT_LITERAL(""), subject, true);
    }
    frame->light = light_verb_over(tree, word);
    if (frame->light >= 0) {
        struct vdt_frame light = { .word = frame->light, .light = -1 };
        build_verb(tree, arena, &light);
        for (uint32_t i = 0; i < light.slot_count; i++) {
            struct vdt_slot slot = light.slots[i];
            if ((slot.kind == VDT_SLOT_SUBJECT || slot.kind == VDT_SLOT_PREPOSITION || slot.kind == VDT_SLOT_INDIRECT) &&
                slot.word != word)
                add(frame, slot.kind, slot.name, slot.word, true);
        }
    }
}

void vdt_frame_build(const struct vdt_tree *tree, struct vdt_arena *arena, int32_t word, struct vdt_frame *out) {
    out->word = word;
    out->noun = out->passive = false;
    out->light = -1;
    out->slot_count = 0;
    uint8_t upos = tree->words[word].upos;
    bool predicate = vdt_tree_child(tree, word, VDT_REL_cop) >= 0 || own_subject(tree, word) >= 0;
    if ((upos == VDT_UPOS_NOUN || upos == VDT_UPOS_PROPN) && !predicate)
        build_noun(tree, arena, out);
    else if (upos == VDT_UPOS_NOUN || upos == VDT_UPOS_PROPN) {
        build_noun(tree, arena, out);
        bool own;
        int32_t subject = surface_subject(tree, word, 0, &own);
        if (subject >= 0) add(out, VDT_SLOT_SUBJECT, VDT_LITERAL(""), subject, !own);
    } else
        build_verb(tree, arena, out);
}
