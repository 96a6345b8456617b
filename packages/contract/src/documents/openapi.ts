import { limits, rateLimitClasses } from '../limits.js';
import type { OperationShape } from '../operation.js';
import { listOperations } from '../operations.js';
import { type ProblemCode, ProblemView, problems } from '../problems.js';
import { type Scope, scopes } from '../scopes.js';
import { problemCodes } from './problem-codes.js';
import { type JsonSchema, SchemaBook } from './schema-book.js';

export interface OpenApiParameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
}
export interface OpenApiContent {
  [mediaType: string]: { schema: JsonSchema };
}
export interface OpenApiResponse {
  description: string;
  headers?: Record<string, { $ref: string }>;
  content?: OpenApiContent;
}
export interface OpenApiOperation {
  operationId: string;
  tags: [string];
  summary: string;
  security: Record<string, string[]>[];
  'x-scope': Scope | null;
  'x-rate-limit': { class: string; requests: number; windowSeconds: number };
  'x-problems': ProblemCode[];
  parameters?: (OpenApiParameter | { $ref: string })[];
  requestBody?: { required: true; content: OpenApiContent };
  responses: Record<string, OpenApiResponse | { $ref: string }>;
}
export interface OpenApiDocument {
  openapi: '3.1.0';
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: {
    securitySchemes: Record<string, unknown>;
    parameters: Record<string, OpenApiParameter>;
    headers: Record<string, { description: string; schema: JsonSchema }>;
    responses: Record<string, OpenApiResponse>;
    schemas: Record<string, JsonSchema>;
  };
}

const description = [
  'JSON in camelCase, UTF-8. Ids are UUIDv7 strings, times RFC 3339 in UTC with milliseconds.',
  'What a viewer may not see and what is not there look the same: 404.',
  'Lists give `items` and `nextCursor`; pass it back as `cursor` for the next page.',
  'Every POST of a signed-in user takes `Idempotency-Key`; PUT and DELETE can be repeated as they are.',
].join('\n\n');

/** The HTTP interface as OpenAPI 3.1, made from the contract; `publicUrl` is the origin without a slash at its end. */
export function openApiDocument(publicUrl: string, version: string): OpenApiDocument {
  const book = new SchemaBook();
  const refusals = new RefusalBook();
  const paths: OpenApiDocument['paths'] = {};
  for (const [name, shape] of listOperations()) {
    const methods = paths[shape.path] ?? {};
    methods[shape.method.toLowerCase()] = describe(name, shape, book, refusals);
    paths[shape.path] = methods;
  }
  book.define('Problem', ProblemView, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plaza',
      version,
      description,
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    tags: [...new Set(listOperations().map(([name]) => areaOf(name)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: `Access token. Scopes: ${Object.keys(scopes).join(', ')}.`,
        },
      },
      parameters: { IdempotencyKey: idempotencyKey },
      headers: responseHeaders,
      responses: refusals.components(),
      schemas: book.components(),
    },
  };
}

function describe(
  name: string,
  shape: OperationShape,
  book: SchemaBook,
  refusals: RefusalBook,
): OpenApiOperation {
  const parameters: NonNullable<OpenApiOperation['parameters']> = [
    ...parametersIn('path', shape, book),
    ...parametersIn('query', shape, book),
  ];
  if (shape.method === 'POST') parameters.push({ $ref: '#/components/parameters/IdempotencyKey' });
  const bearer = { bearer: shape.scope ? [shape.scope] : [] };
  return {
    operationId: name,
    tags: [areaOf(name)],
    summary: shape.summary,
    security: shape.access === 'anyone' ? [{}, bearer] : [bearer],
    'x-scope': shape.scope,
    'x-rate-limit': { class: shape.limit, ...rateLimitClasses[shape.limit] },
    'x-problems': problemCodes(shape),
    ...(parameters.length > 0 && { parameters }),
    ...(shape.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: book.write(shape.body, 'input') } },
      },
    }),
    responses: { [shape.status]: success(shape, book), ...refusals.refer(problemCodes(shape)) },
  };
}

function parametersIn(place: 'path' | 'query', shape: OperationShape, book: SchemaBook): OpenApiParameter[] {
  const schema = place === 'path' ? shape.params : shape.query;
  if (!schema) return [];
  const written = book.write(schema, 'input');
  return Object.entries(written.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = typeof property === 'object' ? property : {};
    return {
      name,
      in: place,
      required: written.required?.includes(name) ?? false,
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

function success(shape: OperationShape, book: SchemaBook): OpenApiResponse {
  return {
    description: { 200: 'Done', 201: 'Created', 202: 'Accepted', 204: 'Done, nothing to say' }[shape.status],
    headers: refer('headers', 'RateLimit', 'RateLimit-Policy'),
    ...(shape.response && {
      content: { 'application/json': { schema: book.write(shape.response, 'output') } },
    }),
  };
}

/** Problem responses: one for each set of codes that shares a status, named by the codes. */
class RefusalBook {
  private readonly written = new Map<string, OpenApiResponse>();

  refer(codes: readonly ProblemCode[]): Record<string, { $ref: string }> {
    const byStatus = Map.groupBy(codes, (code) => problems[code].status);
    return Object.fromEntries(
      [...byStatus].map(([status, group]) => {
        const sorted = group.toSorted();
        const name = sorted.join('.');
        if (!this.written.has(name)) this.written.set(name, refusal(status, sorted));
        return [status, { $ref: `#/components/responses/${name}` }];
      }),
    );
  }

  components(): Record<string, OpenApiResponse> {
    return Object.fromEntries([...this.written].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function refusal(status: number, codes: ProblemCode[]): OpenApiResponse {
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('; '),
    ...([429, 503].includes(status) && { headers: refer('headers', 'Retry-After') }),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
        },
      },
    },
  };
}

const idempotencyKey: OpenApiParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key gives the first answer again, for 24 h and one user; with another body it is `idempotency_conflict`',
  schema: { type: 'string', minLength: 1, maxLength: limits.idempotencyKey },
};

const responseHeaders: OpenApiDocument['components']['headers'] = {
  RateLimit: { description: 'What is left of the limit, and for how long', schema: { type: 'string' } },
  'RateLimit-Policy': { description: 'The limit: requests per window', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } },
};

function refer(kind: string, ...names: string[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/${kind}/${name}` }]));
}

function areaOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}
