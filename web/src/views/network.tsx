// SPDX-License-Identifier: Apache-2.0
// Who acts towards whom, as a picture and as a table.
import { useMemo, useRef, useState } from 'preact/hooks';
import { useApi } from '../api';
import { layOut } from '../forces';
import { savePng, saveSvg } from '../picture';
import { go, refine, to, type Route } from '../route';
import { QUADS, actorName, learnName, number, plural } from '../words';
import type { NetworkData } from '../types';
import { Choice, Count, Heading, Load, QuadLegend } from '../parts/basics';
import { Filters, filtersOf } from '../parts/filters';
import { Files, Table } from '../parts/table';

type Edge = NetworkData['edges'][number];

function commonest(edge: Edge): number {
    const counts = Object.entries(edge.quad ?? {}).sort((a, b) => b[1] - a[1] || Number(b[0]) - Number(a[0]));
    return Number(counts[0]?.[0] ?? 0);
}

export function NetworkView({ route }: { route: Route }) {
    const answer = useApi<NetworkData>('/network', { ...filtersOf(route), fold: route.query.fold });
    const size = Number(route.query.nodes ?? 30);
    return (
        <>
            <Heading title="Network" note="The busiest actors and what passes between them." />
            <div class="controls noprint">
                <Choice label="Actors" value={String(size)} of={[['15', '15'], ['30', '30'], ['60', '60']]} set={value => refine(route, { nodes: value })} />
                <Choice label="Told by" value={route.query.fold ?? ''} of={[['', 'country'], ['none', 'actor']]} set={value => refine(route, { fold: value })} />
            </div>
            <Filters route={route} leave={['q', 'country']} />
            <Load answer={answer} what="the network">{data => data.nodes.length ? <Network data={data} size={size} route={route} /> : <p class="nothing">No actors.</p>}</Load>
        </>
    );
}

function Network({ data, size, route }: { data: NetworkData; size: number; route: Route }) {
    const [over, setOver] = useState<string | null>(null);
    const svg = useRef<SVGSVGElement>(null);
    const { nodes, edges, places } = useMemo(() => {
        const nodes = [...data.nodes].sort((a, b) => b.n - a.n || a.code.localeCompare(b.code)).slice(0, size);
        nodes.forEach(node => learnName(node.code, node.name));
        const known = new Set(nodes.map(node => node.code));
        const edges = data.edges.filter(edge => known.has(edge.source) && known.has(edge.target) && edge.source !== edge.target)
            .sort((a, b) => b.n - a.n).slice(0, size * 3);
        return { nodes, edges, places: layOut(nodes, edges, 960, 600) };
    }, [data, size]);
    const most = Math.max(1, ...edges.map(edge => edge.n)), top = nodes[0]?.n ?? 1;
    const near = new Set(over ? edges.flatMap(edge => edge.source === over || edge.target === over ? [edge.source, edge.target] : []) : []);
    const keep = { from: route.query.from, to: route.query.to };
    return (
        <>
            <figure class="network">
                <svg ref={svg} viewBox="0 0 960 600" role="group" aria-label={`Network of ${nodes.length} actors; the table below says the same`} xmlns="http://www.w3.org/2000/svg">
                    <g fill="none">{[...edges].reverse().map(edge => {
                        const a = places.get(edge.source)!, b = places.get(edge.target)!;
                        // the two directions bend apart
                        const mx = (a.x + b.x) / 2 - (b.y - a.y) * 0.13, my = (a.y + b.y) / 2 + (b.x - a.x) * 0.13;
                        const dim = over !== null && edge.source !== over && edge.target !== over;
                        return (
                            <path key={`${edge.source}>${edge.target}`} class={`edge s${commonest(edge)} ${dim ? 'dim' : ''}`} d={`M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${b.x.toFixed(1)} ${b.y.toFixed(1)}`}
                                stroke-width={(1 + 5 * Math.sqrt(edge.n / most)).toFixed(1)} onClick={() => go(['dyad', `${edge.source}>${edge.target}`])}>
                                <title>{`${actorName(edge.source)} → ${actorName(edge.target)}: ${plural(edge.n, 'event')}, mostly ${QUADS[commonest(edge)] || 'mixed'}`}</title>
                            </path>
                        );
                    })}</g>
                    {nodes.map(node => {
                        const at = places.get(node.code)!, radius = 3.5 + 9 * Math.sqrt(node.n / top);
                        const dim = over !== null && over !== node.code && !near.has(node.code);
                        return (
                            <a key={node.code} href={to(['actor', node.code])} class={`node ${dim ? 'dim' : ''}`} aria-label={`${actorName(node.code)}, ${plural(node.n, 'event')}`}
                                onMouseEnter={() => setOver(node.code)} onMouseLeave={() => setOver(null)} onFocus={() => setOver(node.code)} onBlur={() => setOver(null)}>
                                <circle cx={at.x.toFixed(1)} cy={at.y.toFixed(1)} r={radius.toFixed(1)} />
                                <text x={at.x.toFixed(1)} y={(at.y - radius - 4).toFixed(1)} text-anchor="middle">{actorName(node.code)}</text>
                            </a>
                        );
                    })}
                </svg>
                <p class="tools noprint">
                    <button type="button" class="link" onClick={() => saveSvg(svg.current!, 'network')}>SVG</button>
                    <button type="button" class="link" onClick={() => savePng(svg.current!, 'network')}>PNG</button>
                </p>
            </figure>
            <div class="underline"><QuadLegend /><span class="soft">Width: the number of events; colour: the commonest class; a line bends to the left of its source. A click on a line shows the pair.</span></div>
            <h2>Between whom</h2>
            <Table rows={edges} caption="Edges of the network" name={edge => `${edge.source}>${edge.target}`} columns={[
                { title: 'Source', value: edge => actorName(edge.source), show: edge => <a href={to(['dyad', `${edge.source}>${edge.target}`])}>{actorName(edge.source)}</a> },
                { title: 'Target', value: edge => actorName(edge.target), show: edge => <a href={to(['dyad', `${edge.source}>${edge.target}`])}>{actorName(edge.target)}</a> },
                { title: 'Events', numeric: true, value: edge => edge.n, show: edge => <Count value={edge.n} query={{ source: edge.source, target: edge.target, ...keep }} /> },
                ...[1, 2, 3, 4].map(quad => ({ title: QUADS[quad]!, numeric: true, value: (edge: Edge) => edge.quad?.[quad] ?? 0, show: (edge: Edge) => edge.quad?.[quad] ? <Count value={edge.quad[quad]} query={{ source: edge.source, target: edge.target, quad, ...keep }} /> : <span class="zero">{number(0)}</span> })),
            ]} />
            <Files path="/network" params={filtersOf(route)} kinds={['json']} />
        </>
    );
}
