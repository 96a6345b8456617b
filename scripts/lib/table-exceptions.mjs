/**
 * References to a table outside the module that owns it: `in` is a folder or file below `apps/server/src`. A reference that
 * is gone has to be deleted here, too.
 */
export const tableExceptions = [
  { in: 'modules/audience', table: 'entries', why: 'the audience rules stand outside the module of entries' },
  {
    in: 'modules/audience',
    table: 'mentions',
    why: 'the audience rules stand outside the module of entries',
  },
  { in: 'modules/feeds', table: 'entries', why: 'a feed page is one statement over the entries' },
];
