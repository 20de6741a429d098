/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One step function over three libraries. A member's growth is held against VDT_LIMIT_EXPANSION while it is unpacked, so a
 * bomb costs no more than its first megabytes. Web archives in zstd may carry the dictionary of all their frames in a
 * skippable frame at the front, itself raw or packed (specs.webarchive.org, "WARC files with Zstandard").
 */
#include "read/unpack.h"

#include <brotli/decode.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "base/limit.h"

struct vdt_unpacker {
    enum vdt_packing packing;
    z_stream inflater;
    ZSTD_DCtx *frames;
    BrotliDecoderState *brotli;
    bool fresh;              /* nothing of the member was taken yet */
    uint64_t taken, given;   /* of the member */
    struct vdt_buffer front; /* a dictionary that is being collected */
    uint64_t front_wanted;   /* bytes of the dictionary still to come, with the frame's head */
    bool first;              /* no frame came yet: only then a skippable frame is a dictionary */
    const char *trouble;
};

/* --- recognising --- */

static bool gzip_begins(struct vdt_view bytes, size_t at) {
    const unsigned char *s = (const unsigned char *)bytes.data + at;
    return bytes.size - at >= 4 && s[0] == 0x1F && s[1] == 0x8B && s[2] == 8 && !(s[3] & 0xE0);
}

static bool skippable_begins(struct vdt_view bytes, size_t at) {
    const unsigned char *s = (const unsigned char *)bytes.data + at;
    return bytes.size - at >= 4 && (s[0] & 0xF0) == 0x50 && s[1] == 0x2A && s[2] == 0x4D && s[3] == 0x18;
}

static bool zstd_begins(struct vdt_view bytes, size_t at) {
    return bytes.size - at >= 4 && (memcmp(bytes.data + at, "\x28\xB5\x2F\xFD", 4) == 0 || skippable_begins(bytes, at));
}

enum vdt_packing vdt_packing_of(struct vdt_view head) {
    if (gzip_begins(head, 0)) return VDT_PACKED_GZIP;
    return zstd_begins(head, 0) ? VDT_PACKED_ZSTD : VDT_PACKED_NOT;
}

enum vdt_packing vdt_packing_named(struct vdt_view name) {
    static const struct { const char *name; enum vdt_packing packing; } names[] = {
        { "gzip", VDT_PACKED_GZIP }, { "x-gzip", VDT_PACKED_GZIP }, { "zstd", VDT_PACKED_ZSTD },
        { "deflate", VDT_PACKED_DEFLATE }, { "br", VDT_PACKED_BROTLI },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (vdt_view_is_fold(name, names[i].name)) return names[i].packing;
    return VDT_PACKED_NOT;
}

const char *vdt_packing_name(enum vdt_packing packing) {
    static const char *const names[] = { "plain", "gzip", "zstd", "deflate", "Brotli" };
    return names[packing];
}

size_t vdt_packing_find(enum vdt_packing packing, struct vdt_view bytes, size_t from) {
    for (size_t at = from; at + 4 <= bytes.size; at++)
        if (packing == VDT_PACKED_GZIP ? gzip_begins(bytes, at) : zstd_begins(bytes, at)) return at;
    return bytes.size;
}

/* --- a member --- */

enum vdt_status vdt_unpacker_new(enum vdt_packing packing, struct vdt_unpacker **out, struct vdt_error *error) {
    struct vdt_unpacker *unpacker = calloc(1, sizeof *unpacker);
    if (!unpacker) return vdt_fail_memory(error, "unpacking");
    unpacker->packing = packing;
    unpacker->fresh = unpacker->first = true;
    bool good = true;
    if (packing == VDT_PACKED_GZIP || packing == VDT_PACKED_DEFLATE) {
        good = inflateInit2(&unpacker->inflater, packing == VDT_PACKED_GZIP ? 16 + MAX_WBITS : MAX_WBITS) == Z_OK;
    } else if (packing == VDT_PACKED_ZSTD) {
        unpacker->frames = ZSTD_createDCtx();
        good = unpacker->frames &&
               !ZSTD_isError(ZSTD_DCtx_setParameter(unpacker->frames, ZSTD_d_windowLogMax, VDT_LIMIT_ZSTD_WINDOW));
    } else {
        unpacker->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
        good = unpacker->brotli != NULL;
    }
    if (!good) {
        vdt_unpacker_free(unpacker);
        return vdt_fail_memory(error, "unpacking");
    }
    *out = unpacker;
    return VDT_OK;
}

void vdt_unpacker_free(struct vdt_unpacker *unpacker) {
    if (!unpacker) return;
    if (unpacker->packing == VDT_PACKED_GZIP || unpacker->packing == VDT_PACKED_DEFLATE) inflateEnd(&unpacker->inflater);
    ZSTD_freeDCtx(unpacker->frames);
    if (unpacker->brotli) BrotliDecoderDestroyInstance(unpacker->brotli);
    vdt_buffer_done(&unpacker->front);
    free(unpacker);
}

void vdt_unpacker_restart(struct vdt_unpacker *unpacker) {
    if (unpacker->packing == VDT_PACKED_GZIP || unpacker->packing == VDT_PACKED_DEFLATE) inflateReset(&unpacker->inflater);
    if (unpacker->frames) ZSTD_DCtx_reset(unpacker->frames, ZSTD_reset_session_only);
    unpacker->fresh = true;
    unpacker->taken = unpacker->given = 0;
}

const char *vdt_unpacker_trouble(const struct vdt_unpacker *unpacker) {
    return unpacker->trouble ? unpacker->trouble : "the bytes are not sound";
}

static enum vdt_unpacked damaged(struct vdt_unpacker *unpacker, const char *trouble) {
    unpacker->trouble = trouble;
    return VDT_UNPACK_DAMAGED;
}

static enum vdt_unpacked inflate_step(struct vdt_unpacker *unpacker, struct vdt_view *in, char *to, size_t room, size_t *got) {
    z_stream *inflater = &unpacker->inflater;
    /* servers call deflate what is zlib, and what is raw: the first byte tells */
    if (unpacker->packing == VDT_PACKED_DEFLATE && unpacker->fresh && in->size && (in->data[0] & 0x0F) != 8)
        inflateReset2(inflater, -MAX_WBITS);
    inflater->next_in = (Bytef *)(uintptr_t)in->data;
    inflater->avail_in = in->size > UINT32_MAX ? UINT32_MAX : (uInt)in->size;
    inflater->next_out = (Bytef *)to;
    inflater->avail_out = room > UINT32_MAX ? UINT32_MAX : (uInt)room;
    int result = inflate(inflater, Z_NO_FLUSH);
    size_t taken = (size_t)((const char *)inflater->next_in - in->data);
    *got = (size_t)((char *)inflater->next_out - to);
    *in = vdt_view_slice(*in, taken, in->size);
    unpacker->taken += taken;
    if (result == Z_STREAM_END) return VDT_UNPACK_MEMBER;
    if (result == Z_OK || result == Z_BUF_ERROR) return VDT_UNPACK_GOES_ON;
    return damaged(unpacker, inflater->msg ? inflater->msg : "the bytes are not sound");
}

static uint32_t little_endian(const char *bytes) {
    const unsigned char *s = (const unsigned char *)bytes;
    return (uint32_t)s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 | (uint32_t)s[3] << 24;
}

static bool load_dictionary(struct vdt_unpacker *unpacker, struct vdt_view bytes) {
    struct vdt_buffer plain;
    vdt_buffer_init(&plain);
    bool good = true;
    struct vdt_error error;
    if (zstd_begins(bytes, 0))
        good = vdt_unpack(VDT_PACKED_ZSTD, bytes, VDT_LIMIT_RECORD_BYTES, &plain, &good, &error) == VDT_OK && good;
    if (plain.size) bytes = vdt_buffer_view(&plain);
    good = good && !ZSTD_isError(ZSTD_DCtx_loadDictionary(unpacker->frames, bytes.data, bytes.size));
    vdt_buffer_done(&plain);
    return good;
}

/* The skippable frame at the front is collected, and is the dictionary where it looks like one. */
static enum vdt_unpacked dictionary_step(struct vdt_unpacker *unpacker, struct vdt_view *in) {
    if (!unpacker->front_wanted) unpacker->front_wanted = 8;
    while (in->size && unpacker->front.size < unpacker->front_wanted) {
        size_t missing = unpacker->front_wanted - unpacker->front.size, taken = in->size < missing ? in->size : missing;
        vdt_buffer_add(&unpacker->front, vdt_view_slice(*in, 0, taken));
        *in = vdt_view_slice(*in, taken, in->size);
        if (vdt_buffer_failed(&unpacker->front)) return damaged(unpacker, "the dictionary is too large");
        if (unpacker->front.size == 8) unpacker->front_wanted = 8 + (uint64_t)little_endian(unpacker->front.data + 4);
        if (unpacker->front_wanted > VDT_LIMIT_RECORD_BYTES) return damaged(unpacker, "the dictionary is too large");
    }
    if (unpacker->front.size < unpacker->front_wanted) return VDT_UNPACK_GOES_ON;
    unpacker->first = false;
    struct vdt_view dictionary = vdt_view_slice(vdt_buffer_view(&unpacker->front), 8, unpacker->front.size);
    bool is_one = dictionary.size >= 8 && (zstd_begins(dictionary, 0) || memcmp(dictionary.data, "\x37\xA4\x30\xEC", 4) == 0);
    if (is_one && !load_dictionary(unpacker, dictionary)) return damaged(unpacker, "the dictionary is not sound");
    return VDT_UNPACK_MEMBER;
}

static enum vdt_unpacked zstd_step(struct vdt_unpacker *unpacker, struct vdt_view *in, char *to, size_t room, size_t *got) {
    if (unpacker->first && (unpacker->front.size || skippable_begins(*in, 0))) return dictionary_step(unpacker, in);
    unpacker->first = false;
    ZSTD_inBuffer from = { in->data, in->size, 0 };
    ZSTD_outBuffer into = { to, room, 0 };
    size_t result = ZSTD_decompressStream(unpacker->frames, &into, &from);
    *got = into.pos;
    *in = vdt_view_slice(*in, from.pos, in->size);
    unpacker->taken += from.pos;
    if (ZSTD_isError(result)) return damaged(unpacker, ZSTD_getErrorName(result));
    return result == 0 ? VDT_UNPACK_MEMBER : VDT_UNPACK_GOES_ON;
}

static enum vdt_unpacked brotli_step(struct vdt_unpacker *unpacker, struct vdt_view *in, char *to, size_t room, size_t *got) {
    size_t left = in->size, space = room;
    const uint8_t *from = (const uint8_t *)in->data;
    uint8_t *into = (uint8_t *)to;
    BrotliDecoderResult result = BrotliDecoderDecompressStream(unpacker->brotli, &left, &from, &space, &into, NULL);
    *got = room - space;
    unpacker->taken += in->size - left;
    *in = vdt_view_slice(*in, in->size - left, in->size);
    if (result == BROTLI_DECODER_RESULT_ERROR) return damaged(unpacker, "the bytes are not sound");
    return result == BROTLI_DECODER_RESULT_SUCCESS ? VDT_UNPACK_MEMBER : VDT_UNPACK_GOES_ON;
}

enum vdt_unpacked vdt_unpacker_step(struct vdt_unpacker *unpacker, struct vdt_view *in, char *to, size_t room, size_t *got) {
    *got = 0;
    enum vdt_unpacked state;
    switch (unpacker->packing) {
    case VDT_PACKED_ZSTD: state = zstd_step(unpacker, in, to, room, got); break;
    case VDT_PACKED_BROTLI: state = brotli_step(unpacker, in, to, room, got); break;
    default: state = inflate_step(unpacker, in, to, room, got); break;
    }
    unpacker->fresh = false;
    unpacker->given += *got;
    if (unpacker->given > VDT_LIMIT_REPORT_BYTES && unpacker->given / VDT_LIMIT_EXPANSION > unpacker->taken)
        return damaged(unpacker, "it unpacks to more than VDT_LIMIT_EXPANSION (256) times its size");
    if (state == VDT_UNPACK_MEMBER) vdt_unpacker_restart(unpacker);
    return state;
}

/* --- all at once --- */

enum vdt_status vdt_unpack(enum vdt_packing packing, struct vdt_view bytes, size_t limit, struct vdt_buffer *out, bool *whole,
                           struct vdt_error *error) {
    enum { STEP = 64 << 10 };
    struct vdt_unpacker *unpacker;
    enum vdt_status status = vdt_unpacker_new(packing, &unpacker, error);
    if (status != VDT_OK) return status;
    size_t begin = out->size;
    enum vdt_unpacked state = VDT_UNPACK_GOES_ON;
    while (out->size - begin < limit) {
        size_t got, left = bytes.size;
        char *room = vdt_buffer_room(out, STEP);
        if (!room) break;
        state = vdt_unpacker_step(unpacker, &bytes, room, STEP, &got);
        out->size += got;
        /* a response is one member; what stands behind it is padding */
        if (state == VDT_UNPACK_DAMAGED || (state == VDT_UNPACK_MEMBER && (out->size > begin || !bytes.size))) break;
        if (!got && bytes.size == left) break;
    }
    vdt_unpacker_free(unpacker);
    if (vdt_buffer_failed(out)) return vdt_fail_memory(error, "unpacking");
    *whole = state == VDT_UNPACK_MEMBER;
    if (out->size - begin > limit) out->size = begin + limit, *whole = false;
    return VDT_OK;
}
