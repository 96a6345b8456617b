interface IdempotencyKeysTable {
  user_id: string;
  key_hash: Buffer;
  operation: string;
  request_hash: Buffer;
  status: number;
  sealed_response: Buffer;
  created_at: Date;
}

declare module '../database/tables.js' {
  interface Tables {
    idempotency_keys: IdempotencyKeysTable;
  }
}

export {};
