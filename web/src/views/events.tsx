// SPDX-License-Identifier: Apache-2.0
// The sentences behind a number; one event with its why and its marks; all alarms; the log of marks.
import { useState } from 'preact/hooks';
import { post, renew, useApi, type Problem } from '../api';
import { to, type Route } from '../route';
import { PLOVER, STATUSES, days, partyNames, plural, reportTitle, time } from '../words';
import type { Alarm, EventRecord, Mark } from '../types';
import { EventFacts, EventTable, Evidence } from '../parts/event';
import { Filters, filtersOf } from '../parts/filters';
import { Heading, Load, Trouble } from '../parts/basics';
import { Files, Listing, Table } from '../parts/table';
import { Tree } from '../parts/tree';
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
            <Heading title="Alarms" note="The newest first. One alarm an episode: it is not repeated until the series has come back below its bound. Alarms that rest on the same events stand together." />
            <Listing<Alarm> path="/alarms" params={{ ...filtersOf(route), groups: 'true' }} what="alarms">{alarms => <><h2 class="hidden">All of them</h2><Alarms alarms={alarms} /></>}</Listing>
        </>
    );
}

export function EventView({ id }: { id: string }) {
    const answer = useApi<EventRecord>(`/events/${encodeURIComponent(id)}`);
    return (
        <Load answer={answer} what="the event">{event => (
            <>
                <Heading title={<>{partyNames(event.source) || 'Somebody'} <span class="arrow">→</span> {partyNames(event.target) || 'nobody named'}</>}
                    note={<>{event.plover.event}, {days(event.date?.from, event.date?.to)}. In <a href={to(['report', event.report], { event: event.id })}>{event.report_title || reportTitle({ id: event.report })}</a>{event.publisher && <>, {event.publisher}</>}{event.published && <>, {time(event.published)}</>}.</>} />
                <div class="columns">
                    <div>
                        <div class="big"><Evidence event={event} /></div>
                        <EventFacts event={event} />
                        <Why event={event} />
                    </div>
                    <aside class="noprint"><MarkForm event={event} /></aside>
                </div>
            </>
        )}</Load>
    );
}

interface WhyAnswer { text?: string; lines?: string[]; [key: string]: unknown }

/** How the event came about: the parse, the pattern and its line, each attribute's reason. */
export function Why({ event }: { event: EventRecord }) {
    const answer = useApi<WhyAnswer>(`/events/${encodeURIComponent(event.id)}/why`);
    return (
        <section>
            <h2>Why</h2>
            <Tree event={event} />
            <Load answer={answer} what="how it came about">{why => (
                <pre class="why" tabIndex={0}>{why.text ?? why.lines?.join('\n') ?? JSON.stringify(why, null, 2)}</pre>
            )}</Load>
        </section>
    );
}

/* ---- marks ---- */

const CORRECTIONS: [string, string, string[] | string][] = [
    // key of the record, label, choices or an example
    ['source', 'Source codes', 'RUSMIL, BLRMIL'], ['target', 'Target codes', 'UKR'], ['plover', 'Act', PLOVER.map(entry => entry.name)],
    ['cameo', 'CAMEO', '154'], ['status', 'Status', Object.keys(STATUSES)], ['date', 'Date', '2026-03-24'], ['place', 'Place', 'Kharkiv'],
];

/** What was typed, in the form of the record, as `vedette evaluate` reads it. */
function correctionOf(typed: Record<string, string>): Record<string, unknown> | undefined {
    const out: Record<string, unknown> = {};
    for (const [name, text] of Object.entries(typed)) {
        const value = text.trim();
        if (!value) continue;
        if (name === 'source' || name === 'target') out[name] = value.split(/[\s,;]+/).map(code => ({ code: code.toUpperCase() }));
        else if (name === 'plover') out[name] = { event: value };
        else if (name === 'date') out[name] = { from: value.slice(0, 10), to: value.slice(-10) };
        else if (name === 'place') out[name] = { name: value };
        else out[name] = value;
    }
    return Object.keys(out).length ? out : undefined;
}

/** The last mark of an event is the one in force, so each new one repeats what it does not change. */
export function MarkForm({ event }: { event: EventRecord }) {
    const [problem, setProblem] = useState<Problem | null>(null);
    const [typed, type] = useState<Record<string, string>>({});
    const [note, setNote] = useState('');
    const [said, say] = useState('');
    const last = event.marks?.[event.marks.length - 1];
    const correction = correctionOf(typed);
    const send = (mark: Omit<Mark, 'event'>) => void post('/marks', {
        event: event.id, verdict: last?.verdict || undefined, mute: last?.mute ?? false, ...mark,
    }).then(
        () => { setProblem(null); say('Kept.'); setNote(''); type({}); renew(); },
        (reason: Problem) => { say(''); setProblem(reason); });
    return (
        <section class="marking" aria-labelledby={`marking-${event.id}`}>
            <h2 id={`marking-${event.id}`}>Is it right?</h2>
            <p class="row">
                <button type="button" aria-pressed={last?.verdict === 'right'} onClick={() => send({ verdict: 'right' })}>Right</button>
                <button type="button" aria-pressed={last?.verdict === 'wrong'} onClick={() => send({ verdict: 'wrong' })}>Wrong</button>
                <button type="button" aria-pressed={last?.mute ?? false} onClick={() => send({ mute: !last?.mute })}>{last?.mute ? 'Unmute' : 'Mute'}</button>
            </p>
            <form onSubmit={e => { e.preventDefault(); send({ ...(correction ? { verdict: 'wrong', correction } : {}), ...(note ? { note } : {}) }); }}>
                <details>
                    <summary>Correct it</summary>
                    {CORRECTIONS.map(([name, label, of]) => {
                        const set = (e: Event) => type({ ...typed, [name]: (e.currentTarget as HTMLInputElement).value });
                        return <label key={name}><span>{label}</span>{typeof of === 'string'
                            ? <input type="text" name={name} value={typed[name] ?? ''} placeholder={of} onInput={set} spellcheck={false} />
                            : <select name={name} value={typed[name] ?? ''} onChange={set}><option value="">as it is</option>{of.map(value => <option key={value}>{value}</option>)}</select>}</label>;
                    })}
                </details>
                <label><span>Note</span><textarea name="note" rows={2} value={note} onInput={e => setNote(e.currentTarget.value)} /></label>
                <p><button type="submit" disabled={!note && !correction}>Keep</button> <output aria-live="polite">{said}</output></p>
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
        mark.correction && Object.entries(mark.correction).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', '),
        mark.note && `“${mark.note}”`,
        mark.mute && 'muted',
    ].filter(Boolean);
    return <>{parts.join(' · ') || 'taken back'} <span class="soft">{time(mark.at)}{mark.who && `, ${mark.who}`}</span></>;
}

/** A line of the log: who did what to what, and beside that whatever was said. */
interface AuditLine { at: string; who: string; what: string; event?: string | null; [name: string]: unknown }

export function AuditView() {
    return (
        <>
            <Heading title="Log of marks" note="Who judged what, the newest first. Nothing is taken out." />
            <Listing<AuditLine> path="/audit" params={{}} what="marks">{lines => (
                <Table rows={lines} caption="Log of marks" name={(line, i) => `${line.at}${i}`} columns={[
                    { title: 'When', value: line => line.at, show: line => <span class="nowrap">{time(line.at)}</span> },
                    { title: 'Who', value: line => line.who },
                    { title: 'What', value: line => line.what },
                    { title: 'Event', value: line => line.event, show: line => line.event ? <a href={to(['event', line.event])}>{line.event}</a> : '–' },
                    { title: 'Said', value: said },
                ]} />
            )}</Listing>
        </>
    );
}

function said(line: AuditLine): string {
    const { number: _number, at: _at, who: _who, what: _what, event: _event, ...rest } = line;
    return Object.entries(rest).filter(([, value]) => value !== null && value !== '' && value !== false)
        .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(', ');
}
