/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Meta elements are looked up by name. JSON-LD is walked once: every object becomes a thing, filled by the members that
 * matter here; when it ends it is either a part of the thing around it (an author, a publisher) or, if it is an
 * article, kept. Which of several articles is the page's own is decided at the end, when its headline is known.
 */
#include "read/page-data.h"

#include "base/limit.h"
#include "text/utf8.h"

/* --- meta elements --- */

static void take_once(struct vdt_page_facts *facts, struct vdt_view *field, struct vdt_view value) {
    if (field->size || !value.size) return;
    *field = vdt_html_decode(facts->arena, value, true);
    facts->failed |= !field->data;
}

enum meaning { PUBLISHED, MODIFIED, AUTHOR, PUBLISHER, OG_TITLE, OG_URL, TIER };

static const struct meta_name {
    const char *name;
    enum meaning what;
    int rank;
} meta_names[] = {
    { "article:published_time", PUBLISHED, 1 },
    { "og:article:published_time", PUBLISHED, 1 },
    { "article:published", PUBLISHED, 1 },
    { "datepublished", PUBLISHED, 1 },
    { "parsely-pub-date", PUBLISHED, 2 },
    { "sailthru.date", PUBLISHED, 2 },
    { "dc.date.issued", PUBLISHED, 2 },
    { "dcterms.issued", PUBLISHED, 2 },
    { "dcterms.created", PUBLISHED, 2 },
    { "article_date_original", PUBLISHED, 2 },
    { "cxenseparse:recs:publishtime", PUBLISHED, 2 },
    { "pubdate", PUBLISHED, 2 },
    { "pub_date", PUBLISHED, 2 },
    { "publish-date", PUBLISHED, 2 },
    { "publish_date", PUBLISHED, 2 },
    { "publishdate", PUBLISHED, 2 },
    { "publication_date", PUBLISHED, 2 },
    { "citation_publication_date", PUBLISHED, 2 },
    { "dc.date", PUBLISHED, 4 },
    { "date", PUBLISHED, 4 },
    { "article:modified_time", MODIFIED, 0 },
    { "og:article:modified_time", MODIFIED, 0 },
    { "og:updated_time", MODIFIED, 0 },
    { "datemodified", MODIFIED, 0 },
    { "dcterms.modified", MODIFIED, 0 },
    { "lastmod", MODIFIED, 0 },
    { "author", AUTHOR, 0 },
    { "article:author_name", AUTHOR, 0 },
    { "parsely-author", AUTHOR, 0 },
    { "dc.creator", AUTHOR, 0 },
    { "sailthru.author", AUTHOR, 0 },
    { "og:site_name", PUBLISHER, 0 },
    { "application-name", PUBLISHER, 0 },
    { "og:title", OG_TITLE, 0 },
    { "og:url", OG_URL, 0 },
    { "article:content_tier", TIER, 0 },
};

static void take_published(struct vdt_page_facts *facts, struct vdt_view value, int rank) {
    if (!value.size || (facts->published_rank && facts->published_rank <= rank)) return;
    struct vdt_view date = vdt_html_decode(facts->arena, value, true);
    facts->failed |= !date.data;
    facts->published = date;
    facts->published_rank = rank;
}

void vdt_page_facts_meta(struct vdt_page_facts *facts, const struct vdt_html_token *token) {
    struct vdt_view name = vdt_html_attribute(token, "property"), content = vdt_html_attribute(token, "content");
    if (!name.size) name = vdt_html_attribute(token, "name");
    if (!name.size || !content.size) return;
    for (size_t i = 0; i < sizeof meta_names / sizeof *meta_names; i++) {
        if (!vdt_view_is_fold(name, meta_names[i].name)) continue;
        switch (meta_names[i].what) {
        case PUBLISHED: take_published(facts, content, meta_names[i].rank); return;
        case MODIFIED: take_once(facts, &facts->modified, content); return;
        case AUTHOR: take_once(facts, &facts->author, content); return;
        case PUBLISHER: take_once(facts, &facts->publisher, content); return;
        case OG_TITLE: take_once(facts, &facts->og_title, content); return;
        case OG_URL: take_once(facts, &facts->og_url, content); return;
        case TIER: facts->paid |= !vdt_view_equal_fold(content, VDT_LITERAL("free")); return;
        }
    }
}

void vdt_page_facts_link(struct vdt_page_facts *facts, const struct vdt_html_token *token) {
    if (vdt_view_equal_fold(vdt_html_attribute(token, "rel"), VDT_LITERAL("canonical")))
        take_once(facts, &facts->canonical, vdt_html_attribute(token, "href"));
}

void vdt_page_facts_language(struct vdt_page_facts *facts, struct vdt_view language) {
    take_once(facts, &facts->language, language);
}

/* --- microdata --- */

enum { NAME_BYTES = 100, NAME_TAGS = 12 };

static void take_name(struct vdt_page_facts *facts, struct vdt_view text, uint32_t at) {
    text = vdt_view_trim(text);
    if (!text.size || text.size > NAME_BYTES || vdt_view_is_fold(text, "by")) return;
    if (facts->person.kind == VDT_PUBLISHER) {
        take_once(facts, &facts->publisher, text);
    } else if (facts->name_count < VDT_PAGE_NAMES) {
        struct vdt_view name = vdt_html_decode(facts->arena, text, true);
        facts->failed |= !name.data;
        facts->names[facts->name_count++] = (struct vdt_page_name){ name, at };
    }
    facts->person.kind = VDT_NOBODY;
}

void vdt_page_facts_person(struct vdt_page_facts *facts, const struct vdt_html_token *token, struct vdt_view property, uint32_t at) {
    struct vdt_page_person *person = &facts->person;
    bool author = vdt_view_is_fold(property, "author") || vdt_view_is_fold(property, "creator") ||
                  (vdt_view_is_fold(token->name, "a") && vdt_view_is_fold(vdt_html_attribute(token, "rel"), "author"));
    bool publisher = vdt_view_is_fold(property, "publisher");
    bool name = person->kind && vdt_view_is_fold(property, "name");
    if ((author && !(person->kind == VDT_AUTHOR && person->apart)) || publisher) {
        bool thing = vdt_html_attribute(token, "itemtype").size > 0;
        *person = (struct vdt_page_person){ publisher ? VDT_PUBLISHER : VDT_AUTHOR, NAME_TAGS, thing };
    } else if (name) {
        person->apart = false;
    } else if (person->kind && --person->tags_left == 0) {
        person->kind = VDT_NOBODY;
    }
    if (author || publisher || name) take_name(facts, vdt_html_attribute(token, "content"), at);
}

void vdt_page_facts_person_text(struct vdt_page_facts *facts, struct vdt_view text, uint32_t at) {
    if (facts->person.kind && !facts->person.apart) take_name(facts, text, at);
}

/* --- JSON-LD --- */

struct scan {
    struct vdt_page_facts *facts;
    const char *at, *end;
};

static void skip_spaces(struct scan *scan) {
    while (scan->at < scan->end && vdt_is_space(*scan->at)) scan->at++;
}

/* A string as it stands between its quotes. */
static struct vdt_view raw_string(struct scan *scan) {
    const char *begin = ++scan->at;
    while (scan->at < scan->end && *scan->at != '"') scan->at += *scan->at == '\\' && scan->at + 1 < scan->end ? 2 : 1;
    struct vdt_view text = { begin, (size_t)(scan->at - begin) };
    if (scan->at < scan->end) scan->at++;
    return text;
}

static int hex4(struct vdt_view text, size_t at) {
    int value = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < text.size ? vdt_lower(text.data[i]) : ' ';
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The character that an escape at text[*at] stands for; steps over it. */
static uint32_t unescaped(struct vdt_view text, size_t *at) {
    char c = *at + 1 < text.size ? text.data[*at + 1] : '\\';
    *at += 2;
    if (c == 'n' || c == 'r' || c == 't') return c == 't' ? ' ' : '\n';
    if (c == 'b' || c == 'f') return ' ';
    if (c != 'u') return (unsigned char)c;
    int high = hex4(text, *at);
    if (high < 0) return 'u';
    *at += 4;
    bool pair =
        high >= 0xD800 && high < 0xDC00 && *at + 1 < text.size && text.data[*at] == '\\' && text.data[*at + 1] == 'u';
    int low = pair ? hex4(text, *at + 2) : -1;
    if (low >= 0xDC00 && low < 0xE000) {
        *at += 6;
        return 0x10000u + (((uint32_t)high - 0xD800u) << 10) + ((uint32_t)low - 0xDC00u);
    }
    return high == 0 || (high >= 0xD800 && high < 0xE000) ? 0xFFFD : (uint32_t)high;
}

/* Escapes undone. \uXXXX takes six bytes and gives at most four. */
static struct vdt_view unescape(struct vdt_page_facts *facts, struct vdt_view text) {
    char *out = vdt_arena_take(facts->arena, text.size + 4);
    if (!out) {
        facts->failed = true;
        return (struct vdt_view){ NULL, 0 };
    }
    size_t used = 0;
    for (size_t at = 0; at < text.size;) {
        if (text.data[at] != '\\' || at + 1 >= text.size)
            out[used++] = text.data[at++];
        else {
            uint32_t code = unescaped(text, &at);
            if (code < 0x80)
                out[used++] = (char)code;
            else if (code < 0x100 && (unsigned char)text.data[at - 1] == code)
                out[used++] = text.data[at - 1];
            else
                used += vdt_utf8_put(code, out + used);
        }
    }
    return (struct vdt_view){ out, used };
}

static struct vdt_view line_of(struct vdt_page_facts *facts, struct vdt_view raw) {
    struct vdt_view line = vdt_html_decode(facts->arena, unescape(facts, raw), false);
    facts->failed |= !line.data;
    return line;
}

static void add_author(struct vdt_page_facts *facts, struct vdt_page_thing *thing, struct vdt_view name) {
    if (!name.size || thing->authors.size + name.size > 512) return;
    struct vdt_view known = thing->authors;
    while (known.size)
        if (vdt_view_equal(vdt_view_trim(vdt_view_cut(&known, ',')), name)) return;
    thing->authors = thing->authors.size ? vdt_arena_format(facts->arena, "%.*s, %.*s", (int)thing->authors.size,
                                                            thing->authors.data, (int)name.size, name.data)
                                         : name;
    facts->failed |= !thing->authors.data;
}

static void take_type(struct vdt_page_thing *thing, struct vdt_view type) {
    bool posting = vdt_view_ends(type, VDT_LITERAL("Posting")) && !vdt_view_starts(type, VDT_LITERAL("Job"));
    bool article = posting || vdt_view_ends(type, VDT_LITERAL("Article")) || vdt_view_is(type, "Report") ||
                   vdt_view_is(type, "Review");
    thing->is_article |= article;
    thing->is_page |= vdt_view_ends(type, VDT_LITERAL("WebPage"));
    if (!thing->type.size || article) thing->type = type;
}

static void take_string(struct vdt_page_facts *facts, struct vdt_page_thing *thing, struct vdt_view key,
                        struct vdt_view raw) {
    const struct {
        const char *key;
        struct vdt_view *field;
    } lines[] = {
        { "headline", &thing->headline },
        { "datePublished", &thing->published },
        { "dateModified", &thing->modified },
        { "url", &thing->url },
        { "@id", &thing->id },
        { "name", &thing->name },
        { "publisher", &thing->publisher },
    };
    if (vdt_view_is(key, "@type")) {
        take_type(thing, raw);
    } else if (vdt_view_is(key, "articleBody")) {
        if (!thing->body.size) thing->body = unescape(facts, raw);
    } else if (vdt_view_is(key, "author") || vdt_view_is(key, "creator")) {
        add_author(facts, thing, line_of(facts, raw));
    } else if (vdt_view_is(key, "isAccessibleForFree")) {
        thing->paid |= vdt_view_equal_fold(raw, VDT_LITERAL("false"));
    } else if (vdt_view_is(key, "mainEntityOfPage")) {
        if (!thing->url.size) thing->url = line_of(facts, raw);
    } else {
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
            if (vdt_view_is(key, lines[i].key) && !lines[i].field->size) *lines[i].field = line_of(facts, raw);
    }
}

static void keep_thing(struct vdt_page_facts *facts, const struct vdt_page_thing *thing) {
    if (facts->thing_count >= VDT_LIMIT_PAGE_THINGS) return;
    struct vdt_page_thing *grown =
        vdt_arena_grow(facts->arena, facts->things, facts->thing_count, &facts->thing_capacity, sizeof *grown);
    facts->failed |= !grown;
    if (grown) facts->things = grown, grown[facts->thing_count++] = *thing;
}

static void keep_update(struct vdt_page_facts *facts, const struct vdt_page_thing *thing) {
    if (facts->update_count >= VDT_LIMIT_PAGE_UPDATES || !thing->body.size) return;
    struct vdt_page_thing *grown =
        vdt_arena_grow(facts->arena, facts->updates, facts->update_count, &facts->update_capacity, sizeof *grown);
    facts->failed |= !grown;
    if (grown) facts->updates = grown, grown[facts->update_count++] = *thing;
}

/* An object ended that was the value of `key` in `owner`. */
static void deliver(struct vdt_page_facts *facts, const struct vdt_page_thing *thing, struct vdt_page_thing *owner,
                    struct vdt_view key) {
    if (vdt_view_is(key, "author") || vdt_view_is(key, "creator")) {
        add_author(facts, owner, thing->name);
    } else if (vdt_view_is(key, "publisher")) {
        if (!owner->publisher.size) owner->publisher = thing->name;
    } else if (vdt_view_is(key, "mainEntityOfPage") && !thing->is_article) {
        if (!owner->url.size) owner->url = thing->id.size ? thing->id : thing->url;
    } else if (vdt_view_is(key, "liveBlogUpdate")) {
        keep_update(facts, thing);
    } else if (thing->is_article || (thing->is_page && thing->published.size)) {
        keep_thing(facts, thing);
    }
}

static void read_value(struct scan *scan, struct vdt_page_thing *owner, struct vdt_view key, uint32_t depth);

static void read_object(struct scan *scan, struct vdt_page_thing *owner, struct vdt_view key, uint32_t depth) {
    struct vdt_page_thing thing = { .depth = depth };
    scan->at++;
    while (scan->at < scan->end && *scan->at != '}') {
        if (*scan->at != '"') {
            scan->at++; /* a comma, a space, or damage */
            continue;
        }
        struct vdt_view member = raw_string(scan);
        skip_spaces(scan);
        if (scan->at == scan->end || *scan->at != ':') continue;
        scan->at++;
        read_value(scan, &thing, member, depth + 1);
    }
    if (scan->at < scan->end) scan->at++;
    deliver(scan->facts, &thing, owner, key);
}

static void read_value(struct scan *scan, struct vdt_page_thing *owner, struct vdt_view key, uint32_t depth) {
    skip_spaces(scan);
    if (scan->at == scan->end) return;
    if (*scan->at == '"') {
        take_string(scan->facts, owner, key, raw_string(scan));
    } else if (*scan->at == '{' && depth < VDT_LIMIT_TREE_DEPTH) {
        read_object(scan, owner, key, depth);
    } else if (*scan->at == '[' && depth < VDT_LIMIT_TREE_DEPTH) {
        scan->at++;
        while (scan->at < scan->end && *scan->at != ']') {
            if (*scan->at == ',' || vdt_is_space(*scan->at))
                scan->at++;
            else if (*scan->at == '}')
                return; /* the list was never closed */
            else
                read_value(scan, owner, key, depth + 1);
        }
        if (scan->at < scan->end) scan->at++;
    } else {
        const char *begin = scan->at;
        while (scan->at < scan->end && !strchr(",]}", *scan->at)) scan->at++;
        if (scan->at == begin) scan->at++;
        take_string(scan->facts, owner, key, vdt_view_trim((struct vdt_view){ begin, (size_t)(scan->at - begin) }));
    }
}

void vdt_page_facts_linked_data(struct vdt_page_facts *facts, struct vdt_view script) {
    struct scan scan = { facts, script.data, script.data + script.size };
    struct vdt_page_thing nobody = { 0 };
    while (scan.at < scan.end && !facts->failed) {
        if (*scan.at == '{' || *scan.at == '[')
            read_value(&scan, &nobody, (struct vdt_view){ NULL, 0 }, 0);
        else
            scan.at++;
    }
}

/* --- which one --- */

/* The next letter or digit in lower case, bytes beyond ASCII as they are; 0 at the end. */
static unsigned char next_letter(struct vdt_view text, size_t *at) {
    while (*at < text.size) {
        unsigned char c = (unsigned char)vdt_lower(text.data[(*at)++]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return c;
    }
    return 0;
}

bool vdt_headlines_agree(struct vdt_view a, struct vdt_view b) {
    size_t i = 0, j = 0, same = 0;
    for (;; same++) {
        unsigned char x = next_letter(a, &i), y = next_letter(b, &j);
        if (!x || !y) return (!x && !y && same) || same >= 20;
        if (x != y) return false;
    }
}

static struct vdt_view address_tail(struct vdt_view url) {
    for (size_t i = 0; i + 2 < url.size; i++)
        if (url.data[i] == ':' && url.data[i + 1] == '/' && url.data[i + 2] == '/') {
            url = vdt_view_slice(url, i + 3, url.size);
            break;
        }
    if (vdt_view_starts(url, VDT_LITERAL("www."))) url = vdt_view_slice(url, 4, url.size);
    for (size_t i = 0; i < url.size; i++)
        if (url.data[i] == '?' || url.data[i] == '#') url.size = i;
    if (url.size && url.data[url.size - 1] == '/') url.size--;
    return url;
}

const struct vdt_page_thing *vdt_page_facts_article(const struct vdt_page_facts *facts, struct vdt_view url,
                                                    struct vdt_view title) {
    const struct vdt_page_thing *best = NULL;
    int most = 0;
    struct vdt_view own = address_tail(url);
    for (size_t i = 0; i < facts->thing_count; i++) {
        const struct vdt_page_thing *thing = &facts->things[i];
        struct vdt_view its = address_tail(thing->url), its_id = address_tail(thing->id);
        bool here = own.size && (vdt_view_equal(own, its) || vdt_view_equal(own, its_id));
        struct vdt_view name = thing->headline.size ? thing->headline : thing->name;
        int score = 1 + 8 * here + 8 * (title.size && vdt_headlines_agree(name, title)) + 4 * thing->is_article +
                    2 * (thing->depth <= 2) + (thing->published.size > 0);
        if (score > most) most = score, best = thing;
    }
    return best;
}
