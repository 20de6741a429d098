/* SPDX-License-Identifier: Apache-2.0 */
/* What the room's files share: opened layers of knowledge and the look-up in them. */
#ifndef VDT_KNOW_LOOKUP_H
#define VDT_KNOW_LOOKUP_H

#include "base/image.h"
#include "know/know-image.h"
#include "know/knowledge.h"

struct vdt_layer {
    const uint32_t *table; /* phrase number + 1 */
    size_t slots;
    const struct vdt_image_phrase *phrases; /* sorted by hash: those of one hash stand together */
    size_t phrase_count;
    const struct vdt_image_entry *entries;
    size_t entry_count;
    const struct vdt_image_term *terms;
    const char *strings;
    uint64_t checksum;
    bool beginnings;       /* some phrase matches the beginning of a word */
};

struct vdt_knowledge {
    struct vdt_map map;
    struct vdt_buffer own;
    struct vdt_layer layers[2]; /* a user's own first */
    size_t layer_count;
    char version[9];
};

/* The same thing under its public name, see `vedette/actors.h`. */
struct vdt_actors {
    struct vdt_knowledge *knowledge;
};

/* The first phrase with this hash, as number + 1; 0: none. */
uint32_t vdt_layer_find(const struct vdt_layer *layer, uint64_t hash);

/* The code of an entry on a day (VDT_NO_DAY: that of its longest term); what is put together goes into the arena. */
struct vdt_view vdt_layer_code(const struct vdt_layer *layer, uint32_t entry, int32_t day, struct vdt_arena *arena);

struct vdt_spelling;

/* How many days somebody was out of office on the day, before or after; VDT_NO_DAY: the less, the longer he governed. */
int64_t vdt_layer_days_out(const struct vdt_layer *layer, const struct vdt_image_entry *entry, int32_t day);

/*
 * The phrase, by number, of the person whose name is spelt like this one; false where there is none or more than one. Of several
 * entries of the person the one in office on the day, or nearest to it.
 */
bool vdt_layer_find_spelling(const struct vdt_layer *layer, const struct vdt_spelling *spelling, int32_t day, uint32_t *phrase);

/* Folds one letter beyond ASCII (accents off, lower case) into `out`, adds to *size; returns the bytes read. */
size_t vdt_fold_letter(const char *bytes, size_t size, char *out, uint32_t *added);

#endif
