/* SPDX-License-Identifier: Apache-2.0 */
/* One byte of version, then of each word four bytes of code, one of signs and two of place, all little-endian. */
#include "story/sketch.h"

enum { VERSION = 1, WORD_BYTES = 7 };

void vdt_sketch_write(const struct vdt_story_word *words, size_t count, struct vdt_buffer *out) {
    vdt_buffer_char(out, VERSION);
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = words[i].code | (uint64_t)(words[i].signs & 0xff) << 32 | (uint64_t)words[i].place << 40;
        for (int byte = 0; byte < WORD_BYTES; byte++) vdt_buffer_char(out, (char)(bits >> 8 * byte));
    }
}

bool vdt_sketch_read(struct vdt_view sketch, struct vdt_story_word *out, size_t most, size_t *count) {
    if (!sketch.size || sketch.data[0] != VERSION || (sketch.size - 1) % WORD_BYTES) return false;
    *count = (sketch.size - 1) / WORD_BYTES;
    if (*count > most) return false;
    for (size_t i = 0; i < *count; i++) {
        uint64_t bits = 0;
        for (int byte = 0; byte < WORD_BYTES; byte++)
            bits |= (uint64_t)(unsigned char)sketch.data[1 + i * WORD_BYTES + (size_t)byte] << 8 * byte;
        out[i] = (struct vdt_story_word){ (uint32_t)bits, (uint16_t)(bits >> 32 & 0xff), (uint16_t)(bits >> 40) };
    }
    return true;
}
