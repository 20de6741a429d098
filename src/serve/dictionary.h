/* SPDX-License-Identifier: Apache-2.0 */
/* Texts and the small numbers that stand for them: codes of actors, places, publishers. Number 0 is the empty text. */
#ifndef VDT_SERVE_DICTIONARY_H
#define VDT_SERVE_DICTIONARY_H

#include "base/arena.h"

struct dictionary {
    struct vdt_arena arena;
    struct vdt_view *texts; /* by number; NULL data where only hashes are kept */
    uint64_t *hashes;       /* slots with open addressing, 0 is free */
    uint32_t *numbers;
    size_t count, capacity, mask;
    bool only_hashes;       /* the texts themselves are never asked for */
};

bool dictionary_init(struct dictionary *dictionary, bool only_hashes);
void dictionary_done(struct dictionary *dictionary);
/* The text's number, a new one where it is not known yet; UINT32_MAX when memory is out. */
uint32_t dictionary_number(struct dictionary *dictionary, struct vdt_view text);
/* UINT32_MAX where it is not known. */
uint32_t dictionary_find(const struct dictionary *dictionary, struct vdt_view text);

#endif
