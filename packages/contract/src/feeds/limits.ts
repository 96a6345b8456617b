export const feedLimits = {
  feedInsertsPerPage: 10,
} as const;
