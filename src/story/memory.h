/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the stories remember: the latest reports in two rings, one of records and one of bytes (words and ids), and an
 * index over both. The oldest make room for the newest.
 *
 * A report goes by its serial, counted from 1. Thread rule: one thread at a time.
 */
#ifndef VDT_STORY_MEMORY_H
#define VDT_STORY_MEMORY_H

#include "base/view.h"
#include "story/likeness.h"
#include "story/postings.h"

struct vdt_story_known {
    uint64_t at;       /* where its words and its id stand, counted from the first byte ever */
    uint16_t id_size, word_count, title_count;
    uint16_t day;      /* of its publication, since 1970; of a name that is kept alone, its story's first; 0: unknown */
    uint32_t story;    /* serial of the report that gives the story its name */
    uint32_t original; /* of a copy; else 0 */
    float norm, lead;
};

struct vdt_story_memory {
    struct vdt_story_known *reports;
    char *bytes;
    uint64_t bytes_room, written;
    uint32_t reports_room, serial, oldest; /* serials of the newest and of the oldest that is still there */
    struct vdt_postings postings;
};

/* For `reports` reports of VDT_STORY_BYTES_EACH on average and `features` each. False: out of memory. */
bool vdt_story_memory_init(struct vdt_story_memory *self, uint32_t reports, uint32_t features);
void vdt_story_memory_done(struct vdt_story_memory *self);

struct vdt_story_known *vdt_story_known(struct vdt_story_memory *self, uint32_t serial);
/* Not overwritten by later ones. Told without a look at it, for it is asked of all that an index answers. */
static inline bool vdt_story_there(const struct vdt_story_memory *self, uint32_t serial) {
    return serial && self->serial - serial <= self->serial - self->oldest;
}
/* Half of the way to being overwritten. */
bool vdt_story_aged(struct vdt_story_memory *self, uint32_t serial);
/* Borrowed until the next is kept. */
struct vdt_view vdt_story_id(struct vdt_story_memory *self, uint32_t serial);
struct vdt_story_past vdt_story_past(struct vdt_story_memory *self, uint32_t serial);
/* Asks for the memory of its record; for that of its words, once the record has come. */
void vdt_story_await(const struct vdt_story_memory *self, uint32_t serial);
void vdt_story_await_words(const struct vdt_story_memory *self, uint32_t serial);

/* Keeps an id with a day and, where `hand` is not NULL, the words in hand; its story is itself. 0: out of memory. */
uint32_t vdt_story_keep(struct vdt_story_memory *self, struct vdt_view id, uint16_t day, const struct vdt_story_hand *hand);
/* The newest that was kept under this id; 0: none that is still there. */
uint32_t vdt_story_find(struct vdt_story_memory *self, struct vdt_view id);

#endif
