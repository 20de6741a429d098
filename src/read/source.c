/* SPDX-License-Identifier: Apache-2.0 */
/* A window over the file that moves forward; it grows up to the longest line that is wanted and no further. */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP = 256 << 10 };

enum vdt_status vdt_source_open(const char *path, struct vdt_source *out, struct vdt_error *error) {
    struct vdt_view name = vdt_view_of(path);
    bool standard = vdt_view_is(name, "-");
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (file < 0 || fstat(file, &about) != 0) {
        bool missing = errno == ENOENT;
        enum vdt_status status = vdt_fail_errno(error, name, "read");
        if (file >= 0 && !standard) close(file);
        return missing ? vdt_hint(error, status, "is the path right? - reads standard input") : status;
    }
    if (S_ISDIR(about.st_mode)) {
        if (!standard) close(file);
        vdt_fail_at(error, VDT_ERROR_SYSTEM, name, 0, 0, "cannot read: it is a directory");
        return vdt_hint(error, VDT_ERROR_SYSTEM, "name the files in it");
    }
    *out = (struct vdt_source){ .file = file, .line = 1, .name = name };
    enum vdt_status status = vdt_stream_open(&out->stream, file, (struct vdt_view){ NULL, 0 }, error);
    if (S_ISREG(about.st_mode) && !out->stream.packing) out->size_hint = (uint64_t)about.st_size;
    return status;
}

enum vdt_status vdt_source_of_bytes(struct vdt_view bytes, struct vdt_view name, struct vdt_source *out, struct vdt_error *error) {
    *out = (struct vdt_source){ .file = -1, .line = 1, .name = name };
    enum vdt_status status = vdt_stream_open(&out->stream, -1, bytes, error);
    if (!out->stream.packing) out->size_hint = bytes.size;
    return status;
}

void vdt_source_close(struct vdt_source *source) {
    vdt_stream_close(&source->stream);
    if (source->file > STDIN_FILENO) close(source->file);
    free(source->data);
    *source = (struct vdt_source){ .file = -1, .ended = true };
}

static void note_member(struct vdt_source *source) {
    size_t last = (source->member_count + VDT_SOURCE_MEMBERS - 1) % VDT_SOURCE_MEMBERS;
    if (source->member_count && source->members[last].packed == source->stream.member) return;
    size_t next = source->member_count++ % VDT_SOURCE_MEMBERS;
    source->members[next].packed = source->stream.member;
    source->members[next].plain = source->offset + (source->end - source->begin);
}

uint64_t vdt_source_place(const struct vdt_source *source, uint64_t offset) {
    if (!source->stream.packing) return offset;
    uint64_t place = 0;
    size_t kept = source->member_count < VDT_SOURCE_MEMBERS ? source->member_count : VDT_SOURCE_MEMBERS;
    for (size_t i = source->member_count - kept; i < source->member_count; i++)
        if (source->members[i % VDT_SOURCE_MEMBERS].plain <= offset) place = source->members[i % VDT_SOURCE_MEMBERS].packed;
    return place;
}

bool vdt_source_member_begins(const struct vdt_source *source, uint64_t offset) {
    size_t kept = source->member_count < VDT_SOURCE_MEMBERS ? source->member_count : VDT_SOURCE_MEMBERS;
    for (size_t i = 0; i < kept; i++)
        if (source->stream.packing && source->members[i].plain == offset) return true;
    return false;
}

const struct vdt_damage *vdt_source_damage(const struct vdt_source *source) {
    return source->stream.damage.here ? &source->stream.damage : NULL;
}

void vdt_source_resume(struct vdt_source *source) {
    source->stream.damage.here = false;
    source->ended = source->stream.ended;
}

void vdt_source_end(struct vdt_source *source) {
    source->begin = source->end;
    source->stream.ended = source->ended = true;
    source->stream.damage.here = false;
}

/* Makes room behind `end` for at least one byte and the NUL of a line, and reads once. */
static enum vdt_status read_more(struct vdt_source *source, struct vdt_error *error) {
    if (source->begin > 0 && (source->begin == source->end || source->begin >= source->capacity / 2)) {
        memmove(source->data, source->data + source->begin, source->end - source->begin);
        source->end -= source->begin;
        source->begin = 0;
    }
    if (source->capacity - source->end < STEP / 2) {
        size_t wanted = source->capacity ? source->capacity * 2 : STEP;
        char *grown = realloc(source->data, wanted);
        if (!grown) return vdt_fail_memory(error, "reading a file");
        source->data = grown;
        source->capacity = wanted;
    }
    size_t got;
    enum vdt_status status = vdt_stream_read(&source->stream, source->data + source->end, source->capacity - source->end - 1, &got,
                                             error);
    if (status != VDT_OK) {
        source->ended = true;
        vdt_error_place(error, source->name);
        return status;
    }
    note_member(source);
    if (got == 0 || source->stream.damage.here) source->ended = true;
    source->end += got;
    return VDT_OK;
}

enum vdt_status vdt_source_peek(struct vdt_source *source, size_t wanted, struct vdt_view *out,
                                struct vdt_error *error) {
    while (!source->ended && source->end - source->begin < wanted) {
        enum vdt_status status = read_more(source, error);
        if (status != VDT_OK) return status;
    }
    *out = (struct vdt_view){ source->data ? source->data + source->begin : NULL, source->end - source->begin };
    return VDT_OK;
}

void vdt_source_skip(struct vdt_source *source, size_t bytes) {
    source->begin += bytes;
    source->offset += bytes;
}

/* Passes over what is left of a line that is too long, a window at a time. */
static enum vdt_status skip_line(struct vdt_source *source, struct vdt_error *error) {
    for (;;) {
        size_t left = source->end - source->begin;
        char *newline = left ? memchr(source->data + source->begin, '\n', left) : NULL;
        if (newline) {
            vdt_source_skip(source, (size_t)(newline - source->data) - source->begin + 1);
            source->line++;
            return VDT_OK;
        }
        vdt_source_skip(source, left);
        if (source->ended) return VDT_OK;
        enum vdt_status status = read_more(source, error);
        if (status != VDT_OK) return status;
    }
}

enum vdt_status vdt_source_line(struct vdt_source *source, size_t limit, struct vdt_view *out, uint64_t *line,
                                uint64_t *offset, struct vdt_error *error) {
    size_t seen = 0;
    for (;;) {
        size_t left = source->end - source->begin;
        char *newline = left > seen ? memchr(source->data + source->begin + seen, '\n', left - seen) : NULL;
        size_t size = newline ? (size_t)(newline - source->data) - source->begin : left;
        if (size > limit) {
            *line = source->line, *offset = source->offset;
            enum vdt_status status = skip_line(source, error);
            if (status != VDT_OK) return status;
            /* the window that the line needed is given back */
            if (source->begin == source->end) {
                free(source->data);
                source->data = NULL;
                source->begin = source->end = source->capacity = 0;
            }
            vdt_fail_at(error, VDT_ERROR_LIMIT, source->name, *line, 0,
                        "the line is longer than VDT_LIMIT_LINE_BYTES (%zu MiB)", limit >> 20);
            if (error) error->offset = (int64_t)*offset;
            return VDT_ERROR_LIMIT;
        }
        if (newline || (source->ended && left)) {
            *line = source->line, *offset = source->offset;
            *out = (struct vdt_view){ source->data + source->begin, size };
            source->data[source->begin + size] = '\0'; /* over the newline, or in the byte kept free */
            vdt_source_skip(source, size + (newline ? 1 : 0));
            source->line++;
            return VDT_OK;
        }
        if (source->ended) return VDT_END;
        seen = left;
        enum vdt_status status = read_more(source, error);
        if (status != VDT_OK) return status;
    }
}

enum vdt_status vdt_source_rest(struct vdt_source *source, size_t limit, struct vdt_view *out,
                                struct vdt_error *error) {
    struct vdt_view rest = { NULL, 0 };
    bool too_large = source->size_hint > source->offset && source->size_hint - source->offset > limit;
    if (!too_large) {
        enum vdt_status status = vdt_source_peek(source, limit + 1, &rest, error);
        if (status != VDT_OK) return status;
        too_large = rest.size > limit;
    }
    source->begin = source->end;
    source->ended = true;
    if (too_large) {
        vdt_fail_at(error, VDT_ERROR_LIMIT, source->name, 0, 0,
                    "the report is larger than VDT_LIMIT_REPORT_BYTES (%zu MiB)", limit >> 20);
        return vdt_hint(error, VDT_ERROR_LIMIT, "cut it into reports, one JSON line each");
    }
    *out = rest;
    return VDT_OK;
}

enum vdt_status vdt_source_replace(struct vdt_source *source, struct vdt_view bytes, struct vdt_error *error) {
    char *copy = malloc(bytes.size + 1);
    if (!copy) return vdt_fail_memory(error, "converting a file");
    if (bytes.size) memcpy(copy, bytes.data, bytes.size);
    free(source->data);
    source->data = copy;
    source->begin = 0;
    source->end = bytes.size;
    source->capacity = bytes.size + 1;
    source->size_hint = 0;
    source->ended = true;
    return VDT_OK;
}
