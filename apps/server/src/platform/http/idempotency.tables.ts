interface IdempotencyKeysTable {
  user_id: string;
  key: string;
  operation: string;
  request_hash: Buffer;
  status: number;
  response: unknown;
  created_at: Date;
}

declare module '../database/tables.js' {
  interface Tables {
    idempotency_keys: IdempotencyKeysTable;
  }
}

export {};
