/**
 * References to a table outside the module that owns it: `in` is a folder or file below `apps/server/src`. A reference that
 * is gone has to be deleted here, too.
 */
export const tableExceptions = [];
