/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words per second of the language core (tokens to trees and names) with every kernel of this processor, and of two
 * threads against one. Texts come one a line on standard input.
 *
 * usage: bench-language IMAGE [ROUNDS [KERNEL]] < TEXTS
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "language/language-image.h"
#include "language/language.h"

struct texts {
    struct vdt_view *items;
    size_t count;
};

struct turn {
    const struct vdt_language *language;
    struct vdt_language_scratch *scratch;
    struct texts texts;
    size_t words;
};

static struct texts read_texts(void) {
    struct texts texts = { 0 };
    char *line = NULL;
    size_t room = 0, places = 0;
    for (ssize_t size; (size = getline(&line, &room, stdin)) > 0;) {
        if (texts.count == places) texts.items = realloc(texts.items, (places = places * 2 + 1024) * sizeof *texts.items);
        char *copy = malloc((size_t)size);
        if (!texts.items || !copy) exit(3);
        memcpy(copy, line, (size_t)size);
        texts.items[texts.count++] = (struct vdt_view){ copy, (size_t)size };
    }
    free(line);
    return texts;
}

static void *analyse(void *context) {
    struct turn *turn = context;
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    turn->words = 0;
    for (size_t i = 0; i < turn->texts.count; i++) {
        struct vdt_analysis analysis;
        if (vdt_language_analyse(turn->language, turn->scratch, &arena, turn->texts.items[i], &analysis, NULL) == VDT_OK)
            turn->words += analysis.word_count;
        vdt_arena_reset(&arena);
    }
    vdt_arena_done(&arena);
    return NULL;
}

static double now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Words a second of `threads` threads together, each with all texts, the best of some rounds. */
static double speed(const struct vdt_language *language, struct texts texts, int threads, int rounds) {
    double best = 0;
    struct turn turns[2] = { { .language = language, .texts = texts }, { .language = language, .texts = texts } };
    for (int i = 0; i < threads; i++)
        if (vdt_language_scratch_new(language, &turns[i].scratch, NULL)) exit(3);
    for (int round = 0; round < rounds; round++) {
        pthread_t other;
        /* one thread by its own clock, which other programs do not stop; two by the wall's */
        clockid_t clock = threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
        double begin = now(clock);
        if (threads == 2 && pthread_create(&other, NULL, analyse, &turns[1])) exit(3);
        analyse(&turns[0]);
        if (threads == 2) pthread_join(other, NULL);
        double words = (double)turns[0].words * threads / (now(clock) - begin);
        if (words > best) best = words;
    }
    for (int i = 0; i < threads; i++) vdt_language_scratch_free(turns[i].scratch);
    return best;
}

int main(int count, char **arguments) {
    struct vdt_language *language;
    struct vdt_error error;
    if (count < 2) return 2;
    if (vdt_language_open(arguments[1], &language, &error)) {
        fprintf(stderr, "%s\n", error.message);
        return 3;
    }
    int rounds = count > 2 ? atoi(arguments[2]) : 5;
    struct texts texts = read_texts();
    for (int kind = 0; kind < VDT_KERNEL_COUNT; kind++) {
        const struct vdt_kernel *kernel = vdt_kernel_of((enum vdt_kernel_kind)kind);
        if (!kernel || (count > 3 && strcmp(arguments[3], kernel->name) != 0)) continue;
        language->kernel = kernel;
        printf("kernel %s %.0f\n", kernel->name, speed(language, texts, 1, rounds));
        fflush(stdout);
    }
    if (count <= 3) printf("threads 2 %.0f\n", speed(language, texts, 2, rounds));
    for (size_t i = 0; i < texts.count; i++) free((void *)(uintptr_t)texts.items[i].data);
    free(texts.items);
    vdt_language_close(language);
    return 0;
}
