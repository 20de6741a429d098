/* SPDX-License-Identifier: Apache-2.0 */
/* The plain bytes of a file or of memory, in order, unpacked on the way where they are packed. */
#ifndef VDT_READ_STREAM_H
#define VDT_READ_STREAM_H

#include "base/error.h"
#include "read/unpack.h"

/* Packed bytes that could not be unpacked: what comes next in the stream does not join on to what came before. */
struct vdt_damage {
    bool here;
    uint64_t offset;  /* in the file, of the member that is damaged */
    char what[96];
};

struct vdt_stream {
    int file;                      /* -1: from memory */
    struct vdt_view memory;        /* still to be taken */
    struct vdt_unpacker *unpacker; /* NULL: the bytes are plain */
    enum vdt_packing packing;
    char *packed;                  /* [begin, end) is read and not yet unpacked */
    size_t begin, end;
    uint64_t offset;               /* of `begin` in the file */
    uint64_t member;               /* where the member that the last bytes came from begins */
    uint64_t given;                /* bytes of this member so far */
    bool member_ended;             /* the next byte begins another one */
    bool searching;                /* behind damage: the next member is looked for */
    bool guessed;                  /* this member was found by searching: it may be none */
    bool input_ended, ended;
    struct vdt_damage damage;
};

/* Looks at the first bytes; `file` is read and never closed. */
enum vdt_status vdt_stream_open(struct vdt_stream *stream, int file, struct vdt_view memory, struct vdt_error *error);
void vdt_stream_close(struct vdt_stream *stream);

/*
 * Up to `room` bytes, of one member. *got is 0 at the end, and before it where damage.here says that something is
 * missing; the caller takes note, clears it, and may go on behind it.
 */
enum vdt_status vdt_stream_read(struct vdt_stream *stream, char *to, size_t room, size_t *got, struct vdt_error *error);

#endif
