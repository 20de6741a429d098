// SPDX-License-Identifier: Apache-2.0
// A pair, both directions: what was done, the baseline, alarms, changes of level, what may come, and what was like it.
import { useMemo } from 'preact/hooks';
import { useApi } from '../api';
import { go, refine, to, type Route } from '../route';
import { PLOVER, QUADS, STATUSES, actorName, day, number, percent, plural } from '../words';
import type { Alarm, Analogue, Change, Dyad, Entry, EventRecord, Forecast, List, SeriesData } from '../types';
import { Chart, type ChartMark, type ChartSpec, type Layer } from '../parts/chart';
import { Choice, Count, Heading, Load, Making, QuadLegend } from '../parts/basics';
import { Evidence } from '../parts/event';
import { Filters, filtersOf } from '../parts/filters';
import { Listing, Table } from '../parts/table';
import { Spark, upperBounds } from '../parts/spark';
import { EntryLine } from './ledger';

export function DyadsView({ route }: { route: Route }) {
    return (
        <>
            <Heading title="Dyads" note="Who acts towards whom. Each direction is a series of its own." />
            <div class="controls noprint"><Choice label="Told by" value={route.query.fold ?? ''} of={[['', 'country'], ['none', 'actor']]} set={value => refine(route, { fold: value })} /></div>
            <Filters route={route} />
            <Listing<Dyad> path="/dyads" params={{ ...filtersOf(route), fold: route.query.fold }} what="dyads">{dyads => (
                <Table rows={dyads} caption="Dyads" name={dyad => `${dyad.source}>${dyad.target}`} columns={[
                    { title: 'Source', value: dyad => actorName(dyad.source), show: dyad => <a href={to(['dyad', `${dyad.source}>${dyad.target}`])}>{actorName(dyad.source)}</a> },
                    { title: 'Target', value: dyad => actorName(dyad.target), show: dyad => <a href={to(['dyad', `${dyad.source}>${dyad.target}`])}>{actorName(dyad.target)}</a> },
                    { title: 'Codes', value: dyad => `${dyad.source}>${dyad.target}`, show: dyad => <code>{dyad.source}&gt;{dyad.target}</code> },
                    { title: 'Events', numeric: true, value: dyad => dyad.events, show: dyad => <Count value={dyad.events} query={{ source: dyad.source, target: dyad.target }} /> },
                    { title: 'Conflict', numeric: true, hint: 'verbal and material conflict', value: dyad => dyad.conflict, show: dyad => <Count value={dyad.conflict} query={{ source: dyad.source, target: dyad.target, quad: '3,4' }} /> },
                    { title: 'Last', value: dyad => dyad.last, show: dyad => <span class="nowrap">{day(dyad.last)}</span> },
                ]} />
            )}</Listing>
        </>
    );
}

const SPLITS: [string, string][] = [['plover', 'act'], ['quad', 'class'], ['status', 'status']];
const SPANS: [string, string][] = [['', 'a year'], ['5', 'five years'], ['all', 'all']];
const STATUS_COLOURS: Record<string, string> = { asserted: '--ink', planned: '--voice', possible: '--q3', denied: '--action', negated: '--soft' };

export function DyadView({ unit, route }: { unit: string; route: Route }) {
    const [source = '', target = ''] = unit.split('>');
    const { step = 'week', split = 'plover', span = '' } = route.query;
    const forth = `${source}>${target}`, back = `${target}>${source}`;
    // both directions end where the later of them does
    const asked = { by: 'dyad', step, split, from: route.query.from, to: route.query.to };
    const ends = [useApi<SeriesData>('/series', { ...asked, unit: forth }), useApi<SeriesData>('/series', { ...asked, unit: back })]
        .map(answer => answer.data ? lastValue(answer.data) : '');
    const end = ends[0]! > ends[1]! ? ends[0]! : ends[1]!;
    return (
        <>
            <Heading title={<>{actorName(source)} <span class="arrow">→</span> {actorName(target)}</>}
                note={<><code>{forth}</code> · <a href={to(['dyad', back], route.query)}>turn round</a> · <a href={to(['actor', source])}>{actorName(source)}</a> · <a href={to(['actor', target])}>{actorName(target)}</a></>} />
            <div class="controls noprint">
                <Choice label="Step" value={step} of={[['day', 'day'], ['week', 'week'], ['month', 'month']]} set={value => refine(route, { step: value })} />
                <Choice label="Stacked by" value={split} of={SPLITS} set={value => refine(route, { split: value })} />
                <Choice label="Time" value={span} of={SPANS} set={value => refine(route, { span: value, from: null, to: null })} />
                <label>From <input type="date" value={route.query.from ?? ''} onChange={e => refine(route, { from: e.currentTarget.value })} /></label>
                <label>To <input type="date" value={route.query.to ?? ''} onChange={e => refine(route, { to: e.currentTarget.value })} /></label>
            </div>
            <Direction unit={forth} step={step} split={split} route={route} end={end} />
            <Direction unit={back} step={step} split={split} route={route} end={end} />
            {split !== 'status' && <QuadLegend />}
            <p class="note">Bars: incidents, told as having happened and not as history, one shade a kind of act. Line: the baseline; the tinted area above it reaches to the bound of an alarm ▾. Dashed: a change of level. Beyond the last day: the forecast, half of all chances in the dark band and 90 % in the light. Grey ground: nothing was read.</p>
            <div class="columns">
                <section>
                    <h2>Latest sentences</h2>
                    <Latest source={source} target={target} route={route} />
                </section>
                <aside>
                    <Standing source={source} target={target} />
                    <Analogues unit={forth} />
                </aside>
            </div>
        </>
    );
}

function Direction({ unit, step, split, route, end }: { unit: string; step: string; split: string; route: Route; end: string }) {
    const [source, target] = unit.split('>') as [string, string];
    const period = { from: route.query.from, to: route.query.to };
    const series = useApi<SeriesData>('/series', { by: 'dyad', step, split, ...period, unit });
    const alarms = useApi<List<Alarm>>('/alarms', { source, target, limit: 200 });
    const changes = useApi<List<Change>>('/changes', { unit, step });
    const forecasts = useApi<List<Forecast>>('/forecasts', { unit, step });
    const data = useMemo(() => series.data && (period.from ? series.data : lastYears(series.data, end, SPAN_YEARS[route.query.span ?? ''] ?? 1)), [series.data, route.query.span, end]);
    const spec = useMemo(() => data && specOf(data, `${actorName(source)} → ${actorName(target)}, events a ${step}`, split,
        alarms.data?.items.filter(alarm => alarm.unit === unit) ?? [], changes.data?.items ?? [], period.to ? [] : forecasts.data?.items ?? []),
    [data, alarms.data, changes.data, forecasts.data]);
    const total = data?.values.reduce<number>((sum, value) => sum + (value ?? 0), 0) ?? 0;
    return (
        <section class="direction" aria-label={`${actorName(source)} to ${actorName(target)}`}>
            <h2>{actorName(source)} <span class="arrow">→</span> {actorName(target)} <small><Count value={total} query={{ source, target, status: 'asserted', historical: 'false', from: period.from ?? data?.dates[0], to: period.to }} /> events</small></h2>
            <Load answer={series} what="the series">{data => data.dates.length === 0 ? <p class="nothing">No series: nothing was read in this time.</p>
                : spec && <Chart spec={spec} sync="dyad" open={(from, till) => go(['events'], { source, target, from, to: till })} />}</Load>
            {changes.data && changes.data.items.length > 0 && (
                <details class="noprint"><summary>{plural(changes.data.items.length, 'change')} of level</summary>
                    <Table rows={changes.data.items} caption="Changes of level" name={change => change.date} columns={[
                        { title: 'From', value: change => change.date, show: change => day(change.date) },
                        { title: 'Before', numeric: true, value: change => change.before, show: change => number(change.before) },
                        { title: 'After', numeric: true, value: change => change.after, show: change => number(change.after) },
                        { title: 'Probability', numeric: true, value: change => change.probability, show: change => percent(change.probability) },
                    ]} />
                </details>
            )}
            {forecasts.data && forecasts.data.items.length > 0 && <ForecastTable forecasts={forecasts.data.items} />}
        </section>
    );
}

function ForecastTable({ forecasts }: { forecasts: Forecast[] }) {
    const over = [...new Set(forecasts.flatMap(forecast => Object.keys(forecast.p_over ?? {})))];
    return (
        <details class="noprint"><summary>Forecast made on {day(forecasts[0]!.origin)}: {number(forecasts[0]!.mean)} for {day(forecasts[0]!.target)}</summary>
            <Table rows={forecasts} caption="Forecast" name={forecast => forecast.target} columns={[
                { title: 'For', value: forecast => forecast.target, show: forecast => day(forecast.target) },
                { title: 'Mean', numeric: true, value: forecast => forecast.mean, show: forecast => number(forecast.mean) },
                ...['0.05', '0.25', '0.5', '0.75', '0.95'].map(q => ({ title: `${Number(q) * 100} %`, numeric: true, value: (forecast: Forecast) => forecast.quantiles[q] ?? null, show: (forecast: Forecast) => number(forecast.quantiles[q]) })),
                ...over.map(k => ({ title: `P(≥ ${k})`, numeric: true, value: (forecast: Forecast) => forecast.p_over?.[k] ?? null, show: (forecast: Forecast) => percent(forecast.p_over?.[k] ?? 0) })),
            ]} />
            <p class="note">By {forecasts[0]!.model}</p>
        </details>
    );
}

const SPAN_YEARS: Record<string, number> = { 5: 5, all: 1000 };

const lastValue = (series: SeriesData): string => series.dates[series.values.findLastIndex(Boolean)] ?? '';

/** What lies within so many years before `end`, or the end of the series where there is none. */
function lastYears(series: SeriesData, end: string, years: number): SeriesData {
    const date = end || series.dates[series.dates.length - 1] || '';
    const from = `${String(Number(date.slice(0, 4)) - years).padStart(4, '0')}${date.slice(4)}`;
    const read = series.values.findIndex(value => value !== null);
    const begin = Math.max(read, series.dates.findIndex(at => at >= from));
    if (begin <= 0) return series;
    const cut = <T,>(values: T[] | undefined): T[] | undefined => values?.slice(begin);
    return {
        ...series, dates: series.dates.slice(begin), values: series.values.slice(begin), volume: cut(series.volume), expected: cut(series.expected),
        bound: cut(series.bound), split: series.split && Object.fromEntries(Object.entries(series.split).map(([name, values]) => [name, values.slice(begin)])),
    };
}

/** The order and colours of what is stacked. */
export function partsOf(split: SeriesData['split'], by: string): { name: string; colour: string; values: (number | null)[] }[] {
    const of = split ?? {};
    const order = by === 'plover' ? PLOVER.map(entry => ({ key: entry.name, name: entry.name, colour: `--p-${entry.name.toLowerCase()}` }))
        : by === 'quad' ? [1, 2, 3, 4].map(quad => ({ key: String(quad), name: QUADS[quad]!, colour: `--q${quad}` }))
            : Object.keys(STATUSES).map(status => ({ key: status, name: status, colour: STATUS_COLOURS[status]! }));
    return order.map(({ key, name, colour }) => ({ name, colour, values: of[key] ?? of[name] ?? [] })).filter(part => part.values.some(Boolean));
}

export function specOf(series: SeriesData, title: string, by: string, alarms: Alarm[], changes: Change[], forecasts: Forecast[]): ChartSpec {
    const last = series.dates[series.dates.length - 1] ?? '';
    const ahead = forecasts.filter(forecast => forecast.target > last && forecast.target.length === last.length);
    const dates = [...series.dates, ...ahead.map(forecast => forecast.target)];
    const pad = (values: (number | null)[] = []) => [...values, ...ahead.map(() => null)];
    const fan = (q: string) => [...series.dates.map(() => null), ...ahead.map(forecast => forecast.quantiles[q] ?? null)];
    const parts = partsOf(series.split, by).map(part => ({ ...part, values: pad(part.values) }));
    const layers: Layer[] = [];
    const bounds = upperBounds(series);
    if (bounds.some(value => value !== null))
        layers.push({ kind: 'band', name: 'baseline to bound', colour: '--band', strength: 0.55, low: pad(series.expected), high: pad(bounds) });
    layers.push({ kind: 'bars', parts: parts.length ? parts : [{ name: 'events', colour: '--ink', values: pad(series.values) }] });
    if (series.expected?.some(value => value !== null))
        layers.push({ kind: 'line', name: 'expected', colour: '--soft', values: pad(series.expected), width: 1.5 });
    if (ahead.length) {
        layers.push({ kind: 'band', name: 'forecast 90 %', colour: '--fan', strength: 0.25, low: fan('0.05'), high: fan('0.95') });
        layers.push({ kind: 'band', name: 'forecast 50 %', colour: '--fan', strength: 0.45, low: fan('0.25'), high: fan('0.75') });
        layers.push({ kind: 'line', name: 'forecast median', colour: '--fan', values: fan('0.5'), width: 2 });
    }
    const marks: ChartMark[] = [
        ...alarms.map((alarm): ChartMark => ({ date: alarm.date, kind: 'alarm', label: `alarm: ${number(alarm.value)} where ${number(alarm.expected)} expected` })),
        ...changes.map((change): ChartMark => ({ date: change.date, kind: 'change', label: `level ${number(change.before)} → ${number(change.after)}` })),
    ];
    return { title, dates, step: series.step, layers, marks, unread: [...series.values.map(value => value === null), ...ahead.map(() => false)] };
}

function Latest({ source, target, route }: { source: string; target: string; route: Route }) {
    const answer = useApi<List<EventRecord>>('/events', { source, target, from: route.query.from, to: route.query.to, order: 'newest', limit: 8 });
    return (
        <Load answer={answer} what="the sentences">{list => (
            <>
                {list.items.map(event => <Evidence key={event.id} event={event} />)}
                <p class="note"><a href={to(['events'], { source, target })}>All {plural(list.total, 'sentence')}</a></p>
            </>
        )}</Load>
    );
}

/** What stands between the two: their open threats, demands, promises. */
function Standing({ source, target }: { source: string; target: string }) {
    const answer = useApi<List<Entry>>('/ledger', { state: 'open', issuer: source, addressee: target, limit: 6 });
    if (answer.data?.making) return <section><h2>Standing between them</h2><Making what="the ledger" /></section>;
    if (!answer.data?.items.length) return null;
    return <section><h2>Standing between them</h2>{answer.data.items.map(entry => <EntryLine key={entry.id} entry={entry} />)}</section>;
}

function Analogues({ unit }: { unit: string }) {
    const answer = useApi<List<Analogue>>('/analogues', { unit });
    if (!answer.data?.items.length) return null;
    return (
        <section>
            <h2>What was like it</h2>
            <p class="note">Series that stood at a like level, and what came after.</p>
            {answer.data.items.slice(0, 5).map((analogue, i) => (
                <div class="analogue" key={i}>
                    <p><a href={to(['dyad', analogue.unit])}>{analogue.unit.split('>').map(actorName).join(' → ')}</a> <span class="soft">{day(analogue.date)}{analogue.similarity !== undefined && ` · ${percent(analogue.similarity)} alike`}</span></p>
                    <Spark title={`${analogue.unit.split('>').map(actorName).join(' to ')} around ${analogue.date}`} series={{ unit: analogue.unit, step: '', dates: [...(analogue.before ?? []), ...analogue.values].map((_, n) => String(n + 1 - (analogue.before?.length ?? 0))), values: [...(analogue.before ?? []), ...analogue.values] }} />
                </div>
            ))}
        </section>
    );
}
