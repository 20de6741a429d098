/* SPDX-License-Identifier: Apache-2.0 */
/* OPML: outlines with the address of a feed, at any depth. libxml2 repairs what is no XML and fetches nothing. */
#include <libxml/parser.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/limit.h"
#include "read/place.h"
#include "read/source.h"
#include "read/xml-balance.h"
#include "read/xml-guard.h"
#include "vedette/follow.h"

struct vdt_subscriptions {
    struct vdt_arena arena;
    struct vdt_subscription *items;
    size_t count, capacity;
    uint32_t *slots; /* by the hash of an address: its place, from 1; a power of two of them, twice as many as there may be */
};

enum { SLOTS = 1 << 18 };
_Static_assert(SLOTS >= 2 * VDT_LIMIT_FEEDS, "the table of addresses never fills");

static struct vdt_view value_of(struct vdt_arena *arena, const xmlNode *node, const char *name) {
    for (const xmlAttr *one = node->properties; one; one = one->next) {
        if (!vdt_view_equal_fold(vdt_view_of((const char *)one->name), vdt_view_of(name))) continue;
        xmlChar *value = xmlNodeListGetString(node->doc, one->children, 1);
        struct vdt_view copy = { NULL, 0 };
        if (value) copy = vdt_arena_copy(arena, vdt_view_trim(vdt_view_of((const char *)value)));
        xmlFree(value);
        return copy;
    }
    return (struct vdt_view){ NULL, 0 };
}

static const xmlNode *next_node(const xmlNode *node) {
    if (node->type == XML_ELEMENT_NODE && node->children) return node->children;
    while (node && !node->next) node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
    return node ? node->next : NULL;
}

/* Where an address stands, or may. */
static uint32_t *slot_of(struct vdt_subscriptions *self, struct vdt_view url) {
    size_t at = vdt_hash(url) % SLOTS;
    while (self->slots[at] && !vdt_view_equal(self->items[self->slots[at] - 1].url, url)) at = (at + 1) % SLOTS;
    return &self->slots[at];
}

enum vdt_status vdt_subscriptions_new(struct vdt_subscriptions **out, struct vdt_error *error) {
    struct vdt_subscriptions *self = calloc(1, sizeof *self);
    if (self) {
        vdt_arena_init(&self->arena);
        self->slots = calloc(SLOTS, sizeof *self->slots);
    }
    if (!self || !self->slots) {
        vdt_subscriptions_free(self);
        return vdt_fail_memory(error, "reading subscriptions");
    }
    *out = self;
    return VDT_OK;
}

enum vdt_status vdt_subscriptions_add(struct vdt_subscriptions *self, const struct vdt_subscription *one, struct vdt_error *error) {
    uint32_t *slot = slot_of(self, one->url);
    if (*slot) return VDT_OK;
    if (self->count == VDT_LIMIT_FEEDS) return vdt_fail(error, VDT_ERROR_LIMIT, "more feeds than VDT_LIMIT_FEEDS (%d)", VDT_LIMIT_FEEDS);
    struct vdt_subscription *items = vdt_arena_grow(&self->arena, self->items, self->count, &self->capacity, sizeof *items);
    if (!items) return vdt_fail_memory(error, "reading subscriptions");
    self->items = items;
    items[self->count] = (struct vdt_subscription){ vdt_arena_copy(&self->arena, one->url), vdt_arena_copy(&self->arena, one->title),
                                                    vdt_arena_copy(&self->arena, one->page) };
    if (one->url.size && !items[self->count].url.data) return vdt_fail_memory(error, "reading subscriptions");
    *slot = (uint32_t)++self->count;
    return VDT_OK;
}

static enum vdt_status take_outlines(struct vdt_subscriptions *self, const xmlNode *root, const struct vdt_place *place,
                                     struct vdt_error *error) {
    for (const xmlNode *node = root; node; node = next_node(node)) {
        if (node->type != XML_ELEMENT_NODE || !vdt_view_equal_fold(vdt_view_of((const char *)node->name), VDT_LITERAL("outline")))
            continue;
        struct vdt_subscription one = { .url = value_of(&self->arena, node, "xmlUrl"), .title = value_of(&self->arena, node, "title"),
                                        .page = value_of(&self->arena, node, "htmlUrl") };
        if (!one.title.size) one.title = value_of(&self->arena, node, "text");
        if (!one.url.size) continue;
        if (!vdt_view_starts(one.url, VDT_LITERAL("http://")) && !vdt_view_starts(one.url, VDT_LITERAL("https://"))) {
            vdt_place_remark(place, VDT_REMARK_WARNING, (uint64_t)xmlGetLineNo(node), 0, -1, "no web address, left out: %.*s",
                             one.url.size > 80 ? 80 : (int)one.url.size, one.url.data);
            continue;
        }
        enum vdt_status status = vdt_subscriptions_add(self, &one, error);
        if (status != VDT_OK) {
            vdt_error_place(error, place->file);
            return status;
        }
    }
    return VDT_OK;
}

static void say_nothing(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

static enum vdt_status read_document(struct vdt_subscriptions *self, struct vdt_view bytes, bool balanced, const struct vdt_place *place,
                                     struct vdt_error *error) {
    xmlParserCtxt *context = xmlNewParserCtxt();
    if (!context) return vdt_fail_memory(error, "reading subscriptions");
    context->sax->error = context->sax->warning = context->sax->fatalError = say_nothing;
    context->sax->serror = NULL;
    xmlDoc *document = xmlCtxtReadMemory(context, bytes.data, (int)bytes.size, NULL, NULL,
                                         XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    bool opml = root && vdt_view_equal_fold(vdt_view_of((const char *)root->name), VDT_LITERAL("opml"));
    uint64_t line = context->lastError.line > 0 ? (uint64_t)context->lastError.line : 0;
    enum vdt_status status;
    if (!context->wellFormed && !balanced) {
        status = VDT_END;
    } else if (!opml) {
        status = vdt_fail_at(error, VDT_ERROR_FORMAT, place->file, line, 0, "no OPML");
        vdt_hint(error, status, "a list of subscriptions, as feed readers export it");
    } else {
        if (balanced) vdt_place_remark(place, VDT_REMARK_WARNING, 0, 0, -1, "no well-formed XML; what could be read is");
        status = take_outlines(self, root, place, error);
    }
    xmlFreeDoc(document);
    xmlFreeParserCtxt(context);
    return status;
}

/* What is no XML, or would be read for ever, is read with its tags balanced. */
static enum vdt_status read_bytes(struct vdt_subscriptions *self, struct vdt_view bytes, const struct vdt_place *place, struct vdt_error *error) {
    struct vdt_error ignored;
    enum vdt_status status = vdt_xml_guard(bytes, &ignored) == VDT_OK ? read_document(self, bytes, false, place, error) : VDT_END;
    if (status != VDT_END) return status;
    struct vdt_buffer balanced;
    vdt_buffer_init(&balanced);
    bytes = vdt_xml_balance(bytes, &balanced);
    status = vdt_xml_guard(bytes, error);
    if (status == VDT_OK) status = read_document(self, bytes, true, place, error);
    vdt_buffer_done(&balanced);
    return status;
}

enum vdt_status vdt_subscriptions_read(const char *path, const struct vdt_remarks *remarks, struct vdt_subscriptions **out,
                                       struct vdt_error *error) {
    struct vdt_source source = { .file = -1 };
    struct vdt_view bytes;
    struct vdt_subscriptions *self;
    enum vdt_status status = vdt_subscriptions_new(&self, error);
    if (status != VDT_OK) return status;
    status = vdt_source_open(path, &source, error);
    if (status == VDT_OK) status = vdt_source_rest(&source, VDT_LIMIT_REPORT_BYTES, &bytes, error);
    struct vdt_place place = { .file = vdt_view_of(path), .remarks = remarks };
    if (status == VDT_OK) status = read_bytes(self, vdt_view_trim(bytes), &place, error);
    vdt_source_close(&source);
    if (status != VDT_OK) {
        vdt_subscriptions_free(self);
        return status;
    }
    *out = self;
    return VDT_OK;
}

void vdt_subscriptions_free(struct vdt_subscriptions *self) {
    if (!self) return;
    vdt_arena_done(&self->arena);
    free(self->slots);
    free(self);
}

size_t vdt_subscriptions_count(const struct vdt_subscriptions *self) {
    return self->count;
}

struct vdt_subscription vdt_subscriptions_at(const struct vdt_subscriptions *self, size_t index) {
    return self->items[index];
}
