/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two signs together: the text is short, and the page says why, anywhere on it. A long text is a report whatever else
 * the page says, since most pages ask for cookies and money beside it.
 */
#include "read/page-stub.h"

enum { SHORT_BYTES = 1000, HARDLY_ANY_BYTES = 600, LONGEST_LINE = 400, LINES = 400 };

static const char *const walls[] = { "to continue reading",
                                     "to keep reading",
                                     "to read the full",
                                     "to read this article",
                                     "to read this story",
                                     "continue reading with a",
                                     "for subscribers only",
                                     "subscriber only",
                                     "subscriber-only",
                                     "subscribers only",
                                     "only available to subscribers",
                                     "exclusive to subscribers",
                                     "reserved for subscribers",
                                     "unlock this article",
                                     "you have reached your limit",
                                     "free articles",
                                     NULL };

static const char *const gates[] = { "are you a robot",       "not a robot",          "you are human",
                                     "checking your browser", "unusual traffic",      "enable javascript and cookies",
                                     "access denied",         "complete the captcha", NULL };

static const char *const agreements[] = { "accept", "agree", "consent", "reject all", "manage", NULL };

const char *vdt_page_stub(const struct vdt_page_tree *tree, struct vdt_view text, bool paid) {
    if (text.size > SHORT_BYTES) return NULL;
    bool hardly_any = text.size <= HARDLY_ANY_BYTES, wall = false, gate = false, cookies = false, agreement = false;
    size_t count = tree->block_count < LINES ? tree->block_count : LINES;
    for (size_t i = 0; i < count; i++) {
        struct vdt_view line = vdt_block_text(tree, i);
        if (line.size > LONGEST_LINE) continue;
        wall |= vdt_view_holds_any(line, walls);
        gate |= hardly_any && vdt_view_holds_any(line, gates);
        cookies |= hardly_any && vdt_view_holds_fold(line, "cookies");
        agreement |= hardly_any && vdt_view_holds_any(line, agreements);
    }
    if (gate) return "a gate for programs and no report";
    if (wall || (paid && hardly_any)) return "the page asks for a subscription: this may be only the beginning";
    /* most short reports have a question about cookies beside them: it is the page only where it is most of the page */
    if (cookies && agreement && tree->text.size <= 2 * HARDLY_ANY_BYTES)
        return "a question about cookies and no report";
    return NULL;
}
