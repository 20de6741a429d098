/* SPDX-License-Identifier: Apache-2.0 */
/* Where in the input we are, and telling the user about it. */
#ifndef VDT_READ_PLACE_H
#define VDT_READ_PLACE_H

#include "base/error.h"

struct vdt_place {
    struct vdt_view file;
    uint64_t line;    /* the line that begins at `offset` */
    uint64_t offset;  /* bytes from the start of the file */
    const struct vdt_remarks *remarks;
};

/* A remark `offset` bytes behind the place; line and column are the file's, offset -1 and zeros where unknown. */
__attribute__((format(printf, 6, 7)))
void vdt_place_remark(const struct vdt_place *place, enum vdt_remark_level level, uint64_t line, uint64_t column,
                      int64_t offset, const char *format, ...);

#endif
