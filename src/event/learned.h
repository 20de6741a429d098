/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The learned part of factuality, for `vedette facts`: a multinomial logistic model that reads what the climb found and
 * the words around, and overrules it where it is sure. Its weights are plain text, data/status/learned.txt, one sign a
 * line with its pull towards asserted, unrealised (planned or possible) and negated; train/status.py makes them.
 *
 * Thread rule: immutable after opening, shared by all threads.
 */
#ifndef VDT_EVENT_LEARNED_H
#define VDT_EVENT_LEARNED_H

#include "event/factuality.h"

struct vdt_learned;

/* Reads DATA/status/learned.txt; without that file nothing is overruled. */
enum vdt_status vdt_learned_open(const char *data, struct vdt_learned **out, struct vdt_error *error);
void vdt_learned_close(struct vdt_learned *learned);
struct vdt_view vdt_learned_version(const struct vdt_learned *learned);

enum { VDT_LEARNED_SIGNS = 48 };

/* What the model sees of a predicate whose status the climb has found; in the arena. Returns how many. */
size_t vdt_learned_signs(const struct vdt_embedders *embedders, const struct vdt_tree *tree, struct vdt_arena *arena,
                         int32_t word, const struct vdt_fact *fact, struct vdt_view out[VDT_LEARNED_SIGNS]);

/* The status that the model would give; the climb's where the model is not sure of another. */
enum vdt_event_status vdt_learned_status(const struct vdt_learned *learned, const struct vdt_view *signs, size_t count,
                                         enum vdt_event_status climbed);

#endif
