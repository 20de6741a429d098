/* SPDX-License-Identifier: Apache-2.0 */
/* A thin door to xxHash, so that one file includes it. */
#include "base/hash.h"

#include <xxhash.h>

uint64_t vdt_hash(struct vdt_view bytes) {
    return XXH3_64bits(bytes.data, bytes.size);
}

uint64_t vdt_hash_seeded(struct vdt_view bytes, uint64_t seed) {
    return XXH3_64bits_withSeed(bytes.data, bytes.size, seed);
}
