/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Actors: who the knowledge knows, by which names, with which code on which day; a user's own files are checked and other
 * forms are brought into ours; names that events needed and nobody knew are gathered. See `vedette actors`.
 *
 * Thread rule: an opened list is immutable and shared; a gathering belongs to one thread.
 */
#ifndef VEDETTE_ACTORS_H
#define VEDETTE_ACTORS_H

#include "vedette/event.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_actors_options {
    size_t size;           /* sizeof this struct */
    const char *knowledge; /* path of the knowledge image */
    const char *data;      /* a user's folder that comes first, or NULL */
    const char *actors;    /* a user's file that comes first, or NULL */
    struct vdt_remarks remarks; /* told what is wrong in a user's own and left out */
};

#define VDT_ACTORS_OPTIONS_INIT { .size = sizeof(struct vdt_actors_options) }

struct vdt_actors;

VDT_API enum vdt_status vdt_actors_open(const struct vdt_actors_options *options, struct vdt_actors **out,
                                        struct vdt_error *error);
VDT_API void vdt_actors_close(struct vdt_actors *actors);

struct vdt_actor_term {
    char from[11], to[11]; /* YYYY-MM-DD, inclusive; empty: open */
    struct vdt_view code;
};

struct vdt_actor {
    struct vdt_view name, kind; /* state, actor, person, role or place */
    struct vdt_view form;       /* which of its names was asked for: name, adjective, people, capital, seat, role, place */
    struct vdt_view code;       /* on the day that was asked for; a capital stands for its government */
    struct vdt_view entry;      /* FILE:LINE */
    const struct vdt_actor_term *terms;
    size_t term_count;
    bool own;                   /* of the user's sources */
};

/* Takes one actor, borrowed for the call; false: no more are wanted. */
typedef bool vdt_actor_fn(void *context, const struct vdt_actor *actor);

/*
 * Everybody who bears the name, those of the user first. `day` is YYYY-MM-DD, empty: the code of the longest term, as
 * for reports without a date. VDT_ERROR_USE: it is no day.
 */
VDT_API enum vdt_status vdt_actors_find(const struct vdt_actors *actors, struct vdt_view name, struct vdt_view day,
                                        vdt_actor_fn *take, void *context, struct vdt_error *error);

/* All entries whose code, on the day or in some term, begins with `code` (empty: all), in the order of their files. */
VDT_API enum vdt_status vdt_actors_list(const struct vdt_actors *actors, struct vdt_view code, struct vdt_view day,
                                        vdt_actor_fn *take, void *context, struct vdt_error *error);

/*
 * Brings a file of actors into the project's grammar (data/actors/README.md) and gives it to `take`, line by line. It may be
 * JSON lines ({"name", "code", "also": […], "kind": "person", "terms": [{"from", "to", "code"}], "alias_of"}), an actor or
 * agent file of TABARI or PETRARCH, or in the grammar already. What is wrong, a code that does not exist among it, is told as an
 * error with its place in that file and left out; VDT_OK then too. Codes are those of `actors`, and the file's own. Of days for
 * which an entry of TABARI or PETRARCH has several codes the first one counts, as it does there.
 */
typedef bool vdt_line_fn(void *context, struct vdt_view line);
VDT_API enum vdt_status vdt_actors_import(const struct vdt_actors *actors, const char *path, const struct vdt_remarks *remarks,
                                          vdt_line_fn *take, void *context, struct vdt_error *error);

/* Names that events needed and nobody knew, with how often and where. */
struct vdt_unknown;

VDT_API enum vdt_status vdt_unknown_new(struct vdt_unknown **out, struct vdt_error *error);
VDT_API void vdt_unknown_free(struct vdt_unknown *unknown);
/* Gathers the parties and voices of an event that have no code but a name. */
VDT_API enum vdt_status vdt_unknown_take(struct vdt_unknown *unknown, const struct vdt_event *event, struct vdt_error *error);

struct vdt_unknown_name {
    struct vdt_view name;
    uint64_t events, reports;        /* how many needed it */
    const struct vdt_view *sentences, *sources; /* some of them, and the ids of their reports */
    size_t sentence_count;
};

/* The most frequent first, names alike in frequency by their bytes. Borrowed until the next call. */
VDT_API enum vdt_status vdt_unknown_list(struct vdt_unknown *unknown, const struct vdt_unknown_name **out, size_t *count,
                                         struct vdt_error *error);

#ifdef __cplusplus
}
#endif
#endif
