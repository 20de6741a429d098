/* SPDX-License-Identifier: Apache-2.0 */
/* Doubling growth; the one place where output memory is managed. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limit.h"

void vdt_buffer_done(struct vdt_buffer *buffer) {
    free(buffer->data);
    *buffer = (struct vdt_buffer){ 0 };
}

char *vdt_buffer_room(struct vdt_buffer *buffer, size_t more) {
    if (buffer->failed) return NULL;
    if (more > VDT_LIMIT_BUFFER_BYTES - buffer->size) {
        buffer->failed = true;
        return NULL;
    }
    if (buffer->size + more > buffer->capacity) {
        size_t wanted = buffer->capacity ? buffer->capacity * 2 : 256;
        while (wanted < buffer->size + more) wanted *= 2;
        char *grown = realloc(buffer->data, wanted);
        if (!grown) {
            buffer->failed = true;
            return NULL;
        }
        buffer->data = grown;
        buffer->capacity = wanted;
    }
    return buffer->data + buffer->size;
}

void vdt_buffer_add(struct vdt_buffer *buffer, struct vdt_view bytes) {
    if (!bytes.size) return;
    char *room = vdt_buffer_room(buffer, bytes.size);
    if (!room) return;
    memcpy(room, bytes.data, bytes.size);
    buffer->size += bytes.size;
}

void vdt_buffer_text(struct vdt_buffer *buffer, const char *string) {
    vdt_buffer_add(buffer, vdt_view_of(string));
}

void vdt_buffer_char(struct vdt_buffer *buffer, char c) {
    vdt_buffer_add(buffer, (struct vdt_view){ &c, 1 });
}

void vdt_buffer_format(struct vdt_buffer *buffer, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        buffer->failed = true;
    } else {
        char *room = vdt_buffer_room(buffer, (size_t)length + 1);
        if (room) {
            vsnprintf(room, (size_t)length + 1, format, again);
            buffer->size += (size_t)length;
        }
    }
    va_end(again);
}

size_t vdt_buffer_give(struct vdt_buffer *buffer, char *out, size_t size) {
    size_t length = buffer->failed ? 0 : buffer->size;
    if (length && size) memcpy(out, buffer->data, length < size ? length : size);
    vdt_buffer_done(buffer);
    return length;
}

bool vdt_array_room(void *array, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) return true;
    size_t larger = *capacity ? *capacity * 2 : 256;
    void *grown = realloc(*(void **)array, larger * size);
    if (!grown) return false;
    *(void **)array = grown;
    *capacity = larger;
    return true;
}
