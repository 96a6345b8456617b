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
import { type AnyCall, CommandHandlers } from './handle-command.js';

/** A full disk is no reason to refuse these. */
const STORING_NOTHING: ReadonlySet<CommandName> = new Set(['subscribe', 'unsubscribe']);

export type Answer = { ok: true; data: unknown } | { ok: false; problem: Problem };

/** Runs the commands of sockets by the rules that HTTP has: scope, rate limit, validation, the same problems. */
@Injectable()
export class CommandRunner {
  constructor(
    private readonly handlers: CommandHandlers,
    private readonly hub: Hub,
    private readonly limits: RateLimits,
    private readonly metrics: GatewayMetrics,
    private readonly diskSpace: DiskSpace,
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {}

  /** Calls `reply` once, whatever happens; what follows from the command comes after it. */
  async run(
    connection: Connection,
    name: string,
    data: unknown,
    reply: (answer: Answer) => void,
  ): Promise<void> {
    this.hub.noteActivity(connection);
    const followUps: (() => Promise<void>)[] = [];
    const afterAnswer = (work: () => Promise<void>) => void followUps.push(work);
    reply(await this.answer(name, { viewer: connection.viewer, connection, data, afterAnswer }));
    for (const work of followUps) {
      await work().catch((error: unknown) => this.logFailure(error, connection, name));
    }
  }

  private async answer(name: string, call: AnyCall): Promise<Answer> {
    const isKnown = isCommand(name);
    try {
      if (!isKnown) throw invalidInput('command', 'unknown_command', 'There is no such command');
      const answer = await this.execute(name, call);
      this.metrics.commands.inc({ command: name, outcome: 'ok' });
      return { ok: true, data: answer };
    } catch (error) {
      const problem = toProblemError(error);
      this.metrics.commands.inc({ command: isKnown ? name : 'unknown', outcome: problem.code });
      if (problem.status >= 500) this.logFailure(error, call.connection, name);
      return { ok: false, problem: problem.toProblem() };
    }
  }

  private async execute(name: CommandName, call: AnyCall): Promise<unknown> {
    const shape: CommandShape = commands[name];
    const { viewer } = call;
    if (shape.scope !== null && !hasScope(viewer, shape.scope)) throw new ProblemError('insufficient_scope');
    const limit = await this.limits.consume(shape.limit, viewer.userId, rateLimitClasses[shape.limit]);
    if (!limit.allowed) throw new ProblemError('rate_limited', { retryAfterSeconds: limit.resetSeconds });
    if (!STORING_NOTHING.has(name)) this.diskSpace.assertRoom();
    const data = parse(shape.data, call.data ?? {});
    const answer = await this.handlers.handlerOf(name)({ ...call, data });
    if (this.settings.validatesResponses) assertMatchesContract(name, shape.answer, answer);
    return answer;
  }

  private logFailure(error: unknown, connection: Connection, command: string): void {
    const level = toProblemError(error).code === 'internal' ? 'error' : 'warn';
    this.logger[level]({ err: error, socketId: connection.id, command }, 'a command failed');
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
