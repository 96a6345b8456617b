export const identityLimits = {
  username: { min: 3, max: 32 },
  password: { min: 8, maxBytes: 1024 },
  email: 254,
  displayName: 64,
  bio: 500,
  profileLinks: 5,
} as const;

export const identityRateLimits = {
  signIn: { requests: 30, windowSeconds: 60 },
  register: { requests: 20, windowSeconds: 600 },
  refresh: { requests: 60, windowSeconds: 60 },
  mail: { requests: 5, windowSeconds: 600 },
} as const;
