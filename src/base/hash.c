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

uint64_t vdt_id_digits(struct vdt_view id) {
    uint64_t value = 0;
    if (id.size != 18 || id.data[0] != 'e' || id.data[1] != ':') return 0;
    for (size_t i = 2; i < id.size; i++) {
        char c = id.data[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return 0;
        value = value << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
}
