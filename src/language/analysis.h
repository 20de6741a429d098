/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the language core makes of a text: words, sentences, trees, names. Everything downstream reads this.
 * Lives in the report's arena; lemmas, xpos and feats may point into the model image, which outlives it.
 */
#ifndef VDT_LANGUAGE_ANALYSIS_H
#define VDT_LANGUAGE_ANALYSIS_H

#include "base/view.h"
#include "language/labels.h"

/* One syntactic word. Spans are in bytes of the text, end-exclusive. */
struct vdt_word {
    struct vdt_view form;  /* as written; a part of a contraction has its own form (n't) */
    struct vdt_view lemma;
    struct vdt_view xpos;  /* Penn Treebank tag */
    struct vdt_view feats; /* "Mood=Ind|Tense=Past", empty for none */
    uint32_t begin, end;   /* a part of a contraction: its own part where the letters allow, else the whole token */
    int32_t head;          /* index within the sentence, -1 for the root */
    uint8_t upos;          /* enum vdt_upos */
    uint8_t relation;      /* enum vdt_relation, to the head */
    uint8_t name;          /* see labels.h */
    uint8_t range;         /* > 0: first word of a multiword token of so many words, whose span is token_* */
    uint8_t space_after;   /* white space follows the token */
    uint32_t token_begin, token_end;
};

struct vdt_sentence {
    uint32_t first, count; /* words[first .. first + count) */
    uint32_t begin, end;   /* bytes */
};

struct vdt_analysis {
    struct vdt_view text;
    struct vdt_word *words;
    uint32_t word_count;
    struct vdt_sentence *sentences;
    uint32_t sentence_count;
    /* what was longer than a limit and so was cut: how many, and where in bytes the first begins */
    uint32_t cut_words, first_cut_word, cut_sentences, first_cut_sentence;
};

/* Is `pair`, say "Tense=Past", among the features? */
bool vdt_feats_have(struct vdt_view feats, const char *pair);

#endif
