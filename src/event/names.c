/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An entity's code is that of its first mention that the knowledge knows, names before descriptions: "the minister" alone
 * says little, the name beside it says who. A name that is known itself keeps its own.
 */
#include "event/names.h"

#include <stdlib.h>

#include "event/coder.h"
#include "language/name-agreement.h"
#include "text/utf8.h"

struct listing {
    struct vdt_arena *arena;
    const struct vdt_analysis *analysis;
    struct vdt_linker *linker;
    struct vdt_coreference found;
    struct vdt_view *codes;  /* by entity */
    uint32_t *numbers;       /* by entity, 0: not shown yet */
    uint32_t shown;
};

/* Words that no name holds, each with a capital but for the small ones between. */
static bool may_be_name(const struct vdt_word *words, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i <= last; i++) {
        bool small = words[i].upos == VDT_UPOS_ADP || words[i].upos == VDT_UPOS_DET || words[i].upos == VDT_UPOS_CCONJ;
        if (words[i].name || (!small && (words[i].form.data[0] < 'A' || words[i].form.data[0] > 'Z'))) return false;
    }
    return first < last;
}

/* "The African Union": an organisation's name of several words that the knowledge has needs no tagger. */
static void mark_known(const struct listing *listing, struct vdt_analysis *analysis) {
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        struct vdt_word *words = analysis->words + analysis->sentences[s].first;
        for (uint32_t i = 0; i < analysis->sentences[s].count; i++) {
            struct vdt_actor_link link;
            if (words[i].name || (words[i].upos != VDT_UPOS_PROPN && words[i].upos != VDT_UPOS_NOUN)) continue;
            if (words[i].form.data[0] < 'A' || words[i].form.data[0] > 'Z') continue;
            vdt_link_actor(listing->linker, s, i, &link);
            if (link.kind != VDT_LINK_NAMED || link.person || link.place || link.code.size <= 3) continue;
            if (may_be_name(words, link.first, link.last)) vdt_name_mark(words + link.first, link.last - link.first + 1, VDT_NAME_ORG);
        }
    }
}

static struct vdt_view code_of(const struct listing *listing, const struct vdt_mention *mention) {
    struct vdt_actor_link link;
    vdt_link_actor(listing->linker, mention->sentence,
                   mention->head - listing->analysis->sentences[mention->sentence].first, &link);
    return link.kind == VDT_LINK_ROLE ? (struct vdt_view){ NULL, 0 } : link.code;
}

static void find_codes(struct listing *listing) {
    const struct vdt_mentions *mentions = &listing->found.mentions;
    for (int kind = VDT_MENTION_NAME; kind <= VDT_MENTION_DESCRIPTION; kind++)
        for (uint32_t m = 0; m < mentions->count; m++) {
            struct vdt_view *code = &listing->codes[mentions->items[m].entity];
            if (mentions->items[m].kind == kind && !code->size) *code = code_of(listing, &mentions->items[m]);
        }
}

static bool is_shown(const struct listing *listing, const struct vdt_mention *mention) {
    return (mention->kind == VDT_MENTION_NAME && !mention->inner) || listing->found.entities[mention->entity].count > 1;
}

static struct vdt_name name_of(struct listing *listing, const struct vdt_mention *mention) {
    static const char *const types[] = { "", "PER", "ORG", "LOC", "MISC" };
    uint32_t begin = listing->analysis->words[mention->first].begin, end = listing->analysis->words[mention->last].end;
    uint32_t *number = &listing->numbers[mention->entity];
    if (!*number) *number = ++listing->shown;
    struct vdt_name name = { .type = vdt_view_of("REF"), .entity = *number, .code = listing->codes[mention->entity] };
    name.span.text = vdt_view_slice(listing->analysis->text, begin, end);
    name.span.begin = begin;
    name.span.end = end;
    if (mention->kind == VDT_MENTION_NAME) {
        struct vdt_view own = code_of(listing, mention);
        if (!mention->inner) name.type = vdt_view_of(types[mention->type]);
        if (own.size) name.code = own;
    }
    return name;
}

static int by_place(const void *a, const void *b) {
    const struct vdt_span *one = &((const struct vdt_name *)a)->span, *other = &((const struct vdt_name *)b)->span;
    if (one->begin != other->begin) return one->begin < other->begin ? -1 : 1;
    return one->end > other->end ? -1 : one->end < other->end;
}

/* Turns the places of sorted names from bytes to code points. */
static void count_points(struct vdt_view text, struct vdt_name *names, size_t count) {
    uint32_t byte = 0, point = 0;
    for (size_t i = 0; i < count; i++) {
        struct vdt_span *span = &names[i].span;
        for (; byte < span->begin; byte++) point += ((unsigned char)text.data[byte] & 0xC0) != 0x80;
        span->begin = point;
        span->end = point + (uint32_t)vdt_utf8_count(span->text);
    }
}

enum vdt_status vdt_names_list(const struct vdt_knowledge *knowledge, const struct vdt_reference_words *words,
                               struct vdt_arena *arena, const struct vdt_report *report,
                               struct vdt_analysis *analysis, struct vdt_name **out, size_t *count,
                               struct vdt_error *error) {
    struct listing listing = { .arena = arena, .analysis = analysis };
    enum vdt_status status = vdt_linker_new(knowledge, arena, analysis, vdt_report_day(report), &listing.linker, error);
    if (status != VDT_OK) return status;
    mark_known(&listing, analysis);
    status = vdt_coreference_find(words, arena, analysis, &listing.found, error);
    if (status != VDT_OK) return status;
    const struct vdt_mentions *mentions = &listing.found.mentions;
    listing.codes = vdt_arena_array(arena, listing.found.entity_count, sizeof *listing.codes);
    listing.numbers = vdt_arena_array(arena, listing.found.entity_count, sizeof *listing.numbers);
    struct vdt_name *names = vdt_arena_array(arena, mentions->count, sizeof *names);
    if (!listing.codes || !listing.numbers || !names) return vdt_fail_memory(error, "listing names");
    find_codes(&listing);
    *count = 0;
    for (uint32_t m = 0; m < mentions->count; m++)
        if (is_shown(&listing, &mentions->items[m])) names[(*count)++] = name_of(&listing, &mentions->items[m]);
    if (*count) qsort(names, *count, sizeof *names, by_place);
    count_points(analysis->text, names, *count);
    *out = names;
    return VDT_OK;
}
