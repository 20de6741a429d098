/* SPDX-License-Identifier: Apache-2.0 */
/* A text as a row of words, each a number: runs of letters and digits, in small letters, without the commonest endings. */
#ifndef VDT_STORY_WORDS_H
#define VDT_STORY_WORDS_H

#include "base/view.h"

enum { VDT_WORD_NAME = 1, VDT_WORD_NUMBER = 2, VDT_WORD_TITLE = 4 };

struct vdt_story_word {
    uint32_t code;
    uint16_t signs; /* VDT_WORD_… */
    uint16_t place; /* number of the word in its text */
};

/* Writes at most `most` words, the first of the text; returns how many. `signs` are given to each beside its own. */
size_t vdt_story_words(struct vdt_view text, uint16_t signs, struct vdt_story_word *out, size_t most);

#endif
