/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A window over the plain bytes of one file, read as they are wanted: a line at a time, a record, or whole, never more than a
 * limit. Offsets count plain bytes; vdt_source_place says where in the file they come from.
 */
#ifndef VDT_READ_SOURCE_H
#define VDT_READ_SOURCE_H

#include "read/stream.h"

enum { VDT_SOURCE_MEMBERS = 64 };

struct vdt_source {
    int file;
    struct vdt_stream stream;
    struct { uint64_t plain, packed; } members[VDT_SOURCE_MEMBERS]; /* where the last members begin; a ring */
    size_t member_count;
    char *data;              /* [begin, end) is read and not yet used */
    size_t begin, end, capacity;
    uint64_t offset;         /* of `begin` in the file */
    uint64_t line;           /* of `begin`, counts from 1 */
    uint64_t size_hint;      /* of a regular file, else 0 */
    bool ended;              /* nothing comes after `end`, or what comes does not join on: see vdt_source_damage */
    struct vdt_view name;
};

/* VDT_ERROR_SYSTEM for what cannot be read: missing, a directory, no permission. `path` "-" is standard input. */
enum vdt_status vdt_source_open(const char *path, struct vdt_source *out, struct vdt_error *error);
/* Of memory, which must stay; `name` is what messages call it. */
enum vdt_status vdt_source_of_bytes(struct vdt_view bytes, struct vdt_view name, struct vdt_source *out, struct vdt_error *error);
void vdt_source_close(struct vdt_source *source);

/* Reads until `wanted` bytes are there or the file ends; what is there is a view valid until the next call. */
enum vdt_status vdt_source_peek(struct vdt_source *source, size_t wanted, struct vdt_view *out,
                                struct vdt_error *error);
/* Passes over bytes that peek gave. */
void vdt_source_skip(struct vdt_source *source, size_t bytes);

/* Where in the file the plain byte at `offset` lies; of packed files, where its member begins. */
uint64_t vdt_source_place(const struct vdt_source *source, uint64_t offset);
/* Does a member of a packed file begin with the plain byte at `offset`, among those last read? */
bool vdt_source_member_begins(const struct vdt_source *source, uint64_t offset);
/* The damage that the window ends with; NULL where it ends with the file or goes on. */
const struct vdt_damage *vdt_source_damage(const struct vdt_source *source);
/* Goes on behind the damage; what is left in the window stays and is followed by what was found. */
void vdt_source_resume(struct vdt_source *source);
/* Nothing more is read. */
void vdt_source_end(struct vdt_source *source);

/*
 * The next line without its end, followed by a NUL, which may be written to; VDT_END after the last. A line over
 * `limit` is VDT_ERROR_LIMIT: it is skipped without being kept, and the next call gives the line behind it.
 */
enum vdt_status vdt_source_line(struct vdt_source *source, size_t limit, struct vdt_view *out, uint64_t *line,
                                uint64_t *offset, struct vdt_error *error);

/* Everything that is left; VDT_ERROR_LIMIT if that is more than `limit`, and then nothing is left. */
enum vdt_status vdt_source_rest(struct vdt_source *source, size_t limit, struct vdt_view *out, struct vdt_error *error);

/* Puts other bytes in the place of all that is left (a text converted from UTF-16). */
enum vdt_status vdt_source_replace(struct vdt_source *source, struct vdt_view bytes, struct vdt_error *error);

#endif
