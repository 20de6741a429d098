/* SPDX-License-Identifier: Apache-2.0 */
/* A name in a byline is two to four words that begin with capitals; in metadata it is what its makers say it is. */
#include "read/page-author.h"

enum { LONGEST = 512, BYLINE_BYTES = 120, NEAR_BYTES = 1500 };

/* Of Latin, Greek and Cyrillic; bullets and dashes are none. */
static bool is_capital(unsigned char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xC3 && c <= 0xD2);
}

static bool is_site(struct vdt_view name) {
    if (vdt_view_starts(name, VDT_LITERAL("http")) || (name.size && name.data[0] == '@')) return true;
    const char *dot = name.size ? memchr(name.data, '.', name.size) : NULL;
    return dot && !memchr(name.data, ' ', name.size) && dot + 2 < name.data + name.size;
}

static bool contains_name(struct vdt_view list, struct vdt_view name) {
    while (list.size)
        if (vdt_view_equal_fold(vdt_view_trim(vdt_view_cut(&list, ',')), name)) return true;
    return false;
}

static struct vdt_view without_by(struct vdt_view name) {
    name = vdt_view_trim(name);
    if (name.size > 3 && vdt_view_equal_fold(vdt_view_slice(name, 0, 3), VDT_LITERAL("by ")))
        name = vdt_view_trim(vdt_view_slice(name, 3, name.size));
    return name;
}

/* The next part of a list: up to a comma, a semicolon, a bar, "and" or "&". */
static struct vdt_view next_part(struct vdt_view *rest) {
    for (size_t i = 0; i < rest->size; i++) {
        struct vdt_view ahead = vdt_view_slice(*rest, i, rest->size);
        size_t mark = strchr(",;|\n", ahead.data[0])                 ? 1
                      : vdt_view_starts(ahead, VDT_LITERAL(" and ")) ? 5
                      : vdt_view_starts(ahead, VDT_LITERAL(" & "))   ? 3
                                                                     : 0;
        if (!mark) continue;
        struct vdt_view part = vdt_view_slice(*rest, 0, i);
        *rest = vdt_view_slice(*rest, i + mark, rest->size);
        return part;
    }
    struct vdt_view part = *rest;
    rest->size = 0;
    return part;
}

struct names {
    char text[LONGEST];
    size_t size;
};

static void add_name(struct names *names, struct vdt_view name) {
    struct vdt_view known = { names->text, names->size };
    if (!name.size || names->size + name.size + 2 > LONGEST || contains_name(known, name)) return;
    if (names->size) names->text[names->size++] = ',', names->text[names->size++] = ' ';
    memcpy(names->text + names->size, name.data, name.size);
    names->size += name.size;
}

struct vdt_view vdt_page_authors_clean(struct vdt_arena *arena, struct vdt_view authors, struct vdt_view publisher) {
    struct names names = { .size = 0 };
    while (authors.size) {
        struct vdt_view part = next_part(&authors), name = without_by(part);
        /* "Ann Miller | Valley Post": a house behind a bar */
        if (authors.size && part.size && part.data[part.size] == '|') next_part(&authors);
        if (!is_site(name) && !vdt_view_equal_fold(name, publisher)) add_name(&names, name);
    }
    return vdt_arena_copy(arena, (struct vdt_view){ names.text, names.size });
}

static bool is_month(struct vdt_view word) {
    static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                          "jul", "aug", "sep", "oct", "nov", "dec" };
    static const char *const longer[] = { "january", "february", "march",     "april",   "may",      "june",
                                          "july",    "august",   "september", "october", "november", "december" };
    if (word.size && word.data[word.size - 1] == '.') word.size--;
    for (int i = 0; i < 12; i++)
        if (vdt_view_is_fold(word, months[i]) || vdt_view_is_fold(word, longer[i]))
            return true;
    return false;
}

/* Behind a name: a craft, or the house in capitals or with an article ("Ann Miller VALLEY POST", "Bo Lind Senior Editor"). */
static bool ends_name(struct vdt_view word) {
    static const char *const others[] = { "the", "editor", "senior", "staff", "reporter", "writer", "correspondent", "contributor", "columnist", "journalist",
                                          "special", "freelance", "deputy", "chief", "associate" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (vdt_view_is_fold(word, others[i])) return true;
    size_t capitals = 0;
    while (capitals < word.size && word.data[capitals] >= 'A' && word.data[capitals] <= 'Z') capitals++;
    return word.size >= 3 && capitals == word.size;
}

/* Two to four words that begin with capitals, up to what is no name. */
static struct vdt_view leading_name(struct vdt_view text) {
    size_t words = 0, at = 0, end = 0;
    while (at < text.size && words < 4) {
        if (!is_capital((unsigned char)text.data[at])) break;
        size_t begin = at;
        while (at < text.size && !vdt_is_space(text.data[at]) && !strchr("0123456789()/:", text.data[at])) at++;
        struct vdt_view word = vdt_view_slice(text, begin, at);
        if (!word.size || is_month(word) || (words >= 2 && ends_name(word))) break;
        words++;
        end = at;
        if (at < text.size && !vdt_is_space(text.data[at])) break;
        while (at < text.size && vdt_is_space(text.data[at])) at++;
    }
    return words >= 2 ? vdt_view_slice(text, 0, end) : (struct vdt_view){ NULL, 0 };
}

static void read_byline(struct vdt_view line, struct names *names) {
    while (line.size) {
        struct vdt_view name = leading_name(vdt_view_trim(next_part(&line)));
        if (!name.size) break; /* a name and then a craft or a house: "Ann Miller, staff writer" */
        add_name(names, name);
    }
}

/* Does its name, or the one of a box around it, say that a block is a byline? */
static bool is_named_byline(const struct vdt_page_tree *tree, size_t block) {
    uint32_t box = tree->blocks[block].box;
    for (int i = 0; i < 3 && box; i++, box = tree->boxes[box].parent)
        if (tree->boxes[box].hints & VDT_HINT_BYLINE) return true;
    return false;
}

/* Where in the page's text a report's byline stands. */
struct reach {
    uint32_t from, to;
};

static struct reach reach_of(const struct vdt_page_text *text) {
    return (struct reach){ text->headline_at > 300 ? text->headline_at - 300 : 0,
                           text->first_at ? text->first_at : text->headline_at + NEAR_BYTES };
}

struct vdt_view vdt_page_authors_marked(struct vdt_arena *arena, const struct vdt_page_facts *facts, const struct vdt_page_text *text,
                                        struct vdt_view publisher) {
    struct names names = { .size = 0 };
    struct reach reach = reach_of(text);
    for (size_t i = 0; i < facts->name_count; i++)
        if (facts->names[i].at >= reach.from && facts->names[i].at <= reach.to) add_name(&names, without_by(facts->names[i].text));
    return vdt_page_authors_clean(arena, (struct vdt_view){ names.text, names.size }, publisher);
}

struct vdt_view vdt_page_authors_shown(struct vdt_arena *arena, const struct vdt_page_tree *tree,
                                       const struct vdt_page_text *text) {
    struct names names = { .size = 0 };
    uint32_t from = reach_of(text).from, to = reach_of(text).to;
    bool alone = false; /* "By" in a block of its own: the name is the next */
    for (size_t i = 0; i < tree->block_count && !names.size; i++) {
        if (tree->blocks[i].end < from) continue;
        if (tree->blocks[i].begin > to) break;
        struct vdt_view line = vdt_block_text(tree, i);
        if (line.size > BYLINE_BYTES) continue;
        bool by =
            vdt_view_equal_fold(vdt_view_slice(line, 0, 3), VDT_LITERAL("by ")) ||
            (line.size > 2 && vdt_view_starts(line, VDT_LITERAL("By")) && is_capital((unsigned char)line.data[2]));
        if (by)
            read_byline(vdt_view_trim(vdt_view_slice(line, 2, line.size)), &names);
        else if (alone || is_named_byline(tree, i))
            read_byline(line, &names);
        alone = vdt_view_equal_fold(line, VDT_LITERAL("by"));
    }
    return vdt_arena_copy(arena, (struct vdt_view){ names.text, names.size });
}
