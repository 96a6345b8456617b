import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { findChromium, launchOptions } from './chromium.js';
import { PlazaServer } from './plaza-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the shared server is; empty where there is no browser to visit it with. */
    plazaUrl: string;
    /** Where the shared browser is controlled. */
    browserUrl: string;
    /** What the shared server keeps, and its database. */
    dataDir: string;
  }
}

/** One server and one browser for the whole run; every test brings its own people. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const path = findChromium();
  project.provide('plazaUrl', '');
  project.provide('browserUrl', '');
  project.provide('dataDir', '');
  if (path === undefined) {
    process.stderr.write('No Chromium on this machine: the journeys are skipped. Set CHROMIUM_PATH.\n');
    return async () => undefined;
  }
  const [server, browser] = await Promise.all([
    PlazaServer.start(),
    chromium.launchServer(launchOptions(path)),
  ]);
  project.provide('plazaUrl', server.url);
  project.provide('browserUrl', browser.wsEndpoint());
  project.provide('dataDir', server.dataDir);
  return async () => {
    await browser.close();
    await server.close();
  };
}
