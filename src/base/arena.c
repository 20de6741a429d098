/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chain of blocks, each twice as large as the one before it up to a megabyte, and larger where one piece asks
 * for more. Built with VDT_ARENA_SINGLE (the sanitizer builds) every piece is a block of its own, so that the
 * address sanitizer sees each one's bounds.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limit.h"

struct vdt_arena_block {
    struct vdt_arena_block *next;
    size_t size;
    _Alignas(max_align_t) char bytes[];
};

enum { FIRST_BLOCK = 64 << 10, LARGEST_STEP = 1 << 20 };

void vdt_arena_init(struct vdt_arena *arena) {
    *arena = (struct vdt_arena){ 0 };
}

static void free_chain(struct vdt_arena_block *block) {
    while (block) {
        struct vdt_arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void vdt_arena_reset(struct vdt_arena *arena) {
    if (!arena->first) return;
#ifdef VDT_ARENA_SINGLE
    vdt_arena_done(arena);
#else
    free_chain(arena->first->next);
    arena->first->next = NULL;
    arena->current = arena->first;
    arena->used = 0;
    arena->total = arena->first->size;
#endif
}

void vdt_arena_done(struct vdt_arena *arena) {
    free_chain(arena->first);
    *arena = (struct vdt_arena){ 0 };
}

void *vdt_arena_take(struct vdt_arena *arena, size_t size) {
    const size_t align = _Alignof(max_align_t);
    if (size > VDT_LIMIT_ARENA_BYTES) return NULL;
    size = (size + align - 1) / align * align;
#ifdef VDT_ARENA_SINGLE
    bool fits = false;
    size_t wanted = size;
#else
    bool fits = arena->current && arena->current->size - arena->used >= size;
    size_t wanted = FIRST_BLOCK;
    if (arena->current) wanted = arena->current->size * 2;
    if (wanted > LARGEST_STEP) wanted = LARGEST_STEP;
    if (wanted < size) wanted = size;
#endif
    if (!fits) {
        if (arena->total + wanted > VDT_LIMIT_ARENA_BYTES) return NULL;
        struct vdt_arena_block *block = malloc(sizeof *block + wanted);
        if (!block) return NULL;
        block->next = NULL;
        block->size = wanted;
        if (arena->current)
            arena->current->next = block;
        else
            arena->first = block;
        arena->current = block;
        arena->used = 0;
        arena->total += wanted;
    }
    void *piece = arena->current->bytes + arena->used;
    arena->used += size;
    if (size) memset(piece, 0, size);
    return piece;
}

void *vdt_arena_array(struct vdt_arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) return NULL;
    return vdt_arena_take(arena, count * size);
}

struct vdt_view vdt_arena_copy(struct vdt_arena *arena, struct vdt_view bytes) {
    if (bytes.size == SIZE_MAX) return (struct vdt_view){ NULL, 0 };
    char *copy = vdt_arena_take(arena, bytes.size + 1);
    if (!copy) return (struct vdt_view){ NULL, 0 };
    if (bytes.size) memcpy(copy, bytes.data, bytes.size);
    return (struct vdt_view){ copy, bytes.size };
}

struct vdt_view vdt_arena_format(struct vdt_arena *arena, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    struct vdt_view result = { NULL, 0 };
    char *text = length < 0 ? NULL : vdt_arena_take(arena, (size_t)length + 1);
    if (text) {
        vsnprintf(text, (size_t)length + 1, format, again);
        result = (struct vdt_view){ text, (size_t)length };
    }
    va_end(again);
    return result;
}

void *vdt_arena_grow(struct vdt_arena *arena, void *items, size_t count, size_t *capacity, size_t size) {
    if (items && count < *capacity) return items;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    void *grown = vdt_arena_array(arena, wanted, size);
    if (!grown) return NULL;
    if (count) memcpy(grown, items, count * size);
    *capacity = wanted;
    return grown;
}
