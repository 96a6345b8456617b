/** What each signal says, by its name. Each module adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface SignalPayloads {}

export type SignalName = keyof SignalPayloads;

export type SignalHandler<Name extends SignalName> = (payload: SignalPayloads[Name]) => void;

/** News of the moment for all nodes, such as that somebody is typing. Nobody keeps it: what is missed is gone. */
export abstract class Signals {
  /** Calls every subscriber on this node now, and those on other nodes soon, if they can be reached. */
  abstract publish<Name extends SignalName>(name: Name, payload: SignalPayloads[Name]): void;

  /** Gives back the function that ends it. */
  abstract subscribe<Name extends SignalName>(name: Name, handler: SignalHandler<Name>): () => void;
}
