/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette add: codes reports into a store. A report that the store has already is found before it is coded, so that a
 * run that was broken off is finished by running it again.
 *
 * The threads that code ask the store whether it knows a report, the caller's thread adds: one handle, and a lock so
 * that one thread has it at a time.
 */
#include <pthread.h>
#include <stdio.h>

#include "base/limit.h"
#include "cli/command.h"

struct adding {
    struct vdt_store *store;
    pthread_mutex_t lock; /* of the store */
    bool quiet;
    uint64_t new_reports, known, changed, events, refused;
};

static enum vdt_status code_new_report(void *context, struct vdt_worker *worker, struct job *job) {
    struct adding *adding = context;
    enum vdt_added added = VDT_ADDED_NEW;
    pthread_mutex_lock(&adding->lock);
    enum vdt_status status = vdt_store_knows(adding->store, &job->report, &added, &job->error);
    pthread_mutex_unlock(&adding->lock);
    if (status != VDT_OK || added != VDT_ADDED_NEW) return status;
    return vdt_worker_code(worker, &job->report, job->result, &job->error);
}

static bool store_report(void *context, struct job *job) {
    struct adding *adding = context;
    struct vdt_error error;
    enum vdt_added added = VDT_ADDED_NEW;
    pthread_mutex_lock(&adding->lock);
    /* what was known was not coded: the result is an older report's then, and must not be taken */
    enum vdt_status status = vdt_store_knows(adding->store, &job->report, &added, &error);
    if (status == VDT_OK && added == VDT_ADDED_NEW) {
        struct vdt_events events = vdt_result_events(job->result);
        status = vdt_store_add(adding->store, &job->report, events.items, events.count, &added, &error);
        if (status == VDT_OK && added == VDT_ADDED_NEW) adding->events += events.count;
    }
    pthread_mutex_unlock(&adding->lock);
    if (status != VDT_OK) {
        complain_error(&error);
        adding->refused++;
        /* what is wrong with the store is wrong for every report that follows */
        return status == VDT_ERROR_FORMAT;
    }
    switch (added) {
    case VDT_ADDED_NEW: adding->new_reports++; break;
    case VDT_ADDED_KNOWN: adding->known++; break;
    case VDT_ADDED_OTHER_TEXT:
        adding->changed++;
        if (!adding->quiet)
            fprintf(stderr, "vedette: note: report \"%.*s\" is in the store with another text, which stays\n",
                    (int)job->report.id.size, job->report.id.data);
        break;
    }
    return true;
}

/* What --keep says becomes the store's setting. */
static bool set_keep(const struct invocation *run, struct vdt_store *store, int *status) {
    const char *value = option_value(run, "keep");
    struct vdt_error error;
    enum vdt_keep keep;
    *status = EXIT_USE;
    if (!value) return true;
    if (!vdt_keep_parse(vdt_view_of(value), &keep)) {
        complain("--keep is all, sentences, snippets or none, not \"%s\"", value);
        return false;
    }
    *status = EXIT_CANNOT_RUN;
    if (vdt_store_keep(store, keep, &error) == VDT_OK) return true;
    complain_error(&error);
    return false;
}

static bool set_window(const struct invocation *run, struct vdt_store *store, int *status) {
    struct vdt_error error;
    long reports;
    *status = EXIT_USE;
    if (!option_number(run, "window", 1, VDT_LIMIT_STORY_REPORTS, 0, &reports)) return false;
    *status = EXIT_CANNOT_RUN;
    if (!reports || vdt_store_set_window(store, (uint32_t)reports, &error) == VDT_OK) return true;
    complain_error(&error);
    return false;
}

int cmd_add(const struct invocation *run) {
    struct vdt_error error;
    struct adding adding = { .quiet = option_value(run, "quiet") != NULL };
    /* the store first: a wrong path is found at once, and no model is read for nothing */
    if (vdt_store_open(run->operands[0], VDT_STORE_WRITE, &adding.store, &error) != VDT_OK) {
        complain_error(&error);
        return EXIT_CANNOT_RUN;
    }
    int status;
    if (!set_keep(run, adding.store, &status) || !set_window(run, adding.store, &status)) {
        vdt_store_close(adding.store);
        return status;
    }
    struct vdt_model *model = open_model(run);
    status = EXIT_CANNOT_RUN;
    if (model) {
        pthread_mutex_init(&adding.lock, NULL);
        struct reports_work work = { .context = &adding, .work = code_new_report, .finish = store_report,
                                     .input = VDT_INPUT_GUESS };
        status = run_reports(run, model, 1, &work);
        pthread_mutex_destroy(&adding.lock);
        vdt_model_close(model);
        if (status == EXIT_DONE && adding.refused) status = EXIT_SOME_FAILED;
        if (status != EXIT_USE) {
            printf("reports: %llu new, %llu known, %llu changed%s\nevents: %llu new\n",
                   (unsigned long long)adding.new_reports, (unsigned long long)adding.known,
                   (unsigned long long)adding.changed, status == EXIT_SOME_FAILED ? "; some inputs failed" : "",
                   (unsigned long long)adding.events);
            if (!finish_output() && status == EXIT_DONE) status = EXIT_CANNOT_RUN;
        }
    }
    vdt_store_close(adding.store);
    return status;
}
