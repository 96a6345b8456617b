export const messagingProblems = {
  not_mutual: { status: 403, title: 'You have to follow each other to write here' },
  not_connected: { status: 403, title: 'You have to be connected to write here' },
  not_accepting: { status: 403, title: 'This person accepts no messages from you' },
  blocked_or_unavailable: { status: 403, title: 'This person is not available' },
  read_only: { status: 403, title: 'Nobody may write here' },
  nonce_reused: { status: 409, title: 'This nonce belongs to another message' },
  slow_mode: { status: 429, title: 'Slow mode is on' },
} as const;
