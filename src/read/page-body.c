/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs of four words are hashed into a table of the body's. Words are runs of ASCII letters and digits; all else only
 * separates, since bodies and pages differ in quotes, entities and markup. Texts without such words give no evidence.
 */
#include "read/page-body.h"

#include "text/utf8.h"

enum { RUN = 4 };

struct words {
    struct vdt_view text;
    size_t at;
    bool markup;        /* tags and entities separate */
    bool sentences;     /* no run goes beyond the end of one */
    uint64_t last[RUN]; /* hashes of the last words */
    size_t count;
};

static bool is_word(char c) {
    char small = vdt_lower(c);
    return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9');
}

static size_t skip_markup(const struct words *words) {
    struct vdt_view text = words->text;
    size_t at = words->at;
    if (text.data[at] == '<') {
        const char *end = memchr(text.data + at, '>', text.size - at);
        return end ? (size_t)(end - text.data) + 1 : at + 1;
    }
    for (size_t i = at + 1; i < text.size && i < at + 12; i++) {
        if (text.data[i] == ';') return i + 1;
        if (!is_word(text.data[i]) && text.data[i] != '#') break;
    }
    return at + 1;
}

/* The hash of the next run of four words; false at the end. */
static bool next_run(struct words *words, uint64_t *out) {
    while (words->at < words->text.size) {
        char c = words->text.data[words->at];
        if (words->markup && (c == '<' || c == '&')) {
            words->at = skip_markup(words);
            continue;
        }
        if (!is_word(c)) {
            if (words->sentences && strchr(".!?", c)) words->count = 0;
            words->at++;
            continue;
        }
        uint64_t hash = 0xCBF29CE484222325u;
        for (; words->at < words->text.size && is_word(words->text.data[words->at]); words->at++)
            hash = (hash ^ (unsigned char)vdt_lower(words->text.data[words->at])) * 0x100000001B3u;
        for (int i = 0; i + 1 < RUN; i++) words->last[i] = words->last[i + 1];
        words->last[RUN - 1] = hash;
        if (++words->count < RUN) continue;
        uint64_t run = 0;
        for (int i = 0; i < RUN; i++) run = (run ^ words->last[i]) * 0x9E3779B97F4A7C15u, run ^= run >> 29;
        *out = run | 1; /* 0 is an empty place of the table */
        return true;
    }
    return false;
}

struct table {
    uint64_t *places;
    size_t mask;
};

static bool look_up(const struct table *table, uint64_t run, bool add) {
    for (size_t i = run & table->mask;; i = (i + 1) & table->mask) {
        if (table->places[i] == run) return true;
        if (!table->places[i]) {
            if (add) table->places[i] = run;
            return false;
        }
    }
}

static bool fill(struct vdt_arena *arena, struct table *table, struct vdt_view body) {
    struct words words = { .text = body, .markup = true };
    uint64_t run;
    size_t runs = 0, size = 16;
    while (next_run(&words, &run)) runs++;
    while (size < runs * 2) size *= 2;
    table->places = vdt_arena_array(arena, size, sizeof *table->places);
    if (!table->places) return false;
    table->mask = size - 1;
    words = (struct words){ .text = body, .markup = true };
    while (next_run(&words, &run)) look_up(table, run, true);
    return true;
}

bool vdt_page_body_shares(struct vdt_arena *arena, const struct vdt_page_tree *tree, struct vdt_view body,
                          uint8_t *shares) {
    struct table table;
    if (!fill(arena, &table, body)) return false;
    for (size_t i = 0; i < tree->block_count; i++) {
        struct words words = { .text = vdt_block_text(tree, i) };
        uint64_t run;
        size_t runs = 0, found = 0;
        while (next_run(&words, &run)) runs++, found += look_up(&table, run, false);
        shares[i] = runs ? (uint8_t)(found * 100 / runs) : VDT_BODY_UNKNOWN;
    }
    return true;
}

/* --- what is said twice --- */

enum { LEAST_RUNS = 5, SAID_AGAIN = 97 };

/* A run, and in how many blocks it stands. */
struct shared_run {
    uint64_t run;
    uint32_t blocks, last;
};

static struct shared_run *find_shared(struct shared_run *places, size_t mask, uint64_t run) {
    size_t i = run & mask;
    while (places[i].run && places[i].run != run) i = (i + 1) & mask;
    return &places[i];
}

/* Counts the block's runs in, or out again. */
static void count_block(const struct vdt_page_tree *tree, size_t block, struct shared_run *places, size_t mask, bool out) {
    struct words words = { .text = vdt_block_text(tree, block), .sentences = true };
    uint64_t run;
    uint32_t stamp = (uint32_t)(2 * block + 1 + out); /* each run of a block counts once */
    while (next_run(&words, &run)) {
        struct shared_run *place = find_shared(places, mask, run);
        if (place->last == stamp) continue;
        *place = (struct shared_run){ run, out ? place->blocks - 1 : place->blocks + 1, stamp };
    }
}

static bool is_said_again(const struct vdt_page_tree *tree, size_t block, struct shared_run *places, size_t mask) {
    struct words words = { .text = vdt_block_text(tree, block), .sentences = true };
    uint64_t run;
    size_t runs = 0, again = 0;
    while (next_run(&words, &run)) runs++, again += find_shared(places, mask, run)->blocks > 1;
    return runs >= LEAST_RUNS && again * 100 >= runs * SAID_AGAIN;
}

bool vdt_page_repeats(struct vdt_arena *arena, const struct vdt_page_tree *tree, size_t begin, size_t end, bool *told) {
    size_t bytes = 0, size = 16;
    for (size_t i = begin; i < end; i++) bytes += told[i] ? vdt_block_text(tree, i).size : 0;
    while (size < bytes) size *= 2; /* a word and what separates it are two bytes at least */
    struct shared_run *places = vdt_arena_array(arena, size, sizeof *places);
    if (!places) return false;
    for (size_t i = begin; i < end; i++)
        if (told[i]) count_block(tree, i, places, size - 1, false);
    for (size_t i = begin; i < end; i++) {
        if (!told[i] || !is_said_again(tree, i, places, size - 1)) continue;
        count_block(tree, i, places, size - 1, true);
        told[i] = false;
    }
    return true;
}

/* --- plain text --- */

/* Tags that end a paragraph: all but those in the line. */
static bool breaks(struct vdt_view tag) {
    static const char *const inline_tags[] = { "a", "b", "i", "em", "strong", "span", "u", "sub", "sup", "small" };
    struct vdt_view name = tag;
    if (name.size && name.data[0] == '/') name = vdt_view_slice(name, 1, name.size);
    size_t size = 0;
    while (size < name.size && is_word(name.data[size])) size++;
    name.size = size;
    for (size_t i = 0; i < sizeof inline_tags / sizeof *inline_tags; i++)
        if (vdt_view_is_fold(name, inline_tags[i])) return false;
    return true;
}

struct vdt_view vdt_page_body_text(struct vdt_arena *arena, struct vdt_view body) {
    char *out = vdt_arena_array(arena, body.size + 1, 3);
    if (!out) return (struct vdt_view){ NULL, 0 };
    size_t used = 0;
    bool space = false, paragraph = false;
    for (size_t at = 0; at < body.size;) {
        char c = body.data[at];
        if (c == '<' && at + 1 < body.size && (is_word(body.data[at + 1]) || body.data[at + 1] == '/')) {
            const char *end = memchr(body.data + at, '>', body.size - at);
            size_t stop = end ? (size_t)(end - body.data) : body.size;
            paragraph |= breaks(vdt_view_slice(body, at + 1, stop));
            at = stop < body.size ? stop + 1 : stop;
        } else if (vdt_is_space(c)) {
            paragraph |= c == '\n';
            space = true;
            at++;
        } else {
            uint32_t code = vdt_html_character(body, &at, false);
            if (code == 0xA0) {
                space = true;
                continue;
            }
            if (used && paragraph)
                out[used++] = '\n', out[used++] = '\n';
            else if (used && space)
                out[used++] = ' ';
            space = paragraph = false;
            used += vdt_utf8_put(code, out + used);
        }
    }
    return (struct vdt_view){ out, used };
}
