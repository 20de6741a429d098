/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From data/ to the places image. Rows of gazetteer.tsv.gz: kind, GeoNames id, country, first-level code, population, latitude,
 * longitude, name, other names. Regions and sites come from places/regions.tsv, areas.txt and sites.tsv, adjectives and peoples from actors/states.txt.
 */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/lines.h"
#include "know/gazetteer-image.h"
#include "know/gazetteer.h"
#include "know/know-image.h"

struct draft {
    struct vdt_arena arena;
    struct vdt_gazetteer_place *places;
    struct vdt_gazetteer_name *names;
    struct vdt_view *codes; /* by place: the first-level code */
    size_t place_count, places_capacity, name_count, names_capacity, codes_count, codes_capacity;
    struct vdt_buffer strings;
};

static bool add_name(struct draft *draft, struct vdt_view name, size_t place, bool demonym) {
    struct vdt_phrase_key key;
    vdt_phrase_normalise(name, &key);
    if (key.size < 2) return true;
    struct vdt_gazetteer_name *names = vdt_arena_grow(&draft->arena, draft->names, draft->name_count, &draft->names_capacity, sizeof *names);
    if (!names) return false;
    draft->names = names;
    names[draft->name_count++] = (struct vdt_gazetteer_name){
        .hash = vdt_hash((struct vdt_view){ key.text, key.size }), .place = (uint32_t)place, .demonym = demonym
    };
    return true;
}

static bool add_names(struct draft *draft, struct vdt_view list, size_t place, bool demonym) {
    while (list.size) {
        struct vdt_view name = vdt_view_trim(vdt_view_cut(&list, '|'));
        if (name.size && !add_name(draft, name, place, demonym)) return false;
    }
    return true;
}

static bool add_place(struct draft *draft, struct vdt_gazetteer_place place, struct vdt_view name, struct vdt_view code, struct vdt_view others) {
    struct vdt_gazetteer_place *places = vdt_arena_grow(&draft->arena, draft->places, draft->place_count, &draft->places_capacity, sizeof *places);
    if (!places) return false;
    draft->places = places;
    struct vdt_view *codes = vdt_arena_grow(&draft->arena, draft->codes, draft->codes_count, &draft->codes_capacity, sizeof *codes);
    if (!codes) return false;
    draft->codes = codes;
    codes[draft->codes_count++] = code;
    place.name = (uint32_t)vdt_buffer_view(&draft->strings).size;
    place.division = UINT32_MAX;
    vdt_buffer_add(&draft->strings, name);
    vdt_buffer_char(&draft->strings, '\0');
    places[draft->place_count++] = place;
    return add_name(draft, name, draft->place_count - 1, false) && add_names(draft, others, draft->place_count - 1, false);
}

/* Numbers of our own files, as far as 40 letters go. */
static double number_of(struct vdt_view text) {
    char plain[40];
    size_t size = text.size < sizeof plain - 1 ? text.size : sizeof plain - 1;
    memcpy(plain, text.data ? text.data : "", size);
    plain[size] = '\0';
    return strtod(plain, NULL);
}

static enum vdt_place_kind kind_of(char letter) {
    return letter == 'C' ? VDT_PLACE_STATE : letter == '1' ? VDT_PLACE_DIVISION : letter == '2' ? VDT_PLACE_COUNTY : VDT_PLACE_TOWN;
}

static bool take_row(struct draft *draft, struct vdt_view line) {
    struct vdt_view part[9];
    for (int i = 0; i < 9; i++) part[i] = vdt_view_cut(&line, '\t');
    struct vdt_gazetteer_place place = { .latitude = (float)number_of(part[5]), .longitude = (float)number_of(part[6]) };
    place.population = (uint32_t)number_of(part[4]);
    place.geonames = (uint32_t)number_of(part[1]);
    memcpy(place.country, part[2].data, part[2].size < 3 ? part[2].size : 3);
    place.kind = (uint8_t)kind_of(part[0].data[0]);
    return add_place(draft, place, part[7], part[3], part[8]);
}

static enum vdt_status read_rows(struct draft *draft, const char *path, struct vdt_error *error) {
    gzFile file = gzopen(path, "rb");
    if (!file) return vdt_fail(error, VDT_ERROR_SYSTEM, "cannot open %s", path);
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    char block[1 << 14];
    int size;
    while ((size = gzread(file, block, sizeof block)) > 0) vdt_buffer_add(&text, (struct vdt_view){ block, (size_t)size });
    gzclose(file);
    enum vdt_status status = VDT_OK;
    if (size < 0 || vdt_buffer_failed(&text)) status = vdt_fail(error, VDT_ERROR_FORMAT, "%s: damaged", path);
    struct vdt_view rest = vdt_arena_copy(&draft->arena, vdt_buffer_view(&text));
    vdt_buffer_done(&text);
    uint64_t number = 0;
    while (status == VDT_OK && rest.size) {
        struct vdt_view line = vdt_view_cut(&rest, '\n');
        number++;
        size_t tabs = 0;
        for (size_t i = 0; i < line.size; i++) tabs += line.data[i] == '\t';
        if (tabs != 8) status = vdt_fail_at(error, VDT_ERROR_FORMAT, vdt_view_of(path), number, 1, "%zu columns, 9 are wanted", tabs + 1);
        else if (!take_row(draft, line)) status = vdt_fail_memory(error, "compiling places");
    }
    return status;
}

static enum vdt_status read_file(struct draft *draft, const char *data, const char *name, struct vdt_view *out, struct vdt_error *error) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", data, name);
    return vdt_file_read(path, &draft->arena, out, error);
}

static enum vdt_status read_regions(struct draft *draft, const char *data, const char *name, struct vdt_error *error) {
    struct vdt_view rest;
    enum vdt_status status = read_file(draft, data, name, &rest, error);
    while (status == VDT_OK && rest.size) {
        struct vdt_view line = vdt_view_cut(&rest, '\n'), part[5];
        if (!line.size || line.data[0] == '#') continue;
        for (int i = 0; i < 5; i++) part[i] = vdt_view_cut(&line, '\t');
        struct vdt_gazetteer_place place = { .latitude = (float)number_of(part[3]), .longitude = (float)number_of(part[4]), .kind = VDT_PLACE_REGION };
        memcpy(place.country, part[2].data ? part[2].data : "", part[2].size < 3 ? part[2].size : 3);
        if (!add_place(draft, place, part[0], (struct vdt_view){ NULL, 0 }, part[1])) status = vdt_fail_memory(error, "compiling places");
    }
    return status;
}

/* The state with this code, the number of places where there is none: states stand first in the file. */
static size_t state_of(const struct draft *draft, const char *country) {
    for (size_t i = 0; i < draft->place_count && i < 512; i++)
        if (draft->places[i].kind == VDT_PLACE_STATE && memcmp(draft->places[i].country, country, 3) == 0) return i;
    return draft->place_count;
}

/* The most populous town of the state's country that bears the name. */
static void mark_capital(struct draft *draft, struct vdt_view name, size_t state) {
    struct vdt_phrase_key key;
    vdt_phrase_normalise(name, &key);
    uint64_t hash = vdt_hash((struct vdt_view){ key.text, key.size });
    struct vdt_gazetteer_place *best = NULL;
    for (size_t i = 0; i < draft->name_count; i++) {
        struct vdt_gazetteer_place *place = &draft->places[draft->names[i].place];
        if (draft->names[i].hash != hash || place->kind != VDT_PLACE_TOWN || memcmp(place->country, draft->places[state].country, 3) != 0) continue;
        if (!best || place->population > best->population) best = place;
    }
    if (best) best->capital = 1;
}

static enum vdt_status read_peoples(struct draft *draft, const char *data, struct vdt_error *error) {
    struct vdt_view rest;
    enum vdt_status status = read_file(draft, data, "actors/states.txt", &rest, error);
    size_t state = draft->place_count;
    while (status == VDT_OK && rest.size) {
        struct vdt_view line = vdt_view_cut(&rest, '\n');
        if (line.size < 4 || line.data[0] == '#') continue;
        if (line.data[0] != ' ') {
            state = state_of(draft, line.data);
            line = vdt_view_trim(vdt_view_slice(line, 3, line.size));
            if (state < draft->place_count && !add_name(draft, line, state, false)) status = vdt_fail_memory(error, "compiling places");
            continue;
        }
        line = vdt_view_trim(line);
        struct vdt_view what = vdt_view_cut(&line, ' ');
        if (state < draft->place_count && vdt_view_is(what, "capital")) {
            struct vdt_view names = line;
            while (names.size) mark_capital(draft, vdt_view_trim(vdt_view_cut(&names, '|')), state);
        }
        bool demonym = vdt_view_is(what, "adjective") || vdt_view_is(what, "people");
        if (state == draft->place_count || (!demonym && !vdt_view_is(what, "also"))) continue;
        if (!add_names(draft, line, state, demonym)) status = vdt_fail_memory(error, "compiling places");
    }
    return status;
}

struct division {
    char key[16]; /* country and code */
    uint32_t place;
};

static int by_key(const void *a, const void *b) {
    return memcmp(((const struct division *)a)->key, ((const struct division *)b)->key, sizeof((const struct division *)a)->key);
}

static struct division division_of(const struct draft *draft, size_t place) {
    struct division division = { .place = (uint32_t)place };
    struct vdt_view code = draft->codes[place];
    memcpy(division.key, draft->places[place].country, 3);
    memcpy(division.key + 4, code.data ? code.data : "", code.size < 12 ? code.size : 12);
    return division;
}

static enum vdt_status link_divisions(struct draft *draft, struct vdt_error *error) {
    struct division *all = vdt_arena_array(&draft->arena, draft->place_count, sizeof *all);
    if (!all) return vdt_fail_memory(error, "compiling places");
    size_t count = 0;
    for (size_t i = 0; i < draft->place_count; i++)
        if (draft->places[i].kind == VDT_PLACE_DIVISION) all[count++] = division_of(draft, i);
    qsort(all, count, sizeof *all, by_key);
    for (size_t i = 0; i < draft->place_count; i++) {
        struct division wanted = division_of(draft, i);
        const struct division *found = draft->codes[i].size ? bsearch(&wanted, all, count, sizeof *all, by_key) : NULL;
        if (found) draft->places[i].division = found->place;
    }
    return VDT_OK;
}

struct ranked {
    struct vdt_gazetteer_name name;
    uint32_t weight;
};

static int by_hash(const void *a, const void *b) {
    const struct ranked *one = a, *other = b;
    if (one->name.hash != other->name.hash) return one->name.hash < other->name.hash ? -1 : 1;
    if (one->weight != other->weight) return one->weight > other->weight ? -1 : 1;
    return one->name.place < other->name.place ? -1 : one->name.place > other->name.place;
}

/* States and regions first, then by population; a name that a place has twice stays once. */
static enum vdt_status sort_names(struct draft *draft, struct vdt_error *error) {
    struct ranked *all = vdt_arena_array(&draft->arena, draft->name_count, sizeof *all);
    if (!all) return vdt_fail_memory(error, "compiling places");
    for (size_t i = 0; i < draft->name_count; i++) {
        const struct vdt_gazetteer_place *place = &draft->places[draft->names[i].place];
        bool large = place->kind >= VDT_PLACE_REGION;
        all[i] = (struct ranked){ draft->names[i], large ? UINT32_MAX - (place->kind == VDT_PLACE_REGION) : place->population };
    }
    qsort(all, draft->name_count, sizeof *all, by_hash);
    size_t count = 0;
    for (size_t i = 0; i < draft->name_count; i++) {
        if (count && draft->names[count - 1].hash == all[i].name.hash && draft->names[count - 1].place == all[i].name.place) continue;
        draft->names[count++] = all[i].name;
    }
    draft->name_count = count;
    return VDT_OK;
}

static enum vdt_status write_image(const struct draft *draft, const char *image, struct vdt_error *error) {
    struct vdt_view strings = vdt_buffer_view(&draft->strings);
    struct vdt_gazetteer_header header = { .name_count = (uint32_t)draft->name_count, .place_count = (uint32_t)draft->place_count,
                                           .string_bytes = (uint32_t)strings.size };
    memcpy(header.magic, VDT_GAZETTEER_MAGIC, sizeof header.magic);
    FILE *file = fopen(image, "wb");
    if (!file) return vdt_fail(error, VDT_ERROR_SYSTEM, "cannot write %s", image);
    bool good = fwrite(&header, sizeof header, 1, file) == 1 &&
                fwrite(draft->names, sizeof *draft->names, draft->name_count, file) == draft->name_count &&
                fwrite(draft->places, sizeof *draft->places, draft->place_count, file) == draft->place_count &&
                fwrite(strings.data, 1, strings.size, file) == strings.size;
    good = fclose(file) == 0 && good;
    return good ? VDT_OK : vdt_fail(error, VDT_ERROR_SYSTEM, "cannot write %s", image);
}

enum vdt_status vdt_gazetteer_compile(const char *data, const char *image, struct vdt_error *error) {
    struct draft draft = { 0 };
    vdt_arena_init(&draft.arena);
    vdt_buffer_init(&draft.strings);
    char path[4096];
    snprintf(path, sizeof path, "%s/places/gazetteer.tsv.gz", data);
    enum vdt_status status = read_rows(&draft, path, error);
    if (status == VDT_OK) status = read_peoples(&draft, data, error);
    if (status == VDT_OK) status = read_regions(&draft, data, "places/regions.tsv", error);
    if (status == VDT_OK) status = read_regions(&draft, data, "places/areas.txt", error);
    if (status == VDT_OK) status = read_regions(&draft, data, "places/sites.tsv", error);
    if (status == VDT_OK) status = link_divisions(&draft, error);
    if (status == VDT_OK) status = sort_names(&draft, error);
    if (status == VDT_OK && vdt_buffer_failed(&draft.strings)) status = vdt_fail_memory(error, "compiling places");
    if (status == VDT_OK) status = write_image(&draft, image, error);
    vdt_buffer_done(&draft.strings);
    vdt_arena_done(&draft.arena);
    return status;
}
