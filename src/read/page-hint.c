/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Class names are cut into words ("site-footer__shareTools" is site, footer, share, tools) and each word looked up,
 * alone and with the one before it. The words are those of English web design at large; whatever they say is weak
 * evidence.
 */
#include "read/page-hint.h"

#include <stdlib.h>

struct named {
    const char *word;
    uint32_t hints;
};

/* Sorted, for bsearch. */
static const struct named single[] = {
    { "actions", VDT_HINT_FURNITURE },      { "ad", VDT_HINT_FURNITURE },
    { "ads", VDT_HINT_FURNITURE },          { "advert", VDT_HINT_FURNITURE },
    { "advertisement", VDT_HINT_FURNITURE },{ "advertising", VDT_HINT_FURNITURE },
    { "affiliate", VDT_HINT_NOTE },         { "alert", VDT_HINT_FURNITURE },
    { "articlebody", VDT_HINT_BODY },       { "author", VDT_HINT_BYLINE },
    { "authors", VDT_HINT_BYLINE },         { "banner", VDT_HINT_FURNITURE },
    { "bio", VDT_HINT_PERSON },             { "biography", VDT_HINT_PERSON },
    { "breadcrumb", VDT_HINT_FURNITURE },   { "breadcrumbs", VDT_HINT_FURNITURE },
    { "buttons", VDT_HINT_FURNITURE },      { "byline", VDT_HINT_BYLINE },
    { "bylines", VDT_HINT_BYLINE },         { "caption", VDT_HINT_CAPTION },
    { "captions", VDT_HINT_CAPTION },       { "carousel", VDT_HINT_GALLERY },
    { "citation", VDT_HINT_NOTE },          { "comment", VDT_HINT_COMMENTS },
    { "comments", VDT_HINT_COMMENTS },      { "complementary", VDT_HINT_FURNITURE },
    { "consent", VDT_HINT_FURNITURE },      { "contentinfo", VDT_HINT_FURNITURE },
    { "contributor", VDT_HINT_BYLINE },     { "contributors", VDT_HINT_BYLINE },
    { "cookie", VDT_HINT_FURNITURE },       { "cookies", VDT_HINT_FURNITURE },
    { "copyright", VDT_HINT_CAPTION | VDT_HINT_CREDIT },      { "correction", VDT_HINT_NOTE },
    { "corrections", VDT_HINT_NOTE },       { "credit", VDT_HINT_CAPTION | VDT_HINT_CREDIT },
    { "credits", VDT_HINT_CAPTION | VDT_HINT_CREDIT },        { "cta", VDT_HINT_FURNITURE },
    { "date", VDT_HINT_DATE },              { "dateline", VDT_HINT_DATE },
    { "datetime", VDT_HINT_DATE },          { "deck", VDT_HINT_LEAD },
    { "dek", VDT_HINT_LEAD },               { "description", VDT_HINT_LEAD },
    { "dialog", VDT_HINT_FURNITURE },       { "disclaimer", VDT_HINT_NOTE },
    { "disclosure", VDT_HINT_NOTE },        { "disqus", VDT_HINT_COMMENTS },
    { "donate", VDT_HINT_FURNITURE },       { "donation", VDT_HINT_FURNITURE },
    { "embed", VDT_HINT_EMBED },            { "excerpt", VDT_HINT_LEAD },
    { "eyebrow", VDT_HINT_LEAD },           { "feedback", VDT_HINT_FURNITURE },
    { "figcaption", VDT_HINT_CAPTION },     { "follow", VDT_HINT_FURNITURE },
    { "footer", VDT_HINT_FURNITURE },       { "footnote", VDT_HINT_NOTE },
    { "footnotes", VDT_HINT_NOTE },         { "gallery", VDT_HINT_GALLERY },
    { "gdpr", VDT_HINT_FURNITURE },         { "instagram", VDT_HINT_EMBED },
    { "keywords", VDT_HINT_FURNITURE },     { "kicker", VDT_HINT_LEAD },
    { "lightbox", VDT_HINT_FURNITURE },     { "login", VDT_HINT_FURNITURE },
    { "membership", VDT_HINT_FURNITURE },   { "menu", VDT_HINT_FURNITURE },
    { "meta", VDT_HINT_BYLINE },            { "metadata", VDT_HINT_BYLINE },
    { "modal", VDT_HINT_FURNITURE },        { "nav", VDT_HINT_FURNITURE },
    { "navbar", VDT_HINT_FURNITURE },       { "navigation", VDT_HINT_FURNITURE },
    { "newsletter", VDT_HINT_FURNITURE },   { "newsletters", VDT_HINT_FURNITURE },
    { "offscreen", VDT_HINT_SPOKEN },       { "outbrain", VDT_HINT_RELATED },
    { "pagination", VDT_HINT_FURNITURE },   { "paywall", VDT_HINT_PAYWALL },
    { "photogallery", VDT_HINT_GALLERY },   { "player", VDT_HINT_FURNITURE },
    { "poll", VDT_HINT_FURNITURE },         { "popular", VDT_HINT_RELATED },
    { "popup", VDT_HINT_FURNITURE },        { "posted", VDT_HINT_DATE },
    { "promo", VDT_HINT_FURNITURE },        { "promoted", VDT_HINT_FURNITURE },
    { "pubdate", VDT_HINT_DATE },           { "published", VDT_HINT_DATE },
    { "pullquote", VDT_HINT_RELATED },      { "reactions", VDT_HINT_FURNITURE },
    { "readmore", VDT_HINT_RELATED },       { "recirc", VDT_HINT_RELATED },
    { "recirculation", VDT_HINT_RELATED },  { "recommendations", VDT_HINT_RELATED },
    { "recommended", VDT_HINT_RELATED },    { "references", VDT_HINT_NOTE },
    { "related", VDT_HINT_RELATED },        { "screenreader", VDT_HINT_SPOKEN },
    { "share", VDT_HINT_FURNITURE },        { "sharedaddy", VDT_HINT_FURNITURE },
    { "sharing", VDT_HINT_FURNITURE },      { "sidebar", VDT_HINT_FURNITURE },
    { "signup", VDT_HINT_FURNITURE },       { "similar", VDT_HINT_RELATED },
    { "slideshow", VDT_HINT_GALLERY },      { "social", VDT_HINT_FURNITURE },
    { "sponsor", VDT_HINT_FURNITURE },      { "sponsored", VDT_HINT_FURNITURE },
    { "standfirst", VDT_HINT_LEAD },        { "strapline", VDT_HINT_LEAD },
    { "subheadline", VDT_HINT_LEAD },       { "subscribe", VDT_HINT_PAYWALL },
    { "subscription", VDT_HINT_PAYWALL },   { "subtitle", VDT_HINT_LEAD },
    { "summary", VDT_HINT_LEAD },           { "synopsis", VDT_HINT_LEAD },
    { "taboola", VDT_HINT_RELATED },        { "tagline", VDT_HINT_LEAD },
    { "tags", VDT_HINT_FURNITURE },         { "teaser", VDT_HINT_RELATED },
    { "teasers", VDT_HINT_RELATED },        { "tiktok", VDT_HINT_EMBED },
    { "timestamp", VDT_HINT_DATE },         { "toc", VDT_HINT_FURNITURE },
    { "toolbar", VDT_HINT_FURNITURE },      { "tools", VDT_HINT_FURNITURE },
    { "tooltip", VDT_HINT_FURNITURE },      { "topics", VDT_HINT_FURNITURE },
    { "trending", VDT_HINT_RELATED },       { "tweet", VDT_HINT_EMBED },
    { "upsell", VDT_HINT_FURNITURE },       { "visuallyhidden", VDT_HINT_SPOKEN },
};

/* The word before and the word. */
static const struct {
    const char *first, *second;
    uint32_t hints;
} doubles[] = {
    { "article", "body", VDT_HINT_BODY },      { "article", "content", VDT_HINT_BODY },
    { "article", "text", VDT_HINT_BODY },      { "body", "content", VDT_HINT_BODY },
    { "content", "body", VDT_HINT_BODY },      { "entry", "body", VDT_HINT_BODY },
    { "entry", "content", VDT_HINT_BODY },     { "post", "body", VDT_HINT_BODY },
    { "post", "content", VDT_HINT_BODY },      { "story", "body", VDT_HINT_BODY },
    { "story", "content", VDT_HINT_BODY },     { "sr", "only", VDT_HINT_SPOKEN },
    { "visually", "hidden", VDT_HINT_SPOKEN }, { "screen", "reader", VDT_HINT_SPOKEN },
    { "read", "more", VDT_HINT_RELATED },      { "read", "next", VDT_HINT_RELATED },
    { "up", "next", VDT_HINT_RELATED },        { "most", "read", VDT_HINT_RELATED },
    { "more", "news", VDT_HINT_RELATED },      { "more", "stories", VDT_HINT_RELATED },
    { "more", "from", VDT_HINT_RELATED },      { "also", "like", VDT_HINT_RELATED },
    { "sign", "up", VDT_HINT_FURNITURE },      { "just", "in", VDT_HINT_RELATED },
    { "more", "on", VDT_HINT_RELATED },        { "might", "like", VDT_HINT_RELATED },
    { "may", "like", VDT_HINT_RELATED },       { "pull", "quote", VDT_HINT_RELATED },
};

static int compare_named(const void *key, const void *item) {
    return strcmp(key, ((const struct named *)item)->word);
}

enum { LONGEST_WORD = 16, LONGEST_NAME = 512 };

static uint32_t hints_of_word(const char *word, const char *before) {
    const struct named *found =
        bsearch(word, single, sizeof single / sizeof *single, sizeof *single, compare_named);
    uint32_t hints = found ? found->hints : 0;
    if (*before)
        for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
            if (strcmp(word, doubles[i].second) == 0 && strcmp(before, doubles[i].first) == 0)
                hints |= doubles[i].hints;
    return hints;
}

/* Cut at what is no letter, and where a capital follows a small letter. */
static uint32_t hints_of_names(struct vdt_view names) {
    if (names.size > LONGEST_NAME) names.size = LONGEST_NAME;
    char word[LONGEST_WORD], before[LONGEST_WORD] = "";
    size_t used = 0;
    uint32_t hints = 0;
    for (size_t i = 0; i <= names.size; i++) {
        char c = i < names.size ? names.data[i] : ' ', small = vdt_lower(c);
        bool letter = small >= 'a' && small <= 'z';
        bool hump = letter && used && c <= 'Z' && names.data[i - 1] >= 'a';
        if ((!letter || hump) && used) {
            word[used < LONGEST_WORD ? used : 0] = '\0'; /* a longer word is none of ours */
            hints |= hints_of_word(word, before);
            memcpy(before, word, sizeof before);
            used = 0;
        }
        if (vdt_is_space(c)) before[0] = '\0';
        if (letter) {
            if (used < LONGEST_WORD) word[used] = small;
            used++;
        }
    }
    return hints;
}

static bool is_hiding_style(struct vdt_view style) {
    const char *display = style.size ? memmem(style.data, style.size, "display", 7) : NULL;
    if (!display) return false;
    struct vdt_view rest = { display + 7, style.size - (size_t)(display + 7 - style.data) };
    rest = vdt_view_trim(rest);
    if (!rest.size || rest.data[0] != ':') return false;
    return vdt_view_starts(vdt_view_trim(vdt_view_slice(rest, 1, rest.size)), VDT_LITERAL("none"));
}

uint32_t vdt_page_hints(const struct vdt_html_token *token) {
    uint32_t hints = 0;
    for (int i = 0; i < token->attribute_count; i++) {
        struct vdt_view name = token->attributes[i].name, value = token->attributes[i].value;
        if (vdt_view_equal_fold(name, VDT_LITERAL("class")) || vdt_view_equal_fold(name, VDT_LITERAL("id")) ||
            vdt_view_equal_fold(name, VDT_LITERAL("role")) || vdt_view_equal_fold(name, VDT_LITERAL("itemprop")))
            hints |= hints_of_names(value);
        else if (vdt_view_equal_fold(name, VDT_LITERAL("hidden")) ||
                 (vdt_view_equal_fold(name, VDT_LITERAL("style")) && is_hiding_style(value)))
            hints |= VDT_HINT_HIDDEN;
    }
    return hints;
}
