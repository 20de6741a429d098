/* SPDX-License-Identifier: Apache-2.0 */
/* vedette forget: removes reports with their traces, or texts, from a store, and says what it removed. */
#include <stdio.h>

#include "cli/command.h"

static enum vdt_status forget_reports(struct vdt_store *store, const struct vdt_forget *what, struct vdt_error *error) {
    struct vdt_forgotten forgotten;
    enum vdt_status status = vdt_store_forget(store, what, &forgotten, error);
    if (status == VDT_OK)
        printf("forgotten: reports: %llu, events: %llu, marks: %llu\n", (unsigned long long)forgotten.reports,
               (unsigned long long)forgotten.events, (unsigned long long)forgotten.marks);
    return status;
}

static enum vdt_status trim_texts(struct vdt_store *store, enum vdt_keep keep, struct vdt_error *error) {
    enum vdt_status status = vdt_store_trim(store, keep, error);
    if (status == VDT_OK) printf("texts: kept: %s\n", vdt_keep_name(keep));
    return status;
}

int cmd_forget(const struct invocation *run) {
    const struct vdt_forget what = { .report = vdt_view_of(option_value(run, "report")),
                                     .publisher = vdt_view_of(option_value(run, "publisher")),
                                     .before = vdt_view_of(option_value(run, "before")) };
    const char *texts = option_value(run, "keep");
    bool reports = what.report.size || what.publisher.size || what.before.size;
    enum vdt_keep keep = VDT_KEEP_ALL;
    if (!reports && !texts) {
        complain("forget wants to know what: --report, --publisher, --before or --keep");
        return EXIT_USE;
    }
    if (texts && !vdt_keep_parse(vdt_view_of(texts), &keep)) {
        complain("--keep is all, sentences, snippets or none, not \"%s\"", texts);
        return EXIT_USE;
    }
    struct vdt_error error;
    struct vdt_store *store = NULL;
    /* no store is made by forgetting */
    enum vdt_status status = vdt_store_open(run->operands[0], VDT_STORE_READ, &store, &error);
    vdt_store_close(store);
    store = NULL;
    if (status == VDT_OK) status = vdt_store_open(run->operands[0], VDT_STORE_WRITE, &store, &error);
    if (status == VDT_OK && reports) status = forget_reports(store, &what, &error);
    if (status == VDT_OK && texts) status = trim_texts(store, keep, &error);
    if (status != VDT_OK) complain_error(&error);
    vdt_store_close(store);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return status == VDT_OK ? EXIT_DONE : status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
}
