/** The lines of a server's log that show a bug: an error that nobody handled, or a request that was answered `internal`. */
export function bugsIn(log: string): string[] {
  return log.split('\n').filter((line) => /"level":"fatal"|"a request failed"/.test(line));
}
