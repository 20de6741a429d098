// SPDX-License-Identifier: Apache-2.0
// The style sheet's colours for what is drawn on a canvas, and the reader's choice between light and dark.

/** The value of a colour of the style sheet, such as `--q1`. */
export function colour(name: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888';
}

/** The same, let through: `alpha('--q1', 0.3)`. The style sheet's colours are written with six digits. */
export function alpha(name: string, strength: number): string {
    return colour(name) + Math.round(strength * 255).toString(16).padStart(2, '0');
}

const CHANGED = 'desk-palette';
const dark = matchMedia('(prefers-color-scheme: dark)');
const print = matchMedia('print');
for (const query of [dark, print]) query.addEventListener('change', () => dispatchEvent(new Event(CHANGED)));

export function onPaletteChange(tell: () => void): () => void {
    addEventListener(CHANGED, tell);
    return () => removeEventListener(CHANGED, tell);
}

export type Theme = 'auto' | 'light' | 'dark';

export function theme(): Theme {
    const kept = localStorage.getItem('vedette-theme');
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

export function setTheme(choice: Theme): void {
    if (choice === 'auto') localStorage.removeItem('vedette-theme');
    else localStorage.setItem('vedette-theme', choice);
    document.documentElement.dataset.theme = choice;
    dispatchEvent(new Event(CHANGED));
}
