/* SPDX-License-Identifier: Apache-2.0 */
/* A remark with its byte offset, which vdt_remark has no argument for. */
#include "read/place.h"

#include <stdarg.h>
#include <stdio.h>

void vdt_place_remark(const struct vdt_place *place, enum vdt_remark_level level, uint64_t line, uint64_t column,
                      int64_t offset, const char *format, ...) {
    if (!place->remarks || !place->remarks->tell) return;
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct vdt_error at;
    vdt_fail_at(&at, VDT_OK, place->file, line, column, "%s", text);
    at.offset = offset;
    place->remarks->tell(place->remarks->context, level, &at);
}
