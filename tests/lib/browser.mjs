// A real Chromium for the browser tests: people with their own cookies, look and language, whose
// page complains (console, policy, requests that failed) are collected and must be empty at the end.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
  // A screen to show, and nobody to ask for it.
  '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
const SOURCES = new URL('../../crates/web/', import.meta.url).pathname;
/** With GUICHET_TEST_ASSETS=source the front-end files come from the working tree, not from the binary. */
const FROM_SOURCE = process.env.GUICHET_TEST_ASSETS === 'source';

let browser;

/** The one browser of a test file; `closeBrowser` in `after` ends it. What opens it first may ask for more `args`. */
export async function openBrowser(args = []) {
  browser ??= await chromium.launch({ executablePath: process.env.GUICHET_TEST_CHROMIUM ?? '/usr/bin/chromium', args: [...ARGS, ...args] });
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

/**
 * Somebody with a browser of their own. `who` is 'admin', 'agent', 'customer' or nothing (a visitor).
 * Gives {page, context, complaints}; `leave()` closes it and fails when the page complained, `except` what
 * a test provokes itself (a refused form is an error for the browser's console).
 */
export async function somebody(desk, who, { phone = false, dark = false, lang = 'en', viewport, scripts = true, ...options } = {}) {
  const context = await (await openBrowser()).newContext({
    baseURL: desk.web, viewport: viewport ?? (phone ? PHONE : DESKTOP), locale: lang === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris', colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: scripts,
    ...(phone && { hasTouch: true, isMobile: true }), ...options });
  context.setDefaultTimeout(15_000);
  const complaints = [];
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message} (${error.page()?.url()})`));
  if (FROM_SOURCE) await context.route(/\/assets\/|\/embed\.js$/, fromSource);
  const page = await context.newPage();
  if (who) {
    await context.request.get(new URL(desk.signIn[who]).pathname);
    // Also for people whose own settings say something else.
    await context.request.post('/language', { form: { code: lang, back: '/healthz' } });
  }
  const leave = async ({ except } = {}) => {
    await context.close();
    assert.deepEqual(complaints.filter((complaint) => !except?.test(complaint)), [], 'the page complained');
  };
  return { page, context, complaints, leave };
}

const TYPES = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2' };

function fromSource(route) {
  const path = new URL(route.request().url()).pathname.replace(/^\/embed\.js$/, 'js/embed.js').replace(/^\/assets\//, '').replace(/^[0-9a-f]{12}\//, '');
  const body = path === 'guichet.css' ? styleSheet() : readFileSync(join(SOURCES, 'assets', path));
  return route.fulfill({ body, contentType: `${TYPES[path.split('.').pop()] ?? 'text/plain'}; charset=utf-8` });
}

function styleSheet() {
  const build = readFileSync(join(SOURCES, 'build.rs'), 'utf8');
  const names = build.match(/SHEETS: &str = "([^"]*)"/)[1].replaceAll('\\', ' ').split(/\s+/).filter(Boolean);
  return names.map((name) => readFileSync(join(SOURCES, 'assets/css', `${name}.css`), 'utf8')).join('');
}
