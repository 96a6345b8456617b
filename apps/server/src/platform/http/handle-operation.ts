import type { Answer, CredentialKind, HandlerInput, OperationShape } from '@plaza/contract';
import type { HttpExchange } from './exchange.js';
import type { Viewer, ViewerBy } from './viewer.js';

/** What a handler receives: validated input, who asks, and the rest of the exchange. */
export type OperationCall<Shape extends OperationShape> = HandlerInput<Shape> & {
  viewer: Shape['access'] extends 'user' ? ViewerBy<CredentialOf<Shape>> : Viewer;
  exchange: HttpExchange;
  operation: Shape;
};

type CredentialOf<Shape> = Shape extends {
  readonly credentials: readonly (infer Kind extends CredentialKind)[];
}
  ? Kind
  : CredentialKind;

/** A stream of events may be a generator itself. */
type Handler<Shape extends OperationShape> = (
  call: OperationCall<Shape>,
) => Promise<Answer<Shape>> | Extract<Answer<Shape>, AsyncIterable<unknown>>;

export interface HandledOperation {
  shape: OperationShape;
  method: string;
}

const handledBy = new WeakMap<object, HandledOperation[]>();

/** Handles an operation of the contract with this method. Route, access, limits and validation come from the contract. */
export function HandleOperation<Shape extends OperationShape>(shape: Shape) {
  return <Method extends Handler<Shape>>(
    controller: object,
    method: string,
    _descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    const handled = handledBy.get(controller) ?? [];
    handled.push({ shape, method });
    handledBy.set(controller, handled);
  };
}

/** The operations that a controller's class handles. */
export function operationsHandledBy(
  controller: abstract new (...given: never[]) => object,
): readonly HandledOperation[] {
  return handledBy.get(controller.prototype) ?? [];
}
