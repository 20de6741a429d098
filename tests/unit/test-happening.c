/* SPDX-License-Identifier: Apache-2.0 */
/* What two reports tell is one happening by their kin, and by what the events say; publishers that a state owns. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/view.h"
#include "story/happening.h"
#include "vedette/story.h"

#define S(text) { text, sizeof(text) - 1 } /* where nothing but constants may stand */
#define V(text) VDT_LITERAL(text)

static const struct vdt_party rebels[] = { { .code = S("CODREB"), .mention = { .text = S("rebels") } } };
static const struct vdt_party army[] = { { .code = S("CODMIL"), .mention = { .text = S("the army") } } };
static const struct vdt_party others[] = { { .code = S("UGAMIL"), .mention = { .text = S("Uganda's army") } } };
static const struct vdt_amount dozen[] = { { .what = S("killed"), .low = 12, .high = 12 } };
static const struct vdt_amount more[] = { { .what = S("killed"), .low = 10, .high = -1 } };

static struct vdt_event attack(const struct vdt_party *target, const char *day) {
    return (struct vdt_event){ .plover = VDT_ASSAULT, .lemma = V("attack"), .cameo = V("190"), .quad = 4, .sources = rebels,
                               .source_count = 1, .targets = target, .target_count = target != NULL, .date_from = vdt_view_of(day),
                               .date_to = vdt_view_of(day), .date_basis = VDT_DATE_TEXT, .latitude = NAN, .longitude = NAN };
}

static void test_kin(void) {
    struct vdt_event a = attack(army, "2025-01-27"), b = attack(army, "2025-01-27");
    assert(vdt_happening_same(&a, &b, VDT_KIN_STORY) && vdt_happening_same(&a, &b, VDT_KIN_NONE));
    assert(vdt_happening_key(&a) && vdt_happening_key(&a) == vdt_happening_key(&b));
    /* strangers must agree on the place, the number or the code of the word */
    b.lemma = V("raid"), b.cameo = V("193");
    assert(vdt_happening_same(&a, &b, VDT_KIN_STORY) && !vdt_happening_same(&a, &b, VDT_KIN_NONE));
    a.amounts = dozen, a.amount_count = 1, b.amounts = more, b.amount_count = 1;
    assert(vdt_happening_same(&a, &b, VDT_KIN_NONE));
    struct vdt_event other = attack(others, "2025-01-27"), later = attack(army, "2025-02-20");
    assert(!vdt_happening_same(&a, &other, VDT_KIN_TEXT) && !vdt_happening_same(&a, &later, VDT_KIN_STORY));
    struct vdt_event planned = attack(army, "2025-01-27");
    planned.status = VDT_PLANNED;
    assert(!vdt_happening_same(&a, &planned, VDT_KIN_TEXT));
    /* of a copy the word is enough, even where nobody is named */
    struct vdt_event bare = { .plover = VDT_ASSAULT, .lemma = V("shell"), .cameo = V("194"), .latitude = NAN, .longitude = NAN,
                              .evidence = { .text = V("Shelling was heard.") } }, same = bare;
    assert(vdt_happening_same(&bare, &same, VDT_KIN_TEXT) && !vdt_happening_same(&bare, &same, VDT_KIN_STORY));
    assert(!vdt_happening_key(&bare));
    struct vdt_event talks = { .plover = VDT_CONSULT, .sources = rebels, .source_count = 1, .targets = army, .target_count = 1 };
    struct vdt_event turned = { .plover = VDT_CONSULT, .sources = army, .source_count = 1, .targets = rebels, .target_count = 1 };
    assert(vdt_happening_key(&talks) == vdt_happening_key(&turned));
}

static const struct vdt_party civilians[] = { { .code = S("CVL"), .mention = { .text = S("people") } } };
static const struct vdt_amount many[] = { { .what = S("killed"), .low = 35, .high = 35 } };

static struct vdt_event killing(const char *day, const char *place, const struct vdt_amount *toll) {
    struct vdt_event event = attack(civilians, day);
    event.source_count = 0, event.date_basis = VDT_DATE_REPORT, event.place_name = vdt_view_of(place), event.amounts = toll, event.amount_count = toll != NULL;
    return event;
}

/* A running story tells of many happenings; what is only said of "people" must agree in day, place or number. */
static void test_one_story(void) {
    struct vdt_event monday = killing("2025-01-27", "", NULL), same = killing("2025-01-27", "", NULL), tuesday = killing("2025-01-28", "", NULL);
    assert(vdt_happening_same(&monday, &same, VDT_KIN_STORY) && !vdt_happening_same(&monday, &tuesday, VDT_KIN_STORY));
    struct vdt_event town = killing("2025-01-27", "Goma", NULL), again = killing("2025-01-28", "Goma", NULL), near = killing("2025-01-27", "Sake", NULL);
    assert(vdt_happening_same(&again, &town, VDT_KIN_STORY));
    town.latitude = near.latitude = -1.6, town.longitude = near.longitude = 29.2;
    assert(!vdt_happening_same(&near, &town, VDT_KIN_STORY));
    /* a state holds its towns */
    struct vdt_event state = killing("2025-01-27", "Congo", NULL);
    state.place_country = town.place_country = near.place_country = V("COD"), town.place_geonames = 216281, near.place_geonames = 204953;
    assert(vdt_happening_same(&state, &town, VDT_KIN_STORY) && !vdt_happening_same(&near, &town, VDT_KIN_STORY));
    /* a toll rises from day to day; where it falls, others have died */
    struct vdt_event first = killing("2025-01-27", "Goma", dozen), risen = killing("2025-01-28", "Goma", many);
    assert(vdt_happening_same(&risen, &first, VDT_KIN_STORY));
    first.amounts = many, risen.amounts = dozen;
    assert(!vdt_happening_same(&risen, &first, VDT_KIN_STORY));
    risen.date_from = risen.date_to = first.date_from;
    assert(vdt_happening_same(&risen, &first, VDT_KIN_STORY));
    /* "the war of this year" is not what happened on one of its days */
    struct vdt_event war = attack(army, "2025-01-01"), day = attack(army, "2025-01-27");
    war.date_to = V("2025-12-31");
    assert(!vdt_happening_same(&day, &war, VDT_KIN_STORY));
    day.date_from = war.date_from, day.date_to = war.date_to;
    assert(vdt_happening_same(&day, &war, VDT_KIN_STORY));
}

/* A promise and an agreement are two acts, though one code stands for both; two words for a visit are one. */
static void test_words(void) {
    struct vdt_event one = { .plover = VDT_AGREE, .lemma = V("promise"), .cameo = V("030"), .quad = 1, .sources = army, .source_count = 1,
                             .date_from = V("2025-01-27"), .date_to = V("2025-01-27"), .latitude = NAN, .longitude = NAN }, other = one;
    other.lemma = V("agree"), other.date_from = other.date_to = V("2025-01-28");
    assert(!vdt_happening_same(&one, &other, VDT_KIN_STORY));
    one.targets = other.targets = rebels, one.target_count = other.target_count = 1;
    assert(vdt_happening_same(&one, &other, VDT_KIN_STORY));
    one.target_count = other.target_count = 0;
    one.plover = other.plover = VDT_CONSULT, one.cameo = other.cameo = V("042");
    assert(vdt_happening_same(&one, &other, VDT_KIN_STORY));
}

/* Police arrest somebody every day: strangers must name somebody. */
static void test_strangers(void) {
    struct vdt_event arrest = attack(civilians, "2025-01-27"), other = arrest;
    static const struct vdt_party police[] = { { .code = S("COP"), .mention = { .text = S("police") } } };
    arrest.sources = other.sources = police, arrest.place_name = other.place_name = V("London");
    assert(!vdt_happening_same(&arrest, &other, VDT_KIN_NONE) && vdt_happening_same(&arrest, &other, VDT_KIN_STORY));
    arrest.sources = other.sources = rebels;
    assert(vdt_happening_same(&arrest, &other, VDT_KIN_NONE));
    arrest.place_name = (struct vdt_view){ NULL, 0 };
    assert(!vdt_happening_same(&arrest, &other, VDT_KIN_NONE));
}

static struct vdt_publishers *publishers;

static bool owned(const char *name, const char *url, const char *state) {
    return vdt_view_is(vdt_publishers_find(publishers, vdt_view_of(name), vdt_view_of(url)).state, state);
}

static void test_publishers(void) {
    assert(vdt_publishers_open("data", NULL, &publishers, NULL) == VDT_OK);
    assert(owned("Xinhua", "", "CHN") && owned("the TASS", "", "RUS") && owned("", "https://www.presstv.ir/Detail/1", "IRN"));
    assert(owned("", "https://english.news.cn/a", "CHN") && owned("www.rt.com", "", "RUS"));
    assert(owned("Art", "https://start.com/x", "") && owned("", "", "") && owned("BBC News", "https://www.bbc.co.uk/news", ""));
    assert(vdt_view_is(vdt_publishers_find(publishers, V("Reuters"), V("")).home, "GBR"));
    assert(vdt_view_is(vdt_publishers_find(publishers, V("Somebody"), V("https://uk.reuters.com/a")).name, "Reuters"));
    assert(!vdt_publishers_find(NULL, V("Reuters"), V("")).home.size);
    vdt_publishers_close(publishers);
    assert(vdt_view_is(vdt_publisher_host(V("https://www.example.org:80/a?b")), "example.org"));
    assert(vdt_publisher_host(V("no address")).size == 0 && vdt_publisher_host(V("x://")).size == 0);
}

/* A user's own list: what it says comes first, and what is wrong in it is told with its place. */
static void test_own_publishers(void) {
    static const struct {
        const char *text, *says;
    } wrong[] = {
        { "A\n    home Kivu\n", "publishers.txt" },   { "    home COD\n", "indented" },
        { "A\n    owner COD\n", "neither" },           { "A\n    home COD\n    home RWA\n", "one country" },
        { "A | B\nThe a\n", "stands in line 1" },      { "A |  | B\n", "no name" },
    };
    char folder[] = "/tmp/publishers-XXXXXX", path[64];
    assert(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/publishers.txt", folder);
    for (size_t i = 0; i <= sizeof wrong / sizeof *wrong; i++) {
        bool good = i == sizeof wrong / sizeof *wrong;
        FILE *file = fopen(path, "w");
        assert(file);
        fputs(good ? "Kivu Post | KP  # by hand\n    host kivupost.example | news.kp.example\n    home COD\nReuters\n    home USA\n    state USA\n" : wrong[i].text, file);
        fclose(file);
        struct vdt_error error;
        char message[512];
        enum vdt_status status = vdt_publishers_open("data", folder, &publishers, &error);
        assert((status == VDT_OK) == good);
        if (good) break;
        vdt_error_format(&error, message, sizeof message);
        assert(status == VDT_ERROR_FORMAT && error.line > 0 && strstr(message, wrong[i].says));
    }
    assert(vdt_view_is(vdt_publishers_find(publishers, V("kp"), V("")).home, "COD"));
    assert(vdt_view_is(vdt_publishers_find(publishers, V(""), V("https://fr.news.kp.example/1")).name, "Kivu Post"));
    assert(owned("Reuters", "", "USA") && owned("TASS", "", "RUS"));
    vdt_publishers_close(publishers);
    remove(path);
    remove(folder);
}

int main(void) {
    test_kin();
    test_one_story();
    test_words();
    test_strangers();
    test_publishers();
    test_own_publishers();
    return 0;
}
