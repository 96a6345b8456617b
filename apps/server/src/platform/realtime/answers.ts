import type { CommandAnswer, CommandData, CommandName } from '@plaza/contract';
import type { SignedInViewer } from '../http/viewer.js';

/** What a command handler receives: validated data and who sent it. */
export interface CommandCall<Name extends CommandName> {
  viewer: SignedInViewer;
  data: CommandData<Name>;
}

type CommandHandler<Name extends CommandName> = (call: CommandCall<Name>) => Promise<CommandAnswer<Name>>;

export interface AnsweredCommand {
  name: CommandName;
  method: string;
}

const answeredBy = new WeakMap<object, AnsweredCommand[]>();

/** Answers a realtime command of the contract with this method. */
export function Answers<Name extends CommandName>(name: Name) {
  return (
    controller: object,
    method: string,
    _descriptor: TypedPropertyDescriptor<CommandHandler<Name>>,
  ): void => {
    const answered = answeredBy.get(controller) ?? [];
    answered.push({ name, method });
    answeredBy.set(controller, answered);
  };
}

/** The commands that a controller's class answers. */
export function commandsAnsweredBy(controller: object): readonly AnsweredCommand[] {
  return answeredBy.get(Object.getPrototypeOf(controller)) ?? [];
}
