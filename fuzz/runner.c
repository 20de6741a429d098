/* SPDX-License-Identifier: Apache-2.0 */
/* For builds without libFuzzer: each seed, its beginnings, and changes of it that are the same in every run. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 1 << 20, CHANGES = 300, CUTS = 40 };

static uint64_t state;

static size_t below(size_t limit) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return limit ? (size_t)(state % limit) : 0;
}

/* A copy of its exact size, so that a sanitizer sees one byte too far. */
static void run(const uint8_t *data, size_t size) {
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy) exit(2);
    if (size) memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static size_t change(uint8_t *data, size_t size) {
    static const char signs[] = "<>\"'&;:=/\n\r\t ,{}[]\\0123456789%#-_*";
    for (size_t n = 1 + below(8); n; n--) {
        size_t at = below(size), length = below(64);
        switch (below(5)) {
        case 0: if (size) data[at] = (uint8_t)below(256); break;
        case 1: if (size) data[at] = (uint8_t)signs[below(sizeof signs - 1)]; break;
        case 2: /* a piece out */
            if (at + length < size) memmove(data + at, data + at + length, size - at - length), size -= length;
            break;
        case 3: /* a piece twice */
            if (at + length < size && size + length < LARGEST) memmove(data + at + length, data + at, size - at), size += length;
            break;
        default: if (size) data[at] ^= (uint8_t)(1u << below(8)); break;
        }
    }
    return size;
}

static void run_seed(const char *path) {
    static uint8_t seed[LARGEST], changed[LARGEST];
    FILE *file = fopen(path, "rb");
    if (!file) exit(2);
    size_t size = fread(seed, 1, sizeof seed, file);
    fclose(file);
    run(seed, size);
    for (size_t n = 0; n < CUTS; n++) run(seed, size * n / CUTS);
    state = 0x9E3779B97F4A7C15u + size;
    for (int n = 0; n < CHANGES; n++) {
        memcpy(changed, seed, size);
        run(changed, change(changed, size));
    }
}

int main(int count, char **folders) {
    int seeds = 0;
    for (int i = 1; i < count; i++) {
        struct dirent **entries;
        int number = scandir(folders[i], &entries, NULL, alphasort);
        if (number < 0) {
            fprintf(stderr, "runner: no seeds in %s\n", folders[i]);
            return 2;
        }
        for (int n = 0; n < number; n++) {
            char path[4096];
            snprintf(path, sizeof path, "%s/%s", folders[i], entries[n]->d_name);
            if (entries[n]->d_name[0] != '.') run_seed(path), seeds++;
            free(entries[n]);
        }
        free(entries);
    }
    printf("%d seeds\n", seeds);
    return seeds ? 0 : 2;
}
