/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over the tags. Which elements close by themselves, and what an end tag that nobody opened does, follows
 * what pages rely on and not the whole of the HTML standard: only where boxes begin and end is wanted.
 *
 * Limits: VDT_LIMIT_PAGE_BOXES and VDT_LIMIT_PAGE_BLOCKS; what lies beyond is still read, as part of the box and of
 * the block that were open.
 */
#include "read/page-tree.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "read/page-data.h"
#include "read/page-hint.h"
#include "text/utf8.h"

static const struct element {
    const char *name;
    enum vdt_box_role role;
} elements[] = {
    { "a", VDT_BOX_ANCHOR },          { "abbr", VDT_BOX_INLINE },      { "address", VDT_BOX_BLOCK },
    { "article", VDT_BOX_ARTICLE },   { "aside", VDT_BOX_DROP },       { "audio", VDT_BOX_DROP },
    { "b", VDT_BOX_INLINE },
    { "blockquote", VDT_BOX_QUOTE },  { "body", VDT_BOX_BREAK },       { "br", VDT_BOX_LINE },
    { "button", VDT_BOX_DROP_INLINE }, { "canvas", VDT_BOX_DROP },     { "caption", VDT_BOX_CAPTION },
    { "center", VDT_BOX_BLOCK },      { "cite", VDT_BOX_INLINE },
        { "dd", VDT_BOX_ITEM },          { "details", VDT_BOX_BLOCK },
    { "dialog", VDT_BOX_DROP },       { "dir", VDT_BOX_LIST },         { "div", VDT_BOX_BLOCK },
    { "dl", VDT_BOX_LIST },           { "dt", VDT_BOX_ITEM },          { "em", VDT_BOX_INLINE },
    { "fieldset", VDT_BOX_BLOCK },    { "figcaption", VDT_BOX_CAPTION }, { "figure", VDT_BOX_CAPTION },
    { "footer", VDT_BOX_DROP },       { "form", VDT_BOX_FORM },        { "h1", VDT_BOX_HEADLINE },
    { "h2", VDT_BOX_HEADING },        { "h3", VDT_BOX_HEADING },       { "h4", VDT_BOX_HEADING },
    { "h5", VDT_BOX_HEADING },        { "h6", VDT_BOX_HEADING },       { "head", VDT_BOX_BREAK },
    { "header", VDT_BOX_HEADER },     { "hr", VDT_BOX_BREAK },         { "html", VDT_BOX_HTML },
    { "i", VDT_BOX_INLINE },          { "iframe", VDT_BOX_SILENT },     { "img", VDT_BOX_IMAGE },        { "label", VDT_BOX_INLINE },
    { "legend", VDT_BOX_BLOCK },      { "li", VDT_BOX_ITEM },          { "link", VDT_BOX_LINK },
    { "main", VDT_BOX_MAIN },         { "map", VDT_BOX_DROP },         { "menu", VDT_BOX_LIST },
    { "meta", VDT_BOX_META },         { "nav", VDT_BOX_DROP },         { "noembed", VDT_BOX_SILENT },
    { "noframes", VDT_BOX_SILENT },   { "noscript", VDT_BOX_DROP },    { "object", VDT_BOX_DROP },
    { "ol", VDT_BOX_LIST },           { "option", VDT_BOX_BREAK },     { "p", VDT_BOX_PARAGRAPH },
    { "picture", VDT_BOX_DROP_INLINE }, { "pre", VDT_BOX_BLOCK },      { "script", VDT_BOX_SILENT },
    { "section", VDT_BOX_BLOCK },     { "select", VDT_BOX_DROP },      { "small", VDT_BOX_INLINE },
    { "span", VDT_BOX_INLINE },       { "strong", VDT_BOX_INLINE },    { "style", VDT_BOX_SILENT },
    { "summary", VDT_BOX_BLOCK },     { "svg", VDT_BOX_DROP_INLINE },  { "table", VDT_BOX_TABLE },
    { "tbody", VDT_BOX_BLOCK },       { "td", VDT_BOX_CELL },          { "template", VDT_BOX_DROP },
    { "textarea", VDT_BOX_SILENT },   { "th", VDT_BOX_CELL },          { "time", VDT_BOX_TIME },
    { "title", VDT_BOX_TITLE },       { "tr", VDT_BOX_BLOCK },         { "ul", VDT_BOX_LIST },
    { "video", VDT_BOX_DROP },        { "xmp", VDT_BOX_SILENT },
};
enum { ELEMENT_COUNT = sizeof elements / sizeof *elements };

enum separator { NOTHING, SPACE, NEWLINE, PARAGRAPH_BREAK };

struct building {
    struct vdt_arena *arena;
    struct vdt_page_tree *tree;
    struct vdt_page_facts *facts;
    struct vdt_buffer out;
    enum separator pending;
    bool split;                       /* the next text begins a block even on the same line */
    bool in_block;
    uint8_t *box_element;             /* of each box: which of `elements` */
    size_t box_capacity, element_capacity, block_capacity, time_capacity;
    uint32_t current;                 /* the innermost open box */
    uint32_t open_count[ELEMENT_COUNT]; /* so that an end tag without a start costs nothing */
    uint32_t inline_drops, figures;   /* open ones */
    bool anchor;                      /* <a> is open, begun in anchor_box */
    uint32_t anchor_box;
    uint32_t linked, images;          /* so far */
    bool failed;
};

static int compare_element(const void *key, const void *item) {
    const struct vdt_view *name = key;
    const char *other = ((const struct element *)item)->name;
    for (size_t i = 0; i < name->size; i++) {
        int difference = (unsigned char)vdt_lower(name->data[i]) - (unsigned char)other[i];
        if (difference || !other[i]) return difference ? difference : 1;
    }
    return other[name->size] ? -1 : 0;
}

static int find_element(struct vdt_view name) {
    const struct element *found = bsearch(&name, elements, ELEMENT_COUNT, sizeof *elements, compare_element);
    return found ? (int)(found - elements) : -1;
}

/* --- text --- */

static void want(struct building *b, enum separator separator) {
    /* two line ends are a paragraph's */
    if (separator == NEWLINE && b->pending == NEWLINE) separator = PARAGRAPH_BREAK;
    if (separator > b->pending) b->pending = separator;
}

static void begin_block(struct building *b) {
    struct vdt_page_tree *tree = b->tree;
    bool joined = b->in_block && b->pending != PARAGRAPH_BREAK;
    if (tree->block_count >= VDT_LIMIT_PAGE_BLOCKS) return;
    struct vdt_block *grown =
        vdt_arena_grow(b->arena, tree->blocks, tree->block_count, &b->block_capacity, sizeof *grown);
    if (!grown) {
        b->failed = true;
        return;
    }
    tree->blocks = grown;
    uint32_t at = (uint32_t)b->out.size;
    grown[tree->block_count++] =
        (struct vdt_block){ .box = b->current, .begin = at, .end = at, .linked = b->linked, .joined = joined };
}

/* Closes the block that is open: from here on its bytes and links are known. */
static void end_block(struct building *b) {
    struct vdt_page_tree *tree = b->tree;
    if (!b->in_block || !tree->block_count) return;
    struct vdt_block *last = &tree->blocks[tree->block_count - 1];
    if (last->end != last->begin) return;
    last->end = (uint32_t)b->out.size;
    last->linked = b->linked - last->linked;
}

/* Called before a visible character is written. */
static void lead_in(struct building *b) {
    if (b->in_block && !b->split && b->pending == NOTHING) return;
    bool breaks = !b->in_block || b->split || b->pending == PARAGRAPH_BREAK;
    if (breaks) end_block(b);
    if (b->out.size && b->pending)
        vdt_buffer_text(&b->out, b->pending == PARAGRAPH_BREAK ? "\n\n" : b->pending == NEWLINE ? "\n" : " ");
    if (breaks) begin_block(b);
    else if (b->anchor && b->pending) b->linked++;
    b->in_block = true;
    b->split = false;
    b->pending = NOTHING;
}

static void write_bytes(struct building *b, struct vdt_view bytes) {
    lead_in(b);
    vdt_buffer_add(&b->out, bytes);
    if (b->anchor) b->linked += (uint32_t)bytes.size;
}

static bool is_plain(char c) { return c > ' ' && c < 0x7F && c != '&'; }

static void add_text(struct building *b, struct vdt_view text) {
    for (size_t at = 0; at < text.size;) {
        size_t end = at;
        while (end < text.size && is_plain(text.data[end])) end++;
        if (end > at) {
            write_bytes(b, vdt_view_slice(text, at, end));
            at = end;
            continue;
        }
        uint32_t code = vdt_html_character(text, &at, false);
        if (code == 0xA0 || (code < 0x80 && vdt_is_space((char)code))) {
            want(b, SPACE);
        } else if (code == 0xAD || code == 0x200B || code == 0xFEFF || code < 0x20) {
            continue; /* soft hyphens and the like are for the eye only */
        } else {
            char bytes[4];
            write_bytes(b, (struct vdt_view){ bytes, vdt_utf8_put(code, bytes) });
        }
    }
}

/* --- boxes --- */

static void push(struct building *b, int element, uint32_t hints) {
    struct vdt_page_tree *tree = b->tree;
    if (tree->box_count >= VDT_LIMIT_PAGE_BOXES) return;
    struct vdt_box *boxes = vdt_arena_grow(b->arena, tree->boxes, tree->box_count, &b->box_capacity, sizeof *boxes);
    uint8_t *names = vdt_arena_grow(b->arena, b->box_element, tree->box_count, &b->element_capacity, 1);
    if (!boxes || !names) {
        b->failed = true;
        return;
    }
    tree->boxes = boxes;
    b->box_element = names;
    uint32_t index = (uint32_t)tree->box_count++;
    names[index] = element < 0 ? 0 : (uint8_t)element;
    boxes[index] = (struct vdt_box){ .parent = b->current,
                                     .begin = (uint32_t)b->out.size,
                                     .first_block = (uint32_t)tree->block_count,
                                     .linked = b->linked,
                                     .images = b->images,
                                     .hints = hints,
                                     .role = element < 0 ? VDT_BOX_BLOCK : (uint8_t)elements[element].role };
    b->current = index;
    if (element < 0) return;
    b->open_count[element]++;
    if (elements[element].role == VDT_BOX_INLINE) b->inline_drops++;
    if (elements[element].role == VDT_BOX_CAPTION) b->figures++;
    b->split = true;
}

static bool in_the_line(enum vdt_box_role role) { return role == VDT_BOX_INLINE || role == VDT_BOX_DROP_INLINE; }

static void pop(struct building *b, bool at_end_of_page) {
    end_block(b);
    struct vdt_page_tree *tree = b->tree;
    struct vdt_box *box = &tree->boxes[b->current];
    box->end = (uint32_t)b->out.size;
    if (tree->block_count > box->first_block) box->begin = tree->blocks[box->first_block].begin;
    else box->begin = box->end;
    box->next_block = (uint32_t)tree->block_count;
    box->linked = b->linked - box->linked;
    box->images = b->images - box->images;
    box->next = (uint32_t)tree->box_count;
    box->closed = !at_end_of_page;
    enum vdt_box_role role = (enum vdt_box_role)box->role;
    b->split = true;
    if (role == VDT_BOX_DROP_INLINE) want(b, SPACE);
    if (!in_the_line(role)) want(b, PARAGRAPH_BREAK);
    if (!b->current) return;
    b->open_count[b->box_element[b->current]]--;
    if (role == VDT_BOX_INLINE) b->inline_drops--;
    if (role == VDT_BOX_CAPTION) b->figures--;
    if (b->anchor && b->anchor_box == b->current) b->anchor = false;
    b->current = box->parent;
}

/* An end of inline markup does not close the boxes that stand open inside it. */
static bool is_near(const struct building *b, int element) {
    uint32_t box = b->current;
    for (int i = 0; i < 8 && box; i++, box = b->tree->boxes[box].parent)
        if (b->box_element[box] == element) return true;
    return false;
}

static void close_element(struct building *b, int element) {
    if (!b->open_count[element]) return;
    if (in_the_line(elements[element].role) && !is_near(b, element)) return;
    while (b->box_element[b->current] != element) pop(b, false);
    pop(b, false);
}

/* --- tags --- */

static void mark_time(struct building *b, struct vdt_view value, enum vdt_time_kind kind) {
    struct vdt_page_tree *tree = b->tree;
    if (!value.size || value.size > 64 || tree->time_count >= VDT_LIMIT_PAGE_TIMES) return;
    struct vdt_time_mark *grown =
        vdt_arena_grow(b->arena, tree->times, tree->time_count, &b->time_capacity, sizeof *grown);
    struct vdt_view decoded = vdt_html_decode(b->arena, value, true);
    if (!grown || !decoded.data) {
        b->failed = true;
        return;
    }
    tree->times = grown;
    grown[tree->time_count++] = (struct vdt_time_mark){
        .value = decoded, .at = (uint32_t)b->out.size, .box = b->current, .kind = (uint8_t)kind
    };
}

/* <time datetime=...>, and microdata on whatever element: itemprop="datePublished" content=... */
static void read_properties(struct building *b, const struct vdt_html_token *token, bool is_time) {
    struct vdt_view property = vdt_html_attribute(token, "itemprop");
    vdt_page_facts_person(b->facts, token, property, (uint32_t)b->out.size);
    bool published = property.size && vdt_view_equal_fold(property, VDT_LITERAL("datePublished"));
    bool modified = property.size && vdt_view_equal_fold(property, VDT_LITERAL("dateModified"));
    if (!is_time && !published && !modified) return;
    struct vdt_view value = vdt_html_attribute(token, "datetime");
    if (!value.size) value = vdt_html_attribute(token, "content");
    mark_time(b, value, published ? VDT_TIME_PUBLISHED : modified ? VDT_TIME_MODIFIED : VDT_TIME_SEEN);
}

static void open_box(struct building *b, int element, const struct vdt_html_token *token) {
    enum vdt_box_role role = elements[element].role;
    if (role != VDT_BOX_DROP_INLINE) {
        /* <p>One<p>Two, <p>One<div>, <li>One<li>Two */
        enum vdt_box_role top = (enum vdt_box_role)b->tree->boxes[b->current].role;
        bool same = b->current && b->box_element[b->current] == element;
        bool closes = top == VDT_BOX_PARAGRAPH ? role != VDT_BOX_LIST || same
                      : top == VDT_BOX_ITEM    ? same || (role == VDT_BOX_ITEM && elements[element].name[0] == 'd')
                                               : false;
        if (closes && b->current) pop(b, false);
        want(b, PARAGRAPH_BREAK);
    }
    push(b, element, vdt_page_hints(token));
}

static void open_element(struct building *b, const struct vdt_html_token *token) {
    int element = find_element(token->name);
    enum vdt_box_role role = element < 0 ? VDT_BOX_INLINE : elements[element].role;
    if (token->attribute_count) read_properties(b, token, role == VDT_BOX_TIME);
    if (element < 0) return;
    switch (role) {
    case VDT_BOX_LINE: want(b, NEWLINE); return;
    case VDT_BOX_BREAK: want(b, PARAGRAPH_BREAK); return;
    case VDT_BOX_META: vdt_page_facts_meta(b->facts, token); return;
    case VDT_BOX_LINK: vdt_page_facts_link(b->facts, token); return;
    case VDT_BOX_HTML: vdt_page_facts_language(b->facts, vdt_html_attribute(token, "lang")); return;
    case VDT_BOX_IMAGE: b->images += !b->figures; return; /* a figure has its own caption */
    case VDT_BOX_TIME: case VDT_BOX_SILENT: case VDT_BOX_TITLE: return;
    case VDT_BOX_ANCHOR: b->anchor = true, b->anchor_box = b->current; return;
    case VDT_BOX_INLINE: {
        uint32_t hints = b->inline_drops || !token->attribute_count ? 0 : vdt_page_hints(token);
        bool credit = (hints & VDT_HINT_CREDIT) && b->figures;
        /* spans within a span that is not for reading are counted, so that its own end is known */
        if (b->inline_drops || credit || (hints & (VDT_HINT_HIDDEN | VDT_HINT_SPOKEN))) push(b, element, hints);
        return;
    }
    default: open_box(b, element, token);
    }
}

static void end_element(struct building *b, const struct vdt_html_token *token) {
    int element = find_element(token->name);
    if (element < 0) return;
    switch (elements[element].role) {
    case VDT_BOX_LINE: want(b, NEWLINE); return;
    case VDT_BOX_BREAK: want(b, PARAGRAPH_BREAK); return;
    case VDT_BOX_META: case VDT_BOX_HTML: case VDT_BOX_LINK: case VDT_BOX_TIME: case VDT_BOX_SILENT:
    case VDT_BOX_TITLE: case VDT_BOX_IMAGE: return;
    case VDT_BOX_ANCHOR: b->anchor = false; return;
    case VDT_BOX_INLINE: close_element(b, element); return;
    default:
        if (!b->open_count[element]) want(b, PARAGRAPH_BREAK);
        close_element(b, element);
    }
}

/* Text of an element whose content is no markup. */
static void take_raw(struct building *b, int silent, bool linked_data, const struct vdt_html_token *token) {
    if (linked_data && token->raw)
        vdt_page_facts_linked_data(b->facts, token->text);
    else if (silent >= 0 && elements[silent].role == VDT_BOX_TITLE && !b->tree->title.size)
        b->tree->title = vdt_html_decode(b->arena, token->text, false);
}

static void read_tokens(struct building *b, struct vdt_view source, struct vdt_html_token *token) {
    struct vdt_html_tokens tokens;
    vdt_html_tokens_init(&tokens, source);
    int silent = -1;      /* the element whose raw text comes next */
    bool linked_data = false;
    while (!b->failed) {
        vdt_html_tokens_next(&tokens, token);
        if (token->kind == VDT_HTML_END_OF_INPUT) break;
        if (token->kind == VDT_HTML_TEXT) {
            if (silent >= 0) take_raw(b, silent, linked_data, token);
            else if (!token->raw) vdt_page_facts_person_text(b->facts, token->text, (uint32_t)b->out.size), add_text(b, token->text);
        }
        silent = -1, linked_data = false;
        if (token->kind == VDT_HTML_OPEN) {
            int element = find_element(token->name);
            bool raw =
                element >= 0 && (elements[element].role == VDT_BOX_SILENT || elements[element].role == VDT_BOX_TITLE);
            if (raw) silent = element;
            linked_data =
                raw && vdt_view_equal_fold(vdt_html_attribute(token, "type"), VDT_LITERAL("application/ld+json"));
            open_element(b, token);
        } else if (token->kind == VDT_HTML_CLOSE) {
            end_element(b, token);
        }
    }
}

enum vdt_status vdt_page_tree_read(struct vdt_arena *arena, struct vdt_view source, struct vdt_page_tree *out,
                                   struct vdt_page_facts *facts, struct vdt_error *error) {
    *out = (struct vdt_page_tree){ 0 };
    struct building b = { .arena = arena, .tree = out, .facts = facts };
    vdt_buffer_init(&b.out);
    struct vdt_html_token *token = vdt_arena_take(arena, sizeof *token);
    if (!token) return vdt_fail_memory(error, "reading a page");
    push(&b, -1, 0); /* around everything */
    if (!b.failed) read_tokens(&b, source, token);
    if (!b.failed) {
        while (b.current) pop(&b, true);
        pop(&b, true);
        out->text = vdt_arena_copy(arena, vdt_buffer_view(&b.out));
    }
    bool failed = b.failed || vdt_buffer_failed(&b.out) || !out->text.data;
    vdt_buffer_done(&b.out);
    return failed ? vdt_fail_memory(error, "reading a page") : VDT_OK;
}
