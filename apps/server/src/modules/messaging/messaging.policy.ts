import type { ProblemCode, WriteObstacle } from '@plaza/contract';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { bit, holds, READING } from '../communities/index.js';

/** What decides whether a person may write in a channel. */
export interface WriteContext {
  /** Their permissions there. */
  permissions: bigint;
  /** Why it is closed to them whatever their permissions; null where it is open. */
  closedBy: WriteObstacle | null;
}

/** What a person may do in a channel: where it is closed to them only reading is left. */
export function permissionsIn({ permissions, closedBy }: WriteContext): bigint {
  return closedBy === null ? permissions : permissions & READING;
}

/** Why a person cannot write in a channel; null when they can. */
export function writeDenial({ permissions, closedBy }: WriteContext): WriteObstacle | null {
  return closedBy ?? (holds(permissions, bit.send_messages) ? null : 'forbidden');
}

/** Errors: the denial as its problem. */
export function assertMayWrite(context: WriteContext): void {
  const denial: ProblemCode | null = writeDenial(context);
  if (denial) throw new ProblemError(denial);
}

/** Messages are for those who may view the channel and read its history: on every surface alike. */
export function mayRead(permissions: bigint): boolean {
  return holds(permissions, READING);
}

/** Errors: `forbidden`. */
export function assertMayRead(permissions: bigint): void {
  if (!mayRead(permissions)) throw new ProblemError('forbidden');
}

/** Errors: `slow_mode` with the seconds left, unless the person may bypass it. */
export function assertSlowModeElapsed(
  permissions: bigint,
  { slowModeSeconds, lastSentAt, now }: { slowModeSeconds: number; lastSentAt: Date | null; now: Date },
): void {
  if (slowModeSeconds === 0 || lastSentAt === null || holds(permissions, bit.bypass_slow_mode)) return;
  const left = slowModeSeconds - (now.getTime() - lastSentAt.getTime()) / 1000;
  if (left > 0) throw new ProblemError('slow_mode', { retryAfterSeconds: Math.ceil(left) });
}
