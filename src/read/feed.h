/* SPDX-License-Identifier: Apache-2.0 */
/* A feed to its entries: RSS 0.9 to 2.0, RDF, Atom, CDF, news sitemaps (through libxml2), JSON Feed (through cJSON). */
#ifndef VDT_READ_FEED_H
#define VDT_READ_FEED_H

#include "base/arena.h"
#include "base/error.h"
#include "vedette/report.h"

struct vdt_entry {
    struct vdt_view id, url, title, author, published, updated, text;
    struct vdt_view publisher, language; /* empty: the feed's */
};

struct vdt_feed {
    struct vdt_view title, language;
    struct vdt_entry *entries;
    size_t count, capacity;
    struct vdt_sitemap *sitemaps; /* of a sitemap that lists others, the latest first */
    size_t sitemap_count;
    uint64_t repaired; /* escapes of JSON that stood for no character */
    size_t passed;     /* addresses of a sitemap that are no news */
    bool damaged;      /* it was no well-formed XML or JSON; what could be read is here */
    bool json;
    uint64_t line;     /* where the damage begins */
    struct vdt_view limit; /* that it passed, in words, and at which byte; empty: none */
    int64_t limit_offset;
};

/* Does this begin like a feed? */
bool vdt_feed_looks(struct vdt_view head);

/* The charset that XML says it is in, empty where it does not say; a view into `bytes`. */
struct vdt_view vdt_xml_charset(struct vdt_view bytes);

/* Everything is copied into the arena, in the feed's order. VDT_ERROR_FORMAT where it is no feed at all. */
enum vdt_status vdt_feed_read(struct vdt_arena *arena, struct vdt_view bytes, struct vdt_feed *out, struct vdt_error *error);

#endif
