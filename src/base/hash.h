/* SPDX-License-Identifier: Apache-2.0 */
/* Hashing: XXH3 of 64 bits, stable across machines (the record's ids depend on it). */
#ifndef VDT_BASE_HASH_H
#define VDT_BASE_HASH_H

#include "base/view.h"

uint64_t vdt_hash(struct vdt_view bytes);
uint64_t vdt_hash_seeded(struct vdt_view bytes, uint64_t seed);

/* The number that an event's id writes, "e:" and sixteen hexadecimal digits; 0 for anything else. */
uint64_t vdt_id_digits(struct vdt_view id);

#endif
