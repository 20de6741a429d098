/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 with both alphabets, and quoted-printable. */
#include "read/transfer.h"

static int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

struct vdt_view vdt_base64_decode(struct vdt_arena *arena, struct vdt_view text) {
    char *bytes = vdt_arena_take(arena, text.size / 4 * 3 + 4);
    size_t used = 0;
    uint32_t bits = 0, count = 0;
    for (size_t i = 0; bytes && i < text.size; i++) {
        int digit = base64_digit(text.data[i]);
        if (digit < 0 && !vdt_is_space(text.data[i]) && text.data[i] != '=') return (struct vdt_view){ NULL, 0 };
        if (digit < 0) continue;
        bits = bits << 6 | (uint32_t)digit;
        if (count % 4) bytes[used++] = (char)(bits >> (6 - 2 * (count % 4)) & 0xFF);
        count++;
    }
    return (struct vdt_view){ bytes, bytes ? used : 0 };
}

static int hexadecimal(char c) {
    c = vdt_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct vdt_view vdt_quoted_printable_decode(struct vdt_arena *arena, struct vdt_view text) {
    char *bytes = vdt_arena_take(arena, text.size + 1);
    size_t used = 0;
    for (size_t i = 0; bytes && i < text.size;) {
        const char *s = text.data + i;
        size_t left = text.size - i;
        int high = left > 2 ? hexadecimal(s[1]) : -1, low = left > 2 ? hexadecimal(s[2]) : -1;
        if (*s != '=') bytes[used++] = *s, i++;
        else if (high >= 0 && low >= 0) bytes[used++] = (char)(high * 16 + low), i += 3;
        else if (left > 1 && s[1] == '\n') i += 2;
        else if (left > 2 && s[1] == '\r' && s[2] == '\n') i += 3;
        else bytes[used++] = *s, i++;
    }
    return (struct vdt_view){ bytes, bytes ? used : 0 };
}
