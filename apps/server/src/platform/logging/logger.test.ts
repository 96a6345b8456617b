import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.js';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

describe('createLogger', () => {
  it('writes one JSON object a line, with a readable level and time', () => {
    const line = JSON.parse(logged((log) => log.info({ requestId: 'r1' }, 'listening')));
    expect(line).toMatchObject({ level: 'info', msg: 'listening', requestId: 'r1' });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('writes no secret, however deep it lies', () => {
    const secrets = { authorization: 'Bearer hunter2', 'set-cookie': 'hunter2', password: 'hunter2' };
    const text = logged((log) => {
      log.info({ ...secrets, token: 'hunter2' }, 'flat');
      log.info({ headers: secrets, body: { credentials: { refreshToken: 'hunter2' } } }, 'deep');
    });
    expect(text).not.toContain('hunter2');
  });

  it('writes the cause of an error, but not the row or the connection that it carries', () => {
    const error = Object.assign(new Error('refused', { cause: new Error('deeper') }), {
      code: '23505',
      detail: 'Key (email)=(hunter2@example.org) already exists.',
      client: { password: 'hunter2' },
    });
    const text = logged((log) => log.error({ err: error }, 'failed'));
    expect(text).not.toContain('hunter2');
    expect(JSON.parse(text).err).toMatchObject({
      message: 'refused',
      code: '23505',
      cause: { message: 'deeper' },
    });
  });

  it('writes no token from a query', () => {
    const text = logged((log) => log.info({ url: '/ws?token=hunter2&cursor=c1' }, 'upgrade'));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('cursor=c1');
  });
});
