/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The best tree over scores of arcs, with exactly one word under the root.
 *
 * `scores[dependent * stride + head]`, heads and dependents count from 0 (words), and column `root` scores the root.
 * Fills heads[] with -1 for the root's word. `room` has VDT_TREE_ROOM(count) bytes. The greedy choice is taken if it is
 * such a tree already; otherwise Chu-Liu/Edmonds, O(n³) at worst and O(n²) as a rule. count ≤ VDT_LIMIT_SENTENCE_WORDS.
 */
#ifndef VDT_LANGUAGE_TREE_H
#define VDT_LANGUAGE_TREE_H

#include <stddef.h>
#include <stdint.h>

#define VDT_TREE_ROOM(count) (((size_t)(count) + 1) * ((size_t)(count) + 1) * (sizeof(double) + 2 * sizeof(int16_t)) + \
                              ((size_t)(count) + 1) * 64)

void vdt_tree_decode(const float *scores, size_t stride, size_t root, size_t count, int32_t *heads, void *room);

#endif
