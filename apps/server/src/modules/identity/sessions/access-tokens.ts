import { Injectable } from '@nestjs/common';
import { SessionId, UserId } from '@plaza/contract';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Clock } from '../../../platform/clock/clock.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { Settings } from '../../../platform/settings/settings.js';
import { SigningKeys } from '../keys/signing-keys.js';

export const ACCESS_TOKEN_SECONDS = 15 * 60;

const ALGORITHM = 'EdDSA';
/** RFC 9068: says that it is an access token and nothing else that the same key may sign. */
const TYPE = 'at+jwt';
const AUDIENCE = 'plaza';
/** Ours have some 350; anything long is not worth its parsing. */
const MAX_LENGTH = 1_024;
const REMEMBERED = 5_000;

const Claims = z.object({ sub: UserId, sid: SessionId, exp: z.int() });

interface TokenBearer {
  userId: UserId;
  sessionId: SessionId;
}

interface VerifiedToken extends TokenBearer {
  expiresAt: number;
}

/** Signs and verifies access tokens: short-lived JWTs that name a session and carry no rights of their own. */
@Injectable()
export class AccessTokens {
  /** A signature costs more than the rest of a small request, and clients send the same token again and again. */
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: REMEMBERED });

  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** The same bearer and time always give the same token. */
  async sign({ userId, sessionId }: TokenBearer, issuedAt: Date): Promise<string> {
    const key = await this.keys.signerAt(issuedAt);
    const seconds = Math.floor(issuedAt.getTime() / 1_000);
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: key.id })
      .setIssuer(this.settings.publicUrl)
      .setAudience(AUDIENCE)
      .setSubject(userId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + ACCESS_TOKEN_SECONDS)
      .sign(key.privateKey);
  }

  /** Errors: `unauthenticated` for anything but a token of ours that has not run out. */
  async verify(token: string): Promise<TokenBearer> {
    const known = this.verified.get(token) ?? (await this.check(token));
    if (known.expiresAt <= this.clock.milliseconds()) throw new ProblemError('unauthenticated');
    this.verified.set(token, known);
    return known;
  }

  private async check(token: string): Promise<VerifiedToken> {
    if (token.length > MAX_LENGTH) throw new ProblemError('unauthenticated');
    const claims = Claims.safeParse(await this.payloadOf(token));
    if (!claims.success) throw new ProblemError('unauthenticated');
    const { sub, sid, exp } = claims.data;
    return { userId: sub, sessionId: sid, expiresAt: exp * 1_000 };
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.keyNamed(kid), {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: this.settings.publicUrl,
        audience: AUDIENCE,
        currentDate: this.clock.now(),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new ProblemError('unauthenticated');
      throw error;
    }
  }

  private async keyNamed(kid: string | undefined) {
    const key = kid === undefined ? undefined : await this.keys.verifier(kid);
    if (!key) throw new ProblemError('unauthenticated');
    return key;
  }
}
