/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentence boundaries as a linear decision.
 *
 *     ... said Mr. | Smith . | " | He left || The ...
 *
 * At each place the tokens around it, their shapes and what is open are hashed into a table of weights; the sum
 * decides. "Mr." is known to the tokeniser, "U.S. He" and "U.S. Senate" are told apart by what follows. Places before a
 * small letter are asked only after a mark that can end a sentence, so that few tokens cost anything. Decisions are
 * taken from left to right, each with the sentence as decided so far (its length, open brackets and quotes).
 */
#include "text/sentences.h"

#include "text/dateline.h"
#include "text/utf8.h"

static struct vdt_view form(struct vdt_view text, const struct vdt_tokens *tokens, size_t at) {
    return vdt_view_slice(text, tokens->items[at].begin, tokens->items[at].end);
}

static uint32_t first_code(struct vdt_view word) {
    size_t at = 0;
    return word.size ? vdt_utf8_next(word, &at) : 0;
}

static bool is_close(struct vdt_view word) {
    uint32_t code = first_code(word);
    return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0x201d || code == 0x2019;
}

static bool is_final(struct vdt_view word) {
    if (!word.size) return false;
    char last = word.data[word.size - 1];
    return last == '.' || last == '!' || last == '?' || vdt_view_ends(word, VDT_LITERAL("\xe2\x80\xa6"));
}

void vdt_boundary_begin(struct vdt_boundary_state *state, uint32_t first) {
    *state = (struct vdt_boundary_state){ .first = first };
}

void vdt_boundary_pass(struct vdt_boundary_state *state, struct vdt_view text, const struct vdt_token *token) {
    uint32_t code = first_code(vdt_view_slice(text, token->begin, token->end));
    enum vdt_sign sign = vdt_sign_of(code);
    if (vdt_sign_is_letter(sign)) state->words++;
    if (sign == VDT_SIGN_UPPER) state->capitals++;
    if (code == '(' || code == '[') state->open_brackets++;
    if ((code == ')' || code == ']') && state->open_brackets) state->open_brackets--;
    if (code == '"') state->open_quotes = !state->open_quotes;
    if (code == 0x201c) state->open_quotes = 1;
    if (code == 0x201d) state->open_quotes = 0;
}

bool vdt_boundary_possible(struct vdt_view text, const struct vdt_tokens *tokens, size_t at) {
    if (at + 1 >= tokens->count) return false;
    const struct vdt_token *token = &tokens->items[at], *next = token + 1;
    if (next->part) return false;
    struct vdt_view word = form(text, tokens, at);
    if (next->gap == VDT_GAP_NONE)
        return is_final(word) &&
               (vdt_sign_of(first_code(form(text, tokens, at + 1))) == VDT_SIGN_UPPER || at + 2 == tokens->count);
    if (next->gap == VDT_GAP_LINE || is_final(word)) return true;
    enum vdt_sign sign = vdt_sign_of(first_code(form(text, tokens, at + 1)));
    if (sign != VDT_SIGN_LOWER) return true;
    return vdt_sign_of(first_code(word)) == VDT_SIGN_OTHER && first_code(word) != ',' && first_code(word) != '-';
}

/* FNV-1a, as in the trainer and the network. */
static uint32_t add(uint32_t hash, const char *data, size_t size) {
    for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)data[i]) * 16777619u;
    return hash;
}

struct clue {
    char word[48], shape[8];
    size_t word_size, shape_size;
};

static void clue_of(struct vdt_view text, const struct vdt_tokens *tokens, ptrdiff_t at, struct clue *out) {
    *out = (struct clue){ .word = "|", .shape = "|", .word_size = 1, .shape_size = 1 };
    if (at < 0 || (size_t)at >= tokens->count) return;
    struct vdt_view word = form(text, tokens, (size_t)at);
    out->word_size = vdt_utf8_lower(word, out->word, sizeof out->word);
    for (size_t i = 0; i < out->word_size; i++)
        if (out->word[i] >= '0' && out->word[i] <= '9') out->word[i] = '0';
    out->shape_size = 0;
    for (size_t place = 0; place < word.size && out->shape_size < 5;) {
        uint32_t code = vdt_utf8_next(word, &place);
        enum vdt_sign sign = vdt_sign_of(code);
        char symbol = sign == VDT_SIGN_UPPER                  ? 'X'
                      : sign == VDT_SIGN_LOWER                ? 'x'
                      : sign == VDT_SIGN_DIGIT                ? 'd'
                      : sign == VDT_SIGN_OTHER && code < 0x80 ? (char)code
                      : sign == VDT_SIGN_OTHER                ? 'p'
                                                              : 'o';
        if (out->shape_size && out->shape[out->shape_size - 1] == symbol) continue;
        out->shape[out->shape_size++] = symbol;
    }
}

static char bucket(uint32_t value) {
    return (char)(value < 4    ? value
                  : value < 6  ? 4
                  : value < 10 ? 5
                  : value < 15 ? 6
                  : value < 25 ? 7
                  : value < 40 ? 8
                               : 9);
}

/* How far back the line began, up to 100 bytes. */
static size_t line_bytes(struct vdt_view text, size_t end) {
    size_t begin = end;
    while (begin > 0 && end - begin < 100 && text.data[begin - 1] != '\n') begin--;
    return end - begin;
}

size_t vdt_boundary_features(struct vdt_view text, const struct vdt_tokens *tokens, size_t at,
                             const struct vdt_boundary_state *state, uint32_t out[VDT_BOUNDARY_FEATURES]) {
    struct clue clues[5]; /* two before, the token, two after: places -2 .. 2; -1 and 0 stand left of the boundary */
    for (int i = 0; i < 5; i++) clue_of(text, tokens, (ptrdiff_t)at + i - 2, &clues[i]);
    const struct clue *before = &clues[1], *here = &clues[2], *next = &clues[3], *after = &clues[4];
    struct vdt_view word = form(text, tokens, at);
    char gap = (char)tokens->items[at + 1].gap;
    char kind = (char)((is_final(word) ? 1 : 0) | (is_close(word) ? 2 : 0) | (vdt_is_abbreviation(word) ? 4 : 0) |
                       (is_close(word) && at && is_final(form(text, tokens, at - 1)) ? 8 : 0));
    char length = bucket((uint32_t)at + 1 - state->first);
    char open = (char)((state->open_brackets ? 1 : 0) | (state->open_quotes ? 2 : 0));
    char titled = (char)(state->words ? state->capitals * 4 / state->words : 5);
    uint32_t left = 0;
    while (left < 10 && at + 1 + left < tokens->count &&
           (left == 0 || tokens->items[at + 1 + left].gap != VDT_GAP_PARAGRAPH))
        left++;
    size_t count = 0;
    uint32_t hash;
#define FEATURE(id) hash = (2166136261u ^ (id)) * 16777619u
#define WORD(clue) hash = add(add(hash, (clue)->word, (clue)->word_size), "\t", 1)
#define SHAPE(clue) hash = add(add(hash, (clue)->shape, (clue)->shape_size), "\t", 1)
#define CHAR(value) hash = add(hash, &(char){ value }, 1)
#define END out[count++] = (hash ^ hash >> 15) & (VDT_BOUNDARY_WEIGHTS - 1)
    /* clang-format off */
    FEATURE(1u); CHAR(gap); CHAR(kind); END;
    FEATURE(2u); WORD(here); CHAR(gap); END;
    FEATURE(3u); WORD(next); CHAR(gap); CHAR((char)(kind & 1)); END;
    FEATURE(4u); WORD(before); CHAR((char)(kind & 5)); END;
    FEATURE(5u); WORD(after); CHAR((char)(kind & 1)); END;
    FEATURE(6u); SHAPE(here); SHAPE(next); CHAR(gap); END;
    FEATURE(7u); SHAPE(before); SHAPE(here); SHAPE(next); END;
    FEATURE(8u); SHAPE(here); SHAPE(next); SHAPE(after); END;
    FEATURE(9u); WORD(here); SHAPE(next); END;
    FEATURE(10u); SHAPE(here); WORD(next); END;
    FEATURE(11u); WORD(here); WORD(next); END;
    FEATURE(12u); WORD(before); WORD(here); END;
    FEATURE(13u); CHAR(length); CHAR((char)(kind & 9)); SHAPE(next); END;
    FEATURE(14u); CHAR(open); CHAR((char)(kind & 9)); SHAPE(next); END;
    FEATURE(15u); CHAR(titled); CHAR(length); CHAR((char)(kind & 1)); END;
    FEATURE(16u); CHAR((char)left); CHAR(kind); END;
    FEATURE(17u); CHAR(gap); CHAR(length); SHAPE(next); END;
    FEATURE(18u); SHAPE(before); WORD(here); SHAPE(next); END;
    FEATURE(19u); WORD(here); SHAPE(next); WORD(after); END;
    FEATURE(20u); SHAPE(&clues[0]); SHAPE(before); SHAPE(here); END;
    FEATURE(21u); CHAR(titled); SHAPE(next); SHAPE(after); CHAR((char)(kind & 1)); END;
    FEATURE(22u); WORD(next); WORD(after); CHAR((char)(kind & 1)); END;
    if (gap == VDT_GAP_LINE) { /* a short line before a capital ends a sentence, a full one is wrapped */
        char line = (char)(line_bytes(text, tokens->items[at].end) / 8);
        FEATURE(24u); CHAR(line); SHAPE(next); CHAR((char)(kind & 9)); END;
        FEATURE(25u); CHAR(line); CHAR((char)(kind & 9)); END;
        FEATURE(26u); SHAPE(here); SHAPE(next); CHAR(line > 7); END;
    }
    FEATURE(23u); CHAR(gap); CHAR(titled); SHAPE(here); SHAPE(next); END;
    /* clang-format on */
#undef FEATURE
#undef WORD
#undef SHAPE
#undef CHAR
#undef END
    return count;
}

/* The best place to cut a sentence that is too long: the last semicolon, dash or comma in its second half. */
static size_t best_cut(struct vdt_view text, const struct vdt_tokens *tokens, size_t first, size_t last) {
    static const char *const marks[] = { ".", ";", ":", "--", "-", ",", ")" };
    for (size_t mark = 0; mark < sizeof marks / sizeof *marks; mark++)
        for (size_t at = last; at > first + (last - first) / 2; at--)
            if (vdt_view_is(form(text, tokens, at), marks[mark]) && !tokens->items[at + 1].part) return at;
    while (last > first && tokens->items[last + 1].part) last--;
    return last;
}

/* Passes over a dateline at the beginning of a paragraph; it is a sentence of its own. Returns where the next begins. */
static size_t pass_dateline(struct vdt_view text, const struct vdt_tokens *tokens, size_t at, uint8_t *ends) {
    bool begins = at < tokens->count && (at == 0 || tokens->items[at].gap == VDT_GAP_PARAGRAPH);
    size_t length = begins ? vdt_dateline(text, tokens, at) : 0;
    if (!length) return at;
    memset(ends + at, 0, length);
    ends[at + length - 1] = VDT_BOUNDARY_END;
    return at + length;
}

void vdt_sentences_find(struct vdt_view text, const struct vdt_tokens *tokens, const struct vdt_boundary_model *model,
                        size_t longest, uint8_t *ends) {
    struct vdt_boundary_state state;
    size_t at = pass_dateline(text, tokens, 0, ends);
    vdt_boundary_begin(&state, (uint32_t)at);
    for (; at < tokens->count; at++) {
        ends[at] = 0;
        vdt_boundary_pass(&state, text, &tokens->items[at]);
        if (at + 1 == tokens->count || tokens->items[at + 1].gap == VDT_GAP_PARAGRAPH) {
            ends[at] = VDT_BOUNDARY_END;
        } else if (vdt_boundary_possible(text, tokens, at)) {
            uint32_t features[VDT_BOUNDARY_FEATURES];
            size_t count = vdt_boundary_features(text, tokens, at, &state, features);
            float sum = 0;
            for (size_t i = 0; i < count; i++) sum += model->weights[features[i]];
            ends[at] = sum > 0 ? VDT_BOUNDARY_END : 0;
        }
        if (!ends[at] && at + 1 - state.first >= longest) {
            size_t cut = best_cut(text, tokens, state.first, at);
            ends[cut] = VDT_BOUNDARY_CUT;
            at = cut;
        }
        if (!ends[at]) continue;
        at = pass_dateline(text, tokens, at + 1, ends) - 1;
        vdt_boundary_begin(&state, (uint32_t)at + 1);
    }
}
