import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  best,
  controversial,
  hot,
  hotEpoch,
  hotSeconds,
  mayRise,
  risingRank,
  type Votes,
} from './rankings.js';

const day = 86_400;
const at = (seconds: number) => new Date(seconds * 1000);

const count = fc.integer({ min: 0, max: 1_000_000 });
const votes: fc.Arbitrary<Votes> = fc.record({ up: count, down: count });
const created = fc.integer({ min: hotEpoch, max: hotEpoch + 3650 * day });

describe('hot', () => {
  it.each([
    [0, 0, hotEpoch, 0],
    [10, 0, hotEpoch, 1],
    [0, 10, hotEpoch, -1],
    [10, 10, hotEpoch + day, 1.92],
    [25, 3, 1_771_891_200, 105.0224227],
  ])('of %i up, %i down at %i is %f', (up, down, seconds, expected) => {
    expect(hot({ up, down }, at(seconds))).toBe(expected);
  });

  it('never falls by a vote up, nor by being newer', () => {
    fc.assert(
      fc.property(votes, created, ({ up, down }, seconds) => {
        const rank = hot({ up, down }, at(seconds));
        expect(hot({ up: up + 1, down }, at(seconds))).toBeGreaterThanOrEqual(rank);
        expect(hot({ up, down }, at(seconds + 1))).toBeGreaterThan(rank);
      }),
    );
  });

  it('lets ten times the votes make up for twelve and a half hours', () => {
    expect(hot({ up: 100, down: 0 }, at(hotEpoch))).toBe(hot({ up: 10, down: 0 }, at(hotEpoch + hotSeconds)));
  });
});

describe('best', () => {
  it.each([
    [0, 0, 0],
    [1, 0, 0.378448],
    [0, 1, 0],
    [10, 1, 0.739495],
    [10, 10, 0.362262],
    [100, 20, 0.785296],
    [1000, 200, 0.819092],
  ])('of %i up, %i down is %f', (up, down, expected) => {
    expect(best({ up, down })).toBeCloseTo(expected, 6);
  });

  it('lies between nothing and the share of votes up, rises with each up and falls with each down', () => {
    fc.assert(
      fc.property(votes, ({ up, down }) => {
        const rank = best({ up, down });
        expect(rank).toBeGreaterThanOrEqual(0);
        expect(rank).toBeLessThanOrEqual(up === 0 ? 0 : up / (up + down));
        expect(best({ up: up + 1, down })).toBeGreaterThan(rank);
        expect(best({ up, down: down + 1 })).toBeLessThanOrEqual(rank);
      }),
    );
  });
});

describe('controversial', () => {
  it.each([
    [10, 0, 0],
    [0, 10, 0],
    [1, 1, 2],
    [10, 10, 20],
    [100, 90, 112.428972],
    [5, 100, 1.262],
  ])('of %i up, %i down is %f', (up, down, expected) => {
    expect(controversial({ up, down })).toBeCloseTo(expected, expected === 1.262 ? 3 : 6);
  });

  it('is the same from both sides, and highest where they are even', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }), (up, down) => {
        expect(controversial({ up, down })).toBe(controversial({ up: down, down: up }));
        expect(controversial({ up, down })).toBeLessThanOrEqual(up + down);
      }),
    );
  });
});

describe('rising', () => {
  it.each([
    [3, 0, 0.861524],
    [10, 1, 1.384145],
    [50, 6, 1.184154],
    [100, 23, 0.304585],
  ])('of %i after %i hours is %f', (up, ageHours, expected) => {
    expect(risingRank({ up, down: 0 }, ageHours)).toBeCloseTo(expected, 6);
  });

  it('compares what is younger than a day with a score of three', () => {
    expect(mayRise({ up: 5, down: 2 }, 23.99)).toBe(true);
    expect(mayRise({ up: 5, down: 3 }, 1)).toBe(false);
    expect(mayRise({ up: 50, down: 0 }, 24)).toBe(false);
  });

  it('falls with age', () => {
    const age = fc.double({ min: 0, max: 23, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 1_000_000 }), age, (up, ageHours) => {
        expect(risingRank({ up, down: 0 }, ageHours + 0.1)).toBeLessThan(
          risingRank({ up, down: 0 }, ageHours),
        );
      }),
    );
  });
});
