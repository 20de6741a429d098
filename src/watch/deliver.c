/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delivery: channel by channel, what is new goes into the outbox, what is due goes out, and what became of it is noted.
 * A channel that fails holds up no other.
 */
#include "base/limit.h"

#include "base/error.h"
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

static bool copy_alarm(void *context, const struct vdt_alarm *alarm) {
    struct { struct vdt_arena *arena; struct vdt_alarm *to; } *pair = context;
    struct vdt_alarm *to = pair->to;
    *to = *alarm;
    struct vdt_view *const texts[] = { &to->id, &to->list, &to->unit, &to->date, &to->since, &to->kind, &to->found, &to->note,
                                       &to->who, &to->judged };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = vdt_arena_copy(pair->arena, *texts[i]);
    struct vdt_view *evidence = vdt_arena_array(pair->arena, alarm->evidence_count + 1, sizeof *evidence);
    for (size_t i = 0; evidence && i < alarm->evidence_count; i++) evidence[i] = vdt_arena_copy(pair->arena, alarm->evidence[i]);
    to->evidence = evidence;
    return evidence != NULL;
}

/* The alarms with the sentences behind them; NULL when memory is out. */
static struct vdt_notice *notices_of(struct delivering *self, const int64_t *alarms, size_t count, struct vdt_error *error) {
    struct vdt_notice *notices = vdt_arena_array(&self->arena, count + 1, sizeof *notices);
    for (size_t i = 0; notices && i < count; i++) {
        struct { struct vdt_arena *arena; struct vdt_alarm *to; } pair = { &self->arena, &notices[i].alarm };
        if (vdt_store__alarm(self->store, alarms[i], copy_alarm, &pair, error) != VDT_OK) return NULL;
        for (size_t k = 0; k < notices[i].alarm.evidence_count && notices[i].sentence_count < VDT_NOTICE_SENTENCES; k++) {
            struct vdt_told_sentence told;
            if (!vdt_store__sentence(self->store, notices[i].alarm.evidence[k], &self->arena, &told)) continue;
            size_t at = notices[i].sentence_count++;
            notices[i].sentences[at].text = told.text;
            notices[i].sentences[at].publisher = told.publisher;
            notices[i].sentences[at].published = told.published;
            notices[i].sentences[at].url = told.url;
        }
    }
    if (!notices) vdt_fail_memory(error, "sending alarms");
    return notices;
}

static bool post(struct delivering *self, const struct vdt_parcel *parcel, const struct vdt_notice *notice) {
    VDT_BUFFER_PUT(&self->bytes, vdt_alarm_write, &notice->alarm);
    if (vdt_buffer_failed(&self->bytes)) return false;
    return vdt_courier_post(self->channel, parcel->name, vdt_buffer_view(&self->bytes), self->said, SAID);
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
    size_t count = parcel->count;
    int64_t *latest;
    enum vdt_status status = VDT_OK;
    bool whole = self->channel->kind == VDT_CHANNEL_ATOM || self->channel->kind == VDT_CHANNEL_DIGEST;
    if (whole) {
        status = vdt_store__enlisted(self->store, &self->box, VDT_LIMIT_FEED_ENTRIES, &self->arena, &latest, &count, error);
        alarms = latest;
    }
    struct vdt_notice *notices = status == VDT_OK ? notices_of(self, alarms, count, error) : NULL;
    if (!notices) return status == VDT_OK ? VDT_ERROR_STORE : status;
    vdt_buffer_clear(&self->bytes);
    self->said[0] = '\0';
    switch (self->channel->kind) {
    case VDT_CHANNEL_WEBHOOK: *sent = post(self, parcel, notices); break;
    case VDT_CHANNEL_CAP:
        vdt_notice_cap(&self->bytes, self->channel, notices);
        *sent = vdt_courier_write(self->channel->folder, vdt_view_slice(notices->alarm.id, 2, notices->alarm.id.size), ".xml",
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
