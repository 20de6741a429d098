/* SPDX-License-Identifier: Apache-2.0 */
/* Both codings at levels that cost about a millisecond for an answer of 100 kB. */
#include "serve/coding.h"

#include <zlib.h>
#include <zstd.h>

enum { GZIP_LEVEL = 4, ZSTD_LEVEL = 3, WHOLE = 1000 };

static const char *const names[] = { NULL, "gzip", "zstd" };

const char *coding_name(enum coding coding) { return names[coding]; }

/* "q=0.5" in thousandths; a weight that is none counts whole. */
static int weight_of(struct vdt_view parameter) {
    struct vdt_view rest = vdt_view_trim(parameter);
    if (rest.size < 3 || vdt_lower(rest.data[0]) != 'q' || rest.data[1] != '=') return WHOLE;
    if (rest.data[2] != '0') return WHOLE;
    int weight = 0, unit = 100;
    for (size_t i = 4; i < rest.size && unit && rest.data[i] >= '0' && rest.data[i] <= '9'; i++, unit /= 10)
        weight += (rest.data[i] - '0') * unit;
    return weight;
}

/* How much a client likes a coding; 0: not at all, or it does not say so. */
static int liking(struct vdt_view header, const char *name) {
    int any = 0;
    while (header.size) {
        struct vdt_view rest = vdt_view_cut(&header, ','), one = vdt_view_trim(vdt_view_cut(&rest, ';'));
        if (vdt_view_is_fold(one, name)) return weight_of(rest);
        if (vdt_view_is(one, "*")) any = weight_of(rest);
    }
    return any;
}

enum coding coding_wanted(struct vdt_view header) {
    int gzip = liking(header, names[CODING_GZIP]), zstd = liking(header, names[CODING_ZSTD]);
    if (!gzip && !zstd) return CODING_NONE;
    return zstd >= gzip ? CODING_ZSTD : CODING_GZIP;
}

bool coding_takes_gzip(struct vdt_view header) {
    return liking(header, names[CODING_GZIP]) > 0;
}

static size_t pack_gzip(const struct vdt_buffer *body, char *room, size_t most) {
    z_stream stream = { .next_in = (Bytef *)body->data, .avail_in = (uInt)body->size, .next_out = (Bytef *)room, .avail_out = (uInt)most };
    if (deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    deflateEnd(&stream);
    return done ? most - stream.avail_out : 0;
}

static size_t pack_zstd(const struct vdt_buffer *body, char *room, size_t most) {
    size_t size = ZSTD_compress(room, most, body->data, body->size, ZSTD_LEVEL);
    return ZSTD_isError(size) ? 0 : size;
}

bool coding_pack(enum coding coding, struct vdt_buffer *body) {
    if (coding == CODING_NONE || body->size > UINT32_MAX / 2) return false;
    struct vdt_buffer packed;
    vdt_buffer_init(&packed);
    size_t most = ZSTD_compressBound(body->size) + compressBound((uLong)body->size);
    char *room = vdt_buffer_room(&packed, most);
    if (room) packed.size = coding == CODING_ZSTD ? pack_zstd(body, room, most) : pack_gzip(body, room, most);
    if (!packed.size) {
        vdt_buffer_done(&packed);
        return false;
    }
    vdt_buffer_done(body);
    *body = packed;
    return true;
}
