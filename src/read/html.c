/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over the tags writes all text of the page, and notes stretches of it:
 *
 *   text     Skip to content  Home World ...  Talks resume in Vienna.  Envoys of five ...  Accept all cookies
 *   drops    [--- nav ------------------]                                                 [--- class=cookie --]
 *   roots                                     [--- article ---------------------------]
 *   heading                                   [--- h1 --------------]
 *
 * Afterwards the root is chosen that holds the news (an article, else main, else everything), and what remains of
 * it when the drops are taken out is the text. Because a decision is made only when a stretch has ended, it can look at
 * how much it holds: navigation that was never closed, a form around the whole page (as ASP.NET writes it) or a
 * "has-sidebar" on its outermost box do not swallow the news.
 *
 * Known weaknesses: no style sheets are read; a page without article, main or telling class names keeps its
 * teasers and captions; telling text from boilerplate by density is a later stage's work.
 */
#include "read/html.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "read/charset.h"
#include "read/html-tokens.h"
#include "text/utf8.h"
#include "vedette/report.h"

/* What an element means to us; anything that is not listed is inline and passed through. */
enum role {
    INLINE,
    VOID_BLOCK,  /* a break of paragraphs without content */
    LINE,        /* br */
    BLOCK,
    PARAGRAPH,   /* closes by itself when another block begins */
    LIST,        /* dropped when it is all links */
    DROP,        /* never news */
    SOFT,        /* dropped unless it holds most of the page */
    HEADER,      /* the site's is dropped, an article's is kept */
    ARTICLE,
    MAIN,
    HEADING,     /* h1 */
    SILENT,      /* script, style: its content is no text */
    TITLE, META, LINK, HTML, TIME, ANCHOR, BASE_ELEMENT,
};

static const struct element { const char *name; enum role role;
} elements[] = {
    { "a", ANCHOR },          { "address", BLOCK },    { "article", ARTICLE }, { "aside", DROP },
    { "audio", DROP },        { "blockquote", BLOCK }, { "body", VOID_BLOCK }, { "br", LINE },
    { "button", DROP },       { "canvas", DROP },      { "caption", BLOCK },   { "center", BLOCK },
    { "dd", PARAGRAPH },      { "details", BLOCK },    { "dialog", DROP },     { "dir", LIST },
    { "div", BLOCK },         { "dl", BLOCK },         { "dt", PARAGRAPH },    { "fieldset", BLOCK },
    { "figcaption", DROP },   { "figure", DROP },      { "footer", DROP },     { "form", SOFT },
    { "h1", HEADING },        { "h2", BLOCK },         { "h3", BLOCK },        { "h4", BLOCK },
    { "h5", BLOCK },          { "h6", BLOCK },         { "head", VOID_BLOCK }, { "header", HEADER },
    { "hr", VOID_BLOCK },     { "html", HTML },        { "iframe", SILENT },   { "legend", BLOCK },
    { "li", PARAGRAPH },      { "link", LINK },        { "main", MAIN },       { "map", DROP },
    { "menu", LIST },         { "meta", META },        { "nav", DROP },        { "noembed", SILENT },
    { "noframes", SILENT },   { "noscript", DROP },    { "object", DROP },     { "ol", LIST },
    { "option", VOID_BLOCK }, { "p", PARAGRAPH },      { "picture", DROP },    { "pre", BLOCK },
    { "script", SILENT },     { "section", BLOCK },    { "select", DROP },     { "style", SILENT },
    { "summary", BLOCK },     { "svg", DROP },         { "table", BLOCK },     { "tbody", BLOCK },
    { "td", BLOCK },          { "template", DROP },    { "textarea", SILENT }, { "th", BLOCK },
    { "time", TIME },         { "title", TITLE },      { "tr", BLOCK },        { "ul", LIST },
    { "video", DROP },        { "xmp", SILENT },
};
enum { ELEMENT_COUNT = sizeof elements / sizeof *elements };

/* Words of class, id and role that name a page's own business. */
static const char *const telling[] = {
    "advert",        "advertisement", "advertising", "banner",       "breadcrumb", "breadcrumbs", "comments",
    "complementary", "consent",       "contentinfo", "cookie",       "cookies",    "dialog",      "gdpr",
    "menu",          "nav",           "navbar",      "navigation",   "newsletter", "outbrain",    "paywall",
    "promo",         "recirculation", "recommended", "related",      "share",      "sharing",     "sidebar",
    "social",        "sponsored",     "subscribe",   "subscription", "taboola",    "trending",
};

struct stretch {
    size_t begin, end;
    bool closed;   /* else it ran to the end of the page */
    bool soft;     /* taken back when it holds most of the page or a root */
    bool has_root;
};

struct stretches {
    struct stretch *items;
    size_t count, capacity;
};

struct open_element {
    int element;
    uint32_t drop, root, heading; /* 1 + index of the stretch that it began, 0 for none */
    size_t begin;
    size_t linked;  /* bytes inside <a> so far, when it began */
};

enum separator { NOTHING, SPACE, NEWLINE, PARAGRAPH_BREAK };

struct reading {
    struct vdt_arena *arena;
    struct vdt_buffer out;
    enum separator pending;
    struct open_element *stack;
    size_t depth, stack_capacity;
    size_t open_count[ELEMENT_COUNT]; /* so that an end tag without a start costs nothing */
    struct stretches drops, articles, mains, headings;
    size_t root_depth;   /* open articles and mains */
    size_t drop_depth;   /* open drops of any kind */
    size_t anchors;      /* open <a> */
    size_t linked;       /* bytes of text within <a> */
    struct vdt_page page;
    struct vdt_view title_element, og_title, canonical, og_url;
    int date_rank;       /* how good the date that we have is, lower is better, 0 for none */
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

static void want(struct reading *r, enum separator separator) {
    if (separator > r->pending) r->pending = separator;
}

static void write_separator(struct reading *r) {
    if (r->out.size && r->pending)
        vdt_buffer_text(&r->out, r->pending == PARAGRAPH_BREAK ? "\n\n" : r->pending == NEWLINE ? "\n" : " ");
    r->pending = NOTHING;
}

static void add_text(struct reading *r, struct vdt_view text) {
    for (size_t at = 0; at < text.size;) {
        uint32_t code = vdt_html_character(text, &at, false);
        if (code == 0xA0 || (code < 0x80 && vdt_is_space((char)code))) {
            want(r, SPACE);
        } else if (code == 0xAD || code == 0x200B || code == 0xFEFF || (code < 0x20)) {
            continue; /* soft hyphens and the like are for the eye only */
        } else {
            size_t before = r->out.size;
            write_separator(r);
            char bytes[4];
            vdt_buffer_add(&r->out, (struct vdt_view){ bytes, vdt_utf8_put(code, bytes) });
            if (r->anchors) r->linked += r->out.size - before;
        }
    }
}

/* --- stretches --- */

static uint32_t begin_stretch(struct reading *r, struct stretches *list, bool soft) {
    struct stretch *items = vdt_arena_grow(r->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items || list->count >= UINT32_MAX - 1) {
        r->failed = true;
        return 0;
    }
    list->items = items;
    items[list->count] = (struct stretch){ .begin = r->out.size, .soft = soft };
    return (uint32_t)++list->count;
}

static void end_stretch(struct stretches *list, uint32_t number, size_t end, bool soft) {
    if (!number) return;
    struct stretch *stretch = &list->items[number - 1];
    stretch->end = end;
    stretch->closed = true;
    stretch->soft |= soft;
}

static bool word_is_telling(struct vdt_view word) {
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (vdt_view_equal_fold(word, vdt_view_of(telling[i]))) return true;
    return false;
}

/* Words of "site-footer__share shareTools": cut at what is no letter, and where a capital follows a small letter. */
static bool has_telling_word(struct vdt_view names) {
    if (names.size > 512) names.size = 512;
    size_t begin = 0;
    for (size_t i = 0; i <= names.size; i++) {
        char c = i < names.size ? names.data[i] : ' ';
        bool letter = vdt_lower(c) >= 'a' && vdt_lower(c) <= 'z';
        bool hump = letter && i > begin && c <= 'Z' && names.data[i - 1] >= 'a';
        if (letter && !hump) continue;
        if (i > begin && word_is_telling(vdt_view_slice(names, begin, i))) return true;
        begin = letter ? i : i + 1;
    }
    return false;
}

static bool is_hidden(const struct vdt_html_token *token) {
    for (int i = 0; i < token->attribute_count; i++)
        if (vdt_view_equal_fold(token->attributes[i].name, VDT_LITERAL("hidden"))) return true;
    struct vdt_view style = vdt_html_attribute(token, "style");
    const char *display = style.size ? memmem(style.data, style.size, "display", 7) : NULL;
    if (!display) return false;
    struct vdt_view rest = { display + 7, style.size - (size_t)(display + 7 - style.data) };
    rest = vdt_view_trim(rest);
    if (!rest.size || rest.data[0] != ':') return false;
    return vdt_view_starts(vdt_view_trim(vdt_view_slice(rest, 1, rest.size)), VDT_LITERAL("none"));
}

/* --- the stack of open containers --- */

static void pop(struct reading *r, bool by_own_end) {
    struct open_element *top = &r->stack[--r->depth];
    enum role role = elements[top->element].role;
    r->open_count[top->element]--;
    size_t end = r->out.size;
    bool box = role == LIST || role == PARAGRAPH || role == BLOCK;
    if (box && !top->drop) {
        size_t size = end - top->begin, linked = r->linked - top->linked;
        /* a list, a box or a paragraph that is all links is a menu, or "more on this" */
        if (size > 0 && linked * 10 >= size * 9) {
            top->drop = begin_stretch(r, &r->drops, true);
            if (top->drop) r->drops.items[top->drop - 1].begin = top->begin, r->drop_depth++;
        }
    }
    if (top->drop) {
        end_stretch(&r->drops, top->drop, end, !by_own_end);
        r->drop_depth--;
    }
    if (top->root) {
        end_stretch(role == ARTICLE ? &r->articles : &r->mains, top->root, end, false);
        r->root_depth--;
    }
    end_stretch(&r->headings, top->heading, end, false);
    if (role == ANCHOR)
        r->anchors--;
    else
        want(r, role == DROP && strcmp(elements[top->element].name, "button") == 0 ? SPACE : PARAGRAPH_BREAK);
}

static void push(struct reading *r, int element, const struct vdt_html_token *token) {
    struct open_element *stack = vdt_arena_grow(r->arena, r->stack, r->depth, &r->stack_capacity, sizeof *stack);
    if (!stack) {
        r->failed = true;
        return;
    }
    r->stack = stack;
    enum role role = elements[element].role;
    struct open_element *top = &stack[r->depth++];
    *top = (struct open_element){ .element = element, .begin = r->out.size, .linked = r->linked };
    r->open_count[element]++;
    if (role == ANCHOR) {
        r->anchors++;
        return;
    }
    if (role == ARTICLE || role == MAIN) {
        if (r->drop_depth)
            for (size_t i = 0; i + 1 < r->depth && i < 64; i++)
                if (stack[i].drop) r->drops.items[stack[i].drop - 1].has_root = true;
        top->root = begin_stretch(r, role == ARTICLE ? &r->articles : &r->mains, false);
        r->root_depth++;
        return;
    }
    bool drop = role == DROP || (role == HEADER && !r->root_depth);
    bool soft = role == SOFT || is_hidden(token) || has_telling_word(vdt_html_attribute(token, "class")) ||
                has_telling_word(vdt_html_attribute(token, "id")) ||
                has_telling_word(vdt_html_attribute(token, "role"));
    if (drop || soft) {
        top->drop = begin_stretch(r, &r->drops, !drop);
        r->drop_depth++;
    } else if (role == HEADING && !r->drop_depth) {
        top->heading = begin_stretch(r, &r->headings, false);
    }
}

static void close_element(struct reading *r, int element) {
    if (!r->open_count[element]) return;
    /* an end of inline markup does not close the boxes that stand open inside it */
    if (elements[element].role == ANCHOR && r->stack[r->depth - 1].element != element) {
        size_t i = r->depth;
        while (i && r->depth - i < 8 && r->stack[i - 1].element != element) i--;
        if (!i || r->stack[i - 1].element != element) return;
    }
    while (r->stack[r->depth - 1].element != element) pop(r, false);
    pop(r, true);
}

/* --- metadata --- */

static void take_date(struct reading *r, struct vdt_view value, int rank) {
    if (!value.size || (r->date_rank && r->date_rank <= rank)) return;
    struct vdt_view date = vdt_html_decode(r->arena, value, true);
    int64_t seconds;
    bool has_time;
    if (vdt_time_parse(date, &seconds, &has_time, NULL) != VDT_OK) {
        if (!r->page.bad_date.size) r->page.bad_date = date;
        return;
    }
    r->page.published = date;
    r->date_rank = rank;
}

static void take_once(struct reading *r, struct vdt_view *field, struct vdt_view value) {
    if (!field->size && value.size) *field = vdt_html_decode(r->arena, value, true);
}

static void read_meta(struct reading *r, const struct vdt_html_token *token) {
    static const struct {
        const char *name;
        enum { PUBLISHED, AUTHOR, PUBLISHER, OG_TITLE, OG_URL } what;
        int rank;
    } names[] = {
        { "article:published_time", PUBLISHED, 1 },
        { "og:article:published_time", PUBLISHED, 1 },
        { "datepublished", PUBLISHED, 1 },
        { "parsely-pub-date", PUBLISHED, 2 },
        { "sailthru.date", PUBLISHED, 2 },
        { "dc.date.issued", PUBLISHED, 2 },
        { "dcterms.issued", PUBLISHED, 2 },
        { "pubdate", PUBLISHED, 2 },
        { "publish-date", PUBLISHED, 2 },
        { "dc.date", PUBLISHED, 4 },
        { "date", PUBLISHED, 4 },
        { "author", AUTHOR, 0 },
        { "article:author_name", AUTHOR, 0 },
        { "parsely-author", AUTHOR, 0 },
        { "og:site_name", PUBLISHER, 0 },
        { "application-name", PUBLISHER, 0 },
        { "og:title", OG_TITLE, 0 },
        { "og:url", OG_URL, 0 },
    };
    struct vdt_view name = vdt_html_attribute(token, "property"), content = vdt_html_attribute(token, "content");
    if (!name.size) name = vdt_html_attribute(token, "name");
    if (!name.size) name = vdt_html_attribute(token, "itemprop");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!vdt_view_equal_fold(name, vdt_view_of(names[i].name))) continue;
        switch (names[i].what) {
        case PUBLISHED: take_date(r, content, names[i].rank); break;
        case AUTHOR: take_once(r, &r->page.author, content); break;
        case PUBLISHER: take_once(r, &r->page.publisher, content); break;
        case OG_TITLE: take_once(r, &r->og_title, content); break;
        case OG_URL: take_once(r, &r->og_url, content); break;
        }
    }
}

/* "datePublished": "2021-12-03" in JSON-LD, which is often broken as JSON but never in this. */
static void read_linked_data(struct reading *r, struct vdt_view script) {
    const char *key = "\"datePublished\"";
    const char *at = memmem(script.data, script.size, key, strlen(key));
    if (!at) return;
    struct vdt_view rest = { at + strlen(key), script.size - (size_t)(at - script.data) - strlen(key) };
    rest = vdt_view_trim(rest);
    if (!rest.size || rest.data[0] != ':') return;
    rest = vdt_view_trim(vdt_view_slice(rest, 1, rest.size));
    if (!rest.size || rest.data[0] != '"') return;
    rest = vdt_view_slice(rest, 1, rest.size);
    take_date(r, vdt_view_cut(&rest, '"'), 3);
}

static void open_element(struct reading *r, const struct vdt_html_token *token) {
    int element = find_element(token->name);
    if (element < 0) return;
    enum role role = elements[element].role;
    switch (role) {
    case LINE: want(r, NEWLINE); return;
    case VOID_BLOCK: want(r, PARAGRAPH_BREAK); return;
    case META: read_meta(r, token); return;
    case HTML: take_once(r, &r->page.language, vdt_html_attribute(token, "lang")); return;
    case LINK:
        if (vdt_view_equal_fold(vdt_html_attribute(token, "rel"), VDT_LITERAL("canonical")))
            take_once(r, &r->canonical, vdt_html_attribute(token, "href"));
        return;
    case TIME:
        if (!r->drop_depth) take_date(r, vdt_html_attribute(token, "datetime"), r->root_depth ? 5 : 6);
        return;
    case INLINE: case SILENT: case TITLE: case BASE_ELEMENT: return;
    case ANCHOR:
        if (r->open_count[element]) close_element(r, element); /* links do not nest */
        if (r->depth < UINT32_MAX) push(r, element, token);
        return;
    default: break;
    }
    bool inline_drop =
        role == DROP && (strcmp(elements[element].name, "button") == 0 || strcmp(elements[element].name, "svg") == 0 ||
                         strcmp(elements[element].name, "picture") == 0);
    if (!inline_drop) {
        /* <p>One<p>Two, <p>One<div>, <li>One<li>Two */
        int top = r->depth ? r->stack[r->depth - 1].element : -1;
        if (top >= 0 && elements[top].role == PARAGRAPH &&
            (top == element || (role != LIST && strcmp(elements[top].name, "p") == 0)))
            pop(r, true);
        want(r, PARAGRAPH_BREAK);
    }
    push(r, element, token);
}

static void end_element(struct reading *r, const struct vdt_html_token *token) {
    int element = find_element(token->name);
    if (element < 0) return;
    switch (elements[element].role) {
    case LINE: want(r, NEWLINE); return;
    case VOID_BLOCK: want(r, PARAGRAPH_BREAK); return;
    case INLINE: case META: case HTML: case LINK: case TIME: case SILENT: case TITLE: case BASE_ELEMENT: return;
    case ANCHOR: close_element(r, element); return;
    default:
        if (!r->open_count[element]) want(r, PARAGRAPH_BREAK);
        close_element(r, element);
    }
}

/* --- choosing --- */

/* Drops sorted, without overlaps, each with the bytes dropped before it. */
struct cut {
    size_t begin, end, before;
};

struct cuts {
    struct cut *items;
    size_t count;
};

static int compare_cuts(const void *a, const void *b) {
    const struct cut *x = a, *y = b;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    return (x->end < y->end) - (x->end > y->end);
}

static void merge_cuts(struct cuts *cuts) {
    qsort(cuts->items, cuts->count, sizeof *cuts->items, compare_cuts);
    size_t kept = 0, before = 0;
    for (size_t i = 0; i < cuts->count; i++) {
        struct cut cut = cuts->items[i];
        struct cut *last = kept ? &cuts->items[kept - 1] : NULL;
        if (last && cut.begin <= last->end) {
            if (cut.end > last->end) before += cut.end - last->end, last->end = cut.end;
        } else {
            cut.before = before;
            before += cut.end - cut.begin;
            cuts->items[kept++] = cut;
        }
    }
    cuts->count = kept;
}

static size_t dropped_before(const struct cuts *cuts, size_t at) {
    size_t low = 0, high = cuts->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (cuts->items[middle].begin < at) low = middle + 1; else high = middle;
    }
    if (!low) return 0;
    const struct cut *cut = &cuts->items[low - 1];
    return cut->before + (at < cut->end ? at : cut->end) - cut->begin;
}

static size_t net(const struct cuts *cuts, struct stretch stretch) {
    return stretch.end - stretch.begin - (dropped_before(cuts, stretch.end) - dropped_before(cuts, stretch.begin));
}

static bool make_cuts(struct reading *r, struct cuts *cuts) {
    cuts->items = vdt_arena_array(r->arena, r->drops.count + 1, sizeof *cuts->items); /* one more: the heading */
    if (!cuts->items) return false;
    cuts->count = 0;
    for (size_t i = 0; i < r->drops.count; i++) {
        struct stretch drop = r->drops.items[i];
        bool most = (drop.end - drop.begin) * 2 > r->out.size;
        if (!drop.closed || drop.end <= drop.begin || (drop.soft && (most || drop.has_root))) continue;
        cuts->items[cuts->count++] = (struct cut){ .begin = drop.begin, .end = drop.end };
    }
    merge_cuts(cuts);
    return true;
}

/* The largest of the list; *total is what all together hold, those that lie within another not counted twice. */
static struct stretch largest(const struct stretches *list, const struct cuts *cuts, size_t *total) {
    struct stretch best = { 0 };
    size_t most = 0, covered = 0;
    *total = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct stretch stretch = list->items[i];
        size_t size = net(cuts, stretch);
        if (stretch.begin >= covered) *total += size, covered = stretch.end;
        if (size > most) most = size, best = stretch;
    }
    return best;
}

static struct stretch choose_root(struct reading *r, const struct cuts *cuts) {
    struct stretch all = { .begin = 0, .end = r->out.size };
    size_t total, articles_total;
    struct stretch article = largest(&r->articles, cuts, &articles_total), within = largest(&r->mains, cuts, &total);
    size_t all_size = net(cuts, all), main_size = net(cuts, within), article_size = net(cuts, article);
    if (main_size && (main_size >= 250 || main_size * 4 >= all_size)) all = within, all_size = main_size;
    /* one article among teasers, not one entry of many */
    bool stands_out = article_size && article_size * 2 >= articles_total;
    return stands_out && (article_size >= 250 || article_size * 3 >= all_size) ? article : all;
}

static struct vdt_view without_site_name(struct vdt_view title, struct vdt_view publisher) {
    static const char *const marks[] = { " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 " };
    for (size_t i = 0; i < 4; i++) {
        struct vdt_view mark = vdt_view_of(marks[i]);
        if (publisher.size && title.size > publisher.size + mark.size && vdt_view_ends(title, publisher)) {
            struct vdt_view head = vdt_view_slice(title, 0, title.size - publisher.size);
            if (vdt_view_ends(head, mark)) return vdt_view_slice(head, 0, head.size - mark.size);
        }
    }
    for (size_t at = title.size; at > 0; at--) /* "Headline | Site" */
        if (title.data[at - 1] == '|') return at > 20 ? vdt_view_trim(vdt_view_slice(title, 0, at - 1)) : title;
    return title;
}

static bool is_web_address(struct vdt_view url) {
    return vdt_view_starts(url, VDT_LITERAL("https://")) || vdt_view_starts(url, VDT_LITERAL("http://"));
}

static enum vdt_status finish(struct reading *r, struct vdt_error *error) {
    struct cuts cuts;
    struct vdt_view written = vdt_buffer_view(&r->out);
    if (r->failed || vdt_buffer_failed(&r->out) || !make_cuts(r, &cuts))
        return vdt_fail_memory(error, "reading a page");

    struct stretch root = choose_root(r, &cuts);
    struct vdt_view heading = { NULL, 0 };
    for (size_t i = 0; i < r->headings.count && !heading.size; i++) {
        struct stretch h1 = r->headings.items[i];
        if (!h1.closed || h1.begin < root.begin || h1.end > root.end || h1.end <= h1.begin) continue;
        heading = vdt_view_trim(vdt_view_slice(written, h1.begin, h1.end));
        /* the headline is the title, no part of the text, unless there is nothing else */
        if (net(&cuts, root) > (h1.end - h1.begin) * 2) {
            cuts.items[cuts.count++] = (struct cut){ .begin = h1.begin, .end = h1.end };
            merge_cuts(&cuts);
        }
    }
    struct vdt_page *page = &r->page;
    page->title = r->og_title.size ? r->og_title : without_site_name(r->title_element, page->publisher);
    if (!page->title.size && heading.size) page->title = vdt_arena_copy(r->arena, heading);
    if (is_web_address(r->canonical)) page->url = r->canonical;
    else if (is_web_address(r->og_url)) page->url = r->og_url;

    char *text = vdt_arena_array(r->arena, root.end - root.begin + 1, 1);
    if (!text) return vdt_fail_memory(error, "reading a page");
    size_t used = 0, at = root.begin;
    for (size_t i = 0; i <= cuts.count; i++) {
        size_t stop = i < cuts.count ? cuts.items[i].begin : root.end;
        if (stop > root.end) stop = root.end;
        if (stop > at) memcpy(text + used, written.data + at, stop - at), used += stop - at;
        if (i < cuts.count && cuts.items[i].end > at) at = cuts.items[i].end;
    }
    page->text = vdt_view_trim((struct vdt_view){ text, used });
    if (page->published.size) page->bad_date.size = 0;
    return VDT_OK;
}

enum vdt_status vdt_html_read(struct vdt_arena *arena, struct vdt_view source, struct vdt_page *out,
                              struct vdt_error *error) {
    struct reading r = { .arena = arena };
    vdt_buffer_init(&r.out);
    struct vdt_html_tokens tokens;
    struct vdt_html_token *token = vdt_arena_take(arena, sizeof *token);
    if (!token) return vdt_fail_memory(error, "reading a page");
    vdt_html_tokens_init(&tokens, source);
    int silent = -1;      /* the element whose raw text comes next */
    bool linked_data = false;
    for (;;) {
        vdt_html_tokens_next(&tokens, token);
        if (token->kind == VDT_HTML_END_OF_INPUT || r.failed) break;
        if (token->kind == VDT_HTML_TEXT) {
            if (linked_data && token->raw)
                read_linked_data(&r, token->text);
            else if (silent >= 0 && elements[silent].role == TITLE && !r.title_element.size && !r.drop_depth)
                r.title_element = vdt_html_decode(arena, token->text, false);
            else if (silent < 0 && !token->raw)
                add_text(&r, token->text);
            silent = -1, linked_data = false;
            continue;
        }
        silent = -1, linked_data = false;
        if (token->kind == VDT_HTML_OPEN) {
            int element = find_element(token->name);
            bool raw = element >= 0 && (elements[element].role == SILENT || elements[element].role == TITLE);
            if (raw) silent = element;
            linked_data =
                raw && vdt_view_equal_fold(vdt_html_attribute(token, "type"), VDT_LITERAL("application/ld+json"));
            open_element(&r, token);
        } else {
            end_element(&r, token);
        }
    }
    /* what is still open: boxes end here, drops are taken back */
    while (r.depth) {
        struct open_element *top = &r.stack[r.depth - 1];
        uint32_t drop = top->drop;
        pop(&r, false);
        if (drop && !r.failed) r.drops.items[drop - 1].closed = false;
    }
    enum vdt_status status = finish(&r, error);
    vdt_buffer_done(&r.out);
    if (status == VDT_OK) *out = r.page;
    return status;
}

/* --- recognising --- */

static bool contains_fold(struct vdt_view text, const char *what) {
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= text.size; i++)
        if (vdt_view_equal_fold(vdt_view_slice(text, i, i + size), (struct vdt_view){ what, size })) return true;
    return false;
}

bool vdt_html_looks(struct vdt_view bytes) {
    struct vdt_view head = vdt_view_trim(vdt_view_slice(bytes, 0, 1024));
    static const char *const sure[] = { "<!doctype html", "<html", "<head>", "<body" };
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (contains_fold(head, sure[i])) return true;
    bool begins_with_tag =
        head.size > 2 && head.data[0] == '<' && (head.data[1] == '!' || vdt_lower(head.data[1]) >= 'a');
    bool closes = contains_fold(head, "</p>") || contains_fold(head, "</h1>") || contains_fold(head, "</div>") ||
                  contains_fold(head, "</a>");
    bool opens = contains_fold(head, "<p>") || contains_fold(head, "<div") || contains_fold(head, "<h1") ||
                 contains_fold(head, "<article") || contains_fold(head, "<p ") || contains_fold(head, "<main") ||
                 contains_fold(head, "<br");
    return opens && (begins_with_tag || closes);
}

struct vdt_view vdt_html_charset(struct vdt_view bytes) {
    struct vdt_view head = vdt_view_slice(bytes, 0, 4096);
    for (size_t i = 0; i + 8 < head.size; i++) {
        if (!vdt_view_equal_fold(vdt_view_slice(head, i, i + 7), VDT_LITERAL("charset"))) continue;
        size_t at = i + 7;
        while (at < head.size && vdt_is_space(head.data[at])) at++;
        if (at == head.size || head.data[at] != '=') continue;
        at++;
        while (at < head.size && (vdt_is_space(head.data[at]) || head.data[at] == '"' || head.data[at] == '\'')) at++;
        size_t end = at;
        while (end < head.size && !vdt_is_space(head.data[end]) && !strchr("\"'>;/", head.data[end])) end++;
        return vdt_view_slice(head, at, end);
    }
    return (struct vdt_view){ NULL, 0 };
}
