/* SPDX-License-Identifier: Apache-2.0 */
/* vedette report: a page that shows a store. What the page is made of is page.c's. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/page.h"

int cmd_report(const struct invocation *run) {
    const char *path = option_value(run, "output"), *title = option_value(run, "title");
    if (!path) path = "report.html";
    if (!title) title = "What the reports tell";
    struct vdt_error error;
    struct vdt_store *store = NULL;
    enum vdt_status status = vdt_store_open(run->operands[0], VDT_STORE_READ, &store, &error);
    if (status == VDT_OK) status = page_of_store(store, title, path, &error);
    vdt_store_close(store);
    if (status != VDT_OK) {
        complain_error(&error);
        return status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
    }
    if (strcmp(path, "-") != 0) fprintf(stderr, "the page is %s\n", path);
    return EXIT_DONE;
}
