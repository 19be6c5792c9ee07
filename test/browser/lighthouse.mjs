// What Lighthouse says of the list of phones, as a running Ringfleet serves it to somebody who is signed in: RINGFLEET_HOME=… npm run lighthouse
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const LEAST = 95;
/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

const { RINGFLEET_HOME: home } = process.env;
if (home === undefined) throw new Error('Say the home of the running Ringfleet: RINGFLEET_HOME=… npm run lighthouse');

// npx puts what it fetched on the path, and nowhere else.
const [programs = ''] = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder.includes('_npx'));
const { resolve } = createRequire(join(programs, '../lighthouse/package.json'));
const { default: lighthouse, desktopConfig } = await import(resolve('lighthouse'));
const { default: puppeteer } = await import(resolve('puppeteer-core'));

/** @type {{ url: string, users: { name: string, password: string, role: string }[] }} */
const { url, users } = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8'));
const { name = '', password = '' } = users.find(({ role }) => role === 'administrator') ?? {};
const browser = await puppeteer.launch({
  executablePath: execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], // root has none; what is loaded is our own
});
try {
  const page = await browser.newPage();
  await page.goto(`${url}/devices`);
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('tbody tr');
  // In the same tab, and with nothing forgotten: else it would measure the sign-in.
  const flags = { onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: 'error' };
  const { lhr } = await lighthouse(`${url}/devices`, flags, desktopConfig, page);
  const scores = CATEGORIES.map((category) => ({ category, score: Math.round((lhr.categories[category]?.score ?? 0) * 100) }));
  for (const { category, score } of scores) say(`${category} ${score}`);
  for (const audit of ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'])
    say(`${audit} ${lhr.audits[audit]?.displayValue}`);
  for (const { id, score, title } of Object.values(lhr.audits)) if (score === 0) say(`not met: ${id}, ${title}`);
  if (scores.some(({ score }) => score < LEAST)) process.exitCode = 1;
} finally {
  await browser.close();
}
