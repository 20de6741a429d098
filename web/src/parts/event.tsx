// SPDX-License-Identifier: Apache-2.0
// An event: in its sentence, as a line of a table, and with all that is known of it.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { cut, type Span } from '../spans';
import { to } from '../route';
import { actionTitle, days, onWhoseWord, percent, plural, time, number } from '../words';
import type { EventRecord, Party } from '../types';
import { More, Parties, StatusTag } from './basics';

const spansOf = (parties: Party[], kind: string): Span[] => parties
    .filter(party => party.begin !== null && party.end !== null)
    .map(party => ({ begin: party.begin!, end: party.end!, kind, title: `${kind}: ${party.code || party.text}` }));

export function eventSpans(event: EventRecord): Span[] {
    return [
        { begin: event.trigger.begin, end: event.trigger.end, kind: 'action', title: `action: ${event.plover.event}` },
        ...spansOf(event.source, 'source'), ...spansOf(event.target, 'target'), ...spansOf(event.voice, 'voice'),
    ];
}

/** The sentence, with who, what, whom and on whose word underlined. */
export function Sentence({ event }: { event: EventRecord }) {
    return (
        <>{cut(event.text, eventSpans(event), event.begin).map((piece, i) => piece.spans.reduceRight<ComponentChildren>(
            (inner, span) => <mark class={span.kind} title={span.title}>{inner}</mark>, <span key={i}>{piece.text}</span>))}</>
    );
}

export function Act({ event }: { event: EventRecord }) {
    return <span class="act" title={actionTitle(event)}><i class={`swatch q${event.quad}`} aria-hidden="true" />{event.plover.event}</span>;
}

export function WhoWhom({ event }: { event: EventRecord }) {
    return <><Parties parties={event.source} /> <span class="arrow" aria-label="to">→</span> <Parties parties={event.target} none="–" /></>;
}

/** In how many reports it stands, beyond its own. */
export function Corroboration({ event }: { event: EventRecord }) {
    if (!event.story_reports || event.story_reports < 2) return <span class="soft">one report</span>;
    const text = plural(event.story_reports, 'report');
    return event.story ? <a href={to(['story', event.story])}>story of {text}</a> : <span>{text}</span>;
}

export function Verdicts({ event }: { event: EventRecord }) {
    const last = event.marks?.[event.marks.length - 1];
    if (!last) return null;
    const words = [last.verdict && `marked ${last.verdict}`, last.correction && Object.keys(last.correction).length > 0 && 'corrected',
        last.note && 'noted', last.mute && 'muted'].filter(Boolean);
    return words.length ? <span class="verdict">{words.join(', ')}</span> : null;
}

/** A sentence as evidence: the quotation, and under it one line that says what it was coded as. */
export function Evidence({ event }: { event: EventRecord }) {
    const word = onWhoseWord(event);
    return (
        <figure class={`evidence ${event.status}`}>
            <blockquote><a class="quiet" href={to(['event', event.id])}><Sentence event={event} /></a></blockquote>
            <figcaption>
                <Act event={event} />
                <span><WhoWhom event={event} /></span>
                <span>{days(event.date?.from, event.date?.to)}</span>
                <StatusTag status={event.status} />
                {event.conditional && <span class="tag">on a condition</span>}
                {event.historical && <span class="tag">history</span>}
                {word && <span class="word">{word}</span>}
                <span class="soft">{event.publisher || 'unnamed publisher'}</span>
                <Corroboration event={event} />
                <Verdicts event={event} />
            </figcaption>
        </figure>
    );
}

/** Many events, one a row, `first` of them at once. On a narrow screen each row becomes a small block. */
export function EventTable({ events, caption, first = Infinity }: { events: EventRecord[]; caption: string; first?: number }) {
    const [most, setMost] = useState(first);
    return (
        <><table class="events">
            <caption class="hidden">{caption}</caption>
            <thead><tr><th scope="col">Date</th><th scope="col">Who → whom</th><th scope="col">Act</th><th scope="col">Sentence</th><th scope="col">Status, on whose word</th><th scope="col" class="n">Sure</th></tr></thead>
            <tbody>{events.slice(0, most).map(event => (
                <tr key={event.id}>
                    <td class="date"><a href={to(['event', event.id])}>{days(event.date?.from, event.date?.to)}</a></td>
                    <td class="who"><WhoWhom event={event} /></td>
                    <td><Act event={event} /></td>
                    <td class="sentence"><a class="quiet" href={to(['event', event.id])}><Sentence event={event} /></a>
                        <span class="soft from">{event.publisher}{event.published && ` · ${time(event.published)}`}</span></td>
                    <td><StatusTag status={event.status} />{event.historical && <span class="tag">history</span>} <span class="word">{onWhoseWord(event)}</span> <Verdicts event={event} /></td>
                    <td class="n">{percent(event.confidence)}</td>
                </tr>
            ))}</tbody>
        </table>
        {events.length > most && <More count={most} total={events.length} load={() => setMost(most + 4 * first)} />}</>
    );
}

/** All of an event, as a list of names and values. */
export function EventFacts({ event }: { event: EventRecord }) {
    const place = event.place;
    return (
        <dl class="facts">
            <dt>Source</dt><dd><Detail parties={event.source} /></dd>
            <dt>Act</dt><dd><Act event={event} /> — {actionTitle(event)}{event.goldstein !== null && ` · Goldstein ${number(event.goldstein)}`}</dd>
            <dt>Target</dt><dd><Detail parties={event.target} /></dd>
            <dt>Status</dt><dd><StatusTag status={event.status} /> {event.conditional && 'on a condition '}{event.historical && 'told as history '}</dd>
            <dt>Voice</dt><dd>{event.voice.length ? <Detail parties={event.voice} /> : 'the report’s own'}</dd>
            <dt>Date</dt><dd>{days(event.date?.from, event.date?.to)}{event.date?.text && ` — “${event.date.text}”`}{event.date?.basis === 'report' && ' — the day of the report stands in'}</dd>
            <dt>Place</dt><dd>{place ? <>{place.name}{place.country && `, ${place.country}`}{place.text && ` — “${place.text}”`}</> : 'not told'}</dd>
            {event.amounts.length > 0 && <><dt>Amounts</dt><dd>{event.amounts.map((amount, i) => <span key={i}>{i > 0 && '; '}{amount.what}: {amount.text}</span>)}</dd></>}
            <dt>Confidence</dt><dd>{percent(event.confidence)} — the chance that type and parties are right</dd>
            <dt>Coded by</dt><dd><code>{event.by}</code>{event.version && <> · <code>{event.version}</code></>}</dd>
        </dl>
    );
}

function Detail({ parties }: { parties: Party[] }) {
    if (!parties.length) return <>nobody named</>;
    return <>{parties.map((party, i) => (
        <span key={i}>{i > 0 && '; '}<Parties parties={[party]} />{party.code && <> <code>{party.code}</code></>}
            {party.text && <> — “{party.text}”</>}{party.cue && <> {party.cue}</>}</span>
    ))}</>;
}
