/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens: who may read, who may write. A file holds a line a token: a name, "read" or "write", and the SHA-256 of the
 * token in hexadecimal; what it is the hash of is told once, when it is made, and kept nowhere. A token is 256 random
 * bits, so that a plain hash is enough: there is nothing to guess.
 */
#ifndef VDT_SERVE_RIGHTS_H
#define VDT_SERVE_RIGHTS_H

#include "vedette/error.h"

enum { TOKEN_BYTES = 48, TOKEN_HASH_BYTES = 32, TOKEN_NAME_BYTES = 64 };

enum token_right { TOKEN_NONE, TOKEN_READ, TOKEN_WRITE };

struct token {
    char name[TOKEN_NAME_BYTES];
    enum token_right right;
    unsigned char hash[TOKEN_HASH_BYTES];
};

struct tokens {
    struct token *items;
    size_t count;
};

enum vdt_status tokens_read(const char *path, struct tokens *out, struct vdt_error *error);
void tokens_done(struct tokens *tokens);
/* A fresh token, with its end; false: the system gave no randomness. */
bool token_make(char out[TOKEN_BYTES]);
enum vdt_status tokens_add(struct tokens *tokens, const char *name, enum token_right right, struct vdt_view token,
                           struct vdt_error *error);
/* The token's entry, NULL where there is none. Takes the same time whichever it is, and whether it is. */
const struct token *tokens_find(const struct tokens *tokens, struct vdt_view token);
/* Appends the line of a fresh token to the file, which is made, readable by its owner alone, where it is not there. */
enum vdt_status tokens_file_add(const char *path, const char *name, enum token_right right, const char *token,
                                struct vdt_error *error);

#endif
