/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scraped page is a column of lines, of which some are the report:
 *
 *   Example Post politics            <- section
 *   Talks resume in Vienna           <- headline: stays
 *   By Jane Doe                      <- byline
 *   Jane Doe | Agency                <- credit
 *   Envoys of five countries met ... <- the report
 *   Read more about our coverage:    <- read-more, with the links listed under it
 *   Source linkTalks resume in ...   <- two links that a scraper glued together
 *
 * Each line is tried against tables of how such lines begin, what they contain and how they are built. Guards come
 * first: a line that continues the sentence of the line above, or is continued below (hard-wrapped text), is news, and
 * so is what is longer than such lines are.
 *
 * Known weaknesses: a page whose scraper joined everything into one line is not taken apart; teaser headlines without
 * any mark look like subheadings and stay.
 */
#include "read/furniture.h"

#include "base/hash.h"

enum { LONGEST_HEADLINE = 40, LONGEST_LIST = 12 };

/* --- words of a line --- */

struct word {
    struct vdt_view text;
    uint64_t hash;   /* of its small letters and digits */
};

struct line {
    struct vdt_view text;      /* trimmed, bullets taken off */
    uint32_t begin, end;       /* trimmed, in the whole text */
    struct word words[LONGEST_HEADLINE];
    size_t word_count;         /* all, also those that are not kept in words[] */
    bool ends_sentence;        /* . ! ? behind it, quotes and brackets aside */
    bool starts_lower;
    bool bullet;
};

static bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (vdt_lower(c) >= 'a' && vdt_lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* Dashes, quotes, bullets, the ellipsis, no-break space: bytes of General Punctuation and Latin-1 signs. */
static size_t sign_size(struct vdt_view text, size_t at) {
    const unsigned char *s = (const unsigned char *)text.data + at;
    if (text.size - at >= 3 && s[0] == 0xE2 && (s[1] == 0x80 || s[1] == 0x96 || s[1] == 0x97)) return 3;
    if (text.size - at >= 2 && s[0] == 0xC2 && s[1] < 0xC0) return 2;
    return 0;
}

static bool next_word(struct vdt_view text, size_t *at, struct vdt_view *out) {
    while (*at < text.size) {
        size_t sign = sign_size(text, *at);
        if (!sign && is_word_byte(text.data[*at])) break;
        *at += sign ? sign : 1;
    }
    size_t begin = *at;
    while (*at < text.size && is_word_byte(text.data[*at]) && !sign_size(text, *at)) ++*at;
    *out = vdt_view_slice(text, begin, *at);
    return out->size > 0;
}

static uint64_t hash_word(struct vdt_view word) {
    char small[64];
    size_t size = word.size < sizeof small ? word.size : sizeof small;
    for (size_t i = 0; i < size; i++) small[i] = vdt_lower(word.data[i]);
    return vdt_hash((struct vdt_view){ small, size });
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool ends_sentence(struct vdt_view text) {
    static const struct vdt_view closers[] = {
        { "\xE2\x80\x9D", 3 }, { "\xE2\x80\x99", 3 }, { "\"", 1 }, { "'", 1 }, { ")", 1 }
    };
    for (size_t i = 0; i < 5; i++)
        while (vdt_view_ends(text, closers[i])) text.size -= closers[i].size;
    return text.size && strchr(".!?", text.data[text.size - 1]) != NULL;
}

/* "- ", "* ", "• ", ">> " before a line. */
static size_t bullet_size(struct vdt_view text) {
    static const struct vdt_view bullets[] = { { "\xE2\x80\xA2", 3 },
                                               { "\xC2\xB7", 2 },
                                               { "\xE2\x96\xAA", 3 },
                                               { "\xE2\x96\xBA", 3 },
                                               { "\xC2\xBB", 2 },
                                               { "*", 1 },
                                               { "-", 1 },
                                               { ">>", 2 },
                                               { ">", 1 } };
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        if (!vdt_view_starts(text, bullets[i])) continue;
        size_t at = bullets[i].size;
        if (at < text.size && !vdt_is_space(text.data[at]) && bullets[i].size == 1) return 0;
        while (at < text.size && vdt_is_space(text.data[at])) at++;
        return at;
    }
    return 0;
}

static void read_line(struct vdt_view text, size_t begin, size_t end, struct line *out) {
    while (begin < end && vdt_is_space(text.data[begin])) begin++;
    while (end > begin && vdt_is_space(text.data[end - 1])) end--;
    out->begin = (uint32_t)begin;
    out->end = (uint32_t)end;
    struct vdt_view line = vdt_view_slice(text, begin, end);
    size_t bullet = bullet_size(line);
    out->bullet = bullet > 0;
    line = vdt_view_slice(line, bullet, line.size);
    out->text = line;
    out->word_count = 0;
    struct vdt_view word;
    for (size_t at = 0; next_word(line, &at, &word); out->word_count++)
        if (out->word_count < LONGEST_HEADLINE) out->words[out->word_count] = (struct word){ word, hash_word(word) };
    out->ends_sentence = ends_sentence(line);
    out->starts_lower = line.size && line.data[0] >= 'a' && line.data[0] <= 'z';
}

/* --- matching --- */

/* Does `text` begin with `what`, letters of either case, at the border of a word? */
static bool starts(struct vdt_view text, const char *what) {
    if (!text.size || vdt_lower(text.data[0]) != vdt_lower(what[0])) return false; /* nearly always; saves the length */
    struct vdt_view prefix = vdt_view_of(what);
    if (text.size < prefix.size || !vdt_view_equal_fold(vdt_view_slice(text, 0, prefix.size), prefix)) return false;
    if (text.size == prefix.size || !is_word_byte(what[prefix.size - 1])) return true;
    return !is_word_byte(text.data[prefix.size]) || sign_size(text, prefix.size);
}

static bool contains(struct vdt_view text, const char *what) {
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= text.size; i++) {
        bool border = i == 0 || !is_word_byte(text.data[i - 1]) || !is_word_byte(what[0]);
        if (border && starts(vdt_view_slice(text, i, text.size), what)) return true;
    }
    return false;
}

static bool contains_any(struct vdt_view text, const char *const *what) {
    for (; *what; what++)
        if (contains(text, *what)) return true;
    return false;
}

static bool word_is(const struct line *line, size_t i, const char *what) {
    return i < line->word_count && i < LONGEST_HEADLINE && vdt_view_is_fold(line->words[i].text, what);
}

static bool word_in(struct vdt_view word, const char *const *list) {
    for (; *list; list++)
        if (vdt_view_is_fold(word, *list)) return true;
    return false;
}

/* The line without what surrounds it: brackets, colons, dots, dashes. */
static struct vdt_view core(struct vdt_view text) {
    while (text.size && !is_word_byte(text.data[0])) text.data++, text.size--;
    while (text.size &&
           (!is_word_byte(text.data[text.size - 1]) || (text.size >= 3 && sign_size(text, text.size - 3) == 3)))
        text.size -= is_word_byte(text.data[text.size - 1]) ? 3 : 1;
    return text;
}

/* Capital letters begin every word but a few small ones: a name, a title. */
static bool all_names(struct vdt_view text) {
    static const char *const small[] = { "and", "of",  "for", "the", "in",  "de", "la",   "van", "von",
                                         "der", "bin", "al",  "el",  "via", "by", "with", "at",  NULL };
    struct vdt_view word;
    size_t names = 0;
    for (size_t at = 0; next_word(text, &at, &word);) {
        bool capital = is_upper(word.data[0]) || (unsigned char)word.data[0] >= 0x80;
        if (!capital && !word_in(word, small)) return false;
        names += capital;
    }
    return names > 0;
}

static const char *const months_and_days[] = {
    "january",  "february", "march", "april", "may",    "june",    "july",      "august",   "september", "october",
    "november", "december", "jan",   "feb",   "mar",    "apr",     "jun",       "jul",      "aug",       "sep",
    "sept",     "oct",      "nov",   "dec",   "monday", "tuesday", "wednesday", "thursday", "friday",    "saturday",
    "sunday",   "mon",      "tue",   "wed",   "thu",    "fri",     "sat",       "sun",      NULL
};

static const char *const agencies[] = {
    "ap",        "afp",      "reuters",   "getty",        "epa",      "efe",      "dpa",      "tass",  "xinhua",
    "anadolu",   "upi",      "bloomberg", "shutterstock", "nurphoto", "sputnik",  "zuma",     "alamy", "handout",
    "pool",      "images",   "photo",     "photos",       "press",    "istock",   "unsplash", "ansa",  "ria",
    "ukrinform", "interfax", "yonhap",    "kyodo",        "jiji",     "pti",      "ani",      "belga", "apa",
    "keystone",  "maxar",    "planet",    "agency",       "pa",       "ap photo", NULL
};

/* --- the rules: each looks at one line --- */

static bool is_exact_phrase(const struct line *line, enum vdt_furniture_kind *kind) {
    static const struct { const char *phrase; enum vdt_furniture_kind kind;
    } phrases[] = {
#define N(text) { text, VDT_FURNITURE_NAVIGATION },
        N("back to top") N("back to top button") N("back to home") N("skip to content") N("skip to main content")
            N("menu") N("home") N("home page") N("search") N("close") N("next") N("previous") N("next article") N(
                "previous article") N("next post") N("previous post") N("more stories") N("most read") N("most popular")
                N("trending") N("trending now") N("latest") N("comments") N("leave a comment") N("leave a reply") N(
                    "view comments") N("show comments") N("post a comment") N("add a comment") N("log in") N("login")
                    N("sign in") N("register") N("my account") N("loading") N("show more") N("load more") N("view all")
                        N("see all") N("contact us") N("about us") N("privacy policy") N("terms of use")
                            N("terms of service") N("go to top") N("scroll to top") N("jump to navigation")
                                N("main navigation") N("table of contents") N("download") N("listen") N("watch")
                                    N("play") N("pause") N("image") N("video") N("gallery") N("breaking news")
                                        N("top stories") N("latest news") N("editors' picks") N("editor's picks")
#undef N
#define S(text) { text, VDT_FURNITURE_SHARE },
                                            S("share") S("tweet") S("facebook") S("twitter") S("whatsapp") S("telegram")
                                                S("linkedin") S("email") S("e-mail") S("print") S("copy link")
                                                    S("copy url") S("share this") S("share article") S("share story")
                                                        S("reddit") S("pinterest") S("messenger") S("viber")
                                                            S("link copied") S("save") S("bookmark") S("follow us")
                                                                S("print this") S("email this")
#undef S
                                                                    { "advertisement", VDT_FURNITURE_ADVERTISEMENT },
        { "advertisements", VDT_FURNITURE_ADVERTISEMENT },
        { "ad", VDT_FURNITURE_ADVERTISEMENT },
        { "sponsored", VDT_FURNITURE_ADVERTISEMENT },
        { "sponsored content", VDT_FURNITURE_ADVERTISEMENT },
        { "promoted", VDT_FURNITURE_ADVERTISEMENT },
        { "advertisement - scroll to continue", VDT_FURNITURE_ADVERTISEMENT },
        { "story continues below advertisement", VDT_FURNITURE_ADVERTISEMENT },
        { "article continues below", VDT_FURNITURE_ADVERTISEMENT },
        { "article continues after advertisement", VDT_FURNITURE_ADVERTISEMENT },
        { "source link", VDT_FURNITURE_SOURCE_LINK },
        { "original source", VDT_FURNITURE_SOURCE_LINK },
        { "via source", VDT_FURNITURE_SOURCE_LINK },
        { "source", VDT_FURNITURE_SOURCE_LINK },
        { "read more", VDT_FURNITURE_READ_MORE },
        { "read full story", VDT_FURNITURE_READ_MORE },
        { "read the full story", VDT_FURNITURE_READ_MORE },
        { "more", VDT_FURNITURE_READ_MORE },
        { "related", VDT_FURNITURE_READ_MORE },
        { "continue reading", VDT_FURNITURE_READ_MORE },
        { "recommended", VDT_FURNITURE_READ_MORE },
        { "learn more", VDT_FURNITURE_READ_MORE },
        { "subscribe", VDT_FURNITURE_NEWSLETTER },
        { "sign up", VDT_FURNITURE_NEWSLETTER },
        { "subscribe now", VDT_FURNITURE_NEWSLETTER },
        { "newsletter", VDT_FURNITURE_NEWSLETTER },
        { "accept", VDT_FURNITURE_COOKIE },
        { "accept all", VDT_FURNITURE_COOKIE },
        { "accept cookies", VDT_FURNITURE_COOKIE },
        { "accept all cookies", VDT_FURNITURE_COOKIE },
        { "reject all", VDT_FURNITURE_COOKIE },
        { "manage preferences", VDT_FURNITURE_COOKIE },
        { "cookie settings", VDT_FURNITURE_COOKIE },
        { "i agree", VDT_FURNITURE_COOKIE },
    };
    struct vdt_view text = core(line->text);
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (text.size && vdt_lower(text.data[0]) == phrases[i].phrase[0] && vdt_view_is_fold(text, phrases[i].phrase)) {
            *kind = phrases[i].kind;
            return true;
        }
    return false;
}

/* Lines that are told by how they begin; `most` is the number of words that such a line has at most. */
static bool is_opening(const struct line *line, enum vdt_furniture_kind *kind) {
    static const struct { const char *text; size_t most; enum vdt_furniture_kind kind;
    } openings[] = {
#define R(text) { text, 25, VDT_FURNITURE_READ_MORE },
        R("read more") R("read also") R("read next") R("also read") R("read:") R("related:") R("related stories")
            R("related articles") R("related news") R("related coverage") R("related topics") R("related links") R(
                "related content") R("related posts") R("related reading") R("see also") R("see more") R("more on this")
                R("more on:") R("more from") R("more about:") R("more:") R("more coverage") R("recommended for you")
                    R("recommended stories") R("recommended reading") R("you may also like") R("you might also like")
                        R("you may also be interested") R("continue reading") R("click here") R("click to")
                            R("tap here") R("watch:") R("watch live") R("watch now") R("watch the video") R("listen:")
                                R("video:") R("photos:") R("in pictures:") R("don't miss") R("further reading")
                                    R("for more on") R("for more information") R("for more news") R("find out more")
                                        R("learn more about") R("must read") R("live updates:") R("follow live")
                                            R("follow the latest") R("follow our live") R("explore more") R("up next")
                                                R("what to read next")
#undef R
                                                    { "source link", 30, VDT_FURNITURE_SOURCE_LINK },
        { "source:", 14, VDT_FURNITURE_SOURCE_LINK },
        { "original article", 14, VDT_FURNITURE_SOURCE_LINK },
#define S(text) { text, 20, VDT_FURNITURE_SHARE },
        S("share this") S("share on") S("share via") S("share with") S("share to") S("tweet this") S("email this") S(
            "print this") S("follow us on") S("follow us at") S("like us on") S("find us on") S("join us on")
            S("join our telegram") S("join our whatsapp") S("join our channel") S("click to share") S(
                "join the conversation") S("have your say")
#undef S
#define W(text) { text, 40, VDT_FURNITURE_NEWSLETTER },
                W("sign up for") W("sign up to") W("sign up here") W("sign up now") W("subscribe to") W(
                    "subscribe for") W("subscribe here") W("enter your email") W("get our newsletter")
                    W("get the latest news") W("get breaking news") W("get our daily") W("stay up to date with our") W(
                        "download our app") W("download the app") W("support our journalism") W("support independent")
                        W("become a member") W("become a subscriber") W("already a subscriber") W("to continue reading")
                            W("this article is for subscribers") W("this content is for subscribers") W(
                                "register for free")
#undef W
#define B(text) { text, 60, VDT_FURNITURE_BYLINE },
                                B("reporting by") B("additional reporting by") B(
                                    "additional reporting") B("writing by") B("editing by") B("edited by")
                                    B("compiled by") B("written by") B("translated by") B("translation by") B(
                                        "graphics by") B("with reporting by") B("with additional reporting")
                                        B("with files from")
#undef B
#define P(text) { text, 30, VDT_FURNITURE_CREDIT },
                                            P("photo:")
                                                P("photo by") P("photos by") P("photo credit") P("photo courtesy") P(
                                                    "photo/") P("photograph:")
                                                    P("photograph by") P("photographs by") P(
                                                        "photographer:") P("image:") P("image credit") P("image source")
                                                        P("image by") P("image courtesy") P("images:")
                                                            P("picture:") P("picture by") P("picture credit")
                                                                P("credit:") P("credits:") P("ap photo")
                                                                    P("afp photo") P("file photo") P("file image")
                                                                        P("file picture") P("illustration:")
                                                                            P("illustration by") P("video by")
                                                                                P("screenshot:") P("screengrab") P(
                                                                                    "photo illustration")
                                                                                    P("featured image") P("cover photo")
                                                                                        P("cover image")
#undef P
                                                                                            { "image caption", 40,
                                                                                              VDT_FURNITURE_CAPTION },
        { "caption:", 40, VDT_FURNITURE_CAPTION },
        { "media caption", 40, VDT_FURNITURE_CAPTION },
#define T(text) { text, 16, VDT_FURNITURE_TIMESTAMP },
        T("published:") T("published on") T("published at") T("updated:") T("updated on") T("updated at")
            T("last updated") T("last modified") T("posted:") T("posted on") T("posted at") T("posted in")
                T("first published") T("date:") T("time:")
#undef T
#define N(text) { text, 40, VDT_FURNITURE_NAVIGATION },
                    N("tags:") N("topics:") N("topics in this article") N("filed under") N("keywords:") N("categories:")
                        N("category:") N("in this article:") N("contact the author") N("contact us at") N("email us at")
                            N("have a tip") N("got a tip") N("send us a tip") N("send tips to") N("send your tips")
                                N("this page was last") N("please enable javascript") N("javascript is")
                                    N("your browser does not support") N("you need to enable javascript")
                                        N("disclaimer:")
#undef N
                                            { "copyright", 60, VDT_FURNITURE_COPYRIGHT },
        { "(c)", 60, VDT_FURNITURE_COPYRIGHT },
        { "\xC2\xA9", 60, VDT_FURNITURE_COPYRIGHT },
        { "this story was originally", 40, VDT_FURNITURE_COPYRIGHT },
        { "this article was originally", 40, VDT_FURNITURE_COPYRIGHT },
        { "this story originally", 40, VDT_FURNITURE_COPYRIGHT },
        { "this article originally", 40, VDT_FURNITURE_COPYRIGHT },
        { "this story first appeared", 40, VDT_FURNITURE_COPYRIGHT },
        { "this article first appeared", 40, VDT_FURNITURE_COPYRIGHT },
        { "this story was first published", 40, VDT_FURNITURE_COPYRIGHT },
        { "this article was first published", 40, VDT_FURNITURE_COPYRIGHT },
        { "originally published", 40, VDT_FURNITURE_COPYRIGHT },
        { "this post was originally", 40, VDT_FURNITURE_COPYRIGHT },
        { "the post", 30, VDT_FURNITURE_COPYRIGHT },
        { "this story has not been edited", 40, VDT_FURNITURE_COPYRIGHT },
        { "this material may not be", 40, VDT_FURNITURE_COPYRIGHT },
        { "this website uses cookies", 90, VDT_FURNITURE_COOKIE },
        { "this site uses cookies", 90, VDT_FURNITURE_COOKIE },
        { "we use cookies", 90, VDT_FURNITURE_COOKIE },
        { "we and our partners", 90, VDT_FURNITURE_COOKIE },
        { "by continuing to use this", 60, VDT_FURNITURE_COOKIE },
        { "by continuing to browse", 60, VDT_FURNITURE_COOKIE },
        { "by clicking", 60, VDT_FURNITURE_COOKIE },
        { "by using this site", 60, VDT_FURNITURE_COOKIE },
        { "by subscribing", 60, VDT_FURNITURE_NEWSLETTER },
        { "by signing up", 60, VDT_FURNITURE_NEWSLETTER },
    };
    struct vdt_view text = line->text;
    while (text.size && strchr("([-", text.data[0])) text = vdt_view_slice(text, 1, text.size);
    if (vdt_view_starts(line->text, VDT_LITERAL("(c)"))) text = line->text;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        if (line->word_count > openings[i].most || !starts(text, openings[i].text)) continue;
        /* "Copyright law was ...", "The post remained empty", "Published on Friday, the report says ...": sentences */
        if (openings[i].kind == VDT_FURNITURE_COPYRIGHT && starts(text, "copyright")) {
            struct vdt_view rest = vdt_view_trim(vdt_view_slice(text, 9, text.size));
            bool sign =
                rest.size && ((rest.data[0] >= '0' && rest.data[0] <= '9') || (unsigned char)rest.data[0] == 0xC2 ||
                              rest.data[0] == '(' || is_upper(rest.data[0]));
            if (!sign || (line->ends_sentence && !contains(text, "rights reserved") && line->word_count > 8)) continue;
        }
        if (starts(text, "the post") && !contains(text, "appeared first on") && !contains(text, "first appeared on"))
            continue;
        if (starts(text, "by clicking") && !contains(text, "you agree") && !contains(text, "you consent")) continue;
        if (openings[i].kind == VDT_FURNITURE_TIMESTAMP && line->ends_sentence && line->word_count > 8) continue;
        bool sentence = line->ends_sentence && line->word_count > 12;
        if (sentence &&
            (openings[i].kind == VDT_FURNITURE_CREDIT || starts(text, "see more") || starts(text, "more from")))
            continue;
        *kind = openings[i].kind;
        return true;
    }
    return false;
}

/* Lines that are told by what stands in them. */
static bool is_notice(const struct line *line, enum vdt_furniture_kind *kind) {
    static const char *const cookie_partners[] = { "we use",          "uses",           "accept",
                                                   "your experience", "privacy policy", "consent",
                                                   "settings",        "preferences",    NULL };
    struct vdt_view text = line->text;
    if (line->word_count <= 30 && contains(text, "all rights reserved")) return *kind = VDT_FURNITURE_COPYRIGHT, true;
    if (line->word_count <= 40 &&
        (contains(text, "contributed to this report") || contains(text, "contributed to this story") ||
         contains(text, "contributed to this article") || contains(text, "contributed reporting")))
        return *kind = VDT_FURNITURE_BYLINE, true;
    if (line->word_count <= 80 && (contains(text, "cookies") || contains(text, "cookie")) &&
        contains_any(text, cookie_partners))
        return *kind = VDT_FURNITURE_COOKIE, true;
    if (line->word_count <= 30 && contains(text, "newsletter") &&
        (contains(text, "our") || contains(text, "your inbox")))
        return *kind = VDT_FURNITURE_NEWSLETTER, true;
    if (line->word_count <= 30 && contains(text, "your inbox")) return *kind = VDT_FURNITURE_NEWSLETTER, true;
    if (line->word_count <= 16 && word_is(line, 0, "follow")) {
        static const char *const networks[] = { "on twitter",  "on facebook", "on instagram",
                                                "on telegram", "on youtube",  "on google news",
                                                "on linkedin", "on x",        "on whatsapp",
                                                NULL };
        if (contains_any(text, networks)) return *kind = VDT_FURNITURE_SHARE, true;
    }
    return false;
}

/* "Jane Doe | Agency", "Jane Doe/Reuters", "Jane Doe via Getty Images", "AP Photo/Jane Doe". */
static bool is_credit(const struct line *line) {
    struct vdt_view text = core(line->text);
    if (line->word_count > 12 || line->word_count < 2 || (line->ends_sentence && !contains(text, "getty images")))
        return false;
    if (!all_names(text)) return false;
    if (contains(text, "getty images") || contains(text, "ap photo") || contains(text, "afp via")) return true;
    size_t at = text.size;
    while (at > 0 && text.data[at - 1] != '|' && text.data[at - 1] != '/') at--;
    if (at > 0 && text.data[at - 1] == '|') {
        /* "Jane Doe | Agency": two names; more bars are a menu */
        return at > 1 && at < text.size && !memchr(text.data, '|', at - 1) && line->word_count >= 3;
    }
    struct vdt_view last = at ? vdt_view_trim(vdt_view_slice(text, at, text.size)) : (struct vdt_view){ NULL, 0 }, word;
    bool agency = false;
    for (size_t i = 0; next_word(last, &i, &word);) agency |= word_in(word, agencies);
    for (size_t i = 0; at && i + 1 < line->word_count; i++) agency |= i == 0 && word_in(line->words[0].text, agencies);
    return agency;
}

/* "By Jane Doe and John Roe, Example News"; "By Friday" begins a sentence. */
static bool is_byline(const struct line *line) {
    if (!word_is(line, 0, "by") || line->word_count < 2 || line->word_count > 14) return false;
    if (line->ends_sentence && line->word_count > 4) return false;
    if (word_in(line->words[1].text, months_and_days)) return false;
    return is_upper(line->text.data[0]) && line->text.size > 3 &&
           all_names(vdt_view_slice(line->text, 3, line->text.size));
}

/* Nothing but a date and a time; "3 min read", "12 comments". */
static bool is_timestamp(const struct line *line) {
    static const char *const parts[] = { "am",      "pm",    "a",      "p",     "m",       "gmt",       "utc",
                                         "est",     "edt",   "et",     "pst",   "pdt",     "bst",       "cet",
                                         "ist",     "msk",   "at",     "on",    "updated", "published", "st",
                                         "nd",      "rd",    "th",     "min",   "mins",    "minute",    "minutes",
                                         "read",    "hours", "hour",   "hrs",   "days",    "ago",       "comments",
                                         "comment", "views", "shares", "share", "likes",   "of",        NULL };
    if (line->word_count > 14 || !line->word_count) return false;
    bool digits = false, shape = false;
    for (size_t i = 0; i < line->word_count; i++) {
        struct vdt_view word = line->words[i].text;
        size_t numerals = 0;
        while (numerals < word.size && word.data[numerals] >= '0' && word.data[numerals] <= '9') numerals++;
        struct vdt_view rest = vdt_view_slice(word, numerals, word.size);
        digits |= numerals > 0;
        bool date = rest.size && word_in(rest, months_and_days), part = rest.size && word_in(rest, parts);
        if (rest.size && !date && !part && !vdt_view_is(rest, "T") && !vdt_view_is(rest, "Z") &&
            !vdt_view_is(rest, "k"))
            return false;
        shape |= date || part || numerals == 4;
    }
    return digits && shape;
}

/* "Example Post politics", "World": a section of the site, alone on its line. */
static bool is_section(const struct line *line) {
    static const char *const sections[] = {
        "politics",  "news",       "business", "sport",   "sports",        "opinion",   "world",      "economy",
        "economics", "technology", "tech",     "science", "entertainment", "culture",   "lifestyle",  "travel",
        "markets",   "analysis",   "weather",  "finance", "editorial",     "headlines", "commentary", "international",
        "national",  "features",   "video",    "videos",  "podcasts",      "podcast",   "exclusive",  NULL
    };
    static const char *const alone[] = { "europe",   "asia",      "africa",      "americas",      "us",
                                         "u.s",      "uk",        "middle east", "latin america", "asia pacific",
                                         "health",   "education", "crime",       "environment",   "climate",
                                         "energy",   "security",  "defence",     "defense",       "military",
                                         "conflict", "war",       "society",     "law",           "media",
                                         NULL };
    if (!line->word_count || line->word_count > 4 || line->ends_sentence || line->bullet) return false;
    struct vdt_view text = core(line->text);
    if (word_in(text, alone)) return true;
    if (!word_in(line->words[line->word_count - 1].text, sections)) return false;
    /* "Protests shake politics": small words before the last would be a phrase, names are a site */
    for (size_t i = 0; i + 1 < line->word_count; i++)
        if (!is_upper(line->words[i].text.data[0])) return false;
    return !memchr(line->text.data, ',', line->text.size);
}

/* "Home > World > Europe", "News | Sport | Weather", a bare address. */
static bool is_menu(const struct line *line) {
    struct vdt_view text = line->text;
    bool address = starts(text, "http://") || starts(text, "https://") || starts(text, "www.") ||
                   (memchr(text.data, '@', text.size) && line->word_count <= 5);
    if (address && !memchr(text.data, ' ', text.size)) return true;
    size_t bars = 0, words = 0, most = 0, at = 0;
    struct vdt_view rest = text;
    while (rest.size) {
        size_t i = 0;
        while (i < rest.size && !strchr("|>", rest.data[i]) &&
               !(rest.size - i >= 2 && memcmp(rest.data + i, "\xC2\xBB", 2) == 0))
            i++;
        struct vdt_view part = vdt_view_slice(rest, 0, i), word;
        for (at = words = 0; next_word(part, &at, &word);) words++;
        if (words > most) most = words;
        if (i == rest.size) break;
        bars++;
        rest = vdt_view_slice(rest, i + ((unsigned char)rest.data[i] == 0xC2 ? 2 : 1), rest.size);
    }
    return bars >= 2 && most <= 3 && !line->ends_sentence;
}

static bool judge(const struct line *line, enum vdt_furniture_kind *kind) {
    if (!line->word_count) return false;
    if (is_exact_phrase(line, kind) || is_opening(line, kind) || is_notice(line, kind)) return true;
    if (is_timestamp(line)) return *kind = VDT_FURNITURE_TIMESTAMP, true;
    if (is_credit(line)) return *kind = VDT_FURNITURE_CREDIT, true;
    if (is_byline(line)) return *kind = VDT_FURNITURE_BYLINE, true;
    if (is_menu(line)) return *kind = VDT_FURNITURE_NAVIGATION, true;
    if (is_section(line)) return *kind = VDT_FURNITURE_SECTION, true;
    return false;
}

/* --- headlines --- */

struct headline {
    uint64_t words[LONGEST_HEADLINE];
    size_t count;
};

static void read_headline(const struct line *line, size_t from, struct headline *out) {
    out->count = 0;
    if (line->word_count > LONGEST_HEADLINE) return;
    for (size_t i = from; i < line->word_count; i++) out->words[out->count++] = line->words[i].hash;
}

static bool equal_headlines(const struct headline *a, const struct headline *b) {
    return a->count == b->count && a->count && memcmp(a->words, b->words, a->count * sizeof *a->words) == 0;
}

/* Nearly the same words: three quarters of the longer one, or all of one that makes up half of the other. */
static bool near_headlines(const struct headline *a, const struct headline *b) {
    const struct headline *small = a->count < b->count ? a : b, *large = small == a ? b : a;
    if (small->count < 4) return equal_headlines(a, b);
    size_t shared = 0;
    bool used[LONGEST_HEADLINE] = { false };
    for (size_t i = 0; i < small->count; i++)
        for (size_t j = 0; j < large->count; j++)
            if (!used[j] && small->words[i] == large->words[j]) {
                used[j] = true;
                shared++;
                break;
            }
    return shared * 4 >= large->count * 3 || (shared == small->count && large->count <= small->count * 2);
}

/* A sentence that says what the headline says is the lead: only a line without a full stop, or word for word, repeats.
 */
static bool repeats(const struct line *line, size_t from, const struct headline *known) {
    struct headline own;
    read_headline(line, from, &own);
    if (!known->count || !own.count) return false;
    return equal_headlines(&own, known) || (!line->ends_sentence && near_headlines(&own, known));
}

/* --- the whole text --- */

struct finding {
    struct vdt_arena *arena;
    struct vdt_furniture *items;
    size_t count, capacity;
    struct headline title, first;
    uint64_t *seen;       /* hashes of whole lines, open addressing */
    size_t seen_mask;
    size_t list_left;     /* > 0: under "Read more ...:", so many links may follow */
    bool failed;
};

static void mark(struct finding *finding, uint32_t begin, uint32_t end, enum vdt_furniture_kind kind) {
    struct vdt_furniture *items =
        vdt_arena_grow(finding->arena, finding->items, finding->count, &finding->capacity, sizeof *items);
    if (!items) {
        finding->failed = true;
        return;
    }
    finding->items = items;
    items[finding->count++] = (struct vdt_furniture){ begin, end, kind };
}

static bool seen_before(struct finding *finding, const struct line *line) {
    if (line->word_count < 4 || line->word_count > LONGEST_HEADLINE) return false;
    uint64_t hash = line->word_count;
    for (size_t i = 0; i < line->word_count; i++)
        hash = (hash ^ line->words[i].hash) * UINT64_C(0x9E3779B97F4A7C15) + (hash >> 29);
    if (!hash) hash = 1;
    size_t at = hash & finding->seen_mask;
    while (finding->seen[at] && finding->seen[at] != hash) at = (at + 1) & finding->seen_mask;
    bool seen = finding->seen[at] != 0;
    finding->seen[at] = hash;
    return seen;
}

/* "A convoy near the border. (AP Photo/Jane Doe)": where the credit begins, or 0. */
static size_t trailing_credit(const struct line *line) {
    static const char *const marks[] = { "photo",   "photos", "photograph", "image",   "images", "getty",
                                         "picture", "via ap", "courtesy",   "handout", NULL };
    struct vdt_view text = line->text;
    if (text.size < 12 || !strchr(")]", text.data[text.size - 1])) return 0;
    size_t at = text.size - 1;
    char opening = text.data[text.size - 1] == ')' ? '(' : '[';
    while (at > 0 && text.size - at < 120 && text.data[at] != opening) at--;
    if (!at || text.data[at] != opening) return 0;
    struct vdt_view inner = vdt_view_slice(text, at + 1, text.size - 1);
    return contains_any(inner, marks) && (all_names(inner) || starts(inner, "photo") || starts(inner, "file")) ? at : 0;
}

/* Is all of it a credit, or a sign of copyright? */
static bool is_all_credit(struct vdt_view text) {
    struct line line;
    enum vdt_furniture_kind kind;
    read_line(text, 0, text.size, &line);
    if (is_opening(&line, &kind)) return kind == VDT_FURNITURE_CREDIT || kind == VDT_FURNITURE_COPYRIGHT;
    return is_credit(&line) || (line.word_count == 1 && word_in(line.words[0].text, agencies));
}

/* May a credit begin here: behind a sentence or a bar, at a bracket, at a word such as "Photo"? */
static bool may_begin_credit(struct vdt_view text, size_t at) {
    static const char *const words[] = { "photo", "photos", "photograph", "picture", "image", "credit", "credits" };
    struct vdt_view rest = vdt_view_slice(text, at, text.size);
    if (!vdt_is_space(text.data[at - 1]) || vdt_is_space(text.data[at])) return false;
    if (strchr("([", text.data[at])) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_upper(text.data[at]) && starts(rest, words[i])) return true;
    struct vdt_view before = vdt_view_trim(vdt_view_slice(text, 0, at));
    return vdt_view_ends(before, VDT_LITERAL("|")) || ends_sentence(before);
}

size_t vdt_credit_find(struct vdt_view caption) {
    enum { LONGEST_CREDIT = 160, TRIES = 24 };
    if (!caption.size || is_all_credit(caption)) return 0;
    size_t at = caption.size > LONGEST_CREDIT ? caption.size - LONGEST_CREDIT : 1;
    for (int tries = 0; at < caption.size && tries < TRIES; at++) {
        if (!may_begin_credit(caption, at)) continue;
        tries++;
        if (!is_all_credit(vdt_view_slice(caption, at, caption.size))) continue;
        struct vdt_view before = vdt_view_trim(vdt_view_slice(caption, 0, at));
        return vdt_view_ends(before, VDT_LITERAL("|")) ? before.size - 1 : at;
    }
    return caption.size;
}

/* The stretch of a glued link before the rest of the line ("Source linkTalks resume"), 0 for none. */
static size_t glued_link(struct vdt_view text) {
    static const char *const links[] = { "source link", "back to top button", "read more", "original source" };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        struct vdt_view link = vdt_view_of(links[i]);
        if (text.size > link.size && vdt_view_equal_fold(vdt_view_slice(text, 0, link.size), link)) return link.size;
    }
    return 0;
}

static void look_at(struct finding *finding, struct vdt_view text, const struct line *line, bool continues) {
    enum vdt_furniture_kind kind;
    bool seen = seen_before(finding, line);
    if (is_exact_phrase(line, &kind)) {
        if (!continues) mark(finding, line->begin, line->end, kind);
        return;
    }
    if (continues) {
        finding->list_left = 0;
        return;
    }
    size_t glued = glued_link(line->text);
    if (glued) {
        struct line rest;
        uint32_t begin = (uint32_t)(line->text.data - text.data) + (uint32_t)glued;
        read_line(text, begin, line->end, &rest);
        enum vdt_furniture_kind inner;
        bool headline = repeats(&rest, 0, &finding->title) || repeats(&rest, 0, &finding->first);
        bool no_sentence = !rest.ends_sentence && rest.word_count <= 30 && vdt_lower(line->text.data[0]) == 's';
        if (headline || no_sentence || judge(&rest, &inner)) {
            mark(finding, line->begin, line->end,
                 vdt_lower(line->text.data[0]) == 'r' ? VDT_FURNITURE_READ_MORE : VDT_FURNITURE_SOURCE_LINK);
            return;
        }
    }
    if (judge(line, &kind)) {
        mark(finding, line->begin, line->end, kind);
        /* "Read more about our coverage:" has its links below it */
        bool opens_list = kind == VDT_FURNITURE_READ_MORE && line->text.data[line->text.size - 1] == ':';
        finding->list_left = opens_list ? LONGEST_LIST : finding->list_left;
        return;
    }
    if (finding->list_left && !line->ends_sentence && line->word_count <= 20) {
        finding->list_left--;
        mark(finding, line->begin, line->end, VDT_FURNITURE_READ_MORE);
        return;
    }
    finding->list_left = 0;
    if (!finding->first.count) {
        read_headline(line, 0, &finding->first);
        if (!finding->first.count)
            finding->first = (struct headline){ .words = { 0 }, .count = 1 }; /* long: equals nothing */
    } else if (seen || repeats(line, 0, &finding->first) || repeats(line, 0, &finding->title)) {
        mark(finding, line->begin, line->end, VDT_FURNITURE_REPEATED);
        return;
    }
    size_t credit = trailing_credit(line);
    if (credit)
        mark(finding, (uint32_t)(line->text.data - text.data) + (uint32_t)credit, line->end, VDT_FURNITURE_CREDIT);
}

/* Is the sentence of this line carried on by the line right below, as in text with hard line ends? */
static bool carried_on(const struct line *above, const struct line *below) {
    /* who breaks lines by hand breaks them late: two short ones are two links */
    bool long_enough = above->text.size >= 30 || below->text.size >= 30;
    return above->word_count && below->word_count && long_enough && !above->ends_sentence && below->starts_lower &&
           !below->bullet;
}

enum vdt_status vdt_furniture_find(struct vdt_arena *arena, struct vdt_view text, struct vdt_view title,
                                   struct vdt_furniture **out, size_t *count, struct vdt_error *error) {
    struct finding finding = { .arena = arena };
    size_t lines = 1;
    for (size_t i = 0; i < text.size; i++) lines += text.data[i] == '\n';
    size_t slots = 16;
    while (slots < lines * 2) slots *= 2;
    finding.seen = vdt_arena_array(arena, slots, sizeof *finding.seen);
    finding.seen_mask = slots - 1;
    struct line *line = vdt_arena_array(arena, 3, sizeof *line); /* the one above, this one, the one below */
    if (!finding.seen || !line || text.size > UINT32_MAX) return vdt_fail_memory(error, "looking for furniture");
    read_line(title, 0, title.size, &line[0]);
    read_headline(&line[0], 0, &finding.title);

    struct line *above = &line[0], *here = &line[1], *below = &line[2];
    read_line(text, 0, 0, above);
    size_t at = 0;
    for (bool first = true, last = false; !last; first = false) {
        size_t end = at;
        while (end < text.size && text.data[end] != '\n') end++;
        if (first) {
            read_line(text, at, end, here);
            at = end < text.size ? end + 1 : end;
            for (end = at; end < text.size && text.data[end] != '\n';) end++;
        }
        last = at >= text.size;
        read_line(text, at, end, below);
        at = end < text.size ? end + 1 : end;
        if (here->word_count) {
            look_at(&finding, text, here, carried_on(above, here) || carried_on(here, below));
        } else if (!below->bullet) {
            finding.list_left = 0; /* an empty line ends a list of links, unless bullets carry it on */
        }
        struct line *free_line = above;
        above = here, here = below, below = free_line;
    }
    if (finding.failed) return vdt_fail_memory(error, "looking for furniture");
    *out = finding.items;
    *count = finding.count;
    return VDT_OK;
}

const char *vdt_furniture_name(enum vdt_furniture_kind kind) {
    static const char *const names[] = {
#define ITEM(name, label) label,
        VDT_FURNITURE_LIST(ITEM)
#undef ITEM
    };
    return names[kind];
}

/* --- datelines --- */

static size_t dash_size(struct vdt_view text, size_t at) {
    struct vdt_view rest = vdt_view_slice(text, at, text.size);
    if (vdt_view_starts(rest, (struct vdt_view){ "\xE2\x80\x94", 3 }) ||
        vdt_view_starts(rest, (struct vdt_view){ "\xE2\x80\x93", 3 }))
        return 3;
    if (vdt_view_starts(rest, VDT_LITERAL("--"))) return 2;
    return vdt_view_starts(rest, VDT_LITERAL("- ")) ? 1 : 0;
}

bool vdt_dateline_find(struct vdt_view text, size_t at, struct vdt_dateline *out) {
    struct vdt_view head = vdt_view_slice(text, 0, at + 120);
    size_t i = at, place_end = 0, agency_begin = 0, agency_end = 0, words = 0;
    bool shouting = true; /* the first word, the place, is in capitals */
    for (bool comma = false; i < head.size;) {
        size_t begin = i;
        while (i < head.size && !sign_size(head, i) && (is_word_byte(head.data[i]) || strchr(".'-", head.data[i]))) {
            if (head.data[i] == '-' && dash_size(head, i)) break;
            i++;
        }
        if (i == begin) break;
        bool capital = is_upper(head.data[begin]) || (unsigned char)head.data[begin] >= 0x80;
        bool digit = head.data[begin] >= '0' && head.data[begin] <= '9';
        if ((!capital && !(digit && comma) && !(digit && words)) || ++words > 8) return false;
        if (!comma)
            for (size_t k = begin; k < i; k++) shouting &= !(head.data[k] >= 'a' && head.data[k] <= 'z');
        if (!comma) place_end = i;
        if (i < head.size && head.data[i] == ',') comma = true, i++;
        while (i < head.size && head.data[i] == ' ') i++;
        if (i < head.size && (head.data[i] == '(' || dash_size(head, i))) break;
    }
    if (!place_end) return false;
    if (i < head.size && head.data[i] == '(') {
        agency_begin = ++i;
        while (i < head.size && head.data[i] != ')' && head.data[i] != '\n') i++;
        if (i >= head.size || head.data[i] != ')' || i - agency_begin > 40) return false;
        agency_end = i++;
        if (!all_names(vdt_view_slice(head, agency_begin, agency_end))) return false;
        while (i < head.size && head.data[i] == ' ') i++;
    }
    size_t dash = dash_size(head, i);
    if (!dash || (!agency_end && (!shouting || place_end - at < 3))) return false;
    *out = (struct vdt_dateline){ .begin = (uint32_t)at,
                                  .end = (uint32_t)(i + dash),
                                  .place_begin = (uint32_t)at,
                                  .place_end = (uint32_t)place_end,
                                  .agency_begin = (uint32_t)agency_begin,
                                  .agency_end = (uint32_t)agency_end };
    return true;
}
