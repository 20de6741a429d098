/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The knowledge image: a header with magic, version, size, checksum and sections, then flat arrays. Offsets of strings
 * count in the string section; strings end in NUL. Little-endian, as all machines that we build for; another one is
 * refused by its version. Everything is checked once when it is opened.
 */
#ifndef VDT_KNOW_IMAGE_H
#define VDT_KNOW_IMAGE_H

#include "base/buffer.h"
#include "base/error.h"

#define VDT_IMAGE_MAGIC "VDTKNOW1"
enum { VDT_IMAGE_VERSION = 1 };
enum { VDT_SECTION_TABLE, VDT_SECTION_PHRASES, VDT_SECTION_ENTRIES, VDT_SECTION_TERMS, VDT_SECTION_STRINGS, VDT_SECTIONS };

struct vdt_image_header {
    char magic[8];
    uint32_t version, reserved;
    uint64_t size, checksum;
    struct { uint64_t offset, size; } sections[VDT_SECTIONS];
};

enum vdt_entry_kind { VDT_ENTRY_ACTOR, VDT_ENTRY_STATE, VDT_ENTRY_PERSON, VDT_ENTRY_ROLE, VDT_ENTRY_PLACE };

enum vdt_phrase_kind {
    VDT_PHRASE_NAME, VDT_PHRASE_ADJECTIVE, VDT_PHRASE_PEOPLE, VDT_PHRASE_CAPITAL, VDT_PHRASE_SEAT, VDT_PHRASE_PERSON,
    VDT_PHRASE_ROLE, VDT_PHRASE_PLACE,
    VDT_PHRASE_SPELLING, /* found by the sketch of a person's name (spelling.h), not by its letters; `code` is the name */
};

struct vdt_image_phrase {
    uint64_t hash;
    uint32_t entry;
    uint32_t code;     /* of its own (seats), UINT32_MAX: none; the name of a spelling */
    uint8_t kind, words;
    uint8_t capitals;  /* it is an abbreviation in capitals: the text must be too */
    uint8_t beginnings; /* it matches the beginning of a word too */
    uint8_t reserved[4];
};

struct vdt_image_entry {
    uint32_t name, code, by; /* code UINT32_MAX: only by terms */
    uint32_t first_term, term_count;
    uint32_t kind;
    double latitude, longitude;
};

struct vdt_image_term {
    int32_t from, to; /* days, inclusive */
    uint32_t code;
};

/* A name as it is compared: letters and digits, folded to lower case without accents, nothing between the words. */
struct vdt_phrase_key {
    char text[120];
    uint32_t size, words;
    bool capitals;
};

void vdt_phrase_normalise(struct vdt_view name, struct vdt_phrase_key *out);
/* Adds a word to a key; false when the key is full. */
bool vdt_phrase_add(struct vdt_phrase_key *key, struct vdt_view word);

struct vdt_layer;

/* What is compiled. `base` is what stands behind a user's sources: his aliases may name its entries, his codes its states. */
struct vdt_knowledge_sources {
    const char *data, *actors;         /* a folder, a file; either may be NULL */
    struct vdt_view text;              /* of a file in our grammar that is in memory; empty: none */
    const struct vdt_layer *base;
    const struct vdt_remarks *remarks; /* where what is wrong is told and left out; NULL: it fails */
};

enum vdt_status vdt_knowledge__compile_memory(const struct vdt_knowledge_sources *sources, struct vdt_buffer *out, struct vdt_error *error);

#endif
