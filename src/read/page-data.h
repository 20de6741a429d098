/* SPDX-License-Identifier: Apache-2.0 */
/* What a page says about itself for machines: meta elements (Open Graph and older habits), links, and JSON-LD. */
#ifndef VDT_READ_PAGE_DATA_H
#define VDT_READ_PAGE_DATA_H

#include "base/arena.h"
#include "read/html-tokens.h"

/* An article as JSON-LD describes it; whatever is not said is empty. All is decoded but the body, which may hold
 * markup. */
struct vdt_page_thing {
    struct vdt_view type, id, url, name, headline, published, modified, publisher, authors, body;
    uint32_t depth; /* within its script */
    bool paid;      /* isAccessibleForFree: false */
    bool is_article, is_page;
};

/* Somebody whom microdata or a link calls the author, and where in the page's text. */
struct vdt_page_name {
    struct vdt_view text;
    uint32_t at;
};

enum { VDT_PAGE_NAMES = 16 };

/* Whose name is waited for. */
struct vdt_page_person {
    enum { VDT_NOBODY, VDT_AUTHOR, VDT_PUBLISHER } kind;
    int tags_left; /* until it is waited for no longer */
    bool apart;    /* it stands in an element of its own: itemprop="name" */
};

struct vdt_page_facts {
    struct vdt_arena *arena;
    struct vdt_view language, canonical;
    struct vdt_view og_title, og_url, author, publisher;
    struct vdt_view published, modified; /* by meta elements */
    int published_rank;                  /* how good that is, lower is better, 0 for none */
    struct vdt_page_thing *things;
    size_t thing_count, thing_capacity;
    struct vdt_page_thing *updates; /* of a live blog, in its order */
    size_t update_count, update_capacity;
    struct vdt_page_name names[VDT_PAGE_NAMES]; /* of authors, by microdata and rel=author */
    size_t name_count;
    struct vdt_page_person person;
    bool paid;   /* a meta element says so */
    bool failed; /* memory is out */
};

void vdt_page_facts_meta(struct vdt_page_facts *facts, const struct vdt_html_token *token);
/* Microdata of people: an element with attributes, `property` its itemprop, at a place of the page's text; the text that comes next. */
void vdt_page_facts_person(struct vdt_page_facts *facts, const struct vdt_html_token *token, struct vdt_view property, uint32_t at);
void vdt_page_facts_person_text(struct vdt_page_facts *facts, struct vdt_view text, uint32_t at);

void vdt_page_facts_link(struct vdt_page_facts *facts, const struct vdt_html_token *token);
void vdt_page_facts_language(struct vdt_page_facts *facts, struct vdt_view language);

/*
 * A script of JSON-LD. Such scripts are often broken (line ends within strings, commas too many, two objects in a
 * row): what can be read of them is. Linear; depth is bounded by VDT_LIMIT_TREE_DEPTH, deeper values are passed over.
 */
void vdt_page_facts_linked_data(struct vdt_page_facts *facts, struct vdt_view script);

/* The thing that is this page's article: by address, by headline, by kind; NULL for none. */
const struct vdt_page_thing *vdt_page_facts_article(const struct vdt_page_facts *facts, struct vdt_view url,
                                                    struct vdt_view title);

/* Do two headlines agree, letter by letter and digit by digit, or is one the beginning of the other? */
bool vdt_headlines_agree(struct vdt_view a, struct vdt_view b);

#endif
