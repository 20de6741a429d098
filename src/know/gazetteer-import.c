/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A places image from a dump of GeoNames. A dump has up to twelve million lines, more than fits in the memory of a small machine
 * with their names, so nothing is held but first-level divisions and one block of names: the dump is read twice (divisions, then
 * places), places and strings go to the image and to a temporary file as they come, and names are sorted in blocks that are
 * merged at the end. States, regions and words for peoples, which a dump lacks, are taken from the image that is there.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limit.h"
#include "know/gazetteer-image.h"
#include "know/gazetteer.h"
#include "know/know-image.h"

enum { COLUMNS = 19, LONGEST_LINE = 1 << 16, BLOCK_NAMES = 1 << 20, MOST_BLOCKS = 256, MOST_DIVISIONS = 1 << 16, MOST_TOLD = 100 };

enum column { ID = 0, NAME = 1, ASCII = 2, OTHERS = 3, LATITUDE = 4, LONGITUDE = 5, CLASS = 6, CODE = 7, COUNTRY = 8, ADMIN1 = 10, POPULATION = 14 };

struct ranked {
    struct vdt_gazetteer_name name;
    uint32_t weight, reserved;
};

/* A first-level division by country and code, and its place once that has come. */
struct division {
    char key[24];
    uint32_t place;
};

struct import {
    const struct vdt_gazetteer_import *options;
    struct vdt_error *error;
    struct vdt_gazetteer *base;
    FILE *places, *strings, *names; /* temporary */
    struct ranked *block;
    size_t block_count, block_sizes[MOST_BLOCKS], blocks;
    struct division *divisions;
    size_t division_count;
    uint64_t line, offset, name_count, told;
    uint32_t place_count;
    uint64_t string_bytes;
    struct vdt_gazetteer_imported done;
};

static const char alpha3[] =
    "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL BFBFA "
    "BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG "
    "CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU "
    "EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL "
    "GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD "
    "IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO "
    "LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG "
    "MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL "
    "NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU "
    "RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV "
    "SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA "
    "UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE ";

/* "DE" to "DEU"; false where it is no country. */
static bool country_of(struct vdt_view two, char out[4]) {
    for (const char *at = alpha3; two.size == 2 && *at; at += 6)
        if (at[0] == two.data[0] && at[1] == two.data[1]) {
            memcpy(out, at + 2, 3);
            out[3] = '\0';
            return true;
        }
    return false;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static void tell(struct import *import, uint64_t column, int64_t at, const char *message, const char *hint) {
    const struct vdt_remarks *remarks = &import->options->remarks;
    struct vdt_error error = { 0 };
    import->done.wrong++;
    if (!remarks->tell || ++import->told > MOST_TOLD) return;
    vdt_hint(&error, vdt_fail_at(&error, VDT_ERROR_FORMAT, vdt_view_of(import->options->dump), import->line, column, "%s", message), "%s",
             import->told == MOST_TOLD ? "the line is left out; further ones are only counted" : hint);
    error.offset = (int64_t)import->offset + at;
    remarks->tell(remarks->context, VDT_REMARK_ERROR, &error);
}

/* Reads one line; false at the end. A line that does not fit is told, passed over, and given empty. */
static bool next_line(struct import *import, gzFile dump, char *buffer, struct vdt_view *line) {
    import->offset += line->size + (import->line > 0);
    *line = (struct vdt_view){ buffer, 0 };
    if (!gzgets(dump, buffer, LONGEST_LINE)) return false;
    import->line++;
    size_t size = strlen(buffer);
    if (size + 1 == LONGEST_LINE && buffer[size - 1] != '\n') {
        uint64_t passed = size;
        for (int c = gzgetc(dump); c != '\n' && c != -1; c = gzgetc(dump)) passed++;
        tell(import, LONGEST_LINE, LONGEST_LINE, "a line longer than 65,535 bytes", "see whether the dump is damaged");
        import->offset += passed;
        return true;
    }
    if (size && buffer[size - 1] == '\n') size--;
    line->size = size;
    return true;
}

static bool cut_columns(struct import *import, struct vdt_view line, struct vdt_view columns[COLUMNS], bool first) {
    struct vdt_view rest = line;
    size_t tabs = 0;
    for (size_t i = 0; i < line.size; i++) tabs += line.data[i] == '\t';
    if (tabs + 1 != COLUMNS) {
        char message[96];
        snprintf(message, sizeof message, "%zu columns where a dump of GeoNames has %d", tabs + 1, COLUMNS);
        if (first) tell(import, 1, 0, message, "columns are parted by tabs; the line is left out");
        return false;
    }
    for (int i = 0; i < COLUMNS; i++) columns[i] = vdt_view_cut(&rest, '\t');
    return true;
}

static bool number_of(struct vdt_view text, double *out) {
    char digits[40] = "", *end = digits;
    if (!text.size || text.size >= sizeof digits) return false;
    memcpy(digits, text.data, text.size);
    *out = strtod(digits, &end);
    return !*end && isfinite(*out);
}

/* What kind of place a line tells of; false: one that reports do not name. */
static bool kind_of(const struct vdt_view columns[COLUMNS], enum vdt_place_kind *out) {
    struct vdt_view code = columns[CODE];
    if (vdt_view_is(columns[CLASS], "P")) {
        *out = VDT_PLACE_TOWN;
        return true;
    }
    if (vdt_view_is(code, "ADM1")) *out = VDT_PLACE_DIVISION;
    else if (vdt_view_is(code, "ADM2")) *out = VDT_PLACE_COUNTY;
    else if (vdt_view_is(code, "RGN") || vdt_view_is(code, "ISL") || vdt_view_is(code, "ISLS")) *out = VDT_PLACE_TOWN;
    else return false;
    return true;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static int by_hash(const void *a, const void *b) {
    const struct ranked *one = a, *other = b;
    if (one->name.hash != other->name.hash) return one->name.hash < other->name.hash ? -1 : 1;
    if (one->weight != other->weight) return one->weight > other->weight ? -1 : 1;
    return one->name.place < other->name.place ? -1 : one->name.place > other->name.place;
}

static enum vdt_status cannot_write(struct import *import) {
    return vdt_fail_errno(import->error, vdt_view_of(import->options->image), "write it");
}

static enum vdt_status flush_block(struct import *import) {
    if (!import->block_count) return VDT_OK;
    if (import->blocks == MOST_BLOCKS) return vdt_fail(import->error, VDT_ERROR_LIMIT, "more than %d million names", MOST_BLOCKS);
    qsort(import->block, import->block_count, sizeof *import->block, by_hash);
    if (fwrite(import->block, sizeof *import->block, import->block_count, import->names) != import->block_count) return cannot_write(import);
    import->block_sizes[import->blocks++] = import->block_count;
    import->block_count = 0;
    return VDT_OK;
}

static enum vdt_status add_hash(struct import *import, uint64_t hash, bool demonym, uint32_t place, uint32_t weight) {
    import->block[import->block_count++] = (struct ranked){ .name = { .hash = hash, .place = place, .demonym = demonym }, .weight = weight };
    return import->block_count == BLOCK_NAMES ? flush_block(import) : VDT_OK;
}

static enum vdt_status add_name(struct import *import, struct vdt_view name, uint32_t weight) {
    struct vdt_phrase_key key;
    vdt_phrase_normalise(name, &key);
    if (key.size < 2) return VDT_OK;
    return add_hash(import, vdt_hash((struct vdt_view){ key.text, key.size }), false, import->place_count, weight);
}

static enum vdt_status add_place(struct import *import, struct vdt_gazetteer_place place, struct vdt_view name) {
    place.name = (uint32_t)import->string_bytes;
    bool good = fwrite(&place, sizeof place, 1, import->places) == 1 && fwrite(name.data ? name.data : "", 1, name.size, import->strings) == name.size &&
                fputc('\0', import->strings) != EOF;
    import->string_bytes += name.size + 1;
    if (import->string_bytes > UINT32_MAX || import->place_count == UINT32_MAX - 1)
        return vdt_fail(import->error, VDT_ERROR_LIMIT, "more places than an image can number");
    return good ? VDT_OK : cannot_write(import);
}

/* ---- divisions ------------------------------------------------------------------------------------------------- */

static void division_key(const char country[4], struct vdt_view code, char out[24]) {
    memset(out, 0, 24);
    memcpy(out, country, 3);
    memcpy(out + 4, code.data ? code.data : "", code.size < 19 ? code.size : 19);
}

static int by_key(const void *a, const void *b) {
    return memcmp(((const struct division *)a)->key, ((const struct division *)b)->key, sizeof((const struct division *)a)->key);
}

/* First reading: which divisions there are, and which place each will be. */
static enum vdt_status find_divisions(struct import *import, gzFile dump, char *buffer) {
    struct vdt_view line = { NULL, 0 }, columns[COLUMNS];
    uint32_t place = import->place_count;
    while (next_line(import, dump, buffer, &line)) {
        enum vdt_place_kind kind;
        double position[2];
        char country[4];
        if (!cut_columns(import, line, columns, false) || !kind_of(columns, &kind) || !country_of(columns[COUNTRY], country)) continue;
        if (!number_of(columns[LATITUDE], &position[0]) || !number_of(columns[LONGITUDE], &position[1]) || fabs(position[0]) > 90 ||
            fabs(position[1]) > 180 || !columns[NAME].size)
            continue;
        if (kind == VDT_PLACE_DIVISION && import->division_count < MOST_DIVISIONS) {
            struct division *division = &import->divisions[import->division_count++];
            division_key(country, columns[ADMIN1], division->key);
            division->place = place;
        }
        place++;
    }
    qsort(import->divisions, import->division_count, sizeof *import->divisions, by_key);
    import->line = import->offset = 0;
    import->done.wrong = import->told = 0;
    return VDT_OK;
}

static uint32_t division_of(const struct import *import, const char country[4], struct vdt_view code) {
    struct division wanted;
    division_key(country, code, wanted.key);
    const struct division *found = bsearch(&wanted, import->divisions, import->division_count, sizeof wanted, by_key);
    return found ? found->place : UINT32_MAX;
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

static enum vdt_status take_line(struct import *import, const struct vdt_view columns[COLUMNS], enum vdt_place_kind kind) {
    struct vdt_gazetteer_place place = { .kind = (uint8_t)kind, .capital = vdt_view_is(columns[CODE], "PPLC") };
    double numbers[4] = { 0, 0, 0, 0 };
    static const enum column which[4] = { LATITUDE, LONGITUDE, POPULATION, ID };
    static const double most[4] = { 90, 180, 4e9, 4294967295.0 };
    static const char *const wrong[4] = { "no latitude in degrees", "no longitude in degrees", "no number of people", "no GeoNames id" };
    for (int i = 0; i < 4; i++) {
        struct vdt_view text = columns[which[i]];
        if (i == 2 && !text.size) continue;
        if (number_of(text, &numbers[i]) && fabs(numbers[i]) <= most[i] && (i < 2 || numbers[i] >= 0)) continue;
        int64_t at = text.data - columns[0].data;
        tell(import, (uint64_t)at + 1, at, wrong[i], i < 2 ? "the line is left out" : "it is taken as 0");
        if (i < 2) return VDT_OK;
        numbers[i] = 0;
    }
    if (!columns[NAME].size || !country_of(columns[COUNTRY], place.country)) {
        int64_t at = (columns[NAME].size ? columns[COUNTRY] : columns[NAME]).data - columns[0].data;
        /* the sea and Antarctica have places of no country; nobody needs to be told */
        if (!columns[NAME].size || columns[COUNTRY].size) tell(import, (uint64_t)at + 1, at, columns[NAME].size ? "no country code of ISO 3166" : "a place without a name", "the line is left out");
        return VDT_OK;
    }
    place.latitude = (float)numbers[0];
    place.longitude = (float)numbers[1];
    place.population = (uint32_t)numbers[2];
    place.geonames = (uint32_t)numbers[3];
    place.division = kind == VDT_PLACE_DIVISION ? UINT32_MAX : division_of(import, place.country, columns[ADMIN1]);
    enum vdt_status status = add_place(import, place, columns[NAME]);
    if (status == VDT_OK) status = add_name(import, columns[NAME], place.population);
    if (status == VDT_OK && !vdt_view_equal(columns[NAME], columns[ASCII])) status = add_name(import, columns[ASCII], place.population);
    struct vdt_view others = columns[OTHERS];
    while (others.size && status == VDT_OK) status = add_name(import, vdt_view_cut(&others, ','), place.population);
    import->place_count++;
    import->done.places++;
    return status;
}

static enum vdt_status take_places(struct import *import, gzFile dump, char *buffer) {
    struct vdt_view line = { NULL, 0 }, columns[COLUMNS];
    enum vdt_status status = VDT_OK;
    while (status == VDT_OK && next_line(import, dump, buffer, &line)) {
        enum vdt_place_kind kind;
        if (!line.size || !cut_columns(import, line, columns, true)) continue;
        if (kind_of(columns, &kind)) status = take_line(import, columns, kind);
        else import->done.passed_over++;
    }
    int number = Z_OK;
    const char *reason = gzerror(dump, &number);
    if (status == VDT_OK && number != Z_OK && number != Z_STREAM_END)
        status = vdt_fail_at(import->error, VDT_ERROR_FORMAT, vdt_view_of(import->options->dump), import->line, 0, "cannot be read on: %s", reason);
    return status;
}

/* States and regions of the image that is there, with all their names. */
static enum vdt_status take_base(struct import *import) {
    uint32_t count = vdt_gazetteer_place_count(import->base), *numbers = malloc(((size_t)count + 1) * sizeof *numbers);
    if (!numbers) return vdt_fail_memory(import->error, "importing places");
    enum vdt_status status = VDT_OK;
    for (uint32_t i = 0; i < count && status == VDT_OK; i++) {
        struct vdt_gazetteer_place place = *vdt_gazetteer_place_at(import->base, i);
        numbers[i] = UINT32_MAX;
        if (place.kind < VDT_PLACE_REGION) continue;
        place.division = UINT32_MAX;
        status = add_place(import, place, vdt_gazetteer_string(import->base, place.name));
        numbers[i] = import->place_count++;
    }
    size_t names;
    const struct vdt_gazetteer_name *all = vdt_gazetteer_names(import->base, &names);
    for (size_t i = 0; i < names && status == VDT_OK; i++) {
        if (all[i].place >= count || numbers[all[i].place] == UINT32_MAX) continue;
        bool region = vdt_gazetteer_place_at(import->base, all[i].place)->kind == VDT_PLACE_REGION;
        status = add_hash(import, all[i].hash, all[i].demonym, numbers[all[i].place], UINT32_MAX - region);
    }
    free(numbers);
    return status;
}

/* ---- the image ------------------------------------------------------------------------------------------------- */

/* One sorted block in the file of names, and what of it is in memory. */
struct run {
    struct ranked items[256];
    size_t at, count, left;
    long begin;
};

static bool refill(struct import *import, struct run *run) {
    if (run->at < run->count) return true;
    size_t wanted = run->left < 256 ? run->left : 256;
    run->at = run->count = 0;
    if (!wanted || fseek(import->names, run->begin, SEEK_SET) != 0) return false;
    run->count = fread(run->items, sizeof *run->items, wanted, import->names);
    run->begin += (long)(run->count * sizeof *run->items);
    run->left -= run->count;
    return run->count > 0;
}

/* Merges the blocks into the image; a name that a place has twice stays once. */
static enum vdt_status merge_names(struct import *import, FILE *image) {
    struct run *runs = calloc(import->blocks + 1, sizeof *runs);
    if (!runs) return vdt_fail_memory(import->error, "importing places");
    long begin = 0;
    for (size_t b = 0; b < import->blocks; b++) {
        runs[b].begin = begin;
        runs[b].left = import->block_sizes[b];
        begin += (long)(import->block_sizes[b] * sizeof(struct ranked));
    }
    struct vdt_gazetteer_name last = { .place = UINT32_MAX };
    bool good = true;
    for (;;) {
        struct run *least = NULL;
        for (size_t b = 0; b < import->blocks; b++)
            if (refill(import, &runs[b]) && (!least || by_hash(&runs[b].items[runs[b].at], &least->items[least->at]) < 0)) least = &runs[b];
        if (!least || !good) break;
        struct vdt_gazetteer_name name = least->items[least->at++].name;
        if (import->name_count && name.hash == last.hash && name.place == last.place) continue;
        good = fwrite(&name, sizeof name, 1, image) == 1;
        last = name;
        import->name_count++;
    }
    free(runs);
    return good ? VDT_OK : cannot_write(import);
}

static enum vdt_status append(struct import *import, FILE *from, FILE *image) {
    char block[1 << 14];
    size_t size;
    rewind(from);
    while ((size = fread(block, 1, sizeof block, from)) > 0)
        if (fwrite(block, 1, size, image) != size) return cannot_write(import);
    return ferror(from) ? cannot_write(import) : VDT_OK;
}

static enum vdt_status write_image(struct import *import, FILE *image) {
    struct vdt_gazetteer_header header = { .place_count = import->place_count, .string_bytes = (uint32_t)import->string_bytes };
    memcpy(header.magic, VDT_GAZETTEER_MAGIC, sizeof header.magic);
    if (fwrite(&header, sizeof header, 1, image) != 1) return cannot_write(import);
    enum vdt_status status = merge_names(import, image);
    if (status == VDT_OK) status = append(import, import->places, image);
    if (status == VDT_OK) status = append(import, import->strings, image);
    header.name_count = (uint32_t)import->name_count;
    uint64_t size = sizeof header + import->name_count * sizeof(struct vdt_gazetteer_name) +
                    (uint64_t)import->place_count * sizeof(struct vdt_gazetteer_place) + import->string_bytes;
    if (status == VDT_OK && size > VDT_LIMIT_IMAGE_BYTES)
        return vdt_hint(import->error, vdt_fail(import->error, VDT_ERROR_LIMIT, "the image would have %llu bytes (VDT_LIMIT_IMAGE_BYTES)", (unsigned long long)size),
                        "take the dumps of the countries that you read about");
    rewind(image);
    if (status == VDT_OK && fwrite(&header, sizeof header, 1, image) != 1) status = cannot_write(import);
    return status;
}

static enum vdt_status read_dump(struct import *import, enum vdt_status (*take)(struct import *, gzFile, char *), char *buffer) {
    gzFile dump = gzopen(import->options->dump, "rb");
    if (!dump) return vdt_fail_errno(import->error, vdt_view_of(import->options->dump), "open it");
    enum vdt_status status = take(import, dump, buffer);
    gzclose(dump);
    return status;
}

static enum vdt_status make_image(struct import *import, char *buffer) {
    char path[4352];
    enum vdt_status status = take_base(import);
    if (status == VDT_OK) status = read_dump(import, find_divisions, buffer);
    if (status == VDT_OK) status = read_dump(import, take_places, buffer);
    if (status == VDT_OK && !import->done.places)
        return vdt_hint(import->error, vdt_fail_at(import->error, VDT_ERROR_FORMAT, vdt_view_of(import->options->dump), 0, 0, "no places in it"),
                        "take allCountries.txt or a country's dump of GeoNames, unpacked");
    if (status == VDT_OK) status = flush_block(import);
    if (status != VDT_OK) return status;
    /* beside the image first, so that one that is there stays whole until the new one is */
    snprintf(path, sizeof path, "%s.new", import->options->image);
    FILE *image = fopen(path, "wb+");
    if (!image) return cannot_write(import);
    status = write_image(import, image);
    if (fclose(image) != 0 && status == VDT_OK) status = cannot_write(import);
    if (status == VDT_OK && rename(path, import->options->image) != 0) status = cannot_write(import);
    if (status != VDT_OK) remove(path);
    return status;
}

enum vdt_status vdt_gazetteer_import(const struct vdt_gazetteer_import *options, struct vdt_gazetteer_imported *out, struct vdt_error *error) {
    struct vdt_error own;
    struct import import = { .options = options, .error = &own };
    char *buffer = malloc(LONGEST_LINE);
    import.block = malloc(BLOCK_NAMES * sizeof *import.block);
    import.divisions = malloc(MOST_DIVISIONS * sizeof *import.divisions);
    import.places = tmpfile();
    import.strings = tmpfile();
    import.names = tmpfile();
    enum vdt_status status = VDT_OK;
    if (!buffer || !import.block || !import.divisions) status = vdt_fail_memory(&own, "importing places");
    else if (!import.places || !import.strings || !import.names) status = vdt_fail_errno(&own, vdt_view_of("temporary files"), "make them");
    if (status == VDT_OK) status = vdt_gazetteer_open(options->base, &import.base, &own);
    if (status == VDT_OK) status = make_image(&import, buffer);
    if (status == VDT_OK) *out = import.done;
    else if (error) *error = own;
    vdt_gazetteer_close(import.base);
    if (import.places) fclose(import.places);
    if (import.strings) fclose(import.strings);
    if (import.names) fclose(import.names);
    free(import.divisions);
    free(import.block);
    free(buffer);
    return status;
}
