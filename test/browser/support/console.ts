import { execFileSync } from 'node:child_process';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Deployment, openDeployment } from '../../support/deployment.js';

export interface Looks {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly language?: 'en' | 'fr';
}

/** Until what is looked for must be there. */
const LONGEST_MS = 120_000;

/** A running Ringfleet and a browser to look at it with. */
export class ConsoleUnderTest {
  /** What the page complained of, in any tab. */
  readonly complaints: string[] = [];

  private constructor(
    readonly ringfleet: Deployment,
    private readonly browser: Browser,
  ) {}

  static async open(env?: Readonly<Record<string, string>>): Promise<ConsoleUnderTest> {
    const ringfleet = await openDeployment(env);
    // Root has no sandbox; what is loaded is our own.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return new ConsoleUnderTest(ringfleet, await chromium.launch({ executablePath: program(), args }));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.ringfleet.close();
  }

  /** A browser of its own, as of another person: nothing is kept in it. */
  async newBrowser({ width = 1280, height = 800, dark = false, language = 'en' }: Looks = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      baseURL: this.ringfleet.url,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      locale: language === 'en' ? 'en-GB' : 'fr-FR',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(LONGEST_MS);
    context.on('console', (message) => ['error', 'warning'].includes(message.type()) && this.complaints.push(message.text()));
    context.on('weberror', (error) => this.complaints.push(error.error().message));
    return context;
  }

  /** Opens an address as a user of the demo data, who signs in where that is asked. */
  async openAs(user: string, path: string, looks: Looks = {}): Promise<Page> {
    const page = await (await this.newBrowser(looks)).newPage();
    await page.goto(path);
    await this.signIn(page, user);
    return page;
  }

  async signIn(page: Page, user: string): Promise<void> {
    const password = this.ringfleet.credentials.users.find(({ name }) => name === user)?.password;
    if (password === undefined) throw new Error(`credentials.json has no user ${user}.`);
    await page.locator('input[type=text], input[name=name]').first().fill(user);
    await page.locator('input[type=password]').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('#main h1').waitFor();
  }
}

const program = (): string => execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
