/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of one file, read as they are wanted: a line at a time, or whole, never more than a limit. */
#ifndef VDT_READ_SOURCE_H
#define VDT_READ_SOURCE_H

#include "base/error.h"

struct vdt_source {
    int file;
    char *data;              /* [begin, end) is read and not yet used */
    size_t begin, end, capacity;
    uint64_t offset;         /* of `begin` in the file */
    uint64_t line;           /* of `begin`, counts from 1 */
    uint64_t size_hint;      /* of a regular file, else 0 */
    bool ended;              /* nothing comes after `end` */
    struct vdt_view name;
};

/* VDT_ERROR_SYSTEM for what cannot be read: missing, a directory, no permission. `path` "-" is standard input. */
enum vdt_status vdt_source_open(const char *path, struct vdt_source *out, struct vdt_error *error);
void vdt_source_close(struct vdt_source *source);

/* Reads until `wanted` bytes are there or the file ends; what is there is a view valid until the next call. */
enum vdt_status vdt_source_peek(struct vdt_source *source, size_t wanted, struct vdt_view *out,
                                struct vdt_error *error);
void vdt_source_skip(struct vdt_source *source, size_t bytes);

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
