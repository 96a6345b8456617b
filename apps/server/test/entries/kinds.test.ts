import { entryKinds } from '@plaza/contract';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { kindRules } from '../../src/modules/entries/entry-kinds.js';
import { openTestPlatform } from '../support/test-platform.js';

const context = await openTestPlatform();

it.each(entryKinds)('the database says as the table of kinds whether a %s appears in feeds', async (kind) => {
  const { rows } = await sql<{ answer: boolean }>`select is_in_feeds(${kind}) as answer`.execute(
    context.database.read,
  );
  expect(rows).toEqual([{ answer: kindRules[kind].isInFeeds }]);
});
