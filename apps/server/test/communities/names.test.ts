import { beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, World } from '../support/world.js';
import { Guild } from './guild.js';

let world: World;
let ada: Person;
let guild: Guild;

beforeAll(async () => {
  world = await World.open();
  ada = await world.person('ada');
  guild = await Guild.found(ada);
});

/** Everything that stands in other people's lines beside a display name, and gives what became of it. */
const named: Record<string, (name: string) => Promise<string | null>> = {
  community: async (name) =>
    (await ada.api.communities.update({ params: guild.params, body: { name } })).name,
  channel: async (name) => (await guild.channel(name)).name,
  role: async (name) => (await guild.role(name)).name,
  nickname: async (nickname) =>
    (await ada.api.communities.updateMember({ params: guild.memberParams(ada), body: { nickname } }))
      .nickname,
  title: async (title) => (await ada.api.posts.create({ body: { title, body: 'Something' } })).title,
};

describe.each(Object.entries(named))('the name of a %s', (_what, give) => {
  it('turns no line around', async () => {
    expect(await give('Plain \u202eevil\u2069')).toBe('Plain evil');
    expect(await refusal(give('\u202e\u2066'))).toBe('invalid_input');
  });

  it('is one line', async () => {
    for (const name of ['two\nlines', 'two\u2028lines', 'a\tb'])
      expect(await refusal(give(name))).toBe('invalid_input');
  });
});
