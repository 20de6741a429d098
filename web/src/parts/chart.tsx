// SPDX-License-Identifier: Apache-2.0
// A chart of periods: stacked bars, lines and bands over time, drawn by uPlot; with what every chart of the desk has:
// a line that says what stands under the cursor, a table twin, CSV, PNG, SVG, and periods that open onto their sentences.
//
// uPlot takes NaN for a value and then shows an empty chart without a word: whatever is not known is null here.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { save } from '../api';
import { alpha, colour, onPaletteChange } from '../colours';
import { svgOf } from '../svg';
import { day, endOfStep, number } from '../words';

type Values = (number | null)[];

export type Layer =
    | { kind: 'bars'; parts: { name: string; colour: string; values: Values }[] }
    | { kind: 'line'; name: string; colour: string; values: Values; dash?: number[]; width?: number }
    | { kind: 'band'; name: string; colour: string; strength: number; low: Values; high: Values };

export interface ChartMark {
    date: string;
    kind: 'alarm' | 'change';
    label: string;
}

export interface ChartSpec {
    title: string;
    dates: string[]; // first days of the periods, ascending
    step: string;
    layers: Layer[];
    marks?: ChartMark[];
    unread?: boolean[]; // periods in which nothing was read
    most?: number; // the top of the scale, so that two charts can be compared
}

export interface Column {
    name: string;
    values: Values;
}

/** What the chart shows, as columns: for the table, the CSV and the line under the cursor. */
export function columnsOf(spec: ChartSpec): Column[] {
    return spec.layers.flatMap((layer): Column[] => {
        if (layer.kind === 'bars') return layer.parts;
        if (layer.kind === 'line') return [layer];
        return [{ name: `${layer.name}, low`, values: layer.low }, { name: `${layer.name}, high`, values: layer.high }];
    });
}

export function Chart({ spec, height = 260, open, sync }: {
    spec: ChartSpec; height?: number; open?: (from: string, to: string) => void; sync?: string;
}) {
    const box = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot | null>(null);
    const [at, setAt] = useState<number | null>(null);
    const [zoomed, setZoomed] = useState(false);
    const [palette, setPalette] = useState(0);
    const openRef = useRef(open);
    openRef.current = open;

    useEffect(() => onPaletteChange(() => setPalette(n => n + 1)), []);
    useEffect(() => {
        const element = box.current!;
        const width = () => Math.max(240, Math.floor(element.clientWidth));
        const options = optionsOf(spec, width(), height, sync, {
            cursor: setAt, zoom: setZoomed,
            open: index => index !== null && openRef.current?.(spec.dates[index]!, endOfStep(spec.dates[index]!, spec.step)),
        });
        const u = new uPlot(options, dataOf(spec), element);
        plot.current = u;
        const observer = new ResizeObserver(() => { if (width() !== u.width) u.setSize({ width: width(), height }); });
        observer.observe(element);
        return () => { observer.disconnect(); u.destroy(); plot.current = null; };
    }, [spec, height, palette]);

    const move = (event: KeyboardEvent) => {
        const u = plot.current;
        if (!u || !spec.dates.length) return;
        const now = u.cursor.idx ?? spec.dates.length - 1;
        const steps: Record<string, number> = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: spec.dates.length - 1 };
        if (event.key in steps) {
            const next = Math.min(spec.dates.length - 1, Math.max(0, steps[event.key]!));
            u.setCursor({ left: u.valToPos(middle(spec, next), 'x'), top: u.over.clientHeight / 2 });
        } else if (event.key === 'Enter' && at !== null) {
            open?.(spec.dates[at]!, endOfStep(spec.dates[at]!, spec.step));
        } else {
            return;
        }
        event.preventDefault();
    };
    const name = spec.title.replace(/\W+/g, '-').toLowerCase();
    return (
        <figure class="chart">
            <div class="plot" ref={box} tabIndex={0} role="application" onKeyDown={move}
                aria-label={`${spec.title}. Arrow keys move through the periods${open ? ', Enter opens the sentences' : ''}; the table below says the same.`} />
            <output class="readout" aria-live="polite">{at !== null ? readout(spec, at)
                : <span class="soft">{open ? 'Move over the chart to read it; a click opens the sentences; dragging zooms.' : 'Move over the chart to read it.'}</span>}</output>
            <Tools name={name} columns={columnsOf(spec)} dates={spec.dates} title={spec.title}
                png={() => plot.current && png(plot.current, spec.title, name)}
                svg={() => plot.current && save(new Blob([svgOf(plot.current, spec)], { type: 'image/svg+xml' }), `${name}.svg`)}
                reset={zoomed ? () => { plot.current?.setScale('x', rangeOf(spec)); } : undefined} />
        </figure>
    );
}

/** The twin table and the files of a chart. */
export function Tools({ name, title, dates, columns, png, svg, reset }: {
    name: string; title: string; dates: string[]; columns: Column[]; png?: () => void; svg?: () => void; reset?: () => void;
}) {
    const [shown, show] = useState(false);
    const csv = () => {
        const cell = (text: string) => /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
        const lines = [['date', ...columns.map(column => column.name)].map(cell).join(',')];
        dates.forEach((date, i) => lines.push([date, ...columns.map(column => column.values[i] ?? '')].join(',')));
        save(new Blob([lines.join('\n') + '\n'], { type: 'text/csv' }), `${name}.csv`);
    };
    return (
        <>
            <p class="tools noprint">
                <button type="button" class="link" aria-expanded={shown} onClick={() => show(!shown)}>Table</button>
                <button type="button" class="link" onClick={csv}>CSV</button>
                {png && <button type="button" class="link" onClick={png}>PNG</button>}
                {svg && <button type="button" class="link" onClick={svg}>SVG</button>}
                {reset && <button type="button" class="link" onClick={reset}>Whole time</button>}
            </p>
            {shown && (
                <div class="scroll twin" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
                    <table>
                        <caption class="hidden">{title}</caption>
                        <thead><tr><th scope="col">Date</th>{columns.map(column => <th scope="col" class="n" key={column.name}>{column.name}</th>)}</tr></thead>
                        <tbody>{dates.map((date, i) => (
                            <tr key={date}><th scope="row">{day(date)}</th>{columns.map(column => <td class="n" key={column.name}>{number(column.values[i])}</td>)}</tr>
                        )).reverse()}</tbody>
                    </table>
                </div>
            )}
        </>
    );
}

function readout(spec: ChartSpec, at: number) {
    const date = spec.dates[at]!;
    const marks = (spec.marks ?? []).filter(mark => mark.date >= date && mark.date <= endOfStep(date, spec.step));
    const values = columnsOf(spec).filter(column => column.values[at] !== null && column.values[at] !== undefined && column.values[at] !== 0);
    return (
        <>
            <b>{spec.step === 'month' ? day(date.slice(0, 7)) : spec.step === 'week' ? `week of ${day(date)}` : day(date)}</b>
            {spec.unread?.[at] && <span>nothing was read</span>}
            {!spec.unread?.[at] && !values.length && <span>none</span>}
            {values.map(column => <span key={column.name}>{column.name} {number(column.values[at])}</span>)}
            {marks.map(mark => <strong key={mark.label}>{mark.label}</strong>)}
        </>
    );
}

/* ---- uPlot ---- */

const seconds = (date: string): number => Date.parse(`${(date.length === 7 ? `${date}-01` : date).slice(0, 10)}T00:00:00Z`) / 1000;

const after = (spec: ChartSpec, index: number): number =>
    index + 1 < spec.dates.length ? seconds(spec.dates[index + 1]!) : seconds(endOfStep(spec.dates[index]!, spec.step)) + 86_400;

const middle = (spec: ChartSpec, index: number): number => (seconds(spec.dates[index]!) + after(spec, index)) / 2;

function rangeOf(spec: ChartSpec): { min: number; max: number } {
    if (!spec.dates.length) return { min: 0, max: 1 };
    return { min: seconds(spec.dates[0]!), max: after(spec, spec.dates.length - 1) };
}

/** Stacked bars become sums that are drawn one before the other, the tallest first. */
function dataOf(spec: ChartSpec): uPlot.AlignedData {
    const columns: Values[] = [];
    for (const layer of spec.layers) {
        if (layer.kind === 'line') columns.push(layer.values);
        if (layer.kind === 'band') columns.push(layer.high, layer.low);
        if (layer.kind === 'bars') columns.push(...stack(layer.parts.map(part => part.values)).reverse());
    }
    return [spec.dates.map(seconds), ...columns] as uPlot.AlignedData;
}

export function stack(parts: Values[]): Values[] {
    const sums: Values[] = [];
    parts.forEach((values, i) => {
        sums.push(values.map((value, at) => value === null && !sums[i - 1]?.[at] ? null : (value ?? 0) + (sums[i - 1]?.[at] ?? 0)));
    });
    return sums;
}

function seriesOf(spec: ChartSpec): { series: uPlot.Series[]; bands: uPlot.Band[] } {
    const series: uPlot.Series[] = [{}], bands: uPlot.Band[] = [];
    const steps = uPlot.paths.stepped!({ align: 1 }), bars = uPlot.paths.bars!({ size: [0.86, 60], align: 1 });
    const points = { show: false };
    for (const layer of spec.layers) {
        if (layer.kind === 'line')
            series.push({ label: layer.name, stroke: colour(layer.colour), width: layer.width ?? 1.25, dash: layer.dash, paths: steps, points });
        if (layer.kind === 'band') {
            bands.push({ series: [series.length, series.length + 1], fill: alpha(layer.colour, layer.strength) });
            for (const side of ['high', 'low']) series.push({ label: `${layer.name} ${side}`, stroke: 'transparent', width: 0, paths: steps, points });
        }
        if (layer.kind === 'bars')
            for (const part of [...layer.parts].reverse())
                series.push({ label: part.name, fill: colour(part.colour), stroke: colour('--paper'), width: spec.dates.length > 200 ? 0 : 0.5, paths: bars, points });
    }
    return { series, bands };
}

interface Tell {
    cursor: (index: number | null) => void;
    zoom: (zoomed: boolean) => void;
    open: (index: number | null) => void;
}

function optionsOf(spec: ChartSpec, width: number, height: number, sync: string | undefined, tell: Tell): uPlot.Options {
    const font = '12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
    const ink = colour('--soft'), line = colour('--line');
    const whole = rangeOf(spec);
    const lastBegin = spec.dates.length ? seconds(spec.dates[spec.dates.length - 1]!) : 0;
    return {
        width, height, ...seriesOf(spec), legend: { show: false },
        tzDate: stamp => uPlot.tzDate(new Date(stamp * 1000), 'Etc/UTC'),
        cursor: {
            y: false, points: { show: false }, drag: { x: true, y: false, dist: 6 },
            // the period under the cursor is the one that has begun, not the nearest beginning
            dataIdx: (u, _series, _closest, x) => {
                const xs = u.data[0];
                let low = 0, high = xs.length - 1;
                while (low < high) {
                    const half = (low + high + 1) >> 1;
                    if (xs[half]! <= x) low = half; else high = half - 1;
                }
                return low;
            },
            ...(sync ? { sync: { key: sync, setSeries: false } } : {}),
        },
        scales: {
            // the last period is shown to its end, not to its beginning
            x: { time: true, range: (_u, min, max) => max === null || max >= lastBegin ? [min ?? whole.min, whole.max] : [min, max] },
            y: { range: (_u, _min, max) => [0, Math.max(spec.most ?? 0, max ?? 0, 1) * 1.06] },
        },
        axes: [
            { stroke: ink, font, grid: { show: false }, ticks: { stroke: line, size: 4 }, gap: 4, space: 70,
                values: [
                    [86_400 * 365, '{YYYY}', null, null, null, null, null, null, 1],
                    [86_400 * 28, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
                    [86_400, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
                ] },
            { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false }, size: 42, gap: 6, space: 36,
                incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
                values: (_u, splits) => splits.map(number) },
        ],
        hooks: {
            drawClear: [u => drawUnread(u, spec)],
            draw: [u => drawMarks(u, spec)],
            setCursor: [u => tell.cursor(u.cursor.left === undefined || u.cursor.left < 0 ? null : u.cursor.idx ?? null)],
            setScale: [(u, key) => {
                if (key === 'x') tell.zoom(Math.abs(u.scales.x!.min! - whole.min) > 1 || Math.abs(u.scales.x!.max! - whole.max) > 1);
            }],
            ready: [u => {
                let from = 0;
                u.over.addEventListener('mousedown', event => { from = event.clientX; });
                u.over.addEventListener('click', event => { if (Math.abs(event.clientX - from) < 4) tell.open(u.cursor.idx ?? null); });
            }],
        },
    };
}

function drawUnread(u: uPlot, spec: ChartSpec): void {
    if (!spec.unread) return;
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = colour('--tint');
    spec.unread.forEach((unread, i) => {
        if (!unread) return;
        const left = u.valToPos(seconds(spec.dates[i]!), 'x', true), right = u.valToPos(after(spec, i), 'x', true);
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
    });
    ctx.restore();
}

export function markIndex(spec: ChartSpec, mark: ChartMark): number {
    return spec.dates.findLastIndex(date => date <= mark.date);
}

function drawMarks(u: uPlot, spec: ChartSpec): void {
    const { ctx, bbox } = u, ratio = devicePixelRatio;
    ctx.save();
    for (const mark of spec.marks ?? []) {
        const index = markIndex(spec, mark);
        if (index < 0) continue;
        const x = Math.round(u.valToPos(mark.kind === 'change' ? seconds(spec.dates[index]!) : middle(spec, index), 'x', true));
        if (x < bbox.left || x > bbox.left + bbox.width) continue;
        ctx.strokeStyle = ctx.fillStyle = colour(mark.kind === 'alarm' ? '--action' : '--ink');
        ctx.lineWidth = ratio;
        ctx.beginPath();
        if (mark.kind === 'change') {
            ctx.setLineDash([3 * ratio, 3 * ratio]);
            ctx.moveTo(x, bbox.top);
            ctx.lineTo(x, bbox.top + bbox.height);
            ctx.stroke();
        } else {
            ctx.moveTo(x, bbox.top + 8 * ratio);
            ctx.lineTo(x - 5 * ratio, bbox.top);
            ctx.lineTo(x + 5 * ratio, bbox.top);
            ctx.fill();
        }
    }
    ctx.restore();
}

function png(u: uPlot, title: string, name: string): void {
    const from = u.ctx.canvas, head = 34 * devicePixelRatio;
    const to = document.createElement('canvas');
    to.width = from.width;
    to.height = from.height + head;
    const ctx = to.getContext('2d')!;
    ctx.fillStyle = colour('--paper');
    ctx.fillRect(0, 0, to.width, to.height);
    ctx.fillStyle = colour('--ink');
    ctx.font = `${16 * devicePixelRatio}px Georgia, "Liberation Serif", serif`;
    ctx.fillText(title, 8 * devicePixelRatio, 22 * devicePixelRatio);
    ctx.drawImage(from, 0, head);
    to.toBlob(blob => blob && save(blob, `${name}.png`));
}
