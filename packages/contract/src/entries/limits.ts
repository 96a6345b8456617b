export const entryLimits = {
  postTitle: 200,
  postBody: 40_000,
  commentBody: 10_000,
  mentionsPerEntry: 50,
  commentDepth: { default: 4, max: 10 },
  treeDepth: 1000,
} as const;
