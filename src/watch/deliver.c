/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delivery: channel by channel, what is new goes into the outbox, what is due goes out, and what became of it is noted.
 * A channel that fails holds up no other.
 */
#include "base/limit.h"

#include <stdlib.h>

#include "base/error.h"
#include "store/alarms.h"
#include "store/outbox.h"
#include "watch/courier.h"
#include "watch/notice.h"

enum { LONGEST_WAIT = 3600, SAID = 256 };

struct delivering {
    struct vdt_store *store;
    const struct vdt_channel *channel;
    struct vdt_outbox_channel box;
    int64_t now;
    struct vdt_arena arena;      /* of a parcel */
    struct vdt_buffer bytes;
    char said[SAID];
};

struct copying {
    struct vdt_arena *arena;
    struct vdt_alarm *to;
};

static bool copy_alarm(void *context, const struct vdt_alarm *alarm) {
    struct copying *copying = context;
    return vdt_store__copy_alarm(copying->arena, alarm, copying->to);
}

/* Alarms by their numbers; NULL when memory is out. */
static struct vdt_alarm *alarms_of(struct delivering *self, const int64_t *numbers, size_t count, struct vdt_error *error) {
    struct vdt_alarm *alarms = vdt_arena_array(&self->arena, count + 1, sizeof *alarms);
    for (size_t i = 0; alarms && i < count; i++)
        if (vdt_store__alarm(self->store, numbers[i], copy_alarm, &(struct copying){ &self->arena, &alarms[i] }, error) != VDT_OK)
            return NULL;
    if (!alarms) vdt_fail_memory(error, "sending alarms");
    return alarms;
}

static bool has_sentence(const struct vdt_notice *notice, struct vdt_view text) {
    for (size_t i = 0; i < notice->sentence_count; i++)
        if (vdt_view_equal(notice->sentences[i].text, text)) return true;
    return false;
}

/* The heaviest sentences, each once, of the heaviest alarm; where these are too few, of the next ones. */
static void take_sentences(struct delivering *self, struct vdt_notice *notice) {
    for (size_t i = 0; i < notice->count; i++) {
        const struct vdt_alarm *alarm = &notice->members[i];
        for (size_t k = 0; k < alarm->evidence_count && notice->sentence_count < VDT_NOTICE_SENTENCES; k++) {
            struct vdt_told_sentence told;
            if (!vdt_store__sentence(self->store, alarm->evidence[k], &self->arena, &told) || has_sentence(notice, told.text)) continue;
            size_t at = notice->sentence_count++;
            notice->sentences[at].text = told.text;
            notice->sentences[at].publisher = told.publisher;
            notice->sentences[at].published = told.published;
            notice->sentences[at].url = told.url;
        }
    }
}

static enum vdt_status take_earlier(struct delivering *self, struct vdt_notice *notice, struct vdt_view parcel, struct vdt_error *error) {
    int64_t *numbers;
    enum vdt_status status = vdt_store__sent_before(self->store, &self->box, notice->first->group, parcel, &self->arena, &numbers,
                                                    &notice->before_count, error);
    if (status != VDT_OK || !notice->before_count) return status;
    notice->before = alarms_of(self, numbers, notice->before_count, error);
    return notice->before ? VDT_OK : VDT_ERROR_STORE;
}

static int compare_alarms(const void *a, const void *b) { return vdt_alarm_compare(a, b); }

/* Mails begin with the heaviest. */
static int compare_weights(const void *a, const void *b) {
    const struct vdt_notice *x = a, *y = b;
    if (x->members->score != y->members->score) return x->members->score > y->members->score ? -1 : 1;
    return (x->first->number > y->first->number) - (x->first->number < y->first->number);
}

static int64_t last_number(const struct vdt_notice *notice) {
    int64_t last = notice->members->number;
    for (size_t i = 1; i < notice->count; i++)
        if (notice->members[i].number > last) last = notice->members[i].number;
    return last;
}

/* Feeds and digests begin with the newest. */
static int compare_ages(const void *a, const void *b) {
    int64_t x = last_number(a), y = last_number(b);
    return (x < y) - (x > y);
}

/* The alarms group by group, with the sentences behind them; NULL when memory is out. */
static struct vdt_notice *notices_of(struct delivering *self, const int64_t *numbers, size_t alarm_count, size_t *count,
                                     struct vdt_error *error) {
    struct vdt_alarm *alarms = alarms_of(self, numbers, alarm_count, error);
    struct vdt_notice *notices = alarms ? vdt_arena_array(&self->arena, alarm_count + 1, sizeof *notices) : NULL;
    if (!alarms) return NULL;
    if (!notices) return vdt_fail_memory(error, "sending alarms"), NULL;
    qsort(alarms, alarm_count, sizeof *alarms, compare_alarms);
    *count = 0;
    for (size_t i = 0; i < alarm_count; i++) {
        if (!i || !vdt_view_equal(alarms[i].group, alarms[i - 1].group))
            notices[(*count)++] = (struct vdt_notice){ .members = &alarms[i], .first = &alarms[i] };
        struct vdt_notice *notice = &notices[*count - 1];
        notice->count++;
        if (alarms[i].number < notice->first->number) notice->first = &alarms[i];
    }
    for (size_t i = 0; i < *count; i++) take_sentences(self, &notices[i]);
    return notices;
}

static bool post(struct delivering *self, const struct vdt_parcel *parcel, const struct vdt_notice *notice) {
    size_t size = vdt_alarm_group_write(notice->members, notice->count, notice->before_count > 0, NULL, 0);
    char *body = vdt_arena_array(&self->arena, size + 1, 1);
    self->bytes.failed = !body;
    if (!body) return false;
    vdt_alarm_group_write(notice->members, notice->count, notice->before_count > 0, body, size + 1);
    return vdt_courier_post(self->channel, parcel->name, (struct vdt_view){ body, size }, self->said, SAID);
}

/* Feeds and digests hold the latest alarms, those of the parcel among them. */
static bool write_latest(struct delivering *self, const struct vdt_notice *notices, size_t count) {
    const struct vdt_channel *channel = self->channel;
    if (channel->kind == VDT_CHANNEL_ATOM) {
        vdt_notice_atom(&self->bytes, channel, notices, count);
        return vdt_courier_write((struct vdt_view){ 0 }, channel->file, "", vdt_buffer_view(&self->bytes), self->said, SAID);
    }
    vdt_notice_text(&self->bytes, notices, count);
    if (!vdt_courier_write((struct vdt_view){ 0 }, channel->file, ".txt", vdt_buffer_view(&self->bytes), self->said, SAID))
        return false;
    vdt_buffer_clear(&self->bytes);
    vdt_notice_html(&self->bytes, notices, count);
    return vdt_courier_write((struct vdt_view){ 0 }, channel->file, ".html", vdt_buffer_view(&self->bytes), self->said, SAID);
}

static enum vdt_status send(struct delivering *self, const struct vdt_parcel *parcel, bool *sent, struct vdt_error *error) {
    const int64_t *alarms = parcel->alarms;
    size_t alarm_count = parcel->count, count = 0;
    int64_t *latest;
    enum vdt_status status = VDT_OK;
    bool whole = self->channel->kind == VDT_CHANNEL_ATOM || self->channel->kind == VDT_CHANNEL_DIGEST;
    if (whole) {
        status = vdt_store__enlisted(self->store, &self->box, VDT_LIMIT_FEED_ENTRIES, &self->arena, &latest, &alarm_count, error);
        alarms = latest;
    }
    struct vdt_notice *notices = status == VDT_OK ? notices_of(self, alarms, alarm_count, &count, error) : NULL;
    if (!notices) return status == VDT_OK ? VDT_ERROR_STORE : status;
    for (size_t i = 0; !whole && i < count && status == VDT_OK; i++) status = take_earlier(self, &notices[i], parcel->name, error);
    if (status != VDT_OK) return status;
    qsort(notices, count, sizeof *notices, whole ? compare_ages : compare_weights);
    vdt_buffer_clear(&self->bytes);
    self->said[0] = '\0';
    switch (self->channel->kind) {
    case VDT_CHANNEL_WEBHOOK: *sent = post(self, parcel, notices); break;
    case VDT_CHANNEL_CAP:
        vdt_notice_cap(&self->bytes, self->channel, notices);
        *sent = vdt_courier_write(self->channel->folder, vdt_view_slice(notices->first->id, 2, notices->first->id.size), ".xml",
                                  vdt_buffer_view(&self->bytes), self->said, SAID);
        break;
    case VDT_CHANNEL_EMAIL:
        vdt_notice_mail(&self->bytes, self->channel, parcel->name, self->now, notices, count);
        *sent = vdt_courier_mail(self->channel, vdt_buffer_view(&self->bytes), self->said, SAID);
        break;
    default: *sent = write_latest(self, notices, count);
    }
    return vdt_buffer_failed(&self->bytes) ? vdt_fail_memory(error, "sending alarms") : VDT_OK;
}

static int64_t wait_after(const struct vdt_channel *channel, int tries) {
    int64_t wait = channel->retry;
    for (int i = 0; i < tries && wait < LONGEST_WAIT; i++) wait *= 2;
    return wait < LONGEST_WAIT ? wait : LONGEST_WAIT;
}

static enum vdt_status send_and_note(struct delivering *self, const struct vdt_parcel *parcel, vdt_delivery_fn *tell, void *context,
                                     struct vdt_error *error) {
    bool sent = false;
    vdt_arena_reset(&self->arena);
    enum vdt_status status = send(self, parcel, &sent, error);
    if (status != VDT_OK) return status;
    int64_t due = sent ? 0 : self->now + wait_after(self->channel, parcel->tries);
    status = vdt_store__note_parcel(self->store, &self->box, parcel->name, sent, due, vdt_view_of(self->said), error);
    const struct vdt_delivery delivery = {
        .channel = self->channel->name, .name = parcel->name, .alarms = parcel->count, .tries = parcel->tries + 1,
        .state = sent                                      ? VDT_DELIVERY_SENT
                 : parcel->tries + 1 >= self->channel->tries ? VDT_DELIVERY_GIVEN_UP
                                                           : VDT_DELIVERY_LATER,
        .said = vdt_view_of(self->said) };
    return status == VDT_OK && !tell(context, &delivery) ? VDT_END : status;
}

static enum vdt_status deliver_channel(struct delivering *self, int64_t *next, vdt_delivery_fn *tell, void *context,
                                       struct vdt_error *error) {
    struct vdt_arena arena;
    struct vdt_parcel *parcels = NULL;
    size_t count = 0;
    int64_t due = 0;
    vdt_arena_init(&arena);
    enum vdt_status status = vdt_store__enlist(self->store, &self->box, self->now, error);
    if (status == VDT_OK) status = vdt_store__parcels(self->store, &self->box, self->now, &arena, &parcels, &count, error);
    for (size_t i = 0; i < count && status == VDT_OK; i++) status = send_and_note(self, &parcels[i], tell, context, error);
    if (status == VDT_OK) status = vdt_store__next_due(self->store, &self->box, &due, error);
    if (due && (!*next || due < *next)) *next = due;
    vdt_arena_done(&arena);
    return status;
}

enum vdt_status vdt_deliver(struct vdt_store *store, const struct vdt_watch_config *config, int64_t now, int64_t *next,
                            vdt_delivery_fn *tell, void *context, struct vdt_error *error) {
    struct delivering self = { .store = store, .now = now };
    vdt_arena_init(&self.arena);
    vdt_buffer_init(&self.bytes);
    *next = 0;
    enum vdt_status status = VDT_OK;
    for (size_t i = 0; i < config->channel_count && status == VDT_OK; i++) {
        const struct vdt_channel *channel = &config->channels[i];
        bool single = channel->kind == VDT_CHANNEL_WEBHOOK || channel->kind == VDT_CHANNEL_CAP;
        self.channel = channel;
        self.box = (struct vdt_outbox_channel){ .name = channel->name, .lists = channel->lists, .since = channel->since,
                                                .only_acknowledged = channel->after_word, .tries = channel->tries,
                                                .together = single ? 1 : VDT_LIMIT_MAIL_ALARMS };
        status = deliver_channel(&self, next, tell, context, error);
    }
    vdt_buffer_done(&self.bytes);
    vdt_arena_done(&self.arena);
    return status;
}
