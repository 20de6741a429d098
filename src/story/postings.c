/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A feature's number has 64 bits: the lower say in which line it stands, the upper 32 are kept to tell it from its
 * neighbours. Lines beyond the first FIRST_LINES are told apart by bits of the kept part, so that a table can be doubled
 * without knowing the features again.
 *
 * A line is read with one access to memory, whatever the size of the table. A feature that many reports have keeps to
 * VDT_POSTINGS_OF_ONE of its line, the newest, and does not drive out others.
 */
#include "story/postings.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BITS = 11, FIRST_LINES = 1 << FIRST_BITS };

struct vdt_posting_line {
    uint32_t keys[VDT_POSTINGS_A_LINE], reports[VDT_POSTINGS_A_LINE]; /* newest first; report 0: none */
};

static struct vdt_posting_line *make_lines(uint64_t count) {
    struct vdt_posting_line *lines = aligned_alloc(sizeof *lines, count * sizeof *lines);
    if (lines) memset(lines, 0, count * sizeof *lines);
    return lines;
}

bool vdt_postings_init(struct vdt_postings *self, uint64_t most) {
    *self = (struct vdt_postings){ .line_count = FIRST_LINES, .most_lines = FIRST_LINES };
    while (self->most_lines * VDT_POSTINGS_A_LINE < most) self->most_lines *= 2;
    self->lines = make_lines(FIRST_LINES);
    return self->lines != NULL;
}

void vdt_postings_done(struct vdt_postings *self) {
    free(self->lines);
    self->lines = NULL;
}

static struct vdt_posting_line *line_of(const struct vdt_postings *self, uint64_t feature) {
    uint64_t number = (feature & (FIRST_LINES - 1)) | feature >> 32 << FIRST_BITS;
    return &self->lines[number & (self->line_count - 1)];
}

void vdt_postings_await(const struct vdt_postings *self, uint64_t feature) {
    __builtin_prefetch(line_of(self, feature));
}

/* Four keys at a time and without branches: mostly nothing is found. */
static bool holds(const struct vdt_posting_line *line, uint32_t key) {
    typedef uint32_t four __attribute__((vector_size(16)));
    four some, others;
    memcpy(&some, line->keys, sizeof some);
    memcpy(&others, line->keys + 4, sizeof others);
    four equal = (four)(some == key) | (four)(others == key);
    uint64_t halves[2];
    memcpy(halves, &equal, sizeof halves);
    return halves[0] | halves[1];
}

size_t vdt_postings_find(const struct vdt_postings *self, uint64_t feature, uint32_t out[VDT_POSTINGS_A_LINE]) {
    const struct vdt_posting_line *line = line_of(self, feature);
    uint32_t key = (uint32_t)(feature >> 32);
    size_t count = 0;
    if (!holds(line, key)) return 0;
    for (unsigned i = 0; i < VDT_POSTINGS_A_LINE; i++)
        if (line->keys[i] == key && line->reports[i]) out[count++] = line->reports[i];
    return count;
}

/* The newest stands first; what falls out is the last of its kind, or the last of all. */
static bool put(struct vdt_posting_line *line, uint32_t key, uint32_t report) {
    size_t alike = 0, last = VDT_POSTINGS_A_LINE - 1, out = last;
    for (size_t i = 0; i <= last; i++)
        if (line->reports[i] && line->keys[i] == key && ++alike == VDT_POSTINGS_OF_ONE) out = i;
    bool room = !line->reports[out];
    memmove(line->keys + 1, line->keys, out * sizeof *line->keys);
    memmove(line->reports + 1, line->reports, out * sizeof *line->reports);
    line->keys[0] = key;
    line->reports[0] = report;
    return room;
}

/* Each line becomes two: bit `line_count` of the number decides. */
static bool grow(struct vdt_postings *self) {
    struct vdt_posting_line *old = self->lines, *lines = make_lines(2 * self->line_count);
    if (!lines) return false;
    uint64_t count = self->line_count;
    for (uint64_t i = 0; i < count; i++)
        for (size_t j = VDT_POSTINGS_A_LINE; j-- > 0;) {
            if (!old[i].reports[j]) continue;
            uint64_t number = (i & (FIRST_LINES - 1)) | (uint64_t)old[i].keys[j] << FIRST_BITS;
            put(&lines[number & (2 * count - 1)], old[i].keys[j], old[i].reports[j]);
        }
    free(old);
    self->lines = lines;
    self->line_count = 2 * count;
    return true;
}

bool vdt_postings_add(struct vdt_postings *self, uint64_t feature, uint32_t report) {
    if (self->taken >= self->line_count * (VDT_POSTINGS_A_LINE / 2) && self->line_count < self->most_lines && !grow(self))
        return false;
    self->taken += put(line_of(self, feature), (uint32_t)(feature >> 32), report);
    return true;
}
