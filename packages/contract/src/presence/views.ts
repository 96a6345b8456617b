export const presenceStates = ['online', 'idle', 'dnd', 'offline'] as const;
export type PresenceState = (typeof presenceStates)[number];
/** What a person may choose; `invisible` looks offline to all others. */
export const presenceChoices = ['online', 'idle', 'dnd', 'invisible'] as const;
export type PresenceChoice = (typeof presenceChoices)[number];
