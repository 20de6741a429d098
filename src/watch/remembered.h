/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers and names as bytes that mean the same on every machine. A reader that ran out of bytes gives zeros and says so. */
#ifndef VDT_WATCH_REMEMBERED_H
#define VDT_WATCH_REMEMBERED_H

#include "base/buffer.h"

static inline void vdt_memory_put(struct vdt_buffer *out, uint64_t value) {
    char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (char)(value >> 8 * i);
    vdt_buffer_add(out, (struct vdt_view){ bytes, sizeof bytes });
}

static inline void vdt_memory_put_real(struct vdt_buffer *out, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    vdt_memory_put(out, bits);
}

/* Two short numbers. */
static inline void vdt_memory_put_shorts(struct vdt_buffer *out, float first, float second) {
    uint32_t bits[2];
    memcpy(bits, &first, sizeof first);
    memcpy(bits + 1, &second, sizeof second);
    vdt_memory_put(out, (uint64_t)bits[0] << 32 | bits[1]);
}

static inline void vdt_memory_put_text(struct vdt_buffer *out, struct vdt_view text) {
    vdt_memory_put(out, text.size);
    vdt_buffer_add(out, text);
}

struct vdt_memory_reader {
    struct vdt_view rest;
    bool damaged;
};

static inline uint64_t vdt_memory_take(struct vdt_memory_reader *from) {
    uint64_t value = 0;
    if (from->rest.size < 8) return from->damaged = true, 0;
    for (int i = 0; i < 8; i++) value |= (uint64_t)(unsigned char)from->rest.data[i] << 8 * i;
    from->rest = vdt_view_slice(from->rest, 8, from->rest.size);
    return value;
}

static inline double vdt_memory_take_real(struct vdt_memory_reader *from) {
    uint64_t bits = vdt_memory_take(from);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline void vdt_memory_take_shorts(struct vdt_memory_reader *from, float *first, float *second) {
    uint64_t both = vdt_memory_take(from);
    uint32_t bits[] = { (uint32_t)(both >> 32), (uint32_t)both };
    memcpy(first, bits, sizeof *first);
    memcpy(second, bits + 1, sizeof *second);
}

static inline struct vdt_view vdt_memory_take_text(struct vdt_memory_reader *from) {
    uint64_t size = vdt_memory_take(from);
    if (size > from->rest.size) from->damaged = true, size = 0;
    struct vdt_view text = vdt_view_slice(from->rest, 0, (size_t)size);
    from->rest = vdt_view_slice(from->rest, (size_t)size, from->rest.size);
    return text;
}

#endif
