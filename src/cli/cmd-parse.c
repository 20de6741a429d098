/* SPDX-License-Identifier: Apache-2.0 */
/* vedette parse: linguistic analysis as CoNLL-U. */
#include <stdio.h>

#include "cli/command.h"

static enum vdt_status parse_report(void *context, struct vdt_worker *worker, struct job *job) {
    bool conllu = *(bool *)context;
    return vdt_worker_parse(worker, &job->report, conllu, job->result, &job->error);
}

static bool print_conllu(void *context, struct job *job) {
    (void)context;
    struct vdt_view text = vdt_result_conllu(job->result);
    return fwrite(text.data, 1, text.size, stdout) == text.size;
}

int cmd_parse(const struct invocation *run) {
    const char *input = option_value(run, "input");
    bool conllu = input && strcmp(input, "conllu") == 0;
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    struct reports_work work = { &conllu, parse_report, print_conllu, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
