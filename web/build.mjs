// SPDX-License-Identifier: Apache-2.0
// Builds the desk: src/ and what it stands on become the files of dist/, which lie in the repository and are
// compiled into the program. `--check` builds apart and compares: dist/ is what src/ makes.
import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('.', import.meta.url));
const dist = join(web, 'dist');
const MOST_BYTES = 400_000; // of all files together, gzipped

const read = path => readFileSync(join(web, path), 'utf8');

/** What data/ says about codes, so that the page and the coder use the same words. */
const codes = {
    name: 'codes',
    setup(builder) {
        builder.onResolve({ filter: /^codes:/ }, at => ({ path: at.path, namespace: 'codes' }));
        builder.onLoad({ filter: /.*/, namespace: 'codes' }, () => {
            const states = {}, labels = {};
            for (const line of read('../data/actors/states.txt').split('\n')) {
                const state = /^([A-Z]{3})  (.+)$/.exec(line);
                if (state) states[state[1]] = state[2].trim();
            }
            for (const line of read('../data/codes/labels.tsv').split('\n')) {
                const [code, label] = line.split('\t');
                if (/^\d+$/.test(code) && label) labels[code] = label;
            }
            return { contents: JSON.stringify({ states, labels }), loader: 'json' };
        });
    },
};

function licences() {
    const parts = ['The desk is part of vedette (Apache-2.0). It contains:'];
    for (const name of ['preact', 'uplot', 'd3-geo', 'd3-array', 'topojson-client', 'world-atlas']) {
        const folder = `node_modules/${name}/`;
        const { version } = JSON.parse(read(folder + 'package.json'));
        parts.push(`${name} ${version}\n\n${read(folder + 'LICENSE').trim()}`);
    }
    parts.push('The shapes of countries are Natural Earth\'s, which are in the public domain.');
    return parts.join(`\n\n${'-'.repeat(72)}\n\n`) + '\n';
}

async function make(folder) {
    await build({
        absWorkingDir: web,
        entryPoints: { desk: 'src/main.tsx' },
        outdir: folder, bundle: true, minify: true, format: 'esm', target: 'es2022', charset: 'utf8',
        jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none', logLevel: 'warning', plugins: [codes],
    });
    for (const file of readdirSync(join(web, 'src/static'))) writeFileSync(join(folder, file), readFileSync(join(web, 'src/static', file)));
    const world = JSON.parse(read('node_modules/world-atlas/countries-110m.json'));
    writeFileSync(join(folder, 'world.json'), JSON.stringify(world));
    writeFileSync(join(folder, 'licences.txt'), licences());
}

function files(folder) {
    return new Map(readdirSync(folder).sort().map(name => [name, readFileSync(join(folder, name))]));
}

function weigh(folder) {
    let all = 0;
    for (const [name, bytes] of files(folder)) {
        const zipped = gzipSync(bytes, { level: 9 }).length;
        all += zipped;
        console.log(`${name.padEnd(14)} ${String(bytes.length).padStart(8)} bytes ${String(zipped).padStart(8)} gzipped`);
    }
    console.log(`${'all'.padEnd(30)} ${String(all).padStart(15)} gzipped, of ${MOST_BYTES}`);
    if (all > MOST_BYTES) throw new Error(`the page is too heavy: ${all} bytes gzipped, at most ${MOST_BYTES}`);
}

if (process.argv.includes('--check')) {
    const apart = mkdtempSync(join(tmpdir(), 'desk-'));
    try {
        await make(apart);
        const made = files(apart), kept = files(dist);
        const other = [...new Set([...made.keys(), ...kept.keys()])]
            .filter(name => !made.has(name) || !kept.has(name) || !made.get(name).equals(kept.get(name)));
        if (other.length) {
            console.error(`web/dist is not what web/src makes: ${other.join(', ')}; run "npm run build" in web/`);
            process.exit(1);
        }
        console.log('web/dist is current');
    } finally {
        rmSync(apart, { recursive: true });
    }
} else {
    for (const name of readdirSync(dist)) rmSync(join(dist, name));
    await make(dist);
    weigh(dist);
}
