/* SPDX-License-Identifier: Apache-2.0 */
/* A page saved with its pictures in one file (MHTML, multipart/related): the page. */
#ifndef VDT_READ_MHTML_H
#define VDT_READ_MHTML_H

#include "base/arena.h"
#include "base/error.h"

struct vdt_saved_page {
    struct vdt_view url, charset, body; /* in the arena or in the given bytes */
};

bool vdt_mhtml_looks(struct vdt_view head);
/* The first HTML part, its transfer coding undone. VDT_ERROR_FORMAT where there is none. */
enum vdt_status vdt_mhtml_read(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_saved_page *out, struct vdt_error *error);

#endif
