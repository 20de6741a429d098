/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In this order:
 *
 *   measure   which blocks are prose: long enough, with the end of a sentence, not mostly links
 *   drop      boxes that are the page's own business, by element, by name, by links, by being a table of data; a box that
 *             holds a good part of all prose is kept whatever its name, since names lie ("has-sidebar", "paywall")
 *   root      the box that holds the report: main, article, then down to where the prose is
 *   body      where JSON-LD gives the whole text, what it lacks goes; entries of a live blog go
 *   trim      within it: what stands before the first paragraph and behind the last, headings without a text, labels,
 *             captions, bylines, notes on the author, what is told twice; what stands below the headline stays
 *
 * Everything works on the prefix sums of prose, so that asking what a box holds costs nothing: linear in the page.
 *
 * Known weaknesses: no style sheets are read; a teaser written as prose within the article's own box looks like
 * the article.
 */
#include "read/page-text.h"

#include <stdlib.h>

#include "read/page-body.h"
#include "read/page-data.h"
#include "read/page-live.h"
#include "read/page-note.h"

/* What a block is like. */
enum like {
    LIKE_LABEL, /* a few words */
    LIKE_PROSE,
    LIKE_HEADING,
    LIKE_LINKS,
};

struct weighing {
    struct vdt_arena *arena;
    const struct vdt_page_tree *tree;
    const struct vdt_page_clues *clues;
    uint8_t *like;      /* of each block: enum like */
    bool *out;          /* of each block: it is not in the text */
    bool *lead;         /* of each block: its name says that it stands below a headline */
    uint8_t *shares;    /* of each block, how much of it JSON-LD's body holds; NULL where that is no evidence */
    uint32_t *bodies;   /* of each box, how many before it are named as an article's text */
    uint32_t *prose;    /* bytes of prose before each block; what is out counts nothing once sum_up ran again */
    bool pictures_tell; /* what stands in boxes of pictures is a good part of the text */
    struct vdt_page_picture *pictures; /* captions that were left out */
    size_t picture_count, picture_capacity;
    bool failed;
};

/* --- measure --- */

static bool is_closing(unsigned char c) {
    return c == '"' || c == '\'' || c == ')' || c == ']';
}

/* Does the text end like a sentence? Quotes and brackets behind the mark, ASCII or typographic, are looked past. */
static bool ends_sentence(struct vdt_view text) {
    for (;;) {
        if (!text.size) return false;
        unsigned char c = (unsigned char)text.data[text.size - 1];
        if (is_closing(c) || c == ' ')
            text.size--;
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

enum {
    PROSE_BYTES = 70,
    PARAGRAPH_BYTES = 40,
    LEAD_BYTES = 40,
    ITEM_BYTES = 40,
    NEAR_BLOCKS = 24,
    PICTURE_BYTES = 450,
    BETWEEN_BYTES = 160
};

static enum vdt_box_role role_of(const struct weighing *w, size_t block) {
    return (enum vdt_box_role)w->tree->boxes[w->tree->blocks[block].box].role;
}

static bool is_heading_role(enum vdt_box_role role) {
    return role == VDT_BOX_HEADING || role == VDT_BOX_HEADLINE;
}

static enum like measure(const struct weighing *w, size_t block) {
    struct vdt_view text = vdt_block_text(w->tree, block);
    size_t linked = w->tree->blocks[block].linked;
    if (is_heading_role(role_of(w, block))) return linked * 10 >= text.size * 9 ? LIKE_LINKS : LIKE_HEADING;
    if (linked * 2 > text.size) return LIKE_LINKS;
    if (role_of(w, block) == VDT_BOX_PARAGRAPH && text.size >= PARAGRAPH_BYTES && ends_sentence(text))
        return LIKE_PROSE;
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

static uint32_t all_prose(const struct weighing *w) {
    return w->prose[w->tree->block_count];
}

static size_t size_of(const struct vdt_box *box) {
    return box->end - box->begin;
}

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
    if (heading) return false;
    if (hints & (VDT_HINT_EMBED | VDT_HINT_GALLERY)) return !is_weighty(w, box, 33);
    if (hints & VDT_HINT_PERSON) return size <= 1500 && !is_weighty(w, box, 33);
    if (hints & (VDT_HINT_BYLINE | VDT_HINT_CAPTION | VDT_HINT_NOTE)) return size <= 700 && !is_weighty(w, box, 33);
    if (hints & VDT_HINT_DATE) return size <= 120;
    return false;
}

/* A picture with a line or two below it, in a box of their own. */
static bool is_picture(const struct weighing *w, const struct vdt_box *box) {
    bool small =
        box->images && !box->linked && size_of(box) <= PICTURE_BYTES && box->next_block - box->first_block <= 3;
    if (!small || box->role != VDT_BOX_BLOCK) return false;
    uint32_t prose = 0;
    for (uint32_t i = box->first_block; i < box->next_block; i++) {
        if (w->like[i] == LIKE_HEADING) return false;
        prose += w->like[i] == LIKE_PROSE;
    }
    return prose <= 1;
}

/* Texts told in pictures are texts. */
static bool pictures_tell(const struct weighing *w) {
    const struct vdt_page_tree *tree = w->tree;
    uint64_t told = 0;
    for (size_t i = 0; i < tree->box_count;) {
        bool picture = is_picture(w, &tree->boxes[i]);
        if (picture) told += prose_of(w, &tree->boxes[i]);
        i = picture ? tree->boxes[i].next : i + 1;
    }
    return told * 5 > all_prose(w);
}

static void keep_picture(struct weighing *w, struct vdt_page_picture picture) {
    struct vdt_page_picture *grown =
        vdt_arena_grow(w->arena, w->pictures, w->picture_count, &w->picture_capacity, sizeof *grown);
    if (!grown) {
        w->failed = true;
        return;
    }
    w->pictures = grown;
    grown[w->picture_count++] = picture;
}

/* The captions in a box that is left out: it is one itself, or a gallery of them. */
static void keep_captions(struct weighing *w, uint32_t index) {
    const struct vdt_page_tree *tree = w->tree;
    bool gallery = (tree->boxes[index].hints & VDT_HINT_GALLERY) != 0;
    uint32_t end = gallery ? tree->boxes[index].next : index + 1;
    for (uint32_t i = index; i < end;) {
        const struct vdt_box *box = &tree->boxes[i];
        bool caption = box->role == VDT_BOX_CAPTION || (box->hints & VDT_HINT_CAPTION) || is_picture(w, box);
        if (caption && box->next_block > box->first_block)
            keep_picture(w, (struct vdt_page_picture){ box->first_block, box->next_block, i });
        i = caption ? box->next : i + 1;
    }
}

static bool is_dropped(const struct weighing *w, const struct vdt_box *box, uint32_t believed, bool in_report) {
    if (!w->pictures_tell && box->closed && is_picture(w, box)) return true;
    switch ((enum vdt_box_role)box->role) {
    case VDT_BOX_INLINE: return (box->hints & (VDT_HINT_HIDDEN | VDT_HINT_SPOKEN)) != 0;
    case VDT_BOX_DROP:
    case VDT_BOX_DROP_INLINE:
    case VDT_BOX_CAPTION: return box->closed;
    case VDT_BOX_HEADER:
        if (!in_report) return box->closed && !is_weighty(w, box, 50);
        break;
    case VDT_BOX_FORM:
        if (!is_weighty(w, box, 33)) return box->closed;
        break;
    case VDT_BOX_TABLE:
        if (is_data_table(w, box) && !is_weighty(w, box, 50)) return box->closed;
        break;
    case VDT_BOX_LIST:
    case VDT_BOX_PARAGRAPH:
    case VDT_BOX_BLOCK:
    case VDT_BOX_ITEM:
        if (is_all_links(box) && !is_weighty(w, box, 50)) return true;
        break;
    default: break;
    }
    /* no name is believed of what holds the text by name */
    if (w->bodies[box->next] > w->bodies[(size_t)(box - w->tree->boxes) + 1] && prose_of(w, box)) return false;
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
    static const uint32_t doubtful[] = { VDT_HINT_PAYWALL, VDT_HINT_HIDDEN, VDT_HINT_GALLERY, VDT_HINT_EMBED };
    uint32_t believed = UINT32_MAX;
    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++)
        if (holds_text(w, doubtful[i])) believed &= ~doubtful[i];
    w->pictures_tell = pictures_tell(w);
    uint32_t report_end = 0; /* boxes before this one are within main or an article */
    for (uint32_t i = 0; i < tree->box_count;) {
        const struct vdt_box *box = &tree->boxes[i];
        if (is_dropped(w, box, believed, i < report_end)) {
            for (uint32_t k = box->first_block; k < box->next_block; k++) w->out[k] = true;
            keep_captions(w, i);
            i = box->next;
            continue;
        }
        if ((box->role == VDT_BOX_MAIN || box->role == VDT_BOX_ARTICLE) && box->next > report_end)
            report_end = box->next;
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

/* Down to the innermost box that still holds nearly all. */
static uint32_t descend(const struct weighing *w, uint32_t root) {
    const struct vdt_page_tree *tree = w->tree;
    uint64_t all = prose_of(w, &tree->boxes[root]);
    for (;;) {
        uint32_t inner = 0;
        for (uint32_t i = root + 1; i < tree->boxes[root].next; i = tree->boxes[i].next)
            if ((uint64_t)prose_of(w, &tree->boxes[i]) * 100 >= all * 94) inner = i;
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

static bool kept(const struct weighing *w, size_t block) {
    return !w->out[block];
}

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

/* What stands below a headline is told by its name, or is a heading of its own right behind it. */
static bool is_lead(const struct weighing *w, size_t block, size_t headline) {
    size_t size = vdt_block_text(w->tree, block).size;
    if (size < LEAD_BYTES || w->out[block]) return false;
    if (w->lead[block]) return w->like[block] != LIKE_LINKS;
    bool right_behind = headline != SIZE_MAX && block == headline + 1;
    return right_behind &&
           (w->like[block] == LIKE_HEADING || (w->like[block] != LIKE_LINKS && role_of(w, block) == VDT_BOX_PARAGRAPH));
}

/* Short lines before the first paragraph are section, byline, date and the like; what stands below the headline is not.
 */
static void trim_front(struct weighing *w, size_t begin, size_t end, size_t headline) {
    size_t first = begin;
    while (first < end && !(kept(w, first) && w->like[first] == LIKE_PROSE)) first++;
    if (first == end) return; /* nothing but short lines: they are all there is */
    for (size_t i = first; i-- > begin;)
        if (!is_lead(w, i, headline)) w->out[i] = true;
}

/* A point of a list that is more than a name or a link. */
static bool is_telling_item(const struct weighing *w, size_t block) {
    const struct vdt_block *text = &w->tree->blocks[block];
    const struct vdt_box *box = &w->tree->boxes[text->box];
    bool item = box->role == VDT_BOX_ITEM ||
                (box->role == VDT_BOX_PARAGRAPH && w->tree->boxes[box->parent].role == VDT_BOX_ITEM);
    return item && text->end - text->begin >= ITEM_BYTES && !text->linked;
}

/* Short lines behind the last paragraph, and headings that head nothing. */
static void trim_back(struct weighing *w, size_t begin, size_t end) {
    size_t last = end;
    while (last > begin && !(kept(w, last - 1) && (w->like[last - 1] == LIKE_PROSE || is_telling_item(w, last - 1))))
        last--;
    if (last == begin) return;
    bool sentence = false; /* one stands behind */
    for (size_t i = end; i-- > last;) {
        struct vdt_view text = vdt_block_text(w->tree, i);
        bool label = kept(w, i) && w->like[i] == LIKE_LABEL;
        bool ends = label && ends_sentence(text) && text.data[text.size - 1] != ':';
        bool between = label && sentence && role_of(w, i) == VDT_BOX_PARAGRAPH;
        sentence |= ends;
        if (!ends && !between) w->out[i] = true;
    }
}

/* A heading needs a text: something kept behind it before the next heading, and no list of links right behind it. */
static void trim_headings(struct weighing *w, size_t begin, size_t end) {
    bool follows = false;
    for (size_t i = end; i-- > begin;) {
        if (w->like[i] != LIKE_HEADING) {
            follows |= kept(w, i);
            continue;
        }
        bool heads_links =
            i + 1 < end && w->out[i + 1] && w->like[i + 1] == LIKE_LINKS && role_of(w, i + 1) == VDT_BOX_ITEM;
        if (!follows || heads_links) w->out[i] = true;
        if (i > begin && w->like[i - 1] != LIKE_HEADING) follows = false;
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

static void leave_out_note(struct weighing *w, size_t block) {
    w->out[block] = true;
    if (vdt_page_is_captioned(vdt_block_text(w->tree, block)))
        keep_picture(w, (struct vdt_page_picture){ (uint32_t)block, (uint32_t)block + 1, w->tree->blocks[block].box });
}

/* Notes: behind the last paragraph up to the first that is none, before the text in its first two, invitations
 * anywhere. */
static void trim_notes(struct weighing *w, size_t begin, size_t end) {
    struct vdt_view authors = w->clues->authors;
    bool some = false;
    size_t between = SIZE_MAX; /* a line that goes if the one before it is a note, as the one behind it was */
    for (size_t i = end; i-- > begin;) {
        if (w->out[i]) continue;
        struct vdt_view text = vdt_block_text(w->tree, i);
        bool note = vdt_page_is_note(text, authors, VDT_NOTE_BEHIND);
        if (!note && (between != SIZE_MAX || !some || text.size > BETWEEN_BYTES)) break;
        if (note && between != SIZE_MAX) leave_out_note(w, between);
        if (note) leave_out_note(w, i);
        between = note ? SIZE_MAX : i;
        some |= note;
    }
    size_t seen = 0;
    for (size_t i = begin; i < end; i++) {
        if (w->out[i]) continue;
        enum vdt_note_place place = seen++ < 2 ? VDT_NOTE_BEFORE : VDT_NOTE_WITHIN;
        if (vdt_page_is_note(vdt_block_text(w->tree, i), authors, place)) leave_out_note(w, i);
    }
}

/* --- the body that JSON-LD gives --- */

enum { IN_BODY = 70, NOT_IN_BODY = 30 };

static size_t bytes_of(const struct weighing *w, size_t block) {
    return vdt_block_text(w->tree, block).size;
}

/*
 * Is the body all of the report? Most of the prose stands in it, and what stands behind the last block that does is
 * little; otherwise it is a first part, or another text, and no evidence.
 */
static bool body_is_whole(const struct weighing *w, size_t begin, size_t end) {
    uint64_t all = 0, inside = 0, behind = 0;
    for (size_t i = begin; i < end; i++) {
        if (w->like[i] != LIKE_PROSE || !kept(w, i)) continue;
        bool found = w->shares[i] != VDT_BODY_UNKNOWN && w->shares[i] >= IN_BODY;
        all += bytes_of(w, i);
        inside += found ? bytes_of(w, i) : 0;
        behind = found ? 0 : behind + bytes_of(w, i);
    }
    return inside * 100 >= all * 60 && behind * 100 <= all * 20;
}

/*
 * Does a paragraph stand among paragraphs that the body has? Then it belongs to them: bodies lose paragraphs with
 * links, headings and quotations. A caption has a box of its own.
 */
static bool has_company(const struct weighing *w, const uint32_t *found, size_t block) {
    const struct vdt_box *box = &w->tree->boxes[w->tree->blocks[block].box];
    for (int i = 0; i < 3 && box->role != VDT_BOX_BLOCK; i++) {
        bool item = box->role == VDT_BOX_ITEM || box->role == VDT_BOX_LIST;
        if (i && !item) break;
        box = &w->tree->boxes[box->parent];
    }
    return box->role == VDT_BOX_QUOTE || found[box->next_block] > found[box->first_block];
}

/* What the body lacks goes, the lead apart. */
static void weigh_by_body(struct weighing *w, size_t begin, size_t end, size_t headline) {
    if (!w->clues->body.size) return;
    size_t count = w->tree->block_count, last = 0;
    uint32_t *found = vdt_arena_array(w->arena, count + 1, sizeof *found); /* blocks of the body before each */
    w->shares = vdt_arena_take(w->arena, count);
    if (!found || !w->shares || !vdt_page_body_shares(w->arena, w->tree, w->clues->body, w->shares)) {
        w->failed = true;
        return;
    }
    if (!body_is_whole(w, begin, end)) return;
    for (size_t i = 0; i < count; i++) {
        bool has =
            w->like[i] == LIKE_PROSE && w->shares[i] != VDT_BODY_UNKNOWN && w->shares[i] >= IN_BODY && kept(w, i);
        found[i + 1] = found[i] + has;
        if (has && i < end) last = i;
    }
    for (size_t i = begin; i < end; i++) {
        if (w->shares[i] > NOT_IN_BODY || w->like[i] == LIKE_HEADING || is_lead(w, i, headline)) continue;
        bool sentence = w->like[i] == LIKE_PROSE ||
                        (role_of(w, i) == VDT_BOX_PARAGRAPH && ends_sentence(vdt_block_text(w->tree, i)));
        bool item = role_of(w, i) == VDT_BOX_ITEM && w->like[i] == LIKE_LABEL;
        if (i > last || !(sentence || item) || !has_company(w, found, i)) w->out[i] = true;
    }
}

/* Entries of a live blog are reports of their own. */
static void leave_out_updates(struct weighing *w, size_t begin, size_t end) {
    if (!w->clues->updates.size) return;
    w->shares = vdt_arena_take(w->arena, w->tree->block_count);
    if (!w->shares || !vdt_page_body_shares(w->arena, w->tree, w->clues->updates, w->shares)) {
        w->failed = true;
        return;
    }
    bool began = false; /* between entries and behind them stands what is theirs or the page's */
    for (size_t i = begin; i < end; i++) {
        began |= w->like[i] == LIKE_PROSE && w->shares[i] != VDT_BODY_UNKNOWN && w->shares[i] >= IN_BODY;
        if (began) w->out[i] = true;
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
            if (!joined)
                text[used++] = '\n', text[used++] = '\n';
            else if (gap)
                text[used++] = ' ';
        }
        memcpy(text + used, block.data, block.size);
        used += block.size;
        last = i;
    }
    return vdt_view_trim((struct vdt_view){ text, used });
}

/* What stands between the headline and the text: only what belongs below a headline is kept. Returns where to begin. */
static size_t take_headline(struct weighing *w, size_t headline, size_t begin, size_t end, struct vdt_page_text *out) {
    if (headline == SIZE_MAX) return begin;
    out->headline = vdt_block_text(w->tree, headline);
    out->headline_at = w->tree->blocks[headline].end;
    bool alone = end - begin <= 1;
    if (headline >= begin && !alone) w->out[headline] = true;
    if (headline >= begin || headline + NEAR_BLOCKS <= begin) return begin;
    for (size_t i = headline; i < begin; i++)
        if (!is_lead(w, i, headline)) w->out[i] = true;
    return headline + 1;
}

/* Headings and points of lists may well say what the text does. */
static bool is_told(const struct weighing *w, size_t block) {
    return kept(w, block) && w->like[block] == LIKE_PROSE && role_of(w, block) != VDT_BOX_ITEM;
}

/* What is told twice stays where it is told last. */
static void trim_repeats(struct weighing *w, size_t begin, size_t end) {
    bool *told = vdt_arena_array(w->arena, w->tree->block_count, sizeof *told);
    for (size_t i = begin; told && i < end; i++) told[i] = is_told(w, i);
    if (!told || !vdt_page_repeats(w->arena, w->tree, begin, end, told)) {
        w->failed = true;
        return;
    }
    for (size_t i = begin; i < end; i++)
        if (is_told(w, i) && !told[i]) w->out[i] = true;
}

static void trim(struct weighing *w, size_t begin, size_t end, size_t headline) {
    trim_labels(w, begin, end);
    trim_front(w, begin, end, headline);
    trim_back(w, begin, end);
    trim_notes(w, begin, end);
    trim_repeats(w, begin, end);
    trim_headings(w, begin, end);
}

/* One entry of a live blog: its heading, and its text without what surrounds that. */
static struct vdt_page_told take_entry(struct weighing *w, const struct vdt_page_entry *entry) {
    const struct vdt_box *box = &w->tree->boxes[entry->box];
    struct vdt_page_told told = { .published = entry->published };
    for (size_t i = box->first_block; i < box->next_block && !told.title.size; i++) {
        if (!kept(w, i) || w->like[i] != LIKE_HEADING) continue;
        told.title = vdt_block_text(w->tree, i);
        w->out[i] = true;
    }
    trim(w, box->first_block, box->next_block, SIZE_MAX);
    told.text = write_text(w, box->first_block, box->next_block);
    for (size_t i = box->first_block; i < box->next_block; i++) w->out[i] = true;
    return told;
}

/* The entries of a live blog as reports of their own. */
static void take_entries(struct weighing *w, struct vdt_page_text *out) {
    struct vdt_page_entry *entries = NULL;
    size_t count = 0;
    bool looked = vdt_page_live_find(w->arena, w->tree, w->prose, &entries, &count);
    out->entries = vdt_arena_array(w->arena, count, sizeof *out->entries);
    if (!looked || !out->entries) {
        w->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        out->entries[out->entry_count] = take_entry(w, &entries[i]);
        out->entry_count += out->entries[out->entry_count].text.size > 0;
    }
    if (count) sum_up(w);
}

static int compare_pictures(const void *a, const void *b) {
    uint32_t one = ((const struct vdt_page_picture *)a)->first_block, two = ((const struct vdt_page_picture *)b)->first_block;
    return one < two ? -1 : one > two;
}

/* The captions of the report, from what holds it or its headline to its end, in the order of the page. */
static void take_pictures(struct weighing *w, size_t begin, size_t end, struct vdt_page_text *out) {
    if (!w->picture_count) return;
    qsort(w->pictures, w->picture_count, sizeof *w->pictures, compare_pictures);
    size_t first = 0, next = w->picture_count;
    while (first < next && w->pictures[first].first_block < begin) first++;
    while (next > first && w->pictures[next - 1].next_block > end) next--;
    out->pictures = w->pictures + first;
    out->picture_count = next - first;
}

static bool begin_weighing(struct weighing *w) {
    size_t count = w->tree->block_count, boxes = w->tree->box_count;
    w->like = vdt_arena_take(w->arena, count);
    w->out = vdt_arena_array(w->arena, count, sizeof(bool));
    w->lead = vdt_arena_array(w->arena, count, sizeof(bool));
    w->bodies = vdt_arena_array(w->arena, boxes + 1, sizeof(uint32_t));
    w->prose = vdt_arena_array(w->arena, count + 1, sizeof(uint32_t));
    if (!w->like || !w->out || !w->lead || !w->bodies || !w->prose) return false;
    for (size_t i = 0; i < count; i++) w->like[i] = (uint8_t)measure(w, i);
    for (size_t i = 0; i < boxes; i++)
        w->bodies[i + 1] = w->bodies[i] + ((w->tree->boxes[i].hints & VDT_HINT_BODY) != 0);
    return true;
}

enum vdt_status vdt_page_text_choose(struct vdt_arena *arena, const struct vdt_page_tree *tree,
                                     const struct vdt_page_clues *clues, struct vdt_page_text *out,
                                     struct vdt_error *error) {
    struct weighing w = { .arena = arena, .tree = tree, .clues = clues };
    *out = (struct vdt_page_text){ 0 };
    if (!begin_weighing(&w)) return vdt_fail_memory(error, "reading a page");
    sum_up(&w);
    drop(&w);
    sum_up(&w);
    if (clues->live) take_entries(&w, out);
    uint32_t outer = choose_root(&w), inner = descend(&w, outer);
    size_t headline = find_headline(&w, &tree->boxes[outer]), end = tree->boxes[inner].next_block;
    size_t begin = take_headline(&w, headline, tree->boxes[inner].first_block, end, out);
    leave_out_updates(&w, begin, end);
    weigh_by_body(&w, begin, end, headline);
    if (prose_of(&w, &tree->boxes[inner])) trim(&w, begin, end, headline);
    out->text = write_text(&w, begin, end);
    size_t around = outer ? tree->boxes[outer].first_block : begin;
    take_pictures(&w, headline < around ? headline : around, end, out);
    for (size_t i = begin; i < end && !out->first_at; i++)
        if (kept(&w, i)) out->first_at = tree->blocks[i].begin;
    return w.failed ? vdt_fail_memory(error, "reading a page") : VDT_OK;
}
