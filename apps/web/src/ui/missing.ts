import { PlazaError } from '@plaza/sdk';

/** Whether there is nothing to show: nothing there, nothing for this viewer, or an address that never named anything. */
export function isMissing(error: unknown): boolean {
  return error instanceof PlazaError && (error.status === 404 || error.code === 'invalid_input');
}
