/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libxml2 gives up for good where elements are too deep or entities expand too far, and all that stands behind is lost; a tag
 * that nobody closes swallows its neighbours. Here the tags are read one by one: each that closes closes what was opened by its name, and all
 * that was left open within it; an entry closes the one before it; what is too deep is left out and its text stays; a crowd
 * of attributes is left out; a DOCTYPE and comments, too. No entity is known afterwards but XML's own.
 */
#include "read/xml-balance.h"

#include "base/limit.h"

enum { DEEPEST = VDT_LIMIT_TREE_DEPTH / 2, NO_ENTRY = DEEPEST + 1 };

struct balance {
    struct vdt_view bytes;
    size_t at;
    struct vdt_buffer *out;
    struct vdt_view open[DEEPEST];
    size_t depth, entry_depth; /* where the first entry was opened */
};

static bool passes_over(struct balance *self, struct vdt_view mark, struct vdt_view end, bool kept) {
    struct vdt_view rest = vdt_view_slice(self->bytes, self->at, self->bytes.size);
    if (!vdt_view_starts(rest, mark)) return false;
    const char *found = memmem(rest.data, rest.size, end.data, end.size);
    size_t size = found ? (size_t)(found - rest.data) + end.size : rest.size;
    if (kept) vdt_buffer_add(self->out, vdt_view_slice(rest, 0, size));
    if (kept && !found) vdt_buffer_add(self->out, end);
    self->at += size;
    return true;
}

/* "<!DOCTYPE rss [ … ]>" */
static bool passes_declaration(struct balance *self) {
    if (!vdt_view_starts(vdt_view_slice(self->bytes, self->at, self->bytes.size), VDT_LITERAL("<!"))) return false;
    size_t at = self->at;
    bool within = false;
    char quote = 0;
    for (; at < self->bytes.size && (quote || within || self->bytes.data[at] != '>'); at++) {
        char c = self->bytes.data[at];
        if (quote) quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'') quote = c;
        else if (c == '[' || c == ']') within = c == '[';
    }
    self->at = at + (at < self->bytes.size);
    return true;
}

static void close_to(struct balance *self, size_t depth) {
    while (self->depth > depth) {
        struct vdt_view name = self->open[--self->depth];
        vdt_buffer_text(self->out, "</");
        vdt_buffer_add(self->out, name);
        vdt_buffer_text(self->out, ">");
    }
}

static bool is_entry(struct vdt_view name) {
    return vdt_view_is_fold(name, "item") || vdt_view_is_fold(name, "entry") || vdt_view_is_fold(name, "url");
}

static bool begins_name(char c) {
    return (vdt_lower(c) >= 'a' && vdt_lower(c) <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

static struct vdt_view name_at(struct vdt_view bytes, size_t at) {
    size_t end = at;
    while (end < bytes.size && !vdt_is_space(bytes.data[end]) && !strchr("/><=\"'", bytes.data[end])) end++;
    return vdt_view_slice(bytes, at, end);
}

static void take_closing(struct balance *self) {
    struct vdt_view name = name_at(self->bytes, self->at + 2);
    const char *end = memchr(self->bytes.data + self->at, '>', self->bytes.size - self->at);
    self->at = end ? (size_t)(end - self->bytes.data) + 1 : self->bytes.size;
    size_t depth = self->depth;
    while (depth && !vdt_view_equal(self->open[depth - 1], name)) depth--;
    if (depth) close_to(self, depth - 1);
}

static void take_opening(struct balance *self) {
    struct vdt_view bytes = self->bytes, name = name_at(bytes, self->at + 1);
    size_t begin = self->at, end = begin + 1 + name.size, attributes = 0;
    char quote = 0;
    for (; end < bytes.size && bytes.data[end] != '<' && (quote || bytes.data[end] != '>'); end++) {
        char c = bytes.data[end];
        if (quote) quote = c == quote ? 0 : quote;
        else if (c == '=') attributes++;
        else if (attributes && (c == '"' || c == '\'')) quote = c;
    }
    bool whole = end < bytes.size && bytes.data[end] == '>', empty = bytes.data[end - 1] == '/';
    self->at = end + whole;
    if (is_entry(name)) {
        if (self->entry_depth == NO_ENTRY) self->entry_depth = self->depth < DEEPEST / 2 ? self->depth : DEEPEST / 2;
        close_to(self, self->entry_depth);
    }
    if (self->depth == DEEPEST && !empty) return;
    vdt_buffer_text(self->out, "<");
    vdt_buffer_add(self->out, name);
    if (whole && attributes <= VDT_LIMIT_FEED_ATTRIBUTES) vdt_buffer_add(self->out, vdt_view_slice(bytes, begin + 1 + name.size, end - empty));
    vdt_buffer_text(self->out, empty ? "/>" : ">");
    if (!empty) self->open[self->depth++] = name;
}

struct vdt_view vdt_xml_balance(struct vdt_view bytes, struct vdt_buffer *out) {
    struct balance self = { .bytes = bytes, .out = out, .entry_depth = NO_ENTRY };
    while (self.at < bytes.size) {
        const char *next = memchr(bytes.data + self.at, '<', bytes.size - self.at);
        size_t text = next ? (size_t)(next - bytes.data) : bytes.size;
        vdt_buffer_add(out, vdt_view_slice(bytes, self.at, text));
        self.at = text;
        if (!next || passes_over(&self, VDT_LITERAL("<![CDATA["), VDT_LITERAL("]]>"), true) ||
            passes_over(&self, VDT_LITERAL("<!--"), VDT_LITERAL("-->"), false) ||
            passes_over(&self, VDT_LITERAL("<?"), VDT_LITERAL("?>"), self.at == 0) || passes_declaration(&self))
            continue;
        if (text + 2 < bytes.size && bytes.data[text + 1] == '/') {
            take_closing(&self);
        } else if (text + 1 < bytes.size && begins_name(bytes.data[text + 1])) {
            take_opening(&self);
        } else {
            vdt_buffer_text(out, "&lt;");
            self.at++;
        }
    }
    close_to(&self, 0);
    return vdt_buffer_failed(out) ? bytes : vdt_buffer_view(out);
}
