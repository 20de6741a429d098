/* SPDX-License-Identifier: Apache-2.0 */
/* Errors are plain structs of fixed size: filling one in can never fail, which is the point of an error. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

static void copy_text(char *out, size_t size, struct vdt_view text) {
    size_t length = text.size < size ? text.size : size - 1;
    /* never cut inside a UTF-8 sequence */
    if (length < text.size)
        while (length && ((unsigned char)text.data[length] & 0xC0) == 0x80) length--;
    if (length) memcpy(out, text.data, length);
    out[length] = '\0';
}

static void clear(struct vdt_error *error, enum vdt_status status, struct vdt_view where, uint64_t line,
                  uint64_t column) {
    *error = (struct vdt_error){ .status = status, .line = line, .column = column, .offset = -1 };
    copy_text(error->where, sizeof error->where, where);
}

enum vdt_status vdt_fail(struct vdt_error *error, enum vdt_status status, const char *format, ...) {
    if (error) {
        clear(error, status, (struct vdt_view){ NULL, 0 }, 0, 0);
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

enum vdt_status vdt_fail_at(struct vdt_error *error, enum vdt_status status, struct vdt_view where,
                            uint64_t line, uint64_t column, const char *format, ...) {
    if (error) {
        clear(error, status, where, line, column);
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

enum vdt_status vdt_fail_errno(struct vdt_error *error, struct vdt_view where, const char *what) {
    char space[128] = "";
    const char *reason = strerror_r(errno, space, sizeof space); /* the GNU one: thread-safe, returns the text */
    return vdt_fail_at(error, VDT_ERROR_SYSTEM, where, 0, 0, "cannot %s: %s", what, reason);
}

enum vdt_status vdt_fail_memory(struct vdt_error *error, const char *what) {
    return vdt_fail(error, VDT_ERROR_MEMORY, "out of memory while %s", what);
}

enum vdt_status vdt_hint(struct vdt_error *error, enum vdt_status status, const char *format, ...) {
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(error->hint, sizeof error->hint, format, arguments);
        va_end(arguments);
    }
    return status;
}

void vdt_error_place(struct vdt_error *error, struct vdt_view where) {
    if (error) copy_text(error->where, sizeof error->where, where);
}

void vdt_remark(const struct vdt_remarks *remarks, enum vdt_remark_level level, struct vdt_view where,
                uint64_t line, uint64_t column, const char *format, ...) {
    if (!remarks || !remarks->tell) return;
    struct vdt_error at;
    clear(&at, VDT_OK, where, line, column);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(at.message, sizeof at.message, format, arguments);
    va_end(arguments);
    remarks->tell(remarks->context, level, &at);
}

size_t vdt_error_format(const struct vdt_error *error, char *out, size_t size) {
    if (!size) return 0;
    size_t used = 0;
    out[0] = '\0';
#define ADD(...)                                                              \
    do {                                                                      \
        int n = snprintf(out + used, size - used, __VA_ARGS__);               \
        used += n > 0 ? (size_t)n : 0;                                        \
        if (used >= size) return size - 1;                                    \
    } while (0)
    if (error->where[0]) {
        ADD("%s", error->where);
        if (error->line) ADD(":%llu", (unsigned long long)error->line);
        if (error->column) ADD(":%llu", (unsigned long long)error->column);
        ADD(": ");
    }
    ADD("%s", error->message);
    if (error->offset >= 0) ADD(" (byte %lld)", (long long)error->offset);
    if (error->hint[0]) ADD("; %s", error->hint);
#undef ADD
    return used;
}
