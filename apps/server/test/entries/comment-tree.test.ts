import type { EntryId } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { refusal, World } from '../support/world.js';
import { answer, asComment, onEntry, publish } from './writing.js';

const world = await World.open();

describe('the tree below an entry', () => {
  it('opens level by level, with cursors of its own for each', async () => {
    const ada = await world.person('ada');
    const post = await publish(ada);
    const top = await Promise.all(Array.from({ length: 5 }, (_, index) => answer(ada, post, `Top ${index}`)));
    const [parent] = top;
    if (!parent) throw new Error('Nothing was written');
    const replies: { id: EntryId }[] = [];
    for (let index = 0; index < 5; index += 1) replies.push(await answer(ada, parent, `Reply ${index}`));
    const stranger = world.stranger();
    const query = { sort: 'old', limit: 5 } as const;
    const page = await stranger.entries.comments({ ...onEntry(post), query });
    expect(page.nextCursor).toBeNull();
    const more = page.items.find(({ entry }) => entry.id === parent.id)?.more;
    expect(more?.count).toBe(2);
    expect(
      page.items.filter(({ entry }) => entry.parentId === parent.id).map(({ entry }) => entry.id),
    ).toEqual(replies.slice(0, 3).map(({ id }) => id));
    const rest = await stranger.entries.comments({
      ...onEntry(parent),
      query: { ...query, cursor: more?.cursor ?? '' },
    });
    expect(rest.items.map(({ entry }) => entry.id)).toEqual(replies.slice(3).map(({ id }) => id));
    const flat = await stranger.entries.comments({ ...onEntry(post), query: { ...query, depth: 1 } });
    expect(flat.items).toHaveLength(5);
    expect(flat.items.find(({ entry }) => entry.id === parent.id)?.more?.count).toBe(5);
  });

  it('leads right to a deep comment with all that is above and below it', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const post = await publish(ada);
    const line: { id: EntryId }[] = [];
    for (let depth = 0; depth < 8; depth += 1) {
      line.push(await answer(depth % 2 === 0 ? ada : bob, line.at(-1) ?? post, `Level ${depth + 1}`));
    }
    const [first, second, , , fifth, sixth] = line;
    if (!first || !second || !fifth || !sixth) throw new Error('Nothing was written');
    await bob.api.comments.delete(asComment(second));
    const context = await world.stranger().entries.context(onEntry(fifth));
    expect(context.root.id).toBe(post.id);
    expect(context.ancestors.map(({ id, kind }) => [id, kind])).toEqual(
      line.slice(0, 4).map(({ id }) => [id, id === second.id ? 'tombstone' : 'comment']),
    );
    expect(context.comment.id).toBe(fifth.id);
    expect(context.replies.items.map(({ entry }) => entry.id)).toEqual(line.slice(5).map(({ id }) => id));
    const ofTombstone = await ada.api.entries.context(onEntry(second));
    expect(ofTombstone.comment).toMatchObject({ kind: 'tombstone', id: second.id });
    expect(await refusal(ada.api.entries.context(onEntry(post)))).toBe('not_found');
  });

  it.each([0, 11, -1, 1.5, 'x'])('has no depth of %s', async (depth) => {
    const post = await publish(await world.person('ada'));
    const { status } = await world.request('GET', `/entries/${post.id}/comments?depth=${depth}`);
    expect(status).toBe(422);
  });
});
