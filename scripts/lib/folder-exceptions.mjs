/** Arrows between sibling folders that close a cycle and are still to be removed; nothing is added here. */
export const folderExceptions = [];
