/** What is true of every request, list and socket. */
export const coreLimits = {
  page: { default: 20, max: 100 },
  url: 2048,
  idempotencyKey: 64,
  bodyBytes: 1_048_576,
  jsonDepth: 32,
  frameBytes: 65_536,
  socketsPerUser: 20,
  topicsPerSocket: 500,
  replayEvents: 2000,
} as const;

export const coreRateLimits = {
  read: { requests: 600, windowSeconds: 60 },
  write: { requests: 120, windowSeconds: 60 },
  /** What leaves no trace: typing, presence, read marks. */
  signal: { requests: 120, windowSeconds: 60 },
} as const;
