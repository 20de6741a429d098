/* SPDX-License-Identifier: Apache-2.0 */
/* Lemmas of irregular verbs, and of nouns in -men. Thread rule: pure but for the arena. */
#ifndef VDT_LANGUAGE_IRREGULAR_H
#define VDT_LANGUAGE_IRREGULAR_H

#include "base/arena.h"
#include "language/labels.h"

/* `small`: the form in small letters. Empty: the form is not irregular. */
struct vdt_view vdt_irregular_lemma(struct vdt_arena *arena, struct vdt_view small, enum vdt_upos upos);

#endif
