import type pg from 'pg';

const kinds = ['message', 'entry', 'vote', 'follow'] as const;
export type WriteKind = (typeof kinds)[number];

/** `open`: no answer came, so only a repetition can show whether it was done. */
type Outcome = 'open' | 'acknowledged' | 'refused';

export interface Audit {
  acknowledged: number;
  refused: number;
  /** Acknowledged, and not there. */
  lost: string[];
  /** There more than once. */
  doubled: string[];
  /** Refused, and there all the same. */
  unwanted: string[];
}

/** Every row of a kind under the key that its writer chose for it. */
const rowKeys: Record<WriteKind, string> = {
  message: 'select nonce as key from messages where nonce is not null',
  entry: 'select body as key from entries',
  vote: "select user_id || ' ' || entry_id as key from votes where value <> 0",
  follow: "select follower_id || ' ' || followee_id as key from follows",
};

/** The answers that clients got to each of their writes, to be compared with the rows. */
export class Ledger {
  private readonly writes = new Map<WriteKind, Map<string, Outcome>>(kinds.map((kind) => [kind, new Map()]));
  acknowledged = 0;

  note(kind: WriteKind, key: string, outcome: Outcome): void {
    if (outcome === 'acknowledged') this.acknowledged += 1;
    this.writes.get(kind)?.set(key, outcome);
  }

  /** Holds the ledger against the rows of the database. */
  async audit(connections: pg.Pool): Promise<Audit> {
    const audit: Audit = { acknowledged: 0, refused: 0, lost: [], doubled: [], unwanted: [] };
    for (const kind of kinds) {
      const { rows } = await connections.query<{ key: string; count: number }>(
        `select key, count(*)::int as count from (${rowKeys[kind]}) as rows group by key`,
      );
      const counts = new Map(rows.map(({ key, count }) => [key, count]));
      for (const [key, outcome] of this.writes.get(kind) ?? []) enter(audit, kind, key, outcome, counts);
    }
    return audit;
  }
}

function enter(
  audit: Audit,
  kind: WriteKind,
  key: string,
  outcome: Outcome,
  counts: ReadonlyMap<string, number>,
): void {
  const count = counts.get(key) ?? 0;
  const id = `${kind} ${key}`;
  if (count > 1) audit.doubled.push(id);
  if (outcome === 'acknowledged') {
    audit.acknowledged += 1;
    if (count === 0) audit.lost.push(id);
  }
  if (outcome === 'refused') {
    audit.refused += 1;
    if (count > 0) audit.unwanted.push(id);
  }
}
