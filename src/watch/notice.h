/* SPDX-License-Identifier: Apache-2.0 */
/* Alarms as others read them: an Atom feed (RFC 4287), CAP 1.2 (OASIS), a digest in plain text and in HTML, a mail. */
#ifndef VDT_WATCH_NOTICE_H
#define VDT_WATCH_NOTICE_H

#include "base/buffer.h"
#include "watch/watch-config.h"

enum { VDT_NOTICE_SENTENCES = 3 };

/* A group of alarms with the heaviest sentences behind it. */
struct vdt_notice {
    const struct vdt_alarm *members; /* the heaviest first */
    size_t count;
    const struct vdt_alarm *first;   /* found first of them: after it a message is called */
    struct { struct vdt_view text, publisher, published, url; } sentences[VDT_NOTICE_SENTENCES];
    size_t sentence_count;
    const struct vdt_alarm *before;  /* the first ones of earlier messages about this group */
    size_t before_count;
};

void vdt_notice_atom(struct vdt_buffer *out, const struct vdt_channel *channel, const struct vdt_notice *notices, size_t count);
void vdt_notice_cap(struct vdt_buffer *out, const struct vdt_channel *channel, const struct vdt_notice *notice);
void vdt_notice_text(struct vdt_buffer *out, const struct vdt_notice *notices, size_t count);
void vdt_notice_html(struct vdt_buffer *out, const struct vdt_notice *notices, size_t count);
/* RFC 5322 with both digests; `name` is the Message-ID's left side, `date` the header's. */
void vdt_notice_mail(struct vdt_buffer *out, const struct vdt_channel *channel, struct vdt_view name, int64_t now,
                     const struct vdt_notice *notices, size_t count);

#endif
