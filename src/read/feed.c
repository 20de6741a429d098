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
#include <stdlib.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "read/charset.h"
#include "read/html-tokens.h"
#include "read/transfer.h"
#include "read/json-line.h"
#include "read/xml-balance.h"
#include "read/xml-guard.h"
#include "text/utf8.h"

static struct vdt_view view_of(const xmlChar *text) {
    return vdt_view_of((const char *)text);
}

static bool is_named(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && vdt_view_is_fold(view_of(node->name), name);
}

static bool has_prefix(const xmlNode *node, const char *prefix) {
    return node->ns && node->ns->prefix && vdt_view_is_fold(view_of(node->ns->prefix), prefix);
}

/*
 * Names that two vocabularies share: an element of a vocabulary that is none of a feed's own counts only where the feed's own
 * is missing. Unprefixed elements are always the feed's.
 */
static bool is_foreign(const xmlNode *node) {
    static const char *const own[] = { "purl.org/rss", "/rss2", "atom", "/Atom", "/dc/", "modules/content", "netscape", "userland", "xhtml", "sitemap" };
    if (!node->ns || !node->ns->prefix || !node->ns->href) return false;
    const char *vocabulary = (const char *)node->ns->href;
    if (strstr(vocabulary, "/modules/") && !strstr(vocabulary, "modules/content")) return true;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strstr(vocabulary, own[i])) return false;
    return true;
}

/* The name of the element whose tag begins `tag`, without a prefix. */
static struct vdt_view tag_name(struct vdt_view tag) {
    size_t begin = 1, end = 1;
    while (end < tag.size && !vdt_is_space(tag.data[end]) && tag.data[end] != '>' && tag.data[end] != '/') {
        if (tag.data[end] == ':') begin = end + 1;
        end++;
    }
    return vdt_view_slice(tag, begin, end);
}

bool vdt_feed_looks(struct vdt_view head) {
    static const char *const roots[] = { "rss", "feed", "rdf", "channel", "urlset", "sitemapindex" };
    head = vdt_view_trim(vdt_view_slice(head, 0, 4096));
    if (vdt_view_starts(head, VDT_LITERAL("{"))) {
        static const char mark[] = "jsonfeed.org/version";
        return memmem(head.data, head.size, mark, sizeof mark - 1) != NULL;
    }
    if (!vdt_view_starts(head, VDT_LITERAL("<"))) return false;
    bool first = true;
    for (size_t at = 0; at + 1 < head.size; at++) {
        if (head.data[at] != '<') continue;
        struct vdt_view name = tag_name(vdt_view_slice(head, at, head.size));
        for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
            if (vdt_view_is_fold(name, roots[i])) return true;
        bool declaration = head.data[at + 1] == '!' || head.data[at + 1] == '?';
        if (first && !declaration && vdt_view_equal_fold(name, VDT_LITERAL("entry"))) return true; /* an Atom entry alone */
        first = first && declaration;
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
        if (vdt_view_is_fold(name, names[i])) return true;
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
            space |= vdt_view_equal_fold(token.name, VDT_LITERAL("td")) || vdt_view_equal_fold(token.name, VDT_LITERAL("th"));
            continue;
        }
        if (token.raw) continue;
        for (size_t at = 0; at < token.text.size;) {
            uint32_t code = vdt_html_character(token.text, &at, false);
            if (code >= 0x80 && code <= 0x9F) code = vdt_windows_1252((unsigned char)code); /* no text means controls */
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

/* Within elements text is text; directly in the node it is markup that was escaped. */
static void add_text(struct plain *self, const char *text, bool escape) {
    while (*text) {
        size_t plain = escape ? strcspn(text, "<&") : strlen(text);
        add_bytes(self, text, plain);
        text += plain;
        if (*text) add_bytes(self, *text == '<' ? "&lt;" : "&amp;", *text == '<' ? 4 : 5), text++;
    }
}

/* The text within a node; of elements in it their markup (Atom's xhtml), which is plain text in the end. */
static void gather(struct plain *self, const xmlNode *node, int depth) {
    for (const xmlNode *child = node->children; child && depth < VDT_LIMIT_TREE_DEPTH; child = child->next) {
        if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && child->content)
            add_text(self, (const char *)child->content, depth > 0);
        if (child->type == XML_ENTITY_REF_NODE && child->name) { /* an entity of HTML: decoded with the markup */
            add_bytes(self, "&", 1);
            add_bytes(self, (const char *)child->name, strlen((const char *)child->name));
            add_bytes(self, ";", 1);
        }
        /* an entry within another's text is one whose elder was never closed */
        if (child->type != XML_ELEMENT_NODE || is_named(child, "item") || is_named(child, "entry")) continue;
        if (is_named(child, "script") || is_named(child, "style")) continue;
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
        if (!vdt_view_is_fold(view_of(one->name), name)) continue;
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

/* An element's content as visible text. Atom 0.3 says mode="base64"; Atom 1.0 means it where the type is no text. */
static struct vdt_view text_of(struct vdt_arena *arena, const xmlNode *node) {
    struct vdt_view content = content_of(arena, node), type = attribute(arena, node, "type");
    bool packed = vdt_view_equal_fold(attribute(arena, node, "mode"), VDT_LITERAL("base64")) ||
                  vdt_view_equal_fold(type, VDT_LITERAL("application/octet-stream"));
    if (packed) {
        struct vdt_repair ignored;
        struct vdt_error error;
        content = vdt_base64_decode(arena, content);
        if (vdt_charset_repair(arena, content, &content, &ignored, &error) != VDT_OK) content.size = 0;
    }
    return plain_text(arena, content);
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

/* What stands in one entry; the later members fill in where the earlier ones are missing. */
struct parts {
    struct vdt_entry entry;
    struct vdt_view content, summary, other_link, issued, creator;
    struct vdt_view foreign_title, foreign_text; /* of Media RSS, iTunes and other vocabularies */
    bool permalink;
};

static void take_foreign(struct vdt_arena *arena, const xmlNode *node, struct parts *parts, int depth) {
    if (is_named(node, "title")) take(&parts->foreign_title, text_of(arena, node));
    else if (is_named(node, "description") || is_named(node, "summary")) take(&parts->foreign_text, text_of(arena, node));
    else if (is_named(node, "author")) take(&parts->creator, author_of(arena, node));
    else if (is_named(node, "group") || is_named(node, "content"))
        for (const xmlNode *child = node->children; child && depth < 2; child = child->next)
            if (child->type == XML_ELEMENT_NODE) take_foreign(arena, child, parts, depth + 1);
}

static void take_part(struct vdt_arena *arena, const xmlNode *node, struct vdt_view home, struct parts *parts) {
    struct vdt_entry *entry = &parts->entry;
    if (has_prefix(node, "media") || has_prefix(node, "itunes") || is_foreign(node)) {
        take_foreign(arena, node, parts, 0);
    } else if (is_named(node, "title")) {
        take(&entry->title, text_of(arena, node));
    } else if (is_named(node, "link")) {
        take_link(arena, node, home, &entry->url, &parts->other_link);
    } else if (is_named(node, "guid")) {
        struct vdt_view flag = attribute(arena, node, "ispermalink");
        take(&entry->id, content_of(arena, node));
        parts->permalink = !vdt_view_equal_fold(flag, VDT_LITERAL("false"));
    } else if (is_named(node, "id")) {
        take(&entry->id, content_of(arena, node));
    } else if (is_named(node, "author")) {
        take(&entry->author, author_of(arena, node));
    } else if (is_named(node, "creator")) {
        take(&parts->creator, author_of(arena, node));
    } else if (is_named(node, "pubdate") || is_named(node, "published")) {
        take(&entry->published, content_of(arena, node));
    } else if (is_named(node, "issued") || is_named(node, "created") || is_named(node, "date")) {
        take(&parts->issued, content_of(arena, node));
    } else if (is_named(node, "updated") || is_named(node, "modified")) {
        take(&entry->updated, content_of(arena, node));
    } else if (is_named(node, "encoded") || is_named(node, "content") || is_named(node, "body") || is_named(node, "fullitem")) {
        take(&parts->content, text_of(arena, node));
    } else if (is_named(node, "description") || is_named(node, "summary") || is_named(node, "abstract")) {
        take(&parts->summary, text_of(arena, node));
    }
}

static struct vdt_entry entry_of(struct vdt_arena *arena, const xmlNode *node, struct vdt_view home) {
    struct parts parts = { 0 };
    struct vdt_entry *entry = &parts.entry;
    take(&entry->id, attribute(arena, node, "about"));
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) take_part(arena, child, home, &parts);
    take(&entry->updated, attribute(arena, node, "lastmod")); /* CDF tells these in attributes */
    take(&entry->url, address(arena, node, attribute(arena, node, "href"), home));
    take(&entry->title, parts.foreign_title);
    take(&entry->published, parts.issued);
    take(&entry->author, parts.creator);
    if (parts.permalink && memmem(entry->id.data ? entry->id.data : "", entry->id.size, "://", 3)) take(&entry->url, entry->id);
    take(&entry->url, parts.other_link);
    entry->text = parts.content.size ? parts.content : parts.summary.size ? parts.summary : parts.foreign_text;
    return *entry;
}

/* --- sitemaps --- */

/* A page of a news sitemap: <url><loc/><news:news><news:publication><news:name/><news:language/></> <news:title/> ... */
static void take_news(struct vdt_arena *arena, const xmlNode *node, struct vdt_entry *entry, bool *news, int depth) {
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) continue;
        if (is_named(child, "loc")) { if (depth == 0) take(&entry->url, content_of(arena, child)); }
        else if (is_named(child, "lastmod")) take(&entry->updated, content_of(arena, child));
        else if (is_named(child, "title")) take(&entry->title, text_of(arena, child));
        else if (is_named(child, "publication_date")) take(&entry->published, content_of(arena, child));
        else if (is_named(child, "name")) take(&entry->publisher, text_of(arena, child));
        else if (is_named(child, "language")) take(&entry->language, content_of(arena, child));
        else if ((is_named(child, "news") || is_named(child, "publication")) && depth < 2) {
            *news = true;
            take_news(arena, child, entry, news, depth + 1);
        }
    }
}

/* Of a sitemap that lists sitemaps: <sitemap><loc/><lastmod/></sitemap>. */
struct listed {
    struct vdt_sitemap sitemap;
    int64_t seconds;
    size_t rank;
};

/* The latest first; those of the same time, or of none, as they stand. */
static int compare_listed(const void *a, const void *b) {
    const struct listed *one = a, *two = b;
    if (one->seconds != two->seconds) return one->seconds > two->seconds ? -1 : 1;
    return one->rank < two->rank ? -1 : one->rank > two->rank;
}

static struct listed listed_of(struct vdt_arena *arena, const xmlNode *node, size_t rank) {
    struct listed listed = { .seconds = INT64_MIN, .rank = rank };
    struct vdt_error ignored;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (is_named(child, "loc")) take(&listed.sitemap.url, content_of(arena, child));
        else if (is_named(child, "lastmod")) take(&listed.sitemap.updated, content_of(arena, child));
    }
    if (listed.sitemap.updated.size) vdt_time_parse(listed.sitemap.updated, &listed.seconds, NULL, &ignored);
    return listed;
}

static enum vdt_status take_sitemaps(struct vdt_arena *arena, const xmlNode *root, struct vdt_feed *out, struct vdt_error *error) {
    size_t most = 0, count = 0;
    for (const xmlNode *node = root->children; node; node = node->next) most += is_named(node, "sitemap");
    struct listed *listed = vdt_arena_array(arena, most, sizeof *listed);
    out->sitemaps = vdt_arena_array(arena, most, sizeof *out->sitemaps);
    if (!listed || !out->sitemaps) return vdt_fail_memory(error, "reading a sitemap");
    for (const xmlNode *node = root->children; node; node = node->next) {
        if (!is_named(node, "sitemap")) continue;
        listed[count] = listed_of(arena, node, count);
        count += listed[count].sitemap.url.size > 0;
    }
    qsort(listed, count, sizeof *listed, compare_listed);
    for (size_t i = 0; i < count; i++) out->sitemaps[i] = listed[i].sitemap;
    out->sitemap_count = count;
    return VDT_OK;
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

static enum vdt_status add_entry(struct vdt_arena *arena, struct vdt_feed *out, struct vdt_entry entry, struct vdt_error *error) {
    struct vdt_entry *entries = vdt_arena_grow(arena, out->entries, out->count, &out->capacity, sizeof *entries);
    if (!entries) return vdt_fail_memory(error, "reading a feed");
    out->entries = entries;
    entries[out->count++] = entry;
    return VDT_OK;
}

static enum vdt_status take_entries(struct vdt_arena *arena, const xmlNode *root, struct vdt_feed *out, struct vdt_error *error) {
    struct vdt_view home = { NULL, 0 }, other = { NULL, 0 };
    bool sitemap = is_named(root, "urlset");
    bool feed = sitemap || is_named(root, "rss") || is_named(root, "feed") || is_named(root, "rdf") || is_named(root, "channel");
    enum vdt_status status = VDT_OK;
    if (is_named(root, "sitemapindex")) return take_sitemaps(arena, root, out, error);
    for (const xmlNode *node = root; node && status == VDT_OK; node = next_node(node)) {
        bool head = node->parent == root || (node->parent && is_named(node->parent, "channel"));
        if (sitemap) {
            struct vdt_entry entry = { 0 };
            bool news = false;
            if (is_named(node, "url")) take_news(arena, node, &entry, &news, 0);
            if (news) status = add_entry(arena, out, entry, error);
            out->passed += is_named(node, "url") && !news;
        } else if (is_entry(node)) {
            status = add_entry(arena, out, entry_of(arena, node, home), error);
        } else if (head && is_named(node, "title") && !is_foreign(node)) {
            take(&out->title, text_of(arena, node));
        } else if (head && is_named(node, "language")) {
            take(&out->language, content_of(arena, node));
        } else if (head && is_named(node, "link")) {
            take_link(arena, node, home, &home, &other);
        }
    }
    if (status != VDT_OK || feed || out->count) return status;
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

/* "authors", an array, since version 1.1; "author" before. */
static struct vdt_view json_author(struct vdt_arena *arena, const cJSON *object) {
    enum { MOST = 32 };
    const cJSON *authors = cJSON_GetObjectItemCaseSensitive(object, "authors"), *author;
    struct vdt_view names = string_of(arena, cJSON_GetObjectItemCaseSensitive(object, "author"), "name");
    if (names.size) return names;
    int count = 0;
    cJSON_ArrayForEach(author, authors) {
        struct vdt_view name = string_of(arena, author, "name");
        if (count++ == MOST) break;
        if (name.size && names.size)
            names = vdt_arena_format(arena, "%.*s, %.*s", (int)names.size, names.data, (int)name.size, name.data);
        else if (name.size)
            names = name;
    }
    return names;
}

/* Where the last list within the object ends an object of its own. */
static size_t end_of_last_item(struct vdt_view bytes) {
    enum { ITEM_DEPTH = 2 };
    size_t end = 0;
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < bytes.size; i++) {
        char c = bytes.data[i];
        if (in_string) {
            if (c == '\\') i++;
            else in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (--depth == ITEM_DEPTH && c == '}') end = i + 1;
        }
    }
    return end;
}

/* What is broken or cut off is read up to the last whole item before that. */
static cJSON *parse_json(struct vdt_arena *arena, char *bytes, size_t size, struct vdt_feed *out) {
    const char *broken = bytes;
    cJSON *root = cJSON_ParseWithLengthOpts(bytes, size, &broken, false);
    if (root) return root;
    struct vdt_view whole = { bytes, broken > bytes ? (size_t)(broken - bytes) : 0 };
    out->damaged = true;
    out->line = 1;
    for (size_t i = 0; i < whole.size && i < size; i++) out->line += bytes[i] == '\n';
    whole.size = end_of_last_item(whole);
    if (!whole.size) return NULL;
    struct vdt_view closed = vdt_arena_format(arena, "%.*s]}", (int)whole.size, whole.data);
    return closed.data ? cJSON_ParseWithLength(closed.data, closed.size) : NULL;
}

static enum vdt_status read_json(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_feed *out, struct vdt_error *error) {
    char *copy = vdt_arena_take(arena, bytes.size + 1);
    if (!copy) return vdt_fail_memory(error, "reading a feed");
    memcpy(copy, bytes.data, bytes.size);
    copy[bytes.size] = '\0';
    struct vdt_json_guard guard = vdt_json_guard(copy, bytes.size);
    if (guard.at) {
        vdt_fail(error, VDT_ERROR_LIMIT, "%s", guard.limit);
        if (error) error->offset = guard.at - copy;
        return VDT_ERROR_LIMIT;
    }
    out->json = true;
    out->repaired = guard.repaired;
    cJSON *root = parse_json(arena, copy, bytes.size, out);
    const cJSON *items = cJSON_GetObjectItemCaseSensitive(root, "items"), *item;
    if (!cJSON_IsArray(items)) {
        cJSON_Delete(root);
        vdt_fail(error, VDT_ERROR_FORMAT, out->damaged ? "a JSON feed that is no JSON" : "a JSON feed without items");
        if (error) error->line = out->line;
        return VDT_ERROR_FORMAT;
    }
    enum vdt_status status = VDT_OK;
    out->title = string_of(arena, root, "title");
    out->language = string_of(arena, root, "language");
    struct vdt_view author = json_author(arena, root);
    cJSON_ArrayForEach(item, items) {
        struct vdt_entry entry = { .id = string_of(arena, item, "id"), .url = string_of(arena, item, "url"),
                                   .title = string_of(arena, item, "title"), .author = json_author(arena, item),
                                   .published = string_of(arena, item, "date_published"),
                                   .updated = string_of(arena, item, "date_modified") };
        struct vdt_view markup = string_of(arena, item, "content_html");
        entry.text = markup.size ? plain_text(arena, markup) : string_of(arena, item, "content_text");
        take(&entry.text, string_of(arena, item, "summary"));
        take(&entry.url, string_of(arena, item, "external_url"));
        take(&entry.author, author);
        status = add_entry(arena, out, entry, error);
        if (status != VDT_OK) break;
    }
    cJSON_Delete(root);
    return status;
}

struct vdt_view vdt_xml_charset(struct vdt_view bytes) {
    struct vdt_view none = { NULL, 0 }, head = vdt_view_trim(vdt_view_slice(bytes, 0, 256));
    const char *end = head.size ? memchr(head.data, '>', head.size) : NULL;
    if (!end || !vdt_view_starts(head, VDT_LITERAL("<?xml"))) return none;
    head.size = (size_t)(end - head.data);
    const char *name = memmem(head.data, head.size, "encoding", 8);
    if (!name) return none;
    struct vdt_view value = vdt_view_slice(head, (size_t)(name - head.data) + 8, head.size);
    while (value.size && strchr(" =\t", value.data[0])) value = vdt_view_slice(value, 1, value.size);
    if (!value.size || !strchr("\"'", value.data[0])) return none;
    char quote = value.data[0];
    value = vdt_view_slice(value, 1, value.size);
    return vdt_view_cut(&value, quote);
}

static void say_nothing(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

/* Is this the & of an entity that XML can know: &name; &#38; &#x26; ? */
static bool entity_begins(struct vdt_view bytes, size_t at) {
    size_t i = at + 1;
    if (i < bytes.size && bytes.data[i] == '#') i++;
    size_t begin = i;
    while (i < bytes.size && i - begin < 32 && ((vdt_lower(bytes.data[i]) >= 'a' && vdt_lower(bytes.data[i]) <= 'z') ||
                                               (bytes.data[i] >= '0' && bytes.data[i] <= '9')))
        i++;
    return i > begin && i < bytes.size && bytes.data[i] == ';';
}

/* Characters that no XML may hold, at which libxml2 would end, are spaces. */
static void blank_controls(struct vdt_buffer *out) {
    for (size_t i = 0; i < out->size; i++)
        if ((unsigned char)out->data[i] < 0x20 && !vdt_is_space(out->data[i])) out->data[i] = ' ';
}

/* An entity of HTML as a number; what XML knows itself, and what nobody knows, as it stands. Returns where it ends. */
static size_t put_entity(struct vdt_view bytes, size_t at, struct vdt_buffer *out) {
    static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;" };
    struct vdt_view rest = vdt_view_slice(bytes, at, bytes.size);
    bool xml = vdt_view_starts(rest, VDT_LITERAL("&#"));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) xml |= vdt_view_starts(rest, vdt_view_of(known[i]));
    size_t end = at;
    uint32_t code = xml ? '&' : vdt_html_character(bytes, &end, false);
    if (!xml && code != '&') vdt_buffer_format(out, "&#%u;", (unsigned)code);
    else vdt_buffer_text(out, xml ? "&" : "&amp;");
    return xml || code == '&' ? at + 1 : end;
}

/* A copy in which ampersands that begin nothing are escaped, &#X41; is &#x41;, and &eacute; a number. CDATA is left alone. */
static struct vdt_view mend(struct vdt_view bytes, struct vdt_buffer *out) {
    for (size_t at = 0; at < bytes.size;) {
        struct vdt_view rest = vdt_view_slice(bytes, at, bytes.size);
        if (vdt_view_starts(rest, VDT_LITERAL("<![CDATA["))) {
            const char *end = memmem(rest.data, rest.size, "]]>", 3);
            size_t size = end ? (size_t)(end - rest.data) + 3 : rest.size;
            vdt_buffer_add(out, vdt_view_slice(rest, 0, size));
            at += size;
        } else if (rest.data[0] == '&') {
            bool hexadecimal = vdt_view_starts(rest, VDT_LITERAL("&#X"));
            if (!hexadecimal && entity_begins(bytes, at)) {
                at = put_entity(bytes, at, out);
                continue;
            }
            vdt_buffer_text(out, hexadecimal ? "&#x" : "&amp;");
            at += hexadecimal ? 3 : 1;
        } else {
            size_t size = 1;
            while (size < rest.size && rest.data[size] != '&' && rest.data[size] != '<') size++;
            vdt_buffer_add(out, vdt_view_slice(rest, 0, size));
            at += size;
        }
    }
    if (vdt_buffer_failed(out)) return bytes;
    blank_controls(out);
    return vdt_buffer_view(out);
}

static enum vdt_status read_xml(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_feed *out, struct vdt_error *error) {
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

/* After some repair, which counts unless it finds less. */
static void read_again(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_feed *out, enum vdt_status *status) {
    struct vdt_buffer balanced, mended;
    struct vdt_feed again = { 0 };
    struct vdt_error ignored;
    vdt_buffer_init(&balanced);
    vdt_buffer_init(&mended);
    bytes = vdt_xml_balance(bytes, &balanced);
    if (vdt_xml_guard(bytes, &ignored) == VDT_OK && read_xml(arena, mend(bytes, &mended), &again, &ignored) == VDT_OK &&
        again.count >= out->count && (*status == VDT_OK || again.count)) {
        again.damaged = true;
        again.line = out->line;
        again.limit = out->limit, again.limit_offset = out->limit_offset;
        *out = again;
        *status = VDT_OK;
    }
    vdt_buffer_done(&balanced);
    vdt_buffer_done(&mended);
}

enum vdt_status vdt_feed_read(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_feed *out, struct vdt_error *error) {
    *out = (struct vdt_feed){ 0 };
    bytes = vdt_view_trim(bytes);
    if (vdt_view_starts(bytes, VDT_LITERAL("{"))) return read_json(arena, bytes, out, error);
    struct vdt_error limit = { 0 };
    enum vdt_status status = vdt_xml_guard(bytes, &limit);
    if (status == VDT_OK) {
        status = read_xml(arena, bytes, out, error);
    } else {
        if (error) *error = limit;
        out->limit = vdt_arena_format(arena, "%s", limit.message);
        out->limit_offset = limit.offset;
    }
    if (status == VDT_ERROR_MEMORY || (status == VDT_OK && !out->damaged)) return status;
    read_again(arena, bytes, out, &status);
    if (status == VDT_OK && !out->count && !out->sitemap_count) {
        vdt_fail(error, VDT_ERROR_FORMAT, "a feed of which no entry could be read");
        if (error) error->line = out->line;
        return VDT_ERROR_FORMAT;
    }
    return status;
}
