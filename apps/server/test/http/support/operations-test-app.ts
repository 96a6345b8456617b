import 'reflect-metadata';
import { readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { SessionId, UserId } from '@plaza/contract';
import { afterAll } from 'vitest';
import { Authenticator } from '../../../src/platform/http/authenticator.js';
import { HttpServer } from '../../../src/platform/http/http-server.js';
import { HttpTimes } from '../../../src/platform/http/http-times.js';
import { OperationBinding } from '../../../src/platform/http/operation-binding.js';
import { OperationList } from '../../../src/platform/http/operation-list.js';
import type { SignedInViewer } from '../../../src/platform/http/viewer.js';
import { PlatformModule } from '../../../src/platform/platform.module.js';
import { ProblemError } from '../../../src/platform/problems/problem-error.js';
import { Lifetime } from '../../../src/platform/process/lifetime.js';
import { DiskStorage } from '../../../src/platform/storage/disk-storage.js';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.js';
import { TestOperationsController, testOperations } from './test-operations.js';

class TestAuthenticator extends Authenticator {
  readonly viewers = new Map<string, SignedInViewer>();

  async authenticate(token: string): Promise<SignedInViewer> {
    const viewer = this.viewers.get(token);
    if (!viewer) throw new ProblemError('unauthenticated');
    return viewer;
  }

  authenticateAnew(token: string): Promise<SignedInViewer> {
    return this.authenticate(token);
  }

  async endedAmong(): Promise<SessionId[]> {
    return [];
  }
}

/** A server that answers the test operations, through the binding that answers those of the product. */
export class OperationsTestApp {
  private constructor(
    readonly platform: TestPlatform,
    readonly url: string,
    readonly port: number,
    readonly controller: TestOperationsController,
    readonly lifetime: Lifetime,
    private readonly authenticator: TestAuthenticator,
  ) {}

  static async open(times: Partial<HttpTimes> = {}): Promise<OperationsTestApp> {
    const platform = await openTestPlatform({ NODE_ENV: 'test', ROLE: 'api', RATE_LIMITS: 'on' });
    @Module({
      imports: [PlatformModule.on(platform)],
      providers: [
        { provide: Authenticator, useClass: TestAuthenticator },
        { provide: OperationList, useValue: OperationList.of(testOperations, [TestOperationsController]) },
        { provide: HttpTimes, useValue: Object.assign(new HttpTimes(), times) },
        OperationBinding,
        HttpServer,
        DiskStorage,
        TestOperationsController,
      ],
    })
    class TestModule {}
    const app = await NestFactory.createApplicationContext(TestModule, {
      logger: false,
      abortOnError: false,
    });
    const fastify = await app.get(HttpServer).create();
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    const lifetime = app.get(Lifetime);
    // Runs before the database of the platform is closed.
    afterAll(async () => {
      lifetime.beginStop();
      fastify.server.closeAllConnections();
      await fastify.close();
      await app.close();
    });
    const { port } = fastify.server.address() as AddressInfo;
    const controller = app.get(TestOperationsController);
    const authenticator: TestAuthenticator = app.get(Authenticator);
    return new OperationsTestApp(
      platform,
      `http://127.0.0.1:${port}/api/v1`,
      port,
      controller,
      lifetime,
      authenticator,
    );
  }

  /** The token of somebody signed in just now, unless changed. */
  token(changes: Partial<SignedInViewer> = {}): string {
    const token = `token-${this.authenticator.viewers.size}`;
    const provenAt = this.platform.clock.now();
    this.authenticator.viewers.set(token, {
      userId: this.platform.ids.next<UserId>(),
      role: 'moderator',
      credential: { kind: 'session', sessionId: this.platform.ids.next<SessionId>(), provenAt },
      scopes: 'all',
      ...changes,
    });
    return token;
  }

  /** Ends whatever the token stands for. */
  revoke(token: string): void {
    this.authenticator.viewers.delete(token);
  }

  fetch(path: string, { token, headers, ...init }: RequestInit & { token?: string } = {}): Promise<Response> {
    return fetch(this.url + path, {
      ...init,
      headers: { ...(token && { Authorization: `Bearer ${token}` }), ...Object(headers) },
    });
  }

  /** The names of all files that are stored or being written. */
  async stored(): Promise<string[]> {
    const entries = await readdir(join(this.platform.dataDir, 'media'), {
      recursive: true,
      withFileTypes: true,
    });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /** Errors that the server did not expect. */
  get bugs(): unknown[] {
    return this.platform.logged.filter(({ msg }) => msg === 'a request failed');
  }
}

/** What a problem response says, in short. */
export async function refusal(response: Response): Promise<Record<string, unknown>> {
  const problem = (await response.json()) as { code: string; errors?: { path: string; code: string }[] };
  return {
    status: response.status,
    code: problem.code,
    ...(problem.errors && { paths: problem.errors.map(({ path }) => path) }),
  };
}
