/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading, making and finding tokens. All entries are compared, in constant time, whichever fits: what a guess costs
 * tells nothing of how near it came.
 */
#include "serve/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/view.h"

static bool hash_token(struct vdt_view token, unsigned char out[TOKEN_HASH_BYTES]) {
    return gnutls_hash_fast(GNUTLS_DIG_SHA256, token.data, token.size, out) == 0;
}

static bool hexadecimal(struct vdt_view text, unsigned char out[TOKEN_HASH_BYTES]) {
    if (text.size != TOKEN_HASH_BYTES * 2) return false;
    for (size_t i = 0; i < TOKEN_HASH_BYTES * 2; i++) {
        char c = vdt_lower(text.data[i]);
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return false;
        out[i / 2] = (unsigned char)(i % 2 ? out[i / 2] | digit : digit << 4);
    }
    return true;
}

static struct token *one_more(struct tokens *tokens) {
    struct token *items = realloc(tokens->items, (tokens->count + 1) * sizeof *items);
    if (!items) return NULL;
    tokens->items = items;
    items[tokens->count] = (struct token){ 0 };
    return &items[tokens->count++];
}

static struct vdt_view next_word(struct vdt_view *rest) {
    *rest = vdt_view_trim(*rest);
    size_t size = 0;
    while (size < rest->size && !vdt_is_space(rest->data[size])) size++;
    struct vdt_view word = vdt_view_slice(*rest, 0, size);
    *rest = vdt_view_slice(*rest, size, rest->size);
    return word;
}

static enum vdt_status read_line(struct tokens *tokens, struct vdt_view line, const char *path, uint64_t number,
                                 struct vdt_error *error) {
    struct vdt_view rest = vdt_view_trim(line);
    if (!rest.size || rest.data[0] == '#') return VDT_OK;
    struct vdt_view name = next_word(&rest), right = next_word(&rest), hash = next_word(&rest);
    struct token *token = one_more(tokens);
    if (!token) return vdt_fail_memory(error, "reading tokens");
    bool write = vdt_view_is(right, "write");
    if (name.size < TOKEN_NAME_BYTES && (write || vdt_view_is(right, "read")) && hexadecimal(hash, token->hash) &&
        !vdt_view_trim(rest).size) {
        memcpy(token->name, name.data, name.size);
        token->right = write ? TOKEN_WRITE : TOKEN_READ;
        return VDT_OK;
    }
    enum vdt_status status = vdt_fail_at(error, VDT_ERROR_FORMAT, vdt_view_of(path), number, 1, "is no line of a token");
    return vdt_hint(error, status, "NAME read|write and the SHA-256 of the token; --new-token makes one");
}

enum vdt_status tokens_read(const char *path, struct tokens *out, struct vdt_error *error) {
    FILE *file = fopen(path, "r");
    if (!file) return vdt_fail_errno(error, vdt_view_of(path), "open the file of tokens");
    *out = (struct tokens){ 0 };
    char line[512];
    enum vdt_status status = VDT_OK;
    for (uint64_t number = 1; status == VDT_OK && fgets(line, sizeof line, file); number++)
        status = read_line(out, vdt_view_of(line), path, number, error);
    fclose(file);
    if (status == VDT_OK && !out->count)
        status = vdt_fail_at(error, VDT_ERROR_FORMAT, vdt_view_of(path), 0, 0, "has no token");
    if (status != VDT_OK) tokens_done(out);
    return status;
}

void tokens_done(struct tokens *tokens) {
    free(tokens->items);
    *tokens = (struct tokens){ 0 };
}

bool token_make(char out[TOKEN_BYTES]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char random[TOKEN_BYTES - 5];
    if (gnutls_rnd(GNUTLS_RND_KEY, random, sizeof random) != 0) return false;
    memcpy(out, "vdt_", 4);
    for (size_t i = 0; i < sizeof random; i++) out[4 + i] = letters[random[i] & 63];
    out[TOKEN_BYTES - 1] = '\0';
    return true;
}

enum vdt_status tokens_add(struct tokens *tokens, const char *name, enum token_right right, struct vdt_view token,
                           struct vdt_error *error) {
    struct token *one = one_more(tokens);
    if (!one || !hash_token(token, one->hash)) return vdt_fail_memory(error, "making a token");
    snprintf(one->name, sizeof one->name, "%s", name);
    one->right = right;
    return VDT_OK;
}

const struct token *tokens_find(const struct tokens *tokens, struct vdt_view token) {
    unsigned char hash[TOKEN_HASH_BYTES];
    const struct token *found = NULL;
    if (!hash_token(token, hash)) return NULL;
    for (size_t i = 0; i < tokens->count; i++)
        if (gnutls_memcmp(tokens->items[i].hash, hash, sizeof hash) == 0) found = &tokens->items[i];
    return found;
}

enum vdt_status tokens_file_add(const char *path, const char *name, enum token_right right, const char *token,
                                struct vdt_error *error) {
    unsigned char hash[TOKEN_HASH_BYTES];
    if (!*name || strlen(name) >= TOKEN_NAME_BYTES || strpbrk(name, " \t\r\n#"))
        return vdt_fail(error, VDT_ERROR_USE, "a token's name is one word of at most %d bytes", TOKEN_NAME_BYTES - 1);
    if (!hash_token(vdt_view_of(token), hash)) return vdt_fail_memory(error, "making a token");
    char line[TOKEN_NAME_BYTES + TOKEN_HASH_BYTES * 2 + 16];
    int size = snprintf(line, sizeof line, "%s %s ", name, right == TOKEN_WRITE ? "write" : "read");
    for (size_t i = 0; i < sizeof hash; i++) size += snprintf(line + size, sizeof line - (size_t)size, "%02x", hash[i]);
    line[size++] = '\n';
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return vdt_fail_errno(error, vdt_view_of(path), "open the file of tokens");
    bool written = write(file, line, (size_t)size) == size;
    written = close(file) == 0 && written;
    return written ? VDT_OK : vdt_fail_errno(error, vdt_view_of(path), "write the file of tokens");
}
