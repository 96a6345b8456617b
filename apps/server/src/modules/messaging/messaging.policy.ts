import type { ProblemCode, WriteObstacle } from '@plaza/contract';
import { ProblemError } from '../../platform/problems/problem-error.js';
import { bit, DIRECT_PERMISSIONS, holds, READING } from '../communities/index.js';
import type { DirectVerdict } from '../graph/index.js';

/** What decides whether a person may write in a channel. */
export type WriteContext = { type: 'text'; permissions: bigint } | { type: 'direct'; verdict: DirectVerdict };

/** What a person holds in a channel: in a direct one all of it while they may write, and reading always. */
export function permissionsOn(context: WriteContext): bigint {
  if (context.type === 'text') return context.permissions;
  return context.verdict.allowed ? DIRECT_PERMISSIONS : READING;
}

/** Why a person cannot write in a channel; null when they can. */
export function writeObstacle(context: WriteContext): WriteObstacle | null {
  if (context.type === 'text') return holds(context.permissions, bit.send_messages) ? null : 'forbidden';
  return context.verdict.allowed ? null : context.verdict.code;
}

/** Errors: the obstacle as its problem. */
export function assertMayWrite(context: WriteContext): void {
  const obstacle: ProblemCode | null = writeObstacle(context);
  if (obstacle) throw new ProblemError(obstacle);
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
