import specifications from '@asyncapi/specs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { commands } from '../commands.js';
import { events } from '../events.js';
import { listOperations } from '../operations.js';
import { asyncApiDocument, openApiDocument } from './index.js';
import { SchemaBook } from './schema-book.js';

const openApi = openApiDocument('https://plaza.example', '1.2.3');
const asyncApi = asyncApiDocument('https://plaza.example', '1.2.3');

test('the HTTP document is valid OpenAPI 3.1', async () => {
  const verdict = await new Validator().validate({ ...structuredClone(openApi) });
  expect(verdict.errors).toBeUndefined();
  expect(verdict.valid).toBe(true);
});

test('the realtime document is valid AsyncAPI 3', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(Object.fromEntries(Object.entries(specifications.schemasWithoutId['3.0.0'])));
  validate(asyncApi);
  expect(validate.errors).toBeNull();
});

test('no reference of either document leads nowhere', () => {
  for (const document of [openApi, asyncApi]) {
    for (const reference of referencesIn(document)) {
      expect(resolve(document, reference), reference).toBeDefined();
    }
  }
});

test('every operation, event and command is described', () => {
  const described = Object.values(openApi.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(described.sort()).toEqual(
    listOperations()
      .map(([name]) => name)
      .sort(),
  );
  for (const gatewayName of ['socketIo', 'webSocket']) {
    const described = Object.keys(asyncApi.operations);
    for (const event of Object.keys(events)) expect(described).toContain(`${gatewayName}.${event}`);
    for (const command of Object.keys(commands))
      expect(described).toContain(`${gatewayName}.command.${command}`);
  }
});

test('each parameter in a path is described as required', () => {
  for (const [path, methods] of Object.entries(openApi.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { operationId, parameters = [] } of Object.values(methods)) {
      const inDocument = parameters.filter((parameter) => 'in' in parameter && parameter.in === 'path');
      expect(
        inDocument.map((parameter) => 'name' in parameter && parameter.required && parameter.name),
        operationId,
      ).toEqual(inPath);
    }
  }
});

test('answers stay open to new fields, bodies refuse unknown ones', () => {
  expect(openApi.components.schemas.Post?.additionalProperties).toBeUndefined();
  const body = openApi.paths['/posts']?.post?.requestBody?.content['application/json']?.schema;
  expect(body?.additionalProperties).toBe(false);
});

test('one schema id with two shapes is refused', () => {
  const book = new SchemaBook();
  book.write(z.object({ one: z.object({ a: z.string() }).meta({ id: 'SchemaBookClash' }) }), 'output');
  expect(() => book.define('SchemaBookClash', z.string(), 'output')).toThrow(/two shapes/);
});

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

function resolve(document: unknown, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      document,
    );
}
