/* SPDX-License-Identifier: Apache-2.0 */
/* What a site's robots.txt allows (RFC 9309). */
#ifndef VDT_READ_ROBOTS_H
#define VDT_READ_ROBOTS_H

#include "base/view.h"

struct vdt_robots {
    bool allowed;
    long delay_ms;   /* Crawl-delay; 0: none is asked for */
};

/* `path` is the path and query of an address; `agent` the name that groups are looked up by. */
struct vdt_robots vdt_robots_ask(struct vdt_view rules, const char *agent, struct vdt_view path);

#endif
