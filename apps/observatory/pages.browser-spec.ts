/// <reference lib="dom" />
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

type Running = { readonly child: ChildProcess; readonly address: string; readonly folder: string };

/** The program as a user starts it, on a free port and a folder of its own. */
const start = async (): Promise<Running> => {
  const folder = await mkdtemp(join(tmpdir(), 'observatoire-test-'));
  // PostgreSQL runs as another user when tests run as root.
  await chmod(folder, 0o755);
  const child = spawn('node', ['dist/apps/observatory/main.js', 'serve', '--json'], {
    env: { ...process.env, DATA_DIR: folder, PORT: '0', DATABASE_URL: '', NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { address } = JSON.parse(line) as { readonly address?: string };
    if (address !== undefined) return { child, address, folder };
  }
  throw new Error('the program ended before it listened');
};

describe('the pages, in a browser', () => {
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    running = await start();
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  });

  afterAll(async () => {
    await browser.close();
    running.child.kill('SIGINT');
    await once(running.child, 'exit');
    await rm(running.folder, { recursive: true, force: true });
  });

  const visit = async (
    path: string,
  ): Promise<{ readonly page: Page; readonly complaints: string[] }> => {
    const page = await browser.newPage({ locale: 'fr-FR' });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(running.address + path, { waitUntil: 'networkidle' });
    return { page, complaints };
  };

  it('shows a first page in French, with its style, and nothing that the browser objects to', async () => {
    const { page, complaints } = await visit('/');
    const heading = page.getByRole('heading', { level: 1 });
    const found = {
      language: await page.locator('html').getAttribute('lang'),
      heading: await heading.textContent(),
      isStyled:
        (await heading.evaluate((element) => getComputedStyle(element).letterSpacing)) !== 'normal',
      complaints,
    };
    expect(found).toEqual({
      language: 'fr',
      heading: 'Observatoire des usages du numérique',
      isStyled: true,
      complaints: [],
    });
  });

  it('turns to English and back', async () => {
    const { page } = await visit('/');
    await page.getByRole('link', { name: 'English' }).click();
    const english = await page.locator('html').getAttribute('lang');
    await page.getByRole('link', { name: 'Français' }).click();
    expect([english, await page.locator('html').getAttribute('lang')]).toEqual(['en', 'fr']);
  });

  it('is reached from the keyboard: the first stop skips to the content', async () => {
    const { page } = await visit('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(
      '#content',
    );
  });

  it('runs a query in the editor, without asking another host for anything', async () => {
    const { page } = await visit('/graphiql');
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.getByRole('button', { name: /execute query/i }).click();
    const answer = page.locator('.result-window');
    await answer.getByText('Aix-Marseille').first().waitFor();
    expect([...hosts]).toEqual([running.address]);
  });
});
