import type { Type } from '@nestjs/common';
import { listOperations, type OperationShape } from '@plaza/contract';

type Groups = Readonly<Record<string, Readonly<Record<string, OperationShape>>>>;
type Controllers = readonly Type<object>[];

/** The operations that an application answers, and the controllers that do it. */
export class OperationList {
  private constructor(
    readonly operations: readonly (readonly [string, OperationShape])[],
    readonly controllers: Controllers,
  ) {}

  /**
   * Compiles only where each operation is handled: the error says `HasNoHandler<"POST /posts">` for one that no method of any
   * of the controllers takes the call of.
   */
  static of<const All extends Groups, const Given extends Controllers>(
    groups: All,
    controllers: Given & Complete<UnhandledRoutes<All, Given>>,
  ): OperationList {
    return new OperationList(listOperations(groups), controllers);
  }
}

interface HasNoHandler<Route extends string> {
  hasNoHandler: Route;
}

type Complete<Unhandled extends string> = [Unhandled] extends [never] ? unknown : HasNoHandler<Unhandled>;

type UnhandledRoutes<All, Given extends Controllers> = Exclude<
  { [Area in keyof All]: RouteOf<All[Area][keyof All[Area]]> }[keyof All],
  RouteHandledBy<InstanceType<Given[number]>>
>;

type RouteOf<Shape> = Shape extends OperationShape ? `${Shape['method']} ${Shape['path']}` : never;

/** The routes whose calls the methods of a controller take. */
type RouteHandledBy<Controller> = Controller extends object
  ? {
      [Name in keyof Controller]: Controller[Name] extends (call: infer Call) => unknown
        ? Call extends { operation: infer Shape }
          ? RouteOf<Shape>
          : never
        : never;
    }[keyof Controller]
  : never;
