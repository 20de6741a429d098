/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chu-Liu/Edmonds by contraction. Node 0 is the root, node i + 1 the word i. While the best incoming arcs of the live
 * nodes hold a cycle, the cycle becomes one node:
 *
 *      an arc into the cycle at node v:   score(u→v) − score(best(v)→v)   (what it costs to break the cycle at v)
 *      an arc out of it:                  the best of its nodes' arcs
 *
 * `from` and `to` remember which original words the best arc of a pair of live nodes joins; when all is contracted, the
 * cycles are opened again from the last to the first, each at the word where the chosen arc enters.
 *
 * One word under the root: all arcs from the root are lowered by more than any tree could gain, so that the best tree
 * has as few of them as possible, which is one. Sums are in double, so that the penalty costs no precision worth
 * having.
 */
#include "language/tree.h"

#include <stdbool.h>
#include <string.h>

#define PENALTY 1e7
#define NEVER (-1e30)

/* One word under the root, no cycle? */
static bool is_tree(const int32_t *heads, size_t count, uint16_t *seen) {
    size_t roots = 0;
    memset(seen, 0, count * sizeof *seen);
    for (size_t i = 0; i < count; i++) {
        if (heads[i] < 0) {
            roots++;
            continue;
        }
        int32_t at = (int32_t)i;
        uint16_t mark = (uint16_t)(i + 1);
        while (at >= 0 && !seen[at]) {
            seen[at] = mark;
            at = heads[at];
        }
        if (at >= 0 && seen[at] == mark) return false;
    }
    return roots == 1;
}

struct edmonds {
    size_t size;        /* nodes, the root included */
    double *score;      /* [dependent][head] between live nodes */
    int16_t *from, *to; /* the original head and dependent of that arc */
    int16_t *best;      /* best head of each live node */
    bool *live;
    int16_t *id;     /* what a live node stands for: itself, or a contracted cycle (numbers from size on) */
    int16_t *parent; /* the cycle into which a node or cycle was contracted, 0 for none */
    int16_t *chosen; /* head of each original node: the answer */
    int16_t *stack;  /* members of the contracted cycles: node, head and dependent of its arc, id */
    int16_t *mark;
};

#define AT(self, dependent, head) ((size_t)(dependent) * (self)->size + (size_t)(head))

static void find_best(struct edmonds *self, size_t node) {
    size_t best = 0; /* the root is always live */
    for (size_t head = 1; head < self->size; head++)
        if (head != node && self->live[head] && self->score[AT(self, node, head)] > self->score[AT(self, node, best)])
            best = head;
    self->best[node] = (int16_t)best;
}

/* Finds a cycle among the best arcs of the live nodes; returns one of its nodes, or 0. */
static size_t find_cycle(struct edmonds *self) {
    memset(self->mark, 0, self->size * sizeof *self->mark);
    for (size_t start = 1; start < self->size; start++) {
        if (!self->live[start] || self->mark[start]) continue;
        size_t node = start;
        while (node && !self->mark[node]) {
            self->mark[node] = (int16_t)start;
            node = (size_t)self->best[node];
        }
        if (node && self->mark[node] == (int16_t)start) return node;
    }
    return 0;
}

/* The member of cycle `cycle` (its id) at which the chosen arcs enter it. */
static int16_t entered(const struct edmonds *self, int16_t cycle) {
    for (size_t node = 1; node < self->size; node++) {
        if (self->chosen[node] < 0) continue;
        for (int16_t at = (int16_t)node; at; at = self->parent[at])
            if (self->parent[at] == cycle) return at;
    }
    return 0;
}

/* Solves the live nodes: sets chosen[] for the original dependents. Recursion is as deep as there are cycles: below n.
 */
static void solve(struct edmonds *self, size_t depth, size_t top) {
    size_t inside = find_cycle(self);
    if (!inside) {
        for (size_t node = 1; node < self->size; node++)
            if (self->live[node]) {
                size_t arc = AT(self, node, self->best[node]);
                self->chosen[self->to[arc]] = self->from[arc];
            }
        return;
    }
    /* the members of the cycle, and the arcs within it as original pairs */
    size_t first = top, kept = inside;
    for (size_t node = inside;;) {
        size_t arc = AT(self, node, self->best[node]);
        self->stack[top * 4] = (int16_t)node;
        self->stack[top * 4 + 1] = self->from[arc];
        self->stack[top * 4 + 2] = self->to[arc];
        self->stack[top * 4 + 3] = self->id[node];
        self->parent[self->id[node]] = (int16_t)(self->size + depth);
        top++;
        node = (size_t)self->best[node];
        if (node == inside) break;
    }
    /* what each member loses when another arc enters it */
    for (size_t other = 0; other < self->size; other++) {
        if (!self->live[other]) continue;
        bool member = false;
        for (size_t i = first; i < top; i++) member |= (size_t)self->stack[i * 4] == other;
        if (member) continue;
        double enter = NEVER, leave = NEVER;
        size_t enter_arc = 0, leave_arc = 0;
        for (size_t i = first; i < top; i++) {
            size_t node = (size_t)self->stack[i * 4];
            double value = self->score[AT(self, node, other)] - self->score[AT(self, node, self->best[node])];
            if (i == first || value > enter) enter = value, enter_arc = AT(self, node, other);
            if (other && (i == first || self->score[AT(self, other, node)] > leave))
                leave = self->score[AT(self, other, node)], leave_arc = AT(self, other, node);
        }
        size_t in = AT(self, kept, other);
        int16_t from = self->from[enter_arc], to = self->to[enter_arc];
        self->score[in] = enter;
        self->from[in] = from;
        self->to[in] = to;
        if (other) {
            size_t out = AT(self, other, kept);
            from = self->from[leave_arc], to = self->to[leave_arc];
            self->score[out] = leave;
            self->from[out] = from;
            self->to[out] = to;
        }
    }
    self->id[kept] = (int16_t)(self->size + depth);
    for (size_t i = first; i < top; i++) {
        size_t node = (size_t)self->stack[i * 4];
        if (node != kept) self->live[node] = false;
    }
    for (size_t node = 1; node < self->size; node++)
        if (self->live[node] && (node == kept || !self->live[self->best[node]] || (size_t)self->best[node] == kept))
            find_best(self, node);
    solve(self, depth + 1, top);
    /* open the cycle: all its arcs hold but that of the member entered from outside */
    int16_t member = entered(self, (int16_t)(self->size + depth));
    for (size_t i = first; i < top; i++)
        if (self->stack[i * 4 + 3] != member) self->chosen[self->stack[i * 4 + 2]] = self->stack[i * 4 + 1];
}

static void edmonds(const float *scores, size_t stride, size_t root, size_t count, int32_t *heads, void *room) {
    struct edmonds self = { .size = count + 1 };
    size_t cells = self.size * self.size;
    char *at = room;
    self.score = (double *)(void *)at, at += cells * sizeof(double);
    self.from = (int16_t *)(void *)at, at += cells * sizeof(int16_t);
    self.to = (int16_t *)(void *)at, at += cells * sizeof(int16_t);
    self.best = (int16_t *)(void *)at, at += self.size * sizeof(int16_t);
    self.chosen = (int16_t *)(void *)at, at += self.size * sizeof(int16_t);
    self.mark = (int16_t *)(void *)at, at += self.size * sizeof(int16_t);
    self.id = (int16_t *)(void *)at, at += self.size * sizeof(int16_t);
    self.parent = (int16_t *)(void *)at, at += self.size * 2 * sizeof(int16_t);
    self.stack = (int16_t *)(void *)at, at += self.size * 2 * 4 * sizeof(int16_t);
    memset(self.parent, 0, self.size * 2 * sizeof(int16_t));
    self.live = (bool *)at;
    for (size_t d = 0; d < self.size; d++) {
        for (size_t h = 0; h < self.size; h++) {
            size_t arc = AT(&self, d, h);
            self.from[arc] = (int16_t)h;
            self.to[arc] = (int16_t)d;
            self.score[arc] = d == 0 || d == h ? NEVER
                              : h == 0         ? (double)scores[(d - 1) * stride + root] - PENALTY
                                               : (double)scores[(d - 1) * stride + h - 1];
        }
        self.live[d] = true;
        self.id[d] = (int16_t)d;
        self.chosen[d] = -1;
    }
    for (size_t node = 1; node < self.size; node++) find_best(&self, node);
    solve(&self, 0, 0);
    for (size_t i = 0; i < count; i++) heads[i] = self.chosen[i + 1] - 1;
}

void vdt_tree_decode(const float *scores, size_t stride, size_t root, size_t count, int32_t *heads, void *room) {
    for (size_t i = 0; i < count; i++) {
        size_t best = root;
        for (size_t head = 0; head < count; head++)
            if (head != i && scores[i * stride + head] > scores[i * stride + best]) best = head;
        heads[i] = best == root ? -1 : (int32_t)best;
    }
    if (!is_tree(heads, count, room)) edmonds(scores, stride, root, count, heads, room);
}
