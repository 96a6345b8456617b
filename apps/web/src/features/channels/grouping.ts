import type { SharedMessage } from '@plaza/contract';

/** Messages of one person within this time are grouped under one name. */
const GROUP_MS = 5 * 60_000;
const LINE_HEIGHT = 22.5;
const CHARACTERS_A_LINE = 90;

type Groupable = Pick<SharedMessage, 'createdAt' | 'replyTo'> & { authorId: string };

/** Whether a message is shown without a name of its own, under that of the one above it. */
export function isGrouped(message: Groupable, previous: SharedMessage | undefined): boolean {
  if (!previous || message.replyTo !== null || previous.author.id !== message.authorId) return false;
  const apart = Date.parse(message.createdAt) - Date.parse(previous.createdAt);
  return apart < GROUP_MS && isSameDay(message.createdAt, previous.createdAt);
}

/** Whether both are on one day in the viewer's time zone. */
export function isSameDay(one: string, other: string): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

const estimates = new WeakMap<SharedMessage, number>();

/** About how tall a message will be; the closer, the less the list has to be corrected while it is scrolled. */
export function estimatedHeight(message: SharedMessage, previous: SharedMessage | undefined): number {
  const known = estimates.get(message);
  if (known !== undefined) return known;
  const lines = message.body
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / CHARACTERS_A_LINE)), 0);
  const isContinued = isGrouped({ ...message, authorId: message.author.id }, previous);
  const height = Math.round(lines * LINE_HEIGHT + (isContinued ? 4 : 29));
  estimates.set(message, height);
  return height;
}
