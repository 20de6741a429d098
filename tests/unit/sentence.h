/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences for tests, written down compactly so that a test does not depend on the trained model: a word is
 * "form/lemma/UPOS/head/relation", head counts from 1, 0 is the root; words are parted by blanks, "." in the lemma means
 * the form in lower case.
 */
#ifndef VDT_TEST_SENTENCE_H
#define VDT_TEST_SENTENCE_H

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "language/analysis.h"

enum { SENTENCE_WORDS = 64 };

static inline struct vdt_analysis sentence_of(struct vdt_arena *arena, const char *text) {
    struct vdt_analysis analysis = { 0 };
    analysis.words = vdt_arena_array(arena, SENTENCE_WORDS, sizeof *analysis.words);
    analysis.sentences = vdt_arena_array(arena, 1, sizeof *analysis.sentences);
    char *plain = vdt_arena_take(arena, strlen(text) + 1);
    uint32_t at = 0;
    struct vdt_view rest = vdt_arena_copy(arena, vdt_view_of(text));
    while (rest.size) {
        struct vdt_view item = vdt_view_cut(&rest, ' ');
        struct vdt_view parts[5];
        for (int i = 0; i < 5; i++) parts[i] = vdt_view_cut(&item, '/');
        struct vdt_word *word = &analysis.words[analysis.word_count++];
        assert(analysis.word_count <= SENTENCE_WORDS && parts[4].size);
        enum vdt_upos upos = VDT_UPOS_X;
        bool known = vdt_upos_find(parts[2], &upos);
        assert(known);
        (void)known;
        struct vdt_view lemma = parts[1];
        if (vdt_view_is(lemma, ".")) {
            lemma = vdt_arena_copy(arena, parts[0]);
            for (size_t i = 0; i < lemma.size; i++) ((char *)(uintptr_t)lemma.data)[i] = vdt_lower(lemma.data[i]);
        }
        if (at) plain[at++] = ' ';
        memcpy(plain + at, parts[0].data, parts[0].size);
        *word = (struct vdt_word){ .form = { plain + at, parts[0].size }, .lemma = lemma, .begin = at,
                                   .end = at + (uint32_t)parts[0].size, .head = atoi(parts[3].data) - 1, .upos = (uint8_t)upos,
                                   .relation = (uint8_t)vdt_relation_find(parts[4]), .space_after = 1 };
        at += (uint32_t)parts[0].size;
    }
    analysis.text = (struct vdt_view){ plain, at };
    analysis.sentences[0] = (struct vdt_sentence){ 0, analysis.word_count, 0, at };
    analysis.sentence_count = 1;
    return analysis;
}

#endif
