/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From text to analysis: tokens, sentence boundaries, words, then the network over groups of sentences of like length.
 */
#include "language/language.h"

#include "base/limit.h"
#include "language/name-agreement.h"
#include "language/name-parts.h"
#include "language/network.h"
#include "text/sentences.h"
#include "text/tokens.h"

static enum vdt_status no_memory(struct vdt_error *err) {
    return vdt_fail_memory(err, "analysing a text");
}

/* Stretches of all sentences, the longest first (a counting sort: lengths are small), then the network. */
static enum vdt_status run(const struct vdt_language *language, struct vdt_language_scratch *scratch,
                           struct vdt_arena *arena, struct vdt_analysis *analysis, struct vdt_error *err) {
    enum { LONGEST = VDT_LIMIT_SENTENCE_WORDS };
    uint32_t places[LONGEST + 2] = { 0 }, count = 0;
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        uint32_t left = analysis->sentences[s].count;
        for (; left > LONGEST; left -= LONGEST) places[0]++, count++;
        if (left) places[LONGEST - left]++, count++;
    }
    struct vdt_stretch *stretches = vdt_arena_array(arena, count, sizeof *stretches);
    if (!stretches) return no_memory(err);
    for (uint32_t length = 0, before = 0; length <= LONGEST; length++) {
        uint32_t here = places[length];
        places[length] = before;
        before += here;
    }
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        const struct vdt_sentence *sentence = &analysis->sentences[s];
        for (uint32_t at = 0; at < sentence->count;) {
            uint32_t size = sentence->count - at < LONGEST ? sentence->count - at : LONGEST;
            stretches[places[LONGEST - size]++] =
                (struct vdt_stretch){ analysis->words + sentence->first + at, size, at };
            at += size;
        }
    }
    if (!vdt_network_run(language, scratch, arena, stretches, count)) return no_memory(err);
    /* the roots of later stretches of one sentence hang on its first root */
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        const struct vdt_sentence *sentence = &analysis->sentences[s];
        struct vdt_word *words = analysis->words + sentence->first;
        int32_t root = -1;
        for (uint32_t i = 0; i < sentence->count; i++) {
            if (words[i].head >= 0) continue;
            if (root < 0) {
                root = (int32_t)i;
                continue;
            }
            words[i].head = root;
            words[i].relation = VDT_REL_parataxis;
        }
    }
    vdt_names_part(language, analysis);
    if (!vdt_names_agree(arena, analysis)) return no_memory(err);
    return VDT_OK;
}

enum vdt_status vdt_language_analyse_tokens(const struct vdt_language *language, struct vdt_language_scratch *scratch,
                                            struct vdt_arena *arena, struct vdt_analysis *inout,
                                            struct vdt_error *err) {
    return run(language, scratch, arena, inout, err);
}

enum vdt_status vdt_language_analyse(const struct vdt_language *language, struct vdt_language_scratch *scratch,
                                     struct vdt_arena *arena, struct vdt_view text, struct vdt_analysis *out,
                                     struct vdt_error *err) {
    if (text.size > VDT_LIMIT_REPORT_BYTES)
        return vdt_fail(err, VDT_ERROR_LIMIT, "a text of %zu bytes is over the limit of %d (VDT_LIMIT_REPORT_BYTES)",
                        text.size, VDT_LIMIT_REPORT_BYTES);
    struct vdt_tokens tokens;
    if (!vdt_tokens_cut(text, arena, &tokens)) return no_memory(err);
    struct vdt_analysis analysis = { .text = text };
    uint8_t *ends = vdt_arena_take(arena, tokens.count);
    analysis.words = vdt_arena_array(arena, tokens.count, sizeof *analysis.words);
    if (!ends || !analysis.words) return no_memory(err);
    struct vdt_boundary_model model = { language->boundary };
    vdt_sentences_find(text, &tokens, &model, VDT_LIMIT_SENTENCE_WORDS, ends);
    for (size_t i = 0; i < tokens.count; i++) analysis.sentence_count += ends[i] != 0;
    analysis.cut_words = (uint32_t)tokens.cut;
    analysis.first_cut_word = tokens.first_cut;
    analysis.sentences = vdt_arena_array(arena, analysis.sentence_count, sizeof *analysis.sentences);
    if (!analysis.sentences) return no_memory(err);
    analysis.word_count = (uint32_t)tokens.count;
    struct vdt_sentence *sentence = analysis.sentences;
    for (size_t i = 0, first = 0; i < tokens.count; i++) {
        const struct vdt_token *token = &tokens.items[i];
        size_t whole = i - token->part, last = whole;
        while (last + 1 < tokens.count && tokens.items[last + 1].part) last++;
        analysis.words[i] = (struct vdt_word){
            .form = vdt_view_slice(text, token->begin, token->end),
            .begin = token->begin,
            .end = token->end,
            .head = -1,
            .range = token->range,
            .space_after = last + 1 == tokens.count || tokens.items[last + 1].gap != VDT_GAP_NONE,
            .token_begin = tokens.items[whole].begin,
            .token_end = tokens.items[last].end,
        };
        if (!ends[i]) continue;
        if (ends[i] == VDT_BOUNDARY_CUT && !analysis.cut_sentences++)
            analysis.first_cut_sentence = tokens.items[first].begin;
        *sentence++ = (struct vdt_sentence){
            (uint32_t)first,
            (uint32_t)(i + 1 - first),
            tokens.items[first].begin,
            token->end,
        };
        first = i + 1;
    }
    enum vdt_status status = run(language, scratch, arena, &analysis, err);
    if (!status) *out = analysis;
    return status;
}
