// SPDX-License-Identifier: Apache-2.0
// A text and the stretches in it that mean something, cut into pieces that can be shown one after the other.
// Offsets count code points; a script's strings count UTF-16 units: `pointsOf` is the bridge.

export interface Span {
    begin: number;
    end: number;
    kind: string;
    title?: string;
    event?: string;
    index?: number;
}

export interface Piece {
    text: string;
    begin: number;
    spans: Span[]; // all that lie over the piece, the longest first
}

/** Where the nth code point begins, in UTF-16 units; one entry more than there are code points. */
export function pointsOf(text: string): Uint32Array {
    const starts = new Uint32Array(text.length + 1);
    let count = 0;
    for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) starts[count++] = at;
    starts[count] = text.length;
    return starts.subarray(0, count + 1);
}

/** The text from code point `base`, cut wherever a span begins or ends. Spans outside of it are left away. */
export function cut(text: string, spans: Span[], base = 0): Piece[] {
    const starts = pointsOf(text);
    const size = starts.length - 1;
    const inside = spans
        .map(span => ({ ...span, begin: Math.max(0, span.begin - base), end: Math.min(size, span.end - base) }))
        .filter(span => span.begin < span.end)
        .sort((a, b) => a.begin - b.begin || b.end - a.end);
    const cuts = [...new Set([0, size, ...inside.flatMap(span => [span.begin, span.end])])].sort((a, b) => a - b);
    const pieces: Piece[] = [];
    let open: Span[] = [];
    let next = 0;
    for (let i = 0; i + 1 < cuts.length; i++) {
        const begin = cuts[i]!, end = cuts[i + 1]!;
        open = open.filter(span => span.end > begin);
        while (next < inside.length && inside[next]!.begin === begin) open.push(inside[next++]!);
        pieces.push({
            text: text.slice(starts[begin], starts[end]), begin: begin + base,
            spans: [...open].sort((a, b) => (b.end - b.begin) - (a.end - a.begin)),
        });
    }
    return pieces;
}
