/* SPDX-License-Identifier: Apache-2.0 */
/* Sending: a webhook over HTTP, a mail over SMTP (libcurl), a file that is there whole or not at all. */
#ifndef VDT_WATCH_COURIER_H
#define VDT_WATCH_COURIER_H

#include "watch/watch-config.h"

/* Each returns whether it arrived; else `said` tells why. */
bool vdt_courier_post(const struct vdt_channel *channel, struct vdt_view name, struct vdt_view body, char *said, size_t size);
bool vdt_courier_mail(const struct vdt_channel *channel, struct vdt_view mail, char *said, size_t size);
bool vdt_courier_write(struct vdt_view folder, struct vdt_view name, const char *ending, struct vdt_view bytes, char *said,
                       size_t size);

#endif
