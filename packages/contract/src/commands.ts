import type { z } from 'zod';
import { coreCommands } from './core/commands.js';
import { messagingCommands } from './messaging/commands.js';
import { presenceCommands } from './presence/commands.js';

/** Every command of the gateways. */
export const commands = { ...messagingCommands, ...presenceCommands, ...coreCommands };

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['data']>;
export type CommandData<Name extends CommandName> = z.output<(typeof commands)[Name]['data']>;
export type CommandAnswer<Name extends CommandName> = z.output<(typeof commands)[Name]['answer']>;
