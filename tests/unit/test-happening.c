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
    test_publishers();
    test_own_publishers();
    return 0;
}
