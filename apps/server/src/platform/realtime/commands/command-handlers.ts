import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type CommandName, commands } from '@plaza/contract';
import type { SignedInViewer } from '../../http/viewer.js';
import { commandsHandledBy } from './handle-command.js';

export type CommandHandler = (call: { viewer: SignedInViewer; data: unknown }) => Promise<unknown>;

/** Answered by the gateway itself: they are about the socket. */
export const socketCommands = ['subscribe', 'unsubscribe'] as const satisfies CommandName[];
export type SocketCommand = (typeof socketCommands)[number];

export function isSocketCommand(name: CommandName): name is SocketCommand {
  return (socketCommands as readonly CommandName[]).includes(name);
}

/** Finds who answers which command: every command of the contract has exactly one method of a controller. */
@Injectable()
export class CommandHandlers {
  private readonly handlers = new Map<CommandName, CommandHandler>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** Errors: a plain error that names a command without an answer or with two. */
  discover(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      for (const { name, method } of commandsHandledBy(instance)) {
        if (this.handlers.has(name) || isSocketCommand(name)) {
          throw new Error(`The contract's command ${name} has more than one answer`);
        }
        this.handlers.set(name, (call) => Reflect.get(instance, method).call(instance, call));
      }
    }
    for (const name of Object.keys(commands) as CommandName[]) {
      if (!isSocketCommand(name)) this.handlerOf(name);
    }
  }

  handlerOf(name: CommandName): CommandHandler {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`The contract's command ${name} has no answer`);
    return handler;
  }
}
