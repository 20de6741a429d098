/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From noun phrases to actors. First the whole report is matched against the phrases, longest first; then a phrase that is
 * asked for is put together from what was matched in it:
 *
 *   a name that the knowledge has      Sergei Lavrov → RUSGOV (by the day), NATO → IGONATO
 *   a state and a role                 Russian troops → RUSMIL, president of Latvia → LVAGOV
 *   a capital                          Moscow → RUSGOV, unless it is where something happens
 *   a role alone                       protesters → CVL, police → COP
 *
 * Surnames of persons that were named in full, unknown persons that were introduced with a role, and abbreviations that stand in
 * brackets behind a name are remembered for the report. Persons are known in other spellings too. Known weakness: two persons of one surname in one report are told apart only where they are named in full.
 */
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/hash.h"
#include "know/lookup.h"
#include "know/spelling.h"

enum { LONGEST = 11 };

/* A match of words of a sentence. */
struct match {
    uint32_t first, last;
    const struct vdt_layer *layer;
    uint32_t phrase; /* number */
};

struct remembered_name {
    uint64_t hash;
    const struct vdt_layer *layer; /* NULL: `code` */
    uint32_t entry;
    bool person;
    struct vdt_view code, name, country, by;
    struct vdt_spelling spelling;
    uint64_t sketch; /* hash of the spelling's */
};

struct vdt_linker {
    const struct vdt_knowledge *knowledge;
    struct vdt_arena *arena;
    const struct vdt_analysis *analysis;
    int32_t day;
    int32_t *match_of;        /* by word of the report: number of the match that covers it, -1 */
    struct match *matches;
    size_t match_count, match_capacity;
    struct remembered_name *names;
    size_t name_count, name_capacity;
};

static const struct vdt_word *words_of(const struct vdt_linker *linker, uint32_t sentence) {
    return linker->analysis->words + linker->analysis->sentences[sentence].first;
}

static struct vdt_view string_at(const struct vdt_layer *layer, uint32_t offset) {
    return vdt_view_of(layer->strings + offset);
}

static bool upper_first(struct vdt_view form) {
    if (!form.size) return false;
    unsigned char c = (unsigned char)form.data[0];
    return (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static bool all_capitals(struct vdt_view form) {
    for (size_t i = 0; i < form.size; i++)
        if (form.data[i] >= 'a' && form.data[i] <= 'z') return false;
    return form.size > 0;
}

/* "NGOs" */
static struct vdt_view singular(struct vdt_view form) {
    return vdt_view_ends(form, VDT_LITERAL("s")) ? vdt_view_slice(form, 0, form.size - 1) : form;
}

/* Which phrase of a hash is meant, given how the words are written: names want a capital, roles none. */
static bool acceptable(const struct vdt_image_phrase *phrase, const struct vdt_word *words, uint32_t first, uint32_t last) {
    if (phrase->kind == VDT_PHRASE_SPELLING) return false;
    if (phrase->capitals && !all_capitals(words[first].form)) return false;
    if (phrase->kind == VDT_PHRASE_ROLE) return true;
    if (!upper_first(words[first].form)) return false;
    /* "May", "Will": a name of one common word is believed only where the tagger saw a name */
    if (first == last && words[first].upos != VDT_UPOS_PROPN && words[first].upos != VDT_UPOS_ADJ && words[first].upos != VDT_UPOS_NOUN)
        return false;
    return true;
}

static uint64_t hash_of(const struct vdt_phrase_key *key) {
    return vdt_hash((struct vdt_view){ key->text, key->size });
}

static bool add_match(struct vdt_linker *linker, uint32_t base, uint32_t first, uint32_t last, const struct vdt_layer *layer, uint32_t phrase) {
    struct match *grown = vdt_arena_grow(linker->arena, linker->matches, linker->match_count, &linker->match_capacity, sizeof *grown);
    if (!grown) return false;
    linker->matches = grown;
    grown[linker->match_count] = (struct match){ first, last, layer, phrase };
    for (uint32_t w = first; w <= last; w++) linker->match_of[base + w] = (int32_t)linker->match_count;
    linker->match_count++;
    return true;
}

/* Of several persons of one name the one who was in office on the day is meant, or nearest to it; of a report without a day who governed longest. */
static uint32_t person_of_the_day(const struct vdt_linker *linker, const struct vdt_layer *layer, uint32_t phrase) {
    uint32_t best = phrase;
    if (layer->phrases[phrase].kind != VDT_PHRASE_PERSON) return phrase;
    int64_t least = vdt_layer_days_out(layer, &layer->entries[layer->phrases[phrase].entry], linker->day);
    for (uint32_t next = phrase + 1; next < layer->phrase_count && layer->phrases[next].hash == layer->phrases[phrase].hash; next++) {
        if (layer->phrases[next].kind != VDT_PHRASE_PERSON) continue;
        int64_t out = vdt_layer_days_out(layer, &layer->entries[layer->phrases[next].entry], linker->day);
        if (out < least) least = out, best = next;
    }
    return best;
}

static bool find_whole(const struct vdt_linker *linker, const struct vdt_layer *layer, const struct vdt_phrase_key *key,
                       const struct vdt_word *words, uint32_t first, uint32_t last, uint32_t *phrase) {
    uint64_t hash = hash_of(key);
    for (uint32_t number = vdt_layer_find(layer, hash); number && number <= layer->phrase_count && layer->phrases[number - 1].hash == hash; number++)
        if (acceptable(&layer->phrases[number - 1], words, first, last)) {
            *phrase = person_of_the_day(linker, layer, number - 1);
            return true;
        }
    return false;
}

enum { LONGEST_ENDING = 5, SHORTEST_BEGINNING = 3 };

/* Phrases of other coders' lists that match the beginning of a word: ARGENTIN finds "Argentinean". */
static bool find_beginning(const struct vdt_linker *linker, const struct vdt_layer *layer, const struct vdt_phrase_key *whole, uint32_t letters, const struct vdt_word *words,
                           uint32_t first, uint32_t last, uint32_t *phrase) {
    struct vdt_phrase_key key = *whole;
    for (uint32_t cut = 1; layer->beginnings && cut <= LONGEST_ENDING && letters >= SHORTEST_BEGINNING + cut; cut++) {
        key.size = whole->size - cut;
        if (find_whole(linker, layer, &key, words, first, last, phrase) && layer->phrases[*phrase].beginnings) return true;
    }
    return false;
}

/* A noun; the tagger takes "pirates" for a name where a name should have a capital, and "Presidents" for one that names nobody. */
static bool common_noun(const struct vdt_word *word) {
    bool title = vdt_view_is(word->xpos, "NNPS") && !word->name;
    return word->upos == VDT_UPOS_NOUN || (word->upos == VDT_UPOS_PROPN && (title || !upper_first(word->form)));
}

/* A role in the plural: the last word's lemma in the place of its form. Of `whole` the first `before` bytes stand before that word. */
static bool find_plural_role(const struct vdt_layer *layer, const struct vdt_phrase_key *whole, uint32_t before, const struct vdt_word *word,
                             uint32_t *phrase) {
    if ((!common_noun(word) && !vdt_view_is(word->xpos, "NNPS")) || vdt_view_equal(word->form, word->lemma)) return false;
    struct vdt_phrase_key key = *whole;
    key.size = before;
    key.words--;
    if (!vdt_phrase_add(&key, word->lemma)) return false;
    uint64_t hash = hash_of(&key);
    uint32_t number = vdt_layer_find(layer, hash);
    for (; number && number <= layer->phrase_count && layer->phrases[number - 1].hash == hash; number++)
        if (layer->phrases[number - 1].kind == VDT_PHRASE_ROLE && !layer->phrases[number - 1].capitals) return *phrase = number - 1, true;
    return false;
}

static bool find_longest(struct vdt_linker *linker, const struct vdt_sentence *sentence, uint32_t first, const struct vdt_layer **layer,
                         uint32_t *phrase, uint32_t *last) {
    const struct vdt_word *words = linker->analysis->words + sentence->first;
    struct vdt_phrase_key key = { .capitals = true };
    bool found = false;
    for (uint32_t w = first; w < sentence->count && w < first + LONGEST; w++) {
        uint32_t before = key.size;
        if (!vdt_phrase_add(&key, words[w].form)) break;
        if (key.size == before) {
            if (w == first) break; /* begins with punctuation */
            continue;
        }
        if (words[w].upos == VDT_UPOS_PUNCT && words[w].form.size == 1 && words[w].form.data[0] == ',') break;
        for (size_t l = 0; l < linker->knowledge->layer_count; l++) {
            const struct vdt_layer *one = &linker->knowledge->layers[l];
            if (!find_whole(linker, one, &key, words, first, w, phrase) &&
                !find_beginning(linker, one, &key, key.size - before, words, first, w, phrase) &&
                !(w > first && find_plural_role(one, &key, before, &words[w], phrase)))
                continue;
            *layer = one;
            *last = w;
            found = true;
            break;
        }
    }
    if (found) return true;
    /* roles stand in the plural too: the lemma is asked */
    struct vdt_phrase_key lemma = { .capitals = true };
    if (!common_noun(&words[first]) || !vdt_phrase_add(&lemma, words[first].lemma)) return false;
    for (size_t l = 0; l < linker->knowledge->layer_count; l++) {
        const struct vdt_layer *one = &linker->knowledge->layers[l];
        uint32_t number = vdt_layer_find(one, hash_of(&lemma));
        for (; number && number <= one->phrase_count && one->phrases[number - 1].hash == hash_of(&lemma); number++)
            if (one->phrases[number - 1].kind == VDT_PHRASE_ROLE && (!one->phrases[number - 1].capitals || all_capitals(singular(words[first].form)))) {
                *layer = one;
                *phrase = number - 1;
                *last = first;
                return true;
            }
    }
    return false;
}

/* The last word of the tagger's person that begins here; `first` where there is none of two words or more. */
static uint32_t person_end(const struct vdt_word *words, uint32_t count, uint32_t first) {
    enum vdt_name_place place = vdt_name_place_of(words[first].name);
    uint32_t last = first;
    if (vdt_name_type_of(words[first].name) != VDT_NAME_PER || (place != VDT_NAME_BEGIN && place != VDT_NAME_UNIT)) return first;
    while (last + 1 < count && last - first < LONGEST && vdt_name_type_of(words[last + 1].name) == VDT_NAME_PER &&
           vdt_name_place_of(words[last + 1].name) != VDT_NAME_BEGIN && vdt_name_place_of(words[last + 1].name) != VDT_NAME_UNIT)
        last++;
    return last;
}

static struct vdt_view country_of(struct vdt_view code) {
    struct vdt_view three = vdt_view_slice(code, 0, 3);
    static const char *const none[] = { "IGO", "NGO", "MNC", "IMG", "GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU",
                                        "BUS", "CRM", "CVL", "CIV", "LEG", "ELI", "LAB", "REL", "REF", "SEP" };
    if (three.size < 3) return (struct vdt_view){ NULL, 0 };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (vdt_view_is(three, none[i])) return (struct vdt_view){ NULL, 0 };
    return three;
}

/* "Russian journalist Oleg Kashin" is no Belarusian of a like name: a state or a body of it in front that is not the person's. */
static bool of_another_state(const struct vdt_linker *linker, const struct vdt_sentence *sentence, uint32_t first, const struct vdt_layer *layer,
                             uint32_t phrase) {
    enum { WORDS_BEFORE = 8 };
    const struct vdt_word *words = linker->analysis->words + sentence->first;
    struct vdt_view code = vdt_layer_code(layer, layer->phrases[phrase].entry, linker->day, linker->arena);
    for (uint32_t w = first; w > 0 && w + WORDS_BEFORE > first && words[w - 1].upos != VDT_UPOS_PUNCT && words[w - 1].upos != VDT_UPOS_VERB; w--) {
        int32_t number = linker->match_of[sentence->first + w - 1];
        if (number < 0) continue;
        const struct match *match = &linker->matches[number];
        const struct vdt_image_entry *entry = &match->layer->entries[match->layer->phrases[match->phrase].entry];
        struct vdt_view state = entry->code == UINT32_MAX ? (struct vdt_view){ NULL, 0 } : country_of(string_at(match->layer, entry->code));
        if (entry->kind == VDT_ENTRY_ROLE || !state.size) continue;
        return country_of(code).size && !vdt_view_equal(country_of(code), state);
    }
    return false;
}

/* A person in another spelling: "Sergej Lawrow". */
static bool find_respelt(const struct vdt_linker *linker, const struct vdt_sentence *sentence, uint32_t first, const struct vdt_layer **layer,
                         uint32_t *phrase, uint32_t *last) {
    const struct vdt_word *words = linker->analysis->words + sentence->first;
    struct vdt_spelling spelling = { .words = 0 };
    *last = person_end(words, sentence->count, first);
    if (*last == first) return false;
    for (uint32_t w = first; w <= *last; w++)
        if (words[w].upos != VDT_UPOS_PUNCT && !vdt_spelling_add(&spelling, words[w].form)) return false;
    if (spelling.words < 2) return false;
    for (size_t l = 0; l < linker->knowledge->layer_count; l++) {
        *layer = &linker->knowledge->layers[l];
        if (vdt_layer_find_spelling(*layer, &spelling, linker->day, phrase)) return !of_another_state(linker, sentence, first, *layer, *phrase);
    }
    return false;
}

static bool remember(struct vdt_linker *linker, struct vdt_view surname, struct remembered_name name) {
    struct vdt_phrase_key key = { .capitals = true };
    if (!vdt_phrase_add(&key, surname) || key.size < 3) return true;
    name.hash = hash_of(&key);
    if (vdt_spelling_add(&name.spelling, surname)) name.sketch = vdt_spelling_hash(&name.spelling);
    for (size_t i = 0; i < linker->name_count; i++)
        if (linker->names[i].hash == name.hash) return true;
    struct remembered_name *grown = vdt_arena_grow(linker->arena, linker->names, linker->name_count, &linker->name_capacity, sizeof *grown);
    if (!grown) return false;
    linker->names = grown;
    grown[linker->name_count++] = name;
    return true;
}

static const struct remembered_name *recall(const struct vdt_linker *linker, struct vdt_view word) {
    struct vdt_phrase_key key = { .capitals = true };
    if (!linker->name_count || !upper_first(word) || !vdt_phrase_add(&key, word)) return NULL;
    uint64_t hash = hash_of(&key);
    for (size_t i = 0; i < linker->name_count; i++)
        if (linker->names[i].hash == hash) return &linker->names[i];
    struct vdt_spelling spelling = { .words = 0 };
    if (!vdt_spelling_add(&spelling, word)) return NULL;
    uint64_t sketch = vdt_spelling_hash(&spelling);
    for (size_t i = 0; i < linker->name_count; i++)
        if (linker->names[i].person && linker->names[i].sketch == sketch && vdt_spelling_same(&spelling, &linker->names[i].spelling)) return &linker->names[i];
    return NULL;
}

/* "Sudan Liberation Army (SLA)": what the report calls it from then on. */
static bool remember_abbreviation(struct vdt_linker *linker, const struct vdt_sentence *sentence, uint32_t last, const struct match *match) {
    const struct vdt_word *words = linker->analysis->words + sentence->first;
    if (last + 3 >= sentence->count || !vdt_view_is(words[last + 1].form, "(") || !vdt_view_is(words[last + 3].form, ")")) return true;
    struct vdt_view form = words[last + 2].form;
    if (form.size < 3 || form.size > 10 || !all_capitals(form) || linker->match_of[sentence->first + last + 2] >= 0) return true;
    return remember(linker, form, (struct remembered_name){ .layer = match->layer, .entry = match->layer->phrases[match->phrase].entry });
}

enum vdt_status vdt_linker_new(const struct vdt_knowledge *knowledge, struct vdt_arena *arena, const struct vdt_analysis *analysis,
                               int32_t day, struct vdt_linker **out, struct vdt_error *error) {
    struct vdt_linker *linker = vdt_arena_take(arena, sizeof *linker);
    if (!linker) return vdt_fail_memory(error, "linking");
    linker->knowledge = knowledge;
    linker->arena = arena;
    linker->analysis = analysis;
    linker->day = day;
    linker->match_of = vdt_arena_array(arena, analysis->word_count, sizeof *linker->match_of);
    if (!linker->match_of) return vdt_fail_memory(error, "linking");
    for (uint32_t w = 0; w < analysis->word_count; w++) linker->match_of[w] = -1;
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        const struct vdt_sentence *sentence = &analysis->sentences[s];
        for (uint32_t w = 0; w < sentence->count;) {
            const struct vdt_word *word = &analysis->words[sentence->first + w];
            const struct vdt_layer *layer;
            uint32_t phrase, last;
            if (word->upos == VDT_UPOS_PUNCT || word->upos == VDT_UPOS_DET || word->upos == VDT_UPOS_ADP ||
                word->upos == VDT_UPOS_PRON || word->upos == VDT_UPOS_AUX ||
                (!find_longest(linker, sentence, w, &layer, &phrase, &last) && !find_respelt(linker, sentence, w, &layer, &phrase, &last))) {
                w++;
                continue;
            }
            if (!add_match(linker, sentence->first, w, last, layer, phrase)) return vdt_fail_memory(error, "linking");
            const struct vdt_image_phrase *one = &layer->phrases[phrase];
            bool person = one->kind == VDT_PHRASE_PERSON || one->kind == VDT_PHRASE_SPELLING;
            if (person && last > w &&
                !remember(linker, analysis->words[sentence->first + last].form,
                          (struct remembered_name){ .layer = layer, .entry = one->entry, .person = true }))
                return vdt_fail_memory(error, "linking");
            if (one->kind == VDT_PHRASE_NAME && last > w && !remember_abbreviation(linker, sentence, last, &linker->matches[linker->match_count - 1]))
                return vdt_fail_memory(error, "linking");
            w = last + 1;
        }
    }
    /* unknown persons whose role stands beside them: "the Latvian defence minister Andris Sprūds" */
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        const struct vdt_sentence *sentence = &analysis->sentences[s];
        for (uint32_t w = 1; w < sentence->count; w++) {
            const struct vdt_word *word = &analysis->words[sentence->first + w];
            if (vdt_name_type_of(word->name) != VDT_NAME_PER || vdt_name_place_of(word->name) != VDT_NAME_LAST) continue;
            if (linker->match_of[sentence->first + w] >= 0 || recall(linker, word->form)) continue;
            uint32_t head = w;
            for (uint32_t up = w; up > 0 && up + 6 > w; up--) {
                int32_t above = analysis->words[sentence->first + head].head;
                if (above < 0 || (uint32_t)above >= sentence->count) break;
                uint8_t relation = analysis->words[sentence->first + head].relation;
                if (relation != VDT_REL_flat && relation != VDT_REL_compound && relation != VDT_REL_appos && relation != VDT_REL_nmod_desc) break;
                head = (uint32_t)above;
            }
            struct vdt_actor_link link;
            vdt_link_actor(linker, s, head, &link);
            if (link.kind != VDT_LINK_COMPOSED && link.kind != VDT_LINK_ROLE) continue;
            if (!remember(linker, word->form, (struct remembered_name){ .code = link.code, .country = link.country, .by = link.entry,
                                                                        .name = word->form, .person = true }))
                return vdt_fail_memory(error, "linking");
        }
    }
    *out = linker;
    return VDT_OK;
}

/* ---- the phrase ----------------------------------------------------------------------------------------------- */

static bool is_one_of(struct vdt_view lemma, const char *const *list) {
    for (; *list; list++)
        if (vdt_view_is_fold(lemma, *list)) return true;
    return false;
}

static bool below(const struct vdt_word *words, uint32_t count, uint32_t word, uint32_t top) {
    int32_t at = (int32_t)word;
    for (int steps = 0; at >= 0 && (uint32_t)at < count && steps < 12; steps++) {
        if ((uint32_t)at == top) return true;
        at = words[at].head;
    }
    return false;
}

static bool clitic(struct vdt_view form) {
    return vdt_view_is(form, "'s") || vdt_view_is(form, "’s") || vdt_view_is(form, "'") || vdt_view_is(form, "’");
}

/* The words behind `last` that belong to a phrase as its name does: "President *Xi Jinping*". */
static uint32_t end_of_name(const struct vdt_word *words, uint32_t count, uint32_t head, uint32_t last) {
    while (last + 1 < count) {
        const struct vdt_word *w = &words[last + 1];
        bool name = w->relation == VDT_REL_flat || w->relation == VDT_REL_goeswith || w->relation == VDT_REL_fixed;
        bool same = w->upos == VDT_UPOS_PROPN && (w->relation == VDT_REL_appos || w->relation == VDT_REL_nmod_desc || w->relation == VDT_REL_compound ||
                                                 w->relation == VDT_REL_nmod_unmarked || w->relation == VDT_REL_list);
        bool inside = below(words, count, last + 1, head) && vdt_name_type_of(w->name) != VDT_NAME_NONE &&
                      (vdt_name_place_of(w->name) == VDT_NAME_INSIDE || vdt_name_place_of(w->name) == VDT_NAME_LAST) && w->upos != VDT_UPOS_ADP;
        if (!(name || same || inside) || !below(words, count, last + 1, head) || last - head > 8) break;
        last++;
    }
    return last;
}

static void span_phrase(const struct vdt_word *words, uint32_t count, uint32_t head, uint32_t *first, uint32_t *last) {
    *first = *last = head;
    while (*first > 0 && head - *first < 12) {
        const struct vdt_word *w = &words[*first - 1];
        if (!below(words, count, *first - 1, head)) break;
        if (w->upos == VDT_UPOS_DET || w->upos == VDT_UPOS_PRON || w->upos == VDT_UPOS_ADP || w->upos == VDT_UPOS_VERB) {
            /* a participle before its noun belongs: "Iranian-backed fighters" */
            if (w->upos != VDT_UPOS_VERB || w->relation != VDT_REL_amod) break;
        }
        if (w->upos == VDT_UPOS_PUNCT && !vdt_view_is(w->form, "-") && !vdt_view_is(w->form, "–")) break;
        --*first;
    }
    while (*first < head && (words[*first].upos == VDT_UPOS_CCONJ || words[*first].upos == VDT_UPOS_PUNCT || words[*first].upos == VDT_UPOS_ADV)) ++*first;
    *last = end_of_name(words, count, head, head);
}

/* "-backed", "-led": the country before it is not the noun's own. */
static bool not_its_own(const struct vdt_word *words, uint32_t count, uint32_t last) {
    static const char *const after[] = { "backed", "led", "born", "made", "style", "held", "controlled", "occupied", "aligned", "trained",
                                         "funded", "sponsored", "based", "speaking", "allied", "supported", "brokered", "mediated",
                                         "recognised", "recognized", "appointed", "listed", "designated", "mandated", NULL };
    if (last + 2 < count && vdt_view_is(words[last + 1].form, "-") && is_one_of(words[last + 2].form, after)) return true;
    /* "pro-Russian", "anti-French" */
    return false;
}

static bool pro_or_anti(const struct vdt_word *words, uint32_t first) {
    static const char *const before[] = { "pro", "anti", NULL };
    return first >= 2 && vdt_view_is(words[first - 1].form, "-") && is_one_of(words[first - 2].form, before);
}

struct parts {
    const struct match *named, *state, *role, *capital, *place;
    uint32_t role_at;
    bool former; /* or future: not in office */
};

static const struct vdt_image_phrase *phrase_of(const struct match *match) {
    return &match->layer->phrases[match->phrase];
}

static enum vdt_entry_kind entry_kind(const struct match *match) {
    return (enum vdt_entry_kind)match->layer->entries[phrase_of(match)->entry].kind;
}

static struct vdt_view role_code(const struct match *match) {
    return string_at(match->layer, match->layer->entries[phrase_of(match)->entry].code);
}

/* "police officers", "rebel forces": whose soldiers they are says more than that they bear arms. */
static bool bears_arms_of(const struct match *owner, const struct match *role) {
    struct vdt_view code = role_code(owner);
    return vdt_view_is(role_code(role), "MIL") && (vdt_view_is(code, "COP") || vdt_view_is(code, "REB") || vdt_view_is(code, "CRM"));
}

/* "the General Synod", "the secretary-general": no soldier. */
static bool general_as_adjective(const struct vdt_word *words, uint32_t count, const struct match *match) {
    static const char *const bodies[] = { "synod", "assembly", "council", "strike", "election", "secretariat", "hospital", "court", "manager",
                                          "secretary", "practitioner", "congress", "conference", "staff", "public", "motors", "electric", NULL };
    if (match->first != match->last || !vdt_view_is_fold(words[match->first].lemma, "general")) return false;
    uint32_t before = match->first > 1 && vdt_view_is(words[match->first - 1].form, "-") ? match->first - 2 : match->first - 1;
    if (match->first > 0 && vdt_view_is_fold(words[before].lemma, "secretary")) return true;
    return match->first + 1 < count && is_one_of(words[match->first + 1].lemma, bodies);
}

/* Is a match only part of a name: "Victoria Smith"? */
static bool within_name(const struct vdt_word *words, const struct match *match) {
    enum vdt_name_place first = vdt_name_place_of(words[match->first].name), last = vdt_name_place_of(words[match->last].name);
    bool whole = (first == VDT_NAME_BEGIN || first == VDT_NAME_UNIT) && (last == VDT_NAME_LAST || last == VDT_NAME_UNIT);
    return words[match->first].name && !whole;
}

/* "Luisa Ortega Díaz" is not the Ortega that is known: a lone surname within a name whose first word the entry does not have. */
static bool another_person(const struct vdt_linker *linker, uint32_t sentence, const struct match *match) {
    const struct vdt_sentence *s = &linker->analysis->sentences[sentence];
    const struct vdt_word *words = linker->analysis->words + s->first;
    if (entry_kind(match) != VDT_ENTRY_PERSON || match->first != match->last || vdt_name_type_of(words[match->first].name) != VDT_NAME_PER) return false;
    uint32_t first = match->first;
    while (first > 0 && vdt_name_type_of(words[first].name) == VDT_NAME_PER &&
           (vdt_name_place_of(words[first].name) == VDT_NAME_INSIDE || vdt_name_place_of(words[first].name) == VDT_NAME_LAST))
        first--;
    while (first < match->first && linker->match_of[s->first + first] >= 0) first++; /* his title: "President Ortega" */
    if (first == match->first) return false;
    struct vdt_view name = string_at(match->layer, match->layer->entries[phrase_of(match)->entry].name);
    for (struct vdt_view rest = name, word; (word = vdt_view_cut(&rest, ' ')).size || rest.size;)
        if (vdt_view_equal_fold(word, words[first].form)) return false;
    return true;
}

/* "former", "ex-minister", "incoming", "minister-designate": who is told so is not in office. */
static bool out_of_office(const struct vdt_word *word) {
    static const char *const words[] = { "former", "ex", "then", "late", "ousted", "deposed", "onetime", "one-time", "erstwhile", "incoming", "designate",
                                         "elect", "nominee", NULL };
    return is_one_of(word->form, words) || vdt_view_starts(word->lemma, VDT_LITERAL("ex-")) ||
           (word->upos == VDT_UPOS_ADJ && vdt_view_is_fold(word->form, "future"));
}

static void collect(const struct vdt_linker *linker, uint32_t sentence, uint32_t first, uint32_t last, struct parts *parts) {
    static const char *const carriers[] = { "spokesman", "spokeswoman", "spokesperson", "leader", "official", "commander", "representative", "negotiator",
                                            "leadership", "delegation", "envoy", NULL };
    const struct vdt_sentence *s = &linker->analysis->sentences[sentence];
    const struct vdt_word *words = linker->analysis->words + s->first;
    for (uint32_t w = first; w <= last; w++) {
        if (out_of_office(&words[w])) parts->former = true;
        int32_t number = linker->match_of[s->first + w];
        if (number < 0) continue;
        const struct match *match = &linker->matches[number];
        if (match->first != w && w != first) continue;
        switch ((enum vdt_phrase_kind)phrase_of(match)->kind) {
        case VDT_PHRASE_ROLE:
            if (general_as_adjective(words, s->count, match)) break;
            /* the noun's own role is the one nearest to its head, the last; but a rebel spokesman is one of the rebels */
            if (!parts->role || parts->role->last + 1 != match->first ||
                !(is_one_of(words[match->last].lemma, carriers) || bears_arms_of(parts->role, match)))
                parts->role = match;
            parts->role_at = match->last;
            break;
        case VDT_PHRASE_ADJECTIVE: case VDT_PHRASE_PEOPLE: case VDT_PHRASE_NAME: case VDT_PHRASE_SEAT: case VDT_PHRASE_PERSON: case VDT_PHRASE_SPELLING: {
            bool state = entry_kind(match) == VDT_ENTRY_STATE && phrase_of(match)->kind != VDT_PHRASE_SEAT;
            if (not_its_own(words, s->count, match->last) || pro_or_anti(words, match->first)) break;
            if (another_person(linker, sentence, match)) break;
            /* "New Jersey" is not Jersey, nor New Mexico Mexico */
            if (state && match->first > 0 && vdt_view_is(words[match->first - 1].form, "New")) break;
            if (state) {
                if (!parts->state) parts->state = match;
            } else if (!parts->named || entry_kind(match) == VDT_ENTRY_PERSON || entry_kind(parts->named) != VDT_ENTRY_PERSON) {
                parts->named = match;
            }
            break;
        }
        case VDT_PHRASE_CAPITAL:
            if (!within_name(words, match)) parts->capital = match;
            break;
        case VDT_PHRASE_PLACE: parts->place = match; break;
        }
    }
}

/* Whose they are, where an adjective behind the noun says so: "forces loyal to *Haftar*"; -1: it says nothing of the kind. */
static int32_t lord_of(const struct vdt_word *words, uint32_t count, uint32_t head) {
    static const char *const adjectives[] = { "loyal", "allied", "aligned", "faithful", NULL };
    for (uint32_t w = head + 1; w + 1 < count && w < head + 4; w++) {
        if (words[w].head != (int32_t)head || !is_one_of(words[w].form, adjectives)) continue;
        for (uint32_t lord = w + 1; lord < count; lord++)
            if (words[lord].head == (int32_t)w && words[lord].relation == VDT_REL_obl) return (int32_t)lord;
    }
    return -1;
}

/* The organisation that somebody speaks or acts for: "the head of NATO", "members of Hezbollah"; NULL: none is named. */
static const struct match *body_behind(const struct vdt_linker *linker, uint32_t sentence, uint32_t head) {
    static const char *const carriers[] = { "head", "chief", "leader", "leadership", "president", "chairman", "chairwoman", "chair", "director",
                                            "chairperson", "general", "secretary", "commander", "commissioner", "founder", "member", "official",
                                            "spokesman", "spokeswoman", "spokesperson", "representative", "envoy", "delegate", "delegation",
                                            "fighter", "militant", "negotiator", "deputy", "executive", "governor", NULL };
    static const char *const prepositions[] = { "of", "for", "from", "with", NULL };
    const struct vdt_sentence *s = &linker->analysis->sentences[sentence];
    const struct vdt_word *words = linker->analysis->words + s->first;
    if (!is_one_of(words[head].lemma, carriers)) return NULL;
    for (uint32_t w = head + 1; w < s->count && w < head + 10; w++) {
        if (words[w].head != (int32_t)head || words[w].relation != VDT_REL_nmod) continue;
        bool fits = false;
        for (uint32_t c = head + 1; c < w && !fits; c++)
            fits = words[c].head == (int32_t)w && words[c].relation == VDT_REL_case_ && is_one_of(words[c].lemma, prepositions);
        int32_t number = fits ? linker->match_of[s->first + w] : -1;
        if (number < 0) continue;
        const struct match *match = &linker->matches[number];
        if (phrase_of(match)->kind != VDT_PHRASE_ROLE && entry_kind(match) == VDT_ENTRY_ACTOR) return match;
    }
    return NULL;
}

/* A state or capital in a phrase that hangs on the noun: "president of Latvia", "officials in Kabul". */
static struct vdt_view country_behind(const struct vdt_linker *linker, uint32_t sentence, uint32_t head, const char **by) {
    static const char *const prepositions[] = { "of", "in", "from", "to", NULL };
    const struct vdt_sentence *s = &linker->analysis->sentences[sentence];
    const struct vdt_word *words = linker->analysis->words + s->first;
    for (uint32_t w = 0; w < s->count; w++) {
        if (words[w].head != (int32_t)head || (words[w].relation != VDT_REL_nmod && words[w].relation != VDT_REL_nmod_poss && words[w].relation != VDT_REL_appos)) continue;
        bool fits = words[w].relation != VDT_REL_nmod;
        for (uint32_t c = 0; c < w && !fits; c++)
            fits = words[c].head == (int32_t)w && words[c].relation == VDT_REL_case_ && is_one_of(words[c].lemma, prepositions);
        if (!fits) continue;
        int32_t number = linker->match_of[s->first + w];
        if (number < 0) continue;
        const struct match *match = &linker->matches[number];
        uint8_t kind = phrase_of(match)->kind;
        const struct vdt_image_entry *entry = &match->layer->entries[phrase_of(match)->entry];
        if (kind == VDT_PHRASE_ROLE || entry->code == UINT32_MAX) continue;
        struct vdt_view country = country_of(string_at(match->layer, entry->code));
        if (!country.size) continue;
        *by = match->layer->strings + entry->by;
        return country;
    }
    return (struct vdt_view){ NULL, 0 };
}

static bool has_case(const struct vdt_word *words, uint32_t count, uint32_t head, const char *const *cases) {
    for (uint32_t w = 0; w < count; w++)
        if (words[w].head == (int32_t)head && words[w].relation == VDT_REL_case_ && is_one_of(words[w].lemma, cases)) return true;
    return false;
}

static bool locative(const struct vdt_word *words, uint32_t count, uint32_t head) {
    static const char *const prepositions[] = { "in", "at", "near", "outside", "inside", "around", "across", "through", "into", "throughout",
                                                "towards", "toward", "off", "over", NULL };
    return has_case(words, count, head, prepositions);
}

/* "the leader of a drug cartel", "the boss of the rebels": he is one of those he leads. NULL: no such phrase. */
static const struct match *led(const struct vdt_linker *linker, uint32_t sentence, uint32_t head) {
    static const char *const leaders[] = { "leader", "boss", "head", "chief", "commander", "founder", "spokesman", "spokeswoman", NULL };
    static const char *const groups[] = { "CRM", "REB", "PTY", "OPP", "LAB", NULL };
    static const char *const of[] = { "of", NULL };
    const struct vdt_sentence *s = &linker->analysis->sentences[sentence];
    const struct vdt_word *words = linker->analysis->words + s->first;
    if (!is_one_of(words[head].lemma, leaders)) return NULL;
    for (uint32_t w = head + 1; w < s->count; w++) {
        int32_t number = linker->match_of[s->first + w];
        if (words[w].head != (int32_t)head || words[w].relation != VDT_REL_nmod || number < 0 || !has_case(words, s->count, w, of)) continue;
        const struct match *match = &linker->matches[number];
        if (phrase_of(match)->kind == VDT_PHRASE_ROLE && is_one_of(role_code(match), groups)) return match;
    }
    return NULL;
}

/* "gunman", "officer", "student": one person, by the noun's own form. */
static bool individual(struct vdt_view role, struct vdt_view lemma) {
    static const char *const roles[] = { "REB", "COP", "CVL", "MIL", "EDU", "LAB", "CRM", "REL", "JUD", NULL };
    static const char *const endings[] = { "man", "woman", "er", "or", "ist", "ian", "dent", "ant" };
    static const char *const others[] = { "boy", "girl", "suspect", "cleric", "priest", "soldier", "rebel", "militant", "judge", "nurse", "general", "colonel", "child", NULL };
    static const char *const things[] = { "helicopter", "carrier", "destroyer", "cruiser", "launcher", "tanker", "order", "border", NULL };
    if (!is_one_of(role, roles) || is_one_of(lemma, things)) return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (vdt_view_ends(lemma, vdt_view_of(endings[i]))) return true;
    return is_one_of(lemma, others);
}

/* "an airline's passenger", "a bank customer": whom an organisation serves is none of it. */
static bool served(struct vdt_view lemma) {
    static const char *const people[] = { "passenger", "customer", "user", "subscriber", "victim", "critic", "opponent", "viewer", "reader", "listener", "fan", NULL };
    return is_one_of(lemma, people);
}

static void fill_named(struct vdt_linker *linker, const struct match *match, struct vdt_actor_link *out) {
    const struct vdt_image_phrase *phrase = phrase_of(match);
    const struct vdt_image_entry *entry = &match->layer->entries[phrase->entry];
    out->code = phrase->kind == VDT_PHRASE_SEAT && phrase->code != UINT32_MAX ? string_at(match->layer, phrase->code) : vdt_layer_code(match->layer, phrase->entry, linker->day, linker->arena);
    out->name = string_at(match->layer, entry->name);
    out->entry = string_at(match->layer, entry->by);
    out->kind = phrase->kind == VDT_PHRASE_SEAT ? VDT_LINK_METONYM : VDT_LINK_NAMED;
    out->person = entry->kind == VDT_ENTRY_PERSON;
    out->country = country_of(out->code);
}

void vdt_link_actor(struct vdt_linker *linker, uint32_t sentence, uint32_t head, struct vdt_actor_link *out) {
    const struct vdt_sentence *s = &linker->analysis->sentences[sentence];
    const struct vdt_word *words = words_of(linker, sentence);
    *out = (struct vdt_actor_link){ .kind = VDT_LINK_NONE };
    uint32_t first, last;
    span_phrase(words, s->count, head, &first, &last);
    /* a match that reaches over the edge belongs whole */
    int32_t at_head = linker->match_of[s->first + head];
    if (at_head >= 0) {
        if (linker->matches[at_head].first < first) first = linker->matches[at_head].first;
        /* and what stands behind it: "Secretary of State *Antony Blinken*" */
        if (linker->matches[at_head].last > last) last = end_of_name(words, s->count, head, linker->matches[at_head].last);
    }
    out->first = first;
    out->last = last;
    out->plural = vdt_feats_have(words[head].feats, "Number=Plur");
    out->person = vdt_name_type_of(words[last].name) == VDT_NAME_PER;
    struct parts parts = { .role_at = 0 };
    collect(linker, sentence, first, last, &parts);

    const struct match *named = parts.named;
    /* "the Biden administration", "Lavrov": a name decides, unless it only owns the noun ("Putin's critics") */
    if (named) {
        bool owner = named->last < last && clitic(words[named->last + 1].form);
        bool person = entry_kind(named) == VDT_ENTRY_PERSON;
        bool at_end = named->last >= head || named->first >= head;
        bool serves = parts.role && served(words[head].lemma) && named->last < head && entry_kind(named) == VDT_ENTRY_ACTOR;
        if ((!owner || !parts.role) && !serves) {
            if (at_end || !parts.role || person || phrase_of(named)->kind == VDT_PHRASE_SEAT || entry_kind(named) == VDT_ENTRY_ACTOR) {
                fill_named(linker, named, out);
                out->person = person && at_end;
                /* "defence minister X" in a year that the knowledge has no office of his for: the text knows better */
                bool by_role = person && parts.role && !parts.former && parts.state && vdt_view_ends(out->code, VDT_LITERAL("ELI"));
                if (by_role) {
                    struct vdt_view role = string_at(parts.role->layer, parts.role->layer->entries[phrase_of(parts.role)->entry].code);
                    out->code = vdt_arena_format(linker->arena, "%.*s%.*s", 3, out->country.data, (int)role.size, role.data);
                }
                if (parts.former && person && out->country.size)
                    out->code = vdt_arena_format(linker->arena, "%.*sELI", 3, out->country.data);
                if (out->code.size) return;
            }
        }
    }
    const struct match *body = named ? NULL : body_behind(linker, sentence, head);
    if (body) {
        fill_named(linker, body, out);
        out->person = !out->plural;
        if (parts.former) out->code = vdt_arena_format(linker->arena, "%.*sELI", (int)out->country.size, out->country.data);
        if (out->code.size) return;
    }
    const char *behind_by = NULL;
    struct vdt_view country = { NULL, 0 }, country_by = { NULL, 0 }, country_name = { NULL, 0 };
    const struct match *nation = parts.state ? parts.state : parts.capital;
    if (!nation && named && entry_kind(named) != VDT_ENTRY_PERSON) nation = named;
    if (nation) {
        const struct vdt_image_entry *entry = &nation->layer->entries[phrase_of(nation)->entry];
        if (entry->code != UINT32_MAX) country = country_of(string_at(nation->layer, entry->code));
        country_by = string_at(nation->layer, entry->by);
        country_name = string_at(nation->layer, entry->name);
    } else if (named && entry_kind(named) == VDT_ENTRY_PERSON) {
        struct vdt_actor_link owner = { 0 };
        fill_named(linker, named, &owner);
        country = owner.country;
        country_by = owner.entry;
    }
    if (parts.role && parts.role_at + 1 >= head - (head > first ? 0 : 0) && parts.role->last <= last) {
        const struct vdt_image_entry *entry = &parts.role->layer->entries[phrase_of(parts.role)->entry];
        const struct match *group = led(linker, sentence, head);
        struct vdt_view role = group ? role_code(group) : string_at(parts.role->layer, entry->code);
        if (!country.size) {
            country = country_behind(linker, sentence, head, &behind_by);
            if (behind_by) country_by = vdt_view_of(behind_by);
        }
        int32_t lord = country.size ? -1 : lord_of(words, s->count, head);
        if (lord >= 0) {
            struct vdt_actor_link other;
            vdt_link_actor(linker, sentence, (uint32_t)lord, &other);
            country = other.country;
            country_by = other.entry;
            if (vdt_view_ends(other.code, VDT_LITERAL("REB"))) role = VDT_LITERAL("REB");
        }
        bool leads = vdt_view_is(role, "GOV") || vdt_view_is(role, "MIL") || vdt_view_is(role, "REB");
        if (leads && nation && nation == named && entry_kind(named) == VDT_ENTRY_ACTOR) {
            /* "Hezbollah's leader" is of Hezbollah */
            fill_named(linker, named, out);
            out->kind = VDT_LINK_COMPOSED;
            out->person = !out->plural;
            if (out->code.size) return;
        }
        if (parts.former && (vdt_view_is(role, "GOV") || vdt_view_is(role, "MIL") || vdt_view_is(role, "LEG"))) role = VDT_LITERAL("ELI");
        struct vdt_view by = string_at(parts.role->layer, entry->by);
        out->kind = country.size ? VDT_LINK_COMPOSED : VDT_LINK_ROLE;
        out->code = vdt_arena_format(linker->arena, "%.*s%.*s", (int)country.size, country.data, (int)role.size, role.data);
        out->name = country_name;
        out->country = country;
        out->entry = country.size ? vdt_arena_format(linker->arena, "%.*s + %.*s", (int)country_by.size, country_by.data, (int)by.size, by.data) : by;
        out->person = out->person || (!out->plural && (individual(role, words[head].lemma) || vdt_view_is(role, "ELI") || vdt_view_is(role, "LEG") || vdt_view_is(role, "MED") ||
                                                     (vdt_view_is(role, "GOV") && words[head].upos != VDT_UPOS_PROPN)));
        static const char *const bodies[] = { "government", "ministry", "administration", "cabinet", "regime", "embassy", "state", "parliament", "senate",
                                              "congress", "army", "court", "junta", "presidency", "office", "department", "council", "delegation",
                                              "leadership", "agency", "authority", "newspaper", "media", "assembly", "house", NULL };
        if (is_one_of(words[head].lemma, bodies)) out->person = vdt_name_type_of(words[last].name) == VDT_NAME_PER;
        return;
    }
    if (parts.state) {
        uint8_t kind = phrase_of(parts.state)->kind;
        bool whole = parts.state->last >= head || kind == VDT_PHRASE_NAME;
        fill_named(linker, parts.state, out);
        out->kind = whole ? VDT_LINK_NAMED : VDT_LINK_COMPOSED;
        out->place = whole && kind == VDT_PHRASE_NAME;
        out->plural = kind == VDT_PHRASE_PEOPLE && out->plural;
        bool own = parts.state->last < head && clitic(words[parts.state->last + 1].form);
        if (own && !whole) out->code.size = 0, out->kind = VDT_LINK_NONE;
        if (own && whole && parts.state->last < head) out->code.size = 0, out->kind = VDT_LINK_NONE, out->country.size = 0;
        return;
    }
    if (parts.capital && parts.capital->last >= head) {
        const struct vdt_image_entry *entry = &parts.capital->layer->entries[phrase_of(parts.capital)->entry];
        struct vdt_view state = string_at(parts.capital->layer, entry->code);
        out->place = true;
        out->kind = locative(words, s->count, head) ? VDT_LINK_NAMED : VDT_LINK_METONYM;
        out->code = out->kind == VDT_LINK_NAMED ? state : vdt_arena_format(linker->arena, "%.*sGOV", (int)state.size, state.data);
        out->name = string_at(parts.capital->layer, entry->name);
        out->country = country_of(state);
        out->entry = string_at(parts.capital->layer, entry->by);
        return;
    }
    /* a person known from elsewhere in the report */
    bool name_like = words[last].upos == VDT_UPOS_PROPN || (words[last].upos == VDT_UPOS_NOUN && last == 0 && upper_first(words[last].form));
    const struct remembered_name *name = name_like ? recall(linker, words[last].form) : NULL;
    if (name) {
        out->kind = VDT_LINK_NAMED;
        out->code = name->layer ? vdt_layer_code(name->layer, name->entry, linker->day, linker->arena) : name->code;
        out->name = name->layer ? string_at(name->layer, name->layer->entries[name->entry].name) : name->name;
        out->country = country_of(out->code);
        out->entry = name->layer ? string_at(name->layer, name->layer->entries[name->entry].by) : name->by;
        out->person = name->person;
        return;
    }
    /* "Sprūds, the Latvian defence minister": the apposition tells */
    for (uint32_t w = last + 1; w < s->count && w < last + 12; w++)
        if (words[w].head == (int32_t)head && words[w].relation == VDT_REL_appos) {
            struct vdt_actor_link other;
            vdt_link_actor(linker, sentence, w, &other);
            if (other.code.size && !other.place) {
                other.first = first;
                other.last = last;
                other.person = other.person || out->person;
                *out = other;
            }
            return;
        }
    if (parts.place && parts.place->last >= head) out->place = true;
}

/* "at the White House": the building, which stands beside those in it under the same name; else the phrase itself. */
static const struct vdt_image_phrase *place_beside(const struct match *match) {
    const struct vdt_layer *layer = match->layer;
    const struct vdt_image_phrase *own = phrase_of(match);
    size_t at = (size_t)(own - layer->phrases);
    while (own->kind == VDT_PHRASE_SEAT && at > 0 && layer->phrases[at - 1].hash == own->hash) at--;
    for (; own->kind == VDT_PHRASE_SEAT && at < layer->phrase_count && layer->phrases[at].hash == own->hash; at++)
        if (layer->phrases[at].kind == VDT_PHRASE_PLACE) return &layer->phrases[at];
    return own;
}

bool vdt_link_place(struct vdt_linker *linker, uint32_t sentence, uint32_t head, struct vdt_place_link *out) {
    const struct vdt_sentence *s = &linker->analysis->sentences[sentence];
    const struct vdt_word *words = words_of(linker, sentence);
    uint32_t first, last;
    span_phrase(words, s->count, head, &first, &last);
    int32_t number = linker->match_of[s->first + head];
    if (number < 0 && last > head) number = linker->match_of[s->first + last];
    if (number < 0) {
        for (uint32_t w = first; w < head && number < 0; w++) number = linker->match_of[s->first + w];
        if (number >= 0 && phrase_of(&linker->matches[number])->kind != VDT_PHRASE_NAME && phrase_of(&linker->matches[number])->kind != VDT_PHRASE_PLACE &&
            phrase_of(&linker->matches[number])->kind != VDT_PHRASE_ADJECTIVE)
            number = -1;
    }
    if (number < 0) return false;
    const struct match *match = &linker->matches[number];
    const struct vdt_image_phrase *phrase = place_beside(match);
    const struct vdt_image_entry *entry = &match->layer->entries[phrase->entry];
    uint8_t kind = phrase->kind;
    bool state = entry->kind == VDT_ENTRY_STATE && (kind == VDT_PHRASE_NAME || kind == VDT_PHRASE_CAPITAL || kind == VDT_PHRASE_ADJECTIVE);
    if (!state && entry->kind != VDT_ENTRY_PLACE) return false;
    out->name = kind == VDT_PHRASE_CAPITAL ? words[match->last].form : string_at(match->layer, entry->name);
    out->country = string_at(match->layer, entry->code);
    out->latitude = entry->latitude;
    out->longitude = entry->longitude;
    out->entry = string_at(match->layer, entry->by);
    out->first = first;
    out->last = last > match->last ? last : match->last;
    if (match->first < out->first) out->first = match->first;
    return true;
}
