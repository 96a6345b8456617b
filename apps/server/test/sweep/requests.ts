import { kindOfBody, listOperations, type OperationShape } from '@plaza/contract';
import { samples } from './samples.js';
import type { Scene } from './scene.js';

/** A valid request, its parts apart, so that a test can spoil one of them. */
export interface SampleRequest {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
  files?: Record<string, Blob>;
  upload?: Blob;
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

/** The body as it is sent; undefined where the operation has none. */
export function bodyOf(shape: OperationShape, { body = {}, files = {}, upload }: SampleRequest): unknown {
  switch (shape.body && kindOfBody(shape.body)) {
    case undefined:
      return undefined;
    case 'json':
      return body;
    case 'form':
      return new URLSearchParams(
        Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]),
      );
    case 'upload':
      return upload;
    case 'multipart': {
      const form = new FormData();
      for (const [name, value] of Object.entries(body)) form.append(name, String(value));
      for (const [name, file] of Object.entries(files)) form.append(name, file);
      return form;
    }
  }
}

/** The names of the string fields of a body that people may fill freely. */
export function textFields(body: Record<string, unknown>): string[] {
  return Object.keys(body).filter((key) => typeof body[key] === 'string');
}
