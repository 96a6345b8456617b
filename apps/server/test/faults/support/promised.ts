import { availableParallelism, loadavg } from 'node:os';

/** What a test itself may keep waiting for each processor. */
const OWN_LOAD = 2;

/** A time that is promised for a machine of our own: where much else runs at the same time, it takes as much longer. */
export function promised(milliseconds: number): number {
  const [load = 0] = loadavg();
  return milliseconds * Math.max(1, load / (OWN_LOAD * availableParallelism()));
}
