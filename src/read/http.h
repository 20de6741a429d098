/* SPDX-License-Identifier: Apache-2.0 */
/* A web response as it was stored: its head, and its body with transfer and content coding undone. */
#ifndef VDT_READ_HTTP_H
#define VDT_READ_HTTP_H

#include "base/arena.h"
#include "base/error.h"
#include "read/unpack.h"

struct vdt_response {
    int status;              /* 200 */
    struct vdt_view media;   /* "text/html", without parameters, as it was written; empty where none is given */
    struct vdt_view charset; /* of the media type; often empty */
    bool chunked;
    enum vdt_packing packing;
    size_t head_size;        /* where the body begins */
};

/* The value of a line "name: value" among head lines, trimmed; empty where there is none. */
struct vdt_view vdt_head_field(struct vdt_view head, const char *name);
/* "text/html; charset=x" into its parts. */
void vdt_media_type(struct vdt_view value, struct vdt_view *media, struct vdt_view *charset);
/* The size of a head with the empty line that ends it; 0 where none ends within `bytes`. */
size_t vdt_head_size(struct vdt_view bytes);

/* False where `bytes` do not begin with "HTTP/" or the head does not end within VDT_LIMIT_RECORD_HEAD. */
bool vdt_response_read(struct vdt_view bytes, struct vdt_response *out);

/*
 * The body, in the arena or in `stored`; never more than VDT_LIMIT_REPORT_BYTES. Headers lie: what says chunked or packed
 * and is not is taken as it is. *whole is false where something was damaged, cut off or left out.
 */
enum vdt_status vdt_response_body(const struct vdt_response *response, struct vdt_arena *arena, struct vdt_view stored,
                                  struct vdt_view *out, bool *whole, struct vdt_error *error);

#endif
