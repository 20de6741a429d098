/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette actors: who is known by which name with which code on which day; a user's own lists checked and brought into our
 * form; and who was needed and not known.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/command.h"

static bool as_table(const struct invocation *run, bool *out) {
    const char *format = option_value(run, "format");
    *out = format ? strcmp(format, "table") == 0 : isatty(STDOUT_FILENO);
    if (!format || *out || strcmp(format, "ndjson") == 0) return true;
    complain("--format of actors is table or ndjson, not \"%s\"", format);
    return false;
}

/* ---- showing --------------------------------------------------------------------------------------------------- */

struct showing {
    bool table, broken;
    uint64_t count;
};

static void write_table(struct vdt_buffer *line, const struct vdt_actor *actor) {
    struct vdt_view code = actor->code.size ? actor->code : VDT_LITERAL("-");
    vdt_buffer_format(line, "%-12.*s %-7.*s %.*s  (%.*s, %.*s)\n", (int)code.size, code.data, (int)actor->kind.size, actor->kind.data,
                      (int)actor->name.size, actor->name.data, (int)actor->form.size, actor->form.data, (int)actor->entry.size,
                      actor->entry.data);
    for (size_t t = 0; t < actor->term_count; t++) {
        const struct vdt_actor_term *term = &actor->terms[t];
        vdt_buffer_format(line, "    %-10s %-10s %.*s\n", *term->from ? term->from : "-", *term->to ? term->to : "-", (int)term->code.size,
                          term->code.data);
    }
}

static void write_key(struct vdt_json *json, const char *key, struct vdt_view text) {
    vdt_json_key(json, key);
    vdt_json_string_or_null(json, text);
}

static void write_json(struct vdt_buffer *line, const struct vdt_actor *actor) {
    struct vdt_json json;
    vdt_json_init(&json, line);
    vdt_json_object(&json);
    write_key(&json, "name", actor->name);
    write_key(&json, "kind", actor->kind);
    write_key(&json, "form", actor->form);
    write_key(&json, "code", actor->code);
    vdt_json_key(&json, "terms");
    vdt_json_array(&json);
    for (size_t t = 0; t < actor->term_count; t++) {
        vdt_json_object(&json);
        write_key(&json, "from", vdt_view_of(actor->terms[t].from));
        write_key(&json, "to", vdt_view_of(actor->terms[t].to));
        write_key(&json, "code", actor->terms[t].code);
        vdt_json_object_end(&json);
    }
    vdt_json_array_end(&json);
    write_key(&json, "entry", actor->entry);
    vdt_json_object_end(&json);
    vdt_buffer_char(line, '\n');
}

static bool print_buffer(struct vdt_buffer *line) {
    struct vdt_view text = vdt_buffer_view(line);
    bool written = !vdt_buffer_failed(line) && fwrite(text.data, 1, text.size, stdout) == text.size;
    vdt_buffer_done(line);
    return written;
}

static bool show(void *context, const struct vdt_actor *actor) {
    struct showing *showing = context;
    struct vdt_buffer line;
    vdt_buffer_init(&line);
    (showing->table ? write_table : write_json)(&line, actor);
    showing->count++;
    showing->broken = !print_buffer(&line);
    return !showing->broken;
}

static struct vdt_actors *open_actors(const struct invocation *run, const char *own, const struct vdt_remarks *remarks) {
    char path[4352];
    struct vdt_actors_options options = VDT_ACTORS_OPTIONS_INIT;
    struct vdt_actors *actors = NULL;
    struct vdt_error error;
    options.knowledge = knowledge_path(run, path, sizeof path);
    options.data = option_value(run, "data");
    options.actors = own;
    options.remarks = *remarks;
    if (vdt_actors_open(&options, &actors, &error) == VDT_OK) return actors;
    complain_error(&error);
    return NULL;
}

static int find_or_list(const struct invocation *run, bool find) {
    struct showing showing = { 0 };
    struct vdt_error error;
    if (!as_table(run, &showing.table)) return EXIT_USE;
    if (find && run->operand_count < 2) {
        complain("actors find takes one name or more");
        return EXIT_USE;
    }
    const struct vdt_remarks remarks = remarks_of(run);
    struct vdt_actors *actors = open_actors(run, option_value(run, "actors"), &remarks);
    if (!actors) return EXIT_CANNOT_RUN;
    struct vdt_view day = vdt_view_of(option_value(run, "on"));
    enum vdt_status status = VDT_OK;
    bool missing = false;
    for (int i = 1; status == VDT_OK && !showing.broken && i < (run->operand_count > 1 ? run->operand_count : 2); i++) {
        struct vdt_view operand = i < run->operand_count ? vdt_view_of(run->operands[i]) : (struct vdt_view){ NULL, 0 };
        showing.count = 0;
        status = (find ? vdt_actors_find : vdt_actors_list)(actors, operand, day, show, &showing, &error);
        if (status != VDT_OK || showing.count) continue;
        missing = true;
        complain(find ? "nobody is known as \"%.*s\"" : "no code begins with \"%.*s\"", (int)operand.size, operand.data);
    }
    vdt_actors_close(actors);
    if (status != VDT_OK) complain_error(&error);
    if (!finish_output() || showing.broken) return EXIT_CANNOT_RUN;
    return status == VDT_ERROR_USE ? EXIT_USE : status != VDT_OK ? EXIT_CANNOT_RUN : missing ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* ---- a user's files -------------------------------------------------------------------------------------------- */

/* Counts what is wrong while it is told. */
struct counted {
    struct vdt_remarks remarks;
    uint64_t wrong;
};

static void count_remark(void *context, enum vdt_remark_level level, const struct vdt_error *at) {
    struct counted *counted = context;
    counted->wrong += level == VDT_REMARK_ERROR;
    counted->remarks.tell(counted->remarks.context, level, at);
}

static bool count_own(void *context, const struct vdt_actor *actor) {
    *(uint64_t *)context += actor->own;
    return true;
}

static int check(const struct invocation *run) {
    struct counted counted = { .remarks = remarks_of(run) };
    const struct vdt_remarks remarks = { count_remark, &counted };
    uint64_t wrong = 0;
    bool failed = false;
    for (int i = 1; i < run->operand_count; i++) {
        uint64_t own = 0;
        counted.wrong = 0;
        struct vdt_actors *actors = open_actors(run, run->operands[i], &remarks);
        failed = failed || !actors;
        if (!actors) continue;
        vdt_actors_list(actors, (struct vdt_view){ NULL, 0 }, (struct vdt_view){ NULL, 0 }, count_own, &own, NULL);
        vdt_actors_close(actors);
        printf("%s: %llu actors and roles, %llu wrong\n", run->operands[i], (unsigned long long)own, (unsigned long long)counted.wrong);
        wrong += counted.wrong;
    }
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return failed ? EXIT_CANNOT_RUN : wrong ? EXIT_SOME_FAILED : EXIT_DONE;
}

static bool print_line(void *context, struct vdt_view line) {
    (void)context;
    return fwrite(line.data, 1, line.size, stdout) == line.size && putchar('\n') != EOF;
}

static int import(const struct invocation *run) {
    struct counted counted = { .remarks = remarks_of(run) };
    const struct vdt_remarks remarks = { count_remark, &counted };
    bool failed = false;
    struct vdt_actors *actors = open_actors(run, option_value(run, "actors"), &counted.remarks);
    if (!actors) return EXIT_CANNOT_RUN;
    for (int i = 1; i < run->operand_count; i++) {
        struct vdt_error error;
        printf("# from %s\n", run->operands[i]);
        if (vdt_actors_import(actors, run->operands[i], &remarks, print_line, NULL, &error) == VDT_OK) continue;
        complain_error(&error);
        failed = true;
    }
    vdt_actors_close(actors);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return failed || counted.wrong ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* ---- who was needed and not known ------------------------------------------------------------------------------ */

static bool is_store(const char *path) {
    char start[16] = "";
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(start, 1, sizeof start, file) : 0;
    if (file) fclose(file);
    return size == sizeof start && memcmp(start, "SQLite format 3", sizeof start) == 0;
}

static enum vdt_status gather_store(struct vdt_unknown *unknown, const char *path, struct vdt_error *error) {
    const struct vdt_query query = VDT_QUERY_INIT;
    struct vdt_store *store;
    struct vdt_cursor *cursor;
    struct vdt_event event;
    enum vdt_status status = vdt_store_open(path, VDT_STORE_READ, &store, error);
    if (status != VDT_OK) return status;
    status = vdt_store_query(store, &query, &cursor, error);
    if (status == VDT_OK) {
        while ((status = vdt_cursor_next(cursor, &event, error)) == VDT_OK && (status = vdt_unknown_take(unknown, &event, error)) == VDT_OK) {}
        vdt_cursor_close(cursor);
    }
    vdt_store_close(store);
    return status == VDT_END ? VDT_OK : status;
}

static enum vdt_status code_job(void *context, struct vdt_worker *worker, struct job *job) {
    (void)context;
    return vdt_worker_code(worker, &job->report, job->result, &job->error);
}

static bool gather_job(void *context, struct job *job) {
    struct vdt_events events = vdt_result_events(job->result);
    for (size_t i = 0; i < events.count; i++)
        if (vdt_unknown_take(context, &events.items[i], &job->error) != VDT_OK) {
            complain_error(&job->error);
            return false;
        }
    return true;
}

static void write_comment(struct vdt_buffer *out, struct vdt_view source, struct vdt_view sentence) {
    vdt_buffer_format(out, "# %.*s: ", (int)source.size, source.data);
    for (size_t i = 0; i < sentence.size; i++) vdt_buffer_char(out, vdt_is_space(sentence.data[i]) ? ' ' : sentence.data[i]);
    vdt_buffer_char(out, '\n');
}

/* In the grammar of actors: "???" is what is to be filled in, and is no code before. */
static bool print_unknown(const struct vdt_unknown_name *name) {
    struct vdt_buffer out;
    vdt_buffer_init(&out);
    vdt_buffer_format(&out, "# %llu events, %llu reports\n", (unsigned long long)name->events, (unsigned long long)name->reports);
    for (size_t i = 0; i < name->sentence_count; i++) write_comment(&out, name->sources[i], name->sentences[i]);
    vdt_buffer_format(&out, "???  %.*s\n", (int)name->name.size, name->name.data);
    return print_buffer(&out);
}

static bool note_found(void *context, const struct vdt_actor *actor) {
    (void)actor;
    *(bool *)context = true;
    return false;
}

/* Somebody whom a file knows by now, or whose name stood in words that the coder could make nobody of. */
static bool is_known(const struct vdt_actors *actors, struct vdt_view name) {
    bool known = false;
    if (vdt_view_ends(name, VDT_LITERAL("'s"))) name = vdt_view_slice(name, 0, name.size - 2);
    return vdt_actors_find(actors, name, (struct vdt_view){ NULL, 0 }, note_found, &known, NULL) == VDT_OK && known;
}

static bool print_names(const struct vdt_actors *actors, const struct vdt_unknown_name *names, size_t count, size_t most) {
    for (size_t i = 0; i < count && most; i++) {
        if (is_known(actors, names[i].name)) continue;
        if (!print_unknown(&names[i])) return false;
        most--;
    }
    return true;
}

static int gather(const struct invocation *run, struct vdt_unknown *unknown) {
    struct vdt_error error;
    if (run->operand_count < 2 || !is_store(run->operands[1])) {
        struct vdt_model *model = open_model(run);
        if (!model) return EXIT_CANNOT_RUN;
        struct reports_work work = { unknown, code_job, gather_job, VDT_INPUT_GUESS };
        int status = run_reports(run, model, 1, &work);
        vdt_model_close(model);
        return status;
    }
    for (int i = 1; i < run->operand_count; i++)
        if (gather_store(unknown, run->operands[i], &error) != VDT_OK) {
            complain_error(&error);
            return EXIT_CANNOT_RUN;
        }
    return EXIT_DONE;
}

static int list_unknown(const struct invocation *run) {
    struct vdt_unknown *unknown;
    struct vdt_error error;
    long most;
    if (!option_number(run, "limit", 1, 1 << 30, 100, &most)) return EXIT_USE;
    const struct vdt_remarks remarks = remarks_of(run);
    struct vdt_actors *actors = open_actors(run, option_value(run, "actors"), &remarks);
    if (!actors) return EXIT_CANNOT_RUN;
    if (vdt_unknown_new(&unknown, &error) != VDT_OK) {
        complain_error(&error);
        vdt_actors_close(actors);
        return EXIT_CANNOT_RUN;
    }
    int exit = gather(run, unknown);
    const struct vdt_unknown_name *names;
    size_t count;
    if (exit == EXIT_DONE || exit == EXIT_SOME_FAILED) {
        if (vdt_unknown_list(unknown, &names, &count, &error) != VDT_OK) {
            complain_error(&error);
            exit = EXIT_CANNOT_RUN;
        } else {
            print_names(actors, names, count, (size_t)most);
        }
    }
    vdt_unknown_free(unknown);
    vdt_actors_close(actors);
    return finish_output() ? exit : EXIT_CANNOT_RUN;
}

int cmd_actors(const struct invocation *run) {
    const char *what = run->operands[0];
    if (strcmp(what, "find") == 0) return find_or_list(run, true);
    if (strcmp(what, "list") == 0) return find_or_list(run, false);
    if (strcmp(what, "unknown") == 0) return list_unknown(run);
    bool checking = strcmp(what, "check") == 0;
    if ((checking || strcmp(what, "import") == 0) && run->operand_count > 1) return checking ? check(run) : import(run);
    complain("actors takes find NAME, list [CODE], check FILE, import FILE or unknown [STORE or FILE]");
    return EXIT_USE;
}
