// SPDX-License-Identifier: Apache-2.0
// Renews the pictures of docs/desk from a desk over the store that `make demo` leaves.
// usage: node pictures.mjs BASE FOLDER
import { join } from 'node:path';
import { openBrowser, openPage } from './desk.mjs';

const [base, folder] = process.argv.slice(2);
const events = async query => (await (await fetch(`${base}/api/v1/events?${query}`)).json()).items;
const [told] = await events('report=data/samples/02-iran-oil-embargo.txt%231&limit=1');
const PICTURES = [
    // name, address, width, height, colours
    ['today', '', 1120, 800, 'light'],
    ['dyad', 'dyad/CSR>AVR?step=day&from=2024-04-01', 1120, 800, 'light'],
    ['map', 'map?window=', 1120, 760, 'light'],
    ['network', 'network?nodes=15', 1120, 800, 'light'],
    ['report', `report/${encodeURIComponent(told?.report ?? '')}`, 1120, 800, 'light'],
    ['ledger', 'ledger?kind=threat', 1120, 640, 'dark'],
    ['phone', '', 360, 720, 'dark'],
];
const browser = await openBrowser();
for (const [name, hash, width, height, colorScheme] of PICTURES) {
    const page = await openPage(browser, { base, token: '' }, { viewport: { width, height }, colorScheme });
    await page.show(hash);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 56 });
    await page.context().close();
}
await browser.close();
