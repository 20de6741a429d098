/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening a model image. The file is believed in nothing: magic, version and checksum first, then every section's place
 * and shape against what the network is built for, then all labels and rules. After that the hot code may index freely.
 *
 *     header 64 bytes | section table | word.keys | word.rows | ... each at a multiple of 64
 */
#include "language/language-image.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "language/language.h"
#include "text/sentences.h"

#define MAGIC "VDTLANG1"
enum { VERSION = 2 };

struct section {
    char name[32];
    uint64_t offset, size;
    uint32_t rows, columns;
    uint64_t zero;
};

struct reader {
    struct vdt_language *self;
    struct vdt_view where, bytes;
    const struct section *table;
    uint32_t count;
    struct vdt_error *err;
    enum vdt_status status;
};

/* Keys are hashes, spread evenly: where one would stand is nearly known. What is certain: no key before `low` is as great, and
 * every key from `high` on is. */
uint32_t vdt_key_find(const uint64_t *keys, uint32_t count, uint64_t key) {
    uint32_t reach = 64, guess = (uint32_t)((key >> 32) * count >> 32);
    uint32_t low = guess > reach ? guess - reach : 0, high = count - guess > reach ? guess + reach : count;
    for (; low && keys[low - 1] >= key; reach *= 2) {
        high = low;
        low = low > reach ? low - reach : 0;
    }
    for (; high < count && keys[high] < key; reach *= 2) {
        low = high + 1;
        high = count - high > reach ? high + reach : count;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && keys[low] == key ? low : count;
}

static void *refuse(struct reader *reader, const char *name, const char *what) {
    if (!reader->status)
        reader->status = vdt_fail_at(reader->err, VDT_ERROR_FORMAT, reader->where, 0, 0,
                                     "the model image does not fit this program: section '%s' %s", name, what);
    return NULL;
}

static const struct section *find(struct reader *reader, const char *name) {
    for (uint32_t i = 0; i < reader->count; i++)
        if (strncmp(reader->table[i].name, name, sizeof reader->table[i].name) == 0) return &reader->table[i];
    return refuse(reader, name, "is missing");
}

static const void *raw(struct reader *reader, const char *name, const struct section **out, uint64_t least) {
    const struct section *found = find(reader, name);
    if (!found) return NULL;
    if (found->size < least) return refuse(reader, name, "is too short");
    *out = found;
    return reader->bytes.data + found->offset;
}

/* A matrix of floats in panels. */
static const float *matrix(struct reader *reader, const char *name, uint32_t depth, uint32_t columns) {
    const struct section *section = find(reader, name);
    if (!section) return NULL;
    if (section->rows != depth || section->columns != columns) return refuse(reader, name, "has another shape");
    if (section->size != sizeof(float) * depth * vdt_panel_columns(columns))
        return refuse(reader, name, "has another size");
    return (const float *)(const void *)(reader->bytes.data + section->offset);
}

static const float *vector(struct reader *reader, const char *name, uint32_t size) {
    return matrix(reader, name, 1, size);
}

static void embedding(struct reader *reader, const char *name, uint32_t rows, uint32_t dimensions,
                      struct vdt_embedding *out) {
    char full[32];
    const struct section *section = NULL, *scales = NULL;
    snprintf(full, sizeof full, "%s.rows", name);
    out->rows = raw(reader, full, &section, (uint64_t)rows * dimensions);
    snprintf(full, sizeof full, "%s.scales", name);
    out->scales = raw(reader, full, &scales, sizeof(float) * (uint64_t)rows);
    if (!section || !scales) return;
    if (section->rows != rows || section->columns != dimensions) {
        refuse(reader, name, "has another shape");
        return;
    }
    out->count = rows;
    out->dimensions = dimensions;
}

/* A matrix of bytes with its scales and starts; columns 0: any up to VDT_NET_CLASSES. */
static void weights(struct reader *reader, const char *name, uint32_t depth, uint32_t columns,
                    struct vdt_weights *out) {
    char full[40];
    const struct section *section = find(reader, name);
    if (!section) return;
    if (section->rows != depth ||
        (columns ? section->columns != columns : !section->columns || section->columns > VDT_NET_CLASSES)) {
        refuse(reader, name, "has another shape");
        return;
    }
    if (section->size != (uint64_t)depth * vdt_panel_columns(section->columns)) {
        refuse(reader, name, "has another size");
        return;
    }
    out->depth = depth;
    out->columns = section->columns;
    out->weights = (const int8_t *)(reader->bytes.data + section->offset);
    snprintf(full, sizeof full, "%.24s.scales", name);
    out->scales = vector(reader, full, out->columns);
    snprintf(full, sizeof full, "%.24s.start", name);
    out->start = vector(reader, full, out->columns);
}

/* The strings of a section as views; NULL on failure. The caller frees them. */
static struct vdt_view *strings(struct reader *reader, const char *name, uint32_t *count) {
    const struct section *section = NULL;
    const char *data = raw(reader, name, &section, 1);
    if (!data) return NULL;
    if (!section->rows || section->rows > 65535 || data[section->size - 1] != '\0')
        return refuse(reader, name, "has no strings");
    struct vdt_view *views = calloc(section->rows, sizeof *views);
    if (!views) {
        reader->status = vdt_fail_memory(reader->err, "opening the model image");
        return NULL;
    }
    uint64_t at = 0;
    for (uint32_t i = 0; i < section->rows; i++) {
        if (at >= section->size) {
            free(views);
            return refuse(reader, name, "has too few strings");
        }
        views[i] = vdt_view_of(data + at);
        at += views[i].size + 1;
    }
    *count = section->rows;
    return views;
}

/* The labels of a head: as many as it has classes. */
static struct vdt_view *labels(struct reader *reader, const char *name, uint32_t classes) {
    uint32_t count = 0;
    struct vdt_view *found = strings(reader, name, &count);
    if (found && count != classes) {
        free(found);
        return refuse(reader, name, "has not as many labels as its head");
    }
    return found;
}

static void licence(struct reader *reader) {
    uint32_t count = 0;
    struct vdt_view *found = strings(reader, "licence", &count);
    if (found) reader->self->licence = found[0];
    free(found);
}

static void map_upos(struct reader *reader) {
    struct vdt_language *self = reader->self;
    struct vdt_view *found = labels(reader, "labels.upos", self->upos.columns);
    for (uint32_t i = 0; found && i < self->upos.columns; i++) {
        enum vdt_upos upos = VDT_UPOS_X;
        if (!vdt_upos_find(found[i], &upos)) refuse(reader, "labels.upos", "has a label that is no UPOS");
        self->upos_of[i] = (uint8_t)upos;
    }
    free(found);
}

static void map_relations(struct reader *reader) {
    struct vdt_language *self = reader->self;
    struct vdt_view *found = labels(reader, "labels.relations", self->relation.columns);
    self->root_class = self->relation.columns;
    for (uint32_t i = 0; found && i < self->relation.columns; i++) {
        self->relation_of[i] = (uint8_t)vdt_relation_find(found[i]);
        if (self->relation_of[i] == VDT_REL_root) self->root_class = i;
    }
    free(found);
}

/* "O", "B-PER", ...: the image's order is the decoder's, so it must be exactly ours. */
static void map_names(struct reader *reader) {
    static const char *const types[] = { "PER", "ORG", "LOC", "MISC" };
    struct vdt_language *self = reader->self;
    if (reader->status) return;
    struct vdt_view *found = self->names.columns == VDT_NET_NAME_TAGS
                                 ? labels(reader, "labels.names", VDT_NET_NAME_TAGS)
                                 : refuse(reader, "labels.names", "has another size");
    for (uint32_t i = 1; found && i < VDT_NET_NAME_TAGS; i++) {
        char wanted[8];
        snprintf(wanted, sizeof wanted, "%c-%s", "BILU"[(i - 1) % 4], types[(i - 1) / 4]);
        if (!vdt_view_is(found[i], wanted)) refuse(reader, "labels.names", "has another order");
        self->name_of[i] = vdt_name_tag((enum vdt_name_type)(1 + (i - 1) / 4), (enum vdt_name_place)((i - 1) % 4));
    }
    free(found);
}

/* "l3|y": letters' case, how many to take off (or *), what to add. */
static void rules(struct reader *reader) {
    struct vdt_language *self = reader->self;
    struct vdt_view *found = strings(reader, "lemma.rules", &self->rule_count);
    if (!found) return;
    self->rules = calloc(self->rule_count, sizeof *self->rules);
    if (!self->rules) reader->status = vdt_fail_memory(reader->err, "opening the model image");
    for (uint32_t i = 0; self->rules && i < self->rule_count; i++) {
        static const char cases[] = "kltu";
        struct vdt_lemma_rule *rule = &self->rules[i];
        rule->add = found[i];
        struct vdt_view first = vdt_view_cut(&rule->add, '|');
        const char *letters = first.size ? memchr(cases, first.data[0], 4) : NULL;
        unsigned strip = first.size < 2 ? 256 : first.data[1] == '*' && first.size == 2 ? 255 : 0;
        for (size_t at = 1; strip < 255 && at < first.size; at++)
            strip =
                first.data[at] >= '0' && first.data[at] <= '9' ? strip * 10 + (unsigned)(first.data[at] - '0') : 256;
        if (!letters || strip > 255) {
            refuse(reader, "lemma.rules", "has a rule that cannot be read");
            break;
        }
        rule->letters = (uint8_t)(letters - cases);
        rule->strip = (uint8_t)strip;
    }
    free(found);
}

static void exceptions(struct reader *reader) {
    struct vdt_language *self = reader->self;
    const struct section *keys = NULL, *values = NULL;
    self->lemma_keys = raw(reader, "lemma.keys", &keys, 0);
    self->lemma_values = raw(reader, "lemma.values", &values, 0);
    if (!keys || !values) return;
    if (keys->rows != values->rows || keys->size < 8 * (uint64_t)keys->rows ||
        values->size < 2 * (uint64_t)keys->rows) {
        refuse(reader, "lemma.keys", "has another size than its values");
        return;
    }
    self->lemma_count = keys->rows;
    for (uint32_t i = 0; i < self->lemma_count; i++) {
        if (self->lemma_values[i] >= self->rule_count || (i && self->lemma_keys[i - 1] > self->lemma_keys[i])) {
            refuse(reader, "lemma.keys", "is out of order");
            return;
        }
    }
}

static bool has(const struct reader *reader, const char *name) {
    for (uint32_t i = 0; i < reader->count; i++)
        if (strncmp(reader->table[i].name, name, sizeof reader->table[i].name) == 0) return true;
    return false;
}

/* An image may do without. */
static void lemma_words(struct reader *reader) {
    if (!has(reader, "lemma.words")) return;
    const struct section *section = NULL;
    const uint64_t *keys = raw(reader, "lemma.words", &section, 0);
    if (!keys) return;
    if (section->size != 8 * (uint64_t)section->rows) {
        refuse(reader, "lemma.words", "has another size");
        return;
    }
    for (uint32_t i = 1; i < section->rows; i++) {
        if (keys[i - 1] > keys[i]) {
            refuse(reader, "lemma.words", "is out of order");
            return;
        }
    }
    reader->self->lemma_words = keys;
    reader->self->lemma_word_count = section->rows;
}

static void lists(struct reader *reader) {
    struct vdt_language *self = reader->self;
    const struct section *keys = NULL, *bits = NULL;
    self->list_keys = raw(reader, "lists.keys", &keys, 0);
    self->list_bits = raw(reader, "lists.bits", &bits, 0);
    if (!keys || !bits) return;
    if (keys->rows != bits->rows || keys->size < 8 * (uint64_t)keys->rows || bits->size < keys->rows) {
        refuse(reader, "lists.keys", "has another size than its bits");
        return;
    }
    self->list_count = keys->rows;
    for (uint32_t i = 0; i < self->list_count; i++) {
        if (self->list_bits[i] >= 32 || (i && self->list_keys[i - 1] > self->list_keys[i])) {
            refuse(reader, "lists.keys", "is out of order");
            return;
        }
    }
}

/* An image may do without. */
static void name_words(struct reader *reader) {
    if (!has(reader, "names.words")) return;
    const struct section *rows = NULL, *scale = NULL, *classes = NULL;
    const int8_t *table = raw(reader, "names.words", &rows, (uint64_t)VDT_NAME_WORDS_ROWS * VDT_NAME_WORDS_WIDTH);
    const float *step = raw(reader, "names.words.scale", &scale, sizeof *step);
    const uint8_t *of_words = raw(reader, "names.words.classes", &classes, 2 * (uint64_t)reader->self->word_count);
    if (!table || !step || !of_words) return;
    if (rows->rows != VDT_NAME_WORDS_ROWS || rows->columns != VDT_NAME_WORDS_WIDTH || !(*step >= 0 && *step < 100)) {
        refuse(reader, "names.words", "has another shape");
        return;
    }
    reader->self->name_words = table;
    reader->self->name_words_scale = *step;
    reader->self->name_classes = of_words;
}

static void everything(struct reader *reader) {
    struct vdt_language *self = reader->self;
    static const struct {
        const char *name;
        uint32_t rows, dimensions;
    } hashed[VDT_NET_HASHED] = {
        { "prefix3", 8192, 16 },  { "suffix2", 2048, 16 }, { "suffix3", 8192, 24 },
        { "suffix4", 16384, 24 }, { "shape", 1024, 16 },
    };
    const struct section *section = NULL;
    self->word_keys = raw(reader, "word.keys", &section, 0);
    if (!section) return;
    if (section->rows > 1u << 24 || section->size < 8 * (uint64_t)section->rows) {
        refuse(reader, "word.keys", "has another size");
        return;
    }
    self->word_count = section->rows;
    for (uint32_t i = 1; i < self->word_count; i++)
        if (self->word_keys[i - 1] > self->word_keys[i]) refuse(reader, "word.keys", "is out of order");
    embedding(reader, "word", self->word_count + 1, VDT_NET_WORD, &self->word);
    for (int i = 0; i < VDT_NET_HASHED; i++)
        embedding(reader, hashed[i].name, hashed[i].rows, hashed[i].dimensions, &self->hashed[i]);
    embedding(reader, "lists", 32, VDT_NET_LISTS, &self->lists);
    lists(reader);
    name_words(reader);
    lemma_words(reader);
    const struct section *recurrent = find(reader, "first.recurrent.forth");
    if (!recurrent) return;
    self->units = recurrent->rows;
    if (!self->units || self->units % VDT_PANEL || self->units > VDT_NET_UNITS) {
        refuse(reader, "first.recurrent.forth", "has another shape");
        return;
    }
    uint32_t states = 2 * self->units, gates = 4 * self->units;
    weights(reader, "first.input", VDT_NET_INPUT, 2 * gates, &self->layers[0].input);
    weights(reader, "first.recurrent.forth", self->units, gates, &self->layers[0].recurrent[0]);
    weights(reader, "first.recurrent.back", self->units, gates, &self->layers[0].recurrent[1]);
    weights(reader, "second.input", states, 2 * gates, &self->layers[1].input);
    weights(reader, "second.recurrent.forth", self->units, gates, &self->layers[1].recurrent[0]);
    weights(reader, "second.recurrent.back", self->units, gates, &self->layers[1].recurrent[1]);
    weights(reader, "project", states, VDT_NET_PROJECTION, &self->project);
    self->arc = matrix(reader, "arc", VDT_NET_SIDE, VDT_NET_SIDE);
    self->arc_bias = vector(reader, "arc.bias", VDT_NET_SIDE);
    self->root_arc = vector(reader, "root.arc", VDT_NET_SIDE);
    self->root_relation = vector(reader, "root.relation", VDT_NET_SIDE);
    weights(reader, "relation", VDT_NET_SIDE, 0, &self->relation);
    weights(reader, "head.upos", VDT_NET_SIDE, 0, &self->upos);
    weights(reader, "head.xpos", VDT_NET_SIDE, 0, &self->xpos);
    weights(reader, "head.feats", VDT_NET_SIDE, 0, &self->feats);
    weights(reader, "head.lemma", VDT_NET_SIDE, 0, &self->lemma);
    weights(reader, "head.names", VDT_NET_NAME_SIDE, 0, &self->names);
    self->input_scales = vector(reader, "inputs.scales", VDT_NET_INPUT);
    self->tags_scales = vector(reader, "tags.scales", VDT_NET_SIDE);
    self->names_scales = vector(reader, "names.scales", VDT_NET_NAME_SIDE);
    self->pair_scales = vector(reader, "pairs.scales", VDT_NET_SIDE);
    self->boundary = vector(reader, "boundary", VDT_BOUNDARY_WEIGHTS);
    if (reader->status) return;
    licence(reader);
    map_upos(reader);
    map_relations(reader);
    map_names(reader);
    self->xpos_of = labels(reader, "labels.xpos", self->xpos.columns);
    self->feats_of = labels(reader, "labels.feats", self->feats.columns);
    rules(reader);
    if (!reader->status && self->lemma.columns > self->rule_count) refuse(reader, "lemma.rules", "has too few rules");
    if (!reader->status) exceptions(reader);
}

static enum vdt_status check(struct reader *reader) {
    struct vdt_view bytes = reader->bytes, where = reader->where;
    if (bytes.size < 64 || memcmp(bytes.data, MAGIC, 8) != 0)
        return vdt_fail_at(reader->err, VDT_ERROR_FORMAT, where, 0, 0, "not a language model of vedette");
    uint32_t version, count;
    uint64_t size, sum;
    static const char zeros[32];
    memcpy(&version, bytes.data + 8, 4);
    memcpy(&count, bytes.data + 12, 4);
    memcpy(&size, bytes.data + 16, 8);
    memcpy(&sum, bytes.data + 24, 8);
    if (version != VERSION)
        return vdt_fail_at(reader->err, VDT_ERROR_FORMAT, where, 0, 0,
                           "the model image has version %" PRIu32 " of its format, this program reads %d", version, VERSION);
    if (size != bytes.size)
        return vdt_fail_at(reader->err, VDT_ERROR_FORMAT, where, 0, 0, "the model image is cut: %zu bytes of %" PRIu64,
                           bytes.size, size);
    struct vdt_view payload = vdt_view_slice(bytes, 64, bytes.size);
    if (bytes.size % 64 || vdt_hash_seeded(payload, count) != sum || memcmp(bytes.data + 32, zeros, 32) != 0)
        return vdt_fail_at(reader->err, VDT_ERROR_FORMAT, where, 0, 0,
                           "the model image is damaged: its checksum differs");
    if (count > 1024 || count * sizeof(struct section) > payload.size)
        return vdt_fail_at(reader->err, VDT_ERROR_FORMAT, where, 0, 0, "the model image has a bad table of sections");
    reader->table = (const struct section *)(const void *)payload.data;
    reader->count = count;
    for (uint32_t i = 0; i < count; i++) {
        const struct section *one = &reader->table[i];
        if (one->offset % 64 || one->offset > bytes.size || one->size > bytes.size - one->offset || one->name[31])
            return vdt_fail_at(reader->err, VDT_ERROR_FORMAT, where, 0, 0,
                               "the model image has a section out of bounds");
    }
    reader->self->checksum = sum;
    reader->self->format = version;
    snprintf(reader->self->version, sizeof reader->self->version, "%08" PRIx32, (uint32_t)(sum ^ sum >> 32));
    reader->self->kernel = vdt_kernel_best();
    everything(reader);
    return reader->status;
}

enum vdt_status vdt_language_open(const char *path, struct vdt_language **out, struct vdt_error *err) {
    struct vdt_language *self = calloc(1, sizeof *self);
    if (!self) return vdt_fail_memory(err, "opening the model image");
    enum vdt_status status = vdt_map_open(path, &self->map, err);
    if (!status) {
        struct reader reader = { .self = self, .where = vdt_view_of(path), .bytes = self->map.bytes, .err = err };
        status = check(&reader);
    }
    if (status) {
        vdt_language_close(self);
        return status;
    }
    *out = self;
    return VDT_OK;
}

void vdt_language_close(struct vdt_language *self) {
    if (!self) return;
    free(self->xpos_of);
    free(self->feats_of);
    free(self->rules);
    vdt_map_close(&self->map);
    free(self);
}

struct vdt_view vdt_language_version(const struct vdt_language *self) {
    return vdt_view_of(self->version);
}
