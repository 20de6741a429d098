/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Features of sentence boundaries for the trainer, from the very code that will use the weights.
 *
 * Standard input: documents, each ended by a byte 0, with a byte 1 after the last letter of each sentence.
 * Standard output: for each place that is decided, uint32 numbers: 1 or 0 (does a sentence end), how many features, the
 * features. In debugging one may count on little-endian.
 */
#include <stdio.h>
#include <stdlib.h>

#include "text/sentences.h"

static void document(struct vdt_view text, const size_t *gold, size_t gold_count, struct vdt_arena *arena) {
    struct vdt_tokens tokens;
    if (!vdt_tokens_cut(text, arena, &tokens)) exit(3);
    struct vdt_boundary_state state;
    vdt_boundary_begin(&state, 0);
    size_t next = 0;
    for (size_t at = 0; at < tokens.count; at++) {
        vdt_boundary_pass(&state, text, &tokens.items[at]);
        while (next < gold_count && gold[next] < tokens.items[at].end) next++;
        uint32_t ends = next < gold_count && gold[next] == tokens.items[at].end;
        bool paragraph = at + 1 == tokens.count || tokens.items[at + 1].gap == VDT_GAP_PARAGRAPH;
        if (!paragraph && vdt_boundary_possible(text, &tokens, at)) {
            uint32_t out[2 + VDT_BOUNDARY_FEATURES] = { ends };
            size_t count = vdt_boundary_features(text, &tokens, at, &state, out + 2);
            out[1] = (uint32_t)count;
            fwrite(out, sizeof *out, 2 + count, stdout);
        }
        if (paragraph || ends) vdt_boundary_begin(&state, (uint32_t)at + 1);
    }
}

int main(void) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    size_t size = 0, capacity = 1 << 20, gold_count = 0, gold_capacity = 1 << 16;
    char *text = malloc(capacity);
    size_t *gold = malloc(gold_capacity * sizeof *gold);
    if (!text || !gold) return 3;
    for (int byte; (byte = getchar()) != EOF;) {
        if (byte == 1 && gold_count < gold_capacity) {
            gold[gold_count++] = size;
        } else if (byte == 0) {
            document((struct vdt_view){ text, size }, gold, gold_count, &arena);
            vdt_arena_reset(&arena);
            size = gold_count = 0;
        } else if (size < capacity) {
            text[size++] = (char)byte;
        }
    }
    free(text);
    free(gold);
    vdt_arena_done(&arena);
    return 0;
}
