/* SPDX-License-Identifier: Apache-2.0 */
/* One byte of version, two of the day, then of each word four of code, one of signs and two of place, all little-endian. */
#include "story/sketch.h"

enum { VERSION = 2, HEAD_BYTES = 3, WORD_BYTES = 7 };

void vdt_sketch_write(uint16_t day, const struct vdt_story_word *words, size_t count, struct vdt_buffer *out) {
    const char head[HEAD_BYTES] = { VERSION, (char)day, (char)(day >> 8) };
    vdt_buffer_add(out, (struct vdt_view){ head, sizeof head });
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = words[i].code | (uint64_t)(words[i].signs & 0xff) << 32 | (uint64_t)words[i].place << 40;
        for (int byte = 0; byte < WORD_BYTES; byte++) vdt_buffer_char(out, (char)(bits >> 8 * byte));
    }
}

bool vdt_sketch_read(struct vdt_view sketch, uint16_t *day, struct vdt_story_word *out, size_t most, size_t *count) {
    if (sketch.size < HEAD_BYTES || sketch.data[0] != VERSION || (sketch.size - HEAD_BYTES) % WORD_BYTES) return false;
    *day = (uint16_t)((unsigned char)sketch.data[1] | (unsigned char)sketch.data[2] << 8);
    *count = (sketch.size - HEAD_BYTES) / WORD_BYTES;
    if (*count > most) return false;
    for (size_t i = 0; i < *count; i++) {
        uint64_t bits = 0;
        for (int byte = 0; byte < WORD_BYTES; byte++)
            bits |= (uint64_t)(unsigned char)sketch.data[HEAD_BYTES + i * WORD_BYTES + (size_t)byte] << 8 * byte;
        out[i] = (struct vdt_story_word){ (uint32_t)bits, (uint16_t)(bits >> 32 & 0xff), (uint16_t)(bits >> 40) };
    }
    return true;
}
