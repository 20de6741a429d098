// SPDX-License-Identifier: Apache-2.0
// How good it is (the scorecard), how it works (the method), what was looked for (search), one actor.
import { useMemo } from 'preact/hooks';
import { useApi } from '../api';
import { go, refine, to, type Route } from '../route';
import { actorName, addDays, learnName, number, plural, time } from '../words';
import type { Actor, Dyad, EventRecord, List, Scorecard, SearchResult, Section, Sections, SeriesData } from '../types';
import { Chart } from '../parts/chart';
import { Choice, Count, Heading, Load, QuadLegend } from '../parts/basics';
import { EventTable } from '../parts/event';
import { Filters, filtersOf } from '../parts/filters';
import { Listing, Table, type Column } from '../parts/table';
import { specOf } from './dyad';
import { ReportLine } from './report';
import { UnitLink, unitQuery } from './today';

export function ScorecardView() {
    const answer = useApi<Scorecard>('/scorecard');
    return (
        <>
            <Heading title="Scorecard" note="How good the coding, the forecasts and the alarms were, on texts and times they had not seen. Misses included." />
            <Load answer={answer} what="the scorecard">{data => (
                <>
                    {data.backtests.map(backtest => <Backtest key={backtest.about} backtest={backtest} />)}
                    {!data.backtests.length && <p class="nothing">Forecasts and alarms have not been replayed on this store yet: <code>vedette backtest STORE</code> does it, and what it finds stands here.</p>}
                    <SectionList sections={data.sections} />
                </>
            )}</Load>
        </>
    );
}

/** Forecasts and alarms as they would have been made: the worst of the last period first. */
function Backtest({ backtest }: { backtest: Scorecard['backtests'][number] }) {
    const [by = '', step = '', ...what] = backtest.about.split(' ');
    return (
        <details class="backtest" open>
            <summary>{what.join(' ')} a {step} by {by}, replayed on {time(backtest.at)}</summary>
            <SectionList sections={backtest.sections} step={step} />
        </details>
    );
}

export function MethodView() {
    const answer = useApi<Sections>('/method');
    return (
        <>
            <Heading title="Method" note="What runs here, with which model, patterns, knowledge and settings." />
            <Load answer={answer} what="the method">{data => <SectionList sections={data.sections} />}</Load>
        </>
    );
}

function SectionList({ sections, step }: { sections: Section[]; step?: string }) {
    if (!sections.length) return <p class="nothing">Nothing has been measured on this store yet. <code>vedette backtest STORE</code> does it.</p>;
    return <>{sections.map(section => (
        <section key={section.title}>
            <h2>{section.title}</h2>
            {section.note && <p class="measure">{section.note}</p>}
            {section.rows.length > 0 && (section.columns ? <SectionTable section={section} step={step} />
                : <dl class="facts">{section.rows.map(row => [<dt key={`t${String(row[0])}`}>{row[0]}</dt>, <dd key={`d${String(row[0])}`}>{row.slice(1).map(cell => cell ?? '–').join(' · ')}</dd>])}</dl>)}
        </section>
    ))}</>;
}

/** The last day of the step that begins on this date. */
function stepEnd(date: string, step: string): string {
    if (step === 'week') return addDays(date, 6);
    if (step === 'month') return addDays(new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 1)).toISOString().slice(0, 10), -1);
    return date;
}

function SectionTable({ section, step }: { section: Section; step?: string | undefined }) {
    const names = section.columns!;
    const numeric = names.map((_, i) => section.rows.some(row => typeof row[i] === 'number'));
    const [unit, date, value] = ['unit', 'date', 'value'].map(name => names.indexOf(name)) as [number, number, number];
    const show = (row: Section['rows'][number], i: number) => {
        const cell = row[i], of = String(row[unit] ?? ''), on = String(row[date] ?? '');
        if (i === unit && of.includes('>')) return <UnitLink unit={of} />;
        if (i === value && unit >= 0 && date >= 0 && step && of.includes('>'))
            return <Count value={Number(cell)} query={{ ...unitQuery(of), status: 'asserted', historical: 'false', from: on.length === 7 ? `${on}-01` : on, to: stepEnd(on, step) }} />;
        return typeof cell === 'number' ? number(cell) : cell ?? '–';
    };
    return <Table rows={section.rows} caption={section.title} name={(_, i) => String(i)} columns={names.map((title, i): Column<Section['rows'][number]> => ({
        title, numeric: numeric[i], value: row => row[i], show: row => show(row, i),
    }))} />;
}

export function SearchView({ route }: { route: Route }) {
    const { q = '' } = route.query;
    const answer = useApi<SearchResult>(q ? '/search' : null, { q });
    return (
        <>
            <Heading title={q ? <>Search: {q}</> : 'Search'} />
            <form class="controls noprint" onSubmit={event => { event.preventDefault(); refine(route, { q: String(new FormData(event.currentTarget as HTMLFormElement).get('q') ?? '') }); }}>
                <label class="grow"><span class="hidden">Words</span><input type="search" name="q" defaultValue={q} key={q} placeholder="words, an actor, a title" /></label>
                <button type="submit">Search</button>
            </form>
            {q && <Load answer={answer} what="what was found">{found => (
                <>
                    {!found.events.total && !found.reports.total && !found.actors.total && <p class="nothing">Nothing has these words.</p>}
                    {found.actors.items.length > 0 && <section><h2>Actors</h2><ul class="plain inline">{found.actors.items.map(actor => <li key={actor.code}><a href={to(['actor', actor.code])}>{actor.name || actorName(actor.code)}</a> <code>{actor.code}</code></li>)}</ul></section>}
                    {found.events.items.length > 0 && <section><h2>Sentences <small><Count value={found.events.total} query={{ q }} /></small></h2><EventTable events={found.events.items} caption="Sentences found" /></section>}
                    {found.reports.items.length > 0 && <section><h2>Reports <small>{number(found.reports.total)}</small></h2><ul class="plain reports">{found.reports.items.map(report => <li key={report.id}><ReportLine report={report} /></li>)}</ul></section>}
                </>
            )}</Load>}
        </>
    );
}

export function ActorsView({ route }: { route: Route }) {
    return (
        <>
            <Heading title="Actors" />
            <Filters route={route} />
            <Listing<Actor> path="/actors" params={filtersOf(route)} what="actors">{actors => (
                <Table rows={actors} caption="Actors" name={actor => actor.code} columns={[
                    { title: 'Actor', value: actor => actor.name, show: actor => <a href={to(['actor', actor.code])}>{actor.name || actorName(actor.code)}</a> },
                    { title: 'Code', value: actor => actor.code, show: actor => <code>{actor.code}</code> },
                    { title: 'Events', numeric: true, value: actor => actor.events, show: actor => <Count value={actor.events} query={{ actor: actor.code }} /> },
                    { title: 'as source', numeric: true, value: actor => actor.as_source, show: actor => <Count value={actor.as_source} query={{ source: actor.code }} /> },
                    { title: 'as target', numeric: true, value: actor => actor.as_target, show: actor => <Count value={actor.as_target} query={{ target: actor.code }} /> },
                ]} />
            )}</Listing>
        </>
    );
}

export function ActorView({ code, route }: { code: string; route: Route }) {
    const { step = 'week' } = route.query;
    const actor = useApi<Actor>(`/actors/${encodeURIComponent(code)}`);
    const series = useApi<SeriesData>('/series', { by: 'actor', unit: code, step, split: 'quad' });
    const spec = useMemo(() => series.data && specOf(series.data, `${actorName(code)}, events a ${step}`, 'quad', [], [], []), [series.data]);
    if (actor.data) learnName(code, actor.data.name);
    return (
        <>
            <Heading title={actorName(code)} note={<><code>{code}</code>{actor.data && <> · <Count value={actor.data.events} query={{ actor: code }} /> events: <Count value={actor.data.as_source} query={{ source: code }} /> as source, <Count value={actor.data.as_target} query={{ target: code }} /> as target</>}</>} />
            <div class="controls noprint"><Choice label="Step" value={step} of={[['day', 'day'], ['week', 'week'], ['month', 'month']]} set={value => refine(route, { step: value })} /></div>
            <Load answer={series} what="the series">{data => data.dates.length === 0 || !spec ? <p class="nothing">No series.</p>
                : <><Chart spec={spec} open={(from, till) => go(['events'], { actor: code, from, to: till })} /><QuadLegend /></>}</Load>
            <div class="halves">
                <section><h2>Acts towards</h2><Partners caption="Acts towards" query={{ source: code }} other={dyad => dyad.target} /></section>
                <section><h2>Is acted upon by</h2><Partners caption="Is acted upon by" query={{ target: code }} other={dyad => dyad.source} /></section>
            </div>
            <section><h2>Latest sentences</h2><LatestOf code={code} /></section>
        </>
    );
}

function Partners({ caption, query, other }: { caption: string; query: Record<string, string>; other: (dyad: Dyad) => string }) {
    const answer = useApi<List<Dyad>>('/dyads', { ...query, limit: 12 });
    return (
        <Load answer={answer} what="its dyads">{list => list.items.length ? (
            <Table rows={list.items} caption={caption} name={dyad => `${dyad.source}>${dyad.target}`} columns={[
                { title: 'Actor', value: dyad => actorName(other(dyad)), show: dyad => <a href={to(['dyad', `${dyad.source}>${dyad.target}`])}>{actorName(other(dyad))}</a> },
                { title: 'Events', numeric: true, value: dyad => dyad.events, show: dyad => <Count value={dyad.events} query={{ source: dyad.source, target: dyad.target }} /> },
            ]} />
        ) : <p class="nothing">Nobody.</p>}</Load>
    );
}

function LatestOf({ code }: { code: string }) {
    const answer = useApi<List<EventRecord>>('/events', { actor: code, order: 'newest', limit: 10 });
    return <Load answer={answer} what="its sentences">{list => <><EventTable events={list.items} caption="Latest sentences" /><p class="note"><a href={to(['events'], { actor: code })}>All {plural(list.total, 'sentence')}</a></p></>}</Load>;
}
