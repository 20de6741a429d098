/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Told by fixed phrases of the trade, in a paragraph short enough to be only that. Behind a report much is a note that
 * within it would be news ("Copyright", an address), so the place counts.
 */
#include "read/page-note.h"

enum { LONGEST_NOTE = 600, LONGEST_LINE = 260, LONGEST_LABEL = 90, LONGEST_CAPTION = 400, CREDIT_BYTES = 90 };

static bool starts_any(struct vdt_view text, const char *const *phrases) {
    for (; *phrases; phrases++) {
        size_t size = strlen(*phrases);
        if (vdt_view_equal_fold(vdt_view_slice(text, 0, size), (struct vdt_view){ *phrases, size })) return true;
    }
    return false;
}

/* What shops and networks must say. */
static const char *const commerce[] = {
    "we may earn", "may earn a commission", "may earn an affiliate", "affiliate commission",
    "we may receive compensation", "independently selected by our", "prices are accurate", NULL
};

/* Invitations, wherever they stand, in a line of their own. */
static const char *const invitations[] = {
    "sign up for our", "sign up to our", "subscribe to our", "join our newsletter", "click here to sign up",
    "click here to subscribe", "download our app", "in your inbox", "follow us on", "article continues below",
    "continue reading below", "story continues below", "listen and subscribe", "delivered every ", "delivered weekly",
    "delivered daily", "delivered straight to", "needs your support", NULL
};

/* What stands over and between other things of a page, at the beginning of a few words. */
static const char *const labels[] = {
    "recommended by", "recommended for", "recommended reading", "you might be interested", "you might also",
    "you may also", "you may be interested", "more from", "most read", "most popular", "editors' picks",
    "editors\xE2\x80\x99 picks", "editor's picks", "editor\xE2\x80\x99s picks", "trending", "read next", "watch next",
    "up next", "related stories", "related articles", "related content", "related:", "see also:", "also read", "also:",
    "read also", "read more", "advertisement", "story continues", "article continues", "share this", "click here", "readmore", "see all", "buy tickets",
    "watch |", "listen |", "read |", "watch:", "watch now", NULL
};

/* Behind a caption. */
static const char *const credits[] = {
    "getty images", "image credit:", "photo credit:", "picture credit:", " credit: ", "photo: ", "image: ", "photo by ",
    "photograph by ", "(ap photo", "/afp", "/ap)", "/reuters", NULL
};

static const char *const notices[] = {
    "all rights reserved", "subject to copyright", "copyright \xC2\xA9", "\xC2\xA9 20", "reprinted by permission",
    "reprinted with permission", "privacy policy", "terms of use", "terms of service", "user agreement",
    "may be reached at", "can be reached at", "may be contacted at", "can be contacted at", "on twitter at",
    "on twitter @", "on instagram @", "on x, formerly", "do not necessarily reflect", "does not necessarily reflect",
    "contributed to this report", "contributed to this story", "contributed reporting", "contributed to this article",
    "wherever you get your podcasts", "wherever you listen to podcasts", "originally appeared", "originally published",
    "first appeared on", "first published in", "this article appeared in", "comments are closed", "edited for length",
    "newsletter", "doi.org/", "doi: 10.", "doi:10.", "journal information",
    "was produced by ", "was edited by ", "was fact-checked by", "fact checked by ", NULL
};

static const char *const openings[] = {
    "contact ", "email ", "e-mail ", "follow ", "reach ", "write to ", "sign up", "subscribe", "join ", "read more",
    "read the", "more information:", "copyright", "\xC2\xA9", "reporting by", "additional reporting", "contributing:",
    "contributed by", "editor's note", "editor\xE2\x80\x99s note", "correction:", "corrections", "clarification",
    "produced by", "source:", "sources:", "provided by", "have a tip", "got a tip", "to contact", "photo credit",
    "photos by", "image via", "related:", "listen to ", "watch the video", "support our", "this article has been",
    "this story has been", NULL
};

static const char *const before[] = {
    "editor's note", "editor\xE2\x80\x99s note", "warning: this",
    "listen to this article", "this article has been", "this story has been", NULL
};

static const char *const crafts[] = {
    "writer", "reporter", "editor", "journalist", "columnist", "correspondent", "contributor", "blogger", "analyst",
    "author", "fellow", "intern", "producer", "professor", NULL
};

/* "NAME is a freelance writer who ...": in the first part of the paragraph. */
static bool tells_craft(struct vdt_view text) {
    struct vdt_view head = vdt_view_slice(text, 0, 160);
    static const char *const copulas[] = { " is a ", " is an ", " is the ", " is our ", NULL };
    for (int i = 0; copulas[i]; i++) {
        size_t size = strlen(copulas[i]);
        const char *at = head.size ? memmem(head.data, head.size, copulas[i], size) : NULL;
        if (!at || at - head.data > 60) continue;
        return vdt_view_holds_any(vdt_view_slice(head, (size_t)(at - head.data), head.size), crafts);
    }
    return false;
}

/* Does the paragraph begin with one of the authors, and tell of them? */
static bool tells_author(struct vdt_view text, struct vdt_view authors) {
    static const char *const verbs[] = {
    " is ", " was ", " has ", " writes ", " covers ", " joined ", " works ", " worked ", " lives ", " can be ",
    " may be ", " studied ", NULL
};
    while (authors.size) {
        struct vdt_view name = vdt_view_trim(vdt_view_cut(&authors, ','));
        if (name.size < 5 || text.size <= name.size) continue;
        if (!vdt_view_equal_fold(vdt_view_slice(text, 0, name.size), name)) continue;
        struct vdt_view rest = vdt_view_slice(text, name.size, name.size + 40);
        if (vdt_view_holds_any(rest, verbs)) return true;
    }
    return false;
}

/* A credit behind the last sentence, which itself ends none. */
bool vdt_page_is_captioned(struct vdt_view text) {
    if (text.size > LONGEST_CAPTION) return false;
    if (text.size && strchr(".!?", text.data[text.size - 1])) return false;
    size_t from = text.size > CREDIT_BYTES ? text.size - CREDIT_BYTES : 0;
    return vdt_view_holds_any(vdt_view_slice(text, from, text.size), credits);
}

static bool has_address(struct vdt_view text) {
    for (size_t i = 1; i + 4 < text.size; i++)
        if (text.data[i] == '@' && !vdt_is_space(text.data[i - 1]) && !vdt_is_space(text.data[i + 1]) &&
            memchr(text.data + i, '.', text.size - i))
            return true;
    return false;
}

bool vdt_page_is_note(struct vdt_view text, struct vdt_view authors, enum vdt_note_place place) {
    bool line = text.size <= LONGEST_LINE;
    bool sentence = text.size && strchr(".!?\"", text.data[text.size - 1]);
    if (text.size <= LONGEST_LABEL && !sentence && starts_any(text, labels)) return true;
    if (vdt_page_is_captioned(text)) return true;
    if (line && vdt_view_holds_any(text, invitations)) return true;
    if (text.size <= LONGEST_NOTE && place != VDT_NOTE_WITHIN && vdt_view_holds_any(text, commerce)) return true;
    if (place == VDT_NOTE_BEFORE)
        return text.size <= LONGEST_NOTE && (starts_any(text, before) || tells_author(text, authors));
    if (place == VDT_NOTE_WITHIN) return false;
    if (tells_author(text, authors)) return true;
    if (text.size > LONGEST_NOTE) return false;
    return vdt_view_holds_any(text, notices) || starts_any(text, openings) || tells_craft(text) ||
           (line && has_address(text));
}
