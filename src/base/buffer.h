/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte buffer on the heap, for output. A failure (memory, VDT_LIMIT_BUFFER_BYTES) is remembered, later
 * calls do nothing, and it is asked for once at the end: `vdt_buffer_failed`.
 */
#ifndef VDT_BASE_BUFFER_H
#define VDT_BASE_BUFFER_H

#include "base/view.h"

struct vdt_buffer {
    char *data;
    size_t size, capacity;
    bool failed;
};

static inline void vdt_buffer_init(struct vdt_buffer *buffer) { *buffer = (struct vdt_buffer){ 0 }; }
void vdt_buffer_done(struct vdt_buffer *buffer);
static inline void vdt_buffer_clear(struct vdt_buffer *buffer) { buffer->size = 0, buffer->failed = false; }
static inline bool vdt_buffer_failed(const struct vdt_buffer *buffer) { return buffer->failed; }
static inline struct vdt_view vdt_buffer_view(const struct vdt_buffer *buffer) {
    return (struct vdt_view){ buffer->data, buffer->size };
}

/* Makes room for `more` bytes beyond size and returns where they go, NULL on failure; the caller adds to size. */
char *vdt_buffer_room(struct vdt_buffer *buffer, size_t more);
void vdt_buffer_add(struct vdt_buffer *buffer, struct vdt_view bytes);
void vdt_buffer_text(struct vdt_buffer *buffer, const char *string);
void vdt_buffer_char(struct vdt_buffer *buffer, char c);
__attribute__((format(printf, 2, 3)))
void vdt_buffer_format(struct vdt_buffer *buffer, const char *format, ...);

/*
 * Copies it into `out`, as much as fits in `size`, empties it for good, and returns its whole length, 0 where it had failed:
 * what the public vdt_…_write functions promise.
 */
size_t vdt_buffer_give(struct vdt_buffer *buffer, char *out, size_t size);

/*
 * Room for one more item in an array on the heap that doubles; `array` points to the pointer. False when memory is out:
 * the array stays as it was.
 */
bool vdt_array_room(void *array, size_t count, size_t *capacity, size_t size);

/* Adds what `size_t write(thing, char *out, size_t size)` writes; a second call only where the room was too small. */
#define VDT_BUFFER_PUT(buffer, write, thing)                                                                           \
    do {                                                                                                               \
        struct vdt_buffer *put_ = (buffer);                                                                            \
        size_t room_ = put_->capacity - put_->size;                                                                    \
        size_t whole_ = write((thing), room_ ? put_->data + put_->size : NULL, room_);                                 \
        if (whole_ > room_ && vdt_buffer_room(put_, whole_)) write((thing), put_->data + put_->size, whole_);          \
        if (!put_->failed) put_->size += whole_;                                                                       \
    } while (0)

/* Room for one more in an array on the heap that doubles: `array` points to its pointer. False: out of memory, nothing changed. */
bool vdt_array_room(void *array, size_t count, size_t *capacity, size_t size);

#endif
