/* SPDX-License-Identifier: Apache-2.0 */
/* Names are compared without case and accents: "Erdoğan" and "Erdogan" are one. utf8proc knows the letters. */
#include <utf8proc.h>

#include "know/lookup.h"

size_t vdt_fold_letter(const char *bytes, size_t size, char *out, uint32_t *added) {
    utf8proc_int32_t letter;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)size, &letter);
    if (used <= 0) return 1;
    switch (letter) { /* letters that do not decompose */
    case 0x131: letter = 'i'; break;                      /* dotless i */
    case 0xF8: case 0xD8: letter = 'o'; break;            /* ø */
    case 0x142: case 0x141: letter = 'l'; break;          /* ł */
    case 0x111: case 0x110: letter = 'd'; break;          /* đ */
    case 0xDF: letter = 's'; break;                       /* ß */
    default: break;
    }
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(letter, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
    if (count > 0 && count <= 8) {
        utf8proc_category_t category = utf8proc_category(parts[0]);
        if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
            *added += (uint32_t)utf8proc_encode_char(parts[0], (utf8proc_uint8_t *)out);
    }
    return (size_t)used;
}
