import type { DestinationStream } from 'pino';

const HIDDEN = new Set(['level', 'time', 'msg', 'err', 'requestId']);

/** Writes log lines for a person who looks at a terminal, instead of the JSON that machines read. */
export function terminalDestination(write: (text: string) => void): DestinationStream {
  return {
    write(line: string): void {
      const entry: Record<string, unknown> = JSON.parse(line);
      const time = String(entry.time).slice(11, 19);
      const details = Object.entries(entry)
        .filter(([name]) => !HIDDEN.has(name))
        .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`);
      const level = String(entry.level).toUpperCase().padEnd(5);
      write(`${[time, level, entry.msg, ...details].join(' ')}\n${stackOf(entry.err)}`);
    },
  };
}

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return '';
  return `${String(error.stack)}\n`;
}
