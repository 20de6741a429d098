/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette report: a page that shows a store, or a dyad, or a week of it, for people without the desk. What the page is made of is
 * page.c's. A PDF is the page as Chromium prints it, where there is one.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/calendar.h"
#include "cli/command.h"
#include "cli/page.h"

extern char **environ;

/* "2024-W29", or any day of it, as its Monday and its Sunday. */
static bool read_week(const char *text, char from[11], char to[11]) {
    int year, week, end = 0;
    int32_t day;
    if (sscanf(text, "%4d-W%2d%n", &year, &week, &end) == 2 && text[end] == '\0' && year > 0 && week >= 1 && week <= 53) {
        int32_t fourth = vdt_day_of(year, 1, 4); /* always in the first week (ISO 8601) */
        day = fourth - vdt_weekday_of(fourth) + (week - 1) * 7;
    } else if (!vdt_day_read(vdt_view_of(text), &day)) {
        complain("--week is a week or a day of it, such as 2024-W29 or 2024-07-17, not \"%s\"", text);
        return false;
    }
    day -= vdt_weekday_of(day);
    vdt_day_write(day, from);
    vdt_day_write(day + 6, to);
    return true;
}

static bool read_dyad(const char *text, struct page_scope *scope) {
    struct vdt_view rest = vdt_view_of(text);
    scope->source = vdt_view_cut(&rest, '>');
    scope->target = rest;
    if (scope->source.size && scope->target.size) return true;
    complain("--dyad is SOURCE>TARGET, such as \"RUS>UKR\", not \"%s\"", text);
    return false;
}

/* Prints the page into a PDF with whatever Chromium is there. */
static bool print_pdf(const char *page, const char *pdf) {
    static const char *const browsers[] = { "chromium", "chromium-browser", "google-chrome" };
    char option[4200], address[4200], *whole = realpath(page, NULL);
    if (!whole) return false;
    snprintf(option, sizeof option, "--print-to-pdf=%s", pdf);
    snprintf(address, sizeof address, "file://%s", whole);
    free(whole);
    for (size_t i = 0; i < sizeof browsers / sizeof *browsers; i++) {
        char name[32];
        char quiet[] = "--headless", sandbox[] = "--no-sandbox", header[] = "--no-pdf-header-footer", gpu[] = "--disable-gpu";
        snprintf(name, sizeof name, "%s", browsers[i]);
        /* root has no sandbox; the page has no script that it would be kept from */
        char *const arguments[] = { name, quiet, gpu, header, option, address, geteuid() == 0 ? sandbox : NULL, NULL };
        posix_spawn_file_actions_t silent;
        posix_spawn_file_actions_init(&silent);
        posix_spawn_file_actions_addopen(&silent, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        pid_t child;
        int status = -1, failed = posix_spawnp(&child, name, &silent, NULL, arguments, environ);
        posix_spawn_file_actions_destroy(&silent);
        if (failed) continue;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
        return status == 0 && access(pdf, R_OK) == 0;
    }
    return false;
}

static enum vdt_status write_page(const char *store_path, const struct page_scope *scope, const char *path, struct vdt_error *error) {
    struct vdt_store *store = NULL;
    enum vdt_status status = vdt_store_open(store_path, VDT_STORE_READ, &store, error);
    if (status == VDT_OK) status = page_of_store(store, scope, path, error);
    vdt_store_close(store);
    return status;
}

int cmd_report(const struct invocation *run) {
    const char *path = option_value(run, "output"), *dyad = option_value(run, "dyad"), *week = option_value(run, "week");
    struct page_scope scope = { .title = option_value(run, "title") };
    char from[11] = "", to[11] = "", title[400], page[4200];
    if (!path) path = "report.html";
    if ((dyad && !read_dyad(dyad, &scope)) || (week && !read_week(week, from, to))) return EXIT_USE;
    scope.from = vdt_view_of(from);
    scope.to = vdt_view_of(to);
    snprintf(title, sizeof title, "%s%s%s%s%s", dyad ? dyad : "What the reports tell", week ? ", " : "", from, week ? " to " : "", to);
    if (!scope.title) scope.title = title;
    bool pdf = vdt_view_ends(vdt_view_of(path), VDT_LITERAL(".pdf"));
    snprintf(page, sizeof page, pdf ? "%s.html" : "%s", path);
    struct vdt_error error;
    enum vdt_status status = write_page(run->operands[0], &scope, page, &error);
    if (status != VDT_OK) {
        complain_error(&error);
        return status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
    }
    if (pdf && !print_pdf(page, path)) {
        complain("there is no Chromium that could print the PDF; the page is %s", page);
        return EXIT_CANNOT_RUN;
    }
    if (pdf) unlink(page);
    if (strcmp(path, "-") != 0) fprintf(stderr, "the page is %s\n", path);
    return EXIT_DONE;
}
