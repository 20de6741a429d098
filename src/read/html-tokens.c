/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why not a parser library: the trees of libxml2 and gumbo cost time quadratic in depth or in attributes for pages
 * made to do so, lose what lies below a depth limit (libxml2: 256) or recurse over it (gumbo), and all we want of the
 * tree is where a few containers begin and end. The names of entities are libxml2's.
 *
 * Linear: every search for an end ("-->", "</script") that fails is remembered, and the next one of its kind is not
 * made. An unclosed comment or title then ends at the next tag, where a browser would swallow the rest of the page.
 */
#include "read/html-tokens.h"

#include <libxml/HTMLparser.h>

#include "read/charset.h"
#include "text/utf8.h"

/* Elements whose content is no markup. Entities count only in the last two. */
static const char *const raw_elements[] = { "script",  "style",    "iframe",   "xmp",
                                            "noembed", "noframes", "textarea", "title" };
enum { RAW_COUNT = sizeof raw_elements / sizeof *raw_elements, FIRST_WITH_ENTITIES = 6 };

void vdt_html_tokens_init(struct vdt_html_tokens *tokens, struct vdt_view source) {
    *tokens = (struct vdt_html_tokens){ .source = source };
}

static bool is_letter(char c) {
    c = vdt_lower(c);
    return c >= 'a' && c <= 'z';
}

static int raw_index(struct vdt_view name) {
    for (int i = 0; i < RAW_COUNT; i++)
        if (vdt_view_is_fold(name, raw_elements[i])) return i;
    return -1;
}

/* The content of a raw element: up to its end tag. */
static bool raw_text(struct vdt_html_tokens *tokens, struct vdt_html_token *out) {
    struct vdt_view source = tokens->source, name = tokens->raw_name;
    int index = raw_index(name);
    tokens->raw_name = (struct vdt_view){ NULL, 0 };
    if (tokens->never_closes >> index & 1) return false;
    for (size_t i = tokens->at; i + 2 + name.size <= source.size; i++) {
        const char *next = memchr(source.data + i, '<', source.size - i);
        if (!next) break;
        i = (size_t)(next - source.data);
        struct vdt_view tag = vdt_view_slice(source, i + 2, i + 2 + name.size);
        bool ends = i + 1 < source.size && source.data[i + 1] == '/' && vdt_view_equal_fold(tag, name)
                 && (i + 2 + name.size == source.size || !is_letter(source.data[i + 2 + name.size]));
        if (!ends) continue;
        *out = (struct vdt_html_token){ .kind = VDT_HTML_TEXT, .raw = index < FIRST_WITH_ENTITIES };
        out->text = vdt_view_slice(source, tokens->at, i);
        tokens->at = i;
        return out->text.size > 0;
    }
    tokens->never_closes |= 1u << index;
    return false;
}

static size_t find(struct vdt_view source, size_t from, const char *what) {
    if (from >= source.size) return source.size;
    size_t size = strlen(what);
    const char *at = memmem(source.data + from, source.size - from, what, size);
    return at ? (size_t)(at - source.data) + size : source.size + 1;
}

/* "<!--", "<!doctype", "<?xml", "</ ": nothing that we read. */
static void skip_declaration(struct vdt_html_tokens *tokens) {
    struct vdt_view source = tokens->source, rest = vdt_view_slice(source, tokens->at, source.size);
    if (vdt_view_starts(rest, VDT_LITERAL("<!-->"))) {
        tokens->at += 5;
        return;
    }
    if (vdt_view_starts(rest, VDT_LITERAL("<!--")) && !tokens->no_comment_end) {
        size_t end = find(source, tokens->at + 4, "-->");
        if (end <= source.size) {
            tokens->at = end;
            return;
        }
        tokens->no_comment_end = true;
    }
    size_t end = find(source, tokens->at, ">");
    tokens->at = end <= source.size ? end : source.size;
}

static size_t skip_spaces(struct vdt_view source, size_t at) {
    while (at < source.size && (vdt_is_space(source.data[at]) || source.data[at] == '/')) at++;
    return at;
}

static size_t read_attribute(struct vdt_view source, size_t at, struct vdt_html_attribute *out) {
    size_t begin = at;
    at++; /* a leading = belongs to the name */
    while (at < source.size && !vdt_is_space(source.data[at]) && !strchr("/>=", source.data[at])) at++;
    *out = (struct vdt_html_attribute){ .name = vdt_view_slice(source, begin, at) };
    size_t after = at;
    while (after < source.size && vdt_is_space(source.data[after])) after++;
    if (after == source.size || source.data[after] != '=') return at;
    after++;
    while (after < source.size && vdt_is_space(source.data[after])) after++;
    if (after == source.size) return after;
    char quote = source.data[after];
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(source.data + after + 1, quote, source.size - after - 1);
        size_t stop = end ? (size_t)(end - source.data) : source.size;
        out->value = vdt_view_slice(source, after + 1, stop);
        return stop < source.size ? stop + 1 : stop;
    }
    begin = after;
    while (after < source.size && !vdt_is_space(source.data[after]) && source.data[after] != '>') after++;
    out->value = vdt_view_slice(source, begin, after);
    return after;
}

static void read_tag(struct vdt_html_tokens *tokens, struct vdt_html_token *out) {
    struct vdt_view source = tokens->source;
    size_t at = tokens->at + 1;
    bool closing = source.data[at] == '/';
    at += closing;
    size_t begin = at;
    while (at < source.size && !vdt_is_space(source.data[at]) && source.data[at] != '/' && source.data[at] != '>') at++;
    out->kind = closing ? VDT_HTML_CLOSE : VDT_HTML_OPEN;
    out->name = vdt_view_slice(source, begin, at);
    out->text = (struct vdt_view){ NULL, 0 };
    out->attribute_count = 0;
    for (at = skip_spaces(source, at); at < source.size && source.data[at] != '>'; at = skip_spaces(source, at)) {
        struct vdt_html_attribute attribute;
        at = read_attribute(source, at, &attribute);
        if (out->attribute_count < VDT_HTML_ATTRIBUTES) out->attributes[out->attribute_count++] = attribute;
    }
    tokens->at = at < source.size ? at + 1 : at;
    if (!closing && raw_index(out->name) >= 0) tokens->raw_name = out->name;
}

void vdt_html_tokens_next(struct vdt_html_tokens *tokens, struct vdt_html_token *out) {
    struct vdt_view source = tokens->source;
    if (tokens->raw_name.size && raw_text(tokens, out)) return;
    for (;;) {
        if (tokens->at >= source.size) {
            out->kind = VDT_HTML_END_OF_INPUT;
            return;
        }
        const char *here = source.data + tokens->at;
        char next = tokens->at + 1 < source.size ? here[1] : ' ';
        char second = tokens->at + 2 < source.size ? here[2] : ' ';
        if (*here == '<' && (is_letter(next) || (next == '/' && is_letter(second)))) {
            read_tag(tokens, out);
            return;
        }
        if (*here == '<' && (next == '!' || next == '?' || (next == '/' && !vdt_is_space(second)))) {
            skip_declaration(tokens);
            continue;
        }
        size_t begin = tokens->at;
        const char *end = memchr(here + 1, '<', source.size - begin - 1);
        tokens->at = end ? (size_t)(end - source.data) : source.size;
        out->kind = VDT_HTML_TEXT;
        out->raw = false;
        out->text = vdt_view_slice(source, begin, tokens->at);
        return;
    }
}

struct vdt_view vdt_html_attribute(const struct vdt_html_token *token, const char *name) {
    for (int i = 0; i < token->attribute_count; i++)
        if (vdt_view_is_fold(token->attributes[i].name, name)) return token->attributes[i].value;
    return (struct vdt_view){ NULL, 0 };
}

/* &#8217; &#x2019; with the standard's remapping of 128 to 159, which pages mean as windows-1252. */
static bool numeric_entity(struct vdt_view text, size_t *at, uint32_t *code) {
    size_t i = *at + 2;
    bool hex = i < text.size && vdt_lower(text.data[i]) == 'x';
    i += hex;
    uint32_t value = 0;
    size_t digits = 0;
    for (; i < text.size; i++, digits++) {
        char c = vdt_lower(text.data[i]);
        uint32_t digit = c >= '0' && c <= '9'          ? (uint32_t)(c - '0')
                         : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                                                       : 99;
        if (digit == 99) break;
        if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + digit;
    }
    if (!digits) return false;
    if (value >= 0x80 && value <= 0x9F) value = vdt_windows_1252((unsigned char)value);
    bool none = value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF);
    *code = none ? 0xFFFD : value;
    *at = i + (i < text.size && text.data[i] == ';');
    return true;
}

static bool named_entity(struct vdt_view text, size_t *at, bool in_attribute, uint32_t *code) {
    char name[16];
    size_t size = 0, i = *at + 1;
    while (i < text.size && size + 1 < sizeof name &&
           (is_letter(text.data[i]) || (text.data[i] >= '0' && text.data[i] <= '9')))
        name[size++] = text.data[i++];
    name[size] = '\0';
    bool closed = i < text.size && text.data[i] == ';';
    static const char *const without_semicolon[] = { "amp", "lt", "gt", "quot", "nbsp", "copy", "reg" };
    bool fine = closed;
    for (size_t k = 0; k < 7 && !fine && !in_attribute; k++) fine = strcmp(name, without_semicolon[k]) == 0;
    if (!fine) return false;
    if (strcmp(name, "apos") == 0) {
        *code = '\'';
    } else {
        const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
        if (!entity) return false;
        *code = entity->value;
    }
    *at = i + closed;
    return true;
}

uint32_t vdt_html_character(struct vdt_view text, size_t *at, bool in_attribute) {
    uint32_t code;
    if (text.data[*at] == '&' && *at + 1 < text.size) {
        if (text.data[*at + 1] == '#' ? numeric_entity(text, at, &code) : named_entity(text, at, in_attribute, &code))
            return code;
    }
    return vdt_utf8_next(text, at);
}

struct vdt_view vdt_html_decode(struct vdt_arena *arena, struct vdt_view text, bool in_attribute) {
    /* no entity decodes to more bytes than it is written with, U+FFFD for a lone bad byte apart: that is repaired
     * before */
    char *out = vdt_arena_array(arena, text.size * 3 + 4, 1);
    size_t used = 0;
    if (!out) return (struct vdt_view){ NULL, 0 };
    bool space = false;
    for (size_t at = 0; at < text.size;) {
        uint32_t code = vdt_html_character(text, &at, in_attribute);
        if (code == 0xA0 || (code < 0x80 && vdt_is_space((char)code))) {
            space = used > 0;
            continue;
        }
        if (space) out[used++] = ' ';
        space = false;
        used += vdt_utf8_put(code, out + used);
    }
    return (struct vdt_view){ out, used };
}
