/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Most input is UTF-8 and passes through after one look at each byte. What is not is one of two things: UTF-8 with
 * a few bytes broken on the way (each becomes U+FFFD, so that the loss can be seen), or text that never was UTF-8,
 * which in English news means windows-1252: caf\xE9, the Kremlin\x92s. The second is told from the first by
 * having no valid sequence to speak of, and its high bytes where letters and quotation marks stand.
 *
 * Known weakness: a Cyrillic or Polish text in an undeclared 8-bit charset comes out as rubbish letters. English
 * reports are what this program reads.
 */
#include "read/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <strings.h>

#include "base/buffer.h"
#include "text/utf8.h"

size_t vdt_utf8_size(struct vdt_view bytes, size_t at) {
    const unsigned char *s = (const unsigned char *)bytes.data + at;
    size_t left = bytes.size - at;
    if (s[0] < 0x80) return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
    if (left < 2 || (s[1] & 0xC0) != 0x80) return 0;
    if (s[0] < 0xE0) return 2;
    if (left < 3 || (s[2] & 0xC0) != 0x80) return 0;
    if (s[0] < 0xF0) {
        bool overlong = s[0] == 0xE0 && s[1] < 0xA0, surrogate = s[0] == 0xED && s[1] >= 0xA0;
        return overlong || surrogate ? 0 : 3;
    }
    if (left < 4 || (s[3] & 0xC0) != 0x80) return 0;
    return (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F) ? 0 : 4;
}

/* 0x80 to 0x9F of windows-1252; from 0xA0 on it is Latin-1. */
static const uint16_t upper_controls[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

uint32_t vdt_windows_1252(unsigned char c) {
    return c < 0x80 ? c : c < 0xA0 ? upper_controls[c - 0x80] : c;
}

static bool ascii_letter(unsigned char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Would this byte make sense here in windows-1252? A letter beside a letter, a quotation mark or dash by a word. */
static bool plausible_1252(const unsigned char *s, size_t size, size_t i) {
    unsigned char c = s[i], before = i ? s[i - 1] : ' ', after = i + 1 < size ? s[i + 1] : ' ';
    bool beside_letter = ascii_letter(before) || ascii_letter(after);
    bool letter =
        (c >= 0xC0 && c <= 0xFD && c != 0xD7 && c != 0xF7) || c == 0x8A || c == 0x8E || c == 0x9A || c == 0x9E;
    bool mark = (c >= 0x91 && c <= 0x97) || c == 0x85 || c == 0xA0 || c == 0xAB || c == 0xBB;
    bool symbol = (c == 0x80 || c == 0xA3) && after >= '0' && after <= '9'; /* euro and pound */
    return (letter && beside_letter) || (mark && (beside_letter || before < 0x80)) || symbol || c == 0xB0 || c == 0xA9;
}

/* Eight bytes at a time where they are ASCII, as nearly all input is. */
bool vdt_charset_sound(struct vdt_view bytes) {
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    for (size_t i = 0; i < bytes.size;) {
        uint64_t word;
        if (i + sizeof word <= bytes.size) {
            memcpy(&word, bytes.data + i, sizeof word);
            if (!((word | (word - ones)) & tops)) { /* no top bit, and none that taking one away from a zero would set */
                i += sizeof word;
                continue;
            }
        }
        size_t size = bytes.data[i] ? vdt_utf8_size(bytes, i) : 0;
        if (!size) return false;
        i += size;
    }
    return true;
}

/* Steps over all bytes once: counts, and finds the first bad one. */
static struct vdt_repair survey(struct vdt_view bytes) {
    const unsigned char *s = (const unsigned char *)bytes.data;
    struct vdt_repair repair = { 0 };
    uint64_t line = 1, column = 1, sequences = 0, plausible = 0, nuls = 0;
    for (size_t i = 0; i < bytes.size;) {
        size_t size = s[i] == 0 ? 0 : s[i] < 0x80 ? 1 : vdt_utf8_size(bytes, i);
        if (!size) {
            if (!repair.bad++) repair.line = line, repair.column = column, repair.offset = i;
            nuls += s[i] == 0;
            plausible += s[i] != 0 && plausible_1252(s, bytes.size, i);
            size = 1;
        } else if (size > 1) {
            sequences++;
        }
        column++;
        if (s[i] == '\n') line++, column = 1;
        i += size;
    }
    uint64_t high = repair.bad - nuls;
    repair.windows_1252 = high > 0 && plausible * 4 >= high * 3 && sequences * 8 <= high;
    return repair;
}

enum vdt_status vdt_charset_repair(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_view *out,
                                   struct vdt_repair *repair, struct vdt_error *error) {
    *repair = (struct vdt_repair){ 0 };
    *out = bytes;
    if (vdt_charset_sound(bytes)) return VDT_OK;
    *repair = survey(bytes);
    /* each bad byte grows to at most three */
    char *fixed = vdt_arena_array(arena, bytes.size + 2 * repair->bad + 1, 1);
    if (!fixed) return vdt_fail_memory(error, "repairing a text");
    size_t used = 0;
    for (size_t i = 0; i < bytes.size;) {
        unsigned char c = (unsigned char)bytes.data[i];
        size_t size = c == 0 ? 0 : vdt_utf8_size(bytes, i);
        if (size) {
            memcpy(fixed + used, bytes.data + i, size);
            used += size, i += size;
        } else {
            uint32_t code = repair->windows_1252 && c ? vdt_windows_1252(c) : 0xFFFD;
            used += vdt_utf8_put(code, fixed + used);
            i++;
        }
    }
    *out = (struct vdt_view){ fixed, used };
    return VDT_OK;
}

/* The byte that windows-1252 has for a character; -1 for none. Its five gaps are read as the controls of Latin-1. */
static int byte_of(uint32_t code) {
    if (code < 0x100) return (int)code;
    for (int i = 0; i < 32; i++)
        if (upper_controls[i] == code && code != 0xFFFD) return 0x80 + i;
    return -1;
}

/* The character that was encoded twice at `at`, and where it ends; 0 where there is none. */
static uint32_t twice_encoded(struct vdt_view bytes, size_t at, size_t *end) {
    char once[4];
    size_t size = 0, wanted = 1;
    while (size < wanted) {
        if (at >= bytes.size) return 0;
        int byte = byte_of(vdt_utf8_next(bytes, &at));
        if (size == 0) {
            if (byte < 0xC2 || byte > 0xEF) return 0;
            wanted = byte < 0xE0 ? 2 : 3;
        } else if (byte < 0x80 || byte > 0xBF) {
            return 0;
        }
        once[size++] = (char)byte;
    }
    struct vdt_view sequence = { once, size };
    if (vdt_utf8_size(sequence, 0) != size) return 0;
    size_t start = 0;
    uint32_t code = vdt_utf8_next(sequence, &start);
    bool plausible = (code >= 0xA0 && code <= 0x17F) || (code >= 0x2010 && code <= 0x203A) || code == 0x20AC || code == 0x2122;
    *end = at;
    return plausible ? code : 0;
}

/* Three characters in a row that make a quotation mark or a dash are no accident; two that make a letter must not be alone. */
static bool surely_twice(struct vdt_view bytes) {
    size_t pairs = 0;
    for (size_t at = 0; at < bytes.size;) {
        size_t end;
        const char *lead = memchr(bytes.data + at, 0xC3, bytes.size - at);
        if (!lead) return false;
        at = (size_t)(lead - bytes.data);
        uint32_t code = twice_encoded(bytes, at, &end);
        if (code >= 0x800 || (code && ++pairs > 1)) return true;
        at += code ? end - at : 1;
    }
    return false;
}

enum vdt_status vdt_charset_mend(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_view *out, uint64_t *mended,
                                 struct vdt_error *error) {
    *mended = 0;
    *out = bytes;
    if (!surely_twice(bytes)) return VDT_OK;
    char *text = vdt_arena_array(arena, bytes.size + 1, 1);
    if (!text) return vdt_fail_memory(error, "repairing a text");
    size_t used = 0;
    for (size_t at = 0; at < bytes.size;) {
        size_t end;
        uint32_t code = (unsigned char)bytes.data[at] == 0xC3 ? twice_encoded(bytes, at, &end) : 0;
        if (!code) {
            text[used++] = bytes.data[at++];
            continue;
        }
        used += vdt_utf8_put(code, text + used);
        at = end;
        ++*mended;
    }
    *out = (struct vdt_view){ text, used };
    return VDT_OK;
}

static bool is_western(const char *name) {
    static const char *const names[] = { "iso-8859-1", "iso8859-1", "iso_8859-1",   "latin1", "latin-1",
                                         "us-ascii",   "ascii",     "windows-1252", "cp1252", "x-cp1252" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0) return true;
    return false;
}

static enum vdt_status convert_western(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_view *out,
                                       struct vdt_error *error) {
    size_t high = 0;
    for (size_t i = 0; i < bytes.size; i++) high += (unsigned char)bytes.data[i] >= 0x80 || !bytes.data[i];
    char *text = vdt_arena_array(arena, bytes.size + 2 * high + 1, 1);
    if (!text) return vdt_fail_memory(error, "converting a text");
    size_t used = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        used += vdt_utf8_put(c ? vdt_windows_1252(c) : 0xFFFD, text + used);
    }
    *out = (struct vdt_view){ text, used };
    return VDT_OK;
}

static size_t unit_of(const char *name) {
    return strncasecmp(name, "utf-16", 6) == 0 ? 2 : strncasecmp(name, "utf-32", 6) == 0 ? 4 : 1;
}

enum vdt_status vdt_charset_convert(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_view name,
                                    struct vdt_view *out, uint64_t *bad, bool *known, struct vdt_error *error) {
    char charset[64];
    *known = name.size > 0 && name.size < sizeof charset && !memchr(name.data, '/', name.size);
    if (!*known) return VDT_OK;
    memcpy(charset, name.data, name.size);
    charset[name.size] = '\0';
    *bad = 0;
    if (is_western(charset)) return convert_western(arena, bytes, out, error);
    iconv_t converter = iconv_open("UTF-8", charset);
    *known = converter != (iconv_t)-1;
    if (!*known) return VDT_OK;

    struct vdt_buffer buffer;
    vdt_buffer_init(&buffer);
    char *in = (char *)(uintptr_t)bytes.data; /* iconv does not write to it, its type only says so */
    size_t left = bytes.size, unit = unit_of(charset);
    while (left) {
        size_t space = left * 2 + 16;
        char *room = vdt_buffer_room(&buffer, space), *to = room;
        if (!room) break;
        size_t result = iconv(converter, &in, &left, &to, &space);
        buffer.size += (size_t)(to - room);
        if (result == (size_t)-1 && errno != E2BIG) {
            vdt_buffer_text(&buffer, "\xEF\xBF\xBD");
            ++*bad;
            size_t skip = left < unit ? left : unit;
            in += skip, left -= skip;
            iconv(converter, NULL, NULL, NULL, NULL);
        }
    }
    iconv_close(converter);
    struct vdt_view copy = { NULL, 0 };
    if (!vdt_buffer_failed(&buffer)) copy = vdt_arena_copy(arena, vdt_buffer_view(&buffer));
    vdt_buffer_done(&buffer);
    if (!copy.data) return vdt_fail_memory(error, "converting a text");
    *out = copy;
    return VDT_OK;
}

/* ASCII in every other byte and zeros between, for as far as one looks: UTF-16 that lacks its mark. */
static const char *unmarked_utf16(struct vdt_view bytes) {
    enum { LOOKED_AT = 32 };
    bool little = true, big = true;
    if (bytes.size < LOOKED_AT) return NULL;
    for (size_t i = 0; i < LOOKED_AT; i += 2) {
        unsigned char first = (unsigned char)bytes.data[i], second = (unsigned char)bytes.data[i + 1];
        little &= first && first < 0x80 && !second;
        big &= !first && second && second < 0x80;
    }
    return little ? "UTF-16LE" : big ? "UTF-16BE" : NULL;
}

const char *vdt_charset_mark(struct vdt_view bytes, size_t *size) {
    static const struct { struct vdt_view mark; const char *name; } marks[] = {
        { { "\xEF\xBB\xBF", 3 }, "UTF-8" },
        { { "\xFF\xFE\0\0", 4 }, "UTF-32LE" },
        { { "\0\0\xFE\xFF", 4 }, "UTF-32BE" },
        { { "\xFF\xFE", 2 }, "UTF-16LE" },
        { { "\xFE\xFF", 2 }, "UTF-16BE" },
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (vdt_view_starts(bytes, marks[i].mark)) {
            *size = marks[i].mark.size;
            return marks[i].name;
        }
    *size = 0;
    return unmarked_utf16(bytes);
}

bool vdt_charset_binary(struct vdt_view bytes) {
    size_t controls = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        controls += (c < 0x20 && !vdt_is_space((char)c) && c != 0x1B && c != '\b') || c == 0x7F;
    }
    /* random bytes have one in ten; a text damaged on the way has a few */
    return controls > 4 && controls * 50 > bytes.size;
}
