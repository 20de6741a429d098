/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-stories: a window of the stories filled with made-up reports, to see memory, rate and recall at its far end.
 *
 *   build/bench-stories [REPORTS]      default 1,000,000, which is also the window
 *
 * A report is 240 words in sentences of 20: two in five are function words, of the others half are drawn by Zipf's law
 * from 400,000 and half from the 120 words of its story, of which there are 50 reports. One report in ten is a copy of
 * an earlier one, of an age drawn evenly from the window: the same text in furniture, every other content word replaced,
 * or a third of the sentences, shuffled, with every other content word replaced. Copies and one original in twenty are placed as
 * texts, which is what is timed; the other originals are recalled from sketches, as when a store is opened. Whatever is
 * copied is made again from its number, so that nothing of it is kept here.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buffer.h"
#include "story/sketch.h"
#include "vedette/story.h"

enum { SENTENCE = 20, SENTENCES = 12, STORY_REPORTS = 50, STORY_WORDS = 120, VOCABULARY = 400000, AGES = 4, KINDS = 3 };

static const char *const small_words[] = { "the", "of", "in", "and", "to", "a", "on", "that", "for", "with", "was", "by", "at", "from" };
static const char *const kind_names[KINDS] = { "same", "spun", "part" };

struct bench {
    struct vdt_stories *stories;
    uint32_t *codes; /* of the words, by rank */
    uint64_t reports, state;
    double spent;    /* seconds of placing */
    uint64_t placed, originals, false_claims;
    struct tally { uint64_t asked, found, wrong; } tallies[KINDS][AGES];
    char text[1 << 14];
    struct vdt_buffer sketch;
};

static uint64_t next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* A rank by Zipf's law, from the inverse of the integral of 1/x. */
static uint32_t zipf(uint64_t *state) {
    return (uint32_t)expf((float)(next(state) >> 40) / (1 << 24) * logf(VOCABULARY));
}

static size_t put_word(char *out, uint32_t rank) {
    size_t size = 0;
    for (uint32_t rest = rank + 26; rest; rest /= 26) out[size++] = (char)('a' + rest % 26);
    out[size++] = 'o';
    return size;
}

static bool is_small(size_t place) {
    return place % 5 < 2;
}

/* The rank of a content word: the same whenever it is asked for. */
static uint32_t content(uint64_t report, size_t sentence, size_t place) {
    uint64_t state = (report * SENTENCES + sentence) * SENTENCE + place;
    if (next(&state) % 2) return zipf(&state);
    uint64_t story = report / STORY_REPORTS, of_story = story * STORY_WORDS + next(&state) % STORY_WORDS;
    return zipf(&of_story);
}

/* `spin` replaces every other content word. */
static size_t put_sentence(char *out, uint64_t report, size_t sentence, uint64_t *spin) {
    size_t size = 0;
    for (size_t i = 0; i < SENTENCE; i++) {
        if (is_small(i))
            size += (size_t)sprintf(out + size, "%s", small_words[(report + sentence + i) % (sizeof small_words / sizeof *small_words)]);
        else
            size += put_word(out + size, spin && next(spin) % 2 ? zipf(spin) : content(report, sentence, i));
        out[size++] = ' ';
    }
    out[size - 1] = '.';
    out[size++] = ' ';
    return size;
}

/* kind -1: as it was first published. */
static size_t put_report(char *out, uint64_t report, int kind, uint64_t *state) {
    size_t size = 0, first = 0, count = SENTENCES;
    if (kind == 0) size += (size_t)sprintf(out, "Advertisement. Sign up for newsletter %u. ", (unsigned)(next(state) % 100));
    if (kind == 2) first = next(state) % (SENTENCES * 2 / 3), count = SENTENCES / 3;
    for (size_t i = 0; i < count; i++)
        size += put_sentence(out + size, report, kind == 2 ? first + (i * 3 + 1) % count : i, kind > 0 ? state : NULL);
    return size;
}

static bool is_copy(uint64_t report) {
    uint64_t state = report;
    return report > 1000 && next(&state) % 10 == 0;
}

static int quit(const struct vdt_error *error) {
    fprintf(stderr, "bench-stories: %s\n", error->message);
    exit(3);
}

static struct vdt_view name_of(uint64_t report, char room[32]) {
    return (struct vdt_view){ room, (size_t)sprintf(room, "%llu", (unsigned long long)report) };
}

static void recall(struct bench *self, uint64_t report) {
    struct vdt_story_word words[SENTENCE * SENTENCES];
    size_t count = 0;
    for (size_t sentence = 0; sentence < SENTENCES; sentence++)
        for (size_t i = 0; i < SENTENCE; i++)
            if (!is_small(i))
                words[count++] = (struct vdt_story_word){ self->codes[content(report, sentence, i)], 0, (uint16_t)(20 + sentence * SENTENCE + i) };
    vdt_buffer_clear(&self->sketch);
    vdt_sketch_write(0, words, count, &self->sketch);
    char name[32];
    struct vdt_error error;
    struct vdt_story as = { .story = name_of(report, name) };
    if (vdt_stories_recall(self->stories, as.story, &as, vdt_buffer_view(&self->sketch), &error) != VDT_OK) quit(&error);
}

static void place(struct bench *self, uint64_t report, uint64_t source, int kind) {
    char name[32], expected[32];
    struct vdt_error error;
    struct vdt_report placed = { .id = name_of(report, name) };
    placed.text = (struct vdt_view){ self->text, put_report(self->text, source, kind, &self->state) };
    struct timespec begin, end;
    struct vdt_story story;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    if (vdt_stories_place(self->stories, &placed, &story, &error) != VDT_OK) quit(&error);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    self->spent += (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) * 1e-9;
    self->placed++;
    if (kind < 0) {
        self->originals++, self->false_claims += story.copy_of.size > 0;
        return;
    }
    struct tally *tally = &self->tallies[kind][(report - source) * AGES / (self->reports + 1)];
    bool right = vdt_view_equal(story.copy_of, name_of(source, expected));
    tally->asked++, tally->found += right, tally->wrong += !right && story.copy_of.size;
}

static void one(struct bench *self, uint64_t report) {
    if (is_copy(report)) {
        uint64_t source = report - 1 - next(&self->state) % (report - 1);
        while (is_copy(source)) source--;
        place(self, report, source, (int)(next(&self->state) % KINDS));
    } else if (report % 20 == 0) {
        place(self, report, report, -1);
    } else {
        recall(self, report);
    }
}

static double megabytes(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void tell(const struct bench *self, uint64_t report) {
    printf("%llu reports: %.0f MB, %.0f bytes a report; placed %.0f a second; originals taken for copies: %llu of %llu\n",
           (unsigned long long)report, megabytes(), megabytes() * 1048576 / (double)report, (double)self->placed / self->spent,
           (unsigned long long)self->false_claims, (unsigned long long)self->originals);
    for (int kind = 0; kind < KINDS; kind++) {
        printf("  %s, recall by quarters of the window:", kind_names[kind]);
        for (int age = 0; age < AGES; age++) {
            const struct tally *tally = &self->tallies[kind][age];
            if (tally->asked) printf(" %.3f", (double)tally->found / (double)tally->asked);
            if (tally->wrong) printf(" (another named: %.4f)", (double)tally->wrong / (double)tally->asked);
        }
        printf("\n");
    }
    fflush(stdout);
}

int main(int count, char **arguments) {
    static struct bench self;
    struct vdt_error error;
    self.reports = count > 1 ? strtoull(arguments[1], NULL, 10) : 1000000;
    vdt_buffer_init(&self.sketch);
    self.codes = malloc((VOCABULARY + 1) * sizeof *self.codes);
    if (!self.codes || vdt_stories_new_for((uint32_t)self.reports, &self.stories, &error) != VDT_OK) return 3;
    for (uint32_t rank = 0; rank <= VOCABULARY; rank++) {
        char word[32];
        struct vdt_story_word cut;
        vdt_story_words((struct vdt_view){ word, put_word(word, rank) }, 0, &cut, 1);
        self.codes[rank] = cut.code;
    }
    for (uint64_t report = 1; report <= self.reports; report++) {
        one(&self, report);
        if (report % ((self.reports + 3) / 4) == 0 || report == self.reports) tell(&self, report);
    }
    vdt_stories_free(self.stories);
    vdt_buffer_done(&self.sketch);
    free(self.codes);
    return 0;
}
