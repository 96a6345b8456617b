import type { Answer, HandlerInput, OperationShape } from '@plaza/contract';
import type { HttpExchange } from './exchange.js';
import type { SignedInViewer, Viewer } from './viewer.js';

/** What a handler receives: validated input, who asks, and the rest of the exchange. */
export type Call<Shape extends OperationShape> = HandlerInput<Shape> & {
  viewer: Shape['access'] extends 'user' ? SignedInViewer : Viewer;
  exchange: HttpExchange;
};

type Handler<Shape extends OperationShape> = (call: Call<Shape>) => Promise<Answer<Shape>>;

export interface ServedOperation {
  shape: OperationShape;
  method: string;
}

const servedBy = new WeakMap<object, ServedOperation[]>();

/** Serves an operation of the contract with this method. Route, access, limits and validation come from the contract. */
export function Serve<Shape extends OperationShape>(shape: Shape) {
  return (controller: object, method: string, _descriptor: TypedPropertyDescriptor<Handler<Shape>>): void => {
    const served = servedBy.get(controller) ?? [];
    served.push({ shape, method });
    servedBy.set(controller, served);
  };
}

/** The operations that a controller's class serves. */
export function operationsServedBy(controller: object): readonly ServedOperation[] {
  return servedBy.get(Object.getPrototypeOf(controller)) ?? [];
}
