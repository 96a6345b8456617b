import type { PresenceChoice, UserId } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalPeople } from './local-people.js';
import { seenAs, sessionStates } from './presence.rules.js';

const ada = 'ada' as UserId;
const sessions = fc.array(fc.constantFrom(...sessionStates), { maxLength: 5 });
const choices: PresenceChoice[] = ['online', 'idle', 'dnd', 'invisible'];

describe('How somebody looks to others', () => {
  it('is the highest of what their sessions say', () => {
    expect(seenAs(['idle', 'online'], 'online')).toBe('online');
    expect(seenAs(['idle', 'idle'], 'online')).toBe('idle');
    expect(seenAs([], 'online')).toBe('offline');
  });

  it('is what they chose, while they are there at all', () => {
    fc.assert(
      fc.property(sessions, fc.constantFrom(...choices), (states, choice) => {
        const seen = seenAs(states, choice);
        if (states.length === 0 || choice === 'invisible') expect(seen).toBe('offline');
        else if (choice !== 'online') expect(seen).toBe(choice);
      }),
    );
  });

  it('does not depend on the order of their sessions', () => {
    fc.assert(
      fc.property(sessions, fc.constantFrom(...choices), (states, choice) => {
        expect(seenAs([...states].reverse(), choice)).toBe(seenAs(states, choice));
      }),
    );
  });
});

describe('The people of a node', () => {
  const people = () => new LocalPeople({ idleMs: 300, goneMs: 15 });

  it('are there from their first socket until a while after their last', () => {
    const local = people();
    expect(local.opened(ada, 0)).toEqual({ userId: ada, state: 'online' });
    expect(local.opened(ada, 1)).toBeUndefined();
    local.closed(ada, 2);
    expect(local.changesBy(100)).toEqual([]);
    local.closed(ada, 100);
    expect(local.changesBy(114)).toEqual([]);
    expect(local.changesBy(115)).toEqual([{ userId: ada, state: undefined }]);
    expect(local.states).toEqual([]);
  });

  it('do not flicker when a page is loaded anew', () => {
    const local = people();
    local.opened(ada, 0);
    local.closed(ada, 10);
    expect(local.opened(ada, 20)).toBeUndefined();
    expect(local.changesBy(60)).toEqual([]);
  });

  it('become idle when they do nothing, and online when they do something again', () => {
    const local = people();
    local.opened(ada, 0);
    local.acted(ada, 100);
    expect(local.changesBy(399)).toEqual([]);
    expect(local.changesBy(400)).toEqual([{ userId: ada, state: 'idle' }]);
    expect(local.changesBy(500)).toEqual([]);
    expect(local.acted(ada, 501)).toEqual({ userId: ada, state: 'online' });
  });

  it('stay idle when a connection breaks and comes back by itself', () => {
    const local = people();
    local.opened(ada, 0);
    local.changesBy(300);
    local.closed(ada, 301);
    expect(local.opened(ada, 305)).toBeUndefined();
    expect(local.states).toEqual([{ userId: ada, state: 'idle' }]);
  });
});
