/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that attribute, and what their contents may be; read from data/language/cues.txt, whose head explains them.
 * Thread rule: immutable once opened.
 */
#ifndef VDT_LANGUAGE_CUE_WORDS_H
#define VDT_LANGUAGE_CUE_WORDS_H

#include "base/error.h"
#include "base/view.h"

enum vdt_cue_kind { VDT_CUE_SAY = 1, VDT_CUE_TO = 2, VDT_CUE_WITH = 4, VDT_CUE_DEED = 8, VDT_CUE_AS = 16, VDT_CUE_ON = 32, VDT_CUE_NOUN = 64, VDT_CUE_HEARSAY = 128 };

struct vdt_cue_words;

/* `data` is the folder that holds language/cues.txt; `user` (may be NULL) a folder laid out like it, read after. */
enum vdt_status vdt_cue_words_open(const char *data, const char *user, struct vdt_cue_words **out, struct vdt_error *error);
void vdt_cue_words_close(struct vdt_cue_words *words);

/* Bits of vdt_cue_kind for a lemma. */
unsigned vdt_cue_word(const struct vdt_cue_words *words, struct vdt_view lemma);
/* Does what is said follow the verb with this preposition? */
bool vdt_cue_on(const struct vdt_cue_words *words, struct vdt_view lemma, struct vdt_view preposition);

#endif
