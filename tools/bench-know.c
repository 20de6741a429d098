/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What it takes to open the images of knowledge and places, and to look one name up in each: names of two words in a row of the
 * texts on standard input, known or not.
 *
 * usage: bench-know KNOWLEDGE PLACES [ROUNDS] < TEXTS
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/hash.h"
#include "know/gazetteer.h"
#include "know/lookup.h"

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static char *read_all(size_t *size) {
    char *text = NULL;
    size_t room = 0;
    *size = 0;
    for (size_t more = 1; more;) {
        if (*size + 65536 > room) text = realloc(text, room = room * 2 + 65536);
        if (!text) exit(3);
        more = fread(text + *size, 1, room - *size, stdin);
        *size += more;
    }
    return text;
}

/* Looks every pair of words up in both; the number of look-ups, `found` counts so that nothing is optimised away. */
static size_t look_up_all(const struct vdt_knowledge *knowledge, const struct vdt_gazetteer *gazetteer, struct vdt_view text, size_t *found) {
    size_t count = 0;
    struct vdt_view before = { NULL, 0 };
    while (text.size) {
        struct vdt_view word = vdt_view_cut(&text, ' ');
        struct vdt_phrase_key key = { .capitals = true };
        if (before.size && vdt_phrase_add(&key, before) && vdt_phrase_add(&key, word) && key.size) {
            uint64_t hash = vdt_hash((struct vdt_view){ key.text, key.size });
            size_t namesakes;
            vdt_gazetteer_find(gazetteer, hash, &namesakes);
            *found += namesakes + vdt_layer_find(&knowledge->layers[0], hash);
            count += 2;
        }
        before = word;
    }
    return count;
}

int main(int arguments, char **argument) {
    int rounds = arguments > 3 ? atoi(argument[3]) : 5;
    if (arguments < 3 || rounds < 1) return fputs("usage: bench-know KNOWLEDGE PLACES [ROUNDS] < TEXTS\n", stderr), 2;
    struct vdt_view text;
    char *bytes = read_all(&text.size);
    text.data = bytes;
    double opening = 1e9, looking = 1e9;
    size_t found = 0;
    for (int i = 0; i < rounds; i++) {
        struct vdt_knowledge *knowledge;
        struct vdt_gazetteer *gazetteer;
        struct vdt_error error;
        double start = now();
        if (vdt_knowledge_open(argument[1], NULL, NULL, NULL, &knowledge, &error) != VDT_OK || vdt_gazetteer_open(argument[2], &gazetteer, &error) != VDT_OK)
            return fprintf(stderr, "%s\n", error.message), 3;
        double opened = now();
        size_t count = look_up_all(knowledge, gazetteer, text, &found);
        double done = now();
        if (opened - start < opening) opening = opened - start;
        if (count && (done - opened) / (double)count < looking) looking = (done - opened) / (double)count;
        vdt_gazetteer_close(gazetteer);
        vdt_knowledge_close(knowledge);
    }
    printf("opening both images %.2f ms\na look-up %.3f us (%s)\n", opening * 1e3, looking * 1e6, found ? "some found" : "none found");
    free(bytes);
    return 0;
}
