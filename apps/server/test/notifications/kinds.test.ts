import { describe, expect, it } from 'vitest';
import { type Person, World } from '../support/world.js';
import { NoteFeature } from './note-feature.js';
import { likeKind, noteKind } from './test-notes.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const ROUNDS = 12;
const world = await World.open({ ROLE: 'api' });
const notes = await NoteFeature.join(world);

async function people<Count extends 2 | 3 | 4>(count: Count) {
  const found = await world.people(count);
  return found as Count extends 2
    ? [Person, Person]
    : Count extends 3
      ? [Person, Person, Person]
      : [Person, Person, Person, Person];
}

async function rowsOf(person: Person) {
  return world.rows<{ subject_ids: string[]; actor_ids: string[]; count: number }>(
    'select subject_ids, actor_ids, count from notifications where recipient_id = $1 order by updated_at desc, id desc',
    [person.id],
  );
}

describe('a kind of a module from outside', () => {
  it('notifies those who see its subject, of what its declaration says', async () => {
    const [ada, bob, carl, dora] = await people(4);
    await dora.api.graph.block({ params: { userId: bob.id } });
    const noteId = await notes.note(bob, [ada, bob, carl, dora], { hiddenFrom: [carl] });
    expect(await notes.inboxOf(ada)).toMatchObject([
      {
        type: noteKind,
        importance: 'low',
        count: 1,
        actors: [{ id: bob.id }],
        subject: { noteId },
        readAt: null,
      },
    ]);
    expect(await notes.unreadOf(ada)).toBe(1);
    // One's own, hidden from the reader, across a block.
    for (const person of [bob, carl, dora]) expect(await rowsOf(person)).toEqual([]);
  });

  it('is marked read when its subject is opened, and only then', async () => {
    const [ada, bob] = await people(2);
    const noteId = await notes.note(bob, [ada]);
    const other = await notes.note(bob, [ada]);
    await notes.like(noteId, ada, bob);
    await notes.open(noteId, ada);
    const inbox = await notes.inboxOf(ada);
    expect(inbox.filter(({ readAt }) => readAt)).toMatchObject([{ type: noteKind, subject: { noteId } }]);
    expect(inbox.filter(({ readAt }) => !readAt)).toHaveLength(2);
    expect(inbox).toContainEqual(
      expect.objectContaining({ subject: expect.objectContaining({ noteId: other }) }),
    );
  });

  it('is nowhere any more once no module declares it', async () => {
    const [ada, bob] = await people(2);
    await notes.note(bob, [ada]);
    await world.rows(
      `update notifications set kind = 'test_gone', subject_ids = '{}' where recipient_id = $1`,
      [ada.id],
    );
    expect(await notes.inboxOf(ada)).toEqual([]);
    expect(await notes.unreadOf(ada)).toBe(0);
  });
});

describe('visibility', () => {
  it('is asked at the moment of reading, and of each subject of a group', async () => {
    const [ada, bob, carl] = await people(3);
    const thread = 'of three notes';
    const first = await notes.note(bob, [ada], { thread });
    const second = await notes.note(carl, [ada], { thread });
    const third = await notes.note(carl, [ada], { thread });
    const shown = async () =>
      (await notes.inboxOf(ada)).map(({ count, actors, subject }) => ({
        count,
        actors: actors.map(({ id }) => id),
        subject,
      }));
    expect(await shown()).toEqual([
      { count: 3, actors: [carl.id, bob.id], subject: expect.objectContaining({ noteId: third }) },
    ]);
    await notes.hide(third, [ada]);
    expect(await shown()).toEqual([
      { count: 2, actors: [carl.id, bob.id], subject: expect.objectContaining({ noteId: second }) },
    ]);
    await notes.hide(second, [ada]);
    expect(await shown()).toEqual([
      { count: 1, actors: [bob.id], subject: expect.objectContaining({ noteId: first }) },
    ]);
    await notes.hide(first, [ada]);
    expect([await shown(), await notes.unreadOf(ada)]).toEqual([[], 0]);
    await notes.hide(second, []);
    expect(await shown()).toEqual([
      { count: 1, actors: [carl.id], subject: expect.objectContaining({ noteId: second }) },
    ]);
    expect(await notes.unreadOf(ada)).toBe(1);
  });

  it('ends with a block, also where the rule of the subject knows of none', async () => {
    const [ada, bob, carl] = await people(3);
    const thread = 'of two people';
    const kept = await notes.note(bob, [ada], { thread });
    await notes.note(carl, [ada], { thread });
    await ada.api.graph.block({ params: { userId: carl.id } });
    expect(await notes.inboxOf(ada)).toMatchObject([
      { count: 1, actors: [{ id: bob.id }], subject: { noteId: kept } },
    ]);
    await bob.api.graph.block({ params: { userId: ada.id } });
    expect([await notes.inboxOf(ada), await notes.unreadOf(ada)]).toEqual([[], 0]);
  });

  it('of the one subject of a group is that of all in it', async () => {
    const [ada, bob, carl] = await people(3);
    const noteId = await notes.note(ada, []);
    await notes.like(noteId, ada, bob);
    await notes.like(noteId, ada, carl);
    expect(await notes.inboxOf(ada)).toMatchObject([
      { type: likeKind, count: 2, actors: [{ id: carl.id }, { id: bob.id }] },
    ]);
    await notes.hide(noteId, [ada]);
    expect([await notes.inboxOf(ada), await notes.unreadOf(ada)]).toEqual([[], 0]);
  });
});

describe('grouping', () => {
  it('counts by person or by subject, as the kind says', async () => {
    const [ada, bob, carl] = await people(3);
    const noteId = await notes.note(ada, []);
    for (const person of [bob, carl, bob]) await notes.like(noteId, ada, person);
    expect(await notes.inboxOf(ada)).toMatchObject([{ count: 2, actors: [{ id: bob.id }, { id: carl.id }] }]);
    for (const _ of [1, 2, 3]) await notes.note(bob, [carl], { thread: 'of one person' });
    expect(await notes.inboxOf(carl)).toMatchObject([{ count: 3, actors: [{ id: bob.id }] }]);
  });

  it('ends when it was seen, after a day, and at the border of its key', async () => {
    const [ada, bob, carl] = await people(3);
    const noteId = await notes.note(ada, []);
    await notes.like(noteId, ada, bob);
    await notes.read(
      ada,
      (await notes.inboxOf(ada)).map(({ id }) => id),
    );
    await notes.like(noteId, ada, carl);
    expect(await notes.inboxOf(ada)).toMatchObject([{ count: 1, readAt: null }, { count: 1 }]);
    world.clock.advance(DAY_MS + 1);
    await notes.like(noteId, ada, bob);
    await notes.like(await notes.note(ada, []), ada, bob);
    expect((await notes.inboxOf(ada)).map(({ count }) => count)).toEqual([1, 1, 1, 1]);
  });
});

describe('what is erased', () => {
  it('ends a notification of nothing else, and shrinks one of several', async () => {
    const [ada, bob, carl] = await people(3);
    const thread = 'that is erased';
    const first = await notes.note(bob, [ada, carl], { thread });
    const second = await notes.note(bob, [ada], { thread });
    await notes.erase(second);
    expect(await rowsOf(ada)).toMatchObject([{ subject_ids: [first], count: 1 }]);
    expect(await notes.inboxOf(ada)).toMatchObject([{ count: 1, subject: { noteId: first } }]);
    await notes.erase(first);
    expect([await rowsOf(ada), await rowsOf(carl)]).toEqual([[], []]);
  });

  it('is neither shown nor counted where it is not the newest of its group', async () => {
    const [ada, bob] = await people(2);
    const thread = 'of old and new';
    const first = await notes.note(bob, [ada], { thread });
    const second = await notes.note(bob, [ada], { thread });
    await notes.erase(first);
    expect(await notes.inboxOf(ada)).toMatchObject([{ count: 1, subject: { noteId: second } }]);
    const third = await notes.note(bob, [ada], { thread });
    expect(await notes.inboxOf(ada)).toMatchObject([{ count: 2, subject: { noteId: third } }]);
    await notes.erase(second, third);
    expect([await notes.inboxOf(ada), await notes.unreadOf(ada)]).toEqual([[], 0]);
  });

  it('races with what joins the group, and takes nothing else with it', async () => {
    const [ada, bob, carl] = await people(3);
    for (let round = 0; round < ROUNDS; round += 1) {
      const thread = `that is erased in round ${round}`;
      const first = await notes.note(bob, [ada], { thread });
      const [, second] = await Promise.all([notes.erase(first), notes.note(carl, [ada], { thread })]);
      const rows = (await rowsOf(ada)).filter(({ subject_ids }) => subject_ids.includes(second));
      expect(rows).toMatchObject([{ count: 1, subject_ids: [second] }]);
    }
    expect((await notes.inboxOf(ada)).map(({ count }) => count)).toEqual(Array(ROUNDS).fill(1));
  });
});

describe('undoing', () => {
  it('takes one part out within a minute, and nothing after it', async () => {
    const [ada, bob, carl] = await people(3);
    const noteId = await notes.note(ada, []);
    const began = world.clock.now();
    await notes.like(noteId, ada, bob);
    await notes.like(noteId, ada, carl);
    await notes.unlike(noteId, ada, bob, began);
    expect(await notes.inboxOf(ada)).toMatchObject([{ count: 1, actors: [{ id: carl.id }] }]);
    world.clock.advance(61_000);
    await notes.unlike(noteId, ada, carl, began);
    expect(await notes.inboxOf(ada)).toMatchObject([{ count: 1, actors: [{ id: carl.id }] }]);
  });

  it('races with others who join the group, and with its reader, and loses or doubles nobody', async () => {
    const [ada, bob, carl] = await people(3);
    for (let round = 0; round < ROUNDS; round += 1) {
      const noteId = await notes.note(ada, []);
      const since = world.clock.now();
      const like = (actor: Person) => {
        const occurrence = { recipients: [ada.id], actorId: actor.id, groupKey: noteId, subjectId: noteId };
        return notes.transaction((tx) => notes.repository.notify(tx, likeKind, occurrence));
      };
      const undo = (actor: Person) => {
        const undoing = { recipientId: ada.id, actorId: actor.id, since };
        return notes.transaction((tx) => notes.repository.undo(tx, likeKind, undoing));
      };
      await like(bob);
      const [open] = await notes.inboxOf(ada);
      await Promise.all([
        undo(bob),
        like(carl),
        round % 2 === 0 ? notes.read(ada, open ? [open.id] : []) : undefined,
      ]);
      const rows = (await rowsOf(ada)).filter(({ subject_ids }) => subject_ids.includes(noteId));
      expect(rows.flatMap(({ actor_ids }) => actor_ids)).toEqual([carl.id]);
      expect(rows.map(({ count }) => count)).toEqual([1]);
    }
  });

  it('leaves a group that was never opened twice, however many join at once', async () => {
    const [ada, ...others] = await world.people(6);
    if (!ada) throw new Error('Nobody came');
    const noteId = await notes.note(ada, []);
    await Promise.all(
      others.map(({ id }) =>
        notes.transaction((tx) =>
          notes.repository.notify(tx, likeKind, {
            recipients: [ada.id],
            actorId: id,
            groupKey: noteId,
            subjectId: noteId,
          }),
        ),
      ),
    );
    expect(await notes.inboxOf(ada)).toMatchObject([{ count: 5 }]);
    expect(new Set((await rowsOf(ada))[0]?.actor_ids)).toEqual(new Set(others.map(({ id }) => id)));
  });
});
