/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups for our own name if there are any, else those for "*"; of their rules the longest that fits decides, and Allow where
 * two are as long. The file is read anew for each question: it is small, and nothing need be kept but its bytes.
 */
#include "read/robots.h"

#include "base/limit.h"

/* Does a rule such as /a*b$ fit the beginning of the path? */
static bool fits(struct vdt_view rule, struct vdt_view path) {
    size_t r = 0, p = 0, star = SIZE_MAX, from = 0;
    bool anchored = rule.size && rule.data[rule.size - 1] == '$';
    if (anchored) rule.size--;
    for (;;) {
        if (r == rule.size && (!anchored || p == path.size)) return true;
        if (r < rule.size && rule.data[r] == '*') {
            star = r++, from = p;
        } else if (r < rule.size && p < path.size && rule.data[r] == path.data[p]) {
            r++, p++;
        } else {
            if (star == SIZE_MAX || from >= path.size) return false;
            r = star + 1, p = ++from;
        }
    }
}

static bool names_us(struct vdt_view value, const char *agent) {
    struct vdt_view name = vdt_view_of(agent);
    return vdt_view_equal_fold(vdt_view_slice(value, 0, name.size), name);
}

static long milliseconds(struct vdt_view text) {
    double value = 0, scale = 1;
    bool fraction = false;
    for (size_t i = 0; i < text.size && i < 12; i++) {
        if (text.data[i] == '.' && !fraction) fraction = true;
        else if (text.data[i] < '0' || text.data[i] > '9') break;
        else if (fraction) value += (text.data[i] - '0') * (scale /= 10);
        else value = value * 10 + (text.data[i] - '0');
    }
    return value * 1000 > VDT_LIMIT_CRAWL_DELAY_MS ? VDT_LIMIT_CRAWL_DELAY_MS : (long)(value * 1000);
}

/* What the groups for us, or those for everybody, say; *any tells whether there was such a group. */
static struct vdt_robots ask_groups(struct vdt_view rules, const char *agent, struct vdt_view path, bool *any) {
    struct vdt_robots answer = { .allowed = true };
    size_t longest = 0;
    bool ours = false, naming = false;
    *any = false;
    while (rules.size) {
        struct vdt_view line = vdt_view_cut(&rules, '\n');
        line = vdt_view_cut(&line, '#');
        struct vdt_view key = vdt_view_trim(vdt_view_cut(&line, ':')), value = vdt_view_trim(line);
        if (vdt_view_equal_fold(key, VDT_LITERAL("user-agent"))) {
            bool named = agent ? names_us(value, agent) : vdt_view_is(value, "*");
            ours = naming ? ours || named : named;
            naming = true;
            *any |= named;
            continue;
        }
        bool allow = vdt_view_equal_fold(key, VDT_LITERAL("allow")), forbid = vdt_view_equal_fold(key, VDT_LITERAL("disallow"));
        bool wait = vdt_view_equal_fold(key, VDT_LITERAL("crawl-delay"));
        if (allow || forbid || wait) naming = false;
        if (!ours) continue;
        if (wait) answer.delay_ms = milliseconds(value);
        if (!(allow || forbid) || !value.size || !fits(value, path)) continue;
        if (value.size > longest || (value.size == longest && allow)) longest = value.size, answer.allowed = allow;
    }
    return answer;
}

struct vdt_robots vdt_robots_ask(struct vdt_view rules, const char *agent, struct vdt_view path) {
    bool any;
    struct vdt_robots answer = ask_groups(rules, agent, path, &any);
    return any ? answer : ask_groups(rules, NULL, path, &any);
}
