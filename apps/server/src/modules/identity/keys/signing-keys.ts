import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { exportJWK, type JWK } from 'jose';
import { sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '../../../platform/clock/clock.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/logging/logger.js';
import { seal, unseal } from '../../../platform/secrets/sealed-box.js';
import { Settings } from '../../../platform/settings/settings.js';
import '../identity.tables.js';
import { keyFor, newSecret } from '../secrets.js';
import { forgottenBy, isTrusted, type KeyDates, ROTATED_MS, signingKeyAt } from './key-calendar.js';

/** How old the copy in memory may be before a signature; far less than a new key is announced ahead. */
const COPY_MS = 60_000;
/** Tokens with unknown keys may have the keys read again only so often. */
const UNKNOWN_KEY_MS = 2_000;

const PublicJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });

interface SigningKey extends KeyDates {
  id: string;
  publicJwk: JWK;
  publicKey: KeyObject;
  /** Absent when it was sealed with another secret key: such a key still verifies, and signs no more. */
  privateKey: KeyObject | undefined;
}

interface Signer extends SigningKey {
  privateKey: KeyObject;
}

/** The Ed25519 keys that sign access tokens: kept sealed in the database, the same for all nodes, published as a set. */
@Injectable()
export class SigningKeys implements OnModuleInit {
  private readonly sealingKey: Buffer;
  private keys = new Map<string, SigningKey>();
  private readAt = 0;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
    settings: Settings,
  ) {
    this.sealingKey = keyFor('signing keys', settings.secretKey);
  }

  /** Makes the first key, or replaces keys that the secret key no longer opens. */
  async onModuleInit(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx);
      await this.readKeys();
      if (this.signers().length > 0) return;
      if (this.keys.size > 0) {
        this.logger.warn('SECRET_KEY opens none of the stored signing keys; a new one is made');
      }
      await this.insert(tx);
    });
    await this.readKeys();
  }

  /** The key for a signature dated `at`: the same on every node, also when asked again later. */
  async signerAt(at: Date): Promise<Signer> {
    await this.refresh(COPY_MS);
    const signer = signingKeyAt(this.signers(), at);
    if (!signer) throw new Error('There is no signing key that the secret key opens');
    return signer;
  }

  /** The key that a token names, if it is one of ours and still trusted. */
  async verifier(id: string): Promise<KeyObject | undefined> {
    if (!this.keys.has(id)) await this.refresh(UNKNOWN_KEY_MS);
    const key = this.keys.get(id);
    return key && isTrusted(key, this.clock.now()) ? key.publicKey : undefined;
  }

  /** The set that others verify our tokens with (RFC 7517). */
  async published(): Promise<JWK[]> {
    await this.refresh(COPY_MS);
    const now = this.clock.now();
    return [...this.keys.values()]
      .filter((key) => isTrusted(key, now))
      .map((key) => ({ ...key.publicJwk, kid: key.id, alg: 'EdDSA', use: 'sig' }));
  }

  /** Rotates unless the newest key is young enough. */
  async rotateWhenDue(): Promise<void> {
    await this.readKeys();
    const now = this.clock.milliseconds();
    if (this.signers().every(({ createdAt }) => createdAt.getTime() + ROTATED_MS <= now)) await this.rotate();
  }

  /**
   * Announces a new key and retires the present ones; tokens signed with those live on until they run out. Keys that are
   * trusted no more are forgotten.
   */
  async rotate(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx);
      await tx.deleteFrom('signing_keys').where('retired_at', '<=', forgottenBy(this.clock.now())).execute();
      const retiring = { retired_at: this.clock.now() };
      await tx.updateTable('signing_keys').set(retiring).where('retired_at', 'is', null).execute();
      await this.insert(tx);
    });
    await this.readKeys();
  }

  private signers(): Signer[] {
    return [...this.keys.values()].filter((key): key is Signer => key.privateKey !== undefined);
  }

  /** Reads the keys again unless the copy is younger than that; many who ask at once share one reading. */
  private async refresh(maxAgeMs: number): Promise<void> {
    if (Math.abs(this.clock.milliseconds() - this.readAt) <= maxAgeMs) return;
    this.reading ??= this.readKeys().finally(() => {
      this.reading = undefined;
    });
    await this.reading;
  }

  /** Two processes that start on an empty database must end up with one key. */
  private async lock(tx: Tx): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended('plaza signing keys', 0))`.execute(tx);
  }

  private async insert(tx: Tx): Promise<void> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const id = newSecret().slice(0, 16);
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    await tx
      .insertInto('signing_keys')
      .values({
        id,
        public_jwk: JSON.stringify(await exportJWK(publicKey)),
        private_key: seal(der, this.sealingKey, id),
        created_at: this.clock.now(),
      })
      .execute();
  }

  private async readKeys(): Promise<void> {
    const rows = await this.database.read
      .selectFrom('signing_keys')
      .select(['id', 'public_jwk', 'private_key', 'created_at', 'retired_at'])
      .orderBy('created_at')
      .execute();
    const keys = rows.map((row): SigningKey => {
      const publicJwk = PublicJwk.parse(row.public_jwk);
      const der = unseal(row.private_key, this.sealingKey, row.id);
      return {
        id: row.id,
        publicJwk,
        publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }),
        privateKey: der && createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
        createdAt: row.created_at,
        retiredAt: row.retired_at,
      };
    });
    this.keys = new Map(keys.map((key) => [key.id, key]));
    this.readAt = this.clock.milliseconds();
  }
}
