/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What counts as one: capitalised words, numbers, commas and brackets up to a dash, among them a word all in capitals
 * (the city's or the agency's); up to a colon only where the city itself is in capitals. An agency in brackets alone,
 * "(Agency) Police have …", is one too.
 */
#include "text/dateline.h"

#include "text/utf8.h"

enum { LONGEST = 20, SHORTEST_CITY = 4 };

static struct vdt_view form(struct vdt_view text, const struct vdt_tokens *tokens, size_t at) {
    return vdt_view_slice(text, tokens->items[at].begin, tokens->items[at].end);
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static size_t capitals_only(struct vdt_view word) {
    size_t letters = 0;
    for (size_t i = 0; i < word.size; i++) {
        if (word.data[i] >= 'a' && word.data[i] <= 'z') return 0;
        letters += is_upper(word.data[i]);
    }
    return letters;
}

static bool is_dash(struct vdt_view word) {
    return vdt_view_is(word, "-") || vdt_view_is(word, "--") || vdt_view_is(word, "\xe2\x80\x93") ||
           vdt_view_is(word, "\xe2\x80\x94");
}

static bool may_stand(struct vdt_view word) {
    char c = word.data[0];
    return is_upper(c) || (unsigned char)c >= 0xC3 || (c >= '0' && c <= '9') || vdt_view_is(word, ",") ||
           vdt_view_is(word, ".") || vdt_view_is(word, "(") || vdt_view_is(word, ")") || vdt_view_is(word, "/");
}

/* A space before and behind, so that no compound is torn. */
static bool stands_free(const struct vdt_tokens *tokens, size_t at) {
    return tokens->items[at].gap != VDT_GAP_NONE && at + 1 < tokens->count && tokens->items[at + 1].gap != VDT_GAP_NONE;
}

/* "(Agency) Police have arrested": the brackets alone. */
static size_t bare_agency(struct vdt_view text, const struct vdt_tokens *tokens, size_t first) {
    if (first + 3 >= tokens->count || !vdt_view_is(form(text, tokens, first), "(")) return 0;
    bool closed = vdt_view_is(form(text, tokens, first + 2), ")") && is_upper(form(text, tokens, first + 3).data[0]);
    return closed && is_upper(form(text, tokens, first + 1).data[0]) ? 3 : 0;
}

size_t vdt_dateline(struct vdt_view text, const struct vdt_tokens *tokens, size_t first) {
    size_t capitals = 0, city = first < tokens->count ? capitals_only(form(text, tokens, first)) : 0;
    bool closed = false;
    for (size_t at = first; at + 1 < tokens->count && at - first < LONGEST; at++) {
        struct vdt_view word = form(text, tokens, at);
        if (at > first && is_dash(word) && (stands_free(tokens, at) || closed)) return capitals >= 3 ? at + 1 - first : 0;
        if (at > first && vdt_view_is(word, ":")) return city >= SHORTEST_CITY ? at + 1 - first : 0;
        if (!word.size || !may_stand(word)) break;
        if (at > first && tokens->items[at].gap == VDT_GAP_PARAGRAPH) break;
        closed = vdt_view_is(word, ")");
        size_t letters = capitals_only(word);
        if (letters > capitals) capitals = letters;
    }
    return bare_agency(text, tokens, first);
}
