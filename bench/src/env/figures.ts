/** One line of the table of results. */
export interface Figure {
  what: string;
  budget: string;
  measured: string;
  isMet: boolean;
  /** What the figure was made of. */
  note: string;
}

export function median(values: number[]): number {
  return percentile(values, 50);
}

export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const index = Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100));
  return sorted[index] ?? Number.NaN;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
