// axe-core on the page as it stands: WCAG 2.x A and AA, and best practices.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with every violation and where it is. */
export async function accessible(page, where) {
  await still(page);
  if (!(await page.evaluate(() => Boolean(globalThis.axe)))) await page.evaluate(SOURCE);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), TAGS);
  const found = violations.flatMap(({ id, nodes }) => nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(' ')} — ${node.failureSummary.replace(/\s+/g, ' ').slice(0, 300)}`));
  assert.deepEqual(found, [], `${where} has barriers`);
}

/** Nothing is wider than the window, whatever its width. */
export async function fits(page, where, widths) {
  const size = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: size.height });
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      return document.documentElement.scrollWidth > room ? document.documentElement.scrollWidth - room : 0;
    });
    assert.equal(wide, 0, `${where} is ${wide} px too wide at ${width} px`);
  }
  await page.setViewportSize(size);
}

/** Waits for movements to end: half-way colours are nobody's choice. */
export const still = (page) => page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
