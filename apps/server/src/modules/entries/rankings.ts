/**
 * The rankings of entries as pure functions. What does not depend on now is a generated column; the expressions of the
 * table and of the queries are tested against these.
 */

export interface Votes {
  up: number;
  down: number;
}

/** 2026-01-01, in seconds: what is as old as the epoch and has no votes is worth 0. */
export const hotEpoch = 1_767_225_600;
/** Ten times the votes outweigh these 12.5 hours. */
export const hotSeconds = 45_000;
/** The quantile of a one-sided confidence of 90 %, the two-sided one of 80 %. */
const bestZ = 1.281551565545;
export const rising = {
  minScore: 3,
  maxAgeHours: 24,
  maxCandidates: 1000,
  ageOffset: 2,
  gravity: 1.8,
} as const;

export function score({ up, down }: Votes): number {
  return up - down;
}

/** The formula that reddit published: the order of magnitude of the score, and the age; 7 decimals. */
export function hot(votes: Votes, createdAt: Date): number {
  const votesWorth = Math.sign(score(votes)) * Math.log10(Math.max(Math.abs(score(votes)), 1));
  const ageWorth = (createdAt.getTime() / 1000 - hotEpoch) / hotSeconds;
  return Math.round((votesWorth + ageWorth) * 1e7) / 1e7;
}

/** The lower bound of the Wilson interval for the share of up-votes (E. Miller, "How not to sort by average rating"). */
export function best({ up, down }: Votes): number {
  if (up === 0) return 0;
  const votes = up + down;
  const share = up / votes;
  const spread = bestZ * Math.sqrt((share * (1 - share) + bestZ ** 2 / (4 * votes)) / votes);
  return (share + bestZ ** 2 / (2 * votes) - spread) / (1 + bestZ ** 2 / votes);
}

/** Many votes, evenly split, rank highest. */
export function controversial({ up, down }: Votes): number {
  if (up === 0 || down === 0) return 0;
  return (up + down) ** (Math.min(up, down) / Math.max(up, down));
}

/** Holds for what `risingRank` compares. */
export function mayRise(votes: Votes, ageHours: number): boolean {
  return score(votes) >= rising.minScore && ageHours < rising.maxAgeHours;
}

/** Votes for the time they took; the moment of evaluation is the same for all pages of one walk. */
export function risingRank(votes: Votes, ageHours: number): number {
  return score(votes) / (ageHours + rising.ageOffset) ** rising.gravity;
}
