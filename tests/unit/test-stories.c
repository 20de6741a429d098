/* SPDX-License-Identifier: Apache-2.0 */
/* Copies are named with their original, reports of one happening share a story, others do not. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/limit.h"
#include "base/view.h"
#include "story/memory.h"
#include "vedette/story.h"

static struct vdt_story place_on(struct vdt_stories *stories, const char *day, const char *id, const char *title, const char *text) {
    struct vdt_report report = { .id = vdt_view_of(id), .published = vdt_view_of(day), .title = vdt_view_of(title), .text = vdt_view_of(text) };
    struct vdt_story story;
    assert(vdt_stories_place(stories, &report, &story, NULL) == VDT_OK);
    return story;
}

static struct vdt_story place(struct vdt_stories *stories, const char *id, const char *title, const char *text) {
    return place_on(stories, "", id, title, text);
}

static const char *const flood = "The river Tamesi left its banks near Altamira on Monday and drove 200 families from their houses.";

/* What one run placed is recalled by the next, which then decides as one run would have. */
static void test_recall(void) {
    struct vdt_stories *first, *second;
    assert(vdt_stories_new(&first, NULL) == VDT_OK && vdt_stories_new(&second, NULL) == VDT_OK);
    place(first, "a", "Flood in Altamira", flood);
    struct vdt_story as = { .story = vdt_view_of("a") };
    assert(vdt_stories_recall(second, vdt_view_of("a"), &as, vdt_stories_sketch(first), NULL) == VDT_OK);
    struct vdt_story one = place(first, "b", "", flood), other = place(second, "b", "", flood);
    assert(one.kind == VDT_KIN_COPY && other.kind == VDT_KIN_COPY && one.similarity == other.similarity);
    assert(vdt_view_equal(one.copy_of, other.copy_of) && vdt_view_equal(one.story, other.story));
    struct vdt_error error;
    assert(vdt_stories_recall(second, vdt_view_of("c"), &as, vdt_view_of("\1broken"), &error) == VDT_ERROR_FORMAT);
    assert(vdt_stories_recall(second, vdt_view_of("c"), &as, (struct vdt_view){ NULL, 0 }, &error) == VDT_ERROR_FORMAT);
    vdt_stories_free(first);
    vdt_stories_free(second);
}

/* A story outlives the window of what is remembered, under its name, for as long as reports follow each other. */
static void test_window(void) {
    struct vdt_stories *stories;
    assert(vdt_stories_new_for(8, &stories, NULL) == VDT_OK);
    char id[16], text[160];
    for (int i = 0; i < 200; i++) {
        snprintf(id, sizeof id, "r%d", i);
        snprintf(text, sizeof text, i % 3 ? "Word%d%c about thing%d%c and matter%d%c was heard on day%d." : flood, i, 'a' + i % 7, i,
                 'b' + i % 9, i, 'c' + i % 5, i);
        struct vdt_story story = place(stories, id, "", text);
        assert(vdt_view_equal(story.story, vdt_view_of(i % 3 ? id : "r0")));
        assert((story.kind == VDT_KIN_ORIGINAL) == (i % 3 || !i));
    }
    vdt_stories_free(stories);
    assert(vdt_stories_new_for(0, &stories, NULL) == VDT_ERROR_USE);
}

/* What is there is what neither the ring of records nor the ring of bytes has overwritten: the newest, without a gap. */
static void forget(uint32_t reports, size_t words, uint32_t there) {
    static struct vdt_story_word row[VDT_LIMIT_STORY_WORDS];
    struct vdt_story_memory memory;
    assert(vdt_story_memory_init(&memory, reports, 1) && !vdt_story_there(&memory, 0) && !vdt_story_there(&memory, 1));
    struct vdt_story_hand hand = { .words = row, .word_count = words };
    for (uint32_t serial = 1; serial <= 3 * reports; serial++) {
        assert(vdt_story_keep(&memory, vdt_view_of("id"), 0, &hand) == serial && !vdt_story_there(&memory, serial + 1));
        for (uint32_t other = 0; other <= serial; other++)
            assert(vdt_story_there(&memory, other) == (other && serial - other < there));
    }
    vdt_story_memory_done(&memory);
}

static void test_room(void) {
    forget(300, 1, 300);
    /* the least room for bytes is 1 MiB, of which the last are left free where a report would be broken */
    forget(300, 4096, (1 << 20) / (3 * 4096 + 2));
}

/* Who copies a copy copies the original. */
static void test_chain(void) {
    struct vdt_stories *stories;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK);
    place(stories, "a", "", flood);
    place(stories, "b", "", flood);
    struct vdt_story story = place(stories, "c", "", flood);
    assert(story.kind == VDT_KIN_COPY && vdt_view_equal(story.copy_of, vdt_view_of("a")));
    vdt_stories_free(stories);
}

/* One town is bombed again and again: in days that is one story, after months another, and so it is after a recall. */
static void test_time(void) {
    static const char *const first = "Government jets bomb the market of Qasrabad in the rebel-held north and kill at least 12 people.";
    static const char *const second = "Jets of the government hit a hospital in rebel-held Qasrabad, killing at least 4 people.";
    struct vdt_stories *stories, *later;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK && vdt_stories_new(&later, NULL) == VDT_OK);
    struct vdt_story as = { .story = vdt_view_of("a") };
    place_on(stories, "2016-03-01", "a", "", first);
    assert(vdt_stories_recall(later, vdt_view_of("a"), &as, vdt_stories_sketch(stories), NULL) == VDT_OK);
    assert(vdt_view_equal(place_on(stories, "2016-03-02T08:00:00Z", "b", "", second).story, vdt_view_of("a")));
    assert(vdt_view_equal(place_on(later, "Sun, 20 Nov 2016 08:00:00 GMT", "c", "", second).story, vdt_view_of("c")));
    vdt_stories_free(stories);
    vdt_stories_free(later);
}

/* What a page says again after a year is beyond chance. */
static void test_return(void) {
    static const char *const trial =
        "Judge Maren Holt opened the trial of shipowner Pavel Orlik in Gdynia. The ferry Halina sank off Rozewie in a storm with 61 people on "
        "board, and only nine were saved. Prosecutor Ewa Lis says that Orlik knew of the broken bow door of the Halina and let it sail. Divers "
        "found the door open at 40 metres. Families of the drowned came with portraits. Orlik's lawyer Tomas Kral blamed the captain, who drowned "
        "too. The ferry had been built in Split and was sold twice. Its papers had been signed in Valletta without a visit on board.";
    static const char *const verdict =
        "Shipowner Pavel Orlik must go to prison for six years. A court in Gdynia found that he had let the ferry Halina sail with a broken bow "
        "door. The Halina went down off Rozewie in a storm, and of 61 people on board nine were saved. Judge Maren Holt said that Orlik had put a "
        "timetable above lives. His lawyer Tomas Kral will appeal. Prosecutor Ewa Lis had asked for eight years. Families held up portraits of the drowned "
        "and wept. Papers signed in Valletta, said the judge, were worth nothing, for nobody had been on board.";
    struct vdt_stories *stories;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK);
    place_on(stories, "2016-03-01", "a", "Ferry trial opens", trial);
    assert(vdt_view_equal(place_on(stories, "2017-04-02", "b", "Six years for shipowner", verdict).story, vdt_view_of("a")));
    vdt_stories_free(stories);
}

/* Names stand as they stand wherever they are told: short reports that share them are no copies of each other. */
static void test_names(void) {
    struct vdt_stories *stories;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK);
    place(stories, "a", "", "Lusania's Foreign Minister Ana Beatriz Moreira meets Foreign Minister Jan Karel Hoek in New Saint Martin City on fishing.");
    struct vdt_story story = place(stories, "b", "", "Lusania's Foreign Minister Ana Beatriz Moreira and Jan Karel Hoek of the Free Island League quarrel in New Saint Martin City.");
    assert(story.kind != VDT_KIN_COPY && story.kind != VDT_KIN_REWRITE);
    vdt_stories_free(stories);
}

/* Whether the second is told of the story of the first. */
static bool meet(const char *title, const char *text, const char *other_title, const char *other_text) {
    struct vdt_stories *stories;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK);
    place(stories, "a", title, text);
    bool same = vdt_view_equal(place(stories, "b", other_title, other_text).story, vdt_view_of("a"));
    vdt_stories_free(stories);
    return same;
}

/* A headline says what a report is about; a rubric says nothing. */
static void test_titles(void) {
    static const char *const tanker =
        "A tanker lost fuel on Sunday. Ships are sent elsewhere and beaches are shut, the port captain said. Fishermen fear for their nets and "
        "ask the owners for money. Schools near the water had no lessons.";
    static const char *const tar =
        "Black tar covered rocks this morning as volunteers washed gulls with soap. Nobody knows when ferries will sail again. Hotels tell "
        "guests to stay away. The mayor wants an inquiry.";
    static const char *const medley =
        "Bus drivers in Tampere walk out over night shifts. Ministers meet in Oslo to talk about herring. Snow falls in the mountains, and a "
        "film about a lonely postman opens in Prague.";
    assert(meet("Belmonte harbour closed after oil spill", tanker, "Oil spill: Belmonte harbour closed", tar));
    assert(!meet("", tanker, "", tar));
    assert(!meet("What you need to know this morning", tanker, "What you need to know this morning", medley));
}

/* Few happenings share their numbers. */
static void test_numbers(void) {
    assert(meet("", "An outage left 41,350 homes without light for 7 hours on 12 March, the grid says. Storms had torn down a line. Bakers threw "
                    "away dough.",
                "", "Who pays is not clear: lamps went out on 12 March, and 41,350 families sat there for 7 hours. The regulator now asks the "
                    "owners of masts for their books."));
}

int main(void) {
    test_recall();
    test_titles();
    test_numbers();
    test_time();
    test_return();
    test_names();
    test_window();
    test_room();
    test_chain();
    struct vdt_stories *stories;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK);
    struct vdt_story story = place(stories, "a", "Flood in Altamira", flood);
    assert(story.kind == VDT_KIN_ORIGINAL && !story.copy_of.size && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "b", "Minister resigns", "Finance minister Olga Brandt gave up her office after a quarrel about pensions.");
    assert(story.kind == VDT_KIN_ORIGINAL && vdt_view_equal(story.story, vdt_view_of("b")));
    story = place(stories, "c", "Flood in Altamira", flood);
    assert(story.kind == VDT_KIN_COPY && story.similarity > 0.9);
    assert(vdt_view_equal(story.copy_of, vdt_view_of("a")) && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "d", "Altamira counts the damage", "Families in Altamira went home as the Tamesi fell. The flood of Monday had driven out 200.");
    assert(story.kind != VDT_KIN_COPY && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "e", "", "");
    assert(story.kind == VDT_KIN_ORIGINAL && vdt_view_equal(story.story, vdt_view_of("e")));
    vdt_stories_free(stories);
    return 0;
}
