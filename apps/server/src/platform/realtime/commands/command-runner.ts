import { Injectable } from '@nestjs/common';
import {
  type CommandName,
  type CommandShape,
  commands,
  type Problem,
  rateLimitClasses,
} from '@plaza/contract';
import { DiskSpace } from '../../health/disk-space.js';
import { parse } from '../../http/input.js';
import { assertMatchesContract } from '../../http/matches-contract.js';
import { toProblemError } from '../../http/problems.js';
import { hasScope } from '../../http/viewer.js';
import { RateLimits } from '../../limits/rate-limits.js';
import { Logger } from '../../logging/logger.js';
import { invalidInput, ProblemError } from '../../problems/problem-error.js';
import { Settings } from '../../settings/settings.js';
import { GatewayMetrics } from '../gateway-metrics.js';
import type { Connection } from '../hub/connection.js';
import { Hub } from '../hub/hub.js';
import { CommandHandlers, isSocketCommand, type SocketCommand } from './handle-command.js';
import { Subscriptions } from './subscriptions.js';

export type Answer = { ok: true; data: unknown } | { ok: false; problem: Problem };

/** Runs the commands of sockets by the rules that HTTP has: scope, rate limit, validation, the same problems. */
@Injectable()
export class CommandRunner {
  constructor(
    private readonly handlers: CommandHandlers,
    private readonly subscriptions: Subscriptions,
    private readonly hub: Hub,
    private readonly limits: RateLimits,
    private readonly metrics: GatewayMetrics,
    private readonly diskSpace: DiskSpace,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {}

  /** Calls `reply` once, whatever happens; what a command subscribes the socket to comes behind it. */
  async run(
    connection: Connection,
    name: string,
    data: unknown,
    reply: (answer: Answer) => void,
  ): Promise<void> {
    this.hub.noteActivity(connection);
    const answer = await this.answer(connection, name, data);
    reply(answer);
    if (name === 'subscribe') await this.finishSubscribe(connection, answer);
  }

  private async answer(connection: Connection, name: string, data: unknown): Promise<Answer> {
    const isKnown = isCommand(name);
    try {
      if (!isKnown) throw invalidInput('command', 'unknown_command', 'There is no such command');
      const answer = await this.execute(connection, name, data);
      this.metrics.answered(name, 'ok');
      return { ok: true, data: answer };
    } catch (error) {
      const problem = toProblemError(error);
      this.metrics.answered(isKnown ? name : 'unknown', problem.code);
      if (problem.status >= 500) {
        this.logger[problem.code === 'internal' ? 'error' : 'warn'](
          { err: error, socketId: connection.id, command: name },
          'a command failed',
        );
      }
      return { ok: false, problem: problem.toProblem() };
    }
  }

  private async execute(connection: Connection, name: CommandName, input: unknown): Promise<unknown> {
    const shape: CommandShape = commands[name];
    const { viewer } = connection;
    if (shape.scope !== null && !hasScope(viewer, shape.scope)) throw new ProblemError('insufficient_scope');
    const limit = await this.limits.consume(shape.limit, viewer.userId, rateLimitClasses[shape.limit]);
    if (!limit.allowed) throw new ProblemError('rate_limited', { retryAfterSeconds: limit.resetSeconds });
    if (!isSocketCommand(name)) this.diskSpace.assertRoom();
    const data = parse(shape.data, input ?? {});
    const answer = isSocketCommand(name)
      ? await this.executeHere(connection, name, data)
      : await this.handlers.handlerOf(name)({ viewer, data });
    if (this.settings.validatesResponses) assertMatchesContract(name, shape.answer, answer);
    return answer;
  }

  private async executeHere(connection: Connection, name: SocketCommand, input: unknown): Promise<unknown> {
    if (name === 'subscribe') {
      return this.subscriptions.subscribe(connection, commands.subscribe.data.parse(input));
    }
    this.subscriptions.unsubscribe(connection, commands.unsubscribe.data.parse(input));
    return {};
  }

  private async finishSubscribe(connection: Connection, answer: Answer): Promise<void> {
    try {
      const { granted } = answer.ok ? commands.subscribe.answer.parse(answer.data) : { granted: [] };
      await this.subscriptions.sendSnapshots(connection, granted);
    } catch (error) {
      this.logger.error({ err: error, socketId: connection.id }, 'the snapshots of topics could not be sent');
    } finally {
      connection.release();
    }
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
