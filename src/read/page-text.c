/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In this order:
 *
 *   measure   which blocks are prose: long enough, with the end of a sentence, not mostly links
 *   drop      boxes that are the page's own business, by element, by name, by links, by being a table of data; a box that
 *             holds a good part of all prose is kept whatever its name, since names lie ("has-sidebar", "paywall")
 *   root      the box that holds the report: main, article, then down to where the prose is
 *   trim      within it: what stands before the first paragraph and behind the last, headings without a text, labels,
 *             bylines, notes on the author
 *
 * Everything works on the prefix sums of prose, so that asking what a box holds costs nothing: linear in the page.
 *
 * Known weaknesses: no style sheets are read; a teaser written as prose within the article's own box looks like
 * the article.
 */
#include "read/page-text.h"

#include <stdlib.h>

#include "read/page-data.h"

/* What a block is like. */
enum like {
    LIKE_LABEL,   /* a few words */
    LIKE_PROSE,
    LIKE_HEADING,
    LIKE_LINKS,
};

struct weighing {
    struct vdt_arena *arena;
    const struct vdt_page_tree *tree;
    const struct vdt_page_clues *clues;
    uint8_t *like;        /* of each block: enum like */
    bool *out;            /* of each block: it is not in the text */
    bool *lead;           /* of each block: its name says that it stands below a headline */
    uint32_t *prose;      /* bytes of prose before each block; what is out counts nothing once sum_up ran again */
    bool failed;
};

/* --- measure --- */

static bool is_closing(unsigned char c) { return c == '"' || c == '\'' || c == ')' || c == ']'; }

/* Does the text end like a sentence? Quotes and brackets behind the mark, ASCII or typographic, are looked past. */
static bool ends_sentence(struct vdt_view text) {
    for (;;) {
        if (!text.size) return false;
        unsigned char c = (unsigned char)text.data[text.size - 1];
        if (is_closing(c) || c == ' ') text.size--;
        else if (text.size >= 3 && c >= 0x80 && (unsigned char)text.data[text.size - 3] == 0xE2 &&
                 (unsigned char)text.data[text.size - 2] == 0x80 && (c == 0x99 || c == 0x9D))
            text.size -= 3;
        else
            break;
    }
    const char *end = text.data + text.size;
    if (strchr(".!?:", end[-1])) return true;
    return text.size >= 3 && (memcmp(end - 3, "\xE2\x80\xA6", 3) == 0 || memcmp(end - 3, "\xE3\x80\x82", 3) == 0 ||
                              memcmp(end - 3, "\xEF\xBC\x81", 3) == 0 || memcmp(end - 3, "\xEF\xBC\x9F", 3) == 0);
}

/* Is there the end of a sentence within: a mark and a space behind it? */
static bool holds_stop(struct vdt_view text) {
    for (size_t i = 0; i + 1 < text.size; i++)
        if ((text.data[i] == '.' || text.data[i] == '!' || text.data[i] == '?') && text.data[i + 1] == ' ') return true;
    return ends_sentence(text);
}

enum { PROSE_BYTES = 70 };

static enum vdt_box_role role_of(const struct weighing *w, size_t block) {
    return (enum vdt_box_role)w->tree->boxes[w->tree->blocks[block].box].role;
}

static bool is_heading_role(enum vdt_box_role role) { return role == VDT_BOX_HEADING || role == VDT_BOX_HEADLINE; }

static enum like measure(const struct weighing *w, size_t block) {
    struct vdt_view text = vdt_block_text(w->tree, block);
    if (is_heading_role(role_of(w, block))) return LIKE_HEADING;
    if (w->tree->blocks[block].linked * 2 > text.size) return LIKE_LINKS;
    return text.size >= PROSE_BYTES && holds_stop(text) ? LIKE_PROSE : LIKE_LABEL;
}

static void sum_up(struct weighing *w) {
    uint32_t sum = 0;
    for (size_t i = 0; i < w->tree->block_count; i++) {
        w->prose[i] = sum;
        if (w->like[i] == LIKE_PROSE && !w->out[i]) sum += w->tree->blocks[i].end - w->tree->blocks[i].begin;
    }
    w->prose[w->tree->block_count] = sum;
}

static uint32_t prose_of(const struct weighing *w, const struct vdt_box *box) {
    return w->prose[box->next_block] - w->prose[box->first_block];
}

static uint32_t all_prose(const struct weighing *w) { return w->prose[w->tree->block_count]; }

static size_t size_of(const struct vdt_box *box) { return box->end - box->begin; }

/* --- drop --- */

/* Cells of figures and names, not of text. */
static bool is_data_table(const struct weighing *w, const struct vdt_box *box) {
    return (size_t)prose_of(w, box) * 2 < size_of(box);
}

static bool is_all_links(const struct vdt_box *box) {
    size_t size = size_of(box);
    bool list = box->role == VDT_BOX_LIST && box->next_block - box->first_block > 1;
    return size > 0 && (size_t)box->linked * 10 >= size * (list ? 6 : 9);
}

/* Does it hold the h1, or a good part of the prose? Then its name is not believed. */
static bool is_weighty(const struct weighing *w, const struct vdt_box *box, uint32_t share) {
    return (uint64_t)prose_of(w, box) * 100 > (uint64_t)all_prose(w) * share;
}

static bool is_named_away(const struct weighing *w, const struct vdt_box *box, uint32_t believed) {
    size_t size = size_of(box);
    uint32_t hints = box->hints & believed;
    bool heading = is_heading_role((enum vdt_box_role)box->role);
    if (hints & (VDT_HINT_FURNITURE | VDT_HINT_RELATED | VDT_HINT_COMMENTS | VDT_HINT_HIDDEN | VDT_HINT_SPOKEN))
        return !is_weighty(w, box, 33);
    if (hints & VDT_HINT_PAYWALL) return !is_weighty(w, box, 20);
    if (hints & VDT_HINT_EMBED) return !is_weighty(w, box, 33);
    if (heading) return false;
    if (hints & VDT_HINT_PERSON) return size <= 1500 && !is_weighty(w, box, 33);
    if (hints & (VDT_HINT_BYLINE | VDT_HINT_CAPTION | VDT_HINT_NOTE)) return size <= 700 && !is_weighty(w, box, 33);
    if (hints & VDT_HINT_DATE) return size <= 120;
    return false;
}

static bool is_dropped(const struct weighing *w, const struct vdt_box *box, uint32_t believed, bool in_report) {
    switch ((enum vdt_box_role)box->role) {
    case VDT_BOX_INLINE: return (box->hints & (VDT_HINT_HIDDEN | VDT_HINT_SPOKEN)) != 0;
    case VDT_BOX_DROP: case VDT_BOX_DROP_INLINE: case VDT_BOX_CAPTION: return box->closed;
    case VDT_BOX_HEADER:
        if (!in_report) return box->closed && !is_weighty(w, box, 50);
        break;
    case VDT_BOX_FORM:
        if (!is_weighty(w, box, 33)) return box->closed;
        break;
    case VDT_BOX_TABLE:
        if (is_data_table(w, box) && !is_weighty(w, box, 50)) return box->closed;
        break;
    case VDT_BOX_LIST: case VDT_BOX_PARAGRAPH: case VDT_BOX_BLOCK: case VDT_BOX_ITEM:
        if (is_all_links(box) && !is_weighty(w, box, 50)) return true;
        break;
    default: break;
    }
    return box->hints && (box->closed || box->role == VDT_BOX_PARAGRAPH) && is_named_away(w, box, believed);
}

/* Is what a name sets apart (a paywall, hidden by a style) most of the text? Then it is what subscribers see. */
static bool holds_text(const struct weighing *w, uint32_t hint) {
    const struct vdt_page_tree *tree = w->tree;
    uint64_t behind = 0;
    for (size_t i = 0; i < tree->box_count;) {
        const struct vdt_box *box = &tree->boxes[i];
        bool named = (box->hints & hint) != 0;
        if (named) behind += prose_of(w, box);
        i = named ? box->next : i + 1;
    }
    return behind * 4 > all_prose(w);
}

static void drop(struct weighing *w) {
    const struct vdt_page_tree *tree = w->tree;
    uint32_t believed = UINT32_MAX;
    if (holds_text(w, VDT_HINT_PAYWALL)) believed &= ~(uint32_t)VDT_HINT_PAYWALL;
    if (holds_text(w, VDT_HINT_HIDDEN)) believed &= ~(uint32_t)VDT_HINT_HIDDEN;
    uint32_t report_end = 0; /* boxes before this one are within main or an article */
    for (uint32_t i = 0; i < tree->box_count;) {
        const struct vdt_box *box = &tree->boxes[i];
        if (is_dropped(w, box, believed, i < report_end)) {
            for (uint32_t k = box->first_block; k < box->next_block; k++) w->out[k] = true;
            i = box->next;
            continue;
        }
        if ((box->role == VDT_BOX_MAIN || box->role == VDT_BOX_ARTICLE) && box->next > report_end) report_end = box->next;
        bool lead = (box->hints & VDT_HINT_LEAD) && size_of(box) <= 700;
        if (lead)
            for (uint32_t k = box->first_block; k < box->next_block; k++) w->lead[k] = true;
        i++;
    }
}

/* --- root --- */

/* The one of this role that holds most; *total is what all together hold, those within another not counted twice. */
static uint32_t largest(const struct weighing *w, enum vdt_box_role role, uint32_t *total) {
    const struct vdt_page_tree *tree = w->tree;
    uint32_t best = 0, most = 0, covered = 0;
    *total = 0;
    for (uint32_t i = 0; i < tree->box_count; i++) {
        const struct vdt_box *box = &tree->boxes[i];
        if (box->role != role) continue;
        uint32_t size = prose_of(w, box);
        if (i >= covered) *total += size, covered = box->next;
        if (size > most) most = size, best = i;
    }
    return best;
}

/* Down to the child that holds nearly all, and on. */
static uint32_t descend(const struct weighing *w, uint32_t root) {
    const struct vdt_page_tree *tree = w->tree;
    for (;;) {
        uint32_t inner = 0, all = prose_of(w, &tree->boxes[root]);
        for (uint32_t i = root + 1; i < tree->boxes[root].next; i = tree->boxes[i].next)
            if ((uint64_t)prose_of(w, &tree->boxes[i]) * 100 >= (uint64_t)all * 94) inner = i;
        if (!inner || !all || tree->boxes[inner].role == VDT_BOX_PARAGRAPH) return root;
        root = inner;
    }
}

static uint32_t choose_root(const struct weighing *w) {
    const struct vdt_page_tree *tree = w->tree;
    uint32_t total, articles_total, root = 0;
    uint32_t article = largest(w, VDT_BOX_ARTICLE, &articles_total), within = largest(w, VDT_BOX_MAIN, &total);
    uint32_t all = all_prose(w), main_size = within ? prose_of(w, &tree->boxes[within]) : 0;
    uint32_t article_size = article ? prose_of(w, &tree->boxes[article]) : 0;
    if (main_size && (main_size >= 250 || main_size * 4 >= all)) root = within, all = main_size;
    /* one article among teasers, not one entry of many */
    bool stands_out = article_size && (uint64_t)article_size * 2 >= articles_total;
    if (stands_out && (article_size >= 250 || article_size * 3 >= all)) root = article;
    return root;
}

/* --- trim --- */

static bool kept(const struct weighing *w, size_t block) { return !w->out[block]; }

/* The h1 of the report: within the root, else the last before it that agrees with the title. */
static size_t find_headline(const struct weighing *w, const struct vdt_box *root) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < root->next_block; i++) {
        if (role_of(w, i) != VDT_BOX_HEADLINE) continue;
        bool agrees = vdt_headlines_agree(vdt_block_text(w->tree, i), w->clues->title);
        if (i >= root->first_block && (agrees || found == SIZE_MAX)) return i;
        if (agrees) found = i;
    }
    return found;
}

/* Short lines before the first paragraph are section, byline, date and the like; a heading right before it is not. */
static void trim_front(struct weighing *w, size_t begin, size_t end) {
    size_t first = begin;
    while (first < end && !(kept(w, first) && w->like[first] == LIKE_PROSE && !w->lead[first])) first++;
    if (first == end) return; /* nothing but short lines: they are all there is */
    for (size_t i = first; i-- > begin;)
        w->out[i] = true;
}

/* Short lines behind the last paragraph, and headings that head nothing. */
static void trim_back(struct weighing *w, size_t begin, size_t end) {
    size_t last = end;
    while (last > begin && !(kept(w, last - 1) && w->like[last - 1] == LIKE_PROSE)) last--;
    if (last == begin) return;
    for (size_t i = last; i < end; i++) {
        struct vdt_view text = vdt_block_text(w->tree, i);
        bool sentence = kept(w, i) && w->like[i] == LIKE_LABEL && ends_sentence(text) && text.data[text.size - 1] != ':';
        if (!sentence) w->out[i] = true;
    }
}

static void trim_headings(struct weighing *w, size_t begin, size_t end) {
    bool follows = false; /* a text stands behind, before the next heading */
    for (size_t i = end; i-- > begin;) {
        if (w->like[i] == LIKE_HEADING) {
            if (!follows) w->out[i] = true;
        } else if (kept(w, i)) {
            follows = true;
        } else {
            continue;
        }
        if (w->like[i] == LIKE_HEADING && i > begin && w->like[i - 1] != LIKE_HEADING) follows = false;
    }
}

/* Labels in boxes that are no paragraphs, items or headings: counters, names of photographers, buttons made of div. */
static void trim_labels(struct weighing *w, size_t begin, size_t end) {
    for (size_t i = begin; i < end; i++) {
        if (w->out[i] || w->tree->blocks[i].joined) continue;
        if (i + 1 < end && w->tree->blocks[i + 1].joined) continue;
        enum vdt_box_role role = role_of(w, i);
        if (w->like[i] == LIKE_LABEL && role == VDT_BOX_BLOCK && !ends_sentence(vdt_block_text(w->tree, i)))
            w->out[i] = true;
    }
}

/* --- writing --- */

static struct vdt_view write_text(struct weighing *w, size_t begin, size_t end) {
    const struct vdt_page_tree *tree = w->tree;
    size_t room = 1, used = 0, last = SIZE_MAX;
    for (size_t i = begin; i < end; i++)
        if (kept(w, i)) room += tree->blocks[i].end - tree->blocks[i].begin + 2;
    char *text = vdt_arena_take(w->arena, room);
    if (!text) {
        w->failed = true;
        return (struct vdt_view){ NULL, 0 };
    }
    for (size_t i = begin; i < end; i++) {
        if (!kept(w, i)) continue;
        struct vdt_view block = vdt_block_text(tree, i);
        if (last != SIZE_MAX) {
            /* blocks of one line have whatever stood between them */
            bool joined = tree->blocks[i].joined;
            size_t gap = last + 1 == i && joined ? tree->blocks[i].begin - tree->blocks[last].end : 1;
            if (!joined) text[used++] = '\n', text[used++] = '\n';
            else if (gap) text[used++] = ' ';
        }
        memcpy(text + used, block.data, block.size);
        used += block.size;
        last = i;
    }
    return vdt_view_trim((struct vdt_view){ text, used });
}

enum vdt_status vdt_page_text_choose(struct vdt_arena *arena, const struct vdt_page_tree *tree,
                                     const struct vdt_page_clues *clues, struct vdt_page_text *out,
                                     struct vdt_error *error) {
    size_t count = tree->block_count;
    struct weighing w = { .arena = arena, .tree = tree, .clues = clues,
                          .like = vdt_arena_take(arena, count), .out = vdt_arena_array(arena, count, sizeof(bool)),
                          .lead = vdt_arena_array(arena, count, sizeof(bool)),
                          .prose = vdt_arena_array(arena, count + 1, sizeof(uint32_t)) };
    *out = (struct vdt_page_text){ 0 };
    if (!w.like || !w.out || !w.lead || !w.prose) return vdt_fail_memory(error, "reading a page");
    for (size_t i = 0; i < count; i++) w.like[i] = (uint8_t)measure(&w, i);
    sum_up(&w);
    drop(&w);
    sum_up(&w);
    uint32_t outer = choose_root(&w), inner = descend(&w, outer);
    size_t headline = find_headline(&w, &tree->boxes[outer]);
    size_t begin = tree->boxes[inner].first_block, end = tree->boxes[inner].next_block;
    if (headline != SIZE_MAX) {
        out->headline = vdt_block_text(tree, headline);
        out->headline_at = tree->blocks[headline].end;
        bool alone = end - begin <= 1;
        if (headline >= begin && !alone) w.out[headline] = true;
    }
    if (prose_of(&w, &tree->boxes[inner])) {
        trim_labels(&w, begin, end);
        trim_front(&w, begin, end);
        trim_back(&w, begin, end);
        trim_headings(&w, begin, end);
    }
    out->text = write_text(&w, begin, end);
    for (size_t i = begin; i < end && !out->first_at; i++)
        if (kept(&w, i)) out->first_at = tree->blocks[i].begin;
    return w.failed ? vdt_fail_memory(error, "reading a page") : VDT_OK;
}
