/* SPDX-License-Identifier: Apache-2.0 */
/* Compressed bytes to plain ones, piece by piece: gzip and zstd for files; zlib, deflate and Brotli too for web responses. */
#ifndef VDT_READ_UNPACK_H
#define VDT_READ_UNPACK_H

#include "base/buffer.h"
#include "base/error.h"

enum vdt_packing { VDT_PACKED_NOT, VDT_PACKED_GZIP, VDT_PACKED_ZSTD, VDT_PACKED_DEFLATE, VDT_PACKED_BROTLI };

/* By the first bytes: gzip, zstd or neither. Deflate and Brotli have no mark of their own. */
enum vdt_packing vdt_packing_of(struct vdt_view head);
/* By the name that HTTP uses: "gzip", "x-gzip", "zstd", "deflate", "br"; else VDT_PACKED_NOT. */
enum vdt_packing vdt_packing_named(struct vdt_view name);
const char *vdt_packing_name(enum vdt_packing packing);

/* Where the next member (gzip) or frame (zstd) may begin at or behind `from`; bytes.size where nothing looks like one. */
size_t vdt_packing_find(enum vdt_packing packing, struct vdt_view bytes, size_t from);

enum vdt_unpacked {
    VDT_UNPACK_GOES_ON,  /* more room or more bytes are wanted */
    VDT_UNPACK_MEMBER,   /* a member is complete; the next step begins another */
    VDT_UNPACK_DAMAGED,  /* no sound bytes, or they grow beyond VDT_LIMIT_EXPANSION; vdt_unpacker_restart is next */
};

struct vdt_unpacker;

enum vdt_status vdt_unpacker_new(enum vdt_packing packing, struct vdt_unpacker **out, struct vdt_error *error);
void vdt_unpacker_free(struct vdt_unpacker *unpacker);
void vdt_unpacker_restart(struct vdt_unpacker *unpacker);
/* Takes bytes from the front of `in`, writes up to `room` of what they mean and says how many in *got. */
enum vdt_unpacked vdt_unpacker_step(struct vdt_unpacker *unpacker, struct vdt_view *in, char *to, size_t room, size_t *got);
/* What was wrong, after VDT_UNPACK_DAMAGED. */
const char *vdt_unpacker_trouble(const struct vdt_unpacker *unpacker);

/* All of `bytes`, appended to `out` up to `limit` bytes. *whole is false where they are damaged, cut off or too many. */
enum vdt_status vdt_unpack(enum vdt_packing packing, struct vdt_view bytes, size_t limit, struct vdt_buffer *out, bool *whole,
                           struct vdt_error *error);

#endif
