/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of watch lists and channels, as read. */
#ifndef VDT_WATCH_WATCH_CONFIG_H
#define VDT_WATCH_WATCH_CONFIG_H

#include "base/arena.h"
#include "vedette/delivery.h"

enum vdt_channel_kind { VDT_CHANNEL_WEBHOOK, VDT_CHANNEL_EMAIL, VDT_CHANNEL_ATOM, VDT_CHANNEL_CAP, VDT_CHANNEL_DIGEST };

struct vdt_channel {
    struct vdt_view name;
    enum vdt_channel_kind kind;
    bool has_kind, after_word;       /* after_word: only what is acknowledged */
    struct vdt_view lists, since;
    struct vdt_view url, secret, from, to, user, password, ca, file, folder, sender, status, scope, restriction;
    int retry, tries;
};

struct vdt_watch_config {
    struct vdt_arena arena;
    struct vdt_watch_list lists[VDT_LIMIT_WATCH_LISTS];
    struct vdt_channel channels[VDT_LIMIT_CHANNELS];
    size_t list_count, channel_count;
};

#endif
