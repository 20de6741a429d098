/* SPDX-License-Identifier: Apache-2.0 */
/* vedette deliver: sends what watch lists found, as a configuration says; with --wait until all has arrived. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/series-options.h"

struct delivered {
    uint64_t sent, later, given_up;
    bool quiet;
};

static bool tell(void *context, const struct vdt_delivery *delivery) {
    struct delivered *self = context;
    self->sent += delivery->state == VDT_DELIVERY_SENT;
    self->later += delivery->state == VDT_DELIVERY_LATER;
    self->given_up += delivery->state == VDT_DELIVERY_GIVEN_UP;
    if (delivery->state != VDT_DELIVERY_SENT && !self->quiet)
        fprintf(stderr, "vedette: channel %.*s, %.*s: %.*s; %s\n", (int)delivery->channel.size, delivery->channel.data,
                (int)delivery->name.size, delivery->name.data, (int)delivery->said.size, delivery->said.data,
                delivery->state == VDT_DELIVERY_LATER ? "tried again later" : "given up");
    return true;
}

static enum vdt_status deliver(struct vdt_store *store, const struct vdt_watch_config *config, long wait, struct delivered *out,
                               struct vdt_error *error) {
    int64_t end = (int64_t)time(NULL) + wait, next = 0;
    for (;;) {
        int64_t now = (int64_t)time(NULL);
        enum vdt_status status = vdt_deliver(store, config, now, &next, tell, out, error);
        if (status != VDT_OK || !next || next > end) return status;
        now = (int64_t)time(NULL);
        if (next > now) sleep((unsigned)(next - now));
    }
}

int cmd_deliver(const struct invocation *run) {
    struct vdt_watch_config *config = NULL;
    struct vdt_store *store = NULL;
    struct vdt_error error;
    struct delivered delivered = { .quiet = option_value(run, "quiet") != NULL };
    long wait;
    const char *path = option_value(run, "config");
    if (!path) return complain("deliver wants --config FILE, which names the channels"), EXIT_USE;
    if (!option_number(run, "wait", 0, 86400, 0, &wait)) return EXIT_USE;
    enum vdt_status status = vdt_watch_config_read(path, &config, &error);
    if (status == VDT_OK) status = open_there(run->operands[0], &store, &error);
    if (status == VDT_OK) status = deliver(store, config, wait, &delivered, &error);
    if (status == VDT_OK)
        printf("sent: %llu, to be tried again: %llu, given up: %llu\n", (unsigned long long)delivered.sent,
               (unsigned long long)delivered.later, (unsigned long long)delivered.given_up);
    else
        complain_error(&error);
    vdt_store_close(store);
    vdt_watch_config_close(config);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return status == VDT_ERROR_USE ? EXIT_USE : status != VDT_OK ? EXIT_CANNOT_RUN : delivered.later || delivered.given_up ? EXIT_SOME_FAILED : EXIT_DONE;
}
