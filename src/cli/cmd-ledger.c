/* SPDX-License-Identifier: Apache-2.0 */
/* vedette ledger: who has warned, threatened, demanded, promised, denied, agreed, and what became of it. */
#include <stdio.h>

#include "cli/command.h"

struct printing {
    bool table;
    struct vdt_buffer line;
};

static void print_codes(const struct vdt_view *codes, size_t count) {
    int width = 0;
    for (size_t i = 0; i < count; i++) width += printf("%s%.*s", i ? "," : "", (int)codes[i].size, codes[i].data);
    printf("%*s ", width < 12 ? 12 - width : 0, "");
}

static bool print_row(const struct vdt_ledger_entry *entry) {
    printf("%.*s  %-9s  %-12s  ", (int)entry->stated_on.size, entry->stated_on.data, vdt_ledger_kind_name(entry->kind),
           vdt_ledger_state_name(entry->state));
    print_codes(entry->issuers, entry->issuer_count);
    print_codes(entry->addressees, entry->addressee_count);
    printf("%-10s  ", entry->has_content ? vdt_plover_name(entry->content) : "");
    printf("%-10.*s  %.*s\n", (int)entry->deadline_to.size, entry->deadline_to.data, (int)entry->text.size, entry->text.data);
    return !ferror(stdout);
}

static bool print_entry(void *context, const struct vdt_ledger_entry *entry) {
    struct printing *self = context;
    if (self->table) return print_row(entry);
    vdt_buffer_clear(&self->line);
    VDT_BUFFER_PUT(&self->line, vdt_ledger_write, entry);
    vdt_buffer_char(&self->line, '\n');
    return !vdt_buffer_failed(&self->line) && fwrite(self->line.data, 1, self->line.size, stdout) == self->line.size;
}

static bool find_format(const struct invocation *run, bool *table) {
    const char *value = option_value(run, "format");
    *table = value ? strcmp(value, "table") == 0 : terminal_width() > 0;
    if (!value || *table || strcmp(value, "ndjson") == 0) return true;
    complain("--format is table or ndjson, not \"%s\"", value);
    return false;
}

static bool find_state(const struct invocation *run, enum vdt_ledger_state *room, struct vdt_ledger_options *options) {
    const char *value = option_value(run, "state");
    if (!value) return true;
    options->state = room;
    if (vdt_ledger_state_parse(vdt_view_of(value), room)) return true;
    complain("--state is open, met, carried-out, withdrawn, contradicted or expired, not \"%s\"", value);
    return false;
}

static bool find_kind(const struct invocation *run, enum vdt_ledger_kind *room, struct vdt_ledger_options *options) {
    const char *value = option_value(run, "kind");
    if (!value) return true;
    options->kind = room;
    if (vdt_ledger_kind_parse(vdt_view_of(value), room)) return true;
    complain("--kind is warning, threat, demand, promise, denial or agreement, not \"%s\"", value);
    return false;
}

int cmd_ledger(const struct invocation *run) {
    struct vdt_ledger_options options = VDT_LEDGER_OPTIONS_INIT;
    enum vdt_ledger_state state;
    enum vdt_ledger_kind kind;
    struct printing printing = { 0 };
    long keep;
    if (!find_format(run, &printing.table) || !find_state(run, &state, &options) || !find_kind(run, &kind, &options) ||
        !option_number(run, "keep", 1, 36500, options.keep_days, &keep))
        return EXIT_USE;
    options.keep_days = (int)keep;
    options.issuer = vdt_view_of(option_value(run, "issuer"));
    options.addressee = vdt_view_of(option_value(run, "addressee"));
    options.due_before = vdt_view_of(option_value(run, "due-before"));
    options.as_of = vdt_view_of(option_value(run, "as-of"));
    options.on = vdt_view_of(option_value(run, "on"));
    struct vdt_error error;
    struct vdt_store *store = NULL;
    enum vdt_status status = vdt_store_open(run->operands[0], VDT_STORE_READ, &store, &error);
    if (status == VDT_OK) status = vdt_ledger_read(store, &options, print_entry, &printing, &error);
    if (status != VDT_OK && status != VDT_END) complain_error(&error);
    vdt_store_close(store);
    vdt_buffer_done(&printing.line);
    if (!finish_output() || status == VDT_END) return EXIT_CANNOT_RUN;
    return status == VDT_OK ? EXIT_DONE : status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
}
