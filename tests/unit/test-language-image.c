/* SPDX-License-Identifier: Apache-2.0 */
/* A model image that is cut, foreign or damaged is refused in words; labels map by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "language/language-image.h"
#include "language/language.h"

#ifndef VDT_SOURCE_ROOT
#define VDT_SOURCE_ROOT "."
#endif
#define IMAGE VDT_SOURCE_ROOT "/models/english.image"

static char *bytes;
static size_t size;

static int load(void **state) {
    (void)state;
    FILE *file = fopen(IMAGE, "rb");
    if (!file) return -1;
    fseek(file, 0, SEEK_END);
    size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(size);
    size_t got = bytes ? fread(bytes, 1, size, file) : 0;
    fclose(file);
    return got == size ? 0 : -1;
}

static int unload(void **state) {
    (void)state;
    free(bytes);
    return 0;
}

/* Writes some bytes as a file and expects the message. */
static void refused(const char *data, size_t length, enum vdt_status wanted, const char *words) {
    char path[] = "/tmp/vdt-image-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    for (size_t done = 0; done < length;) {
        ssize_t put = write(file, data + done, length - done);
        assert_true(put > 0);
        done += (size_t)put;
    }
    close(file);
    struct vdt_language *language = NULL;
    struct vdt_error error = { 0 };
    enum vdt_status status = vdt_language_open(path, &language, &error);
    unlink(path);
    assert_int_equal(status, wanted);
    assert_null(language);
    assert_non_null(strstr(error.message, words));
}

static void opens_and_names_its_version(void **state) {
    (void)state;
    struct vdt_language *language;
    assert_int_equal(vdt_language_open(IMAGE, &language, NULL), VDT_OK);
    assert_int_equal(vdt_language_version(language).size, 8);
    vdt_language_close(language);
    vdt_language_close(NULL);
}

static void missing_and_foreign_files(void **state) {
    (void)state;
    struct vdt_language *language;
    struct vdt_error error = { 0 };
    assert_int_equal(vdt_language_open("/nowhere/at-all.image", &language, &error), VDT_ERROR_SYSTEM);
    char text[200] = "This is no model.";
    refused(text, sizeof text, VDT_ERROR_FORMAT, "not a language model");
    refused(bytes, 10, VDT_ERROR_FORMAT, "not a language model");
}

static void opens_fast(void **state) {
    (void)state;
    double best = 1;
    for (int i = 0; i < 5; i++) {
        struct vdt_language *language;
        clock_t begin = clock();
        assert_int_equal(vdt_language_open(IMAGE, &language, NULL), VDT_OK);
        double taken = (double)(clock() - begin) / CLOCKS_PER_SEC;
        vdt_language_close(language);
        if (taken < best) best = taken;
    }
    assert_true(best < 0.02);
}

/* At every section's beginning, within it and at its end. */
static void cut_files(void **state) {
    (void)state;
    refused(bytes, 64, VDT_ERROR_FORMAT, "cut");
    refused(bytes, size - 1, VDT_ERROR_FORMAT, "cut");
    uint32_t count;
    memcpy(&count, bytes + 12, 4);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t place[2];
        memcpy(place, bytes + 64 + 64 * i + 32, sizeof place);
        refused(bytes, place[0], VDT_ERROR_FORMAT, "cut");
        refused(bytes, place[0] + place[1] / 2, VDT_ERROR_FORMAT, "cut");
        if (place[0] + place[1] < size) refused(bytes, place[0] + place[1], VDT_ERROR_FORMAT, "cut");
    }
}

/* One byte of a file changed and changed back. Every byte of header and table in turn, and others all over the file. */
static void damaged_bytes(void **state) {
    (void)state;
    char path[] = "/tmp/vdt-image-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, bytes, size) == (ssize_t)size);
    uint32_t count;
    memcpy(&count, bytes + 12, 4);
    size_t head = 64 + 64 * count, opened = 0, silent = 0;
    for (size_t at = 0; at < size; at += at < head ? 1 : 6151) {
        char wrong = (char)(bytes[at] ^ (1 << at % 8));
        struct vdt_language *language = NULL;
        struct vdt_error error = { 0 };
        assert_int_equal(pwrite(file, &wrong, 1, (off_t)at), 1);
        opened += vdt_language_open(path, &language, &error) != VDT_ERROR_FORMAT;
        silent += error.message[0] == '\0';
        vdt_language_close(language);
        assert_int_equal(pwrite(file, bytes + at, 1, (off_t)at), 1);
    }
    close(file);
    unlink(path);
    assert_int_equal(opened, 0);
    assert_int_equal(silent, 0);
    char kept = bytes[8];
    bytes[8] = 9;
    refused(bytes, size, VDT_ERROR_FORMAT, "version 9");
    bytes[8] = kept;
}

/* With the checksum made right again, the table itself must be looked through. */
static void resealed(const char *words) {
    uint32_t count;
    uint64_t old;
    memcpy(&count, bytes + 12, 4);
    memcpy(&old, bytes + 24, 8);
    uint64_t sum = vdt_hash_seeded((struct vdt_view){ bytes + 64, size - 64 }, count);
    memcpy(bytes + 24, &sum, 8);
    refused(bytes, size, VDT_ERROR_FORMAT, words);
    memcpy(bytes + 24, &old, 8);
}

static void bad_tables(void **state) {
    (void)state;
    char *entry = bytes + 64;
    char kept[64];
    memcpy(kept, entry, 64);
    memset(entry + 32, 0xff, 8); /* offset */
    resealed("out of bounds");
    memcpy(entry, kept, 64);
    memset(entry + 40, 0x7f, 8); /* size */
    resealed("out of bounds");
    memcpy(entry, kept, 64);
    entry[0] = '?'; /* name */
    resealed("is missing");
    memcpy(entry, kept, 64);
    entry[48]++; /* rows */
    resealed("does not fit");
    memcpy(entry, kept, 64);
    uint32_t count = 0xffffff;
    memcpy(kept, bytes + 12, 4);
    memcpy(bytes + 12, &count, 4);
    resealed("table of sections");
    memcpy(bytes + 12, kept, 4);
}

static void labels_by_name(void **state) {
    (void)state;
    assert_int_equal(vdt_relation_find(vdt_view_of("nsubj:pass")), VDT_REL_nsubj_pass);
    assert_int_equal(vdt_relation_find(vdt_view_of("nsubj:new")), VDT_REL_nsubj);
    assert_int_equal(vdt_relation_find(vdt_view_of("case")), VDT_REL_case_);
    assert_int_equal(vdt_relation_find(vdt_view_of("unheard")), VDT_REL_dep);
    enum vdt_upos upos;
    assert_true(vdt_upos_find(vdt_view_of("PROPN"), &upos) && upos == VDT_UPOS_PROPN);
    assert_false(vdt_upos_find(vdt_view_of("propn"), &upos));
    assert_true(vdt_feats_have(vdt_view_of("Mood=Ind|Tense=Past"), "Tense=Past"));
    assert_false(vdt_feats_have(vdt_view_of("Mood=Ind|Tense=Past"), "Tense=Pas"));
    assert_false(vdt_feats_have((struct vdt_view){ 0 }, "Tense=Past"));
}

/* Wherever keys stand: spread as hashes are, and all at one end, as no hash does. */
static void keys_are_found(void **state) {
    (void)state;
    enum { COUNT = 3000 };
    static uint64_t keys[COUNT];
    const uint64_t starts[] = { 0, 0, UINT64_MAX - 3 * COUNT }, steps[] = { UINT64_MAX / COUNT, 3, 3 };
    for (int how = 0; how < 3; how++) {
        for (uint32_t i = 0; i < COUNT; i++) keys[i] = starts[how] + i * steps[how];
        for (uint32_t i = 0; i < COUNT; i++) {
            assert_int_equal(vdt_key_find(keys, COUNT, keys[i]), i);
            assert_int_equal(vdt_key_find(keys, COUNT, keys[i] + 1), COUNT);
        }
        assert_int_equal(vdt_key_find(keys, COUNT, UINT64_MAX), COUNT);
        assert_int_equal(vdt_key_find(keys, 1, keys[0]), 0);
        assert_int_equal(vdt_key_find(keys, 0, keys[0]), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_found),
        cmocka_unit_test(opens_and_names_its_version),
        cmocka_unit_test(missing_and_foreign_files),
        cmocka_unit_test(opens_fast),
        cmocka_unit_test(cut_files),
        cmocka_unit_test(damaged_bytes),
        cmocka_unit_test(bad_tables),
        cmocka_unit_test(labels_by_name),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
