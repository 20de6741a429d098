/* SPDX-License-Identifier: Apache-2.0 */
/* Looking places up: a search by halves among sorted hashes, 20 steps for a million names. */
#include "know/gazetteer.h"

#include <stdlib.h>

#include "base/image.h"
#include "know/gazetteer-image.h"

struct vdt_gazetteer {
    struct vdt_map map;
    const struct vdt_gazetteer_name *names;
    const struct vdt_gazetteer_place *places;
    const char *strings;
    uint32_t name_count, place_count, string_bytes;
};

static enum vdt_status check(struct vdt_gazetteer *gazetteer, const char *image, struct vdt_error *error) {
    struct vdt_gazetteer_header header;
    struct vdt_view bytes = gazetteer->map.bytes;
    bool fits = bytes.size >= sizeof header;
    if (fits) memcpy(&header, bytes.data, sizeof header);
    fits = fits && memcmp(header.magic, VDT_GAZETTEER_MAGIC, sizeof header.magic) == 0;
    if (fits) {
        uint64_t names = (uint64_t)header.name_count * sizeof *gazetteer->names, places = (uint64_t)header.place_count * sizeof *gazetteer->places;
        fits = sizeof header + names + places + header.string_bytes == bytes.size && header.string_bytes && !bytes.data[bytes.size - 1];
        gazetteer->names = (const void *)(bytes.data + sizeof header);
        if (fits) gazetteer->places = (const void *)(bytes.data + sizeof header + names);
        if (fits) gazetteer->strings = bytes.data + sizeof header + names + places;
        gazetteer->name_count = header.name_count;
        gazetteer->place_count = header.place_count;
        gazetteer->string_bytes = header.string_bytes;
    }
    if (fits) return VDT_OK;
    return vdt_hint(error, vdt_fail_at(error, VDT_ERROR_FORMAT, vdt_view_of(image), 0, 0, "not a places image of this program"),
                    "build it again with make");
}

enum vdt_status vdt_gazetteer_open(const char *image, struct vdt_gazetteer **out, struct vdt_error *error) {
    struct vdt_gazetteer *gazetteer = calloc(1, sizeof *gazetteer);
    if (!gazetteer) return vdt_fail_memory(error, "opening the places");
    enum vdt_status status = vdt_map_open(image, &gazetteer->map, error);
    if (status == VDT_OK) status = check(gazetteer, image, error);
    if (status != VDT_OK) {
        vdt_gazetteer_close(gazetteer);
        return status;
    }
    *out = gazetteer;
    return VDT_OK;
}

void vdt_gazetteer_close(struct vdt_gazetteer *gazetteer) {
    if (!gazetteer) return;
    vdt_map_close(&gazetteer->map);
    free(gazetteer);
}

const struct vdt_gazetteer_name *vdt_gazetteer_find(const struct vdt_gazetteer *gazetteer, uint64_t hash, size_t *count) {
    uint32_t low = 0, high = gazetteer->name_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (gazetteer->names[middle].hash < hash) low = middle + 1;
        else high = middle;
    }
    *count = 0;
    while (low + *count < gazetteer->name_count && gazetteer->names[low + *count].hash == hash) ++*count;
    return gazetteer->names + low;
}

const struct vdt_gazetteer_place *vdt_gazetteer_place_at(const struct vdt_gazetteer *gazetteer, uint32_t number) {
    return number < gazetteer->place_count ? &gazetteer->places[number] : NULL;
}

struct vdt_view vdt_gazetteer_string(const struct vdt_gazetteer *gazetteer, uint32_t offset) {
    return vdt_view_of(offset < gazetteer->string_bytes ? gazetteer->strings + offset : "");
}

uint32_t vdt_gazetteer_place_count(const struct vdt_gazetteer *gazetteer) {
    return gazetteer->place_count;
}

const struct vdt_gazetteer_name *vdt_gazetteer_names(const struct vdt_gazetteer *gazetteer, size_t *count) {
    *count = gazetteer->name_count;
    return gazetteer->names;
}

/* States stand first in an image. */
struct vdt_view vdt_gazetteer_state(const struct vdt_gazetteer *gazetteer, struct vdt_view country) {
    for (uint32_t i = 0; country.size == 3 && i < gazetteer->place_count && i < 512; i++) {
        const struct vdt_gazetteer_place *place = &gazetteer->places[i];
        if (place->kind == VDT_PLACE_STATE && memcmp(place->country, country.data, 3) == 0) return vdt_gazetteer_string(gazetteer, place->name);
    }
    return (struct vdt_view){ NULL, 0 };
}
