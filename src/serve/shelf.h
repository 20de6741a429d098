/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many texts kept small: packed some dozens at a time, and unpacked when one of them is asked for. What is asked for together
 * is best put side by side.
 *
 * Thread rule: one thread fills a shelf and closes it; then any number may read, each with a reader of its own.
 */
#ifndef VDT_SERVE_SHELF_H
#define VDT_SERVE_SHELF_H

#include "base/buffer.h"

struct shelf_block {
    char *bytes;
    uint32_t packed, size;
};

struct shelf_place {
    uint32_t block, begin, size;
};

struct shelf {
    struct shelf_block *blocks;
    size_t block_count, block_capacity;
    struct shelf_place *places; /* of the texts, by number */
    size_t count, capacity;
    struct vdt_buffer open;     /* the block that is being filled */
};

/* The block that was unpacked last. */
struct shelf_reader {
    struct vdt_buffer bytes;
    size_t block;               /* its number + 1; 0: none */
};

/* A zeroed shelf is empty. Texts are numbered from 0; false: memory is out. */
bool shelf_add(struct shelf *shelf, struct vdt_view text);
bool shelf_close(struct shelf *shelf);
void shelf_done(struct shelf *shelf);

/* The text of this number, valid until the reader's next call; data is NULL when memory is out. */
struct vdt_view shelf_text(const struct shelf *shelf, size_t number, struct shelf_reader *reader);

#endif
