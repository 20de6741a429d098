/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page in five steps, each a file: page-tree.c cuts it into boxes and blocks, page-hint.c reads the names of boxes,
 * page-data.c what the page says for machines, page-text.c chooses the blocks that are the report, page-date.c its
 * times. Here they are put together.
 */
#include "read/html.h"

#include "read/page-author.h"
#include "read/page-body.h"
#include "read/page-data.h"
#include "read/page-date.h"
#include "read/page-live.h"
#include "read/page-stub.h"
#include "read/page-text.h"
#include "read/page-tree.h"

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

static struct vdt_view first_of(struct vdt_view a, struct vdt_view b) {
    return a.size ? a : b;
}

enum { HEADLINE_BYTES = 15, LONGEST_HEADLINE = 300, BODY_BYTES = 300 };

/* The headline as the page shows it, else the title made for networks, else the window's. */
static struct vdt_view choose_title(struct vdt_view headline, struct vdt_view shared, struct vdt_view window,
                                    struct vdt_view publisher) {
    bool whole = headline.size >= HEADLINE_BYTES && headline.size <= LONGEST_HEADLINE &&
                 !vdt_view_equal_fold(headline, publisher);
    return whole ? headline : first_of(without_site_name(first_of(shared, window), publisher), headline);
}

/* The entries of a live blog as reports, and their bodies in a row as a clue for what is none of the page's own text.
 */
static bool take_updates(struct vdt_arena *arena, const struct vdt_page_facts *facts, struct vdt_page *page,
                         struct vdt_view *bodies) {
    if (facts->update_count < 2) return true;
    size_t size = 0, used = 0;
    for (size_t i = 0; i < facts->update_count; i++) size += facts->updates[i].body.size + 1;
    char *all = vdt_arena_take(arena, size);
    page->updates = vdt_arena_array(arena, facts->update_count, sizeof *page->updates);
    if (!all || !page->updates) return false;
    for (size_t i = 0; i < facts->update_count; i++) {
        const struct vdt_page_thing *update = &facts->updates[i];
        memcpy(all + used, update->body.data, update->body.size);
        used += update->body.size;
        all[used++] = ' ';
        page->updates[i] = (struct vdt_page_update){ .url = update->url,
                                                     .title = first_of(update->headline, update->name),
                                                     .author = update->authors,
                                                     .published = update->published,
                                                     .text = vdt_page_body_text(arena, update->body) };
        if (!page->updates[i].text.data) return false;
    }
    page->update_count = facts->update_count;
    *bodies = (struct vdt_view){ all, used };
    return true;
}

/* The same for entries that stand on the page. */
static bool take_entries(struct vdt_arena *arena, const struct vdt_page_text *text, struct vdt_page *page) {
    page->updates = vdt_arena_array(arena, text->entry_count, sizeof *page->updates);
    if (!page->updates) return false;
    for (size_t i = 0; i < text->entry_count; i++)
        page->updates[i] = (struct vdt_page_update){ .title = text->entries[i].title, .published = text->entries[i].published,
                                                     .text = text->entries[i].text };
    page->update_count = text->entry_count;
    return true;
}

enum vdt_status vdt_html_read(struct vdt_arena *arena, struct vdt_view source, struct vdt_view url, bool split,
                              struct vdt_page *out, struct vdt_error *error) {
    struct vdt_page page = { 0 };
    struct vdt_page_tree tree;
    struct vdt_page_facts facts = { .arena = arena };
    enum vdt_status status = vdt_page_tree_read(arena, source, &tree, &facts, error);
    if (status != VDT_OK) return status;
    if (facts.failed) return vdt_fail_memory(error, "reading a page");

    if (is_web_address(facts.canonical))
        page.url = facts.canonical;
    else if (is_web_address(facts.og_url))
        page.url = facts.og_url;
    page.language = facts.language;
    page.publisher = facts.publisher;
    struct vdt_view shared = first_of(facts.og_title, without_site_name(tree.title, page.publisher));
    const struct vdt_page_thing *article = vdt_page_facts_article(&facts, first_of(page.url, url), shared);
    struct vdt_page_clues clues = { .title = shared };
    if (article) {
        page.publisher = first_of(page.publisher, article->publisher);
        page.author = vdt_page_authors_clean(arena, article->authors, page.publisher);
        clues.body = article->body;
    }
    if (!page.author.size) page.author = vdt_page_authors_clean(arena, facts.author, page.publisher);
    clues.authors = page.author;
    if (split && !take_updates(arena, &facts, &page, &clues.updates)) return vdt_fail_memory(error, "reading a page");

    bool said_live = article && vdt_view_is(article->type, "LiveBlogPosting");
    clues.live = split && !page.update_count && (said_live || vdt_page_live_title(shared));

    struct vdt_page_text text;
    status = vdt_page_text_choose(arena, &tree, &clues, &text, error);
    if (status != VDT_OK) return status;
    page.text = text.text;
    if (text.entry_count && !take_entries(arena, &text, &page)) return vdt_fail_memory(error, "reading a page");
    if (clues.body.size >= 2 * text.text.size + BODY_BYTES) { /* a page that a program fills in later */
        page.text = vdt_page_body_text(arena, clues.body);
        if (!page.text.data) return vdt_fail_memory(error, "reading a page");
    }
    if (!vdt_page_captions_read(arena, &tree, text.pictures, text.picture_count, &page.captions))
        return vdt_fail_memory(error, "reading a page");
    page.stub = vdt_page_stub(&tree, page.text, facts.paid || (article && article->paid));
    page.title = choose_title(text.headline, facts.og_title, tree.title, page.publisher);
    if (!page.author.size) page.author = vdt_page_authors_marked(arena, &facts, &text, page.publisher);
    if (!page.author.size) page.author = vdt_page_authors_shown(arena, &tree, &text);
    if (!page.author.data) return vdt_fail_memory(error, "reading a page");
    status = vdt_page_dates(arena, &(struct vdt_page_witness){ &tree, &facts, article, &text, first_of(url, page.url) },
                            &page, error);
    if (status == VDT_OK) *out = page;
    return status;
}

/* --- recognising --- */

bool vdt_html_looks(struct vdt_view bytes) {
    struct vdt_view head = vdt_view_trim(vdt_view_slice(bytes, 0, 1024));
    static const char *const sure[] = { "<!doctype html", "<html", "<head>", "<body" };
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (vdt_view_holds_fold(head, sure[i])) return true;
    bool begins_with_tag =
        head.size > 2 && head.data[0] == '<' && (head.data[1] == '!' || vdt_lower(head.data[1]) >= 'a');
    static const char *const first[] = { "<script", "<style", "<meta", "<link", "<title", "<article", "<section", "<main", "<header", "<table" };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (begins_with_tag && vdt_view_holds_fold(vdt_view_slice(head, 0, strlen(first[i])), first[i])) return true;
    bool closes = vdt_view_holds_fold(head, "</p>") || vdt_view_holds_fold(head, "</h1>") || vdt_view_holds_fold(head, "</div>") ||
                  vdt_view_holds_fold(head, "</a>");
    bool opens = vdt_view_holds_fold(head, "<p>") || vdt_view_holds_fold(head, "<div") || vdt_view_holds_fold(head, "<h1") ||
                 vdt_view_holds_fold(head, "<article") || vdt_view_holds_fold(head, "<p ") || vdt_view_holds_fold(head, "<main") ||
                 vdt_view_holds_fold(head, "<br");
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
