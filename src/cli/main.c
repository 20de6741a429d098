/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette COMMAND [OPTION…] [OPERAND…]
 *
 * Reads the command line against the table in commands.c and runs the command. Options may stand anywhere, "--" ends
 * them, "-" is standard input; --name=value and --name value are the same, an unambiguous beginning of a name will do.
 */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"

static void print_options(const struct option *options) {
    for (; options->name; options++) {
        char flags[64];
        int length = options->letter ? snprintf(flags, sizeof flags, "-%c, --%s", options->letter, options->name)
                                     : snprintf(flags, sizeof flags, "    --%s", options->name);
        if (options->argument && length > 0 && (size_t)length < sizeof flags)
            snprintf(flags + length, sizeof flags - (size_t)length, " %s", options->argument);
        printf("  %-24s %s\n", flags, options->about);
    }
}

static void print_help(const struct command *command) {
    printf("vedette %s %s%s\n\n  %s\n\noptions:\n", command->name, "[OPTION…] ", command->operands, command->about);
    print_options(command->options);
    if (command->reads) print_options(reading_options);
    print_options(common_options);
}

static void print_overview(FILE *out) {
    fprintf(out, "vedette %s: reads the news and keeps watch: who did what to whom, when, where, on whose word\n\n"
                 "usage: vedette COMMAND [OPTION…] [OPERAND…]\n\n", vdt_version());
    for (const struct command *command = commands; command->name; command++)
        fprintf(out, "  %-9s %-15s %s\n", command->name, command->operands, command->about);
    fprintf(out, "\n\"vedette COMMAND --help\" tells a command's options; \"vedette --version\" the version; see also vedette(1).\n");
}

/* The shell's completion and the check of the man page read this: "COMMAND --option" a line. */
static void print_table(void) {
    for (const struct command *command = commands; command->name; command++) {
        printf("%s\n", command->name);
        const struct option *lists[] = { command->options, command->reads ? reading_options : NULL, common_options };
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
            for (const struct option *option = lists[i]; option && option->name; option++)
                printf("%s --%s\n", command->name, option->name);
    }
}

static const struct option *find_option(const struct command *command, struct vdt_view name, char letter) {
    const struct option *lists[] = { command->options, command->reads ? reading_options : NULL, common_options };
    const struct option *begins = NULL;
    int count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct option *option = lists[i]; option && option->name; option++) {
            if (letter ? option->letter == letter : vdt_view_is(name, option->name)) return option;
            if (!letter && vdt_view_starts(vdt_view_of(option->name), name)) begins = option, count++;
        }
    return count == 1 ? begins : NULL;
}

static int wrong_use(const struct command *command) {
    fprintf(stderr, "try: vedette %s --help\n", command->name);
    return EXIT_USE;
}

/* Fills the invocation; returns -1, or the exit status that ends the program already. */
static int read_arguments(struct invocation *run, int count, char **arguments, char **operands) {
    bool options_end = false;
    for (int i = 0; i < count; i++) {
        char *word = arguments[i];
        if (options_end || word[0] != '-' || word[1] == '\0') {
            operands[run->operand_count++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            options_end = true;
            continue;
        }
        bool is_long = word[1] == '-';
        const char *equals = is_long ? strchr(word, '=') : NULL;
        struct vdt_view name = vdt_view_of(word + (is_long ? 2 : 1));
        if (equals) name.size = (size_t)(equals - name.data);
        const struct option *option = find_option(run->command, name, is_long ? 0 : word[1]);
        if (!option) {
            complain("%s has no option %s", run->command->name, word);
            return wrong_use(run->command);
        }
        if (strcmp(option->name, "help") == 0) {
            print_help(run->command);
            return EXIT_DONE;
        }
        const char *value = "";
        if (option->argument) {
            if (equals)
                value = equals + 1;
            else if (!is_long && word[2])
                value = word + 2;
            else if (i + 1 < count)
                value = arguments[++i];
            else {
                complain("option --%s wants a value: %s", option->name, option->argument);
                return wrong_use(run->command);
            }
        } else if (equals || (!is_long && word[2])) {
            complain("option --%s takes no value", option->name);
            return wrong_use(run->command);
        }
        if (run->given_count == (int)(sizeof run->given / sizeof *run->given)) {
            complain("too many options");
            return EXIT_USE;
        }
        run->given[run->given_count].option = option;
        run->given[run->given_count++].value = value;
    }
    if (run->operand_count < run->command->least ||
        (run->command->most >= 0 && run->operand_count > run->command->most)) {
        complain("%s wants %s, %d given", run->command->name, run->command->operands, run->operand_count);
        return wrong_use(run->command);
    }
    return -1;
}

int main(int count, char **arguments) {
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is an error of writing, told like any other */
    if (count < 2 || strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0 ||
        strcmp(arguments[1], "help") == 0) {
        print_overview(count < 2 ? stderr : stdout);
        return count < 2 ? EXIT_USE : EXIT_DONE;
    }
    if (strcmp(arguments[1], "--version") == 0) {
        printf("vedette %s\n", vdt_version());
        return EXIT_DONE;
    }
    if (strcmp(arguments[1], "--table") == 0) {
        print_table();
        return EXIT_DONE;
    }
    struct invocation run = { 0 };
    for (const struct command *command = commands; command->name && !run.command; command++)
        if (strcmp(command->name, arguments[1]) == 0) run.command = command;
    if (!run.command) {
        complain("no command \"%s\"", arguments[1]);
        print_overview(stderr);
        return EXIT_USE;
    }
    char **operands = calloc((size_t)count, sizeof *operands);
    if (!operands) {
        complain("out of memory");
        return EXIT_CANNOT_RUN;
    }
    run.operands = operands;
    int status = read_arguments(&run, count - 2, arguments + 2, operands);
    if (status < 0) status = run.command->run(&run);
    if (!finish_output() && status < EXIT_USE) status = EXIT_CANNOT_RUN;
    free(operands);
    return status;
}
