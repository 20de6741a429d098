/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lexicon of data/status/embedders.txt: read into one sorted array, looked up by halving. Its grammar stands at the
 * head of that file. What a word does when it is itself negated is told apart where the two differ (managed to: did,
 * did not manage to: did not; forced to: did, was not forced to: nobody knows).
 */
#include "event/embedders.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/lines.h"

struct entry {
    char part; /* 'v', 'n', 'a'; 'e': an event noun, 'p', 'c': verbs of purpose; these embed nothing */
    struct vdt_view lemma, particle, kind;
    struct vdt_effects effects;
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
    return order ? order : (int)x->effects.plain - (int)y->effects.plain;
}

static bool read_names(struct vdt_view text, unsigned *out) {
    static const struct {
        const char *name;
        unsigned effect;
    } names[] = { { "keep", VDT_EFFECT_KEEP },       { "voice", VDT_EFFECT_VOICE },
                  { "planned", VDT_EFFECT_PLANNED }, { "possible", VDT_EFFECT_POSSIBLE },
                  { "denied", VDT_EFFECT_DENIED },   { "negated", VDT_EFFECT_NEGATED },
                  { "unmet", VDT_EFFECT_UNMET },     { "past", VDT_EFFECT_PAST } };
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

/* "possible/negated": what it does, and what it does when it is itself negated. */
static bool read_effects(struct vdt_view text, struct vdt_effects *out) {
    *out = (struct vdt_effects){ 0 };
    struct vdt_view rest = text;
    struct vdt_view plain = vdt_view_cut(&rest, '/');
    return read_names(plain, &out->plain) && (plain.size == text.size || read_names(rest, &out->negated));
}

static char part_letter(struct vdt_view part) {
    return vdt_view_is(part, "verb")    ? 'v'
           : vdt_view_is(part, "noun")  ? 'n'
           : vdt_view_is(part, "adj")   ? 'a'
           : vdt_view_is(part, "event") ? 'e'
           : vdt_view_is(part, "purpose")  ? 'p'
           : vdt_view_is(part, "courtesy") ? 'c'
                                           : 0;
}

static bool add_entry(struct vdt_embedders *embedders, char part, struct vdt_view lemma, struct vdt_view kind,
                      struct vdt_effects effects) {
    struct entry *grown =
        vdt_arena_grow(&embedders->arena, embedders->items, embedders->count, &embedders->capacity, sizeof *grown);
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

static enum vdt_status read_bare_words(struct vdt_embedders *embedders, char part, struct vdt_lines *lines,
                                       struct vdt_error *error) {
    for (struct vdt_view word; (word = vdt_lines_word(lines)).size;)
        if (!add_entry(embedders, part, word, VDT_LITERAL("any"), (struct vdt_effects){ .plain = VDT_EFFECT_KEEP }))
            return vdt_fail_memory(error, "reading embedders");
    return VDT_OK;
}

static enum vdt_status read_line(void *context, struct vdt_lines *lines, struct vdt_error *error) {
    struct vdt_embedders *embedders = context;
    struct vdt_view part = vdt_lines_word(lines);
    char letter = part_letter(part);
    if (!letter)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, 1,
                           "a line begins with verb, noun, adj, event, purpose or courtesy, not \"%.*s\"", (int)part.size, part.data);
    if (strchr("epc", letter)) return read_bare_words(embedders, letter, lines, error);
    struct vdt_view lemmas[64];
    size_t lemma_count = 0;
    bool kinds = false;
    for (struct vdt_view word; (word = vdt_lines_word(lines)).size;) {
        struct vdt_view value = word;
        struct vdt_view kind = vdt_view_cut(&value, '=');
        if (kind.size == word.size) {
            if (kinds || lemma_count == sizeof lemmas / sizeof *lemmas)
                return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, word),
                                   "words stand before their effects, at most 64 in a line: \"%.*s\"", (int)word.size,
                                   word.data);
            lemmas[lemma_count++] = word;
            continue;
        }
        kinds = true;
        struct vdt_effects effects;
        if (!kind.size || !read_effects(value, &effects))
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, word),
                               "no effect: \"%.*s\"", (int)word.size, word.data);
        for (size_t i = 0; i < lemma_count; i++)
            if (!add_entry(embedders, letter, lemmas[i], kind, effects))
                return vdt_fail_memory(error, "reading embedders");
    }
    if (!kinds || !lemma_count)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, 1, "a line without words or effects");
    return VDT_OK;
}

enum vdt_status vdt_embedders_open(const char *data, const char *user, struct vdt_embedders **out,
                                   struct vdt_error *error) {
    struct vdt_embedders *embedders = calloc(1, sizeof *embedders);
    if (!embedders) return vdt_fail_memory(error, "opening embedders");
    vdt_arena_init(&embedders->arena);
    enum vdt_status status =
        vdt_data_read_both(data, user, "status/embedders.txt", &embedders->arena, &embedders->hash, read_line, embedders, error);
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
    return at < embedders->count && embedders->items[at].part == part &&
           vdt_view_equal(embedders->items[at].lemma, lemma);
}

bool vdt_embedders_knows(const struct vdt_embedders *embedders, struct vdt_view lemma) {
    return has_entry(embedders, 'v', lemma) || has_entry(embedders, 'a', lemma) || has_entry(embedders, 'n', lemma);
}

/* "shipment", "invasion", "refusal": nouns whose ending says that they tell of something done. */
static bool ends_like_event(struct vdt_view lemma) {
    static const char *const endings[] = { "tion", "sion", "ment", "ance", "ence", "ing",
                                           "ure",  "usal", "oval", "ival", NULL };
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

static char part_of(const struct vdt_word *word) {
    return word->upos == VDT_UPOS_VERB || word->upos == VDT_UPOS_AUX ? 'v' : word->upos == VDT_UPOS_ADJ ? 'a' : 'n';
}

bool vdt_embeds(const struct vdt_embedders *embedders, const struct vdt_tree *tree, int32_t word) {
    char folded[FOLDED];
    return has_entry(embedders, part_of(&tree->words[word]), fold(tree->words[word].lemma, folded));
}

struct vdt_effects vdt_effects_of(const struct vdt_embedders *embedders, const struct vdt_tree *tree, int32_t word,
                                  struct vdt_view kind) {
    const struct vdt_word *w = &tree->words[word];
    char part = part_of(w);
    char folded[FOLDED];
    struct vdt_view lemma = fold(w->lemma, folded);
    struct vdt_effects plain = { 0 }, any = { 0 }, with_particle = { 0 };
    for (size_t at = first_entry(embedders, part, lemma); at < embedders->count; at++) {
        const struct entry *entry = &embedders->items[at];
        if (entry->part != part || !vdt_view_equal(entry->lemma, lemma)) break;
        if (entry->particle.size && !has_particle(tree, word, entry->particle)) continue;
        struct vdt_effects *into = vdt_view_is(entry->kind, "any") ? &any
                                   : entry->particle.size          ? &with_particle
                                                                   : &plain;
        if (into != &any && !vdt_view_equal(entry->kind, kind)) continue;
        into->plain |= entry->effects.plain;
        into->negated |= entry->effects.negated;
    }
    return with_particle.plain ? with_particle : plain.plain ? plain : any;
}

bool vdt_done_by_serving(const struct vdt_embedders *embedders, struct vdt_view lemma) {
    return has_entry(embedders, 'p', lemma) || vdt_is_courtesy(embedders, lemma);
}

bool vdt_is_courtesy(const struct vdt_embedders *embedders, struct vdt_view lemma) {
    return has_entry(embedders, 'c', lemma);
}

static unsigned effects_of_verb(const struct vdt_embedders *embedders, struct vdt_view lemma, struct vdt_view kind) {
    struct vdt_word word = { .lemma = lemma, .upos = VDT_UPOS_VERB };
    int32_t none = -1;
    struct vdt_tree tree = { .words = &word, .count = 1, .first_child = &none, .next_sibling = &none };
    return vdt_effects_of(embedders, &tree, 0, kind).plain;
}

bool vdt_embedders_plans(const struct vdt_embedders *embedders, struct vdt_view lemma) {
    return effects_of_verb(embedders, lemma, VDT_LITERAL("to")) & VDT_EFFECT_PLANNED;
}

bool vdt_embedders_says(const struct vdt_embedders *embedders, struct vdt_view lemma) {
    return effects_of_verb(embedders, lemma, VDT_LITERAL("that")) & VDT_EFFECT_VOICE;
}
