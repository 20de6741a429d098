/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reference is resolved plainly: a pronoun is the nearest earlier actor that agrees with it in kind, subjects before
 * others (Lappin and Leass 1994 in spirit). That is right often enough where it says anything; where nobody agrees,
 * the party stays unknown.
 */
#include "event/party.h"

#include "base/limit.h"
#include "event/noun.h"
#include "event/reference.h"
#include "event/title.h"

enum { MEMORY = 24 };

struct remembered {
    struct vdt_found found;
    bool subject;
    uint32_t at;  /* running number: later is nearer */
};

struct vdt_finder {
    struct vdt_arena *arena;
    const struct vdt_analysis *analysis;
    struct vdt_linker *linker;
    const struct vdt_patterns *patterns;
    struct vdt_reference *reference; /* NULL: none */
    const struct vdt_tree *tree;
    uint32_t sentence;
    struct vdt_found *cache;      /* by word of the sentence */
    uint8_t *cached;
    struct remembered memory[MEMORY];
    uint32_t remembered_count, running;
    struct vdt_found pair[2];     /* between whom the last event was that had two known sides */
    bool has_pair;
};

struct vdt_finder *vdt_finder_new(struct vdt_arena *arena, const struct vdt_analysis *analysis, struct vdt_linker *linker,
                                  const struct vdt_patterns *patterns, struct vdt_reference *reference) {
    struct vdt_finder *finder = vdt_arena_take(arena, sizeof *finder);
    if (!finder) return NULL;
    finder->arena = arena;
    finder->analysis = analysis;
    finder->linker = linker;
    finder->patterns = patterns;
    finder->reference = reference;
    return finder;
}

bool vdt_finder_enter(struct vdt_finder *finder, uint32_t sentence, const struct vdt_tree *tree) {
    finder->sentence = sentence;
    finder->tree = tree;
    finder->cache = vdt_arena_array(finder->arena, tree->count, sizeof *finder->cache);
    finder->cached = vdt_arena_array(finder->arena, tree->count, 1);
    return finder->cache && finder->cached;
}

static bool is_any(struct vdt_view lemma, const char *const *list) {
    for (; *list; list++)
        if (vdt_view_is_fold(lemma, *list)) return true;
    return false;
}

static const char *const he[] = { "he", "she", "him", "her", "his", "himself", "herself", "hers", NULL };
static const char *const it[] = { "it", "its", "itself", NULL };
static const char *const they[] = { "they", "them", "their", "themselves", "theirs", NULL };
static const char *const us[] = { "i", "we", "me", "us", "my", "our", "ours", "myself", "ourselves", NULL };
static const char *const generic[] = { "country", "nation", "state", "government", "group", "organization", "organisation",
                                       "republic", "kingdom", "regime", "army", "military", "agency", "bloc", "alliance",
                                       "movement", "militia", "ministry", "ally", "force", "troops", "side", NULL };

static bool known(const struct vdt_found *found) {
    return found->link.code.size > 0;
}

/* Can `found` be what a pronoun of this kind means? */
static bool agrees(const struct vdt_found *found, const char *const *pronoun) {
    const struct vdt_actor_link *link = &found->link;
    if (pronoun == he) return link->person && !link->plural;
    if (pronoun == it) return !link->person && !link->plural;
    return !link->person || link->plural;
}

/* The logical subject of the clause that a possessive stands in, unless it stands in the subject itself: "its own". */
static bool own_clause_subject(struct vdt_finder *finder, int32_t word, const char *const *pronoun, struct vdt_found *out) {
    const struct vdt_tree *tree = finder->tree;
    static const char *const judging[] = { "condemn", "criticise", "criticize", "accuse", "blame", "thank", "praise", "denounce", "help", "assist",
                                           "support", "aid", "punish", "fine", "arrest", "charge", "sue", "congratulate", "warn",
                                           "declare", "designate", "label", "call", "brand", "sanction", "expel", "suspend", "ban", NULL };
    if (tree->words[word].relation != VDT_REL_nmod_poss) return false;
    int32_t verb = tree->words[word].head;
    for (int steps = 0; verb >= 0 && steps < 8 && tree->words[verb].upos != VDT_UPOS_VERB; steps++) verb = tree->words[verb].head;
    if (verb < 0 || tree->words[verb].upos != VDT_UPOS_VERB) return false;
    struct vdt_frame frame;
    vdt_frame_build(tree, finder->arena, verb, &frame);
    const struct vdt_slot *subject = vdt_frame_slot(&frame, VDT_SLOT_SUBJECT, NULL), *object = vdt_frame_slot(&frame, VDT_SLOT_OBJECT, NULL);
    if (!subject || vdt_tree_below(tree, word, subject->word) || subject->word == word) return false;
    /* "thanked Chad for its help": who is judged or helped did it */
    if (object && object->word < word && !vdt_tree_below(tree, word, object->word) && is_any(tree->words[verb].lemma, judging) &&
        vdt_finder_actor(finder, object->word, NULL, out) && known(out) && agrees(out, pronoun))
        return true;
    return vdt_finder_actor(finder, subject->word, NULL, out) && known(out) && agrees(out, pronoun);
}

/* The actor whose entity the word is of, wherever the report names him; never the subject of the word's own clause. */
static bool refer_by_entity(struct vdt_finder *finder, int32_t word, const char *const *pronoun, struct vdt_found *out) {
    struct vdt_found found;
    if (!finder->reference || !vdt_reference_actor(finder->reference, finder->sentence, word, &found)) return false;
    /* an entity that is called "he" is a person, whatever his role says */
    if (pronoun == he ? found.link.plural || found.link.place : !agrees(&found, pronoun)) return false;
    /* "the ship that it seized", "Russia attacked it": neither the noun that its clause tells about nor its clause's subject */
    const struct vdt_word *w = &finder->tree->words[word], *other = &finder->tree->words[found.word];
    if (found.sentence == finder->sentence &&
        (vdt_tree_below(finder->tree, word, found.word) ||
         (w->relation != VDT_REL_nmod_poss && other->head == w->head && other->relation == VDT_REL_nsubj)))
        return false;
    /* in this sentence, the phrase as it is seen by whoever asks for it directly */
    if (found.sentence == finder->sentence && !vdt_finder_actor(finder, found.word, NULL, &found)) return false;
    *out = found;
    return known(out);
}

/* The actor meant by a pronoun at `word`: in the sentence before it, else in the memory; subjects first. */
static bool refer(struct vdt_finder *finder, int32_t word, const char *const *pronoun, struct vdt_found *out) {
    const struct vdt_tree *tree = finder->tree;
    const struct vdt_found *best = NULL;
    bool best_subject = false;
    if (own_clause_subject(finder, word, pronoun, out)) return true;
    if (refer_by_entity(finder, word, pronoun, out)) return true;
    for (int32_t i = 0; i < word; i++) {
        const struct vdt_word *w = &tree->words[i];
        if (w->upos != VDT_UPOS_PROPN && w->upos != VDT_UPOS_NOUN) continue;
        if (w->relation == VDT_REL_compound || w->relation == VDT_REL_flat || w->relation == VDT_REL_amod) continue;
        struct vdt_found found;
        if (!vdt_finder_actor(finder, i, NULL, &found) || !known(&found) || !agrees(&found, pronoun)) continue;
        bool subject = w->relation == VDT_REL_nsubj || w->relation == VDT_REL_nsubj_pass;
        /* "Russia attacked it": not its own clause's subject */
        if (subject && tree->words[word].relation != VDT_REL_nmod_poss && tree->words[word].head == w->head) continue;
        if (!best || subject || !best_subject) {
            finder->cache[i] = found;
            best = &finder->cache[i];
            best_subject = subject;
        }
    }
    if (best) {
        *out = *best;
        return true;
    }
    const struct remembered *choice = NULL;
    for (uint32_t i = 0; i < finder->remembered_count; i++) {
        const struct remembered *one = &finder->memory[i];
        if (!agrees(&one->found, pronoun)) continue;
        uint32_t weight = one->at + (one->subject ? 4 : 0);
        if (!choice || weight > choice->at + (choice->subject ? 4u : 0u)) choice = one;
    }
    if (!choice) return false;
    *out = choice->found;
    return true;
}

/* A role whose country is another's: "its troops" = the troops of what "its" means. */
static void join_role(struct vdt_finder *finder, struct vdt_found *found, const struct vdt_found *owner) {
    struct vdt_view country = owner->link.country;
    if (!country.size && vdt_view_is(found->link.code, "PTY")) return; /* "the People's Party" */
    if (!country.size) {
        /* an organisation's or group's own: "the group's fighters" */
        if (owner->link.code.size) found->link.code = owner->link.code, found->by_reference = true;
        return;
    }
    struct vdt_view role = found->link.code;
    /* the fighters of a group are the group */
    bool arms = vdt_view_is(role, "MIL") || vdt_view_is(role, "REB") || vdt_view_is(role, "GOV");
    bool group = arms && owner->link.code.size > 3 && vdt_view_is(vdt_view_slice(owner->link.code, 3, 6), "REB");
    struct vdt_view code = group ? owner->link.code
                                 : vdt_arena_format(finder->arena, "%.*s%.*s", (int)country.size, country.data,
                                                    (int)role.size, role.data);
    if (!code.data) return;
    found->link.code = code;
    found->link.country = country;
    found->link.name = owner->link.name;
    found->link.kind = VDT_LINK_COMPOSED;
    found->by_reference = true;
}

static void own_role(struct vdt_finder *finder, int32_t word, const struct vdt_found *speaker, struct vdt_found *found) {
    const struct vdt_tree *tree = finder->tree;
    int32_t owner_word = vdt_tree_child(tree, word, VDT_REL_nmod_poss);
    struct vdt_found owner;
    if (owner_word < 0 || !vdt_finder_actor(finder, owner_word, speaker, &owner)) return;
    if (owner.link.country.size || (known(found) && known(&owner))) join_role(finder, found, &owner);
}

/* "his country", "their state": the land of whom the pronoun means. */
static void own_land(struct vdt_finder *finder, int32_t word, const struct vdt_found *speaker, struct vdt_found *out) {
    static const char *const lands[] = { "country", "nation", "state", "republic", "kingdom", NULL };
    const struct vdt_tree *tree = finder->tree;
    int32_t owner_word = vdt_tree_child(tree, word, VDT_REL_nmod_poss);
    struct vdt_found owner;
    if (owner_word < 0 || tree->words[owner_word].upos != VDT_UPOS_PRON || !is_any(tree->words[word].lemma, lands)) return;
    if (!vdt_finder_actor(finder, owner_word, speaker, &owner) || !owner.link.country.size) return;
    out->link.code = out->link.country = owner.link.country;
    out->link.name = owner.link.name;
    out->link.kind = VDT_LINK_COMPOSED;
    out->by_reference = true;
}

/* "Russian-led", "rebel-held": a word of an adjective or participle is no party of the noun's own. */
static bool part_of_participle(const struct vdt_tree *tree, int32_t child) {
    const struct vdt_word *w = &tree->words[child];
    return w->upos == VDT_UPOS_VERB || (child + 1 < (int32_t)tree->count && vdt_view_is(tree->words[child + 1].form, "-"));
}

/* "Syria's reactor", "a ward in Kherson": what stands for its holder has his code, where the words tell who that is. */
static void own_holding(struct vdt_finder *finder, int32_t word, struct vdt_found *found) {
    static const enum vdt_relation order[] = { VDT_REL_nmod_poss, VDT_REL_amod, VDT_REL_compound, VDT_REL_nmod };
    const struct vdt_tree *tree = finder->tree;
    for (size_t r = 0; r < sizeof order / sizeof *order; r++)
        for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
            struct vdt_found owner;
            bool modifier = order[r] == VDT_REL_amod || order[r] == VDT_REL_compound;
            if (tree->words[child].relation != order[r] || (modifier && part_of_participle(tree, child))) continue;
            if (!vdt_finder_actor(finder, child, NULL, &owner) || !known(&owner)) continue;
            uint32_t first = found->link.first, last = found->link.last;
            found->link = owner.link;
            found->link.first = first;
            found->link.last = last;
            if (owner.link.kind == VDT_LINK_METONYM && owner.link.place && owner.link.country.size) found->link.code = owner.link.country;
            found->link.kind = VDT_LINK_COMPOSED;
            found->link.person = false;
            return;
        }
}

/* Does somebody stand among the modifiers of a noun, and not only things: "rebel drone strikes"? */
static bool modified_by_party(const struct vdt_finder *finder, int32_t word) {
    const struct vdt_tree *tree = finder->tree;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        bool modifier = tree->words[child].relation == VDT_REL_compound || tree->words[child].relation == VDT_REL_nmod_poss;
        if (modifier && vdt_noun_kind_of(finder->patterns, tree, child) == VDT_NOUN_PARTY) return true;
    }
    return false;
}

/* "Russian airstrikes killed …": the deed stands for who did it, but a mere "drone strike" for nobody. */
static bool strike(const struct vdt_finder *finder, int32_t word, const struct vdt_actor_link *link) {
    return vdt_noun_in_class(finder->patterns, "strike", finder->tree->words[word].lemma) &&
           finder->tree->words[word].relation == VDT_REL_nsubj &&
           (link->kind != VDT_LINK_ROLE || modified_by_party(finder, word));
}

bool vdt_finder_actor(struct vdt_finder *finder, int32_t word, const struct vdt_found *speaker, struct vdt_found *out) {
    if (finder->cached[word] == 1) {
        *out = finder->cache[word];
        return true;
    }
    if (finder->cached[word] == 2) return false; /* being asked for: a circle */
    finder->cached[word] = 2;
    const struct vdt_word *w = &finder->tree->words[word];
    *out = (struct vdt_found){ .sentence = finder->sentence, .word = word };
    bool found = false;
    const char *const *pronoun = is_any(w->lemma, he) ? he : is_any(w->lemma, it) ? it : is_any(w->lemma, they) ? they : NULL;
    /* possessive pronouns may be lemmatised as themselves or as their nominative */
    if (!pronoun) pronoun = is_any(w->form, he) ? he : is_any(w->form, it) ? it : is_any(w->form, they) ? they : NULL;
    if (w->upos == VDT_UPOS_PRON || w->upos == VDT_UPOS_DET) {
        if (is_any(w->lemma, us) || is_any(w->form, us)) {
            if (speaker && known(speaker)) *out = *speaker, found = true;
        } else if (pronoun) {
            found = refer(finder, word, pronoun, out);
        }
        if (found) {
            /* in one sentence the span is that of the noun phrase meant, else the pronoun's own */
            if (out->sentence != finder->sentence) {
                out->link.first = out->link.last = (uint32_t)word;
                out->sentence = finder->sentence;
                out->word = word;
            }
            out->by_reference = true;
        }
    } else {
        vdt_link_actor(finder->linker, finder->sentence, (uint32_t)word, &out->link);
        vdt_noun_span(finder->tree, word, &out->link.first, &out->link.last);
        enum vdt_noun_kind kind = vdt_noun_kind_of(finder->patterns, finder->tree, word);
        if (kind == VDT_NOUN_MATTER && !strike(finder, word, &out->link)) out->link.code = out->link.country = (struct vdt_view){ NULL, 0 };
        if (kind == VDT_NOUN_HOLDING) {
            vdt_noun_span_with_place(finder->tree, word, &out->link.first, &out->link.last);
            if (!known(out)) own_holding(finder, word, out);
        }
        found = true;
        bool by_role = out->link.kind == VDT_LINK_ROLE;
        if (by_role && !(finder->reference && vdt_reference_spoken_for(finder->reference, finder->sentence, word, &out->link)))
            own_role(finder, word, speaker, out);
        if (!known(out)) own_land(finder, word, speaker, out);
        if (!known(out) && is_any(w->lemma, generic)) {
            /* "the country", "its government": somebody named before */
            int32_t determiner = vdt_tree_child(finder->tree, word, VDT_REL_det);
            struct vdt_found before;
            bool alone = vdt_tree_child(finder->tree, word, VDT_REL_nmod) < 0 && vdt_tree_child(finder->tree, word, VDT_REL_nummod) < 0;
            if (alone && determiner >= 0 && vdt_tree_is(finder->tree, determiner, "the") && refer(finder, word, it, &before)) {
                uint32_t first = out->link.first, last = out->link.last;
                out->link = before.link;
                out->link.first = first;
                out->link.last = last;
                out->by_reference = true;
            }
        }
    }
    finder->cached[word] = 0;
    /* "we" and "our forces" are as many as there are speakers */
    int32_t owner = vdt_tree_child(finder->tree, word, VDT_REL_nmod_poss);
    bool ours = owner >= 0 && (is_any(finder->tree->words[owner].lemma, us) || is_any(finder->tree->words[owner].form, us));
    if (found && !ours && !(w->upos == VDT_UPOS_PRON && speaker)) {
        finder->cache[word] = *out;
        finder->cached[word] = 1;
    }
    return found;
}

static bool named(const struct vdt_word *w) {
    enum vdt_name_type type = vdt_name_type_of(w->name);
    return !vdt_noun_of_calendar(w->lemma) && (w->upos == VDT_UPOS_PROPN || type == VDT_NAME_PER || type == VDT_NAME_ORG);
}

struct listing {
    struct vdt_finder *finder;
    const struct vdt_found *speaker;
    struct vdt_found *out;
    uint32_t count, most;
    enum vdt_side side;
    int32_t heading;  /* words of the sentence's heading, 0 where the predicate itself stands in it */
};

static void list_one(struct listing *listing, int32_t word, bool unknown_too);

/* Does the word tell whose the noun over it is: "Russian jets", "envoys from Sudan"? */
static bool tells_whose(struct vdt_finder *finder, int32_t child, const struct vdt_found *owned) {
    const struct vdt_tree *tree = finder->tree;
    enum vdt_relation relation = tree->words[child].relation;
    if (relation == VDT_REL_amod || relation == VDT_REL_compound || relation == VDT_REL_nmod_poss) return true;
    int32_t marker = vdt_tree_child(tree, child, VDT_REL_case_);
    struct vdt_found owner;
    return relation == VDT_REL_nmod && marker >= 0 && (vdt_tree_is(tree, marker, "from") || vdt_tree_is(tree, marker, "of")) &&
           vdt_finder_actor(finder, child, NULL, &owner) && vdt_view_equal(owner.link.country, owned->link.country);
}

/* "Russian and Syrian jets": a second party that shares the first one's noun. */
static void list_nationalities(struct listing *listing, int32_t word, const struct vdt_found *first) {
    const struct vdt_tree *tree = listing->finder->tree;
    uint32_t at = listing->count - 1, last = first->link.last;
    if (!first->link.country.size) return;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        if (!tells_whose(listing->finder, child, first)) continue;
        for (int32_t other = tree->first_child[child]; other >= 0; other = tree->next_sibling[other]) {
            struct vdt_found second;
            if (tree->words[other].relation != VDT_REL_conj || listing->count == listing->most ||
                !vdt_finder_actor(listing->finder, other, NULL, &second) || !second.link.country.size ||
                vdt_view_equal(second.link.country, first->link.country))
                continue;
            struct vdt_view role = vdt_view_slice(first->link.code, 3, first->link.code.size);
            struct vdt_view code = vdt_arena_format(listing->finder->arena, "%.*s%.*s", (int)second.link.country.size,
                                                    second.link.country.data, (int)role.size, role.data);
            if (code.data) second.link.code = code;
            /* "the leaders of France and Spain" are one phrase */
            if (tree->words[child].relation == VDT_REL_nmod) {
                second.link.first = first->link.first;
                if (first->link.last < second.link.last) last = second.link.last;
            }
            listing->out[listing->count++] = second;
        }
    }
    for (uint32_t i = at; i < listing->count; i++)
        if (listing->out[i].link.first == first->link.first && last > listing->out[i].link.last) listing->out[i].link.last = last;
}

/* Somebody at all, known or not. */
static bool somebody(const struct vdt_finder *finder, int32_t word) {
    return named(&finder->tree->words[word]) || vdt_noun_kind_of(finder->patterns, finder->tree, word) == VDT_NOUN_PARTY;
}

/* "hundreds of banks", "a handful of journalists": who is counted, with the span of the whole. */
static void as_measured(struct vdt_finder *finder, int32_t word, struct vdt_found *found, bool *somebody_there) {
    int32_t measured = vdt_tree_measured(finder->tree, word);
    struct vdt_found inner;
    if (measured < 0) return;
    /* thousands alone are people, thousands of barrels are not */
    bool number = vdt_tree_is(finder->tree, word, "thousand") || vdt_tree_is(finder->tree, word, "hundred") ||
                  vdt_tree_is(finder->tree, word, "dozen");
    if (number || somebody(finder, measured)) *somebody_there = somebody(finder, measured);
    if (!vdt_finder_actor(finder, measured, NULL, &inner) || !known(&inner)) return;
    uint32_t first = found->link.first, last = found->link.last;
    *found = inner;
    found->link.first = first;
    found->link.last = last;
}

/* "killed 15", "over 30 were wounded", "thousands march": people, of whom no more is said than how many. */
static bool mere_number(const struct vdt_finder *finder, int32_t word) {
    const struct vdt_tree *tree = finder->tree;
    static const char *const numbers[] = { "dozen", "score", "hundred", "thousand", NULL };
    bool number = tree->words[word].upos == VDT_UPOS_NUM || (is_any(tree->words[word].lemma, numbers) && vdt_tree_measured(tree, word) < 0);
    return number && vdt_tree_child(tree, word, VDT_REL_nmod) < 0 && vdt_tree_child(tree, word, VDT_REL_compound) < 0;
}

static void as_people(struct vdt_found *found) {
    found->link.code = VDT_LITERAL("CVL");
    found->link.kind = VDT_LINK_ROLE;
    found->link.person = found->link.plural = true;
}

/* "both sides", "the two countries": the two of the event before. */
static bool list_pair(struct listing *listing, int32_t word) {
    static const char *const two[] = { "side", "country", "nation", "leader", "government", "neighbour", "neighbor", "state",
                                       "party", "minister", "president", "capital", "ally", "rival", "group", "army", NULL };
    static const char *const land[] = { "country", "nation", "neighbour", "neighbor", "state", NULL };
    const struct vdt_finder *finder = listing->finder;
    const struct vdt_tree *tree = finder->tree;
    int32_t both = vdt_tree_child(tree, word, VDT_REL_det), number = vdt_tree_child(tree, word, VDT_REL_nummod);
    bool of_two = (both >= 0 && vdt_tree_is(tree, both, "both")) || (number >= 0 && vdt_tree_is(tree, number, "two"));
    if (!finder->has_pair || !of_two || listing->count + 2 > listing->most || !is_any(tree->words[word].lemma, two) ||
        vdt_tree_child(tree, word, VDT_REL_nmod) >= 0 || vdt_tree_child(tree, word, VDT_REL_acl_relcl) >= 0)
        return false;
    for (int i = 0; i < 2; i++) {
        struct vdt_found found = finder->pair[i];
        vdt_noun_span(tree, word, &found.link.first, &found.link.last);
        if (is_any(tree->words[word].lemma, land) && found.link.country.size) found.link.code = found.link.country;
        found.sentence = finder->sentence;
        found.word = word;
        found.by_reference = true;
        listing->out[listing->count++] = found;
    }
    return true;
}

/* "taken hostage", "taken prisoner": how, and not who. */
static bool in_captivity(const struct vdt_tree *tree, int32_t word) {
    static const char *const states[] = { "hostage", "prisoner", "captive", NULL };
    return is_any(tree->words[word].lemma, states) && tree->first_child[word] < 0 && vdt_feats_have(tree->words[word].feats, "Number=Sing");
}

/* "offered to send troops", "called for a force of peacekeepers": whom one sends is no counterpart. */
static bool sent_by_another(const struct vdt_tree *tree, int32_t word) {
    static const char *const sent[] = { "troop", "troops", "soldier", "force", "peacekeeper", "contingent", "police", "warship", "ship", NULL };
    static const char *const sending[] = { "send", "deploy", "dispatch", "provide", "supply", "contribute", "withdraw", "pull", "keep", "train", "lead", NULL };
    if (tree->words[word].relation == VDT_REL_conj && tree->words[word].head >= 0 && is_any(tree->words[tree->words[word].head].lemma, sent))
        word = tree->words[word].head; /* "troops and police" */
    const struct vdt_word *w = &tree->words[word];
    if (!is_any(w->lemma, sent) || w->head < 0) return false;
    int32_t marker = vdt_tree_child(tree, word, VDT_REL_case_);
    if (marker >= 0 && vdt_tree_is(tree, marker, "for")) return true;
    int32_t over = w->relation == VDT_REL_nmod && is_any(tree->words[w->head].lemma, sent) ? tree->words[w->head].head : w->head;
    return w->relation == VDT_REL_nmod ? over != w->head : w->relation == VDT_REL_obj && over >= 0 && is_any(tree->words[over].lemma, sending);
}

/* "Israeli missiles", "the army's shells". */
static bool tells_owner(struct vdt_finder *finder, int32_t word) {
    const struct vdt_tree *tree = finder->tree;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        enum vdt_relation relation = tree->words[child].relation;
        struct vdt_found owner;
        bool modifier = relation == VDT_REL_amod || relation == VDT_REL_compound || relation == VDT_REL_nmod_poss;
        if (modifier && vdt_finder_actor(finder, child, NULL, &owner) && known(&owner) && owner.link.kind != VDT_LINK_ROLE) return true;
    }
    return false;
}

static void list_agent(struct listing *listing, int32_t participle);

/* "missiles fired from a Chinese ship": of arms, who fired them. */
static void list_shooter(struct listing *listing, int32_t word) {
    const struct vdt_finder *finder = listing->finder;
    int32_t participle = vdt_tree_child(finder->tree, word, VDT_REL_acl);
    if (listing->side == VDT_SIDE_DOER && participle >= 0 && vdt_noun_in_class(finder->patterns, "weapon", finder->tree->words[word].lemma))
        list_agent(listing, participle);
}

/* "Mike Pompeo, Alex Azar and others": two persons of one government are two parties; a state told twice is one. */
static bool told_already(const struct vdt_actor_link *one, const struct vdt_actor_link *other) {
    if (!other->code.size || other->kind == VDT_LINK_ROLE || !vdt_view_equal(one->code, other->code)) return false;
    bool persons = one->kind == VDT_LINK_NAMED && other->kind == VDT_LINK_NAMED && one->person && other->person;
    return !persons || vdt_view_equal(one->name, other->name);
}

static void list_one(struct listing *listing, int32_t word, bool unknown_too) {
    struct vdt_found found;
    uint32_t before = listing->count;
    list_shooter(listing, word);
    if (listing->count > before) return;
    if (in_captivity(listing->finder->tree, word)) return;
    if (word < listing->heading || listing->count == listing->most || list_pair(listing, word)) return;
    if (!vdt_finder_actor(listing->finder, word, listing->speaker, &found)) return;
    /* "the rocket killed two", "devices that went off in Lima": arms kill, but nobody is told by them, unless it is said whose they are */
    if (listing->side == VDT_SIDE_DOER && !found.by_reference && vdt_noun_in_class(listing->finder->patterns, "instrument", listing->finder->tree->words[word].lemma) &&
        !tells_owner(listing->finder, word))
        return;
    /* "the use of force": no army */
    if (found.link.kind == VDT_LINK_ROLE && vdt_view_is_fold(listing->finder->tree->words[word].form, "force") &&
        vdt_tree_child(listing->finder->tree, word, VDT_REL_det) < 0)
        return;
    if (listing->side == VDT_SIDE_OTHER && found.link.kind == VDT_LINK_ROLE && sent_by_another(listing->finder->tree, word)) return;
    /* "agreed to supply missiles": arms that nobody is said to have are no counterpart */
    if (listing->side == VDT_SIDE_OTHER && found.link.kind == VDT_LINK_ROLE && !found.by_reference &&
        vdt_noun_kind_of(listing->finder->patterns, listing->finder->tree, word) == VDT_NOUN_HOLDING &&
        vdt_noun_in_class(listing->finder->patterns, "weapon", listing->finder->tree->words[word].lemma))
        return;
    if (!known(&found)) {
        bool somebody_there = somebody(listing->finder, word);
        as_measured(listing->finder, word, &found, &somebody_there);
        if (listing->side == VDT_SIDE_DOER && listing->finder->tree->words[word].upos == VDT_UPOS_NOUN && mere_number(listing->finder, word)) as_people(&found);
        if (!known(&found)) {
            if (!unknown_too || !somebody_there) return;
            found.link.code = found.link.name = found.link.country = (struct vdt_view){ NULL, 0 };
        }
    }
    /* a capital that is struck is a town of its country, and not its government */
    bool struck = listing->side == VDT_SIDE_HARMED || listing->side == VDT_SIDE_STRUCK || listing->side == VDT_SIDE_ABROAD;
    if (struck && found.link.kind == VDT_LINK_METONYM && found.link.place && found.link.country.size) found.link.code = found.link.country;
    for (uint32_t i = 0; i < listing->count; i++) {
        struct vdt_found *one = &listing->out[i];
        if (one->link.first == found.link.first && one->link.last == found.link.last && one->sentence == found.sentence) return;
        if (told_already(&one->link, &found.link)) return;
    }
    listing->out[listing->count++] = found;
    list_nationalities(listing, word, &found);
}

/* "the ministers of France, Italy and Spain", where the parser coordinates Italy with the ministers: it is Italy's that is meant. */
static void share_role(struct listing *listing, int32_t head, int32_t conjunct) {
    const struct vdt_tree *tree = listing->finder->tree;
    struct vdt_found lord, *last = &listing->out[listing->count - 1];
    bool bare = last->word == conjunct && last->link.place && last->link.kind == VDT_LINK_NAMED && vdt_view_equal(last->link.code, last->link.country);
    if (!bare || vdt_tree_child(tree, head, VDT_REL_nmod) < 0 || !vdt_finder_actor(listing->finder, head, NULL, &lord)) return;
    if (!lord.link.plural || lord.link.kind != VDT_LINK_COMPOSED || lord.link.code.size <= 3 || !lord.link.country.size) return;
    struct vdt_view role = vdt_view_slice(lord.link.code, 3, lord.link.code.size);
    struct vdt_view code = vdt_arena_format(listing->finder->arena, "%.*s%.*s", (int)last->link.code.size, last->link.code.data, (int)role.size, role.data);
    if (code.data) last->link.code = code;
}

/* The word and what is coordinated with it. */
static void list_conjuncts(struct listing *listing, int32_t word, bool unknown_too, int depth) {
    const struct vdt_tree *tree = listing->finder->tree;
    list_one(listing, word, unknown_too);
    if (depth > 8) return;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child])
        if (tree->words[child].relation == VDT_REL_conj &&
            (tree->words[child].upos == VDT_UPOS_NOUN || tree->words[child].upos == VDT_UPOS_PROPN ||
             tree->words[child].upos == VDT_UPOS_ADJ)) {
            uint32_t before = listing->count;
            list_conjuncts(listing, child, unknown_too, depth + 1);
            if (listing->count > before) share_role(listing, word, child);
        }
}

/* Of a participle behind a noun, who did it: "an appeal filed by lawyers", "shells fired from army tanks". */
static void list_agent(struct listing *listing, int32_t participle) {
    static const char *const shots[] = { "fire", "launch", "drop", "shoot", "throw", "lob", NULL };
    const struct vdt_tree *tree = listing->finder->tree;
    int32_t agent = vdt_tree_child(tree, participle, VDT_REL_obl_agent);
    for (int32_t child = tree->first_child[participle]; child >= 0 && agent < 0; child = tree->next_sibling[child]) {
        int32_t marker = vdt_tree_child(tree, child, VDT_REL_case_);
        if (tree->words[child].relation == VDT_REL_obl && marker >= 0 && vdt_tree_is(tree, marker, "from") && is_any(tree->words[participle].lemma, shots))
            agent = child;
    }
    if (agent >= 0) list_conjuncts(listing, agent, true, 0);
}

/* "a drone strike": what the deed is done with, and nobody. */
static bool is_means(const struct listing *listing, int32_t word) {
    struct vdt_found found;
    return vdt_finder_actor(listing->finder, word, NULL, &found) && found.link.kind == VDT_LINK_ROLE &&
           vdt_noun_kind_of(listing->finder->patterns, listing->finder->tree, word) != VDT_NOUN_PARTY;
}

/*
 * "diplomatic ties": an adjective without a country is a quality and nobody. Of a deed, "an embassy attack", "the Lima bombings":
 * what was attacked, and where, is not who did it.
 */
static bool mere_quality(const struct listing *listing, int32_t child) {
    struct vdt_finder *finder = listing->finder;
    const struct vdt_word *w = &finder->tree->words[child];
    struct vdt_found found;
    if (!vdt_finder_actor(finder, child, NULL, &found)) return false;
    if (found.link.kind == VDT_LINK_ROLE && w->upos == VDT_UPOS_ADJ) return true;
    if (w->head >= 0 && vdt_title_year(finder->tree, w->head)) return true;
    bool deed = listing->side < VDT_SIDE_JUDGED && w->head >= 0 && vdt_noun_in_class(finder->patterns, "deed", finder->tree->words[w->head].lemma);
    if (!deed) return false;
    bool scene = vdt_noun_in_class(finder->patterns, "scene", w->lemma);
    return listing->side == VDT_SIDE_HARMED ? !scene : scene || (found.link.place && found.link.kind == VDT_LINK_METONYM);
}

/* Is a noun a mere place: "several towns", a town that nobody knows? */
static bool mere_place(const struct vdt_finder *finder, int32_t word) {
    const struct vdt_word *w = &finder->tree->words[word];
    if (vdt_noun_in_class(finder->patterns, "settlement", w->lemma) || vdt_noun_in_class(finder->patterns, "stretch", w->lemma)) return true;
    return vdt_name_type_of(w->name) == VDT_NAME_LOC && !vdt_noun_in_class(finder->patterns, "holding", w->lemma);
}

/* "a blast in Kabul": where something happens is nobody that does it, and nobody that it is done to, unless a state is meant. */
static bool tells_where(const struct listing *listing, int32_t word) {
    static const char *const places[] = { "in", "at", "near", "inside", "outside", "around", "across", "throughout", "along", NULL };
    const struct vdt_tree *tree = listing->finder->tree;
    struct vdt_found found;
    int32_t marker = vdt_tree_child(tree, word, VDT_REL_case_);
    static const char *const aiming[] = { "fire", "shoot", "lob", "throw", "hurl", "launch", "aim", "open", "direct", NULL };
    if (marker < 0 || !is_any(tree->words[marker].lemma, places)) return false;
    if (vdt_tree_is(tree, marker, "at") && tree->words[word].head >= 0 && is_any(tree->words[tree->words[word].head].lemma, aiming)) return false;
    if (listing->side == VDT_SIDE_DOER) return true;
    if (listing->side >= VDT_SIDE_JUDGED || !vdt_finder_actor(listing->finder, word, NULL, &found)) return false;
    if (!known(&found)) return mere_place(listing->finder, word);
    return listing->side != VDT_SIDE_ABROAD &&
           (found.link.place || vdt_noun_in_class(listing->finder->patterns, "settlement", tree->words[word].lemma) ||
            vdt_noun_in_class(listing->finder->patterns, "stretch", tree->words[word].lemma));
}

/* "an attack on soldiers", "an attack as the envoy arrived": of a deed only few phrases tell who does it. */
static bool tells_no_doer(const struct listing *listing, int32_t word) {
    static const char *const doers[] = { "by", "of", "from", "between", "among", NULL };
    const struct vdt_tree *tree = listing->finder->tree;
    int32_t marker = vdt_tree_child(tree, word, VDT_REL_case_);
    return listing->side == VDT_SIDE_DOER && marker >= 0 && !is_any(tree->words[marker].lemma, doers) &&
           vdt_noun_kind_of(listing->finder->patterns, tree, tree->words[word].head) == VDT_NOUN_MATTER;
}

/* "a camp in the centre of the city": a town around what was struck is not what was struck. */
static bool around_it(const struct listing *listing, int32_t word) {
    struct vdt_found found;
    return listing->side != VDT_SIDE_DOER && listing->side < VDT_SIDE_JUDGED && mere_place(listing->finder, word) && vdt_finder_actor(listing->finder, word, NULL, &found) && !known(&found);
}

/* "the arrest of journalists in Belarus": what only a state does is laid to the state where it was done. */
static void list_state(struct listing *listing, int32_t word, int depth) {
    const struct vdt_tree *tree = listing->finder->tree;
    for (int32_t child = tree->first_child[word]; child >= 0 && !listing->count; child = tree->next_sibling[child]) {
        int32_t marker = vdt_tree_child(tree, child, VDT_REL_case_);
        struct vdt_found found;
        if (tree->words[child].relation != VDT_REL_nmod || marker < 0) continue;
        if (vdt_tree_is(tree, marker, "in") && vdt_finder_actor(listing->finder, child, NULL, &found) && found.link.place && found.link.country.size)
            list_one(listing, child, false);
        else if (depth < 2)
            list_state(listing, child, depth + 1);
    }
}

/*
 * "condemned the raid", "protested against the killing": a deed that is judged is laid to who did it, where the words tell, and never to
 * whom it was done to. True: the phrase is such a deed.
 */
static bool list_judged(struct listing *listing, int32_t word) {
    struct vdt_finder *finder = listing->finder;
    const struct vdt_tree *tree = finder->tree;
    bool suffered = vdt_noun_in_class(finder->patterns, "suffered", tree->words[word].lemma);
    bool deed = suffered || vdt_noun_in_class(finder->patterns, "deed", tree->words[word].lemma);
    if ((listing->side != VDT_SIDE_JUDGED && listing->side != VDT_SIDE_PROTESTED) || !deed) return false;
    struct vdt_frame frame;
    vdt_frame_build(tree, finder->arena, word, &frame);
    const struct vdt_slot *agent = vdt_frame_slot(&frame, VDT_SLOT_PREPOSITION, "by");
    if (agent) {
        list_conjuncts(listing, agent->word, true, 0);
        return true;
    }
    for (int32_t child = tree->first_child[word]; child >= 0 && !suffered && !listing->count; child = tree->next_sibling[child]) {
        bool modifier = tree->words[child].relation == VDT_REL_amod || tree->words[child].relation == VDT_REL_compound;
        if (modifier && vdt_noun_in_class(finder->patterns, "scene", tree->words[child].lemma)) continue; /* "the embassy bombing" */
        if (modifier ? !part_of_participle(tree, child) && !mere_quality(listing, child) && !is_means(listing, child)
                     : tree->words[child].relation == VDT_REL_nmod_poss)
            list_conjuncts(listing, child, !modifier, 0);
    }
    if (!listing->count && vdt_noun_in_class(finder->patterns, "state-act", tree->words[word].lemma)) list_state(listing, word, 0);
    return true;
}

/* An actor inside a phrase whose head is none: "Iran's proposal", "the base of the rebels", "a US decision". */
static void list_inside(struct listing *listing, int32_t word, int depth) {
    static const enum vdt_relation order[] = { VDT_REL_nmod_poss, VDT_REL_amod, VDT_REL_compound, VDT_REL_acl, VDT_REL_nmod,
                                               VDT_REL_nmod_desc };
    const struct vdt_tree *tree = listing->finder->tree;
    bool holding = vdt_noun_kind_of(listing->finder->patterns, tree, word) == VDT_NOUN_HOLDING;
    if (list_judged(listing, word)) return;
    for (size_t r = 0; r < sizeof order / sizeof *order && !listing->count; r++)
        for (int32_t child = tree->first_child[word]; child >= 0 && !listing->count; child = tree->next_sibling[child]) {
            if (tree->words[child].relation != order[r]) continue;
            if (order[r] == VDT_REL_acl) {
                if (vdt_noun_kind_of(listing->finder->patterns, tree, word) != VDT_NOUN_PARTY) list_agent(listing, child);
                continue;
            }
            bool modifier = order[r] == VDT_REL_amod || order[r] == VDT_REL_compound;
            if (modifier && (part_of_participle(tree, child) || mere_quality(listing, child) || is_means(listing, child))) continue;
            bool arms = listing->side == VDT_SIDE_DOER && vdt_noun_in_class(listing->finder->patterns, "instrument", tree->words[word].lemma);
            if (order[r] == VDT_REL_nmod && arms) continue;
            if (order[r] == VDT_REL_nmod && (tells_where(listing, child) || tells_no_doer(listing, child) || around_it(listing, child))) continue;
            list_conjuncts(listing, child, !modifier && !holding, 0);
            if (!listing->count && depth < 2) list_inside(listing, child, depth + 1);
        }
}

/* Is the slot the one that this step of a way names? */
static bool on_the_way(const struct vdt_slot *slot, const struct vdt_path *path, uint32_t step) {
    return slot->kind == path->steps[step].slot &&
           (slot->kind != VDT_SLOT_PREPOSITION || vdt_view_equal(slot->name, path->steps[step].name));
}

/*
 * Follows a way from a frame; `inside` takes actors within phrases that are none themselves. What the frame only shares
 * with another phrase is looked at where its own words lead to nobody.
 */
static void follow(struct listing *listing, const struct vdt_frame *frame, const struct vdt_path *path, uint32_t step, bool inside) {
    for (int shared = 0; shared < 2 && !listing->count; shared++)
        for (uint32_t i = 0; i < frame->slot_count; i++) {
            const struct vdt_slot *slot = &frame->slots[i];
            if (slot->inherited != (shared == 1) || !on_the_way(slot, path, step)) continue;
            /* "bombs went off in Lima, killing ten": the participle may hang on the place */
            bool phrase = slot->kind == VDT_SLOT_PREPOSITION || (slot->kind == VDT_SLOT_SUBJECT && slot->inherited);
            if (phrase && tells_where(listing, slot->word)) continue;
            if (step + 1 < path->step_count) {
                struct vdt_frame next;
                vdt_frame_build(listing->finder->tree, listing->finder->arena, slot->word, &next);
                follow(listing, &next, path, step + 1, inside);
            } else if (inside) {
                list_inside(listing, slot->word, 0);
            } else {
                list_conjuncts(listing, slot->word, true, 0);
            }
        }
}

/* "a U.S. drone strike": the means beside it is nobody, but tells whose arm of a country struck. */
static void drop_means(struct listing *listing) {
    uint32_t kept = 0, countries = 0;
    struct vdt_view means = { NULL, 0 };
    for (uint32_t i = 0; i < listing->count; i++) countries += listing->out[i].link.country.size > 0;
    for (uint32_t i = 0; i < listing->count; i++) {
        const struct vdt_actor_link *link = &listing->out[i].link;
        bool beside = countries && link->kind == VDT_LINK_ROLE && !link->country.size;
        if (beside || is_means(listing, listing->out[i].word))
            means = link->code;
        else
            listing->out[kept++] = listing->out[i];
    }
    listing->count = kept;
    struct vdt_actor_link *one = &listing->out[0].link;
    if (kept != 1 || means.size != 3 || !vdt_view_equal(one->code, one->country)) return;
    struct vdt_view code = vdt_arena_format(listing->finder->arena, "%.*s%.*s", (int)one->country.size, one->country.data, (int)means.size, means.data);
    if (code.size) one->code = code;
}

/* A bare modifier is a party only where it is known, and more than a quality. */
static void keep_known(struct listing *listing) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < listing->count; i++)
        if (known(&listing->out[i]) && !mere_quality(listing, listing->out[i].word)) listing->out[kept++] = listing->out[i];
    listing->count = kept;
    drop_means(listing);
}

uint32_t vdt_finder_parties(struct vdt_finder *finder, const struct vdt_frame *frame, const struct vdt_path *paths,
                            uint32_t path_count, const struct vdt_found *speaker, enum vdt_side side, struct vdt_found *out, uint32_t most) {
    int32_t heading = frame->word >= finder->tree->heading ? finder->tree->heading : 0;
    struct listing listing = { finder, speaker, out, 0, most, side, heading };
    for (uint32_t p = 0; p < path_count && !listing.count; p++) {
        bool modifier = paths[p].steps[paths[p].step_count - 1].slot == VDT_SLOT_MODIFIER;
        follow(&listing, frame, &paths[p], 0, false);
        if (modifier)
            keep_known(&listing);
        else if (!listing.count)
            follow(&listing, frame, &paths[p], 0, true);
    }
    return listing.count;
}

bool vdt_finder_object(struct vdt_finder *finder, const struct vdt_frame *frame, enum vdt_slot_kind slot, struct vdt_found *out) {
    const struct vdt_slot *object = vdt_frame_slot(frame, slot, NULL);
    if (object && mere_number(finder, object->word)) {
        *out = (struct vdt_found){ .sentence = finder->sentence, .word = object->word };
        vdt_noun_span(finder->tree, object->word, &out->link.first, &out->link.last);
        as_people(out);
        return true;
    }
    if (!object || finder->tree->words[object->word].upos != VDT_UPOS_NOUN) return false;
    if (vdt_noun_kind_of(finder->patterns, finder->tree, object->word) == VDT_NOUN_MATTER) return false;
    return vdt_finder_actor(finder, object->word, NULL, out);
}

bool vdt_finder_test(void *context, enum vdt_test_kind kind, int32_t word) {
    struct vdt_finder *finder = context;
    struct vdt_found found;
    const struct vdt_word *w = &finder->tree->words[word];
    if (kind == VDT_TEST_NUMBER)
        return w->upos == VDT_UPOS_NUM || vdt_tree_child(finder->tree, word, VDT_REL_nummod) >= 0;
    if (kind == VDT_TEST_ORDER)
        return vdt_feats_have(w->feats, "Mood=Imp") ||
               (vdt_view_is(w->xpos, "VB") && vdt_tree_child(finder->tree, word, VDT_REL_nsubj) < 0 &&
                vdt_tree_child(finder->tree, word, VDT_REL_aux) < 0 && vdt_tree_child(finder->tree, word, VDT_REL_mark) < 0);
    bool any = vdt_finder_actor(finder, word, NULL, &found);
    struct vdt_view code = any ? found.link.code : (struct vdt_view){ NULL, 0 };
    struct vdt_view role = vdt_view_slice(code, code.size > 3 ? 3 : code.size, code.size);
    switch (kind) {
    case VDT_TEST_ACTOR: return code.size > 0;
    case VDT_TEST_STATE: return found.link.country.size && (role.size == 0 || vdt_view_starts(role, VDT_LITERAL("GOV")));
    case VDT_TEST_ARMED:
        return vdt_view_starts(role, VDT_LITERAL("MIL")) || vdt_view_starts(role, VDT_LITERAL("REB")) ||
               vdt_view_starts(role, VDT_LITERAL("COP")) || vdt_view_starts(code, VDT_LITERAL("MIL")) ||
               vdt_view_starts(code, VDT_LITERAL("REB")) || vdt_view_starts(code, VDT_LITERAL("COP")) ||
               vdt_view_starts(code, VDT_LITERAL("IMG")) || vdt_view_starts(code, VDT_LITERAL("IGONATO"));
    case VDT_TEST_HUMAN: return code.size > 0 || named(w) || w->upos == VDT_UPOS_PRON || (any && found.link.person);
    case VDT_TEST_PLACE: {
        struct vdt_place_link place;
        return vdt_link_place(finder->linker, finder->sentence, (uint32_t)word, &place) || vdt_name_type_of(w->name) == VDT_NAME_LOC;
    }
    default: return false;
    }
}

void vdt_finder_tell_pair(struct vdt_finder *finder, const struct vdt_found *one, const struct vdt_found *other) {
    finder->pair[0] = *one;
    finder->pair[1] = *other;
    finder->has_pair = true;
}

bool vdt_finder_other_owner(struct vdt_finder *finder, int32_t word, const struct vdt_found *source, struct vdt_found *out) {
    const struct vdt_tree *tree = finder->tree;
    int32_t owner = vdt_tree_child(tree, word, VDT_REL_nmod_poss);
    if (owner < 0 || tree->words[owner].upos != VDT_UPOS_PRON) return false;
    const char *const *pronoun = is_any(tree->words[owner].lemma, they) || is_any(tree->words[owner].form, they) ? they : it;
    for (int32_t i = 0; i < word; i++) {
        const struct vdt_word *w = &tree->words[i];
        if (w->relation != VDT_REL_nsubj && w->relation != VDT_REL_nsubj_pass && w->relation != VDT_REL_obj) continue;
        if (!vdt_finder_actor(finder, i, NULL, out) || !known(out) || !agrees(out, pronoun)) continue;
        if (!out->link.country.size || vdt_view_equal(out->link.country, source->link.country)) continue;
        return true;
    }
    return false;
}

static bool same_country(struct vdt_view *one, struct vdt_view other) {
    if (other.size != 3) return true;
    if (!one->size) *one = other;
    return vdt_view_equal(*one, other);
}

bool vdt_finder_only_country(struct vdt_finder *finder, struct vdt_view *out) {
    const struct vdt_tree *tree = finder->tree;
    *out = (struct vdt_view){ NULL, 0 };
    if (!finder->remembered_count) return false; /* one sentence alone says too little */
    for (uint32_t i = 0; i < finder->remembered_count; i++)
        if (!same_country(out, finder->memory[i].found.link.country)) return false;
    for (uint32_t i = 0; i < tree->count; i++) {
        struct vdt_found found;
        uint8_t upos = tree->words[i].upos;
        if (upos != VDT_UPOS_PROPN && upos != VDT_UPOS_NOUN && upos != VDT_UPOS_ADJ) continue;
        if (vdt_finder_actor(finder, (int32_t)i, NULL, &found) && !same_country(out, found.link.country)) return false;
    }
    return out->size > 0;
}

void vdt_finder_leave(struct vdt_finder *finder) {
    const struct vdt_tree *tree = finder->tree;
    for (uint32_t i = 0; i < tree->count; i++) {
        const struct vdt_word *w = &tree->words[i];
        if (w->upos != VDT_UPOS_PROPN && w->upos != VDT_UPOS_NOUN) continue;
        if (w->relation == VDT_REL_compound || w->relation == VDT_REL_flat || w->relation == VDT_REL_amod) continue;
        struct vdt_found found;
        if (!vdt_finder_actor(finder, (int32_t)i, NULL, &found) || !known(&found) || found.link.kind == VDT_LINK_ROLE) continue;
        if (finder->remembered_count == MEMORY) {
            memmove(finder->memory, finder->memory + 1, (MEMORY - 1) * sizeof *finder->memory);
            finder->remembered_count--;
        }
        finder->memory[finder->remembered_count++] =
            (struct remembered){ found, w->relation == VDT_REL_nsubj || w->relation == VDT_REL_nsubj_pass, finder->running };
    }
    finder->running += 2; /* nearer sentences outweigh subjects of far ones */
}
