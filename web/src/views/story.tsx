// SPDX-License-Identifier: Apache-2.0
// One story: the original, its copies and rewrites, how they spread, and what is told in them.
import { useRef } from 'preact/hooks';
import { useApi } from '../api';
import { savePng, saveSvg } from '../picture';
import { to, type Route } from '../route';
import { day, percent, plural, reportTitle, time } from '../words';
import type { ReportInStory, Story, StoryItem } from '../types';
import { EventTable } from '../parts/event';
import { Heading, Load } from '../parts/basics';
import { Filters, filtersOf } from '../parts/filters';
import { Listing, Table } from '../parts/table';

const SIGNS: Record<string, string> = { original: '●', copy: '○', rewrite: '◐', 'follow-up': '◇' };
const MEANS: Record<string, string> = {
    original: 'the first report to tell it', copy: 'the same text', rewrite: 'the same text in other words', 'follow-up': 'tells what came next',
};

export function StoriesView({ route }: { route: Route }) {
    return (
        <>
            <Heading title="Stories" note="Reports that tell the same news, counted once." />
            <Filters route={route} leave={['quad', 'plover', 'status', 'historical', 'confidence', 'country']} />
            <Listing<StoryItem> path="/stories" params={filtersOf(route)} what="stories">{stories => (
                <Table rows={stories} caption="Stories" name={story => story.id} columns={[
                    { title: 'Story', value: story => reportTitle(story), show: story => <a href={to(['story', story.id])}>{reportTitle(story)}</a> },
                    { title: 'Reports', numeric: true, value: story => story.reports, show: story => story.reports ?? '–' },
                    { title: 'First told by', value: story => story.publisher },
                    { title: 'Events', numeric: true, value: story => story.events, show: story => story.events ?? '–' },
                    { title: 'From', value: story => story.first_day, show: story => <span class="nowrap">{day(story.first_day)}</span> },
                    { title: 'To', value: story => story.last_day, show: story => <span class="nowrap">{day(story.last_day)}</span> },
                ]} />
            )}</Listing>
        </>
    );
}

export function StoryView({ id }: { id: string }) {
    const answer = useApi<Story>(`/stories/${encodeURIComponent(id)}`);
    return (
        <Load answer={answer} what="the story">{story => {
            const reports = [...story.reports].sort((a, b) => (a.published ?? '').localeCompare(b.published ?? ''));
            const first = reports.find(report => report.kind === 'original') ?? reports[0];
            const publishers = new Set(reports.map(report => report.publisher).filter(Boolean)).size;
            const independent = reports.filter(report => report.kind !== 'copy' && report.kind !== 'rewrite').length;
            return (
                <>
                    <Heading title={reportTitle(first ?? story)} note={`${plural(reports.length, 'report')}${publishers ? ` by ${plural(publishers, 'publisher')}` : ''}, of which ${independent} ${independent === 1 ? 'is' : 'are'} neither copy nor rewrite.`} />
                    <Spread reports={reports} />
                    <Table rows={reports} caption="Reports of the story" first={50} name={report => report.id} columns={[
                        { title: 'Published', value: report => report.published, show: report => <span class="nowrap">{time(report.published)}</span> },
                        { title: 'Publisher', value: report => report.publisher },
                        { title: 'Title', value: report => report.title, show: report => <a href={to(['report', report.id])}>{reportTitle(report)}</a> },
                        { title: 'Kind', value: report => report.kind, show: report => <span title={MEANS[report.kind ?? '']}>{SIGNS[report.kind ?? ''] ?? ''} {report.kind}</span> },
                        { title: 'Like the original', numeric: true, value: report => report.similarity, show: report => report.copy_of && report.similarity !== undefined ? percent(report.similarity) : '–' },
                    ]} />
                    <h2>What is told in it</h2>
                    {story.events.length ? <EventTable events={story.events} caption="Events of the story" first={50} /> : <p class="nothing">No event was found in it.</p>}
                </>
            );
        }}</Load>
    );
}

/** Reports over time, one row a publisher, with a line from each copy to what it copies. */
function Spread({ reports }: { reports: ReportInStory[] }) {
    const svg = useRef<SVGSVGElement>(null);
    const dated = reports.filter(report => report.published && !Number.isNaN(Date.parse(report.published)));
    if (dated.length < 2) return null;
    const times = dated.map(report => Date.parse(report.published!));
    const from = Math.min(...times), whole = Math.max(...times) - from || 1;
    const rows = [...new Set(dated.map(report => report.publisher || 'unnamed'))];
    const LEFT = 190, WIDE = 900, STEP = 22, high = rows.length * STEP + 30;
    const at = new Map(dated.map((report, i) => [report.id, { x: LEFT + 10 + (times[i]! - from) / whole * (WIDE - LEFT - 30), y: 14 + rows.indexOf(report.publisher || 'unnamed') * STEP }]));
    return (
        <figure class="spread">
            <div class="scroll" tabIndex={0} role="region" aria-label="How the story spread"><svg ref={svg} viewBox={`0 0 ${WIDE} ${high}`} role="group" aria-label="How the story spread over time; the table below says the same">
                {rows.map((name, i) => (
                    <g key={name}><line class="grid" x1={LEFT} x2={WIDE} y1={14 + i * STEP} y2={14 + i * STEP} /><text x={LEFT - 8} y={18 + i * STEP} text-anchor="end">{name.slice(0, 26)}</text></g>
                ))}
                {dated.map(report => {
                    const a = at.get(report.id)!, b = report.copy_of ? at.get(report.copy_of) : undefined;
                    return b && <path key={`l${report.id}`} class="link" d={`M${b.x} ${b.y}C${(a.x + b.x) / 2} ${b.y} ${(a.x + b.x) / 2} ${a.y} ${a.x} ${a.y}`} />;
                })}
                {dated.map(report => {
                    const a = at.get(report.id)!;
                    return <a key={report.id} href={to(['report', report.id])} aria-label={`${report.publisher ?? ''} ${time(report.published)}: ${report.kind ?? ''}`}><title>{`${report.title} · ${time(report.published)} · ${report.kind ?? ''}`}</title>
                        <circle class={`report ${report.kind ?? ''}`} cx={a.x} cy={a.y} r={report.kind === 'original' ? 6 : 5} /></a>;
                })}
                <text x={LEFT} y={high - 4}>{time(dated[0]!.published)}</text><text x={WIDE - 4} y={high - 4} text-anchor="end">{time(dated[dated.length - 1]!.published)}</text>
            </svg></div>
            <p class="tools noprint"><button type="button" class="link" onClick={() => saveSvg(svg.current!, 'story')}>SVG</button><button type="button" class="link" onClick={() => savePng(svg.current!, 'story')}>PNG</button></p>
            <figcaption class="soft">Filled: originals and follow-ups. Hollow: copies. Half-tone: rewrites. Lines lead to what was copied.</figcaption>
        </figure>
    );
}
