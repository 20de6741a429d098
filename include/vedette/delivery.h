/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watch lists in a file, and the delivery of what they find.
 *
 *     # a comment
 *     [list neighbours]
 *     by = dyad                   # as the options of `vedette series`: step, what, codes, source, target, actor, event,
 *     quad = 4                    # cameo, status, voice, country, text, historical, least, known
 *     budget = 0.25               # and of `vedette watch`: side
 *
 *     [channel desk]
 *     kind = webhook              # webhook, email, atom, cap, digest
 *     lists = neighbours          # with commas between; absent: all
 *     after = acknowledged        # a person has to say so before anything is sent; absent: at once
 *     since = 2022-01-01          # alarms dated before are not sent; absent: all
 *     retry = 60                  # seconds before the first repetition; each waits twice as long as the one before, an hour at most
 *     tries = 12                  # then it is given up, and said so
 *
 * What the kinds need: webhook: url, secret (or secret-file); email: url (smtp://host, smtps://host), from, to, and user,
 * password (or password-file); atom: file, url; cap: folder, sender, and status (Test), scope (Restricted),
 * restriction; digest: file, of which FILE.txt and FILE.html are written. Webhook and email may name ca, a file of the
 * certificates that are trusted in the place of the system's. A mail goes over TLS where the server offers it (STARTTLS, or smtps);
 * with a user or a ca it does not go otherwise. A certificate that is not accepted is an error like any other: nothing is sent, and
 * it is tried again.
 *
 * The outbox is in the store. An alarm is written into it before it is sent and struck out after; whoever is killed between
 * sends it again, under the same name (the header X-Vedette-Delivery, the mail's Message-ID, the entry's id), so that a
 * receiver can tell. A muted alarm is not sent. A webhook's X-Vedette-Signature is sha256=HEX, the HMAC of the body.
 */
#ifndef VEDETTE_DELIVERY_H
#define VEDETTE_DELIVERY_H

#include "vedette/alarms.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_watch_config;

/* VDT_ERROR_USE with line: a key, value or section that means nothing. */
VDT_API enum vdt_status vdt_watch_config_read(const char *path, struct vdt_watch_config **out, struct vdt_error *error);
VDT_API void vdt_watch_config_close(struct vdt_watch_config *config);
VDT_API size_t vdt_watch_config_lists(const struct vdt_watch_config *config);
VDT_API const struct vdt_watch_list *vdt_watch_config_list(const struct vdt_watch_config *config, size_t number);

enum vdt_delivered { VDT_DELIVERY_SENT, VDT_DELIVERY_LATER, VDT_DELIVERY_GIVEN_UP };

struct vdt_delivery {
    struct vdt_view channel, name; /* the name under which it is sent */
    size_t alarms;
    enum vdt_delivered state;
    int tries;
    struct vdt_view said;          /* what went wrong */
};

typedef bool vdt_delivery_fn(void *context, const struct vdt_delivery *delivery);

/*
 * Writes what is new into the outbox and sends all that is due. `now`: seconds since 1970. `next` becomes when the next
 * repetition is due, 0 where nothing waits.
 */
VDT_API enum vdt_status vdt_deliver(struct vdt_store *store, const struct vdt_watch_config *config, int64_t now, int64_t *next,
                                    vdt_delivery_fn *tell, void *context, struct vdt_error *error);

#ifdef __cplusplus
}
#endif
#endif
