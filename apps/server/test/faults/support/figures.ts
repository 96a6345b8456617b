import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests of faults write down what they counted, one JSON object a line. */
    figuresFile: string;
  }
}

export interface Figures {
  fault: string;
  acknowledged: number;
  lost: number;
  doubled: number;
  disordered: number;
  /** The longest time after which everything was as before; undefined where nothing had to recover. */
  recoveredMs: number | undefined;
}

export function writeDown(file: string, figures: Figures): void {
  appendFileSync(file, `${JSON.stringify(figures)}\n`);
}

/** Prints one table when all faults are through. */
export function setup(project: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'plaza-figures-'));
  const file = join(directory, 'figures.jsonl');
  writeFileSync(file, '');
  project.provide('figuresFile', file);
  return () => {
    const figures: Figures[] = readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    if (figures.length > 0) process.stdout.write(`\n${figures.map(lineOf).join('\n')}\n`);
    rmSync(directory, { recursive: true });
  };
}

function lineOf({ fault, acknowledged, lost, doubled, disordered, recoveredMs }: Figures): string {
  const recovered = recoveredMs === undefined ? '' : `, recovered after ${(recoveredMs / 1000).toFixed(1)} s`;
  return `  ${fault}: ${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled, ${disordered} out of order${recovered}`;
}
