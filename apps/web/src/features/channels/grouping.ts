import type { Message } from '@plaza/contract';

/** Messages of one person within this time stand together under one name. */
const TOGETHER_MS = 5 * 60_000;
const LINE_HEIGHT = 22.5;
const LETTERS_IN_LINE = 90;

type Said = Pick<Message, 'createdAt' | 'replyTo' | 'body'> & { authorId: string };

/** Whether a message goes on under the name of the one above it. */
export function belongsTogether(said: Omit<Said, 'body'>, previous: Message | undefined): boolean {
  if (!previous || said.replyTo !== null || previous.author.id !== said.authorId) return false;
  const apart = Date.parse(said.createdAt) - Date.parse(previous.createdAt);
  return apart < TOGETHER_MS && isSameDay(said.createdAt, previous.createdAt);
}

/** Whether both happened on one day, where the person is. */
export function isSameDay(one: string, other: string): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

const estimates = new WeakMap<Message, number>();

/** About how high a message will be; the nearer, the less the list has to be put right while it is scrolled. */
export function estimatedHeight(message: Message, previous: Message | undefined): number {
  const known = estimates.get(message);
  if (known !== undefined) return known;
  const lines = message.body
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS_IN_LINE)), 0);
  const said = { ...message, authorId: message.author.id };
  const height = Math.round(lines * LINE_HEIGHT + (belongsTogether(said, previous) ? 4 : 29));
  estimates.set(message, height);
  return height;
}
