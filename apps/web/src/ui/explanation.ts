import { OfflineError, PlazaError } from '@plaza/sdk';
import type { Catalogue } from '../catalogue/en/index.js';

/** An error in words for the person in front of the screen. */
export function explanation(error: unknown, text: Catalogue): string {
  if (error instanceof OfflineError) return text.errors.offline;
  if (!(error instanceof PlazaError)) return text.errors.unexpected;
  if (error.status === 404) return text.errors.notFound;
  return text.problems[error.code] ?? error.problem.detail ?? error.problem.title;
}
