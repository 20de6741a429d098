/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A report calls a thing by one name: where the tagger was of two minds, the report's majority decides.
 * Thread rule: pure; scratch memory comes from the arena.
 */
#ifndef VDT_LANGUAGE_NAME_AGREEMENT_H
#define VDT_LANGUAGE_NAME_AGREEMENT_H

#include "base/arena.h"
#include "language/analysis.h"

/*
 * Gives names of the same words the type that most of them have, and marks a name where it was passed over, if it was
 * found at least as often. False when memory is out.
 */
bool vdt_names_agree(struct vdt_arena *arena, struct vdt_analysis *analysis);

/* The words of the name that begins at `at`, of `count` words, 0 where none does. */
uint32_t vdt_name_length(const struct vdt_word *words, uint32_t at, uint32_t count);

/* Makes the words one name. */
void vdt_name_mark(struct vdt_word *words, uint32_t count, enum vdt_name_type type);

#endif
