/* SPDX-License-Identifier: Apache-2.0 */
/* vedette sample: a sheet of random asserted events, to be judged by hand. */
#include <limits.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/sheet.h"

int cmd_sample(const struct invocation *run) {
    long number, seed;
    if (!option_number(run, "number", 1, 1000000, 150, &number) || !option_number(run, "seed", 0, LONG_MAX, 1, &seed))
        return EXIT_USE;
    const char *output = option_value(run, "output");
    struct vdt_view name = vdt_view_of(output ? output : "sheet");
    bool is_html = vdt_view_ends(name, VDT_LITERAL(".html")) || vdt_view_ends(name, VDT_LITERAL(".htm"));
    bool is_csv = vdt_view_ends(name, VDT_LITERAL(".csv"));
    bool to_output = vdt_view_is(name, "-");
    char html[4096], csv[4096];
    int html_length = snprintf(html, sizeof html, is_html || to_output ? "%s" : "%s.html", name.data);
    int csv_length = snprintf(csv, sizeof csv, is_csv || to_output ? "%s" : "%s.csv", name.data);
    if (!name.size || html_length >= (int)sizeof html || csv_length >= (int)sizeof csv) {
        complain("--output wants the name of a file");
        return EXIT_USE;
    }
    /* to standard output goes the sheet for programs */
    const char *html_path = is_csv || to_output ? NULL : html, *csv_path = is_html ? NULL : csv;
    struct vdt_error error;
    struct vdt_store *store = NULL;
    struct sheet_counts counts;
    enum vdt_status status = vdt_store_open(run->operands[0], VDT_STORE_READ, &store, &error);
    if (status == VDT_OK)
        status = sheet_write(store, (uint64_t)number, (uint64_t)seed, html_path, csv_path, &counts, &error);
    vdt_store_close(store);
    if (status != VDT_OK) {
        complain_error(&error);
        return EXIT_CANNOT_RUN;
    }
    fprintf(stderr, "%llu of %llu asserted events", (unsigned long long)counts.drawn, (unsigned long long)counts.population);
    if (html_path) fprintf(stderr, ", to judge in a browser: %s", html_path);
    if (csv_path && !to_output) fprintf(stderr, ", as a table: %s", csv_path);
    fputc('\n', stderr);
    return EXIT_DONE;
}
