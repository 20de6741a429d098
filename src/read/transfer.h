/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes written as ASCII, as mail and feeds do. */
#ifndef VDT_READ_TRANSFER_H
#define VDT_READ_TRANSFER_H

#include "base/arena.h"

/* White space and padding are passed over. Data is NULL where other characters stand in it or memory is out. */
struct vdt_view vdt_base64_decode(struct vdt_arena *arena, struct vdt_view text);
/* What is no escape stays as it is. Data is NULL where memory is out. */
struct vdt_view vdt_quoted_printable_decode(struct vdt_arena *arena, struct vdt_view text);

#endif
