import { listOperations, type OperationShape } from '@plaza/contract';
import { samples } from './samples.js';
import type { Scene } from './scene.js';

/** A valid request, its parts apart, so that a test can spoil one of them. */
export interface SampleRequest {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
}

export interface SweptOperation {
  name: string;
  shape: OperationShape;
  sample: (scene: Scene) => SampleRequest;
}

/** Every operation of the contract with its sample. */
export const sweptOperations: SweptOperation[] = listOperations().map(([name, shape]) => {
  const [area = '', operation = ''] = name.split('.');
  const group: Record<string, unknown> = { ...Reflect.get(samples, area) };
  return { name, shape, sample: group[operation] as SweptOperation['sample'] };
});

/** Path with its parameters and query filled in. */
export function pathOf(shape: OperationShape, { params = {}, query = {} }: SampleRequest): string {
  const path = shape.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  );
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The names of the string fields of a body that people may fill freely. */
export function textFields(body: Record<string, unknown>): string[] {
  return Object.keys(body).filter((key) => typeof body[key] === 'string');
}
