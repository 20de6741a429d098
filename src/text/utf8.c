/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ASCII goes by a table of 128 signs; everything else by utf8proc's tables. News in English is ASCII but for quotes,
 * dashes and names, so that the slow way is rare.
 */
#include "text/utf8.h"

#include <utf8proc.h>

uint32_t vdt_utf8_next(struct vdt_view text, size_t *at) {
    const unsigned char *byte = (const unsigned char *)text.data + *at;
    size_t left = text.size - *at;
    uint32_t first = byte[0];
    if (first < 0x80) {
        *at += 1;
        return first;
    }
    size_t size = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first >= 0xf5 || left < size) goto bad;
    uint32_t code = first & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((byte[i] & 0xc0) != 0x80) goto bad;
        code = code << 6 | (byte[i] & 0x3fu);
    }
    if ((size == 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ||
        (size == 4 && (code < 0x10000 || code > 0x10ffff)))
        goto bad;
    *at += size;
    return code;
bad:
    *at += 1;
    return 0xfffd;
}

size_t vdt_utf8_put(uint32_t code, char out[4]) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

bool vdt_utf8_valid(struct vdt_view text) {
    for (size_t at = 0; at < text.size;) {
        size_t before = at;
        if (vdt_utf8_next(text, &at) == 0xfffd && at == before + 1) return false;
    }
    return true;
}

size_t vdt_utf8_count(struct vdt_view text) {
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
    return count;
}

enum vdt_sign vdt_sign_of(uint32_t code) {
    if (code < 0x80) {
        if (code >= 'a' && code <= 'z') return VDT_SIGN_LOWER;
        if (code >= 'A' && code <= 'Z') return VDT_SIGN_UPPER;
        if (code >= '0' && code <= '9') return VDT_SIGN_DIGIT;
        return code == ' ' || (code >= '\t' && code <= '\r') ? VDT_SIGN_SPACE : VDT_SIGN_OTHER;
    }
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: return VDT_SIGN_UPPER;
    case UTF8PROC_CATEGORY_LL: return VDT_SIGN_LOWER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return VDT_SIGN_LETTER;
    case UTF8PROC_CATEGORY_ND: return VDT_SIGN_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF: return VDT_SIGN_MARK;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return VDT_SIGN_SPACE;
    default: return code == 0x85 ? VDT_SIGN_SPACE : VDT_SIGN_OTHER;
    }
}

uint32_t vdt_code_lower(uint32_t code) {
    if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

uint32_t vdt_code_upper(uint32_t code) {
    if (code < 0x80) return code >= 'a' && code <= 'z' ? code - 32 : code;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)code);
}

size_t vdt_utf8_lower(struct vdt_view text, char *out, size_t capacity) {
    size_t size = 0;
    for (size_t at = 0; at < text.size;) {
        char piece[4];
        size_t length = vdt_utf8_put(vdt_code_lower(vdt_utf8_next(text, &at)), piece);
        if (size + length > capacity) break;
        memcpy(out + size, piece, length);
        size += length;
    }
    return size;
}
