/* SPDX-License-Identifier: Apache-2.0 */
/* vedette explain: which patterns fired in a report, which nearly did, and the word that decided. */
#include <stdio.h>

#include "cli/command.h"

static enum vdt_status explain_report(void *context, struct vdt_worker *worker, struct job *job) {
    return vdt_worker_explain(worker, &job->report, *(const bool *)context, job->result, &job->error);
}

static bool print_explanation(void *context, struct job *job) {
    struct vdt_view text = vdt_result_explanation(job->result);
    if (*(const bool *)context) return fwrite(text.data, 1, text.size, stdout) == text.size;
    return printf("report %.*s\n", (int)job->report.id.size, job->report.id.data) > 0 &&
           fwrite(text.data, 1, text.size, stdout) == text.size;
}

int cmd_explain(const struct invocation *run) {
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    bool signs = option_value(run, "signs") != NULL;
    struct reports_work work = { &signs, explain_report, print_explanation, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
