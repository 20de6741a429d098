/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes to UTF-8: byte order marks, declared charsets, repair of what is broken.
 * Results live in the arena or are the given bytes themselves where nothing had to be changed.
 */
#ifndef VDT_READ_CHARSET_H
#define VDT_READ_CHARSET_H

#include "base/arena.h"
#include "base/error.h"

/* What was done to the bytes. Place of the first bad byte: line and column count from 1 (columns in characters). */
struct vdt_repair {
    bool windows_1252;   /* was no UTF-8 at all, but Western 8-bit text */
    uint64_t bad;        /* bytes that became U+FFFD, or letters read as windows-1252 */
    uint64_t line, column, offset;
};

/* How many bytes of one valid UTF-8 sequence stand at `at`: 0 for none (overlong, surrogate, beyond U+10FFFF, cut). */
size_t vdt_utf8_size(struct vdt_view bytes, size_t at);

/* Valid UTF-8 without NUL? */
bool vdt_charset_sound(struct vdt_view bytes);

/* The character of a byte in windows-1252, U+FFFD for the five that have none. */
uint32_t vdt_windows_1252(unsigned char c);

/*
 * Valid UTF-8 without NUL comes back as it is, with repair->bad 0. Else, text that has no valid sequence but letters
 * of windows-1252 among letters is read as that; else each bad byte, and each NUL, becomes U+FFFD. Linear.
 */
enum vdt_status vdt_charset_repair(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_view *out,
                                   struct vdt_repair *repair, struct vdt_error *error);

/*
 * UTF-8 that was taken for windows-1252 and encoded once more ("caf\u00C3\u00A9", "it\u00E2\u20AC\u2122s") back to what was meant,
 * where that is certain; *mended counts the characters. `bytes` are UTF-8 and come back as they are where nothing is wrong.
 */
enum vdt_status vdt_charset_mend(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_view *out, uint64_t *mended,
                                 struct vdt_error *error);

/*
 * From a named charset (iconv's names; ISO-8859-1 and ASCII are taken as windows-1252, as browsers do); what cannot
 * be converted becomes U+FFFD and is counted. *known is false, and `out` untouched, for a name that iconv lacks.
 */
enum vdt_status vdt_charset_convert(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_view name,
                                    struct vdt_view *out, uint64_t *bad, bool *known, struct vdt_error *error);

/*
 * The charset of a byte order mark ("UTF-8", "UTF-16LE" ...) and its size; NULL for none. UTF-16 without one is known by its
 * zeros, and *size is 0 then.
 */
const char *vdt_charset_mark(struct vdt_view bytes, size_t *size);

/* More control characters than any text has: an image, a program, an archive. */
bool vdt_charset_binary(struct vdt_view bytes);

#endif
