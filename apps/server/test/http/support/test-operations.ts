import { Injectable } from '@nestjs/common';
import {
  bytes,
  eventStream,
  form,
  htmlPage,
  lineOfText,
  multipart,
  type Outgoing,
  operation,
  redirect,
  upload,
} from '@plaza/contract';
import { z } from 'zod';
import { HandleOperation, type OperationCall } from '../../../src/platform/http/handle-operation.js';
import { html } from '../../../src/platform/http/html.js';
import { ProblemError } from '../../../src/platform/problems/problem-error.js';
import { DiskStorage } from '../../../src/platform/storage/disk-storage.js';

export const KIB = 1024;
const Stored = z.object({ sha256: z.string(), size: z.int() });
const Sha256 = z.strictObject({ sha256: z.string().regex(/^[\da-f]{64}$/) });
const read = { access: 'anyone', scope: null, limit: 'read', status: 200 } as const;
const write = { access: 'user', scope: 'posts:write', limit: 'write' } as const;

/** One of each kind that an operation can be. */
export const testOperations = {
  emblems: {
    create: operation({
      ...write,
      method: 'POST',
      path: '/emblems',
      summary: 'An emblem and its small picture, by moderators',
      roles: ['moderator', 'admin'],
      status: 201,
      body: multipart({
        fields: z.strictObject({ name: lineOfText(20), size: z.coerce.number<string>().int().max(9) }),
        files: {
          image: { maxBytes: 64 * KIB, mediaTypes: ['image/png', 'image/gif'] },
          preview: { maxBytes: 8 * KIB, mediaTypes: ['image/*'], optional: true },
        },
      }),
      response: z.object({
        name: z.string(),
        size: z.int(),
        files: z.array(Stored.extend({ part: z.string() })),
      }),
      errors: [],
    }),
    ignore: operation({
      ...write,
      method: 'POST',
      path: '/emblems/ignored',
      summary: 'Takes files and reads none of them',
      status: 204,
      body: multipart({
        fields: z.strictObject({}),
        files: { image: { maxBytes: 64 * KIB, mediaTypes: ['image/png'] } },
      }),
      errors: [],
    }),
  },
  blobs: {
    put: operation({
      ...write,
      method: 'PUT',
      path: '/blobs',
      summary: 'Bytes as they are',
      status: 200,
      body: upload({ mediaTypes: ['application/offset+octet-stream', 'image/*'], maxBytes: 4096 * KIB }),
      response: Stored.extend({ mediaType: z.string(), length: z.int().nullable() }),
      errors: [],
    }),
    get: operation({
      ...read,
      method: 'GET',
      path: '/blobs/{sha256}',
      summary: 'The same bytes, in whole or in part',
      params: Sha256,
      response: bytes('application/octet-stream'),
      errors: ['not_found'],
    }),
  },
  consent: {
    page: operation({
      ...read,
      method: 'GET',
      path: '/consent',
      summary: 'A page that asks',
      query: z.strictObject({ app: z.string().max(40) }),
      response: htmlPage(),
      errors: [],
    }),
    decide: operation({
      ...read,
      limit: 'write',
      method: 'POST',
      path: '/consent',
      summary: 'What its form sends',
      status: 303,
      body: form(z.strictObject({ app: z.string().max(40), decision: z.enum(['allow', 'deny']) })),
      response: redirect(),
      errors: [],
    }),
  },
  progress: {
    follow: operation({
      ...write,
      scope: null,
      limit: 'read',
      method: 'GET',
      path: '/progress/{steps}',
      summary: 'Reports its progress',
      status: 200,
      params: z.strictObject({ steps: z.coerce.number<string>().int() }),
      response: eventStream({ step: z.object({ number: z.int() }), done: z.object({}) }),
      errors: [],
    }),
  },
  account: {
    erase: operation({
      ...write,
      method: 'DELETE',
      path: '/account',
      summary: 'What cannot be undone',
      stepUp: true,
      status: 204,
      errors: [],
    }),
    signOut: operation({
      ...write,
      scope: null,
      credentials: ['session'],
      method: 'POST',
      path: '/account/sign-out',
      summary: 'For sessions alone',
      status: 200,
      response: z.object({ sessionId: z.string() }),
      errors: [],
    }),
    old: operation({
      ...read,
      method: 'GET',
      path: '/account/old',
      summary: 'Deprecated',
      response: z.object({}),
      since: '1.1',
      deprecated: { since: '2026-01-31', sunset: '2026-07-31', instead: 'account.signOut' },
      errors: [],
    }),
  },
};

@Injectable()
export class TestOperationsController {
  /** Events of streams that were begun and have not ended. */
  open = 0;
  /** Failures that a handler has seen while it read a body. */
  readonly failures: unknown[] = [];

  constructor(private readonly storage: DiskStorage) {}

  @HandleOperation(testOperations.emblems.create)
  async createEmblem({ body, files }: OperationCall<typeof testOperations.emblems.create>) {
    const stored: { part: string; sha256: string; size: number }[] = [];
    try {
      for await (const { part, content } of files) {
        stored.push({ part, ...(await this.storage.put(content, 1024 * KIB)) });
      }
    } catch (error) {
      this.failures.push(error);
      for (const { sha256 } of stored) await this.storage.remove(sha256);
      throw error;
    }
    return { ...body, files: stored };
  }

  @HandleOperation(testOperations.emblems.ignore)
  async ignoreEmblem(_call: OperationCall<typeof testOperations.emblems.ignore>) {}

  @HandleOperation(testOperations.blobs.put)
  async putBlob({ upload: { content, mediaType, length } }: OperationCall<typeof testOperations.blobs.put>) {
    try {
      return { ...(await this.storage.put(content, 4096 * KIB)), mediaType, length };
    } catch (error) {
      this.failures.push(error);
      throw error;
    }
  }

  @HandleOperation(testOperations.blobs.get)
  async getBlob({ params }: OperationCall<typeof testOperations.blobs.get>): Promise<Outgoing> {
    const found = await this.storage.open(params.sha256);
    if (!found) throw new ProblemError('not_found');
    found.stream.destroy();
    return {
      mediaType: 'application/octet-stream',
      size: found.size,
      etag: params.sha256,
      cacheControl: 'private, max-age=60',
      open: async (range) => {
        const part = await this.storage.open(params.sha256, range);
        if (!part) throw new ProblemError('not_found');
        return part.stream;
      },
    };
  }

  @HandleOperation(testOperations.consent.page)
  async showConsent({ query }: OperationCall<typeof testOperations.consent.page>) {
    return html`<!doctype html><title>${query.app}</title><form method="post"></form>`;
  }

  @HandleOperation(testOperations.consent.decide)
  async decide({ body }: OperationCall<typeof testOperations.consent.decide>) {
    return `https://app.example/return?${new URLSearchParams(body)}`;
  }

  @HandleOperation(testOperations.progress.follow)
  async *follow({ params, exchange }: OperationCall<typeof testOperations.progress.follow>) {
    this.open += 1;
    try {
      for (let number = 1; number <= params.steps; number += 1) {
        yield { event: 'step', data: { number }, id: `${number}` } as const;
      }
      // Below zero it goes on for ever.
      if (params.steps < 0) {
        await new Promise((resolve) => exchange.signal.addEventListener('abort', resolve));
      }
      yield { event: 'done', data: {} } as const;
    } finally {
      this.open -= 1;
    }
  }

  @HandleOperation(testOperations.account.erase)
  async erase(_call: OperationCall<typeof testOperations.account.erase>) {}

  @HandleOperation(testOperations.account.signOut)
  async signOut({ viewer }: OperationCall<typeof testOperations.account.signOut>) {
    return { sessionId: viewer.credential.sessionId };
  }

  @HandleOperation(testOperations.account.old)
  async old(_call: OperationCall<typeof testOperations.account.old>) {
    return {};
  }
}
