export * from './asyncapi.js';
export * from './openapi.js';
export { problemCodes } from './problem-codes.js';
export type { JsonSchema } from './schema-book.js';
