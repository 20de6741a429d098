// SPDX-License-Identifier: Apache-2.0
// A small picture of a series with its band and its alarm: enough to see how unusual a day is.
import { useRef } from 'preact/hooks';
import { savePng, saveSvg } from '../picture';
import type { SeriesData } from '../types';
import { day, number, plural } from '../words';
import { Tools } from './chart';

const WIDE = 300, HIGH = 74, PAD = 4;

/** Where a series stood below its baseline, the program tells the bound below it: the band ends there. */
export function upperBounds(series: SeriesData): (number | null)[] {
    return (series.bound ?? []).map((bound, i) => bound !== null && bound >= Math.max(0, series.expected?.[i] ?? 0) ? bound : null);
}

export function Spark({ series, title, alarm, most = 120, href }: {
    series: SeriesData; title: string; alarm?: string; most?: number; href?: string;
}) {
    const svg = useRef<SVGSVGElement>(null);
    const from = Math.max(0, series.dates.length - most);
    const dates = series.dates.slice(from), values = series.values.slice(from);
    if (dates.length < 2) return null;
    const expected = series.expected?.slice(from) ?? [], bound = upperBounds(series).slice(from);
    const top = Math.max(1, ...values.map(value => value ?? 0), ...bound.map(value => value ?? 0));
    const x = (i: number) => Math.round(i / dates.length * WIDE * 10) / 10;
    const y = (value: number) => Math.round((HIGH - PAD - value / top * (HIGH - 2 * PAD)) * 10) / 10;
    const step = WIDE / dates.length;
    const stairs = (of: (number | null)[]) => of.map((value, i) => value === null || value === undefined ? ''
        : `${i === 0 || of[i - 1] === null ? `M${x(i)} ${y(value)}` : `V${y(value)}`}H${x(i + 1)}`).join('');
    const at = alarm ? dates.findLastIndex(date => date <= alarm) : -1;
    const peak = at >= 0 ? values[at] ?? null : null;
    const drawing = (
        <svg ref={svg} viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" preserveAspectRatio="none"
            aria-label={`${title}: ${plural(dates.length, series.step || 'step')} to ${day(dates[dates.length - 1])}, at most ${number(top)}`}>
            {values.map((value, i) => value === null && <rect key={`u${i}`} class="unread" x={x(i)} y={0} width={step} height={HIGH} />)}
            {bound.map((value, i) => value !== null && value !== undefined && <rect key={`b${i}`} class="band" x={x(i)} width={step + 0.2} y={y(value)} height={HIGH - PAD - y(value)} />)}
            {values.map((value, i) => Boolean(value) && <rect key={i} class={i === at ? 'bar alarm' : 'bar'} x={x(i)} width={Math.max(step * 0.8, 0.8)} y={y(value!)} height={HIGH - PAD - y(value!)} />)}
            <path class="expected" d={stairs(expected)} />
        </svg>
    );
    const name = title.replace(/\W+/g, '-').toLowerCase();
    const columns = [{ name: 'value', values }, { name: 'expected', values: expected }, { name: 'bound', values: bound }].filter(column => column.values.length > 0);
    return (
        <figure class="spark">
            {href ? <a href={href} class="quiet">{drawing}</a> : drawing}
            <figcaption><span>{day(dates[0])}</span>{peak !== null && <b>{number(peak)}</b>}<span>{day(dates[dates.length - 1])}</span></figcaption>
            <Tools name={name} title={title} dates={dates} columns={columns} svg={() => saveSvg(svg.current!, name)} png={() => savePng(svg.current!, name)} />
        </figure>
    );
}
