/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer walks the text once, counting code points as it goes. The reader goes over the lines twice: first it
 * counts words, sentences and letters, then it fills arrays of the right size.
 */
#include "language/conllu.h"

#include <inttypes.h>

#include "text/utf8.h"

/* ---- out ---- */

struct place {
    struct vdt_view text;
    size_t byte, code;
};

/* Code points before a byte; bytes are asked for in rising order, or the count starts again. */
static size_t code_point(struct place *self, size_t byte) {
    if (byte < self->byte) self->byte = self->code = 0;
    self->code += vdt_utf8_count(vdt_view_slice(self->text, self->byte, byte));
    self->byte = byte;
    return self->code;
}

/* A sentence's text on one line. */
static void one_line(struct vdt_buffer *out, struct vdt_view text) {
    bool space = false;
    for (size_t i = 0; i < text.size; i++) {
        if (vdt_is_space(text.data[i])) {
            space = true;
            continue;
        }
        if (space && i) vdt_buffer_char(out, ' ');
        space = false;
        vdt_buffer_char(out, text.data[i]);
    }
}

static void column(struct vdt_buffer *out, struct vdt_view value) {
    vdt_buffer_add(out, value.size ? value : VDT_LITERAL("_"));
    vdt_buffer_char(out, '\t');
}

static void misc(struct vdt_buffer *out, const struct vdt_word *word, struct place *place,
                 const struct vdt_conllu_furniture *furniture) {
    if (!word->space_after) vdt_buffer_text(out, "SpaceAfter=No|");
    size_t begin = code_point(place, word->token_begin), end = code_point(place, word->token_end);
    bool is_furniture = false;
    for (size_t low = 0, high = furniture ? furniture->count : 0; low < high && !is_furniture;) {
        size_t middle = (low + high) / 2;
        if (furniture->spans[middle][1] <= word->token_begin)
            low = middle + 1;
        else if (furniture->spans[middle][0] > word->token_begin)
            high = middle;
        else
            is_furniture = true;
    }
    if (is_furniture) vdt_buffer_text(out, "Furniture=Yes|");
    vdt_buffer_format(out, "TokenRange=%zu:%zu", begin, end);
}

enum vdt_status vdt_conllu_write(const struct vdt_analysis *analysis, struct vdt_view id,
                                 const struct vdt_conllu *given, const struct vdt_conllu_furniture *furniture,
                                 struct vdt_buffer *out, struct vdt_error *err) {
    struct place place = { analysis->text, 0, 0 };
    if (!given) {
        vdt_buffer_text(out, "# newdoc id = ");
        one_line(out, id);
        vdt_buffer_char(out, '\n');
    }
    for (uint32_t s = 0; s < analysis->sentence_count; s++) {
        const struct vdt_sentence *sentence = &analysis->sentences[s];
        if (given) {
            vdt_buffer_add(out, given->comments[s]);
        } else {
            vdt_buffer_text(out, "# sent_id = ");
            one_line(out, id);
            vdt_buffer_format(out, "-%" PRIu32 "\n# text = ", s + 1);
            one_line(out, vdt_view_slice(analysis->text, sentence->begin, sentence->end));
            vdt_buffer_char(out, '\n');
        }
        uint32_t inside = 0; /* words left of a contraction */
        for (uint32_t i = 0; i < sentence->count; i++) {
            uint32_t at = sentence->first + i;
            const struct vdt_word *word = &analysis->words[at];
            if (word->range) {
                inside = word->range;
                vdt_buffer_format(out, "%" PRIu32 "-%" PRIu32 "\t", i + 1, i + word->range);
                vdt_buffer_add(out, vdt_view_slice(analysis->text, word->token_begin, word->token_end));
                vdt_buffer_text(out, "\t_\t_\t_\t_\t_\t_\t_\t");
                if (given)
                    vdt_buffer_add(out, given->token_misc[at].size ? given->token_misc[at] : VDT_LITERAL("_"));
                else
                    misc(out, word, &place, furniture);
                vdt_buffer_char(out, '\n');
            }
            vdt_buffer_format(out, "%" PRIu32 "\t", i + 1);
            column(out, word->form);
            column(out, word->lemma);
            column(out, vdt_view_of(vdt_upos_name((enum vdt_upos)word->upos)));
            column(out, word->xpos);
            column(out, word->feats);
            vdt_buffer_format(out, "%" PRId32 "\t%s\t_\t", word->head + 1,
                              vdt_relation_name((enum vdt_relation)word->relation));
            if (given)
                vdt_buffer_add(out, given->misc[at].size ? given->misc[at] : VDT_LITERAL("_"));
            else if (inside)
                vdt_buffer_char(out, '_');
            else
                misc(out, word, &place, furniture);
            vdt_buffer_char(out, '\n');
            if (inside) inside--;
        }
        vdt_buffer_char(out, '\n');
    }
    return vdt_buffer_failed(out) ? vdt_fail_memory(err, "writing CoNLL-U") : VDT_OK;
}

/* ---- in ---- */

static struct vdt_view next_line(struct vdt_view *rest) {
    struct vdt_view line = vdt_view_cut(rest, '\n');
    if (line.size && line.data[line.size - 1] == '\r') line.size--;
    return line;
}

static bool starts(struct vdt_view line, const char *with) {
    return vdt_view_starts(line, vdt_view_of(with));
}

struct row {
    struct vdt_view column[10];
    uint32_t first, last; /* the numbers of a range line; first = last for a word */
    bool empty_node;
};

static bool read_row(struct vdt_view line, struct row *out) {
    struct vdt_view rest = line;
    size_t tabs = 0;
    for (size_t i = 0; i < line.size; i++) tabs += line.data[i] == '\t';
    if (tabs != 9) return false;
    for (int i = 0; i < 10; i++) out->column[i] = vdt_view_cut(&rest, '\t');
    struct vdt_view number = out->column[0];
    uint32_t *value = &out->first;
    out->first = out->last = 0;
    out->empty_node = false;
    for (size_t i = 0; i < number.size; i++) {
        if (number.data[i] == '.') {
            out->empty_node = true;
            return i > 0;
        }
        if (number.data[i] == '-' && i && value == &out->first) {
            value = &out->last;
            continue;
        }
        if (number.data[i] < '0' || number.data[i] > '9' || *value > 100000) return false;
        *value = *value * 10 + (uint32_t)(number.data[i] - '0');
    }
    if (value == &out->first) out->last = out->first;
    return out->first && out->last >= out->first && out->column[1].size;
}

static struct vdt_view or_empty(struct vdt_view column) {
    return vdt_view_is(column, "_") ? (struct vdt_view){ 0 } : column;
}

static bool glued(struct vdt_view misc) {
    while (misc.size)
        if (vdt_view_is(vdt_view_cut(&misc, '|'), "SpaceAfter=No")) return true;
    return false;
}

struct filling {
    struct vdt_conllu *out;
    char *text;
    size_t text_size, forms_size;
    struct vdt_sentence *sentence; /* the running one, NULL between sentences */
    uint32_t range_left, range_first;
    struct vdt_view range_form, range_misc;
    bool space; /* before the next token */
};

static void put_text(struct filling *self, struct vdt_view bytes) {
    if (bytes.size) memcpy(self->text + self->text_size, bytes.data, bytes.size);
    self->text_size += bytes.size;
}

/* Finds a part's letters in the rest of its contraction; the whole token where they are not there. */
static void part_span(const struct filling *self, struct vdt_word *word, uint32_t from) {
    struct vdt_view rest = { self->text + from, word->token_end - from };
    word->begin = word->token_begin, word->end = word->token_end;
    if (rest.size >= word->form.size && vdt_view_starts(rest, word->form)) {
        word->begin = from;
        word->end = from + (uint32_t)word->form.size;
    }
}

static const char *fill(struct filling *self, const struct row *row) {
    struct vdt_analysis *analysis = &self->out->analysis;
    if (row->last > row->first) {
        if (self->range_left) return "a range within a range";
        self->range_left = row->last - row->first + 1;
        if (self->range_left > 255) return "a range of too many words";
        self->range_form = row->column[1];
        self->range_misc = or_empty(row->column[9]);
        self->range_first = analysis->word_count;
        if (row->first != analysis->word_count - self->sentence->first + 1) return "a range out of order";
        return NULL;
    }
    uint32_t at = analysis->word_count;
    if (row->first != at - self->sentence->first + 1) return "a word out of order";
    struct vdt_word *word = &analysis->words[at];
    bool first_part = self->range_left && at == self->range_first;
    struct vdt_view token = self->range_left ? self->range_form : row->column[1];
    struct vdt_view token_misc = self->range_left ? self->range_misc : row->column[9];
    if (!self->range_left || first_part) {
        if (self->space) put_text(self, VDT_LITERAL(" "));
        word->token_begin = (uint32_t)self->text_size;
        put_text(self, token);
        word->token_end = (uint32_t)self->text_size;
        self->space = !glued(token_misc);
    } else {
        word->token_begin = word[-1].token_begin;
        word->token_end = word[-1].token_end;
    }
    if (first_part) {
        word->range = (uint8_t)self->range_left;
        self->out->token_misc[at] = self->range_misc;
    }
    word->form = row->column[1];
    word->head = -1;
    word->space_after = !glued(token_misc);
    if (self->range_left) {
        uint32_t from = first_part                                                               ? word->token_begin
                        : word[-1].begin == word->token_begin && word[-1].end == word->token_end ? word->token_begin
                                                                                                 : word[-1].end;
        part_span(self, word, from);
        self->range_left--;
    } else {
        word->begin = word->token_begin, word->end = word->token_end;
    }
    self->out->misc[at] = or_empty(row->column[9]);
    analysis->word_count++;
    self->sentence->count++;
    self->sentence->end = word->token_end;
    if (self->sentence->count == 1) self->sentence->begin = word->token_begin;
    return NULL;
}

enum vdt_status vdt_conllu_read(struct vdt_view *rest, struct vdt_arena *arena, struct vdt_conllu *out,
                                struct vdt_error *err) {
    /* the document's lines, and how much room they need */
    struct vdt_view scan = *rest, document = *rest;
    size_t words = 0, sentences = 0, letters = 0, size = 0;
    bool anything = false, in_sentence = false;
    while (scan.size) {
        struct vdt_view before = scan, line = next_line(&scan);
        if (starts(line, "# newdoc") && anything) {
            scan = before;
            break;
        }
        size = (size_t)((scan.data ? scan.data : before.data + before.size) - document.data);
        if (!line.size) {
            in_sentence = false;
            continue;
        }
        anything = true;
        if (!in_sentence) sentences++;
        in_sentence = true;
        if (line.data[0] == '#') {
            letters += 2;
            continue;
        }
        words++;
        letters += line.size + 3;
    }
    if (!anything) {
        *rest = scan;
        return VDT_END;
    }
    document.size = size;
    struct vdt_conllu made = { 0 };
    made.analysis.words = vdt_arena_array(arena, words, sizeof *made.analysis.words);
    made.analysis.sentences = vdt_arena_array(arena, sentences, sizeof *made.analysis.sentences);
    made.comments = vdt_arena_array(arena, sentences, sizeof *made.comments);
    made.misc = vdt_arena_array(arena, words, sizeof *made.misc);
    made.token_misc = vdt_arena_array(arena, words, sizeof *made.token_misc);
    struct filling filling = { .out = &made, .text = vdt_arena_take(arena, letters) };
    if (!made.analysis.words || !made.analysis.sentences || !made.comments || !made.misc || !made.token_misc ||
        !filling.text)
        return vdt_fail_memory(err, "reading CoNLL-U");
    uint64_t number = 0;
    struct vdt_view left = document, comments = { 0 };
    bool paragraph = false;
    while (left.size) {
        const char *start = left.data;
        struct vdt_view line = next_line(&left);
        number++;
        const char *wrong = NULL;
        if (!line.size) {
            if (filling.range_left) wrong = "a range that is cut";
            if (filling.sentence) made.analysis.sentence_count++;
            filling.sentence = NULL;
            comments = (struct vdt_view){ 0 };
        } else if (line.data[0] == '#') {
            if (filling.sentence) continue; /* within a sentence it has no place; it is dropped */
            if (!comments.data) comments.data = start;
            comments.size =
                (size_t)((left.data && left.size ? left.data : document.data + document.size) - comments.data);
            struct vdt_view after = line;
            struct vdt_view key = vdt_view_trim(vdt_view_cut(&after, '='));
            if (vdt_view_is(key, "# newdoc id")) made.id = vdt_view_trim(after);
            paragraph |= starts(line, "# newpar");
        } else {
            struct row row;
            if (!filling.sentence) {
                filling.sentence = &made.analysis.sentences[made.analysis.sentence_count];
                filling.sentence->first = made.analysis.word_count;
                made.comments[made.analysis.sentence_count] = comments;
                if (filling.text_size && paragraph) {
                    put_text(&filling, VDT_LITERAL("\n\n"));
                    filling.space = false;
                }
                paragraph = false;
            }
            if (!read_row(line, &row))
                wrong = "not ten columns with a number and a form";
            else if (!row.empty_node)
                wrong = fill(&filling, &row);
        }
        if (wrong) return vdt_fail_at(err, VDT_ERROR_FORMAT, made.id, number, 1, "bad CoNLL-U: %s", wrong);
    }
    if (filling.range_left)
        return vdt_fail_at(err, VDT_ERROR_FORMAT, made.id, number, 1, "bad CoNLL-U: a range that is cut");
    if (filling.sentence) made.analysis.sentence_count++;
    /* a sentence of comments or empty nodes alone has no words */
    uint32_t kept = 0;
    for (uint32_t s = 0; s < made.analysis.sentence_count; s++) {
        if (!made.analysis.sentences[s].count) continue;
        made.analysis.sentences[kept] = made.analysis.sentences[s];
        made.comments[kept++] = made.comments[s];
    }
    made.analysis.sentence_count = kept;
    made.analysis.text = (struct vdt_view){ filling.text, filling.text_size };
    *rest = scan;
    *out = made;
    return VDT_OK;
}
