/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette follow: asks feeds whether they have something new, politely and for ever, and adds what they give to a store.
 *
 * A feed's state is written when all that it gave is in the store. A run that is killed before asks the feed once more and
 * finds its reports known; none is lost and none is there twice.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/limit.h"
#include "cli/command.h"
#include "vedette/follow.h"

enum { MINUTE = 60, DAY = 24 * 3600 };

struct following {
    const struct invocation *run;
    struct vdt_store *store;
    struct vdt_fetcher *fetcher;
    struct vdt_model *model;
    struct vdt_worker *worker;
    struct vdt_result *result;
    struct vdt_reader_options options;
    struct vdt_arena arena;   /* of one feed */
    bool pages, quiet, broken, some_failed;
    long every;               /* seconds */
    uint64_t new_reports, known, events, asked;
};

/* The signals are blocked, and looked for where it does no harm to end: nothing is ever cut off in the middle. */
static bool interrupted(void) {
    sigset_t pending;
    return sigpending(&pending) == 0 && (sigismember(&pending, SIGINT) || sigismember(&pending, SIGTERM));
}

static bool stop(void *context) {
    (void)context;
    return interrupted();
}

/* --- reports --- */

static enum vdt_status add_report(struct following *self, const struct vdt_report *report, bool *new, struct vdt_error *error) {
    enum vdt_added added = VDT_ADDED_KNOWN;
    enum vdt_status status = vdt_worker_code(self->worker, report, self->result, error);
    if (status != VDT_OK) return status;
    struct vdt_events events = vdt_result_events(self->result);
    status = vdt_store_add(self->store, report, events.items, events.count, &added, error);
    *new = status == VDT_OK && added == VDT_ADDED_NEW;
    if (*new) self->new_reports++, self->events += events.count;
    return status;
}

/* An id that no other feed has: an address or a urn as it is, else the report's address, else under the feed's. */
static struct vdt_view id_of(struct following *self, const struct vdt_report *report, struct vdt_view feed) {
    bool unique = report->id.size && (memchr(report->id.data, ':', report->id.size) != NULL);
    if (unique) return report->id;
    if (report->url.size) return report->url;
    return vdt_arena_format(&self->arena, "%.*s#%.*s", (int)feed.size, feed.data, (int)report->id.size, report->id.data);
}

static struct vdt_view keep(struct following *self, struct vdt_view text) {
    return text.size ? vdt_arena_copy(&self->arena, text) : (struct vdt_view){ NULL, 0 };
}

/* The whole report behind an entry takes the place of what the feed says of it, if it says more. */
static void take_page(struct following *self, struct vdt_report *report) {
    struct vdt_fetched page;
    struct vdt_error error;
    enum vdt_status status = vdt_fetch(self->fetcher, report->url, (struct vdt_view){ NULL, 0 }, (struct vdt_view){ NULL, 0 }, &page, &error);
    if (status != VDT_OK || page.status != 200) {
        if (status != VDT_END && !self->quiet && status != VDT_OK) complain_error(&error);
        return;
    }
    struct vdt_reader *reader;
    struct vdt_reader_options options = self->options;
    options.input = VDT_INPUT_HTML;
    options.charset = page.charset;
    struct vdt_report whole = { 0 };
    if (vdt_reader_open_bytes(page.body, report->url, &options, &reader, &error) != VDT_OK) return;
    if (vdt_reader_next(reader, &whole, &error) == VDT_OK && whole.text.size > report->text.size) {
        report->text = keep(self, whole.text);
        if (!report->author.size) report->author = keep(self, whole.author);
        if (whole.publisher.size) report->publisher = keep(self, whole.publisher);
        if (!report->published.size) report->published = keep(self, whole.published);
        if (whole.title.size && !report->title.size) report->title = keep(self, whole.title);
    }
    vdt_reader_close(reader);
}

static struct vdt_report keep_report(struct following *self, const struct vdt_report *report, struct vdt_view feed) {
    struct vdt_report kept = { .line = report->line, .file = feed };
    const struct vdt_view from[] = { report->url, report->title, report->author, report->publisher, report->language,
                                     report->published, report->updated, report->text };
    struct vdt_view *const to[] = { &kept.url, &kept.title, &kept.author, &kept.publisher, &kept.language,
                                    &kept.published, &kept.updated, &kept.text };
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) *to[i] = keep(self, from[i]);
    kept.id = keep(self, id_of(self, report, feed));
    return kept;
}

/* Everything that a feed gave into the store; *fresh counts what was not there. */
static enum vdt_status take_entries(struct following *self, const struct vdt_fetched *fetched, struct vdt_view feed, uint64_t *fresh,
                                    struct vdt_view *title, struct vdt_error *error) {
    struct vdt_reader *reader;
    struct vdt_view body = vdt_arena_copy(&self->arena, fetched->body); /* pages are fetched while it is read */
    if (!body.data) return vdt_fail_memory(error, "reading a feed");
    struct vdt_reader_options options = self->options;
    options.input = VDT_INPUT_FEED;
    enum vdt_status status = vdt_reader_open_bytes(body, feed, &options, &reader, error);
    while (status == VDT_OK && !interrupted()) {
        struct vdt_report report = { 0 };
        status = vdt_reader_next(reader, &report, error);
        if (status != VDT_OK) break;
        if (!title->size) *title = keep(self, report.publisher);
        if (!report.text.size && !report.title.size) continue;
        struct vdt_report kept = keep_report(self, &report, feed);
        enum vdt_added added = VDT_ADDED_NEW;
        status = vdt_store_knows(self->store, &kept, &added, error);
        /* with --pages the store has the page's text, not the feed's: known is known */
        if (status != VDT_OK || added != VDT_ADDED_NEW) {
            self->known += status == VDT_OK;
            continue;
        }
        if (self->pages && kept.url.size) take_page(self, &kept);
        if (interrupted()) break;
        bool new = false;
        status = add_report(self, &kept, &new, error);
        *fresh += new;
        if (status == VDT_ERROR_FORMAT || status == VDT_ERROR_LIMIT) { /* concerns this report alone */
            complain_error(error);
            status = VDT_OK;
        }
    }
    vdt_reader_close(reader);
    return status == VDT_END ? VDT_OK : status;
}

/* --- feeds --- */

static struct vdt_followed remember(struct following *self, const struct vdt_followed *feed) {
    struct vdt_followed kept = *feed;
    struct vdt_view *texts[] = { &kept.url, &kept.title, &kept.moved_to, &kept.etag, &kept.modified, &kept.message };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = keep(self, *texts[i]);
    return kept;
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

/* Asks one feed. VDT_END: stopped before it was done, and nothing is remembered. */
static enum vdt_status ask(struct following *self, const struct vdt_subscription *subscription, struct vdt_followed feed,
                           struct vdt_error *error) {
    struct vdt_fetched fetched = { 0 };
    uint64_t fresh = 0;
    feed.asked = (int64_t)time(NULL);
    self->asked++;
    enum vdt_status status = vdt_fetch(self->fetcher, feed.moved_to.size ? feed.moved_to : subscription->url, feed.etag, feed.modified,
                                       &fetched, error);
    if (status == VDT_END || status == VDT_ERROR_MEMORY) return status;
    feed.message.size = 0;
    feed.status = fetched.status;
    int64_t retry_after = fetched.retry_after;
    if (status == VDT_OK && fetched.status == 200) {
        struct vdt_view etag = keep(self, fetched.etag), modified = keep(self, fetched.modified);
        if (fetched.moved) feed.moved_to = keep(self, fetched.url);
        status = take_entries(self, &fetched, subscription->url, &fresh, &feed.title, error);
        if (interrupted()) return VDT_END;
        if (status == VDT_OK) feed.etag = etag, feed.modified = modified;
    } else if (status == VDT_OK && fetched.status != 304) {
        status = vdt_fail(error, VDT_ERROR_FORMAT, "the server says %d%s", fetched.status, fetched.status == 410 ? ": gone" : "");
    }
    if (status == VDT_ERROR_STORE || status == VDT_ERROR_MEMORY) return status;
    feed.failures = status == VDT_OK ? 0 : feed.failures + 1;
    feed.reports += (int64_t)fresh;
    if (fresh) feed.gave = feed.asked;
    if (status != VDT_OK) {
        self->some_failed = true;
        feed.message = vdt_arena_copy(&self->arena, vdt_view_of(error->message));
        if (fetched.status == 410) retry_after = 30 * DAY;
    }
    feed.next = next_time(self, &feed, retry_after);
    status = vdt_store_set_followed(self->store, &feed, error);
    if (status == VDT_OK) tell(self, &feed, fresh);
    return status;
}

/* One round over all feeds that are due; *soonest is when the next one will be. */
static enum vdt_status ask_all(struct following *self, const struct vdt_subscriptions *subscriptions, int64_t *soonest,
                               struct vdt_error *error) {
    *soonest = INT64_MAX;
    enum vdt_status status = VDT_OK;
    for (size_t i = 0; i < vdt_subscriptions_count(subscriptions) && status == VDT_OK && !interrupted(); i++) {
        struct vdt_subscription one = vdt_subscriptions_at(subscriptions, i);
        struct vdt_followed feed = { .url = one.url, .title = one.title };
        vdt_arena_reset(&self->arena);
        status = vdt_store_followed(self->store, one.url, &feed, error);
        if (status == VDT_END) status = VDT_OK;
        feed = remember(self, &feed);
        if (status == VDT_OK && feed.next <= (int64_t)time(NULL)) {
            status = ask(self, &one, feed, error);
            if (status == VDT_OK) status = vdt_store_followed(self->store, one.url, &feed, error);
        }
        if (feed.next < *soonest) *soonest = feed.next;
    }
    return status;
}

static void wait_until(int64_t when) {
    while (!interrupted() && (int64_t)time(NULL) < when) usleep(100 * 1000);
}

static enum vdt_status follow(struct following *self, const struct vdt_subscriptions *subscriptions, bool once, struct vdt_error *error) {
    for (;;) {
        int64_t soonest;
        enum vdt_status status = ask_all(self, subscriptions, &soonest, error);
        if (status != VDT_OK || once || interrupted()) return status == VDT_END ? VDT_OK : status;
        wait_until(soonest);
    }
}

/* --- telling and writing --- */

static void print_time(const char *name, int64_t seconds) {
    char text[32] = "never";
    struct tm parts;
    time_t at = (time_t)seconds;
    if (seconds && gmtime_r(&at, &parts)) strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    printf("  %-8s %s\n", name, text);
}

static bool print_feed(void *context, const struct vdt_followed *feed) {
    (void)context;
    printf("%.*s\n", (int)feed->url.size, feed->url.data);
    if (feed->title.size) printf("  %-8s %.*s\n", "title", (int)feed->title.size, feed->title.data);
    if (feed->moved_to.size) printf("  %-8s %.*s\n", "moved", (int)feed->moved_to.size, feed->moved_to.data);
    printf("  %-8s %lld\n", "reports", (long long)feed->reports);
    print_time("gave", feed->gave);
    print_time("asked", feed->asked);
    print_time("next", feed->next);
    if (feed->message.size)
        printf("  %-8s %.*s (%lld in a row)\n", "trouble", (int)feed->message.size, feed->message.data, (long long)feed->failures);
    return true;
}

static void write_attribute(FILE *file, const char *name, struct vdt_view value) {
    fprintf(file, " %s=\"", name);
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        const char *entity = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : NULL;
        if (entity) fputs(entity, file);
        else if ((unsigned char)c >= 0x20) fputc(c, file);
        else fputc(' ', file);
    }
    fputc('"', file);
}

static bool write_outline(void *context, const struct vdt_followed *feed) {
    FILE *file = context;
    fputs("    <outline type=\"rss\"", file);
    write_attribute(file, "text", feed->title.size ? feed->title : feed->url);
    write_attribute(file, "xmlUrl", feed->moved_to.size ? feed->moved_to : feed->url);
    fputs("/>\n", file);
    return ferror(file) == 0;
}

static int write_opml(struct vdt_store *store, const char *path) {
    struct vdt_error error;
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdout : fopen(path, "w");
    if (!file) {
        complain("%s: cannot be written", path);
        return EXIT_CANNOT_RUN;
    }
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>vedette</title></head>\n  <body>\n", file);
    enum vdt_status status = vdt_store_each_followed(store, write_outline, file, &error);
    fputs("  </body>\n</opml>\n", file);
    bool bad = fflush(file) != 0 || ferror(file);
    if (!standard) bad |= fclose(file) != 0;
    if (status != VDT_OK) complain_error(&error);
    else if (bad) complain("%s: cannot be written", path);
    return status == VDT_OK && !bad ? EXIT_DONE : EXIT_CANNOT_RUN;
}

/* What the store knows, without asking anybody. */
static int show(struct following *self, const char *opml) {
    struct vdt_error error;
    if (opml) return write_opml(self->store, opml);
    if (vdt_store_each_followed(self->store, print_feed, NULL, &error) != VDT_OK) {
        complain_error(&error);
        return EXIT_CANNOT_RUN;
    }
    return finish_output() ? EXIT_DONE : EXIT_CANNOT_RUN;
}

/* --- the command --- */

static void block_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
}

static int follow_feeds(struct following *self, const struct vdt_subscriptions *subscriptions) {
    struct vdt_error error;
    enum vdt_status status = vdt_worker_new(self->model, &self->options.remarks, &self->worker, &error);
    if (status == VDT_OK) status = vdt_result_new(&self->result, &error);
    if (status == VDT_OK) status = follow(self, subscriptions, option_value(self->run, "once") != NULL, &error);
    if (status != VDT_OK) {
        complain_error(&error);
        return EXIT_CANNOT_RUN;
    }
    printf("feeds: %llu asked\nreports: %llu new, %llu known\nevents: %llu new\n", (unsigned long long)self->asked,
           (unsigned long long)self->new_reports, (unsigned long long)self->known, (unsigned long long)self->events);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return self->some_failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

int cmd_follow(const struct invocation *run) {
    struct following self = { .run = run, .options = VDT_READER_OPTIONS_INIT, .quiet = option_value(run, "quiet") != NULL,
                              .pages = option_value(run, "pages") != NULL };
    struct vdt_fetch_options fetching = VDT_FETCH_OPTIONS_INIT;
    struct vdt_subscriptions *subscriptions = NULL;
    struct vdt_error error;
    long delay;
    if (!option_number(run, "every", 1, 7 * 24 * 60, 30, &self.every) || !option_number(run, "delay", 0, 3600, 2, &delay)) return EXIT_USE;
    const char *opml = option_value(run, "opml");
    bool showing = opml || option_value(run, "state");
    if (!showing && run->operand_count < 2) {
        complain("follow needs a store and a list of feeds (OPML)");
        return EXIT_USE;
    }
    self.every *= MINUTE;
    self.options.remarks = remarks_of(run);
    self.options.date = vdt_view_of(option_value(run, "date"));
    fetching.delay_ms = delay * 1000;
    fetching.allow_private = option_value(run, "allow-private") != NULL;
    fetching.contact = vdt_view_of(option_value(run, "contact"));
    fetching.stop = stop;
    vdt_arena_init(&self.arena);
    int status = EXIT_CANNOT_RUN;
    enum vdt_status opened = VDT_OK;
    if (run->operand_count > 1) opened = vdt_subscriptions_read(run->operands[1], &self.options.remarks, &subscriptions, &error);
    if (opened == VDT_OK) opened = vdt_store_open(run->operands[0], showing ? VDT_STORE_READ : VDT_STORE_WRITE, &self.store, &error);
    if (opened == VDT_OK && !showing) opened = vdt_fetcher_new(&fetching, &self.fetcher, &error);
    if (opened != VDT_OK) complain_error(&error);
    else if (showing) status = show(&self, opml);
    else if ((self.model = open_model(run))) {
        block_signals();
        status = follow_feeds(&self, subscriptions);
    }
    vdt_result_free(self.result);
    vdt_worker_free(self.worker);
    if (self.model) vdt_model_close(self.model);
    vdt_fetcher_free(self.fetcher);
    if (self.store) vdt_store_close(self.store);
    vdt_subscriptions_free(subscriptions);
    vdt_arena_done(&self.arena);
    return status;
}
