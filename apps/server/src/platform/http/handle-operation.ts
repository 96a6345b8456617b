import type { Answer, HandlerInput, OperationShape } from '@plaza/contract';
import type { HttpExchange } from './exchange.js';
import type { SignedInViewer, Viewer } from './viewer.js';

/** What a handler receives: validated input, who asks, and the rest of the exchange. */
export type OperationCall<Shape extends OperationShape> = HandlerInput<Shape> & {
  viewer: Shape['access'] extends 'user' ? SignedInViewer : Viewer;
  exchange: HttpExchange;
};

type Handler<Shape extends OperationShape> = (call: OperationCall<Shape>) => Promise<Answer<Shape>>;

export interface HandledOperation {
  shape: OperationShape;
  method: string;
}

const handledBy = new WeakMap<object, HandledOperation[]>();

/** Serves an operation of the contract with this method. Route, access, limits and validation come from the contract. */
export function HandleOperation<Shape extends OperationShape>(shape: Shape) {
  return (controller: object, method: string, _descriptor: TypedPropertyDescriptor<Handler<Shape>>): void => {
    const served = handledBy.get(controller) ?? [];
    served.push({ shape, method });
    handledBy.set(controller, served);
  };
}

/** The operations that a controller's class serves. */
export function operationsHandledBy(controller: object): readonly HandledOperation[] {
  return handledBy.get(Object.getPrototypeOf(controller)) ?? [];
}
