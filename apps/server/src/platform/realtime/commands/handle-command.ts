import type { CommandAnswer, CommandData, CommandName } from '@plaza/contract';
import type { SignedInViewer } from '../../http/viewer.js';

/** What a command handler receives: validated data and who sent it. */
export interface CommandCall<Name extends CommandName> {
  viewer: SignedInViewer;
  data: CommandData<Name>;
}

type CommandHandler<Name extends CommandName> = (call: CommandCall<Name>) => Promise<CommandAnswer<Name>>;

export interface HandledCommand {
  name: CommandName;
  method: string;
}

const handledBy = new WeakMap<object, HandledCommand[]>();

/** Answers a realtime command of the contract with this method. */
export function HandleCommand<Name extends CommandName>(name: Name) {
  return (
    controller: object,
    method: string,
    _descriptor: TypedPropertyDescriptor<CommandHandler<Name>>,
  ): void => {
    const answered = handledBy.get(controller) ?? [];
    answered.push({ name, method });
    handledBy.set(controller, answered);
  };
}

/** The commands that a controller's class answers. */
export function commandsHandledBy(controller: object): readonly HandledCommand[] {
  return handledBy.get(Object.getPrototypeOf(controller)) ?? [];
}
