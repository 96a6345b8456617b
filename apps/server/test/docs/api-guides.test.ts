import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { World } from '../support/world.js';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const world = await World.open();

/** The code blocks of one language, in the order in which they stand. */
function blocksOf(guide: string, language: string): string[] {
  const text = readFileSync(join(repository, 'docs/api', guide), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );
}

/** Runs a module as a reader would, inside the repository so that its packages are found. */
async function runModule(code: string): Promise<string> {
  const directory = mkdtempSync(join(repository, 'apps/server/test/docs/run-'));
  try {
    const file = join(directory, 'guide.mjs');
    writeFileSync(file, code);
    const { stdout } = await run(process.execPath, [file], {
      env: { ...process.env, PLAZA: world.url },
      timeout: 15_000,
    });
    return stdout;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('the API in five minutes', () => {
  it('works line by line with curl', async () => {
    const script = ['set -euo pipefail', ...blocksOf('first-five-minutes.md', 'bash')].join('\n');
    const { stdout } = await run('bash', ['-c', script], {
      env: { ...process.env, PLAZA: world.url },
      timeout: 15_000,
    });
    expect(stdout).toContain('Hello\n1\nWelcome!\n1\nHi Ada\ninvalid_input\n');
  });

  it('works with the SDK', async () => {
    const [code = ''] = blocksOf('first-five-minutes.md', 'js');
    expect(await runModule(code)).toBe('true\nown_entry\n');
  });
});

describe('the realtime guide', () => {
  const [beginning = '', socketIo = '', plain = ''] = blocksOf('realtime.md', 'js');

  it('works with Socket.IO', async () => {
    expect(await runModule(beginning + socketIo)).toBe('true Hi Ada string\n');
  });

  it('works with a plain WebSocket', async () => {
    expect(await runModule(beginning + plain)).toBe('Hi Ada\n');
  });
});
