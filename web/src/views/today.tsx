// SPDX-License-Identifier: Apache-2.0
// The first view: what changed, how unusual that is, and on which sentences it rests.
import { useState } from 'preact/hooks';
import { post, renew, useApi, type Problem } from '../api';
import { to } from '../route';
import { addDays, chance, day, howMany, longDay, number, percent, plural, unitNames, unitTitle } from '../words';
import type { Alarm, DayCount, Dyad, EventRecord, List, SeriesData, StoreStatus, Today } from '../types';
import { Evidence } from '../parts/event';
import { EntryLine } from './ledger';
import { Count, Heading, Load, Making, Trouble } from '../parts/basics';
import { Table } from '../parts/table';
import { Spark } from '../parts/spark';

/** The front page. What the store itself tells stands at once; the alarms come when they are reckoned. */
export function TodayView({ status }: { status: StoreStatus }) {
    const answer = useApi<Today>('/today');
    if (!status.reports) return <Empty />;
    const unwatched = answer.problem?.status === 404;
    return (
        <>
            <Heading title={status.last_day ? longDay(status.last_day) : 'Today'}
                note={`${plural(status.reports, 'report')} read, ${plural(status.events, 'event')} found in them, ${day(status.first_day)} to ${day(status.last_day)}.`} />
            <div class="front">
                <div>
                    <section aria-labelledby="alarms-title">
                        <h2 id="alarms-title">What changed</h2>
                        {unwatched ? <p class="nothing">This store is not watched: there are no alarms to show. That is not calm.</p>
                            : <Load answer={answer} what="the alarms">{today => <Alarms alarms={today.alarms} />}</Load>}
                        <p class="note"><a href={to(['alarms'])}>All alarms</a> · A day is an alarm when it stands further from its baseline than days of its past did, within a budget of false alarms. <a href={to(['method'])}>How</a></p>
                    </section>
                    {status.last_day && <Busiest last={status.last_day} />}
                </div>
                <aside>
                    <section aria-labelledby="ledger-title">
                        <h2 id="ledger-title">New in the ledger</h2>
                        {answer.data && (answer.data.ledger.length ? answer.data.ledger.slice(0, 8).map(entry => <EntryLine key={entry.id} entry={entry} />)
                            : answer.data.making ? <Making what="the ledger" />
                                : <p class="nothing">No new threat, demand, promise, warning or denial.</p>)}
                        <p class="note"><a href={to(['ledger'])}>The whole ledger</a></p>
                    </section>
                    <Coverage coverage={answer.data?.coverage ?? {}} status={status} />
                </aside>
            </div>
        </>
    );
}

/** The pairs of the last thirty days, alarm or not. */
function Busiest({ last }: { last: string }) {
    const from = addDays(last, -29);
    const answer = useApi<List<Dyad>>('/dyads', { from, to: last, limit: 10 });
    if (!answer.data?.items.length) return null;
    return (
        <section aria-labelledby="busiest-title">
            <h2 id="busiest-title">Busiest of the last 30 days</h2>
            <Table rows={answer.data.items} caption="Busiest pairs" name={dyad => `${dyad.source}>${dyad.target}`} columns={[
                { title: 'Source → target', value: dyad => dyad.source, show: dyad => <UnitLink unit={`${dyad.source}>${dyad.target}`} /> },
                { title: 'Events', numeric: true, value: dyad => dyad.events, show: dyad => <Count value={dyad.events} query={{ source: dyad.source, target: dyad.target, from, to: last }} /> },
                { title: 'Conflict', numeric: true, value: dyad => dyad.conflict, show: dyad => <Count value={dyad.conflict} query={{ source: dyad.source, target: dyad.target, quad: '3,4', from, to: last }} /> },
                { title: 'Last', value: dyad => dyad.last, show: dyad => <span class="nowrap">{day(dyad.last)}</span> },
            ]} />
        </section>
    );
}

function Empty() {
    return (
        <>
            <Heading title="Nothing has been read yet" />
            <p>This store holds no report. Add some, and they show here:</p>
            <pre><code>vedette add STORE reports.jsonl</code></pre>
            <p>or let <code>vedette follow STORE</code> read feeds. Nothing is made up in the meantime: no data is not calm.</p>
        </>
    );
}

export function Alarms({ alarms }: { alarms: Alarm[] }) {
    const [muted, show] = useState(false);
    const open = alarms.filter(alarm => alarm.state !== 'muted');
    const shown = muted ? alarms : open;
    return (
        <>
            {!shown.length && <p class="nothing">No series departs from its baseline.</p>}
            <ol class="alarms">{shown.map(alarm => <li key={alarm.id}><AlarmItem alarm={alarm} /></li>)}</ol>
            {open.length < alarms.length && <p class="note"><button type="button" class="link" onClick={() => show(!muted)}>
                {muted ? 'Hide' : 'Show'} {plural(alarms.length - open.length, 'muted alarm')}</button></p>}
        </>
    );
}

/** "46 where about 8 were expected". */
function headline(alarm: Alarm): string {
    if (alarm.kind === 'volume-gap') return `gone quiet: ${number(alarm.value)} where about ${number(alarm.expected)} were expected`;
    if (alarm.kind === 'change') return `a new level: ${number(alarm.value)} after about ${number(alarm.expected)}`;
    const usual = alarm.expected < 0.05 ? 'hardly any were' : `about ${number(alarm.expected)} ${alarm.expected === 1 ? 'was' : 'were'}`;
    return `${number(alarm.value)} ${alarm.value === 1 ? 'event' : 'events'} where ${usual} expected`;
}

/** A sentence that copies repeat is evidence once. */
function different(events: EventRecord[]): EventRecord[] {
    return events.filter((event, i) => events.findIndex(other => other.text === event.text) === i);
}

export function UnitLink({ unit }: { unit: string }) {
    const names = unitNames(unit), codes = unit.split('>');
    return codes.length === 2
        ? <a href={to(['dyad', unit])}>{names[0]} <span class="arrow">→</span> {names[1]}</a>
        : <a href={to(['actor', unit])}>{names[0]}</a>;
}

export const unitQuery = (unit: string): Record<string, string> => {
    const [source, target] = unit.split('>');
    return target ? { source: source!, target } : { actor: source! };
};

function AlarmItem({ alarm }: { alarm: Alarm }) {
    const publishers = howMany(alarm.publishers), stories = howMany(alarm.stories);
    const from = alarm.since && alarm.since < alarm.date ? alarm.since : alarm.date;
    const evidence = alarm.evidence ?? [];
    return (
        <article class={`alarm ${alarm.state ?? 'open'}`} aria-labelledby={`alarm-${alarm.id}`}>
            <div class="head">
                <div>
                    <h3 id={`alarm-${alarm.id}`}><UnitLink unit={alarm.unit} /></h3>
                    <p class="what"><a class="count" href={to(['events'], { ...unitQuery(alarm.unit), from, to: alarm.date })}>{headline(alarm)}</a></p>
                    <p class="soft">
                        {day(alarm.date)}{from !== alarm.date && <>, since {day(from)}{alarm.probability ? ` (${percent(alarm.probability)} sure)` : ''}</>} · {chance(alarm.p)} · bound {number(alarm.bound)} · score {number(alarm.score)}
                    </p>
                    <p class="soft">
                        {publishers !== null ? <b class={publishers < 2 ? 'weak' : ''}>{plural(publishers, 'publisher')}</b> : null}
                        {publishers !== null && stories !== null ? ', ' : ''}
                        {stories !== null ? plural(stories, 'independent story', 'independent stories') : null}
                        {publishers === 1 && ' — one source alone'}
                        {alarm.state === 'acknowledged' && ' · acknowledged'}
                    </p>
                </div>
                <AlarmSeries alarm={alarm} />
            </div>
            {different(evidence).slice(0, 3).map(event => <Evidence key={event.id} event={event} />)}
            <Members of={alarm} />
            <AlarmActions alarm={alarm} from={from} count={evidence.length} />
        </article>
    );
}

/** The other series that stand out by the same events. */
function Members({ of }: { of: Alarm }) {
    if (!of.members?.length) return null;
    return (
        <details class="members">
            <summary>By the same events: {of.members.slice(0, 4).map(member => unitTitle(member.unit)).join(', ')}{of.members.length > 4 && ` and ${of.members.length - 4} more`}</summary>
            <ul class="plain">{of.members.map(member => (
                <li key={member.id}>
                    <UnitLink unit={member.unit} /> · {headline(member)} · {day(member.date)} · score {number(member.score)}
                    {member.state && member.state !== 'open' && ` · ${member.state}`}
                </li>
            ))}</ul>
        </details>
    );
}

function AlarmSeries({ alarm }: { alarm: Alarm }) {
    const pair = alarm.unit.includes('>');
    const answer = useApi<SeriesData>(alarm.series ? null : '/series', {
        by: pair ? 'dyad' : /^[A-Z]{3}$/.test(alarm.unit) ? 'country' : 'actor', unit: alarm.unit, step: 'day',
        from: addDays(alarm.date, -119), to: alarm.date,
    });
    const series = alarm.series ?? answer.data;
    return series ? <Spark series={series} title={`${unitTitle(alarm.unit)}, events a ${series.step || 'day'}`} alarm={alarm.date} href={to([pair ? 'dyad' : 'actor', alarm.unit])} /> : <div class="spark" />;
}

function AlarmActions({ alarm, from, count }: { alarm: Alarm; from: string; count: number }) {
    const [problem, setProblem] = useState<Problem | null>(null);
    const turn = (state: string) => void post(`/alarms/${encodeURIComponent(alarm.members?.length && alarm.group ? alarm.group : alarm.id)}`, { state }).then(renew, (reason: Problem) => setProblem(reason));
    const state = alarm.state ?? 'open';
    return (
        <>
            <p class="actions noprint">
                <a href={to(['events'], { ...unitQuery(alarm.unit), from, to: alarm.date })}>All sentences{count > 3 ? ` (${count} and more)` : ''}</a>
                {state === 'open' && <button type="button" class="link" onClick={() => turn('acknowledged')}>Acknowledge</button>}
                {state !== 'muted' && <button type="button" class="link" onClick={() => turn('muted')}>Mute</button>}
                {state !== 'open' && <button type="button" class="link" onClick={() => turn('open')}>Open again</button>}
            </p>
            {problem && <Trouble problem={problem} />}
        </>
    );
}

/* ---- coverage ---- */

function Coverage({ coverage, status }: { coverage: NonNullable<Today['coverage']>; status: StoreStatus }) {
    const volume = lastDays(coverage.volume ?? status.volume ?? [], coverage.last_day ?? status.last_day, 90);
    const gaps = (coverage.gaps ?? status.gaps ?? []).slice(-5).reverse();
    return (
        <section aria-labelledby="coverage-title">
            <h2 id="coverage-title">What was read</h2>
            <VolumeBars volume={volume} />
            {coverage.reports !== undefined && <p>{plural(coverage.reports, 'report')} on {day(coverage.last_day ?? status.last_day)}
                {coverage.usual !== undefined && <>, where {number(coverage.usual)} are usual</>}{coverage.publishers !== undefined && <>, from {plural(coverage.publishers, 'publisher')}</>}.</p>}
            {gaps.length ? (
                <>
                    <p>Nothing was read on these days. That is not calm:</p>
                    <ul class="plain">{gaps.map(gap => <li key={gap.from}>{gap.from === gap.to ? day(gap.from) : `${day(gap.from)} – ${day(gap.to)}`}</li>)}</ul>
                </>
            ) : <p class="soft">No gap in the days read.</p>}
        </section>
    );
}

/** A day that is not told is a day without reports. */
function lastDays(volume: DayCount[], last: string | null | undefined, count: number): DayCount[] {
    if (!last) return [];
    const counts = new Map(volume.map(at => [at.date, at.reports]));
    return Array.from({ length: count }, (_, i) => addDays(last, i + 1 - count)).map(date => ({ date, reports: counts.get(date) ?? 0 }));
}

export function VolumeBars({ volume }: { volume: DayCount[] }) {
    if (!volume.length) return null;
    return <Spark most={90} title="Reports read a day" series={{
        unit: 'all', step: 'day', dates: volume.map(at => at.date), values: volume.map(at => at.reports || null),
    }} />;
}
