/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening images. The built-in one is mapped; a user's own folder or file is compiled in memory and asked first. Every
 * offset is checked here once, so that look-ups need no checks.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/image.h"
#include "base/limit.h"
#include "know/lookup.h"
#include "text/utf8.h"

static enum vdt_status foreign(struct vdt_error *error, struct vdt_view name, const char *what) {
    return vdt_hint(error, vdt_fail_at(error, VDT_ERROR_FORMAT, name, 0, 0, "not a knowledge image of this program: %s", what),
                    "build it again with make");
}

static enum vdt_status check(struct vdt_layer *layer, struct vdt_view bytes, struct vdt_view name, struct vdt_error *error) {
    struct vdt_image_header header;
    if (bytes.size < sizeof header) return foreign(error, name, "it is too short");
    memcpy(&header, bytes.data, sizeof header);
    if (memcmp(header.magic, VDT_IMAGE_MAGIC, sizeof header.magic) != 0) return foreign(error, name, "it begins otherwise");
    if (header.version != VDT_IMAGE_VERSION) return foreign(error, name, "it has another version");
    if (header.size != bytes.size) return foreign(error, name, "it is truncated or has more than it should");
    if (vdt_hash(vdt_view_slice(bytes, sizeof header, bytes.size)) != header.checksum) return foreign(error, name, "its checksum is wrong");
    static const size_t sizes[VDT_SECTIONS] = { sizeof(uint32_t), sizeof(struct vdt_image_phrase), sizeof(struct vdt_image_entry),
                                                sizeof(struct vdt_image_term), 1 };
    const char *starts[VDT_SECTIONS];
    size_t counts[VDT_SECTIONS];
    for (int s = 0; s < VDT_SECTIONS; s++) {
        uint64_t offset = header.sections[s].offset, size = header.sections[s].size;
        if (offset % 64 || offset > bytes.size || size > bytes.size - offset || size % sizes[s]) return foreign(error, name, "a section lies outside of it");
        starts[s] = bytes.data + offset;
        counts[s] = size / sizes[s];
    }
    layer->table = (const uint32_t *)(const void *)starts[VDT_SECTION_TABLE];
    layer->slots = counts[VDT_SECTION_TABLE];
    layer->phrases = (const struct vdt_image_phrase *)(const void *)starts[VDT_SECTION_PHRASES];
    layer->phrase_count = counts[VDT_SECTION_PHRASES];
    layer->entries = (const struct vdt_image_entry *)(const void *)starts[VDT_SECTION_ENTRIES];
    layer->entry_count = counts[VDT_SECTION_ENTRIES];
    layer->terms = (const struct vdt_image_term *)(const void *)starts[VDT_SECTION_TERMS];
    layer->strings = starts[VDT_SECTION_STRINGS];
    size_t strings = counts[VDT_SECTION_STRINGS];
    if (!layer->slots || (layer->slots & (layer->slots - 1)) || !strings || layer->strings[strings - 1] || layer->phrase_count >= layer->slots)
        return foreign(error, name, "its table is none");
    for (size_t i = 0; i < layer->slots; i++)
        if (layer->table[i] > layer->phrase_count) return foreign(error, name, "its table points outside");
    for (size_t i = 0; i < layer->phrase_count; i++)
        if (layer->phrases[i].entry >= layer->entry_count || (layer->phrases[i].code != UINT32_MAX && layer->phrases[i].code >= strings))
            return foreign(error, name, "a phrase points outside");
    for (size_t i = 0; i < layer->phrase_count; i++) layer->beginnings = layer->beginnings || layer->phrases[i].beginnings;
    for (size_t i = 0; i < layer->entry_count; i++) {
        const struct vdt_image_entry *entry = &layer->entries[i];
        if (entry->name >= strings || entry->by >= strings || (entry->code != UINT32_MAX && entry->code >= strings) ||
            entry->first_term > counts[VDT_SECTION_TERMS] || entry->term_count > counts[VDT_SECTION_TERMS] - entry->first_term)
            return foreign(error, name, "an entry points outside");
    }
    for (size_t i = 0; i < counts[VDT_SECTION_TERMS]; i++)
        if (layer->terms[i].code >= strings) return foreign(error, name, "a term points outside");
    layer->checksum = header.checksum;
    return VDT_OK;
}

enum vdt_status vdt_knowledge_open(const char *image, const char *data, const char *actors, const struct vdt_remarks *remarks,
                                   struct vdt_knowledge **out, struct vdt_error *error) {
    struct vdt_knowledge *knowledge = calloc(1, sizeof *knowledge);
    if (!knowledge) return vdt_fail_memory(error, "opening the knowledge");
    vdt_buffer_init(&knowledge->own);
    struct vdt_layer built_in = { 0 };
    enum vdt_status status = vdt_map_open(image, &knowledge->map, error);
    if (status == VDT_OK) status = check(&built_in, knowledge->map.bytes, vdt_view_of(image), error);
    if (status == VDT_OK && (data || actors)) {
        const struct vdt_knowledge_sources sources = { .data = data, .actors = actors, .base = &built_in, .remarks = remarks };
        status = vdt_knowledge__compile_memory(&sources, &knowledge->own, error);
        if (status == VDT_OK)
            status = check(&knowledge->layers[knowledge->layer_count++], vdt_buffer_view(&knowledge->own),
                           vdt_view_of(data ? data : actors), error);
    }
    if (status == VDT_OK) knowledge->layers[knowledge->layer_count++] = built_in;
    if (status != VDT_OK) {
        vdt_knowledge_close(knowledge);
        return status;
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < knowledge->layer_count; i++) sum = sum * 31 + knowledge->layers[i].checksum;
    snprintf(knowledge->version, sizeof knowledge->version, "%04x", (unsigned)(sum & 0xFFFF));
    *out = knowledge;
    return VDT_OK;
}

void vdt_knowledge_close(struct vdt_knowledge *knowledge) {
    if (!knowledge) return;
    vdt_map_close(&knowledge->map);
    vdt_buffer_done(&knowledge->own);
    free(knowledge);
}

struct vdt_view vdt_knowledge_version(const struct vdt_knowledge *knowledge) {
    return vdt_view_of(knowledge->version);
}

bool vdt_phrase_add(struct vdt_phrase_key *key, struct vdt_view word) {
    bool letters = false;
    for (size_t i = 0; i < word.size;) {
        unsigned char c = (unsigned char)word.data[i];
        if (key->size + 8 > sizeof key->text) return false;
        if (c < 0x80) {
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
                key->text[key->size++] = vdt_lower((char)c);
                letters = true;
                if (c >= 'a' && c <= 'z') key->capitals = false;
            }
            i++;
            continue;
        }
        size_t used = vdt_fold_letter(word.data + i, word.size - i, key->text + key->size, &key->size);
        letters = true;
        i += used;
    }
    if (letters) key->words++;
    return true;
}

void vdt_phrase_normalise(struct vdt_view name, struct vdt_phrase_key *out) {
    *out = (struct vdt_phrase_key){ .capitals = true };
    struct vdt_view rest = name;
    while (rest.size) {
        struct vdt_view word = vdt_view_cut(&rest, ' ');
        /* the tokeniser parts words at hyphens */
        while (word.size)
            if (!vdt_phrase_add(out, vdt_view_cut(&word, '-'))) break;
    }
    /* abbreviations of up to four letters must stand in capitals: US, UN, EU, but Iran in a headline may be IRAN */
    out->capitals = out->capitals && out->size <= 4 && out->words == 1;
}

uint32_t vdt_layer_find(const struct vdt_layer *layer, uint64_t hash) {
    for (size_t at = hash & (layer->slots - 1); layer->table[at]; at = (at + 1) & (layer->slots - 1))
        if (layer->phrases[layer->table[at] - 1].hash == hash) return layer->table[at];
    return 0;
}
