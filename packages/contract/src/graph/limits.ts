export const graphLimits = {
  followsPerUser: 10_000,
  pendingFollowRequests: 500,
  blocksPerUser: 10_000,
} as const;

export const graphRateLimits = {
  graph: { requests: 60, windowSeconds: 60 },
} as const;
