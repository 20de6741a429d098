/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette follow: asks feeds whether they have something new, politely and for ever, and adds what they give to a store.
 * Here are its options, its pauses, and what it tells and writes of feeds; following.c is a round over them.
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
#include "cli/following.h"
#include "vedette/follow.h"

enum { MINUTE = 60 };

/* The signals are blocked, and looked for where it does no harm to end: nothing is ever cut off in the middle. */
static bool interrupted(void) {
    sigset_t pending;
    return sigpending(&pending) == 0 && (sigismember(&pending, SIGINT) || sigismember(&pending, SIGTERM));
}

static bool stop(void *context) {
    (void)context;
    return interrupted();
}

/* --- following --- */

static void wait_until(int64_t when) {
    while (!interrupted() && (int64_t)time(NULL) < when) usleep(100 * 1000);
}

static enum vdt_status follow(struct following *self, const struct vdt_subscriptions *subscriptions, bool once, struct vdt_error *error) {
    for (;;) {
        int64_t soonest;
        enum vdt_status status = follow_round(self, subscriptions, &soonest, error);
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

struct known {
    struct vdt_subscriptions *feeds;
    enum vdt_status status;
    struct vdt_error *error;
};

static bool add_known(void *context, const struct vdt_followed *feed) {
    struct known *known = context;
    const struct vdt_subscription one = { .url = feed->url, .title = feed->title };
    known->status = vdt_subscriptions_add(known->feeds, &one, known->error);
    return known->status == VDT_OK;
}

/* Without a list, the feeds that were followed before. */
static enum vdt_status known_feeds(struct vdt_store *store, struct vdt_subscriptions **out, struct vdt_error *error) {
    struct known known = { .error = error };
    known.status = vdt_subscriptions_new(out, error);
    if (known.status != VDT_OK) return known.status;
    known.feeds = *out;
    enum vdt_status status = vdt_store_each_followed(store, add_known, &known, error);
    if (status == VDT_OK) status = known.status;
    if (status != VDT_OK || vdt_subscriptions_count(*out)) return status;
    vdt_fail(error, VDT_ERROR_USE, "the store knows no feeds yet");
    return vdt_hint(error, VDT_ERROR_USE, "give a list of them, as OPML");
}

static void block_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
}

static int follow_feeds(struct following *self, struct vdt_model *model, const struct vdt_subscriptions *subscriptions, bool once) {
    struct vdt_error error;
    enum vdt_status status = vdt_worker_new(model, &self->options.remarks, &self->worker, &error);
    if (status == VDT_OK) status = vdt_result_new(&self->result, &error);
    if (status == VDT_OK) status = follow(self, subscriptions, once, &error);
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
    struct following self = { .options = VDT_READER_OPTIONS_INIT, .quiet = option_value(run, "quiet") != NULL,
                              .pages = option_value(run, "pages") != NULL, .interrupted = interrupted };
    struct vdt_model *model = NULL;
    struct vdt_fetch_options fetching = VDT_FETCH_OPTIONS_INIT;
    struct vdt_subscriptions *subscriptions = NULL;
    struct vdt_error error;
    long delay;
    if (!option_number(run, "every", 1, 7 * 24 * 60, 30, &self.every) || !option_number(run, "delay", 0, 3600, 2, &delay)) return EXIT_USE;
    const char *opml = option_value(run, "opml");
    bool showing = opml || option_value(run, "state");
    self.every *= MINUTE;
    self.options.remarks = remarks_of(run);
    self.options.date = vdt_view_of(option_value(run, "date"));
    fetching.delay_ms = delay * 1000;
    fetching.allow_private = option_value(run, "allow-private") != NULL;
    fetching.contact = vdt_view_of(option_value(run, "contact"));
    fetching.stop = stop;
    int status = EXIT_CANNOT_RUN;
    enum vdt_status opened = VDT_OK;
    if (run->operand_count > 1) opened = vdt_subscriptions_read(run->operands[1], &self.options.remarks, &subscriptions, &error);
    if (opened == VDT_OK) opened = vdt_store_open(run->operands[0], showing ? VDT_STORE_READ : VDT_STORE_WRITE, &self.store, &error);
    if (opened == VDT_OK && !showing && !subscriptions) opened = known_feeds(self.store, &subscriptions, &error);
    if (opened == VDT_OK && !showing) opened = vdt_fetcher_new(&fetching, &self.fetcher, &error);
    if (opened != VDT_OK) complain_error(&error);
    else if (showing) status = show(&self, opml);
    else if ((model = open_model(run))) {
        block_signals();
        status = follow_feeds(&self, model, subscriptions, option_value(run, "once") != NULL);
    }
    vdt_result_free(self.result);
    vdt_worker_free(self.worker);
    if (model) vdt_model_close(model);
    vdt_fetcher_free(self.fetcher);
    if (self.store) vdt_store_close(self.store);
    vdt_subscriptions_free(subscriptions);
    return status;
}
