/* SPDX-License-Identifier: Apache-2.0 */
/* Which charset a text is in that does not say so and is no UTF-8. */
#ifndef VDT_READ_CHARSET_GUESS_H
#define VDT_READ_CHARSET_GUESS_H

#include "base/arena.h"
#include "base/error.h"

/*
 * By the letters that it would have: the name of the charset with which the text has most of the commonest letters of its
 * script. *out is NULL where none is likely, as for all texts in Latin letters. Looks at the first kilobytes.
 */
enum vdt_status vdt_charset_guess(struct vdt_arena *arena, struct vdt_view bytes, const char **out, struct vdt_error *error);

#endif
