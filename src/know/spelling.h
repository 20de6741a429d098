/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spellings of one name: transliterations ("Sergej Lawrow") and what machines make of names ("Lamarck" for "Lamarque"). Two
 * spellings share a sketch: the consonants as they sound, with a mark where vowels stand.
 */
#ifndef VDT_KNOW_SPELLING_H
#define VDT_KNOW_SPELLING_H

#include "base/view.h"

enum { VDT_SKETCH_BYTES = 96 };

/* A name as it sounds, with its vowels and without, in small letters; built word by word. */
struct vdt_spelling {
    char text[VDT_SKETCH_BYTES], sketch[VDT_SKETCH_BYTES]; /* words parted by a blank; end in NUL */
    unsigned size, sketch_size, words;
};

/* Adds a word; false when it has no letters or does not fit. */
bool vdt_spelling_add(struct vdt_spelling *spelling, struct vdt_view word);

/* What an image finds spellings by; no name has this hash. */
uint64_t vdt_spelling_hash(const struct vdt_spelling *spelling);

/*
 * May they be spellings of one name? Their sketches must be the same; every word must sound alike or have three consonants at
 * least, and no more than a third of its letters may differ.
 */
bool vdt_spelling_same(const struct vdt_spelling *a, const struct vdt_spelling *b);

#endif
