import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import { type Person, password, register } from './person.js';

interface WindowOptions {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  language?: string;
  /** Complaints of the browser that belong to the test, such as lost connections. */
  expected?: RegExp;
}

const baseUrl = inject('plazaUrl');

/** Journeys in a real browser; skipped where there is none. */
export function journeys(title: string, body: (stage: Stage) => void): void {
  describe.skipIf(baseUrl === '')(title, () => body(new Stage(baseUrl)));
}

/** A browser in front of a server: every window is a person of their own, and none may complain. */
export class Stage {
  private browser: Browser | null = null;
  private readonly windows: Page[] = [];
  private complaints: string[] = [];

  constructor(public baseUrl: string) {
    beforeAll(async () => {
      this.browser = await chromium.connect(inject('browserUrl'));
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await this.picture(task.name);
      await Promise.all(this.windows.splice(0).map((window) => window.context().close()));
      expect(this.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => this.browser?.close());
  }

  person(name: string): Promise<Person> {
    return register(this.baseUrl, name);
  }

  /** A window in which nobody is signed in. */
  async strangerWindow(options: WindowOptions = {}): Promise<Page> {
    return this.open({}, options);
  }

  /** A window in which this person is signed in, still blank. */
  async window(person: Person, options: WindowOptions = {}): Promise<Page> {
    const origin = this.baseUrl;
    const remembered = { name: `plaza-session ${origin}`, value: '1' };
    const window = await this.open(
      { storageState: { cookies: [], origins: [{ origin, localStorage: [remembered] }] } },
      options,
    );
    const answer = await window.context().request.post(`${origin}/api/v1/auth/login`, {
      data: { login: person.username, password, refreshTokenIn: 'cookie' },
      headers: { Origin: origin },
    });
    expect(answer.status(), await answer.text()).toBe(200);
    return window;
  }

  /** What each window showed when the test failed. */
  private async picture(title: string): Promise<void> {
    const directory = join(tmpdir(), 'plaza-e2e-failures');
    const name = title.replaceAll(/\W+/g, '-').slice(0, 60);
    for (const [index, window] of this.windows.entries()) {
      const path = join(directory, `${name}-${index + 1}.png`);
      await window.screenshot({ path }).catch(() => undefined);
      process.stderr.write(`What the window showed: ${path} (${window.url()})\n`);
    }
  }

  private async open(state: BrowserContextOptions, options: WindowOptions): Promise<Page> {
    if (!this.browser) throw new Error('The browser is not open');
    const { width = 1280, height = 800, theme = 'light', language = 'en-GB', expected } = options;
    const context = await this.browser.newContext({
      ...state,
      baseURL: this.baseUrl,
      viewport: { width, height },
      colorScheme: theme,
      locale: language,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(15_000);
    const window = await context.newPage();
    const complain = (words: string) => {
      if (!expected?.test(words)) this.complaints.push(words);
    };
    window.on('pageerror', (error) => complain(error.stack ?? error.message));
    window.on('console', (message) => {
      if (message.type() === 'error') complain(`${message.text()} (${message.location().url})`);
    });
    this.windows.push(window);
    return window;
  }
}
