// SPDX-License-Identifier: Apache-2.0
// A report as it was read, with everything that was found in it marked where it stands.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useApi } from '../api';
import { cut, type Piece, type Span } from '../spans';
import { refine, to, type Route } from '../route';
import { actionTitle, actorName, onWhoseWord, partyNames, percent, reportTitle, time } from '../words';
import type { EventRecord, ReportRecord } from '../types';
import { Act, EventFacts, WhoWhom } from '../parts/event';
import { Dialog, Heading, Load, StatusTag } from '../parts/basics';
import { Filters, filtersOf } from '../parts/filters';
import { Listing } from '../parts/table';
import { MarkForm, Why } from './events';

export function ReportsView({ route }: { route: Route }) {
    return (
        <>
            <Heading title="Reports" />
            <Filters route={route} />
            <Listing<ReportRecord> path="/reports" params={filtersOf(route)} what="reports">{reports => (
                <ul class="plain reports">{reports.map(report => <li key={report.id}><ReportLine report={report} /></li>)}</ul>
            )}</Listing>
        </>
    );
}

export function ReportLine({ report }: { report: ReportRecord }) {
    return <><a href={to(['report', report.id])}>{reportTitle(report)}</a> <span class="soft">{[report.publisher, report.published && time(report.published)].filter(Boolean).join(', ')}</span></>;
}

const KINDS: [string, string][] = [['source', 'source'], ['action', 'act'], ['target', 'target'], ['voice', 'voice'], ['date', 'time'], ['place', 'place'], ['amount', 'amount'], ['furniture', 'furniture, passed over']];

/** The marks of the server and, where it sends none, those of the events themselves. */
function spansOf(report: ReportRecord, events: EventRecord[]): Span[] {
    const spans: Span[] = [];
    for (const event of events) {
        const add = (kind: string, begin: number | null | undefined, end: number | null | undefined, title: string) => {
            if (begin !== null && begin !== undefined && end !== null && end !== undefined) spans.push({ kind, begin, end, title, event: event.id });
        };
        add('action', event.trigger.begin, event.trigger.end, `${event.plover.event}, ${event.status}: ${actionTitle(event)}`);
        for (const party of event.source) add('source', party.begin, party.end, `source: ${party.code || 'unknown'}${party.name ? `, ${party.name}` : ''}`);
        for (const party of event.target) add('target', party.begin, party.end, `target: ${party.code || 'unknown'}${party.name ? `, ${party.name}` : ''}`);
        for (const party of event.voice) add('voice', party.begin, party.end, `voice: ${party.code || party.text}${party.cue ? `, “${party.cue}”` : ''}`);
    }
    for (const mark of report.marks ?? []) {
        const kind = mark.kind === 'time' ? 'date' : mark.kind === 'trigger' ? 'action' : mark.kind;
        if (spans.some(span => span.kind === kind && span.begin === mark.begin && span.end === mark.end)) continue;
        const taken = kind === 'actor' && spans.some(span => span.begin <= mark.begin && span.end >= mark.end && ['source', 'target', 'voice'].includes(span.kind));
        if (!taken) spans.push({ kind, begin: mark.begin, end: mark.end, event: mark.event, title: `${kind === 'date' ? 'time' : kind}: ${[mark.code, mark.name ?? mark.title].filter(Boolean).join(', ')}` });
    }
    return spans;
}

interface Paragraph { pieces: Piece[] }

function paragraphsOf(text: string, spans: Span[]): Paragraph[] {
    const all: Paragraph[] = [{ pieces: [] }];
    for (const piece of cut(text, spans)) {
        piece.text.split(/\n+/).forEach((line, i) => {
            if (i > 0) all.push({ pieces: [] });
            if (line) all[all.length - 1]!.pieces.push({ ...piece, text: line });
        });
    }
    return all.filter(paragraph => paragraph.pieces.some(piece => piece.text.trim()));
}

export function ReportView({ id, route }: { id: string; route: Route }) {
    const answer = useApi<ReportRecord>(`/reports/${encodeURIComponent(id)}`);
    return <Load answer={answer} what="the report">{report => <Report report={report} route={route} />}</Load>;
}

function Report({ report, route }: { report: ReportRecord; route: Route }) {
    const events = Array.isArray(report.events) ? report.events : [];
    const paragraphs = useMemo(() => paragraphsOf(report.text ?? '', spansOf(report, events)), [report]);
    const chosen = events.find(event => event.id === route.query.event) ?? null;
    const [why, setWhy] = useState<EventRecord | null>(null);
    const [hint, setHint] = useState<{ spans: Span[]; x: number; y: number } | null>(null);
    const text = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (chosen) text.current?.querySelector(`[data-event="${CSS.escape(chosen.id)}"].action`)?.scrollIntoView({ block: 'center' });
    }, [chosen?.id, report]);
    const choose = (event: string | undefined) => event && refine(route, { event: chosen?.id === event ? null : event });
    const explain = (spans: Span[]) => (e: { currentTarget: EventTarget | null }) => {
        const box = (e.currentTarget as HTMLElement).getBoundingClientRect();
        setHint({ spans, x: box.left, y: box.bottom });
    };
    const show = (piece: Piece, key: number): ComponentChildren => {
        if (!piece.spans.length) return <span key={key}>{piece.text}</span>;
        const action = piece.spans.find(span => span.kind === 'action');
        return piece.spans.reduceRight<ComponentChildren>((inner, span, i) => (
            <mark class={`${span.kind} ${chosen && span.event === chosen.id ? 'on' : ''} ${span.kind === 'action' ? events.find(event => event.id === span.event)?.status ?? '' : ''}`}
                data-event={span.event} key={i === 0 ? key : undefined}
                {...(i === 0 ? { onMouseEnter: explain(piece.spans), onMouseLeave: () => setHint(null) } : {})}>{inner}</mark>
        ), action ? <button type="button" class="trigger" aria-expanded={chosen?.id === action.event} aria-label={`${piece.text}: ${action.title}`}
            onFocus={explain(piece.spans)} onBlur={() => setHint(null)} onClick={() => choose(action.event)}>{piece.text}</button> : piece.text);
    };
    const kinds = new Set(paragraphs.flatMap(paragraph => paragraph.pieces.flatMap(piece => piece.spans.map(span => span.kind))));
    return (
        <>
            <Heading title={reportTitle(report)} note={<>{[report.publisher, report.published && time(report.published), report.author].filter(Boolean).join(' · ')}
                {report.url && /^https?:\/\//.test(report.url) && <> · <a href={report.url} rel="noreferrer nofollow">as published</a></>}
                {report.story && <> · <a href={to(['story', report.story])}>its story</a></>}
                {report.copy_of && <> · a copy of <a href={to(['report', report.copy_of])}>{report.copy_of}</a></>}</>}>
                <ul class="legend">{KINDS.filter(([kind]) => kinds.has(kind)).map(([kind, label]) => <li key={kind}><mark class={kind}>{label}</mark></li>)}</ul>
            </Heading>
            <div class="columns reading">
                <div class="text" ref={text} lang={report.language || undefined}>
                    {paragraphs.map((paragraph, i) => <p key={i}>{paragraph.pieces.map(show)}</p>)}
                    {!paragraphs.length && <p class="nothing">The report has no text.</p>}
                </div>
                <aside aria-label="Events in this report">
                    <h2>{events.length ? 'What was found' : 'Nothing was found in it'}</h2>
                    <ol class="found">{events.map(event => (
                        <li key={event.id} class={chosen?.id === event.id ? 'on' : ''}>
                            <button type="button" class="row" aria-expanded={chosen?.id === event.id} onClick={() => choose(event.id)}>
                                <Act event={event} /> <span>{partyNames(event.source) || '–'} <span class="arrow">→</span> {partyNames(event.target) || '–'}</span>
                                <span class="soft"><StatusTag status={event.status} /> {event.historical && 'history '}{onWhoseWord(event)} · {percent(event.confidence)}</span>
                            </button>
                            {chosen?.id === event.id && (
                                <>
                                    <EventFacts event={event} />
                                    <p class="actions noprint"><button type="button" class="link" onClick={() => setWhy(event)}>Why</button> <a href={to(['event', event.id])}>Its page</a></p>
                                    <MarkForm event={event} />
                                </>
                            )}
                        </li>
                    ))}</ol>
                </aside>
            </div>
            {hint && <Hint {...hint} events={events} />}
            {why && <Dialog title="Why this was coded" close={() => setWhy(null)}><p><Act event={why} /> <WhoWhom event={why} /></p><Why event={why} /></Dialog>}
        </>
    );
}

function Hint({ spans, x, y, events }: { spans: Span[]; x: number; y: number; events: EventRecord[] }) {
    const of = [...new Set(spans.map(span => span.event))].map(id => events.find(event => event.id === id)).filter(event => event !== undefined);
    return (
        <div class="hint" role="status" style={{ left: `${Math.max(8, Math.min(x, innerWidth - 340))}px`, top: `${y + 6}px` }}>
            {[...new Set(spans.map(span => span.title))].map(title => <p key={title}>{title}</p>)}
            {of.slice(0, 3).map(event => <p class="soft" key={event.id}>{event.plover.event}: {event.source.map(party => actorName(party.code)).join(', ') || '–'} → {event.target.map(party => actorName(party.code)).join(', ') || '–'}, {event.status} {onWhoseWord(event)}</p>)}
        </div>
    );
}
