/* SPDX-License-Identifier: Apache-2.0 */
/* The two rings. What stands together (codes, gaps, id) is never broken over the end of the ring of bytes. */
#include "story/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { BYTES_EACH = 544 }; /* of a report: 160 words of three bytes, an id of 64 */
enum { LINE_BYTES = 64, AWAITED_BYTES = 1024 }; /* what is longer, the machine foresees by itself */

bool vdt_story_memory_init(struct vdt_story_memory *self, uint32_t reports, uint32_t features) {
    *self = (struct vdt_story_memory){ .reports_room = reports, .bytes_room = (uint64_t)reports * BYTES_EACH };
    /* small windows too hold the longest report */
    if (self->bytes_room < 1 << 20) self->bytes_room = 1 << 20;
    self->reports = calloc(reports, sizeof *self->reports);
    self->bytes = malloc(self->bytes_room);
    /* some features are shared and some reports are copies; where it is not so, the oldest lose some of their features */
    bool made = vdt_postings_init(&self->postings, (uint64_t)reports * (features + 1) * 3 / 4);
    return self->reports && self->bytes && made;
}

void vdt_story_memory_done(struct vdt_story_memory *self) {
    free(self->reports), free(self->bytes);
    vdt_postings_done(&self->postings);
}

struct vdt_story_known *vdt_story_known(struct vdt_story_memory *self, uint32_t serial) {
    return &self->reports[serial % self->reports_room];
}

bool vdt_story_aged(struct vdt_story_memory *self, uint32_t serial) {
    return self->serial - serial >= self->reports_room / 2 ||
           self->written - vdt_story_known(self, serial)->at > self->bytes_room / 2;
}

struct vdt_view vdt_story_id(struct vdt_story_memory *self, uint32_t serial) {
    const struct vdt_story_known *known = vdt_story_known(self, serial);
    return (struct vdt_view){ self->bytes + known->at % self->bytes_room + 3 * known->word_count, known->id_size };
}

struct vdt_story_past vdt_story_past(struct vdt_story_memory *self, uint32_t serial) {
    const struct vdt_story_known *known = vdt_story_known(self, serial);
    const char *codes = self->bytes + known->at % self->bytes_room;
    return (struct vdt_story_past){ (const uint16_t *)(const void *)codes, (const uint8_t *)codes + 2 * known->word_count,
                                    known->word_count, known->title_count, known->norm, known->lead };
}

void vdt_story_await(const struct vdt_story_memory *self, uint32_t serial) {
    __builtin_prefetch(&self->reports[serial % self->reports_room]);
}

void vdt_story_await_words(const struct vdt_story_memory *self, uint32_t serial) {
    const struct vdt_story_known *known = &self->reports[serial % self->reports_room];
    const char *words = self->bytes + known->at % self->bytes_room;
    size_t size = 3u * known->word_count;
    for (size_t i = 0; i < size && i < AWAITED_BYTES; i += LINE_BYTES) __builtin_prefetch(words + i);
}

/* Forgets what the newest has overwritten. */
static void forget(struct vdt_story_memory *self) {
    while (!self->oldest || self->serial - self->oldest >= self->reports_room ||
           self->written - vdt_story_known(self, self->oldest)->at > self->bytes_room)
        self->oldest++;
}

/* Codes, then gaps; returns how many of the words are the title's. */
static size_t put_words(char *out, const struct vdt_story_word *words, size_t count) {
    uint16_t *codes = (uint16_t *)(void *)out, place = 0;
    size_t title = 0;
    for (size_t i = 0; i < count; i++) {
        int gap = words[i].place > place ? words[i].place - place : 1;
        if (gap > VDT_STORY_GAP) gap = VDT_STORY_GAP;
        codes[i] = vdt_story_short(words[i].code);
        out[2 * count + i] = (char)(words[i].signs & VDT_WORD_NAME ? gap | VDT_STORY_NAMED : gap);
        place = words[i].place;
        title += (words[i].signs & VDT_WORD_TITLE) != 0;
    }
    return title;
}

uint32_t vdt_story_keep(struct vdt_story_memory *self, struct vdt_view id, uint16_t day, const struct vdt_story_hand *hand) {
    uint32_t serial = self->serial + 1 ? self->serial + 1 : 1;
    if (!vdt_postings_add(&self->postings, vdt_hash(id), serial)) return 0;
    size_t count = hand ? hand->word_count : 0, size = 3 * count + id.size;
    size += size % 2;
    if (self->written % self->bytes_room + size > self->bytes_room)
        self->written += self->bytes_room - self->written % self->bytes_room;
    char *bytes = self->bytes + self->written % self->bytes_room;
    size_t title = hand ? put_words(bytes, hand->words, count) : 0;
    if (id.size) memcpy(bytes + 3 * count, id.data, id.size);
    self->serial = serial;
    *vdt_story_known(self, serial) = (struct vdt_story_known){
        .at = self->written, .id_size = (uint16_t)id.size, .word_count = (uint16_t)count, .title_count = (uint16_t)title,
        .day = day, .story = serial, .norm = hand ? (float)hand->norm : 0, .lead = hand ? (float)hand->lead : 0 };
    self->written += size;
    forget(self);
    return serial;
}

uint32_t vdt_story_find(struct vdt_story_memory *self, struct vdt_view id) {
    uint32_t found[VDT_POSTINGS_A_LINE];
    size_t count = vdt_postings_find(&self->postings, vdt_hash(id), found);
    for (size_t i = 0; i < count; i++)
        if (vdt_story_there(self, found[i]) && vdt_view_equal(vdt_story_id(self, found[i]), id)) return found[i];
    return 0;
}
