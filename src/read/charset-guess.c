/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes beyond ASCII stand side by side where a text is in another script, and alone where it is in Latin letters. The
 * right charset then shows: a dozen letters make half of all text in an alphabet, and a few dozen signs an eighth of
 * Chinese; the wrong one shows them hardly ever, or cannot convert the bytes at all.
 */
#include "read/charset-guess.h"

#include "read/charset.h"
#include "text/utf8.h"

enum { LOOKED_AT = 16 << 10, LEAST_BYTES = 24 };

static const struct candidate {
    const char *charset;
    const char *common; /* letters and signs of general knowledge */
    unsigned share;     /* of a hundred beyond ASCII, how many are among them at least */
} candidates[] = {
    { "windows-1251", "оеаинтсрвлкмдпу", 55 },
    { "KOI8-R", "оеаинтсрвлкмдпу", 55 },
    { "ISO-8859-5", "оеаинтсрвлкмдпу", 55 },
    { "windows-1253", "αιτοενσρκπυλάίό", 55 },
    { "windows-1255", "יוהלאתרבמשנ", 55 },
    { "windows-1256", "اليمنوترةبعد", 55 },
    { "SHIFT_JIS", "のにはをたがでてとしれさいるなっかも、。", 25 },
    { "EUC-JP", "のにはをたがでてとしれさいるなっかも、。", 25 },
    { "EUC-KR", "이다는의에을가고하지은한로를사기도대정자", 18 },
    { "GB18030", "的一是不了在人有我他这中大来上国个到说们为和你地出道也时年，。", 14 },
    { "BIG5", "的一是不了在人有我他這中大來上國個到說們為和你地出道也時年，。", 14 },
};

/* Are there many bytes beyond ASCII, and most of them beside another? */
static bool is_other_script(struct vdt_view bytes) {
    size_t high = 0, beside = 0;
    bool before = false;
    for (size_t i = 0; i < bytes.size; i++) {
        bool now = (unsigned char)bytes.data[i] >= 0x80;
        bool next = i + 1 < bytes.size && (unsigned char)bytes.data[i + 1] >= 0x80;
        high += now;
        beside += now && (before || next);
        before = now;
    }
    return high >= LEAST_BYTES && beside * 10 >= high * 6;
}

static bool holds(const char *common, uint32_t code) {
    struct vdt_view letters = vdt_view_of(common);
    for (size_t at = 0; at < letters.size;)
        if (vdt_utf8_next(letters, &at) == code) return true;
    return false;
}

/* How many of a hundred characters beyond ASCII are among the common ones. */
static unsigned share_of(const char *common, struct vdt_view text) {
    size_t all = 0, found = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t code = vdt_utf8_next(text, &at);
        if (code < 0x80) continue;
        all++;
        found += holds(common, code);
    }
    return all ? (unsigned)(found * 100 / all) : 0;
}

enum vdt_status vdt_charset_guess(struct vdt_arena *arena, struct vdt_view bytes, const char **out, struct vdt_error *error) {
    *out = NULL;
    bytes = vdt_view_slice(bytes, 0, LOOKED_AT);
    if (!is_other_script(bytes)) return VDT_OK;
    unsigned best = 100; /* a hundred times what is asked of it, over that */
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        struct vdt_view text = { NULL, 0 };
        uint64_t bad = 0;
        bool known;
        enum vdt_status status = vdt_charset_convert(arena, bytes, vdt_view_of(candidates[i].charset), &text, &bad, &known, error);
        if (status != VDT_OK) return status;
        if (!known || bad * 50 > text.size) continue;
        unsigned share = share_of(candidates[i].common, text) * 100 / candidates[i].share;
        if (share > best) best = share, *out = candidates[i].charset;
    }
    return VDT_OK;
}
