/** How the seeded rows are shaped: everything follows from how many posts there are. */
export interface Shape {
  /** Posts, and as many comments, messages and notifications. */
  rows: number;
  users: number;
  /** Of the one big community. */
  townsfolk: number;
}

const FEWEST_USERS = 2_000;
const MOST_TOWNSFOLK = 5_000;

export function shapeOf(rows: number): Shape {
  const users = Math.max(FEWEST_USERS, Math.floor(rows / 20));
  return { rows, users, townsfolk: Math.min(users, MOST_TOWNSFOLK) };
}

/** People with a part to play; the numbers are those of seeded users. */
export const cast = {
  /** Follows a few. */
  reader: 100,
  /** Follows so many that the newest posts are walked. */
  keenReader: 101,
  /** Follows thousands. */
  hoarder: 102,
  /** Half of all notifications are theirs. */
  addressee: 103,
} as const;

export const followings = { reader: 50, keenReader: 200, hoarder: 1_500 } as const;

/** Communities of one channel each, whose members all listen. */
export const rooms = { count: 8, members: 50, firstMember: 400 } as const;
export const crowd = { members: 1_000, firstMember: 900 } as const;

export const SMALL_CHANNELS = 50;

export function seededName(number: number): string {
  return `seed_${number}`;
}

export function numbersFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
