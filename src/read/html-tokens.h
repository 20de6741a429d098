/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML as a stream of tags and text, without a tree: what text extraction needs, in linear time and constant memory
 * for any input, however deep or broken. Follows the tokenizer of the HTML standard where pages differ by it.
 */
#ifndef VDT_READ_HTML_TOKENS_H
#define VDT_READ_HTML_TOKENS_H

#include "base/arena.h"

enum vdt_html_kind { VDT_HTML_END_OF_INPUT, VDT_HTML_TEXT, VDT_HTML_OPEN, VDT_HTML_CLOSE };

enum { VDT_HTML_ATTRIBUTES = 48 }; /* of one tag; further ones are passed over */

struct vdt_html_attribute {
    struct vdt_view name, value; /* as written: entities are not decoded */
};

struct vdt_html_token {
    enum vdt_html_kind kind;
    struct vdt_view name;   /* of a tag, as written */
    struct vdt_view text;   /* as written */
    bool raw;               /* text of script or style: no entities in it */
    struct vdt_html_attribute attributes[VDT_HTML_ATTRIBUTES];
    int attribute_count;
};

struct vdt_html_tokens {
    struct vdt_view source;
    size_t at;
    struct vdt_view raw_name;   /* inside script, style, title ...: its name */
    uint32_t never_closes;      /* bit i: no end of raw element i lies ahead, so that it is looked for only once */
    bool no_comment_end;
};

void vdt_html_tokens_init(struct vdt_html_tokens *tokens, struct vdt_view source);
void vdt_html_tokens_next(struct vdt_html_tokens *tokens, struct vdt_html_token *out);

/* The attribute's value as written, empty where there is none. */
struct vdt_view vdt_html_attribute(const struct vdt_html_token *token, const char *name);

/*
 * Decodes the character at text[*at] (an entity or a plain byte sequence) and steps over it. In attributes an entity
 * without its semicolon stays as it is.
 */
uint32_t vdt_html_character(struct vdt_view text, size_t *at, bool in_attribute);

/* Decoded, white space collapsed and trimmed. Data is NULL when memory is out. */
struct vdt_view vdt_html_decode(struct vdt_arena *arena, struct vdt_view text, bool in_attribute);

#endif
