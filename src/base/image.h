/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file mapped read-only: models and knowledge are used in place, shared by all threads and processes.
 * The mapping is immutable; `vdt_map_close` ends it (NULL-safe, twice is fine).
 */
#ifndef VDT_BASE_IMAGE_H
#define VDT_BASE_IMAGE_H

#include "base/error.h"

struct vdt_map {
    struct vdt_view bytes;
};

/* Fails with VDT_ERROR_SYSTEM (missing, a directory, unreadable) or VDT_ERROR_LIMIT; an empty file is a format error. */
enum vdt_status vdt_map_open(const char *path, struct vdt_map *out, struct vdt_error *error);
void vdt_map_close(struct vdt_map *map);

#endif
