/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packed files are mostly many members one behind the other (a record each, in web archives), so damage ends one member and
 * not the file: the next member is looked for by its mark, as one looks for the next line.
 */
#include "read/stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WINDOW = 64 << 10, MARK = 4 };

static enum vdt_status take_bytes(struct vdt_stream *stream, char *to, size_t room, size_t *got, struct vdt_error *error) {
    if (stream->file < 0) {
        *got = stream->memory.size < room ? stream->memory.size : room;
        if (*got) memcpy(to, stream->memory.data, *got);
        stream->memory = vdt_view_slice(stream->memory, *got, stream->memory.size);
        return VDT_OK;
    }
    ssize_t result;
    do result = read(stream->file, to, room);
    while (result < 0 && errno == EINTR);
    *got = result > 0 ? (size_t)result : 0;
    return result < 0 ? vdt_fail_errno(error, (struct vdt_view){ NULL, 0 }, "read") : VDT_OK;
}

static enum vdt_status fill(struct vdt_stream *stream, struct vdt_error *error) {
    if (stream->begin) memmove(stream->packed, stream->packed + stream->begin, stream->end - stream->begin);
    stream->end -= stream->begin;
    stream->begin = 0;
    size_t got;
    enum vdt_status status = take_bytes(stream, stream->packed + stream->end, WINDOW - stream->end, &got, error);
    if (status != VDT_OK) return status;
    stream->end += got;
    stream->input_ended = !got;
    return VDT_OK;
}

enum vdt_status vdt_stream_open(struct vdt_stream *stream, int file, struct vdt_view memory, struct vdt_error *error) {
    *stream = (struct vdt_stream){ .file = file, .memory = memory, .packed = malloc(WINDOW) };
    if (!stream->packed) return vdt_fail_memory(error, "opening a file");
    while (stream->end < MARK && !stream->input_ended) {
        enum vdt_status status = fill(stream, error);
        if (status != VDT_OK) return status;
    }
    stream->packing = vdt_packing_of((struct vdt_view){ stream->packed, stream->end });
    return stream->packing ? vdt_unpacker_new(stream->packing, &stream->unpacker, error) : VDT_OK;
}

void vdt_stream_close(struct vdt_stream *stream) {
    vdt_unpacker_free(stream->unpacker);
    free(stream->packed);
    *stream = (struct vdt_stream){ .file = -1, .input_ended = true, .ended = true };
}

static enum vdt_status read_plain(struct vdt_stream *stream, char *to, size_t room, size_t *got, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    *got = stream->end - stream->begin;
    if (*got) { /* what was looked at */
        if (*got > room) *got = room;
        memcpy(to, stream->packed + stream->begin, *got);
        stream->begin += *got;
    } else {
        status = take_bytes(stream, to, room, got, error);
    }
    stream->offset += *got;
    stream->ended = status != VDT_OK || !*got;
    return status;
}

static void move(struct vdt_stream *stream, size_t bytes) {
    stream->begin += bytes;
    stream->offset += bytes;
}

/* Goes to the next member's mark, or to the end. */
static enum vdt_status search(struct vdt_stream *stream, struct vdt_error *error) {
    for (;;) {
        struct vdt_view window = { stream->packed + stream->begin, stream->end - stream->begin };
        size_t at = vdt_packing_find(stream->packing, window, 0);
        if (at < window.size) {
            move(stream, at);
            stream->searching = false;
            stream->guessed = true;
            return VDT_OK;
        }
        if (stream->input_ended) {
            move(stream, window.size);
            return VDT_OK;
        }
        move(stream, window.size < MARK ? 0 : window.size - MARK + 1); /* a mark may be cut here */
        enum vdt_status status = fill(stream, error);
        if (status != VDT_OK) return status;
    }
}

static void damage(struct vdt_stream *stream, const char *what) {
    stream->damage = (struct vdt_damage){ .here = true, .offset = stream->member };
    snprintf(stream->damage.what, sizeof stream->damage.what, "%s", what);
}

/* Padding between members, which some writers leave and gzip itself passes over. */
static void pass_zeros(struct vdt_stream *stream) {
    while (stream->begin < stream->end && stream->packed[stream->begin] == '\0') move(stream, 1);
}

/* One step of the unpacker; *on where nothing came of it and another is due. */
static void step(struct vdt_stream *stream, char *to, size_t room, size_t *got, bool *on) {
    struct vdt_view in = { stream->packed + stream->begin, stream->end - stream->begin };
    size_t before = in.size;
    enum vdt_unpacked state = vdt_unpacker_step(stream->unpacker, &in, to, room, got);
    move(stream, before - in.size);
    bool some = stream->given || *got;
    stream->given += *got;
    *on = !*got;
    if (state == VDT_UNPACK_MEMBER) stream->given = 0, stream->member_ended = true, stream->guessed = false;
    if (state != VDT_UNPACK_DAMAGED) return;
    if (some || !stream->guessed) damage(stream, vdt_unpacker_trouble(stream->unpacker));
    vdt_unpacker_restart(stream->unpacker);
    if (in.size == before && before) move(stream, 1); /* a mark that nothing fits: the next one is looked for behind it */
    stream->searching = true;
    stream->given = 0;
    *on = !*got && !stream->damage.here;
}

static enum vdt_status read_packed(struct vdt_stream *stream, char *to, size_t room, size_t *got, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    *got = 0;
    for (bool on = true; on && !stream->ended && status == VDT_OK;) {
        if (stream->searching) {
            status = search(stream, error);
            stream->member = stream->offset;
        }
        if (stream->begin == stream->end && !stream->input_ended && status == VDT_OK) status = fill(stream, error);
        if (status != VDT_OK) break;
        if (stream->member_ended || stream->member == stream->offset) {
            pass_zeros(stream);
            stream->member = stream->offset;
            stream->member_ended = false;
        }
        if (stream->begin < stream->end) {
            step(stream, to, room, got, &on);
        } else if (stream->input_ended) {
            stream->ended = true;
            if (stream->member != stream->offset) damage(stream, "it is cut off");
        }
    }
    if (status != VDT_OK) stream->ended = true;
    return status;
}

enum vdt_status vdt_stream_read(struct vdt_stream *stream, char *to, size_t room, size_t *got, struct vdt_error *error) {
    *got = 0;
    if (stream->ended) return VDT_OK;
    return stream->unpacker ? read_packed(stream, to, room, got, error) : read_plain(stream, to, room, got, error);
}
