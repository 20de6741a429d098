/* SPDX-License-Identifier: Apache-2.0 */
/* Files that the program carries: the page (web/dist) and the description of the API. tools/embed-files makes the table. */
#ifndef VDT_SERVE_EMBEDDED_H
#define VDT_SERVE_EMBEDDED_H

#include "base/view.h"

struct embedded {
    const char *name, *type;
    const unsigned char *packed; /* gzip */
    size_t packed_size, size;
};

extern const struct embedded embedded_files[]; /* ends with a NULL name */

static inline const struct embedded *embedded_find(struct vdt_view name) {
    for (const struct embedded *file = embedded_files; file->name; file++)
        if (vdt_view_is(name, file->name)) return file;
    return NULL;
}

#endif
