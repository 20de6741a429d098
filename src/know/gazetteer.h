/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The places of the world: towns, divisions, states and regions by all their names, in an image of its own that is mapped and
 * used in place. Opening checks the header only; every number read from the image is held to its bounds when it is used.
 *
 *   header | names, sorted by hash | places | strings that end in NUL
 *
 * Thread rule: immutable, shared.
 */
#ifndef VDT_KNOW_GAZETTEER_H
#define VDT_KNOW_GAZETTEER_H

#include "base/error.h"
#include "vedette/places.h"

enum vdt_place_kind { VDT_PLACE_TOWN, VDT_PLACE_COUNTY, VDT_PLACE_DIVISION, VDT_PLACE_REGION, VDT_PLACE_STATE };

struct vdt_gazetteer_place {
    float latitude, longitude;
    uint32_t population, geonames, name;
    uint32_t division; /* the first-level division's place, UINT32_MAX where none is known */
    char country[4];
    uint8_t kind;
    uint8_t capital; /* of its state */
    uint8_t reserved[2];
};

struct vdt_gazetteer_name {
    uint64_t hash;
    uint32_t place;
    uint8_t demonym; /* Syrian, Syrians */
    uint8_t reserved[3];
};

struct vdt_gazetteer;

enum vdt_status vdt_gazetteer_open(const char *image, struct vdt_gazetteer **out, struct vdt_error *error);
void vdt_gazetteer_close(struct vdt_gazetteer *gazetteer);

/* All that bear the name with this hash (vdt_hash of a phrase's key), the most populous first. */
const struct vdt_gazetteer_name *vdt_gazetteer_find(const struct vdt_gazetteer *gazetteer, uint64_t hash, size_t *count);
/* NULL where there is none of this number. */
const struct vdt_gazetteer_place *vdt_gazetteer_place_at(const struct vdt_gazetteer *gazetteer, uint32_t number);
struct vdt_view vdt_gazetteer_string(const struct vdt_gazetteer *gazetteer, uint32_t offset);

/* The name of the state with this alpha-3 code, empty where there is none. */
struct vdt_view vdt_gazetteer_state(const struct vdt_gazetteer *gazetteer, struct vdt_view country);

uint32_t vdt_gazetteer_place_count(const struct vdt_gazetteer *gazetteer);
/* All names, in the order of their hashes. */
const struct vdt_gazetteer_name *vdt_gazetteer_names(const struct vdt_gazetteer *gazetteer, size_t *count);

/* Compiles gazetteer.tsv.gz, regions.tsv and the states' adjectives below the folder `data` into an image; used by the build. */
enum vdt_status vdt_gazetteer_compile(const char *data, const char *image, struct vdt_error *error);

#endif
