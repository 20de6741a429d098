/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds under way stand in a ring, in the order of the list:
 *
 *   begin    its address is asked, one among others
 *   read     each document that came is read to its entries: the feed, or a sitemap and then those it lists; the whole
 *            reports behind the entries that the store does not know are asked for
 *   store    only the first of the ring, entry by entry as far as they are there; at its end its state
 *
 * so that what stands in the store does not depend on who answers first. A feed's state is written when all that it gave
 * is in the store: a run that is killed before asks the feed once more and finds its reports known; none is lost and none
 * is there twice.
 */
#include "cli/following.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limit.h"
#include "vedette/follow.h"

enum { DAY = 24 * 3600 };

/* A feed's entry, and the page behind it while that is under way. */
struct entry {
    struct vdt_report report;
    struct vdt_fetch *page;
    bool known;
};

/* A feed under way. */
struct asked {
    struct vdt_arena arena;
    struct vdt_view url;
    struct vdt_followed feed;
    struct vdt_fetch *documents[1 + VDT_LIMIT_SITEMAPS]; /* the feed, and sitemaps that it lists */
    size_t document_count, documents_read;
    struct entry *entries;
    size_t entry_count, entry_capacity, stored, pages;
    bool more;                    /* entries that wait for the next round */
    struct vdt_view etag, modified;
    int64_t retry_after;
    uint64_t fresh;
    enum vdt_status status;
    struct vdt_error error;
};

static struct vdt_view keep(struct asked *asked, struct vdt_view text) {
    return text.size ? vdt_arena_copy(&asked->arena, text) : (struct vdt_view){ NULL, 0 };
}

/* --- begin --- */

static enum vdt_status ask_document(struct following *self, struct asked *asked, struct vdt_view url, bool conditional,
                                    struct vdt_error *error) {
    struct vdt_view none = { NULL, 0 };
    enum vdt_status status = vdt_fetch_begin(self->fetcher, url, conditional ? asked->feed.etag : none,
                                             conditional ? asked->feed.modified : none, &asked->documents[asked->document_count], error);
    if (status == VDT_OK) asked->document_count++;
    return status;
}

static enum vdt_status remember(struct asked *asked, const struct vdt_followed *feed, struct vdt_error *error) {
    asked->feed = *feed;
    struct vdt_view *texts[] = { &asked->feed.url, &asked->feed.title, &asked->feed.moved_to, &asked->feed.etag, &asked->feed.modified,
                                 &asked->feed.message };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool some = texts[i]->size > 0;
        *texts[i] = keep(asked, *texts[i]);
        if (some && !texts[i]->data) return vdt_fail_memory(error, "asking a feed");
    }
    return VDT_OK;
}

static enum vdt_status begin_feed(struct following *self, const struct vdt_followed *feed, struct asked *asked, struct vdt_error *error) {
    *asked = (struct asked){ .document_count = 0 };
    vdt_arena_init(&asked->arena);
    enum vdt_status status = remember(asked, feed, error);
    asked->url = asked->feed.url;
    asked->feed.asked = (int64_t)time(NULL);
    self->asked++;
    struct vdt_view address = asked->feed.moved_to.size ? asked->feed.moved_to : asked->url;
    return status == VDT_OK ? ask_document(self, asked, address, true, error) : status;
}

static void end_feed(struct asked *asked) {
    for (size_t i = 0; i < asked->document_count; i++) vdt_fetch_free(asked->documents[i]);
    for (size_t i = 0; i < asked->entry_count; i++) vdt_fetch_free(asked->entries[i].page);
    vdt_arena_done(&asked->arena);
}

/* --- read --- */

/* An id that no other feed has: an address or a urn as it is, else the report's address, else under the feed's. */
static struct vdt_view id_of(struct asked *asked, const struct vdt_report *report) {
    bool unique = report->id.size && memchr(report->id.data, ':', report->id.size) != NULL;
    if (unique) return keep(asked, report->id);
    if (report->url.size) return keep(asked, report->url);
    return vdt_arena_format(&asked->arena, "%.*s#%.*s", (int)asked->url.size, asked->url.data, (int)report->id.size, report->id.data);
}

static enum vdt_status keep_entry(struct following *self, struct asked *asked, const struct vdt_report *report, struct vdt_error *error) {
    struct entry *entries =
        vdt_arena_grow(&asked->arena, asked->entries, asked->entry_count, &asked->entry_capacity, sizeof *entries);
    if (!entries) return vdt_fail_memory(error, "reading a feed");
    asked->entries = entries;
    struct entry *entry = &entries[asked->entry_count];
    struct vdt_report *kept = &entry->report;
    *entry = (struct entry){ .report = { .line = report->line, .file = asked->url, .id = id_of(asked, report) } };
    const struct vdt_view from[] = { report->url, report->title, report->author, report->publisher, report->language,
                                     report->published, report->updated, report->text };
    struct vdt_view *const to[] = { &kept->url, &kept->title, &kept->author, &kept->publisher, &kept->language,
                                    &kept->published, &kept->updated, &kept->text };
    bool whole = kept->id.data != NULL;
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        *to[i] = keep(asked, from[i]);
        whole &= !from[i].size || to[i]->data;
    }
    if (!whole) return vdt_fail_memory(error, "reading a feed");
    enum vdt_added added = VDT_ADDED_NEW;
    enum vdt_status status = vdt_store_knows(self->store, kept, &added, error);
    if (status != VDT_OK) return status;
    /* with --pages the store has the page's text, not the feed's: known is known */
    entry->known = added != VDT_ADDED_NEW;
    if (self->pages && !entry->known && kept->url.size) {
        if (asked->pages == VDT_LIMIT_FEED_PAGES) {
            asked->more = true;
            return VDT_OK;
        }
        struct vdt_view none = { NULL, 0 };
        status = vdt_fetch_begin(self->fetcher, kept->url, none, none, &entry->page, error);
        asked->pages++;
    }
    if (status == VDT_OK) asked->entry_count++;
    return status;
}

/* The latest of the sitemaps that a sitemap lists; sitemaps that they list in their turn are left alone. */
static enum vdt_status ask_sitemaps(struct following *self, struct asked *asked, struct vdt_reader *reader, struct vdt_error *error) {
    const struct vdt_sitemap *sitemaps;
    size_t count = 0;
    vdt_reader_sitemaps(reader, &sitemaps, &count);
    enum vdt_status status = VDT_OK;
    if (asked->documents_read) return VDT_OK;
    for (size_t i = 0; i < count && i < VDT_LIMIT_SITEMAPS && status == VDT_OK; i++)
        status = ask_document(self, asked, sitemaps[i].url, false, error);
    return status;
}

static enum vdt_status read_entries(struct following *self, struct asked *asked, struct vdt_view body, struct vdt_error *error) {
    struct vdt_reader *reader;
    struct vdt_reader_options options = self->options;
    options.input = VDT_INPUT_FEED;
    enum vdt_status status = vdt_reader_open_bytes(body, asked->url, &options, &reader, error);
    if (status != VDT_OK) return status;
    while (status == VDT_OK) {
        struct vdt_report report = { 0 };
        status = vdt_reader_next(reader, &report, error);
        if (status != VDT_OK) break;
        if (!asked->feed.title.size) asked->feed.title = keep(asked, report.publisher);
        if (report.text.size || report.title.size) status = keep_entry(self, asked, &report, error);
    }
    if (status == VDT_END) status = ask_sitemaps(self, asked, reader, error);
    vdt_reader_close(reader);
    return status;
}

/* What the server said to the feed's own address. */
static void take_state(struct asked *asked, enum vdt_status status, const struct vdt_fetched *fetched) {
    asked->feed.message.size = 0;
    asked->feed.status = fetched->status;
    asked->retry_after = fetched->retry_after;
    if (status != VDT_OK || fetched->status != 200) return;
    asked->etag = keep(asked, fetched->etag);
    asked->modified = keep(asked, fetched->modified);
    if (fetched->moved) asked->feed.moved_to = keep(asked, fetched->url);
}

/* Reads the next document, which is there. What is the feed's own fault stays with the feed. */
static enum vdt_status read_document(struct following *self, struct asked *asked, struct vdt_error *error) {
    struct vdt_fetch *document = asked->documents[asked->documents_read];
    struct vdt_fetched fetched = { 0 };
    enum vdt_status status = vdt_fetch_take(document, &fetched, error);
    if (!asked->documents_read) take_state(asked, status, &fetched);
    if (status == VDT_OK && fetched.status == 200)
        status = read_entries(self, asked, fetched.body, error);
    else if (status == VDT_OK && fetched.status != 304)
        status = vdt_fail(error, VDT_ERROR_FORMAT, "the server says %d%s", fetched.status, fetched.status == 410 ? ": gone" : "");
    asked->documents[asked->documents_read++] = NULL;
    vdt_fetch_free(document);
    bool own_fault = status == VDT_ERROR_FORMAT || status == VDT_ERROR_LIMIT || status == VDT_ERROR_USE;
    if (own_fault && asked->status == VDT_OK) asked->status = status, asked->error = *error;
    return own_fault ? VDT_OK : status;
}

/* The whole report behind an entry takes the place of what the feed says of it, if it says more. */
static void take_page(struct following *self, struct asked *asked, struct entry *entry) {
    struct vdt_fetched page;
    struct vdt_error error;
    enum vdt_status status = vdt_fetch_take(entry->page, &page, &error);
    if (status != VDT_OK || page.status != 200) {
        if (status != VDT_OK && !self->quiet) complain_error(&error);
        return;
    }
    struct vdt_reader *reader;
    struct vdt_reader_options options = self->options;
    struct vdt_report *report = &entry->report, whole = { 0 };
    options.input = VDT_INPUT_HTML;
    options.charset = page.charset;
    if (vdt_reader_open_bytes(page.body, report->url, &options, &reader, &error) != VDT_OK) return;
    if (vdt_reader_next(reader, &whole, &error) == VDT_OK && whole.text.size > report->text.size) {
        report->text = keep(asked, whole.text);
        if (!report->author.size) report->author = keep(asked, whole.author);
        if (whole.publisher.size) report->publisher = keep(asked, whole.publisher);
        if (!report->published.size) report->published = keep(asked, whole.published);
        if (whole.title.size && !report->title.size) report->title = keep(asked, whole.title);
    }
    vdt_reader_close(reader);
}

/* Reads whatever has come since; the bytes of pages are let go at once. */
static enum vdt_status read_feed(struct following *self, struct asked *asked, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    while (status == VDT_OK && asked->documents_read < asked->document_count &&
           vdt_fetch_done(asked->documents[asked->documents_read]))
        status = read_document(self, asked, error);
    for (size_t i = asked->stored; i < asked->entry_count; i++) {
        struct entry *entry = &asked->entries[i];
        if (!entry->page || !vdt_fetch_done(entry->page)) continue;
        take_page(self, asked, entry);
        vdt_fetch_free(entry->page);
        entry->page = NULL;
    }
    return status;
}

/* --- store --- */

static enum vdt_status store_entry(struct following *self, struct asked *asked, const struct entry *entry, struct vdt_error *error) {
    enum vdt_added added = entry->known ? VDT_ADDED_KNOWN : VDT_ADDED_NEW;
    enum vdt_status status = entry->known ? VDT_OK : vdt_store_knows(self->store, &entry->report, &added, error);
    if (status != VDT_OK) return status;
    if (added != VDT_ADDED_NEW) {
        self->known++;
        return VDT_OK;
    }
    status = vdt_worker_code(self->worker, &entry->report, self->result, error);
    struct vdt_events events = vdt_result_events(self->result);
    if (status == VDT_OK) status = vdt_store_add(self->store, &entry->report, events.items, events.count, &added, error);
    if (status == VDT_ERROR_FORMAT || status == VDT_ERROR_LIMIT) { /* concerns this report alone */
        complain_error(error);
        return VDT_OK;
    }
    if (status == VDT_OK && added == VDT_ADDED_NEW) self->new_reports++, asked->fresh++, self->events += events.count;
    return status;
}

/* Twice as long after each failure, up to a day; as long as the server asks in any case. */
static int64_t next_time(const struct following *self, const struct vdt_followed *feed, int64_t retry_after) {
    int64_t wait = self->every;
    for (int64_t i = 0; i < feed->failures && wait < DAY; i++) wait *= 2;
    if (wait > DAY && feed->failures) wait = DAY;
    if (retry_after > wait) wait = retry_after < 30 * DAY ? retry_after : 30 * DAY;
    return feed->asked + wait;
}

static void tell(const struct following *self, const struct vdt_followed *feed, uint64_t fresh) {
    if (self->quiet) return;
    if (feed->message.size)
        printf("%.*s: %.*s\n", (int)feed->url.size, feed->url.data, (int)feed->message.size, feed->message.data);
    else
        printf("%.*s: %llu new\n", (int)feed->url.size, feed->url.data, (unsigned long long)fresh);
    fflush(stdout);
}

/* Writes down what is known of the feed now that all it gave is in the store. */
static enum vdt_status remember_feed(struct following *self, struct asked *asked, struct vdt_error *error) {
    struct vdt_followed *feed = &asked->feed;
    bool answered = asked->status == VDT_OK && feed->status == 200;
    if (answered && !asked->more) feed->etag = asked->etag, feed->modified = asked->modified;
    if (answered && asked->more) feed->etag.size = feed->modified.size = 0;
    feed->failures = asked->status == VDT_OK ? 0 : feed->failures + 1;
    feed->reports += (int64_t)asked->fresh;
    if (asked->fresh) feed->gave = feed->asked;
    if (asked->status != VDT_OK) {
        self->some_failed = true;
        feed->message = vdt_arena_copy(&asked->arena, vdt_view_of(asked->error.message));
        if (feed->status == 410) asked->retry_after = 30 * DAY;
    }
    feed->next = next_time(self, feed, asked->retry_after);
    enum vdt_status status = vdt_store_set_followed(self->store, feed, error);
    if (status == VDT_OK) tell(self, feed, asked->fresh);
    return status;
}

/* Stores what is there, in order. *done: all of it is, and the feed's state too. */
static enum vdt_status store_feed(struct following *self, struct asked *asked, bool *done, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    *done = false;
    while (asked->stored < asked->entry_count && !asked->entries[asked->stored].page) {
        if (self->interrupted()) return VDT_END;
        status = store_entry(self, asked, &asked->entries[asked->stored], error);
        if (status != VDT_OK) return status;
        asked->stored++;
    }
    if (asked->documents_read < asked->document_count || asked->stored < asked->entry_count) return VDT_OK;
    *done = true;
    return remember_feed(self, asked, error);
}

/* --- the round --- */

struct round {
    struct asked *ring;
    size_t first, next; /* of those under way; places in the ring are these modulo its size */
    size_t subscription;
    int64_t soonest;
};

static struct asked *place(struct round *round, size_t index) {
    return &round->ring[index % VDT_LIMIT_FOLLOWED];
}

/* Begins feeds that are due, as many as there is room for. */
static enum vdt_status fill(struct following *self, const struct vdt_subscriptions *subscriptions, struct round *round, struct vdt_error *error) {
    size_t count = vdt_subscriptions_count(subscriptions);
    while (round->subscription < count && round->next - round->first < VDT_LIMIT_FOLLOWED) {
        struct vdt_subscription one = vdt_subscriptions_at(subscriptions, round->subscription++);
        struct vdt_followed feed = { .url = one.url, .title = one.title };
        enum vdt_status status = vdt_store_followed(self->store, one.url, &feed, error);
        if (status != VDT_OK && status != VDT_END) return status;
        if (feed.next > (int64_t)time(NULL)) {
            if (feed.next < round->soonest) round->soonest = feed.next;
            continue;
        }
        status = begin_feed(self, &feed, place(round, round->next++), error);
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}

/* Stores the first ones as far as they are there. */
static enum vdt_status store_first(struct following *self, struct round *round, struct vdt_error *error) {
    for (bool done = true; done && round->first < round->next;) {
        struct asked *asked = place(round, round->first);
        enum vdt_status status = store_feed(self, asked, &done, error);
        if (status != VDT_OK) return status;
        if (!done) break;
        if (asked->feed.next < round->soonest) round->soonest = asked->feed.next;
        end_feed(asked);
        round->first++;
    }
    return VDT_OK;
}

enum vdt_status follow_round(struct following *self, const struct vdt_subscriptions *subscriptions, int64_t *soonest,
                             struct vdt_error *error) {
    struct round round = { .ring = calloc(VDT_LIMIT_FOLLOWED, sizeof *round.ring), .soonest = INT64_MAX };
    if (!round.ring) return vdt_fail_memory(error, "following feeds");
    enum vdt_status status = VDT_OK;
    for (;;) {
        if (self->interrupted()) status = VDT_END;
        if (status == VDT_OK) status = fill(self, subscriptions, &round, error);
        if (status != VDT_OK || round.first == round.next) break;
        for (size_t i = round.first; i < round.next && status == VDT_OK; i++) status = read_feed(self, place(&round, i), error);
        size_t before = round.first;
        if (status == VDT_OK) status = store_first(self, &round, error);
        if (status == VDT_OK && round.first == before) status = vdt_fetcher_wait(self->fetcher, error);
    }
    while (round.first < round.next) end_feed(place(&round, round.first++));
    free(round.ring);
    *soonest = round.soonest;
    return status;
}
