/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that events needed and nobody knew. What counts as a name is told by capitals: the longest run of capitalised words
 * of a party's mention, or of words that stand within names ("of", "al"). One word that begins its sentence may be any noun;
 * it counts only where it stands within sentences often enough ("Witnesses" does so behind a colon, but seldom).
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/limit.h"
#include "vedette/actors.h"

enum { MOST_SENTENCES = 3, ENOUGH_WITHIN = 4 /* a quarter */ };

struct gathered {
    uint64_t hash, last_report, last_event;
    struct vdt_unknown_name name;
    struct vdt_view sentences[MOST_SENTENCES], sources[MOST_SENTENCES];
    uint64_t within; /* events in which it stands within a sentence */
};

struct vdt_unknown {
    struct vdt_arena arena;
    struct gathered **names; /* an open-addressed table */
    size_t slots, count;
    struct vdt_unknown_name *list;
};

enum vdt_status vdt_unknown_new(struct vdt_unknown **out, struct vdt_error *error) {
    struct vdt_unknown *unknown = calloc(1, sizeof *unknown);
    if (!unknown) return vdt_fail_memory(error, "gathering names");
    vdt_arena_init(&unknown->arena);
    *out = unknown;
    return VDT_OK;
}

void vdt_unknown_free(struct vdt_unknown *unknown) {
    if (!unknown) return;
    vdt_arena_done(&unknown->arena);
    free(unknown->names);
    free(unknown->list);
    free(unknown);
}

static bool capital(struct vdt_view word) {
    return word.size && ((word.data[0] >= 'A' && word.data[0] <= 'Z') || (unsigned char)word.data[0] >= 0xC3);
}

/* A word that stands between the parts of a name. */
static bool within(struct vdt_view word) {
    static const char *const words[] = { "of", "the", "for", "and", "de", "la", "del", "al", "el", "bin", "ibn", "van", "von", "da", "do", "dos" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (vdt_view_is(word, words[i])) return true;
    return false;
}

static bool joins(struct vdt_view word) {
    return vdt_view_is(word, "al-") || vdt_view_starts(word, VDT_LITERAL("al-")) || vdt_view_starts(word, VDT_LITERAL("el-"));
}

/* The run of capitalised words in a mention; `first` says whether it begins the mention. */
static struct vdt_view name_in(struct vdt_view mention, bool *first) {
    struct vdt_view best = { NULL, 0 }, rest = mention;
    const char *begin = NULL, *end = NULL;
    for (bool more = true; more;) {
        struct vdt_view word = vdt_view_cut(&rest, ' ');
        more = rest.size > 0;
        bool part = capital(word) || joins(word);
        if (part && !begin) begin = word.data;
        if (part) end = word.data + word.size;
        if (begin && ((!part && !within(word)) || !more)) {
            if ((size_t)(end - begin) > best.size) best = (struct vdt_view){ begin, (size_t)(end - begin) };
            begin = NULL;
        }
    }
    while (best.size && (best.data[best.size - 1] == ',' || best.data[best.size - 1] == '.')) best.size--;
    static const char *const articles[] = { "The ", "A ", "An " };
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (vdt_view_starts(best, vdt_view_of(articles[i]))) best = vdt_view_slice(best, strlen(articles[i]), best.size);
    *first = best.data == mention.data;
    return best;
}

static enum vdt_status grow(struct vdt_unknown *unknown, struct vdt_error *error) {
    if (unknown->count * 2 < unknown->slots) return VDT_OK;
    size_t slots = unknown->slots ? unknown->slots * 2 : 1024;
    struct gathered **names = calloc(slots, sizeof *names);
    if (!names) return vdt_fail_memory(error, "gathering names");
    for (size_t i = 0; i < unknown->slots; i++) {
        if (!unknown->names[i]) continue;
        size_t at = unknown->names[i]->hash & (slots - 1);
        while (names[at]) at = (at + 1) & (slots - 1);
        names[at] = unknown->names[i];
    }
    free(unknown->names);
    unknown->names = names;
    unknown->slots = slots;
    return VDT_OK;
}

/* The name's place; a new one where it was not there yet, NULL where memory or the limit is out. */
static struct gathered *place_of(struct vdt_unknown *unknown, struct vdt_view name) {
    uint64_t hash = vdt_hash(name);
    size_t at = hash & (unknown->slots - 1);
    for (; unknown->names[at]; at = (at + 1) & (unknown->slots - 1))
        if (unknown->names[at]->hash == hash) return unknown->names[at];
    struct gathered *one = vdt_arena_take(&unknown->arena, sizeof *one);
    if (!one) return NULL;
    one->hash = hash;
    one->name.name = vdt_arena_copy(&unknown->arena, name);
    one->name.sentences = one->sentences;
    one->name.sources = one->sources;
    if (!one->name.name.data) return NULL;
    unknown->names[at] = one;
    unknown->count++;
    return one;
}

static enum vdt_status add(struct vdt_unknown *unknown, const struct vdt_event *event, const struct vdt_party *party, struct vdt_error *error) {
    bool begins;
    struct vdt_view name = name_in(party->mention.text, &begins);
    if (party->code.size || name.size < 3) return VDT_OK;
    enum vdt_status status = grow(unknown, error);
    if (status != VDT_OK) return status;
    struct gathered *one = place_of(unknown, name);
    if (!one) return vdt_fail_memory(error, "gathering names");
    uint64_t this_event = vdt_hash(event->id), this_report = vdt_hash(event->report);
    bool at_start = begins && party->mention.begin == event->evidence.begin && !memchr(name.data, ' ', name.size);
    if (one->last_event == this_event) return VDT_OK;
    one->within += !at_start;
    one->name.events++;
    one->name.reports += one->last_report != this_report;
    if (one->last_report != this_report && one->name.sentence_count < MOST_SENTENCES) {
        one->sentences[one->name.sentence_count] = vdt_arena_copy(&unknown->arena, event->evidence.text);
        one->sources[one->name.sentence_count++] = vdt_arena_copy(&unknown->arena, event->report);
    }
    one->last_event = this_event;
    one->last_report = this_report;
    return VDT_OK;
}

enum vdt_status vdt_unknown_take(struct vdt_unknown *unknown, const struct vdt_event *event, struct vdt_error *error) {
    const struct { const struct vdt_party *items; size_t count; } sides[] = {
        { event->sources, event->source_count }, { event->targets, event->target_count }, { event->voices, event->voice_count } };
    enum vdt_status status = VDT_OK;
    for (size_t s = 0; s < sizeof sides / sizeof *sides; s++)
        for (size_t i = 0; i < sides[s].count && status == VDT_OK; i++) status = add(unknown, event, &sides[s].items[i], error);
    return status;
}

static int by_frequency(const void *a, const void *b) {
    const struct vdt_unknown_name *x = a, *y = b;
    if (x->events != y->events) return x->events < y->events ? 1 : -1;
    return vdt_view_compare(x->name, y->name);
}

enum vdt_status vdt_unknown_list(struct vdt_unknown *unknown, const struct vdt_unknown_name **out, size_t *count, struct vdt_error *error) {
    free(unknown->list);
    unknown->list = calloc(unknown->count + 1, sizeof *unknown->list);
    if (!unknown->list) return vdt_fail_memory(error, "listing names");
    *count = 0;
    for (size_t i = 0; i < unknown->slots; i++)
        if (unknown->names[i] && unknown->names[i]->within * ENOUGH_WITHIN >= unknown->names[i]->name.events) unknown->list[(*count)++] = unknown->names[i]->name;
    qsort(unknown->list, *count, sizeof *unknown->list, by_frequency);
    *out = unknown->list;
    return VDT_OK;
}
