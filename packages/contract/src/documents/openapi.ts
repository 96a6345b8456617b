import { type AnswerShape, type EventStreamAnswer, kindOfAnswer } from '../answers.js';
import type { Body, MultipartBody } from '../bodies.js';
import type { InstanceRole } from '../identity/instance-roles.js';
import { limits, rateLimitClasses } from '../limits.js';
import { type CredentialKind, type OperationShape, takesIdempotencyKey } from '../operation.js';
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
  [mediaType: string]: { schema?: JsonSchema; encoding?: Record<string, { contentType: string }> };
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
  'x-roles'?: readonly InstanceRole[];
  'x-credentials'?: readonly CredentialKind[];
  'x-step-up'?: true;
  'x-since'?: string;
  'x-sunset'?: string;
  deprecated?: true;
  description?: string;
  parameters?: (OpenApiParameter | { $ref: string })[];
  requestBody?: { required: true; description?: string; content: OpenApiContent };
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

/**
 * The HTTP interface as OpenAPI 3.1, made from the operations, which are all of the contract unless told;
 * `publicUrl` is the origin without a slash at its end.
 */
export function openApiDocument(
  publicUrl: string,
  version: string,
  operations: readonly (readonly [string, OperationShape])[] = listOperations(),
): OpenApiDocument {
  const book = new SchemaBook();
  const refusals = new RefusalBook();
  const paths: OpenApiDocument['paths'] = {};
  for (const [name, shape] of operations) {
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
    tags: [...new Set(operations.map(([name]) => areaOf(name)))].map((name) => ({ name })),
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
    ...(answersBytes(shape) ? rangeParameters : []),
  ];
  if (takesIdempotencyKey(shape)) parameters.push({ $ref: '#/components/parameters/IdempotencyKey' });
  const bearer = { bearer: shape.scope ? [shape.scope] : [] };
  return {
    operationId: name,
    tags: [areaOf(name)],
    summary: shape.summary,
    ...lifeOf(shape),
    security: shape.access === 'anyone' ? [{}, bearer] : [bearer],
    'x-scope': shape.scope,
    ...(shape.roles && { 'x-roles': shape.roles }),
    ...(shape.credentials && { 'x-credentials': shape.credentials }),
    ...(shape.stepUp && { 'x-step-up': shape.stepUp }),
    'x-rate-limit': { class: shape.limit, ...rateLimitClasses[shape.limit] },
    'x-problems': problemCodes(shape),
    ...(parameters.length > 0 && { parameters }),
    ...(shape.body && { requestBody: requestBody(shape.body, book) }),
    responses: { ...successes(shape, book), ...refusals.refer(problemCodes(shape)) },
  };
}

/** Since when it is there, and how long it will be. */
function lifeOf({ since, deprecated }: OperationShape): Partial<OpenApiOperation> {
  const instead = deprecated?.instead;
  return {
    ...(since && { 'x-since': since }),
    ...(deprecated && { deprecated: true }),
    ...(deprecated?.sunset && { 'x-sunset': deprecated.sunset }),
    ...(instead && { description: `Deprecated since ${deprecated.since}: call \`${instead}\` instead.` }),
  };
}

function requestBody(body: Body, book: SchemaBook): NonNullable<OpenApiOperation['requestBody']> {
  if (!('kind' in body)) {
    return { required: true, content: { 'application/json': { schema: book.write(body, 'input') } } };
  }
  switch (body.kind) {
    case 'form': {
      const schema = book.write(body.fields, 'input');
      return { required: true, content: { 'application/x-www-form-urlencoded': { schema } } };
    }
    case 'multipart':
      return {
        required: true,
        description: 'Fields come before files.',
        content: { 'multipart/form-data': multipartContent(body, book) },
      };
    case 'upload':
      return {
        required: true,
        description: `At most ${body.maxBytes} bytes.`,
        content: Object.fromEntries(body.mediaTypes.map((mediaType) => [mediaType, {}])),
      };
  }
}

function multipartContent({ fields, files }: MultipartBody, book: SchemaBook): OpenApiContent[string] {
  const { properties, required = [], ...schema } = book.write(fields, 'input');
  const parts = Object.entries(files);
  return {
    schema: {
      ...schema,
      properties: {
        ...properties,
        ...Object.fromEntries(
          parts.map(([name, { maxBytes }]) => [name, { description: `At most ${maxBytes} bytes` }]),
        ),
      },
      required: [...required, ...parts.flatMap(([name, { optional }]) => (optional ? [] : name))],
    },
    encoding: Object.fromEntries(
      parts.map(([name, { mediaTypes }]) => [name, { contentType: mediaTypes.join(', ') }]),
    ),
  };
}

function parametersIn(
  location: 'path' | 'query',
  shape: OperationShape,
  book: SchemaBook,
): OpenApiParameter[] {
  const schema = location === 'path' ? shape.params : shape.query;
  if (!schema) return [];
  const written = book.write(schema, 'input');
  return Object.entries(written.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = typeof property === 'object' ? property : {};
    return {
      name,
      in: location,
      required: written.required?.includes(name) ?? false,
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

/** What each status means that is no refusal. */
const meanings = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted',
  204: 'Done, nothing to say',
  206: 'The part that `Range` asks for',
  302: 'Found elsewhere',
  303: 'See elsewhere',
  304: 'The client has these bytes',
};

function successes(shape: OperationShape, book: SchemaBook): OpenApiOperation['responses'] {
  const content = shape.response && answerContent(shape.response, book);
  const answer = (status: keyof typeof meanings, ...headers: string[]): OpenApiResponse => ({
    description: meanings[status],
    headers: refer('headers', 'RateLimit', 'RateLimit-Policy', ...headers),
    ...(content && status !== 304 && { content }),
  });
  if (answersBytes(shape)) {
    return {
      [shape.status]: answer(shape.status, 'ETag', 'Accept-Ranges', 'Content-Length'),
      206: answer(206, 'ETag', 'Content-Range', 'Content-Length'),
      304: answer(304, 'ETag'),
    };
  }
  const isRedirect = shape.response && kindOfAnswer(shape.response) === 'redirect';
  return { [shape.status]: answer(shape.status, ...(isRedirect ? ['Location'] : [])) };
}

function answerContent(answer: AnswerShape, book: SchemaBook): OpenApiContent | undefined {
  if (!('kind' in answer)) return { 'application/json': { schema: book.write(answer, 'output') } };
  switch (answer.kind) {
    case 'bytes':
      return Object.fromEntries(answer.mediaTypes.map((mediaType) => [mediaType, {}]));
    case 'page':
      return { 'text/html': { schema: { type: 'string' } } };
    case 'redirect':
      return undefined;
    case 'eventStream':
      return { 'text/event-stream': { schema: eventStreamSchema(answer, book) } };
  }
}

/** The text of a stream, and, as the field's tools write it, the JSON that stands in the `data` of each event. */
function eventStreamSchema({ events }: EventStreamAnswer, book: SchemaBook): JsonSchema {
  return {
    type: 'string',
    'x-events': Object.fromEntries(
      Object.entries(events).map(([name, schema]) => [name, book.write(schema, 'output')]),
    ),
  };
}

function answersBytes(shape: OperationShape): boolean {
  return shape.response !== undefined && kindOfAnswer(shape.response) === 'bytes';
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

const rangeParameters: OpenApiParameter[] = [
  {
    name: 'Range',
    in: 'header',
    required: false,
    description: 'One part: `bytes=0-1023`',
    schema: { type: 'string' },
  },
  {
    name: 'If-Range',
    in: 'header',
    required: false,
    description: 'The ETag that the part has to belong to; else the whole is sent',
    schema: { type: 'string' },
  },
  {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'ETags that the client has',
    schema: { type: 'string' },
  },
];

const responseHeaders: OpenApiDocument['components']['headers'] = {
  RateLimit: { description: 'What is left of the limit, and for how long', schema: { type: 'string' } },
  'RateLimit-Policy': { description: 'The limit: requests per window', schema: { type: 'string' } },
  'Accept-Ranges': { description: '`bytes`: parts of it can be asked for', schema: { type: 'string' } },
  'Content-Length': { description: 'How many bytes follow', schema: { type: 'integer' } },
  'Content-Range': { description: 'Which bytes of how many', schema: { type: 'string' } },
  ETag: { description: 'Names exactly these bytes', schema: { type: 'string' } },
  Location: { description: 'Where it leads', schema: { type: 'string', format: 'uri-reference' } },
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } },
};

function refer(kind: string, ...names: string[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/${kind}/${name}` }]));
}

function areaOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}
