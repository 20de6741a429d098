/* SPDX-License-Identifier: Apache-2.0 */
/* Pages to reports: what is text and what is the page's, when it was published, who wrote it; pages made to hurt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "read/html.h"

#define FIRST "<p>The river rose by two metres overnight, and the council closed both bridges at dawn.</p>"
#define SECOND "<p>Engineers said on Friday that the older bridge would stay shut for at least a week.</p>"
#define LAST "<p>Nobody was hurt, but forty families had to leave their houses near the mill.</p>"
#define LONG "<p>The mill has stood at the bend of the river since the valley was first settled, and its owners keep a book of every flood, with the height of the " \
             "water cut into the stone beside the door. The highest mark is from a spring more than a century ago, when the ice broke in one night and carried away the " \
             "wooden bridge, two barns and the school. The second highest was cut on Friday. Older people remember a third, which is not in the book, because the " \
             "pencil had been washed away with the table that it lay on. The council wants to build a wall of earth along the meadow; the farmers want the meadow, " \
             "and both have asked the county to decide before the winter. Until then sandbags are kept in the church, and whoever can carry one is asked to come. A list of those who can be called at " \
             "night hangs at the door of the town hall, beside the times at which the ferry goes.</p>"
#define FIRST_TEXT "The river rose by two metres overnight, and the council closed both bridges at dawn."
#define SECOND_TEXT "Engineers said on Friday that the older bridge would stay shut for at least a week."
#define LAST_TEXT "Nobody was hurt, but forty families had to leave their houses near the mill."
#define ALL_TEXT FIRST_TEXT "\n\n" SECOND_TEXT "\n\n" LAST_TEXT

static struct vdt_arena arena;

static struct vdt_page page_of(const char *source, const char *url) {
    struct vdt_page page = { 0 };
    vdt_arena_reset(&arena);
    struct vdt_view bytes = { source, strlen(source) }, address = { url, strlen(url) };
    assert_int_equal(vdt_html_read(&arena, bytes, address, true, &page, NULL), VDT_OK);
    return page;
}

static void expect(struct vdt_view given, const char *wanted, const char *what) {
    if (given.size == strlen(wanted) && (!given.size || memcmp(given.data, wanted, given.size) == 0)) return;
    print_error("%s: \"%.*s\" is not \"%s\"\n", what, (int)given.size, given.data ? given.data : "", wanted);
    fail();
}

static void test_text(void **state) {
    (void)state;
    static const struct {
        const char *what, *page, *text;
    } cases[] = {
        { "section, byline and date before the text, names behind it",
          "<html><div>Local news</div><h1>Bridges closed</h1><div>By Ann Miller</div><div>3 May 2021</div>" FIRST SECOND LAST
          "<div>Ann Miller</div><div>Back to top</div>",
          ALL_TEXT },
        { "what stands below the headline is text",
          "<html><article><h1>Bridges closed</h1><p class=standfirst>Two crossings are shut and a third is watched by "
          "engineers</p><div class=byline>By Ann Miller, who writes about the valley for this paper.</div>" FIRST SECOND LAST
          "</article>",
          "Two crossings are shut and a third is watched by engineers\n\n" ALL_TEXT },
        { "a box called paywall that holds the text is the text",
          "<html><article><h1>Bridges closed</h1><div class='story paywall'>" FIRST SECOND LAST
          "</div><div class=paywall-offer><p>Subscribe now for one coin a month and read all we print.</p></div></article>",
          ALL_TEXT },
        { "paragraphs hidden by a style until a script shows them",
          "<html><article>" FIRST "<div style='display:none'>" SECOND LAST "</div></article>", ALL_TEXT },
        { "a list of links, a box of teasers, and the heading over them",
          "<html><article>" FIRST "<h3>More from the valley</h3><ul><li><a href=1>Floods in the north of the valley</a><li>"
          "<a href=2>Mill fire is out</a></ul><div class=related><p>The mill burnt for two days before rain put the fire "
          "out.</p></div>" SECOND LAST "</article>",
          ALL_TEXT },
        { "a heading stays with its paragraph",
          "<html><article>" FIRST "<h2>A week at least</h2>" SECOND LAST "<h2>Most read</h2></article>",
          FIRST_TEXT "\n\nA week at least\n\n" SECOND_TEXT "\n\n" LAST_TEXT },
        { "captions: figure, a class, a box around a picture",
          "<html><article>" FIRST "<figure><img src=a><figcaption>The bridge in 1950, before it was rebuilt.</figcaption></figure>"
          "<div class=photo-caption>The old bridge seen from the mill. Picture by a reader.</div>" SECOND
          "<div><img src=b><p>Water at the gate of the mill on Friday.</p></div>" LAST "</article>",
          ALL_TEXT },
        { "a table of figures",
          "<html><article>" FIRST "<table><tr><td>Gauge<td>Metres<tr><td>Mill<td>4.1<tr><td>Ford<td>2.9</table>" SECOND LAST
          "</article>",
          ALL_TEXT },
        { "a table that lays out the page",
          "<html><table><tr><td>Home<td>" FIRST SECOND LAST "</table>", ALL_TEXT },
        { "who the author is, how to reach her, whose rights",
          "<html><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Ann Miller\"}}</script>"
          "<article>" FIRST SECOND LAST "<p>Ann Miller covers the valley and its rivers since 2010.</p><p>Contact the newsroom at "
          "desk@valley.example with your own pictures.</p><p>Copyright 2021 Valley Post. All rights reserved.</p></article>",
          ALL_TEXT },
        { "labels between paragraphs, and a caption told by its credit",
          "<html><article>" FIRST "<p>You might be interested in</p><p>The old bridge, seen from the mill on Friday | B. Lind/AFP via Getty "
          "Images</p>" SECOND "<p>More from the council is not expected.</p>" LAST "</article>",
          FIRST_TEXT "\n\n" SECOND_TEXT "\n\nMore from the council is not expected.\n\n" LAST_TEXT },
        { "a list at the end of a report, its points in paragraphs",
          "<html><article>" FIRST SECOND LAST "<ul><li><p>the ferry runs every hour until the bridge is open</p><li><p>the ford is closed to cars and "
          "to bicycles</p></ul></article>",
          ALL_TEXT "\n\nthe ferry runs every hour until the bridge is open\n\nthe ford is closed to cars and to bicycles" },
        { "words for the ear within a line",
          "<html><article>" FIRST "<p>Engineers<span class=sr-only> (opens in a new window)</span> said on Friday that the older bridge "
          "would stay shut for at least a week.</p>" LAST "</article>",
          ALL_TEXT },
        { "a caption that JSON-LD's body lacks goes, a paragraph that it lost stays",
          "<html><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"" FIRST_TEXT " " SECOND_TEXT " " LAST_TEXT
          "\"}</script><article><div>" FIRST "<p>The <a href=1>mill</a> was not touched by the water.</p>" SECOND "</div><div><p>The ferry "
          "runs every hour until the bridge is open.</p></div><div>" LAST "</div></article>",
          FIRST_TEXT "\n\nThe mill was not touched by the water.\n\n" SECOND_TEXT "\n\n" LAST_TEXT },
        { "a summary above the report that says its first sentences, a quotation pulled out of it",
          "<html><article><div>" FIRST_TEXT " " SECOND_TEXT "</div>" FIRST "<div class=big>\"shut for at least a week and perhaps for longer than that, "
          "engineers said.\"</div>" SECOND "<p>It will be \"shut for at least a week and perhaps for longer than that, engineers said\" on Friday.</p>" LAST
          "</article>",
          FIRST_TEXT "\n\n" SECOND_TEXT "\n\nIt will be \"shut for at least a week and perhaps for longer than that, engineers said\" on Friday.\n\n" LAST_TEXT },
        { "a heading and a point of a list may say what the text does",
          "<html><article><ul><li>Engineers said on Friday that the older bridge would stay shut for at least a week.</ul>" FIRST SECOND
          "<h2>Nobody was hurt, but forty families had to leave their houses near the mill.</h2>" LAST "</article>",
          "Engineers said on Friday that the older bridge would stay shut for at least a week.\n\n" FIRST_TEXT "\n\n" SECOND_TEXT "\n\n" LAST_TEXT "\n\n" LAST_TEXT },
        { "a line between two notes is one too; a paragraph is none",
          "<html><article>" FIRST SECOND LAST "<p>Sources: the council and the hospital.</p><p>The weather service has more about rain and rivers.</p>"
          "<p>This episode was produced by Ann Lind.</p><p>Watch: the bridge at dawn</p></article>",
          ALL_TEXT },
        { "a page of teasers only keeps them", "<html><div><a href=1>Floods in the north</a></div><p>Mill fire is out", "Mill fire is out" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(page_of(cases[i].page, "").text, cases[i].text, cases[i].what);
}

static void test_dates(void **state) {
    (void)state;
    static const struct {
        const char *what, *page, *url, *published, *updated;
    } cases[] = {
        { "JSON-LD before meta, and the change",
          "<html><meta property=article:published_time content=2021-05-05T08:00:00Z><script type='application/ld+json'>"
          "{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":[\"NewsArticle\"],\"datePublished\":\"2021-05-03T08:00:00Z\","
          "\"dateModified\":\"2021-05-04T09:00:00Z\"}]}</script>" FIRST,
          "", "2021-05-03T08:00:00Z", "2021-05-04T09:00:00Z" },
        { "of several articles the one whose headline is the page's",
          "<html><meta property=og:title content='Bridges closed'><script type='application/ld+json'>[{\"@type\":\"NewsArticle\","
          "\"headline\":\"Mill fire\",\"datePublished\":\"2020-01-01\"},{\"@type\":\"NewsArticle\",\"headline\":\"Bridges closed\","
          "\"datePublished\":\"2021-05-03\"}]</script>" FIRST,
          "", "2021-05-03", "" },
        { "broken JSON-LD: a line end in a string, a comma too many",
          "<html><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Bridges\nclosed\",,"
          "\"datePublished\":\"2021-05-03\",}</script>" FIRST,
          "", "2021-05-03", "" },
        { "the page tells the zone that the machine's time lacks",
          "<html><meta property=article:published_time content=2021-05-04T02:15:30Z><h1>Bridges closed</h1><div>May 3, 2021 at "
          "10:15 p.m.</div>" FIRST,
          "", "2021-05-03T22:15:30-04:00", "" },
        { "the same moment with a zone is better",
          "<html><meta property=article:published_time content=2021-05-03T18:30:00Z><h1>Bridges closed</h1>"
          "<time itemprop=datePublished datetime=2021-05-04T04:30:00+10:00>4 May</time>" FIRST,
          "", "2021-05-04T04:30:00+10:00", "" },
        { "microdata on any element", "<html><h1>Bridges closed</h1><span itemprop=datePublished content=2021-05-03>Monday</span>" FIRST,
          "", "2021-05-03", "" },
        { "the time next to the headline, not the one of a teaser",
          "<html><div><a href=1>Fire</a> <time datetime=2019-01-01>old</time></div><div>filler for the distance</div><h1>Bridges "
          "closed</h1><time datetime=2021-05-03>today</time>" FIRST,
          "", "2021-05-03", "" },
        { "the address", "<html>" FIRST, "https://valley.example/2021/05/03/bridges", "2021-05-03", "" },
        { "what a reader sees", "<html><h1>Bridges closed</h1><div>Valley, 3rd May 2021, 4 min read</div>" FIRST, "", "2021-05-03", "" },
        { "numbers that can be read in one way only", "<html><h1>Bridges closed</h1><div>05/23/2021</div>" FIRST, "", "2021-05-23", "" },
        { "numbers that can be read in two ways are no date", "<html><h1>Bridges closed</h1><div>05/03/2021</div>" FIRST, "", "", "" },
        { "the only day shown is the one of the change",
          "<html><meta property=article:published_time content=2019-01-01T08:00:00Z><meta property=article:modified_time "
          "content=2021-05-03T08:00:00Z><h1>Bridges closed</h1><div>3 May 2021</div>" FIRST,
          "", "2021-05-03T08:00:00Z", "" },
        { "a program's nothing", "<html><meta property=article:published_time content=0001-01-01T00:00:00Z>" FIRST, "", "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vdt_page page = page_of(cases[i].page, cases[i].url);
        expect(page.published, cases[i].published, cases[i].what);
        expect(page.updated, cases[i].updated, cases[i].what);
    }
}

static void test_title_and_authors(void **state) {
    (void)state;
    static const struct {
        const char *what, *page, *title, *author;
    } cases[] = {
        { "the headline as shown, not the one made for networks; by whom, from JSON-LD",
          "<html><title>Floods | Valley Post</title><meta property=og:title content='You will not believe this flood'>"
          "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Ann Miller\"},{\"name\":"
          "\"Jos\\u00e9 Paz\"},{\"name\":\"Ann Miller\"}]}</script><article><h1>Both bridges closed after the flood</h1>" FIRST SECOND,
          "Both bridges closed after the flood", "Ann Miller, Jos\xC3\xA9 Paz" },
        { "no headline: the title without the site",
          "<html><title>Both bridges closed after the flood | Valley Post</title>" FIRST, "Both bridges closed after the flood", "" },
        { "houses, sites and by are no names",
          "<html><meta property=og:site_name content='Valley Post'><meta name=author content='By Ann Miller | Hill News, Valley Post, "
          "valleypost.example and Bo Lind'>" FIRST,
          "", "Ann Miller, Bo Lind" },
        { "a byline near the headline",
          "<html><article><h1>Both bridges closed</h1><div>By Ann Miller and Bo Lind 3 May 2021</div>" FIRST, "Both bridges closed",
          "Ann Miller, Bo Lind" },
        { "a byline in two blocks", "<html><article><h1>Both bridges closed</h1><div>By</div><div>Ann Miller</div>" FIRST,
          "Both bridges closed", "Ann Miller" },
        { "a house or a craft behind a name", "<html><article><h1>Both bridges closed</h1><div>By Ann Miller VALLEY POST and Bo Lind Senior Editor</div>" FIRST,
          "Both bridges closed", "Ann Miller, Bo Lind" },
        { "microdata: a name of its own within the author's, and the publisher's",
          "<html><meta itemprop=publisher content='Valley Post'><div itemscope><h1 itemprop=headline>Both bridges closed</h1><span itemprop=author itemscope "
          "itemtype='https://schema.org/Person'>Written by <a href=1><b itemprop=name>Ann Miller</b></a></span> and <span itemprop=author>Bo Lind</span> for <span "
          "itemprop=author>Valley Post</span>" FIRST SECOND "<div class=comment><span itemprop=author>Somebody Else</span></div></div>",
          "Both bridges closed", "Ann Miller, Bo Lind" },
        { "a link to the author, and those of other reports",
          "<html><article><h1>Both bridges closed</h1><p class=meta>Written by <a rel=author href=1>Ann Miller</a></p>" FIRST SECOND LAST LONG LONG LONG "</article>"
          "<div><a rel=author href=2>Somebody Else</a></div>",
          "Both bridges closed", "Ann Miller" },
        { "by is no byline in a text", "<html><h1>Both bridges closed</h1><p>By Friday the water had fallen by a metre, said the council of the valley.</p>",
          "Both bridges closed", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vdt_page page = page_of(cases[i].page, "");
        expect(page.title, cases[i].title, cases[i].what);
        expect(page.author, cases[i].author, cases[i].what);
    }
}

static void test_stubs(void **state) {
    (void)state;
    static const struct {
        const char *page, *says;
    } cases[] = {
        { "<html><article><h1>Bridges closed</h1>" FIRST "</article><div>Subscribe to continue reading</div>", "subscription" },
        { "<html><div>We value your privacy</div><p>We and our partners store cookies on your device.</p><button>Accept all</button>", "cookies" },
        { "<html><h1>One moment</h1><p>We are checking your browser before you go on.</p>", "programs" },
        { "<html><article>" FIRST SECOND LAST LONG "</article><p>Subscribe to continue reading other reports.</p>", NULL },
        { "<html><article>" FIRST "</article>", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *stub = page_of(cases[i].page, "").stub;
        assert_int_equal(stub != NULL, cases[i].says != NULL);
        if (stub) assert_non_null(strstr(stub, cases[i].says));
    }
    struct vdt_page page = page_of("<html><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"<p>" FIRST_TEXT
                                   "</p><p>" SECOND_TEXT "</p><p>" LAST_TEXT " &amp; " LAST_TEXT "</p>\"}</script><div id=app>Loading</div>", "");
    expect(page.text, FIRST_TEXT "\n\n" SECOND_TEXT "\n\n" LAST_TEXT " & " LAST_TEXT, "a page that a program fills in");
}

static void test_live_blog(void **state) {
    (void)state;
    static const char source[] =
        "<html><script type='application/ld+json'>{\"@type\":\"LiveBlogPosting\",\"headline\":\"Flood in the valley\",\"datePublished\":"
        "\"2021-05-03T06:00:00Z\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\",\"headline\":\"Second\",\"datePublished\":"
        "\"2021-05-03T08:00:00Z\",\"articleBody\":\"<p>" SECOND_TEXT "</p><p>" LAST_TEXT "</p>\"},{\"@type\":\"BlogPosting\",\"headline\":\"First\","
        "\"author\":{\"name\":\"Ann Miller\"},\"datePublished\":\"2021-05-03T07:00:00Z\",\"articleBody\":\"" FIRST_TEXT "\"}]}</script>"
        "<article><h1>Flood in the valley</h1><p>We follow what the flood does in the valley, and where people can find help.</p>"
        "<h2>Second</h2>" SECOND LAST "<h2>First</h2>" FIRST "</article>";
    struct vdt_page page = page_of(source, "");
    expect(page.text, "We follow what the flood does in the valley, and where people can find help.", "the blog's own text");
    expect(page.published, "2021-05-03T06:00:00Z", "the blog's own time");
    assert_int_equal(page.update_count, 2);
    expect(page.updates[0].text, SECOND_TEXT "\n\n" LAST_TEXT, "an entry");
    expect(page.updates[0].title, "Second", "an entry's headline");
    expect(page.updates[1].author, "Ann Miller", "an entry's author");
    expect(page.updates[1].published, "2021-05-03T07:00:00Z", "an entry's time");
}

#define ENTRY(time, title, text) "<div class=post><time datetime=" time ">now</time><h3>" title "</h3><div>By Ann Miller</div>" text "<div>Share this</div></div>"

static void test_live_page(void **state) {
    (void)state;
    static const char entries[] = "<h1>Flood in the valley</h1><p>We follow what the flood does in the valley, and where people can find help.</p><section>"
        ENTRY("2021-05-03T08:00:00Z", "Third", SECOND LAST) ENTRY("2021-05-03T07:00:00Z", "Second", FIRST)
        "<div class=post><time datetime=2021-05-03T06:00:00Z>now</time><p>The water has not been so high since the mill was built, said the mayor.</p></div></section></article>";
    char source[4096];
    snprintf(source, sizeof source, "<html><title>Flood in the valley: live updates | Valley Post</title><article>%s", entries);
    struct vdt_page page = page_of(source, "");
    assert_int_equal(page.update_count, 3);
    expect(page.text, "We follow what the flood does in the valley, and where people can find help.", "the blog's own text");
    expect(page.updates[0].text, SECOND_TEXT "\n\n" LAST_TEXT, "an entry without what surrounds it");
    expect(page.updates[0].title, "Third", "its headline");
    expect(page.updates[1].published, "2021-05-03T07:00:00Z", "its time");
    expect(page.updates[2].text, "The water has not been so high since the mill was built, said the mayor.", "an entry without a headline");
    snprintf(source, sizeof source, "<html><script type='application/ld+json'>{\"@type\":\"LiveBlogPosting\",\"headline\":\"Flood in the valley\"}</script><article>%s", entries);
    assert_int_equal(page_of(source, "").update_count, 3);
    snprintf(source, sizeof source, "<html><title>Flood in the valley | Valley Post</title><article>%s", entries);
    assert_int_equal(page_of(source, "").update_count, 0); /* nobody says that it is one */
    snprintf(source, sizeof source, "<html><title>Flood in the valley: live updates</title><article><h1>Flood in the valley</h1>" FIRST SECOND LAST LONG "</article><div>%s", entries);
    assert_int_equal(page_of(source, "").update_count, 0); /* a report with a list beside it */
}

#define LEAD_PICTURE "<figure><img src=a><figcaption>The mill at dawn. <span class=photo-credit>Ann Lind/Valley Post</span></figcaption></figure>"

static void test_captions(void **state) {
    (void)state;
    static const struct {
        const char *what, *page;
        struct {
            const char *text, *credit;
        } wanted[3];
    } cases[] = {
        { "a picture over the headline, its credit told by a name", "<html><article>" LEAD_PICTURE "<h1>Bridges closed</h1>" FIRST SECOND "</article>",
          { { "The mill at dawn.", "Ann Lind/Valley Post" } } },
        { "credits told by words: behind a sentence, in brackets, behind a bar",
          "<html><article>" FIRST "<figure><figcaption>The bridge in 1950, before it was rebuilt. Photo: B. Lind</figcaption></figure>" SECOND
          "<div class=photo-caption>The old bridge seen from the mill (Photo by Ann Lind/Getty Images)</div><p>The ford on Friday evening, seen from the "
          "mill | B. Lind/AFP</p>" LAST "</article>",
          { { "The bridge in 1950, before it was rebuilt.", "Photo: B. Lind" },
            { "The old bridge seen from the mill", "Photo by Ann Lind/Getty Images" },
            { "The ford on Friday evening, seen from the mill", "B. Lind/AFP" } } },
        { "nothing but a credit; a line of the text that is one",
          "<html><article>" FIRST "<figure><img src=a><div class=credit>Reuters</div></figure>" SECOND "<p>Ann Lind/Reuters</p>" LAST "</article>",
          { { "", "Reuters" }, { "", "Ann Lind/Reuters" } } },
        { "a gallery, and the same caption twice",
          "<html><article>" FIRST "<div class=gallery><figure><figcaption>The mill.</figcaption></figure><figure><figcaption>The ford.</figcaption></figure>"
          "<figure><figcaption>The mill.</figcaption></figure></div>" SECOND LAST "</article>",
          { { "The mill.", "" }, { "The ford.", "" } } },
        { "words for the ear, buttons, linked captions, pictures of other reports",
          "<html><article>" FIRST "<figure><button>Enlarge</button><figcaption><span class=sr-only>Image caption, </span>The mill.</figcaption></figure>"
          "<figure><figcaption><a href=1>Mill fire is out</a></figcaption></figure>" SECOND LAST "<div class=related><figure><figcaption>Not "
          "ours.</figcaption></figure></div></article><aside><figure><figcaption>Not ours either.</figcaption></figure></aside>",
          { { "The mill.", "" } } },
        { "no picture", "<html><article>" FIRST SECOND "</article>", { { NULL, NULL } } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vdt_captions captions = page_of(cases[i].page, "").captions;
        size_t wanted = 0;
        while (wanted < 3 && cases[i].wanted[wanted].text) wanted++;
        if (captions.count != wanted) print_error("%s\n", cases[i].what);
        assert_int_equal(captions.count, wanted);
        for (size_t k = 0; k < wanted; k++) {
            expect(captions.items[k].text, cases[i].wanted[k].text, cases[i].what);
            expect(captions.items[k].credit, cases[i].wanted[k].credit, cases[i].what);
        }
    }
}

static void repeat(struct vdt_buffer *out, const char *what, size_t times) {
    while (times--) vdt_buffer_text(out, what);
}

/* Nothing but time and memory could go wrong here: the test's own time limit and the sanitizers look at both. */
static void test_hostile(void **state) {
    (void)state;
    static const struct {
        const char *before, *many, *behind;
        size_t times;
    } cases[] = {
        { "<html><p", " a=b class=c", ">text", 300000 },
        { "<html>", "<div class='a b c'>", "text", 100000 },
        { "<html>", "<span hidden>", "text", 100000 },
        { "<html>", "<a><div>", "text", 100000 },
        { "<html>", "<p>a", "", 300000 },
        { "<html>", "<table><tr><td>", "text", 50000 },
        { "<html><script type='application/ld+json'>", "{\"a\":", "</script>", 300000 },
        { "<html><script type='application/ld+json'>", "[", "</script>", 300000 },
        { "<html><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":[", "\"a\",", "]}</script>", 100000 },
        { "<html><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"", "<b>word ", "\"}</script>", 100000 },
        { "<html><h1>a</h1>", "<div>1 2 20 May 1/1</div>", "", 50000 },
        { "<html>", "<time datetime=2021-01-01>", "", 50000 },
        { "<html><article>" FIRST SECOND "<figure>", "<div>a", "</figure>", 100000 },
        { "<html><title>Flood: live updates</title>", "<div><time datetime=2021-01-01>" FIRST, "", 20000 },
        { "<html><title>Flood: live updates</title>", "<div><time datetime=2021-01-01>now</time>" FIRST "</div>", "", 20000 },
        { "<html><article>" FIRST SECOND, "<figure><figcaption>a. Photo: (Photo (Photo </figcaption></figure>", LAST, 50000 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vdt_buffer source;
        vdt_buffer_init(&source);
        vdt_buffer_text(&source, cases[i].before);
        repeat(&source, cases[i].many, cases[i].times);
        vdt_buffer_text(&source, cases[i].behind);
        vdt_buffer_char(&source, '\0');
        assert_false(vdt_buffer_failed(&source));
        page_of(source.data, "");
        vdt_buffer_done(&source);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_title_and_authors),
        cmocka_unit_test(test_stubs),
        cmocka_unit_test(test_live_blog),
        cmocka_unit_test(test_live_page),
        cmocka_unit_test(test_captions),
        cmocka_unit_test(test_hostile),
    };
    vdt_arena_init(&arena);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    vdt_arena_done(&arena);
    return failed;
}
