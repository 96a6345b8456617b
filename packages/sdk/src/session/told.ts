export interface AccessToken {
  value: string;
  /** Milliseconds since 1970, by the clock of this machine. */
  expiresAt: number;
  renewAt: number;
}

/** `left`: signed out here or in another tab; `ended`: the server ended it. */
export type EndReason = 'left' | 'ended';

/** What one tab tells the others; tokens pass from memory to memory and are stored nowhere. */
export type Told =
  | { kind: 'renewed'; token: AccessToken }
  | { kind: 'started' }
  | { kind: 'ended'; reason: EndReason };
