import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type CommandAnswer, type CommandData, type CommandName, commands } from '@plaza/contract';
import type { SignedInViewer } from '../../http/viewer.js';
import type { Connection } from '../hub/connection.js';

/** What a command handler receives: who sent it, by which socket, and the data, which is validated. */
export interface AnyCall {
  viewer: SignedInViewer;
  connection: Connection;
  data: unknown;
  /** Has `work` run once the command is answered, also with a problem. */
  afterAnswer: (work: () => Promise<void>) => void;
}

export interface CommandCall<Name extends CommandName> extends AnyCall {
  data: CommandData<Name>;
}

type Handler<Name extends CommandName> = (call: CommandCall<Name>) => Promise<CommandAnswer<Name>>;
type AnyHandler = (call: AnyCall) => Promise<unknown>;

const handledBy = new WeakMap<object, { name: CommandName; method: string }[]>();

/** Handles a realtime command of the contract with this method. */
export function HandleCommand<Name extends CommandName>(name: Name) {
  return (controller: object, method: string, _descriptor: TypedPropertyDescriptor<Handler<Name>>): void => {
    const handled = handledBy.get(controller) ?? [];
    handledBy.set(controller, [...handled, { name, method }]);
  };
}

/** Finds who handles which command: every command of the contract has exactly one method of a controller. */
@Injectable()
export class CommandHandlers {
  private readonly handlers = new Map<CommandName, AnyHandler>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** Errors: a plain error that names a command without a handler or with two. */
  discover(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      for (const { name, method } of handledBy.get(Object.getPrototypeOf(instance)) ?? []) {
        if (this.handlers.has(name)) {
          throw new Error(`The contract's command ${name} has more than one handler`);
        }
        this.handlers.set(name, (call) => Reflect.get(instance, method).call(instance, call));
      }
    }
    for (const name of Object.keys(commands) as CommandName[]) this.handlerOf(name);
  }

  handlerOf(name: CommandName): AnyHandler {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`The contract's command ${name} has no handler`);
    return handler;
  }
}
