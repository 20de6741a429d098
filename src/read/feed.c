/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds are told apart by what their entries are called, not by what they say of themselves: an element "item" or "entry" is
 * an entry wherever it stands, and its children are known by their local names, whatever their name spaces are called. That
 * reads all versions and most of the broken ones. libxml2 repairs what is no XML, fetches nothing and expands no entity of the
 * feed's own.
 */
#include "read/feed.h"

#include <cjson/cJSON.h>
#include <libxml/parser.h>
#include <libxml/uri.h>

#include "base/limit.h"
#include "read/html-tokens.h"
#include "text/utf8.h"

static struct vdt_view view_of(const xmlChar *text) {
    return vdt_view_of((const char *)text);
}

static bool is_named(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && vdt_view_equal_fold(view_of(node->name), vdt_view_of(name));
}

static bool has_prefix(const xmlNode *node, const char *prefix) {
    return node->ns && node->ns->prefix && vdt_view_equal_fold(view_of(node->ns->prefix), vdt_view_of(prefix));
}

bool vdt_feed_looks(struct vdt_view head) {
    static const char *const roots[] = { "<rss", "<feed", "<rdf:rdf", "<channel", "<atom:feed", "<a:feed", "<urlset" };
    head = vdt_view_trim(vdt_view_slice(head, 0, 4096));
    if (vdt_view_starts(head, VDT_LITERAL("{"))) {
        static const char mark[] = "jsonfeed.org/version";
        return memmem(head.data, head.size, mark, sizeof mark - 1) != NULL;
    }
    if (!vdt_view_starts(head, VDT_LITERAL("<"))) return false;
    for (size_t at = 0; at + 1 < head.size; at++) {
        if (head.data[at] != '<') continue;
        for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
            size_t size = strlen(roots[i]);
            if (vdt_view_equal_fold(vdt_view_slice(head, at, at + size), vdt_view_of(roots[i]))) return true;
        }
    }
    return false;
}

/* --- text out of markup --- */

struct plain {
    struct vdt_arena *arena;
    char *text;
    size_t size, capacity;
    bool failed;
};

static void add_bytes(struct plain *self, const char *bytes, size_t size) {
    while (self->size + size + 1 > self->capacity && !self->failed) {
        size_t capacity = self->capacity ? 2 * self->capacity : 256;
        char *text = vdt_arena_take(self->arena, capacity);
        if (!text) {
            self->failed = true;
            return;
        }
        if (self->size) memcpy(text, self->text, self->size);
        self->text = text;
        self->capacity = capacity;
    }
    if (self->failed) return;
    memcpy(self->text + self->size, bytes, size);
    self->size += size;
}

static bool breaks(struct vdt_view name) {
    static const char *const names[] = { "p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr", "blockquote", "ul", "ol", "table" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (vdt_view_equal_fold(name, vdt_view_of(names[i]))) return true;
    return false;
}

/* The visible text of markup: tags gone, paragraphs kept apart, white space collapsed. */
static struct vdt_view plain_text(struct vdt_arena *arena, struct vdt_view markup) {
    struct plain self = { .arena = arena };
    struct vdt_html_tokens tokens;
    struct vdt_html_token token;
    bool space = false, line = false;
    vdt_html_tokens_init(&tokens, markup);
    for (vdt_html_tokens_next(&tokens, &token); token.kind != VDT_HTML_END_OF_INPUT; vdt_html_tokens_next(&tokens, &token)) {
        if (token.kind != VDT_HTML_TEXT) {
            line |= breaks(token.name);
            continue;
        }
        if (token.raw) continue;
        for (size_t at = 0; at < token.text.size;) {
            uint32_t code = vdt_html_character(token.text, &at, false);
            if (code == 0xA0 || (code < 0x80 && vdt_is_space((char)code))) {
                space = true;
                continue;
            }
            char bytes[4];
            if (self.size && line)
                add_bytes(&self, "\n\n", 2);
            else if (self.size && space)
                add_bytes(&self, " ", 1);
            line = space = false;
            add_bytes(&self, bytes, vdt_utf8_put(code, bytes));
        }
    }
    return self.failed ? (struct vdt_view){ NULL, 0 } : (struct vdt_view){ self.text, self.size };
}

/* The text within a node; of elements in it their markup (Atom's xhtml), which is plain text in the end. */
static void gather(struct plain *self, const xmlNode *node, int depth) {
    for (const xmlNode *child = node->children; child && depth < VDT_LIMIT_TREE_DEPTH; child = child->next) {
        if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && child->content)
            add_bytes(self, (const char *)child->content, strlen((const char *)child->content));
        if (child->type == XML_ENTITY_REF_NODE && child->name) { /* an entity of HTML: decoded with the markup */
            add_bytes(self, "&", 1);
            add_bytes(self, (const char *)child->name, strlen((const char *)child->name));
            add_bytes(self, ";", 1);
        }
        /* an entry within another's text is one whose elder was never closed */
        if (child->type != XML_ELEMENT_NODE || is_named(child, "item") || is_named(child, "entry")) continue;
        add_bytes(self, "<p>", breaks(view_of(child->name)) ? 3 : 0);
        gather(self, child, depth + 1);
        add_bytes(self, "<p>", breaks(view_of(child->name)) ? 3 : 0);
    }
}

static struct vdt_view content_of(struct vdt_arena *arena, const xmlNode *node) {
    struct plain self = { .arena = arena };
    gather(&self, node, 0);
    return vdt_view_trim((struct vdt_view){ self.text, self.failed ? 0 : self.size });
}

/* --- entries --- */

static struct vdt_view attribute(struct vdt_arena *arena, const xmlNode *node, const char *name) {
    for (const xmlAttr *one = node->properties; one; one = one->next) {
        if (!vdt_view_equal_fold(view_of(one->name), vdt_view_of(name))) continue;
        xmlChar *value = xmlNodeListGetString(node->doc, one->children, 1);
        struct vdt_view copy = value ? vdt_arena_copy(arena, vdt_view_trim(view_of(value))) : (struct vdt_view){ NULL, 0 };
        xmlFree(value);
        return copy;
    }
    return (struct vdt_view){ NULL, 0 };
}

/* An address made whole with the xml:base around it, or with the feed's own address. */
static struct vdt_view address(struct vdt_arena *arena, const xmlNode *node, struct vdt_view link, struct vdt_view home) {
    link = vdt_view_trim(link);
    if (!link.size || memmem(link.data, link.size, "://", 3)) return link;
    xmlChar *base = xmlNodeGetBase(node->doc, (xmlNode *)(uintptr_t)node);
    struct vdt_view around = base && strstr((const char *)base, "://") ? view_of(base) : home;
    struct vdt_view link_copy = vdt_arena_copy(arena, link), base_copy = vdt_arena_copy(arena, around);
    xmlChar *built = around.size && link_copy.data && base_copy.data
                         ? xmlBuildURI((const xmlChar *)link_copy.data, (const xmlChar *)base_copy.data)
                         : NULL;
    struct vdt_view whole = built ? vdt_arena_copy(arena, view_of(built)) : link;
    xmlFree(built);
    xmlFree(base);
    return whole;
}

static void take(struct vdt_view *field, struct vdt_view value) {
    if (!field->size) *field = value;
}

static struct vdt_view author_of(struct vdt_arena *arena, const xmlNode *node) {
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is_named(child, "name")) return plain_text(arena, content_of(arena, child));
    return plain_text(arena, content_of(arena, node));
}

static void take_link(struct vdt_arena *arena, const xmlNode *node, struct vdt_view home, struct vdt_view *own,
                      struct vdt_view *other) {
    struct vdt_view href = attribute(arena, node, "href"), relation = attribute(arena, node, "rel");
    bool alternate = !relation.size || vdt_view_equal_fold(relation, VDT_LITERAL("alternate"));
    if (href.size)
        take(alternate ? own : other, address(arena, node, href, home));
    else
        take(own, address(arena, node, content_of(arena, node), home));
}

static struct vdt_entry entry_of(struct vdt_arena *arena, const xmlNode *node, struct vdt_view home) {
    struct vdt_entry entry = { 0 };
    struct vdt_view content = { 0 }, summary = { 0 }, other_link = { 0 }, issued = { 0 }, creator = { 0 };
    bool permalink = false;
    take(&entry.id, attribute(arena, node, "about"));
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE || has_prefix(child, "media") || has_prefix(child, "itunes")) continue;
        if (is_named(child, "title")) take(&entry.title, plain_text(arena, content_of(arena, child)));
        else if (is_named(child, "link")) take_link(arena, child, home, &entry.url, &other_link);
        else if (is_named(child, "guid")) {
            struct vdt_view flag = attribute(arena, child, "ispermalink");
            take(&entry.id, content_of(arena, child));
            permalink = !vdt_view_equal_fold(flag, VDT_LITERAL("false"));
        } else if (is_named(child, "id")) take(&entry.id, content_of(arena, child));
        else if (is_named(child, "author")) take(&entry.author, author_of(arena, child));
        else if (is_named(child, "creator")) take(&creator, author_of(arena, child));
        else if (is_named(child, "pubdate") || is_named(child, "published")) take(&entry.published, content_of(arena, child));
        else if (is_named(child, "issued") || is_named(child, "created") || is_named(child, "date"))
            take(&issued, content_of(arena, child));
        else if (is_named(child, "updated") || is_named(child, "modified")) take(&entry.updated, content_of(arena, child));
        else if (is_named(child, "encoded") || is_named(child, "content") || is_named(child, "body") || is_named(child, "fullitem"))
            take(&content, plain_text(arena, content_of(arena, child)));
        else if (is_named(child, "description") || is_named(child, "summary") || is_named(child, "abstract"))
            take(&summary, plain_text(arena, content_of(arena, child)));
    }
    take(&entry.published, issued);
    take(&entry.author, creator);
    if (permalink && memmem(entry.id.data ? entry.id.data : "", entry.id.size, "://", 3)) take(&entry.url, entry.id);
    take(&entry.url, other_link);
    entry.text = content.size ? content : summary;
    return entry;
}

static bool is_entry(const xmlNode *node) {
    return is_named(node, "item") || is_named(node, "entry");
}

/* The next node in the order of the document; NULL at the end. */
static const xmlNode *next_node(const xmlNode *node) {
    if (node->type == XML_ELEMENT_NODE && node->children) return node->children;
    while (node && !node->next) node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
    return node ? node->next : NULL;
}

static enum vdt_status take_entries(struct vdt_arena *arena, const xmlNode *root, struct vdt_feed *out, struct vdt_error *error) {
    struct vdt_view home = { NULL, 0 }, other = { NULL, 0 };
    bool feed = is_named(root, "rss") || is_named(root, "feed") || is_named(root, "rdf") || is_named(root, "channel");
    for (const xmlNode *node = root; node;) {
        bool entry = node != root && is_entry(node);
        bool head = node->parent == root || (node->parent && is_named(node->parent, "channel"));
        if (entry) {
            struct vdt_entry *entries = vdt_arena_grow(arena, out->entries, out->count, &out->capacity, sizeof *entries);
            if (!entries) return vdt_fail_memory(error, "reading a feed");
            out->entries = entries;
            entries[out->count++] = entry_of(arena, node, home);
        } else if (head && is_named(node, "title")) {
            take(&out->title, plain_text(arena, content_of(arena, node)));
        } else if (head && is_named(node, "language")) {
            take(&out->language, content_of(arena, node));
        } else if (head && is_named(node, "link")) {
            take_link(arena, node, home, &home, &other);
        }
        node = next_node(node);
    }
    if (feed || out->count) return VDT_OK;
    vdt_fail(error, VDT_ERROR_FORMAT, "XML that is no feed");
    return vdt_hint(error, VDT_ERROR_FORMAT, "RSS, RDF, Atom and JSON feeds are read, and pages");
}

/* --- JSON Feed --- */

static struct vdt_view string_of(struct vdt_arena *arena, const cJSON *object, const char *key) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);
    if (cJSON_IsString(value)) return vdt_arena_copy(arena, vdt_view_of(value->valuestring));
    if (cJSON_IsNumber(value)) return vdt_arena_format(arena, "%.17g", value->valuedouble);
    return (struct vdt_view){ NULL, 0 };
}

static enum vdt_status read_json(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_feed *out, struct vdt_error *error) {
    cJSON *root = cJSON_ParseWithLength(bytes.data, bytes.size);
    const cJSON *items = cJSON_GetObjectItemCaseSensitive(root, "items"), *item;
    if (!cJSON_IsArray(items)) {
        cJSON_Delete(root);
        return vdt_fail(error, VDT_ERROR_FORMAT, "a JSON feed without items");
    }
    enum vdt_status status = VDT_OK;
    out->title = string_of(arena, root, "title");
    out->language = string_of(arena, root, "language");
    cJSON_ArrayForEach(item, items) {
        struct vdt_entry *entries = vdt_arena_grow(arena, out->entries, out->count, &out->capacity, sizeof *entries);
        if (!entries) {
            status = vdt_fail_memory(error, "reading a feed");
            break;
        }
        out->entries = entries;
        const cJSON *author = cJSON_GetObjectItemCaseSensitive(item, "author");
        if (!author) author = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(item, "authors"), 0);
        struct vdt_entry entry = { .id = string_of(arena, item, "id"), .url = string_of(arena, item, "url"),
                                   .title = string_of(arena, item, "title"), .author = string_of(arena, author, "name"),
                                   .published = string_of(arena, item, "date_published"),
                                   .updated = string_of(arena, item, "date_modified") };
        struct vdt_view markup = string_of(arena, item, "content_html");
        entry.text = markup.size ? plain_text(arena, markup) : string_of(arena, item, "content_text");
        take(&entry.text, string_of(arena, item, "summary"));
        take(&entry.url, string_of(arena, item, "external_url"));
        entries[out->count++] = entry;
    }
    cJSON_Delete(root);
    return status;
}

static void say_nothing(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

enum vdt_status vdt_feed_read(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_feed *out, struct vdt_error *error) {
    *out = (struct vdt_feed){ 0 };
    bytes = vdt_view_trim(bytes);
    if (vdt_view_starts(bytes, VDT_LITERAL("{"))) return read_json(arena, bytes, out, error);
    xmlParserCtxt *context = xmlNewParserCtxt();
    if (!context) return vdt_fail_memory(error, "reading a feed");
    context->sax->error = context->sax->warning = say_nothing;
    context->sax->fatalError = say_nothing;
    context->sax->serror = NULL;
    xmlDoc *document = xmlCtxtReadMemory(context, bytes.data, (int)bytes.size, NULL, NULL,
                                         XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                             XML_PARSE_NOCDATA);
    enum vdt_status status;
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    out->damaged = !context->wellFormed;
    out->line = context->lastError.line > 0 ? (uint64_t)context->lastError.line : 0;
    if (root)
        status = take_entries(arena, root, out, error);
    else
        status = vdt_fail(error, VDT_ERROR_FORMAT, "no XML could be read here");
    xmlFreeDoc(document);
    xmlFreeParserCtxt(context);
    return status;
}
