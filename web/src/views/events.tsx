// SPDX-License-Identifier: Apache-2.0
// The sentences behind a number; one event with its why and its marks; all alarms; the log of marks.
import { useState } from 'preact/hooks';
import { post, renew, useApi, type Problem } from '../api';
import { to, type Route } from '../route';
import { PLOVER, STATUSES, day, days, partyNames, plural, time } from '../words';
import type { Alarm, EventRecord, Mark } from '../types';
import { EventFacts, EventTable, Evidence } from '../parts/event';
import { Filters, filtersOf } from '../parts/filters';
import { Heading, Load, Trouble } from '../parts/basics';
import { Files, Listing } from '../parts/table';
import { Alarms } from './today';

export function EventsView({ route }: { route: Route }) {
    const params = filtersOf(route);
    return (
        <>
            <Heading title="Sentences" note="Every event is a sentence that somebody published." />
            <Filters route={route} open />
            <Listing<EventRecord> path="/events" params={params} what="sentences">{(events, total) => (
                <>
                    <p class="total">{plural(total, 'event')}</p>
                    <EventTable events={events} caption="Events, each with its sentence" />
                </>
            )}</Listing>
            <Files path="/events" params={params} kinds={['geojson']} />
        </>
    );
}

export function AlarmsView({ route }: { route: Route }) {
    return (
        <>
            <Heading title="Alarms" note="The newest first. One alarm an episode: it is not repeated until the series has come back below its bound." />
            <Listing<Alarm> path="/alarms" params={filtersOf(route)} what="alarms">{alarms => <Alarms alarms={alarms} />}</Listing>
        </>
    );
}

export function EventView({ id }: { id: string }) {
    const answer = useApi<EventRecord>(`/events/${encodeURIComponent(id)}`);
    return (
        <Load answer={answer} what="the event">{event => (
            <>
                <Heading title={<>{partyNames(event.source) || 'Somebody'} <span class="arrow">→</span> {partyNames(event.target) || 'nobody named'}</>}
                    note={<>{event.plover.event}, {days(event.date?.from, event.date?.to)}. In <a href={to(['report', event.report], { event: event.id })}>{event.report_title || 'the report'}</a>{event.publisher && <>, {event.publisher}</>}{event.published && <>, {time(event.published)}</>}.</>} />
                <div class="columns">
                    <div>
                        <div class="big"><Evidence event={event} /></div>
                        <EventFacts event={event} />
                        <Why id={event.id} />
                    </div>
                    <aside class="noprint"><MarkForm event={event} /></aside>
                </div>
            </>
        )}</Load>
    );
}

interface WhyAnswer { text?: string; lines?: string[]; [key: string]: unknown }

/** How the event came about: the parse, the pattern and its line, each attribute's reason. */
export function Why({ id }: { id: string }) {
    const answer = useApi<WhyAnswer>(`/events/${encodeURIComponent(id)}/why`);
    return (
        <section>
            <h2>Why</h2>
            <Load answer={answer} what="how it came about">{why => (
                <pre class="why" tabIndex={0}>{why.text ?? why.lines?.join('\n') ?? JSON.stringify(why, null, 2)}</pre>
            )}</Load>
        </section>
    );
}

/* ---- marks ---- */

const CORRECTIONS: [string, string, string[] | null][] = [
    ['source', 'Source code', null], ['target', 'Target code', null], ['plover', 'Act', PLOVER.map(entry => entry.name)],
    ['cameo', 'CAMEO', null], ['status', 'Status', Object.keys(STATUSES)], ['date', 'Date', null], ['place', 'Place', null],
];

export function MarkForm({ event }: { event: EventRecord }) {
    const [problem, setProblem] = useState<Problem | null>(null);
    const [correction, setCorrection] = useState<Record<string, string>>({});
    const [note, setNote] = useState('');
    const [said, say] = useState('');
    const send = (mark: Omit<Mark, 'event'>) => void post('/marks', { event: event.id, ...mark }).then(
        () => { setProblem(null); say('Kept.'); setNote(''); setCorrection({}); renew(); },
        (reason: Problem) => { say(''); setProblem(reason); });
    const filled = Object.fromEntries(Object.entries(correction).filter(([, value]) => value !== ''));
    const muted = event.marks?.[event.marks.length - 1]?.mute ?? false;
    return (
        <section class="marking" aria-labelledby="marking-title">
            <h2 id="marking-title">Is it right?</h2>
            <p class="row">
                <button type="button" onClick={() => send({ verdict: 'right' })}>Right</button>
                <button type="button" onClick={() => send({ verdict: 'wrong' })}>Wrong</button>
                <button type="button" onClick={() => send({ mute: !muted })}>{muted ? 'Unmute' : 'Mute'}</button>
            </p>
            <form onSubmit={e => { e.preventDefault(); send({ verdict: Object.keys(filled).length ? 'wrong' : undefined, correction: Object.keys(filled).length ? filled : undefined, note: note || undefined }); }}>
                <details>
                    <summary>Correct it</summary>
                    {CORRECTIONS.map(([name, label, of]) => {
                        const set = (e: Event) => setCorrection({ ...correction, [name]: (e.currentTarget as HTMLInputElement).value });
                        return <label key={name}><span>{label}</span>{of
                            ? <select value={correction[name] ?? ''} onChange={set}><option value="">as it is</option>{of.map(value => <option key={value}>{value}</option>)}</select>
                            : <input type="text" value={correction[name] ?? ''} placeholder={name === 'date' ? '2026-03-24' : 'as it is'} onInput={set} spellcheck={false} />}</label>;
                    })}
                </details>
                <label><span>Note</span><textarea rows={2} value={note} onInput={e => setNote(e.currentTarget.value)} /></label>
                <p><button type="submit" disabled={!note && !Object.keys(filled).length}>Keep</button> <output aria-live="polite">{said}</output></p>
            </form>
            {problem && <Trouble problem={problem} />}
            {event.marks && event.marks.length > 0 && (
                <ol class="changes">{event.marks.map((mark, i) => <li key={i}><MarkLine mark={mark} /></li>)}</ol>
            )}
            <p class="note">Marks are kept beside the event and never change it. They feed <code>vedette evaluate</code>. <a href={to(['audit'])}>The log</a></p>
        </section>
    );
}

function MarkLine({ mark }: { mark: Mark }) {
    const parts = [
        mark.verdict,
        mark.correction && Object.entries(mark.correction).map(([name, value]) => `${name}: ${String(value)}`).join(', '),
        mark.note && `“${mark.note}”`,
        mark.mute !== undefined && mark.mute !== null && (mark.mute ? 'muted' : ''),
    ].filter(Boolean);
    return <>{parts.join(' · ') || 'no verdict'} <span class="soft">{time(mark.at)}{mark.who && `, ${mark.who}`}</span></>;
}

export function AuditView() {
    return (
        <>
            <Heading title="Log of marks" note="Who judged what, in order. Nothing is taken out." />
            <Listing<Mark> path="/audit" params={{}} what="marks">{marks => (
                <ol class="changes log">{marks.map((mark, i) => (
                    <li key={i}><a href={to(['event', mark.event])}>{day(mark.at)}: {mark.event}</a> <MarkLine mark={mark} /></li>
                ))}</ol>
            )}</Listing>
        </>
    );
}
