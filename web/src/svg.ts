// SPDX-License-Identifier: Apache-2.0
// A chart as an SVG file: what uPlot has laid out (scales, splits of the axes), drawn once more as shapes.
import type uPlot from 'uplot';
import { colour } from './colours';
import { markIndex, stack, type ChartSpec } from './parts/chart';

const escape = (text: string): string => text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);
const round = (value: number): number => Math.round(value * 10) / 10;

interface LaidOut { _splits?: number[] | null; _values?: (string | null)[] | null }

export function svgOf(u: uPlot, spec: ChartSpec): string {
    const ratio = devicePixelRatio, head = 34;
    const left = u.bbox.left / ratio, top = u.bbox.top / ratio + head, wide = u.bbox.width / ratio, high = u.bbox.height / ratio;
    const xs = u.data[0];
    const x = (value: number): number => round(left + u.valToPos(value, 'x'));
    const y = (value: number): number => round(top + u.valToPos(value, 'y'));
    const edge = (index: number): number => index < xs.length ? xs[index]! : xs[xs.length - 1]! + (xs[xs.length - 1]! - (xs[xs.length - 2] ?? xs[xs.length - 1]! - 86_400));
    const out: string[] = [];
    const text = (at: number, down: number, words: string, more = ''): void => {
        words.split('\n').forEach((line, i) => out.push(`<text x="${round(at)}" y="${round(down + i * 14)}" ${more}>${escape(line)}</text>`));
    };

    const [across, up] = u.axes as unknown as [LaidOut, LaidOut];
    up._splits?.forEach((value, i) => {
        out.push(`<line x1="${left}" x2="${left + wide}" y1="${y(value)}" y2="${y(value)}" stroke="${colour('--line')}"/>`);
        text(left - 6, y(value) + 4, up._values?.[i] ?? '', `text-anchor="end" fill="${colour('--soft')}"`);
    });
    across._splits?.forEach((value, i) => text(x(value), top + high + 18, across._values?.[i] ?? '', `text-anchor="middle" fill="${colour('--soft')}"`));

    out.push('<g clip-path="url(#area)">');
    spec.unread?.forEach((unread, i) => {
        if (unread) out.push(`<rect x="${x(xs[i]!)}" y="${top}" width="${round(x(edge(i + 1)) - x(xs[i]!))}" height="${high}" fill="${colour('--tint')}"/>`);
    });
    const stairs = (values: (number | null)[]): string => {
        let path = '', pen = false;
        values.forEach((value, i) => {
            if (value === null || value === undefined) { pen = false; return; }
            path += pen ? `V${y(value)}H${x(edge(i + 1))}` : `M${x(xs[i]!)} ${y(value)}H${x(edge(i + 1))}`;
            pen = true;
        });
        return path;
    };
    for (const layer of spec.layers) {
        if (layer.kind === 'band')
            layer.high.forEach((value, i) => {
                const low = layer.low[i];
                if (value !== null && value !== undefined && low !== null && low !== undefined)
                    out.push(`<rect x="${x(xs[i]!)}" y="${y(value)}" width="${round(x(edge(i + 1)) - x(xs[i]!))}" height="${round(y(low) - y(value))}" fill="${colour(layer.colour)}" fill-opacity="${layer.strength}"/>`);
            });
        if (layer.kind === 'line')
            out.push(`<path d="${stairs(layer.values)}" fill="none" stroke="${colour(layer.colour)}" stroke-width="${layer.width ?? 1.25}"${layer.dash ? ` stroke-dasharray="${layer.dash.join(' ')}"` : ''}/>`);
        if (layer.kind === 'bars') {
            const sums = stack(layer.parts.map(part => part.values));
            layer.parts.forEach((part, p) => part.values.forEach((value, i) => {
                if (!value) return;
                const sum = sums[p]![i]!, width = (x(edge(i + 1)) - x(xs[i]!)) * 0.86;
                out.push(`<rect x="${x(xs[i]!)}" y="${y(sum)}" width="${round(width)}" height="${round(y(sum - value) - y(sum))}" fill="${colour(part.colour)}"><title>${escape(`${spec.dates[i]} ${part.name} ${value}`)}</title></rect>`);
            }));
        }
    }
    for (const mark of spec.marks ?? []) {
        const index = markIndex(spec, mark);
        if (index < 0) continue;
        const begin = x(xs[index]!), middle = round((begin + x(edge(index + 1))) / 2), title = `<title>${escape(mark.label)}</title>`;
        out.push(mark.kind === 'alarm'
            ? `<path d="M${middle} ${top + 8}l-5 -8h10z" fill="${colour('--action')}">${title}</path>`
            : `<path d="M${begin} ${top}v${high}" stroke="${colour('--ink')}" stroke-dasharray="3 3">${title}</path>`);
    }
    out.push('</g>');
    const height = u.height + head;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${u.width}" height="${height}" viewBox="0 0 ${u.width} ${height}" font-family="system-ui, Arial, sans-serif" font-size="12">`
        + `<rect width="100%" height="100%" fill="${colour('--paper')}"/><clipPath id="area"><rect x="${left}" y="${top}" width="${wide}" height="${high}"/></clipPath>`
        + `<text x="8" y="22" font-family="Georgia, serif" font-size="16" fill="${colour('--ink')}">${escape(spec.title)}</text>${out.join('')}</svg>\n`;
}
