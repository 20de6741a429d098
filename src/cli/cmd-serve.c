/* SPDX-License-Identifier: Apache-2.0 */
/* vedette serve: opens the desk over a store, and closes it when it is interrupted. What the desk is made of is serve's. */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "serve/serve.h"
#include "serve/rights.h"

/* --new-token: makes one, writes its hash into the file, tells it once. */
static int new_token(const struct invocation *run, const char *file) {
    const char *right = option_value(run, "new-token"), *name = option_value(run, "name");
    char token[TOKEN_BYTES];
    struct vdt_error error;
    bool write = strcmp(right, "write") == 0;
    if (!write && strcmp(right, "read") != 0) {
        complain("--new-token is read or write, not \"%s\"", right);
        return EXIT_USE;
    }
    if (!file) {
        complain("--new-token wants --tokens FILE, where its hash goes");
        return EXIT_USE;
    }
    if (!token_make(token)) {
        complain("the system gives no randomness");
        return EXIT_CANNOT_RUN;
    }
    if (tokens_file_add(file, name ? name : right, write ? TOKEN_WRITE : TOKEN_READ, token, &error) != VDT_OK) {
        complain_error(&error);
        return error.status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
    }
    printf("%s\n", token);
    fprintf(stderr, "this is the only time that it is told; a server that runs takes it in when it is started again\n");
    return EXIT_DONE;
}

static bool read_options(const struct invocation *run, struct serve_options *options) {
    long port, rate, connections;
    if (!option_number(run, "port", 0, 65535, (long)options->port, &port) ||
        !option_number(run, "rate", 0, 1000000, (long)options->rate, &rate) ||
        !option_number(run, "connections", 1, 20000, (long)options->connections, &connections))
        return false;
    options->port = (unsigned)port;
    options->rate = (double)rate;
    options->connections = (unsigned)connections;
    if (option_value(run, "address")) options->address = option_value(run, "address");
    options->host = option_value(run, "host");
    options->tokens = option_value(run, "tokens");
    options->certificate = option_value(run, "certificate");
    options->key = option_value(run, "key");
    options->origin = option_value(run, "origin");
    if (!options->certificate == !options->key) return true;
    complain("--certificate and --key belong together");
    return false;
}

static struct vdt_model *model_of_run(const void *context) {
    return open_model(context);
}

static void tell_address(const struct desk *desk, const struct serve_options *options) {
    bool six = strchr(options->address, ':') != NULL;
    const char *token = desk_run_token(desk);
    if (*token) fprintf(stderr, "who wants to mark events needs this run's token: %s\n", token);
    fprintf(stderr, "the desk is open; Ctrl-C closes it\n");
    printf("http%s://%s%s%s:%u/\n", options->certificate ? "s" : "", six ? "[" : "", options->address, six ? "]" : "",
           desk_port(desk));
    fflush(stdout);
}

int cmd_serve(const struct invocation *run) {
    struct serve_options options = SERVE_OPTIONS_INIT;
    struct vdt_error error;
    struct desk *desk;
    if (!read_options(run, &options)) return EXIT_USE;
    options.open_model = model_of_run;
    options.model_context = run;
    if (option_value(run, "new-token")) return new_token(run, options.tokens);
    /* hundreds of threads share two heaps, and what a request counts in goes back to the system with it */
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
    /* before any thread is made, so that they all leave the signals to this one */
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    if (desk_open(run->operands[0], &options, &desk, &error) != VDT_OK) {
        complain_error(&error);
        return error.status == VDT_ERROR_USE ? EXIT_USE : EXIT_CANNOT_RUN;
    }
    tell_address(desk, &options);
    int signal_number;
    sigwait(&ends, &signal_number);
    desk_close(desk);
    return EXIT_DONE;
}
