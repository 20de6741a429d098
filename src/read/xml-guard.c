/* SPDX-License-Identifier: Apache-2.0 */
/* A pass over the tags, as loose as feeds are: what opens is counted until it closes. Comments and CDATA hold no tags. */
#include "read/xml-guard.h"

#include <inttypes.h>

#include "base/limit.h"

struct guard {
    struct vdt_view bytes;
    size_t at;
    uint32_t open[VDT_LIMIT_TREE_DEPTH]; /* name spaces that each open element declares */
    size_t depth;
    uint64_t spaces;                     /* all of them */
    uint64_t work;
};

struct tag {
    size_t begin, attributes, spaces;
    bool opens, closes;                  /* both: <br/> */
};

static bool passes_over(struct guard *guard, struct vdt_view mark, struct vdt_view end) {
    struct vdt_view rest = vdt_view_slice(guard->bytes, guard->at, guard->bytes.size);
    if (!vdt_view_starts(rest, mark)) return false;
    const char *found = memmem(rest.data, rest.size, end.data, end.size);
    guard->at = found ? (size_t)(found - guard->bytes.data) + end.size : guard->bytes.size;
    return true;
}

/* Reads the tag at the place; it ends at its bracket, or where the next one begins. */
static struct tag read_tag(struct guard *guard) {
    const char *s = guard->bytes.data;
    size_t size = guard->bytes.size, at = guard->at + 1;
    struct tag tag = { .begin = guard->at };
    tag.closes = at < size && s[at] == '/';
    tag.opens = at < size && vdt_lower(s[at]) >= 'a' && vdt_lower(s[at]) <= 'z';
    char quote = 0;
    for (; at < size && s[at] != '<' && (quote || s[at] != '>'); at++) {
        if (quote) {
            if (s[at] == quote) quote = 0;
        } else if (s[at] == '=') {
            tag.attributes++;
        } else if (tag.attributes && (s[at] == '"' || s[at] == '\'')) {
            quote = s[at];
        } else if (s[at] == 'x' && vdt_view_starts(vdt_view_slice(guard->bytes, at, size), VDT_LITERAL("xmlns"))) {
            tag.spaces++;
        }
    }
    if (tag.opens && s[at - 1] == '/') tag.closes = true;
    guard->at = at;
    return tag;
}

static void count(struct guard *guard, const struct tag *tag) {
    if (tag->opens) {
        guard->work += guard->spaces + tag->attributes * (tag->attributes + guard->spaces);
        if (!tag->closes && guard->depth < VDT_LIMIT_TREE_DEPTH) {
            guard->open[guard->depth++] = (uint32_t)tag->spaces;
            guard->spaces += tag->spaces;
        }
    } else if (tag->closes && guard->depth) {
        guard->spaces -= guard->open[--guard->depth];
    }
}

enum vdt_status vdt_xml_guard(struct vdt_view bytes, struct vdt_error *error) {
    struct guard guard = { .bytes = bytes };
    while (guard.at < bytes.size) {
        if (bytes.data[guard.at] != '<') {
            const char *next = memchr(bytes.data + guard.at, '<', bytes.size - guard.at);
            guard.at = next ? (size_t)(next - bytes.data) : bytes.size;
            continue;
        }
        if (passes_over(&guard, VDT_LITERAL("<![CDATA["), VDT_LITERAL("]]>")) || passes_over(&guard, VDT_LITERAL("<!--"), VDT_LITERAL("-->")))
            continue;
        struct tag tag = read_tag(&guard);
        count(&guard, &tag);
        if (tag.attributes <= VDT_LIMIT_FEED_ATTRIBUTES && guard.work <= VDT_LIMIT_FEED_WORK) continue;
        if (tag.attributes > VDT_LIMIT_FEED_ATTRIBUTES)
            vdt_fail(error, VDT_ERROR_LIMIT, "an element with more attributes than VDT_LIMIT_FEED_ATTRIBUTES (%d)", VDT_LIMIT_FEED_ATTRIBUTES);
        else
            vdt_fail(error, VDT_ERROR_LIMIT, "attributes and name spaces that take more than VDT_LIMIT_FEED_WORK (%d million) steps",
                     VDT_LIMIT_FEED_WORK / 1000000);
        if (error) error->offset = (int64_t)tag.begin;
        return VDT_ERROR_LIMIT;
    }
    return VDT_OK;
}
