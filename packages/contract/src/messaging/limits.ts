export const messagingLimits = {
  channelName: 64,
  channelTopic: 500,
  channelsPerCommunity: 500,
  channelsPerSocket: 2000,
  overwritesPerChannel: 500,
  slowModeSeconds: 21_600,
  messageBody: 4000,
  nonce: 64,
} as const;

export const messagingRateLimits = {
  message: { requests: 120, windowSeconds: 30 },
} as const;
