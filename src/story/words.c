/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every report of a stream goes through here once, so that letters and digits of ASCII run through a loop of their own;
 * what is not ASCII takes the way of code points. A plural, a past and a present participle read as their stem where that is a cut of
 * letters: the same news told anew changes those first.
 */
#include "story/words.h"

#include <string.h>

#include "base/hash.h"
#include "text/utf8.h"

enum { WORD_BYTES = 48 }; /* of a longer word the first ones tell it from others */

struct cutter {
    char word[WORD_BYTES + 4];
    size_t size;
    bool capital, digits, first; /* of the word in hand; it begins a sentence */
    bool new_sentence;
};

/* Length of the word without its ending. */
static size_t stem(const char *word, size_t size) {
    if (size >= 5 && word[size - 1] == 's' && word[size - 2] != 's' && word[size - 2] != 'u' && word[size - 2] != 'i')
        size -= size >= 6 && word[size - 2] == 'e' && strchr("hsxz", word[size - 3]) ? 2 : 1;
    if (size >= 6 && !memcmp(word + size - 2, "ed", 2)) return size - 2;
    if (size >= 7 && !memcmp(word + size - 3, "ing", 3)) return size - 3;
    return size >= 5 && word[size - 1] == 'e' ? size - 1 : size;
}

static struct vdt_story_word finish(struct cutter *self, uint16_t signs, size_t place) {
    size_t size = self->digits ? self->size : stem(self->word, self->size);
    struct vdt_story_word word = { (uint32_t)(vdt_hash((struct vdt_view){ self->word, size }) >> 32), signs, (uint16_t)place };
    if (self->digits) word.signs |= VDT_WORD_NUMBER;
    if (self->capital && !self->first) word.signs |= VDT_WORD_NAME;
    self->new_sentence = false;
    self->size = 0;
    return word;
}

/* A letter or digit of ASCII. */
static bool is_plain(unsigned char byte) {
    return (unsigned char)((byte | 0x20) - 'a') < 26 || (unsigned char)(byte - '0') < 10;
}

static bool ends_sentence(unsigned char byte) {
    return byte == '.' || byte == '!' || byte == '?' || byte == '\n' || byte == ':' || byte == '"';
}

static void begin(struct cutter *self, bool capital, bool digit) {
    self->capital = capital;
    self->digits = digit;
    self->first = self->new_sentence;
}

/* The run of letters and digits that begins there; returns where it ends. A digit stays what it is as a small letter. */
static size_t take_plain(struct cutter *self, struct vdt_view text, size_t at) {
    unsigned char byte = (unsigned char)text.data[at];
    if (!self->size) begin(self, byte < 'a' && byte >= 'A', true);
    size_t size = self->size;
    bool digits = self->digits;
    do {
        if (size < WORD_BYTES) self->word[size++] = (char)(byte | 0x20);
        digits &= byte <= '9';
    } while (++at < text.size && is_plain(byte = (unsigned char)text.data[at]));
    self->size = size;
    self->digits = digits;
    return at;
}

/* A sign beyond ASCII: letters and marks are put into the word; true when it ends the word. */
static bool take_code(struct cutter *self, uint32_t code) {
    enum vdt_sign sign = vdt_sign_of(code);
    bool inside = vdt_sign_is_letter(sign) || sign == VDT_SIGN_DIGIT || (sign == VDT_SIGN_MARK && self->size);
    if (!inside) {
        if (code == 0x201c || code == 0x201d) self->new_sentence = true;
        return true;
    }
    if (!self->size) begin(self, sign == VDT_SIGN_UPPER, false);
    self->digits = false;
    if (self->size < WORD_BYTES) self->size += vdt_utf8_put(vdt_code_lower(code), self->word + self->size);
    return false;
}

/* "94,000" is one number. */
static bool joins_digits(struct vdt_view text, size_t at, const struct cutter *self) {
    if (!self->digits || at + 3 >= text.size) return false;
    for (size_t i = 1; i <= 3; i++)
        if (text.data[at + i] < '0' || text.data[at + i] > '9') return false;
    return at + 4 >= text.size || text.data[at + 4] < '0' || text.data[at + 4] > '9';
}

size_t vdt_story_words(struct vdt_view text, uint16_t signs, struct vdt_story_word *out, size_t most) {
    struct cutter self = { .new_sentence = true };
    size_t count = 0;
    for (size_t at = 0; at < text.size && count < most;) {
        unsigned char byte = (unsigned char)text.data[at];
        bool ends = false;
        if (is_plain(byte)) {
            at = take_plain(&self, text, at);
        } else if (byte >= 0x80) {
            ends = take_code(&self, vdt_utf8_next(text, &at));
        } else if (byte == ',' && self.size && joins_digits(text, at, &self)) {
            at++;
        } else {
            ends = true, at++;
        }
        if (ends && self.size) out[count] = finish(&self, signs, count), count++;
        if (ends && byte < 0x80 && ends_sentence(byte)) self.new_sentence = true;
    }
    if (self.size && count < most) out[count] = finish(&self, signs, count), count++;
    return count;
}
