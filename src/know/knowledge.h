/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Knowledge: who and where. Plain-text sources under data/ (their grammar: data/actors/README.md) are compiled into
 * one read-only image that is mapped and used in place; a user's own sources are compiled in memory and come first.
 *
 * A linker holds what one report's words match; it lives in the report's arena.
 * Thread rule: the knowledge is immutable and shared; a linker belongs to one thread.
 */
#ifndef VDT_KNOW_KNOWLEDGE_H
#define VDT_KNOW_KNOWLEDGE_H

#include "base/arena.h"
#include "base/error.h"
#include "language/analysis.h"

struct vdt_knowledge;

/*
 * `data` (a folder laid out like data/) and `actors` (a file in the grammar of data/actors, or a list of another coder) may be
 * NULL; theirs override. What is wrong in them is told as an error and left out; where `remarks` is NULL, it fails.
 */
enum vdt_status vdt_knowledge_open(const char *image, const char *data, const char *actors,
                                   const struct vdt_remarks *remarks, struct vdt_knowledge **out,
                                   struct vdt_error *error);
void vdt_knowledge_close(struct vdt_knowledge *knowledge);
struct vdt_view vdt_knowledge_version(const struct vdt_knowledge *knowledge); /* short hex of the checksums */

/* Compiles the folder data/ into an image file; used by the build. Errors have file, line and column. */
enum vdt_status vdt_knowledge_compile(const char *data, const char *image, struct vdt_error *error);

enum vdt_link_kind {
    VDT_LINK_NONE,      /* nobody known: code empty */
    VDT_LINK_NAMED,     /* a name that an entry has: country, person, organisation, armed group */
    VDT_LINK_METONYM,   /* a capital or seat that stands for its government: Moscow, the Kremlin */
    VDT_LINK_COMPOSED,  /* code put together from the words: Latvian + defence minister = LVAGOV */
    VDT_LINK_ROLE,      /* a role without a country: "protesters" CVL, "police" COP */
};

/* What a noun phrase stands for. Views point into the knowledge or the arena. */
struct vdt_actor_link {
    enum vdt_link_kind kind;
    struct vdt_view code, name, country;
    struct vdt_view entry;    /* "data/actors/states.txt:12", for a composed code its parts joined by " + " */
    uint32_t first, last;     /* words of the phrase, indexes within the sentence, inclusive, without determiner */
    bool person, place, plural;
};

struct vdt_place_link {
    struct vdt_view name, country;
    double latitude, longitude; /* NAN where unknown */
    struct vdt_view entry;
    uint32_t first, last;
};

struct vdt_linker;

/* Matches the whole report against the names; `day` is the publication day (VDT_NO_DAY unknown): roles are dated. */
enum vdt_status vdt_linker_new(const struct vdt_knowledge *knowledge, struct vdt_arena *arena,
                               const struct vdt_analysis *analysis, int32_t day, struct vdt_linker **out,
                               struct vdt_error *error);

/*
 * The actor that the noun phrase headed by `word` (index within the sentence) stands for. Kind NONE with the span of
 * the phrase where nobody is known. Conjuncts are phrases of their own: "Britain and France" is asked for twice.
 */
void vdt_link_actor(struct vdt_linker *linker, uint32_t sentence, uint32_t word, struct vdt_actor_link *out);

/* The place that the noun phrase headed by `word` names; false where it names none. */
bool vdt_link_place(struct vdt_linker *linker, uint32_t sentence, uint32_t word, struct vdt_place_link *out);

#endif
