/* SPDX-License-Identifier: Apache-2.0 */
/* Content codings (RFC 9110): which one a client wants, and packing a body by it. Thread rule: pure functions. */
#ifndef VDT_SERVE_CODING_H
#define VDT_SERVE_CODING_H

#include "base/buffer.h"

enum coding { CODING_NONE, CODING_GZIP, CODING_ZSTD };

/* The one that an Accept-Encoding header likes best; of equals zstd, which takes least time and room. */
enum coding coding_wanted(struct vdt_view header);
/* Gzip, where the client takes it: what lies there packed so already is sent as it lies. */
bool coding_takes_gzip(struct vdt_view header);

const char *coding_name(enum coding coding); /* "gzip", "zstd"; NULL of none */

/* Replaces the body by its packed form; false: it stays as it is. */
bool coding_pack(enum coding coding, struct vdt_buffer *body);

#endif
