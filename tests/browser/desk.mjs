// SPDX-License-Identifier: Apache-2.0
// What the tests of the page stand on: a store of their own, `vedette serve` over it, Chromium, and a list of checks.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '../../web/node_modules/playwright-core/index.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const axeSource = readFileSync(join(root, 'web/node_modules/axe-core/axe.min.js'), 'utf8');

/** A folder that is gone when the tests end, however they end. */
export function folder() {
    const path = mkdtempSync(join(tmpdir(), 'desk-'));
    process.on('exit', () => rmSync(path, { recursive: true, force: true }));
    return path;
}

export function run(program, ...operands) {
    const done = spawnSync(program, operands, { encoding: 'utf8' });
    if (done.status !== 0 && done.status !== 1) throw new Error(`${program} ${operands.join(' ')}: ${done.stderr || done.error}`);
    return done.stdout;
}

const QUIET = [['Denmark', 'Iceland'], ['Peru', 'Chile'], ['Japan', 'Australia'], ['Kenya', 'Uganda'], ['Spain', 'Portugal'], ['Canada', 'Mexico'], ['Ghana', 'Togo'], ['Finland', 'Estonia']];

const TOWNS = ['Kiruna', 'Luleå', 'Umeå', 'Gävle', 'Uppsala', 'Örebro', 'Karlstad', 'Malmö', 'Lund', 'Kalmar', 'Borås', 'Falun', 'Östersund', 'Sundsvall', 'Boden', 'Piteå', 'Arvika'];

/** The project's samples, and reports of these tests: a pair with a year of daily news and a surge, a copy, hostile texts. */
export function makeStore(program) {
    const place = folder(), store = join(place, 'desk.db'), samples = join(root, 'data/samples');
    const reports = [];
    const say = (id, date, publisher, title, text) => reports.push({ id, published: `${date}T08:00:00Z`, publisher, title, text, url: `https://example.org/${id}` });
    const start = Date.UTC(2025, 0, 1);
    for (let i = 0; i < 400; i++) {
        const date = new Date(start + i * 86_400_000).toISOString().slice(0, 10);
        if (i >= 150 && i < 154) continue; // nothing is read on these days
        // as much is read on every day, so that a surge is none of the reading
        for (const [n, [one, other]] of QUIET.slice(0, i > 388 ? 2 : 8).entries())
            say(`quiet-${i}-${n}`, date, 'Example Wire', `Fisheries, day ${i}, ${n}`, `${one} praised ${other} for its part in the fisheries talks of day ${i}.`);
        if (i % 3 === 0 || i > 388) say(`calm-${i}`, date, 'Northern Post', `Talks, day ${i}`, `Norway held talks with Sweden in Oslo on day ${i} of the negotiations.`);
        if (i % 9 === 0) say(`row-${i}`, date, 'River Gazette', `Row, day ${i}`, `Norway accused Sweden of breaking the accord of day ${i}. Sweden rejected the accusation.`);
        // other towns and numbers each time, and the day by its name: what is told alike is one happening, and counts once
        const weekday = new Date(start + i * 86_400_000).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
        if (i > 388) for (let n = 0; n < 30; n++) {
            const town = TOWNS[(i * 7 + n) % TOWNS.length], other = TOWNS[(i * 7 + n + 5) % TOWNS.length], many = (i - 388) * 31 + n;
            say(`surge-${i}-${n}`, date, n % 2 ? 'Northern Post' : 'Example Wire', `Border, day ${i}, ${n}`, [
                `Norwegian troops shelled Swedish positions near ${town} on ${weekday}, killing ${many} Swedish soldiers.`,
                `Norway seized ${many} Swedish ships off ${town} on ${weekday}.`,
                `Norway arrested ${many} Swedish journalists in ${town} on ${weekday}.`,
                `Norway expelled ${many} Swedish diplomats on ${weekday}.`,
                `Sweden's government said that Norwegian soldiers attacked ${other} on ${weekday}. Norway denied that its soldiers attacked ${other}.`,
                `Norway bombed a Swedish barracks in ${other} on ${weekday}, killing ${many} Swedish soldiers.`][n % 6]);
        }
    }
    const long = 'Norway threatened to strike Sweden if the blockade of Narvik goes on. The Swedish government condemned the threat and called on the United Nations for help. Officials in Stockholm said that Norwegian troops were gathering along the border. The foreign minister of Norway warned that his country would answer with force.';
    say('threat-1', '2026-01-30', 'Example Wire', 'Norway threatens Sweden', long);
    say('threat-2', '2026-01-31', 'Daily Example', 'Norway threatens Sweden', long);
    say('hostile', '2026-02-01', '<b>Bold</b> Publisher', '<script>document.title="hacked"</script>',
        'Norway <script>window.hacked = 1</script> accused Sweden <img src=x onerror="window.hacked=1"> of a plot. 𝔘nicode 🜚 stands before: Sweden condemned Norway.');
    writeFileSync(join(place, 'own.jsonl'), reports.map(report => JSON.stringify(report)).join('\n') + '\n');
    for (const line of readFileSync(join(samples, 'DATES.tsv'), 'utf8').trim().split('\n').slice(1)) {
        const [file, date] = line.split('\t');
        run(program, 'add', '--quiet', '--date', date, store, join(samples, file));
    }
    run(program, 'add', '--quiet', store, join(place, 'own.jsonl'), ...readdirSync(samples).filter(name => name.endsWith('.jsonl')).map(name => join(samples, name)));
    spawnSync(program, ['watch', '--quiet', store]); // a program that does not watch stores goes on without alarms
    return store;
}

/** Starts `vedette serve` and waits for the address that it prints. */
export async function serve(program, store, ...options) {
    const child = spawn(program, ['serve', '--port', '0', ...options, store], { stdio: ['ignore', 'pipe', 'pipe'] });
    const gone = new Promise(resolve => child.on('exit', resolve));
    const stop = async () => { if (child.exitCode === null) child.kill('SIGTERM'); await gone; };
    process.on('exit', () => child.kill());
    let said = '';
    const address = await new Promise((resolve, reject) => {
        const take = part => {
            said += part;
            const found = /https?:\/\/[^\s"']+/.exec(said);
            if (found && said.indexOf('\n', found.index) >= 0) resolve(found[0]);
        };
        child.stdout.on('data', take);
        child.stderr.on('data', take);
        void gone.then(() => reject(new Error(`serve ended: ${said}`)));
        setTimeout(() => reject(new Error(`serve told no address: ${said}`)), 60_000).unref();
    });
    for (let i = 0; i < 40 && !said.includes('Ctrl-C'); i++) await new Promise(resolve => setTimeout(resolve, 50));
    const token = /(?:#token=|token: )(\S+)/.exec(said)?.[1] ?? '';
    return { base: new URL(address).origin, token, stop, said: () => said };
}

export async function openBrowser() {
    const executablePath = BROWSERS.find(path => path && existsSync(path));
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return browser;
}

/** A page whose errors are kept: a view that works says nothing on the console. */
export async function openPage(browser, { base, token }, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.errors = [];
    page.on('pageerror', error => page.errors.push(String(error)));
    page.on('console', message => { if (message.type() === 'error') page.errors.push(message.text()); });
    page.show = async hash => {
        await page.goto(`${base}/#/${hash}`);
        await page.locator('main h1').waitFor();
        await settled(page);
    };
    if (token) {
        await page.goto(`${base}/#token=${token}`);
        await page.locator('main h1').waitFor();
    }
    return page;
}

/** Nothing is being waited for any more. */
export async function settled(page) {
    await page.waitForFunction(() => !document.querySelector('.waiting, [aria-busy=true]'), null, { timeout: 15_000 });
    await page.waitForTimeout(60);
}

export async function save(page, click) {
    const [download] = await Promise.all([page.waitForEvent('download'), click()]);
    return readFileSync(await download.path());
}

/* ---- checks ---- */

const checks = [];
export const check = (name, body) => checks.push([name, body]);

export function expect(true_, what) {
    if (!true_) throw new Error(what);
}

/** Runs all, tells each, and ends with a status; one that fails does not keep the others from running. */
export async function runChecks(only = process.env.ONLY) {
    let failed = 0, done = 0;
    for (const [name, body] of checks) {
        if (only && !name.includes(only)) continue;
        done++;
        const from = Date.now();
        try {
            await body();
            console.log(`ok    ${name} (${Date.now() - from} ms)`);
        } catch (reason) {
            failed++;
            console.log(`FAIL  ${name}: ${reason.message}`);
        }
    }
    console.log(failed ? `${failed} of ${done} failed` : `all ${done} passed`);
    return failed ? 1 : 0;
}
