/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An entity is the actor of its first mention that the knowledge knows, names before descriptions. A description that is known
 * by its role alone ("the minister") does not name anybody, so that it never decides.
 */
#include "event/reference.h"

#include "base/limit.h"

struct vdt_reference {
    struct vdt_arena *arena;
    const struct vdt_analysis *analysis;
    struct vdt_linker *linker;
    const struct vdt_reference_words *words;
    const struct vdt_cue_words *cues;
    bool mentions_sought, mentions_found;
    struct vdt_coreference found;
    bool quotes_sought;
    struct vdt_attribution *quotes;
    size_t quote_count;
};

struct vdt_reference *vdt_reference_new(struct vdt_arena *arena, const struct vdt_analysis *analysis,
                                        struct vdt_linker *linker, const struct vdt_reference_words *words,
                                        const struct vdt_cue_words *cues) {
    struct vdt_reference *reference = vdt_arena_take(arena, sizeof *reference);
    if (!reference) return NULL;
    *reference = (struct vdt_reference){ .arena = arena, .analysis = analysis, .linker = linker, .words = words, .cues = cues };
    return reference;
}

/* Memory that is out here costs a reference, not the report: whoever needs it next says so. */
static bool find_mentions(struct vdt_reference *reference) {
    if (!reference->mentions_sought && reference->words) {
        struct vdt_error ignored;
        reference->mentions_found = vdt_coreference_find(reference->words, reference->arena, reference->analysis,
                                                         &reference->found, &ignored) == VDT_OK;
    }
    reference->mentions_sought = true;
    return reference->mentions_found;
}

static bool names_actor(struct vdt_reference *reference, const struct vdt_mention *mention, struct vdt_found *out) {
    uint32_t first = reference->analysis->sentences[mention->sentence].first;
    *out = (struct vdt_found){ .sentence = mention->sentence, .word = (int32_t)(mention->head - first), .by_reference = true };
    vdt_link_actor(reference->linker, mention->sentence, mention->head - first, &out->link);
    return out->link.code.size && out->link.kind != VDT_LINK_ROLE;
}

static bool entity_actor(struct vdt_reference *reference, uint32_t entity, struct vdt_found *out) {
    const struct vdt_coreference *found = &reference->found;
    for (int kind = VDT_MENTION_NAME; kind <= VDT_MENTION_DESCRIPTION; kind++) {
        uint32_t steps = 0;
        for (uint32_t m = found->entities[entity].first; m != VDT_NO_MENTION && steps < VDT_LIMIT_REFERENTS; m = found->next[m], steps++)
            if (found->mentions.items[m].kind == kind && names_actor(reference, &found->mentions.items[m], out)) return true;
    }
    return false;
}

bool vdt_reference_actor(struct vdt_reference *reference, uint32_t sentence, int32_t word, struct vdt_found *out) {
    if (!find_mentions(reference)) return false;
    uint32_t at = reference->analysis->sentences[sentence].first + (uint32_t)word;
    uint32_t mention = reference->found.mentions.of_word[at];
    return mention != VDT_NO_MENTION && entity_actor(reference, reference->found.mentions.items[mention].entity, out);
}

static bool speaks_for_others(struct vdt_view lemma) {
    static const char *const words[] = { "spokesman", "spokeswoman", "spokesperson", "spokespeople", "representative",
                                         "official", "source", "speaker", "envoy", "lawyer" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (vdt_view_is_fold(lemma, words[i])) return true;
    return false;
}

bool vdt_reference_spoken_for(struct vdt_reference *reference, uint32_t sentence, int32_t word, struct vdt_actor_link *out) {
    const struct vdt_sentence *in = &reference->analysis->sentences[sentence];
    const struct vdt_word *words = reference->analysis->words + in->first;
    if (!speaks_for_others(words[word].lemma)) return false;
    for (int32_t marker = word + 1; marker < (int32_t)in->count && marker < word + 12; marker++) {
        int32_t whom = words[marker].head;
        if (words[marker].relation != VDT_REL_case_ || whom < 0 || words[whom].head != word) continue;
        if (!vdt_view_is(words[marker].lemma, "for") && !vdt_view_is(words[marker].lemma, "of") && !vdt_view_is(words[marker].lemma, "from"))
            continue;
        struct vdt_actor_link link;
        vdt_link_actor(reference->linker, sentence, (uint32_t)whom, &link);
        if (!link.code.size || link.kind == VDT_LINK_ROLE) continue;
        link.first = out->first;
        link.last = out->last;
        *out = link;
        return true;
    }
    return false;
}

/* ---- quotations ----------------------------------------------------------------------------------------------- */

static bool find_quotes(struct vdt_reference *reference) {
    if (!reference->quotes_sought && reference->cues) {
        struct vdt_error ignored;
        if (vdt_attributions_find(reference->cues, reference->arena, reference->analysis, &reference->quotes,
                                  &reference->quote_count, &ignored) != VDT_OK)
            reference->quote_count = 0;
    }
    reference->quotes_sought = true;
    return reference->quote_count > 0;
}

/* The words of the source's phrase, as the attribution has them. */
static void set_span(const struct vdt_reference *reference, const struct vdt_attribution *quote, struct vdt_actor_link *link) {
    const struct vdt_sentence *sentence = &reference->analysis->sentences[quote->sentence];
    const struct vdt_word *words = reference->analysis->words + sentence->first;
    link->first = link->last = (uint32_t)quote->source_head;
    while (link->first > 0 && words[link->first - 1].begin >= quote->source.begin) link->first--;
    while (link->last + 1 < sentence->count && words[link->last + 1].end <= quote->source.end) link->last++;
}

/* The source as an actor: by its own words, "he" by whom it means. */
static bool source_actor(struct vdt_reference *reference, const struct vdt_attribution *quote, struct vdt_found *out) {
    if (quote->source_head < 0) return false;
    *out = (struct vdt_found){ .sentence = quote->sentence, .word = quote->source_head };
    vdt_link_actor(reference->linker, quote->sentence, (uint32_t)quote->source_head, &out->link);
    set_span(reference, quote, &out->link);
    if (out->link.code.size && out->link.kind != VDT_LINK_ROLE) return true;
    if (vdt_reference_spoken_for(reference, quote->sentence, quote->source_head, &out->link)) return true;
    struct vdt_found meant;
    if (vdt_reference_actor(reference, quote->sentence, quote->source_head, &meant)) {
        meant.link.first = out->link.first;
        meant.link.last = out->link.last;
        out->link = meant.link;
        out->by_reference = true;
    }
    return out->link.code.size > 0;
}

bool vdt_reference_speaker(struct vdt_reference *reference, uint32_t byte, struct vdt_found *out) {
    uint32_t least = UINT32_MAX;
    if (!find_quotes(reference)) return false;
    for (size_t i = 0; i < reference->quote_count; i++) {
        const struct vdt_attribution *quote = &reference->quotes[i];
        if (quote->kind == VDT_ATTRIBUTION_INDIRECT) continue;
        for (uint32_t part = 0; part < quote->content_count; part++) {
            const struct vdt_extent *content = &quote->content[part];
            struct vdt_found found;
            if (byte < content->begin || byte >= content->end || content->end - content->begin >= least) continue;
            if (!source_actor(reference, quote, &found)) continue;
            *out = found;
            least = content->end - content->begin;
        }
    }
    return least < UINT32_MAX;
}
