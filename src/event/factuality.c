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

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/lines.h"

enum effect {
    EFFECT_KEEP = 1, EFFECT_VOICE = 2, EFFECT_PLANNED = 4, EFFECT_POSSIBLE = 8, EFFECT_DENIED = 16,
    EFFECT_NEGATED = 32, EFFECT_PAST = 64,
};

struct entry {
    char part; /* 'v', 'n', 'a'; 'e': an event noun, which need not embed anything */
    struct vdt_view lemma, particle, kind;
    unsigned effects;
};

struct vdt_embedders {
    struct vdt_arena arena;
    struct entry *items; /* sorted by part, lemma, kind, order of reading */
    size_t count, capacity;
    uint64_t hash;
    char version[9];
};

static int compare_entries(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->part != y->part) return x->part < y->part ? -1 : 1;
    int order = vdt_view_compare(x->lemma, y->lemma);
    if (order) return order;
    order = vdt_view_compare(x->kind, y->kind);
    if (order) return order;
    order = vdt_view_compare(x->particle, y->particle);
    return order ? order : (int)x->effects - (int)y->effects;
}

static bool read_effects(struct vdt_view text, unsigned *out) {
    static const struct { const char *name; unsigned effect; } names[] = {
        { "keep", EFFECT_KEEP }, { "voice", EFFECT_VOICE }, { "planned", EFFECT_PLANNED }, { "possible", EFFECT_POSSIBLE },
        { "denied", EFFECT_DENIED }, { "negated", EFFECT_NEGATED }, { "past", EFFECT_PAST } };
    *out = 0;
    while (text.size) {
        struct vdt_view one = vdt_view_cut(&text, ',');
        size_t i = 0;
        while (i < sizeof names / sizeof *names && !vdt_view_is(one, names[i].name)) i++;
        if (i == sizeof names / sizeof *names) return false;
        *out |= names[i].effect;
    }
    return *out != 0;
}

static char part_letter(struct vdt_view part) {
    return vdt_view_is(part, "verb") ? 'v' : vdt_view_is(part, "noun") ? 'n' : vdt_view_is(part, "adj") ? 'a'
         : vdt_view_is(part, "event") ? 'e' : 0;
}

static bool add_entry(struct vdt_embedders *embedders, char part, struct vdt_view lemma, struct vdt_view kind, unsigned effects) {
    struct entry *grown = vdt_arena_grow(&embedders->arena, embedders->items, embedders->count, &embedders->capacity,
                                         sizeof *grown);
    if (!grown) return false;
    embedders->items = grown;
    struct vdt_view rest = lemma;
    struct entry *entry = &grown[embedders->count++];
    entry->part = part;
    entry->lemma = vdt_view_cut(&rest, '+');
    entry->particle = rest;
    entry->kind = kind;
    entry->effects = effects;
    return true;
}

static enum vdt_status read_event_nouns(struct vdt_embedders *embedders, struct vdt_lines *lines, struct vdt_error *error) {
    for (struct vdt_view word; (word = vdt_lines_word(lines)).size;)
        if (!add_entry(embedders, 'e', word, VDT_LITERAL("any"), EFFECT_KEEP))
            return vdt_fail_memory(error, "reading event nouns");
    return VDT_OK;
}

static enum vdt_status read_line(struct vdt_embedders *embedders, struct vdt_lines *lines, struct vdt_error *error) {
    struct vdt_view part = vdt_lines_word(lines);
    char letter = part_letter(part);
    if (!letter)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, 1,
                           "a line begins with verb, noun, adj or event, not \"%.*s\"", (int)part.size, part.data);
    if (letter == 'e') return read_event_nouns(embedders, lines, error);
    struct vdt_view lemmas[64];
    size_t lemma_count = 0;
    bool kinds = false;
    for (struct vdt_view word; (word = vdt_lines_word(lines)).size;) {
        struct vdt_view value = word;
        struct vdt_view kind = vdt_view_cut(&value, '=');
        if (kind.size == word.size) {
            if (kinds || lemma_count == sizeof lemmas / sizeof *lemmas)
                return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, word),
                                   "words stand before their effects, at most 64 in a line: \"%.*s\"", (int)word.size, word.data);
            lemmas[lemma_count++] = word;
            continue;
        }
        kinds = true;
        unsigned effects;
        if (!kind.size || !read_effects(value, &effects))
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, word),
                               "no effect: \"%.*s\"", (int)word.size, word.data);
        for (size_t i = 0; i < lemma_count; i++)
            if (!add_entry(embedders, letter, lemmas[i], kind, effects)) return vdt_fail_memory(error, "reading embedders");
    }
    if (!kinds || !lemma_count)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, 1, "a line without words or effects");
    return VDT_OK;
}

static enum vdt_status read_file(struct vdt_embedders *embedders, const char *path, const char *shown,
                                 struct vdt_error *error) {
    struct vdt_view text;
    enum vdt_status status = vdt_file_read(path, &embedders->arena, &text, error);
    if (status != VDT_OK) return status;
    embedders->hash = vdt_hash_seeded(text, embedders->hash);
    struct vdt_lines lines;
    vdt_lines_init(&lines, vdt_view_of(shown), text);
    while (status == VDT_OK && vdt_lines_next(&lines)) status = read_line(embedders, &lines, error);
    return status;
}

enum vdt_status vdt_embedders_open(const char *data, const char *user, struct vdt_embedders **out, struct vdt_error *error) {
    struct vdt_embedders *embedders = calloc(1, sizeof *embedders);
    if (!embedders) return vdt_fail_memory(error, "opening embedders");
    vdt_arena_init(&embedders->arena);
    char path[4200];
    snprintf(path, sizeof path, "%s/status/embedders.txt", data);
    enum vdt_status status = read_file(embedders, path, "data/status/embedders.txt", error);
    if (status == VDT_OK && user) {
        snprintf(path, sizeof path, "%s/status/embedders.txt", user);
        struct vdt_error missing;
        enum vdt_status tried = read_file(embedders, path, path, &missing);
        if (tried == VDT_ERROR_FORMAT || tried == VDT_ERROR_MEMORY) {
            status = tried;
            if (error) *error = missing;
        }
    }
    if (status != VDT_OK) {
        vdt_embedders_close(embedders);
        return status;
    }
    qsort(embedders->items, embedders->count, sizeof *embedders->items, compare_entries);
    snprintf(embedders->version, sizeof embedders->version, "%04x", (unsigned)(embedders->hash & 0xFFFF));
    *out = embedders;
    return VDT_OK;
}

void vdt_embedders_close(struct vdt_embedders *embedders) {
    if (!embedders) return;
    vdt_arena_done(&embedders->arena);
    free(embedders);
}

struct vdt_view vdt_embedders_version(const struct vdt_embedders *embedders) {
    return vdt_view_of(embedders->version);
}

enum { FOLDED = 64 };

/* In small letters; a word too long for any list becomes empty. */
static struct vdt_view fold(struct vdt_view lemma, char folded[FOLDED]) {
    if (lemma.size > FOLDED) return (struct vdt_view){ folded, 0 };
    for (size_t i = 0; i < lemma.size; i++) folded[i] = vdt_lower(lemma.data[i]);
    return (struct vdt_view){ folded, lemma.size };
}

/* Does `word` carry the particle of an entry ("rule out")? */
static bool has_particle(const struct vdt_tree *tree, int32_t word, struct vdt_view particle) {
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child])
        if ((tree->words[child].relation == VDT_REL_compound_prt || tree->words[child].relation == VDT_REL_advmod) &&
            vdt_view_equal_fold(tree->words[child].lemma, particle))
            return true;
    return false;
}

/* The first entry of a lemma, or where it would stand. */
static size_t first_entry(const struct vdt_embedders *embedders, char part, struct vdt_view lemma) {
    size_t low = 0, high = embedders->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct entry *entry = &embedders->items[middle];
        if (entry->part < part || (entry->part == part && vdt_view_compare(entry->lemma, lemma) < 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_entry(const struct vdt_embedders *embedders, char part, struct vdt_view lemma) {
    size_t at = first_entry(embedders, part, lemma);
    return at < embedders->count && embedders->items[at].part == part && vdt_view_equal(embedders->items[at].lemma, lemma);
}

bool vdt_embedders_knows(const struct vdt_embedders *embedders, struct vdt_view lemma) {
    return has_entry(embedders, 'v', lemma) || has_entry(embedders, 'a', lemma) || has_entry(embedders, 'n', lemma);
}

/* "shipment", "invasion", "refusal": nouns whose ending says that they tell of something done. */
static bool ends_like_event(struct vdt_view lemma) {
    static const char *const endings[] = { "tion", "sion", "ment", "ance", "ence", "ing", "ure", "usal", "oval", "ival", NULL };
    for (const char *const *ending = endings; *ending; ending++)
        if (lemma.size > strlen(*ending) + 2 && vdt_view_ends(lemma, vdt_view_of(*ending))) return true;
    return false;
}

bool vdt_is_predicate(const struct vdt_embedders *embedders, const struct vdt_tree *tree, int32_t word) {
    const struct vdt_word *w = &tree->words[word];
    if (w->upos == VDT_UPOS_VERB || w->relation == VDT_REL_cop) return true;
    if (w->upos == VDT_UPOS_PUNCT || w->relation == VDT_REL_aux || w->relation == VDT_REL_aux_pass) return false;
    if (vdt_tree_child(tree, word, VDT_REL_cop) >= 0) return true;
    if (w->upos == VDT_UPOS_NOUN || w->upos == VDT_UPOS_PROPN) {
        char folded[FOLDED];
        struct vdt_view lemma = fold(w->lemma, folded);
        return has_entry(embedders, 'e', lemma) ||
               (w->upos == VDT_UPOS_NOUN && (has_entry(embedders, 'n', lemma) || ends_like_event(lemma)));
    }
    return w->upos == VDT_UPOS_ADJ && has_entry(embedders, 'a', w->lemma) && w->relation != VDT_REL_amod;
}

/* What the word does to a complement of this kind; 0: nothing is known. */
static unsigned effects_of(const struct vdt_embedders *embedders, const struct vdt_tree *tree, int32_t word,
                           struct vdt_view kind) {
    const struct vdt_word *w = &tree->words[word];
    char part = w->upos == VDT_UPOS_VERB || w->upos == VDT_UPOS_AUX ? 'v' : w->upos == VDT_UPOS_ADJ ? 'a' : 'n';
    char folded[FOLDED];
    struct vdt_view lemma = fold(w->lemma, folded);
    size_t low = first_entry(embedders, part, lemma);
    unsigned plain = 0, any = 0, with_particle = 0;
    for (; low < embedders->count; low++) {
        const struct entry *entry = &embedders->items[low];
        if (entry->part != part || !vdt_view_equal(entry->lemma, lemma)) break;
        if (entry->particle.size && !has_particle(tree, word, entry->particle)) continue;
        if (vdt_view_is(entry->kind, "any"))
            any = entry->effects;
        else if (!vdt_view_equal(entry->kind, kind))
            continue;
        else if (entry->particle.size)
            with_particle = entry->effects;
        else
            plain |= entry->effects;
    }
    return with_particle ? with_particle : plain ? plain : any;
}

bool vdt_embedders_says(const struct vdt_embedders *embedders, struct vdt_view lemma) {
    struct vdt_word word = { .lemma = lemma, .upos = VDT_UPOS_VERB };
    int32_t none = -1;
    struct vdt_tree tree = { &word, 1, &none, &none };
    return effects_of(embedders, &tree, 0, VDT_LITERAL("that")) & EFFECT_VOICE;
}

struct climb {
    const struct vdt_embedders *embedders;
    const struct vdt_tree *tree;
    struct vdt_arena *arena;
    struct vdt_fact *fact;
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
        if (vdt_view_equal_fold(lemma, vdt_view_of(*list))) return true;
    return false;
}

static const char *const negators[] = { "not", "n't", "never", "no", "nor", "neither", "hardly", "barely", "nearly", "almost", NULL };
static const char *const nobody[] = { "nobody", "none", "nothing", NULL };
static const char *const may[] = { "may", "might", "could", "can", "should", "must", "ought", NULL };
static const char *const maybe[] = { "possibly", "perhaps", "maybe", "probably", "likely", "potentially", NULL };

struct local {
    bool negated;
    int32_t negator;
    int32_t modal;     /* the auxiliary, -1 */
    int32_t condition; /* the "if" that marks the clause itself, -1 */
    int32_t maybe;
};

static bool has_no(const struct vdt_tree *tree, int32_t noun) {
    int32_t determiner = vdt_tree_child(tree, noun, VDT_REL_det);
    return (determiner >= 0 && vdt_tree_is(tree, determiner, "no")) || any_of(tree->words[noun].lemma, nobody);
}

static struct local look_at(const struct vdt_tree *tree, int32_t word) {
    struct local local = { .negator = -1, .modal = -1, .condition = -1, .maybe = -1 };
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        const struct vdt_word *w = &tree->words[child];
        switch ((enum vdt_relation)w->relation) {
        case VDT_REL_advmod: case VDT_REL_det: case VDT_REL_cc: case VDT_REL_cc_preconj: case VDT_REL_advmod_emph:
            if (any_of(w->lemma, negators) || any_of(w->form, negators)) {
                /* "no longer", "not only": the first negates, the second does not */
                int32_t next = child + 1 < (int32_t)tree->count ? child + 1 : child;
                if (!vdt_tree_is(tree, next, "only") && !vdt_tree_is(tree, next, "just")) {
                    local.negated = !local.negated;
                    local.negator = child;
                }
            }
            if (any_of(w->lemma, maybe) && w->relation == VDT_REL_advmod) local.maybe = child;
            break;
        case VDT_REL_aux:
            if (any_of(w->lemma, may) || vdt_view_is(w->lemma, "will") || vdt_view_is(w->lemma, "would") ||
                vdt_view_is(w->lemma, "shall"))
                local.modal = child;
            break;
        case VDT_REL_nsubj: case VDT_REL_nsubj_pass: case VDT_REL_obj: {
            if (has_no(tree, child)) local.negated = !local.negated, local.negator = child;
            /* "neither Peru nor Chile signed" */
            int32_t before = vdt_tree_child(tree, child, VDT_REL_cc_preconj);
            if (before < 0) before = vdt_tree_child(tree, child, VDT_REL_cc);
            if (before >= 0 && vdt_tree_is(tree, before, "neither")) local.negated = !local.negated, local.negator = before;
            break;
        }
        case VDT_REL_mark:
            if (vdt_view_is(w->lemma, "if") || vdt_view_is(w->lemma, "unless") || vdt_view_is(w->lemma, "whether") ||
                vdt_view_is(w->lemma, "lest"))
                local.condition = child;
            if (vdt_view_is(w->lemma, "without")) local.negated = !local.negated, local.negator = child;
            break;
        case VDT_REL_case_:
            if (vdt_view_is(w->lemma, "without")) local.negated = !local.negated, local.negator = child;
            break;
        default: break;
        }
    }
    return local;
}

static bool modal_is(const struct vdt_tree *tree, int32_t modal, const char *const *list) {
    return any_of(tree->words[modal].lemma, list);
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
        struct vdt_tree one = { &as_adjective, 1, &none, &none };
        unsigned effects = effects_of(climb->embedders, &one, 0, VDT_LITERAL("mod"));
        if (effects & EFFECT_PLANNED) become_planned(climb, child, "planned");
        if (effects & EFFECT_POSSIBLE) become_possible(climb, child, "possible");
        if (effects & EFFECT_NEGATED) set(climb, VDT_NEGATED, child, "negated"), climb->failed = true;
        if (effects & EFFECT_DENIED) set(climb, VDT_DENIED, child, "denied");
        if (effects & EFFECT_PAST) climb->fact->historical = true, reason(climb, child, "past");
    }
}

/* Has the clause a condition: an advcl with if, unless, or "should X …"? */
static int32_t condition_of(const struct vdt_tree *tree, int32_t word) {
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        if (tree->words[child].relation != VDT_REL_advcl) continue;
        int32_t mark = vdt_tree_child(tree, child, VDT_REL_mark);
        if (mark >= 0 && (vdt_tree_is(tree, mark, "if") || vdt_tree_is(tree, mark, "unless"))) return mark;
        int32_t modal = vdt_tree_child(tree, child, VDT_REL_aux);
        if (modal >= 0 && vdt_tree_is(tree, modal, "should") && tree->words[child].head == word) return modal;
    }
    return -1;
}

/* The clause of a word itself, for the predicate that the climb began with. */
static void own_clause(struct climb *climb, int32_t word) {
    const struct vdt_tree *tree = climb->tree;
    struct local local = look_at(tree, word);
    if (local.modal >= 0) {
        if (modal_is(tree, local.modal, may))
            become_possible(climb, local.modal, "possible");
        else
            become_planned(climb, local.modal, "planned");
    }
    if (local.maybe >= 0) become_possible(climb, local.maybe, "possible");
    if (local.negated) {
        set(climb, VDT_NEGATED, local.negator, "negated");
        climb->plain = local.modal < 0;
    }
    /* "any attack would be met": one that may come */
    int32_t determiner = vdt_tree_child(tree, word, VDT_REL_det);
    if (determiner >= 0 && vdt_tree_is(tree, determiner, "any") && !local.negated) {
        become_possible(climb, determiner, "possible");
        climb->fact->conditional = true;
    }
    if (local.condition >= 0) {
        become_possible(climb, local.condition, "possible");
        if (!vdt_tree_is(tree, local.condition, "whether") && !vdt_tree_is(tree, local.condition, "lest"))
            climb->fact->conditional = true;
    }
    int32_t condition = condition_of(tree, word);
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

/* The one whose word an embedder is: subject of a verb; possessor, "by" or subject of the light verb of a noun. */
static int32_t speaker_of(struct climb *climb, int32_t embedder) {
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

/* "according to X", and "X said" that stands beside the clause. */
static void look_beside(struct climb *climb, int32_t word) {
    const struct vdt_tree *tree = climb->tree;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        enum vdt_relation relation = tree->words[child].relation;
        if (relation == VDT_REL_obl || relation == VDT_REL_nmod || relation == VDT_REL_advcl ||
            relation == VDT_REL_parataxis) {
            int32_t marker = vdt_tree_child(tree, child, VDT_REL_case_);
            if (marker >= 0 && vdt_view_equal_fold(tree->words[marker].form, VDT_LITERAL("according"))) {
                add_voice(climb, child, marker);
                continue;
            }
        }
        if (relation == VDT_REL_parataxis && tree->words[child].upos == VDT_UPOS_VERB &&
            (effects_of(climb->embedders, tree, child, VDT_LITERAL("that")) & EFFECT_VOICE) &&
            vdt_tree_child(tree, child, VDT_REL_ccomp) < 0) {
            int32_t speaker = speaker_of(climb, child);
            if (speaker >= 0) add_voice(climb, speaker, child);
        }
    }
}

/* How `word` hangs on its head, as a kind of the table; empty: not as a complement. */
static struct vdt_view kind_of(const struct vdt_tree *tree, struct vdt_arena *arena, int32_t word) {
    const struct vdt_word *w = &tree->words[word];
    int32_t mark = vdt_tree_child(tree, word, VDT_REL_mark);
    bool noun = w->upos == VDT_UPOS_NOUN || w->upos == VDT_UPOS_PROPN;
    switch ((enum vdt_relation)w->relation) {
    case VDT_REL_ccomp:
        if (mark >= 0 && (vdt_tree_is(tree, mark, "of") || vdt_tree_is(tree, mark, "from") || vdt_tree_is(tree, mark, "for")))
            return tree->words[mark].lemma;
        return VDT_LITERAL("that");
    case VDT_REL_xcomp: return VDT_LITERAL("to");
    case VDT_REL_obj: case VDT_REL_nsubj_pass: return VDT_LITERAL("noun");
    case VDT_REL_nsubj: case VDT_REL_csubj: case VDT_REL_nsubj_outer: case VDT_REL_csubj_pass: case VDT_REL_csubj_outer:
        return VDT_LITERAL("subj");
    case VDT_REL_advcl: case VDT_REL_acl:
        if (mark < 0)
            return w->relation == VDT_REL_acl && vdt_feats_have(w->feats, "VerbForm=Inf") ? VDT_LITERAL("to")
                                                                                          : VDT_LITERAL("");
        return tree->words[mark].lemma;
    case VDT_REL_compound: case VDT_REL_amod: return VDT_LITERAL("of");
    case VDT_REL_obl: case VDT_REL_nmod: case VDT_REL_obl_agent: {
        struct vdt_view marker = vdt_tree_case(tree, word, arena);
        return noun || w->upos == VDT_UPOS_VERB ? marker : VDT_LITERAL("");
    }
    default: return VDT_LITERAL("");
    }
}

/*
 * A that-clause that the parser took for a relative one ("warned its allies that troops are gathering"): the word that it
 * is the complement of, a noun that takes such clauses or the verb over the noun; -1: it is relative.
 */
static int32_t complement_of(const struct climb *climb, int32_t clause) {
    const struct vdt_tree *tree = climb->tree;
    int32_t first = tree->first_child[clause];
    bool that = false, subject = false;
    for (int32_t child = first; child >= 0; child = tree->next_sibling[child]) {
        that = that || (vdt_tree_is(tree, child, "that") && tree->words[child].relation != VDT_REL_nsubj &&
                        tree->words[child].relation != VDT_REL_nsubj_pass && child < clause);
        subject = subject || tree->words[child].relation == VDT_REL_nsubj || tree->words[child].relation == VDT_REL_nsubj_pass;
    }
    if (!that || !subject) return -1;
    int32_t noun = tree->words[clause].head;
    if (effects_of(climb->embedders, tree, noun, VDT_LITERAL("that"))) return noun;
    for (int steps = 0; steps < 4 && tree->words[noun].head >= 0; steps++) {
        enum vdt_relation relation = tree->words[noun].relation;
        int32_t head = tree->words[noun].head;
        if (relation == VDT_REL_obj || relation == VDT_REL_iobj || relation == VDT_REL_obl) {
            bool says = effects_of(climb->embedders, tree, head, VDT_LITERAL("that")) & EFFECT_VOICE;
            return says && vdt_tree_child(tree, head, VDT_REL_ccomp) < 0 ? head : -1;
        }
        if (relation != VDT_REL_conj) return -1;
        noun = head;
    }
    return -1;
}

static void apply(struct climb *climb, int32_t embedder, unsigned effects) {
    const struct vdt_tree *tree = climb->tree;
    struct local local = look_at(tree, embedder);
    if (effects & EFFECT_PAST) climb->fact->historical = true, reason(climb, embedder, "past");
    if (!climb->presupposed) {
        if (effects & EFFECT_NEGATED) {
            if (!local.negated) {
                if (local.modal >= 0)
                    become_possible(climb, embedder, "possible");
                else
                    become_negated(climb, embedder, "negated");
            }
        } else if (effects & EFFECT_PLANNED) {
            if (local.negated)
                set(climb, VDT_NEGATED, local.negator, "negated");
            else
                become_planned(climb, embedder, "planned");
        } else if (effects & EFFECT_POSSIBLE) {
            become_possible(climb, embedder, "possible");
        } else if (effects & EFFECT_DENIED) {
            if (!local.negated && climb->fact->status != VDT_NEGATED) set(climb, VDT_DENIED, embedder, "denied");
        } else if (local.negated) {
            if (effects & EFFECT_VOICE)
                become_possible(climb, local.negator, "possible");
            else
                set(climb, VDT_NEGATED, local.negator, "negated");
        }
        if (local.modal >= 0 && modal_is(tree, local.modal, may)) become_possible(climb, local.modal, "possible");
        if (local.modal >= 0 && !modal_is(tree, local.modal, may) && (effects & EFFECT_KEEP))
            become_planned(climb, local.modal, "planned");
        if (local.condition >= 0) {
            become_possible(climb, local.condition, "possible");
            climb->fact->conditional = climb->fact->conditional || !vdt_tree_is(tree, local.condition, "whether");
        }
    }
    if (effects & EFFECT_VOICE) add_voice(climb, speaker_of(climb, embedder), embedder);
}

static bool definite(const struct vdt_tree *tree, int32_t noun) {
    int32_t determiner = vdt_tree_child(tree, noun, VDT_REL_det);
    return vdt_tree_child(tree, noun, VDT_REL_nmod_poss) >= 0 ||
           (determiner >= 0 && (vdt_tree_is(tree, determiner, "the") || vdt_tree_is(tree, determiner, "this") ||
                                vdt_tree_is(tree, determiner, "that")));
}

void vdt_fact_of(const struct vdt_embedders *embedders, const struct vdt_tree *tree, struct vdt_arena *arena,
                 int32_t word, struct vdt_fact *out) {
    *out = (struct vdt_fact){ .status = VDT_ASSERTED };
    struct climb climb = { .embedders = embedders, .tree = tree, .arena = arena, .fact = out };
    int32_t start = word;
    bool verbal = tree->words[word].upos == VDT_UPOS_VERB || tree->words[word].upos == VDT_UPOS_AUX ||
                  tree->words[word].upos == VDT_UPOS_ADJ;
    own_clause(&climb, word);
    if (!verbal) look_at_adjectives(&climb, word);
    /* "Biden to meet Putin", a headline's future */
    if (verbal && tree->words[word].head < 0 && vdt_feats_have(tree->words[word].feats, "VerbForm=Inf") &&
        vdt_tree_child(tree, word, VDT_REL_nsubj) >= 0)
        become_planned(&climb, word, "planned");
    look_beside(&climb, word);

    for (uint32_t steps = 0; steps < tree->count && tree->words[word].head >= 0; steps++) {
        const struct vdt_word *w = &tree->words[word];
        int32_t head = w->head;
        enum vdt_relation relation = w->relation;
        if (relation == VDT_REL_conj) {
            /* a conjunct without subject and auxiliary of its own stands under the first one's */
            if (!climb.presupposed && vdt_tree_child(tree, word, VDT_REL_nsubj) < 0 &&
                vdt_tree_child(tree, word, VDT_REL_aux) < 0 && (word == start || verbal)) {
                struct local local = look_at(tree, head);
                int32_t conjunction = vdt_tree_child(tree, word, VDT_REL_cc);
                if (local.modal >= 0) {
                    if (modal_is(tree, local.modal, may))
                        become_possible(&climb, local.modal, "possible");
                    else
                        become_planned(&climb, local.modal, "planned");
                }
                if (local.negated && conjunction >= 0 &&
                    (vdt_tree_is(tree, conjunction, "or") || vdt_tree_is(tree, conjunction, "nor")))
                    set(&climb, VDT_NEGATED, local.negator, "negated");
                if (local.condition >= 0) {
                    become_possible(&climb, local.condition, "possible");
                    out->conditional = true;
                }
                if (!verbal) look_at_adjectives(&climb, head);
            }
            word = head;
            look_beside(&climb, word);
            continue;
        }
        struct vdt_view kind = kind_of(tree, arena, word);
        if (relation == VDT_REL_acl_relcl) {
            int32_t governor = complement_of(&climb, word);
            if (governor >= 0) head = governor, kind = VDT_LITERAL("that");
        }
        unsigned effects = kind.size ? effects_of(embedders, tree, head, kind) : 0;
        if (relation == VDT_REL_xcomp && vdt_tree_is(tree, head, "have")) {
            /* "has yet to sign" */
            for (int32_t child = tree->first_child[head]; child >= 0; child = tree->next_sibling[child])
                if (vdt_tree_is(tree, child, "yet")) effects = EFFECT_NEGATED;
        }
        if (relation == VDT_REL_parataxis && (effects_of(embedders, tree, head, VDT_LITERAL("that")) & EFFECT_VOICE) &&
            tree->words[head].upos == VDT_UPOS_VERB && vdt_tree_child(tree, head, VDT_REL_ccomp) < 0)
            effects = EFFECT_VOICE;
        if (relation == VDT_REL_acl && vdt_view_is(kind, "that") && !effects)
            effects = effects_of(embedders, tree, head, VDT_LITERAL("of"));
        if (effects) {
            apply(&climb, head, effects);
            /* "claims that its troops entered are false" */
        } else if (relation == VDT_REL_advcl) {
            int32_t mark = vdt_tree_child(tree, word, VDT_REL_mark);
            bool infinitive = vdt_feats_have(w->feats, "VerbForm=Inf");
            bool purpose = infinitive && (mark < 0 || vdt_tree_is(tree, mark, "to") || vdt_tree_is(tree, mark, "in"));
            if (purpose && !climb.presupposed) become_planned(&climb, word, "planned");
        } else if (relation == VDT_REL_acl && vdt_feats_have(w->feats, "VerbForm=Inf")) {
            if (!climb.presupposed) become_possible(&climb, head, "possible");
        } else if (relation == VDT_REL_acl || relation == VDT_REL_acl_relcl) {
            climb.presupposed = true;
        } else if (relation == VDT_REL_obj || relation == VDT_REL_nsubj_pass || relation == VDT_REL_xcomp) {
            bool light = tree->words[head].upos == VDT_UPOS_VERB && vdt_light_verb(tree->words[head].lemma);
            if (light || relation == VDT_REL_xcomp) {
                if (!climb.presupposed) {
                    own_clause(&climb, head);
                }
            } else if (definite(tree, word) || out->status == VDT_ASSERTED) {
                climb.presupposed = true;
            }
        } else if (relation == VDT_REL_nsubj && !verbal && tree->words[head].upos == VDT_UPOS_VERB) {
            /* "talks will begin", "the war may spread": the verb's clause, unless the event is taken as given */
            if (!climb.presupposed && !definite(tree, word)) {
                struct local local = look_at(tree, head);
                if (local.modal >= 0 && !local.negated) {
                    if (modal_is(tree, local.modal, may))
                        become_possible(&climb, local.modal, "possible");
                    else
                        become_planned(&climb, local.modal, "planned");
                }
            }
            climb.presupposed = climb.presupposed || definite(tree, word);
        }
        word = head;
        look_beside(&climb, word);
    }
    out->plainly_negated = climb.plain && out->status == VDT_NEGATED;
    /* a question asserts nothing */
    const struct vdt_word *last = &tree->words[tree->count - 1];
    if (vdt_view_is(last->form, "?") && !out->voice_count) {
        out->question = true;
        become_possible(&climb, (int32_t)tree->count - 1, "possible");
    }
}
