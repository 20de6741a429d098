// SPDX-License-Identifier: Apache-2.0
// The tree of a sentence: its words in a row, and over them an arc from each word to the one that it hangs on.
import { useApi } from '../api';
import type { EventRecord, Parse, ParsedWord } from '../types';
import { Load } from './basics';
import { eventSpans } from './event';
import { Table } from './table';

const SIGN = 8.2, GAP = 16, RISE = 22, FOOT = 46;

/** What the event takes a word for: action, source, target, voice. */
type Roles = Map<number, string>;

function rolesOf(words: ParsedWord[], event: EventRecord): Roles {
    const spans = eventSpans(event);
    return new Map(words.flatMap(word => {
        const span = spans.find(one => word.begin >= one.begin && word.end <= one.end);
        return span ? [[word.id, span.kind] as const] : [];
    }));
}

/** How high each arc goes: over all that lie within it. */
function levelsOf(words: ParsedWord[]): Map<number, number> {
    const arcs = words.filter(word => word.head > 0).map(word => ({ id: word.id, from: Math.min(word.id, word.head), to: Math.max(word.id, word.head) }))
        .sort((a, b) => (a.to - a.from) - (b.to - b.from));
    const levels = new Map<number, number>();
    arcs.forEach((arc, n) => {
        const under = arcs.slice(0, n).filter(other => other.from < arc.to && other.to > arc.from);
        levels.set(arc.id, 1 + Math.max(0, ...under.map(other => levels.get(other.id)!)));
    });
    return levels;
}

function Arcs({ words, roles }: { words: ParsedWord[]; roles: Roles }) {
    const levels = levelsOf(words);
    const high = Math.max(1, ...levels.values()) * RISE + 16;
    let wide = 4;
    const at = new Map(words.map(word => {
        const own = Math.max([...word.form].length, [...word.upos].length, [...word.relation].length * 0.8) * SIGN + GAP;
        wide += own;
        return [word.id, wide - own / 2] as const;
    }));
    const arc = (word: ParsedWord) => {
        const left = word.head < word.id, end = at.get(word.id)! + (left ? -4 : 4), begin = at.get(word.head)! + (left ? 4 : -4);
        const top = high - levels.get(word.id)! * RISE;
        return { path: `M${begin} ${high}V${top + 5}Q${begin} ${top} ${begin + (end > begin ? 5 : -5)} ${top}H${end + (end > begin ? -5 : 5)}Q${end} ${top} ${end} ${top + 5}V${high}`, middle: (begin + end) / 2, top, end };
    };
    return (
        <div class="scroll" tabIndex={0} role="region" aria-label="The tree of the sentence, drawn">
            <svg class="tree" width={wide} height={high + FOOT} viewBox={`0 0 ${wide} ${high + FOOT}`} role="img" aria-label="Arcs from each word to the one that it hangs on; the table below says the same">
                {words.map(word => {
                    if (!word.head) return <path key={word.id} class="root" d={`M${at.get(word.id)} 2V${high}`} />;
                    const { path, middle, top, end } = arc(word);
                    return (
                        <g key={word.id} class={roles.get(word.id) ?? ''}>
                            <path d={path} /><path class="tip" d={`M${end - 3} ${high - 6}L${end} ${high}L${end + 3} ${high - 6}Z`} />
                            <text class="relation" x={middle} y={top + 4} text-anchor="middle">{word.relation}</text>
                        </g>
                    );
                })}
                {words.map(word => (
                    <g key={word.id} class={roles.get(word.id) ?? ''}>
                        <text class="form" x={at.get(word.id)} y={high + 18} text-anchor="middle">{word.form}</text>
                        <text class="upos" x={at.get(word.id)} y={high + 34} text-anchor="middle">{word.upos.toLowerCase()}</text>
                    </g>
                ))}
            </svg>
        </div>
    );
}

function Words({ words, roles }: { words: ParsedWord[]; roles: Roles }) {
    const forms = new Map(words.map(word => [word.id, word.form]));
    return (
        <details><summary>The tree as a table</summary>
            <Table rows={words} caption="The words and what they hang on" name={word => String(word.id)} columns={[
                { title: 'No.', numeric: true, value: word => word.id },
                { title: 'Word', value: word => word.form },
                { title: 'Lemma', value: word => word.lemma },
                { title: 'Part of speech', value: word => word.upos.toLowerCase() },
                { title: 'Relation', value: word => word.relation },
                { title: 'Hangs on', value: word => word.head, show: word => word.head ? `${word.head} ${forms.get(word.head)}` : 'nothing' },
                { title: 'In the event', value: word => roles.get(word.id) ?? '' },
            ]} />
        </details>
    );
}

/** The parse that the pattern matched, read again by the program's model. */
export function Tree({ event }: { event: EventRecord }) {
    const answer = useApi<Parse>(`/events/${encodeURIComponent(event.id)}/parse`);
    return (
        <Load answer={answer} what="the parse">{parse => {
            if (!parse.words.length) return <p class="nothing">{parse.version ? 'The store does not keep the sentence.' : 'This program has no model to parse with.'}</p>;
            const roles = rolesOf(parse.words, event);
            return (
                <>
                    <Arcs words={parse.words} roles={roles} />
                    <Words words={parse.words} roles={roles} />
                    <p class="note">As {parse.version} reads the sentence now{event.version && event.version !== parse.version && <>; the event was made by {event.version}</>}.</p>
                </>
            );
        }}</Load>
    );
}
