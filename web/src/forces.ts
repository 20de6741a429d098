// SPDX-License-Identifier: Apache-2.0
// Where the nodes of a network stand: springs along the edges, repulsion between all (after Fruchterman and Reingold
// 1991). No chance in it: the same network always looks the same.

export interface Node { code: string; n: number; x: number; y: number }

export function layOut(nodes: { code: string; n: number }[], edges: { source: string; target: string; n: number }[], width: number, height: number): Map<string, Node> {
    // a spiral as the start, the busiest in the middle
    const placed = nodes.map((node, i) => {
        const angle = i * 2.399963, radius = 0.45 * Math.sqrt((i + 0.5) / nodes.length);
        return { ...node, x: width * (0.5 + radius * Math.cos(angle)), y: height * (0.5 + radius * Math.sin(angle)) };
    });
    const byCode = new Map(placed.map(node => [node.code, node]));
    const ideal = 0.72 * Math.sqrt(width * height / Math.max(1, nodes.length));
    const most = Math.max(1, ...edges.map(edge => edge.n)) * 2;
    // both directions of a pair are one spring; who has many springs is not crushed by them
    const pairs = new Map<string, { from: Node; till: Node; n: number }>();
    const degree = new Map<Node, number>();
    for (const edge of edges) {
        const from = byCode.get(edge.source), till = byCode.get(edge.target);
        if (!from || !till || from === till) continue;
        const key = [edge.source, edge.target].sort().join('>');
        const pair = pairs.get(key);
        if (pair) { pair.n += edge.n; continue; }
        pairs.set(key, { from, till, n: edge.n });
        for (const node of [from, till]) degree.set(node, (degree.get(node) ?? 0) + 1);
    }
    const links = [...pairs.values()].map(pair => ({
        ...pair, pull: (0.5 + 0.5 * Math.sqrt(pair.n / most)) / Math.sqrt(Math.min(degree.get(pair.from)!, degree.get(pair.till)!)),
    }));
    const ROUNDS = 260;
    for (let round = 0; round < ROUNDS; round++) {
        const reach = ideal * 0.9 * (1 - round / ROUNDS) + 0.5;
        const push = new Map(placed.map(node => [node, { x: (width / 2 - node.x) * 0.06, y: (height / 2 - node.y) * 0.1 }]));
        for (let i = 0; i < placed.length; i++) {
            for (let j = i + 1; j < placed.length; j++) {
                const a = placed[i]!, b = placed[j]!;
                const dx = a.x - b.x || 0.1, dy = a.y - b.y || 0.1, square = dx * dx + dy * dy;
                if (square > 4 * ideal * ideal) continue; // what lies apart stays within sight
                const force = ideal * ideal / square;
                const pa = push.get(a)!, pb = push.get(b)!;
                pa.x += dx * force; pa.y += dy * force;
                pb.x -= dx * force; pb.y -= dy * force;
            }
        }
        for (const { from, till, pull } of links) {
            const dx = from.x - till.x, dy = from.y - till.y, distance = Math.hypot(dx, dy) || 0.1;
            const force = distance / ideal * pull;
            const a = push.get(from)!, b = push.get(till)!;
            a.x -= dx * force; a.y -= dy * force;
            b.x += dx * force; b.y += dy * force;
        }
        for (const node of placed) {
            const by = push.get(node)!, size = Math.hypot(by.x, by.y) || 1;
            node.x += by.x / size * Math.min(size, reach);
            node.y += by.y / size * Math.min(size, reach);
        }
    }
    fit(placed, width, height);
    return byCode;
}

/** Stretches the picture over the sheet; the margins hold the names. */
function fit(nodes: Node[], width: number, height: number): void {
    const MARGIN = { x: 90, y: 34 };
    const side = (key: 'x' | 'y', size: number): void => {
        const low = Math.min(...nodes.map(node => node[key])), high = Math.max(...nodes.map(node => node[key]));
        for (const node of nodes) node[key] = high > low ? MARGIN[key] + (node[key] - low) / (high - low) * (size - 2 * MARGIN[key]) : size / 2;
    };
    side('x', width);
    side('y', height);
}
