/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An arena: memory that is taken piece by piece and given back all at once. One for each report in the work,
 * reset at the top of the worker's loop; what lives in it is never freed singly.
 *
 * Thread rule: one thread at a time. Limit: VDT_LIMIT_ARENA_BYTES in all.
 */
#ifndef VDT_BASE_ARENA_H
#define VDT_BASE_ARENA_H

#include "base/view.h"

struct vdt_arena_block;

struct vdt_arena {
    struct vdt_arena_block *first, *current;
    size_t used;  /* in the current block */
    size_t total; /* bytes of all blocks */
};

void vdt_arena_init(struct vdt_arena *arena);
/* Keeps the first block, frees the others: a reused arena stays as small as its largest usual report. */
void vdt_arena_reset(struct vdt_arena *arena);
void vdt_arena_done(struct vdt_arena *arena);

/* `size` zeroed bytes aligned for anything, NULL when memory or the limit is out; size 0 gives a valid pointer. */
void *vdt_arena_take(struct vdt_arena *arena, size_t size);
/* `count` zeroed items of `size` bytes; NULL also when the product overflows. */
void *vdt_arena_array(struct vdt_arena *arena, size_t count, size_t size);
/* A copy of the bytes, NUL-terminated beyond its size; data is NULL when memory is out. */
struct vdt_view vdt_arena_copy(struct vdt_arena *arena, struct vdt_view bytes);
__attribute__((format(printf, 2, 3)))
struct vdt_view vdt_arena_format(struct vdt_arena *arena, const char *format, ...);

/*
 * Room for one more item in an arena array that doubles: returns the array (moved or not) with capacity for
 * at least count + 1 items, NULL when memory is out. The old copy stays in the arena until it is reset.
 */
void *vdt_arena_grow(struct vdt_arena *arena, void *items, size_t count, size_t *capacity, size_t size);

#endif
