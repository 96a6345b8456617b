import type { JsonSchema, OpenApiOperation, OpenApiParameter } from '@plaza/contract/documents';

const SAMPLE_ID = '0197b3f0-5c1e-7a3d-9b42-6f0e8d1c2a3b';

/** The call in a shell; `$TOKEN` stands for the access token. */
export function curlSample(address: string, method: string, operation: OpenApiOperation): string {
  const path = address.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parametersOf(operation).find((one) => one.in === 'path' && one.name === name);
    return String(sampleOf(parameter?.schema ?? {}));
  });
  const query = parametersOf(operation)
    .filter((one) => one.in === 'query' && one.required)
    .map((one) => `${one.name}=${encodeURIComponent(String(sampleOf(one.schema)))}`)
    .join('&');
  const body = bodyOf(operation);
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${path}${query && `?${query}`}'`,
    ...(operation.security.some((one) => 'bearer' in one) ? [`-H "Authorization: Bearer $TOKEN"`] : []),
    ...(body ? bodyLines(body) : []),
  ];
  return lines.join(' \\\n  ');
}

function bodyLines({ mediaType, schema, files }: DescribedBody): string[] {
  const fields = Object.entries(Object(sampleOf(schema))).filter(([name]) => !files.includes(name));
  switch (mediaType) {
    case 'application/json':
      return [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(sampleOf(schema))}'`];
    case 'application/x-www-form-urlencoded':
      return fields.map(([name, value]) => `--data-urlencode '${name}=${value}'`);
    case 'multipart/form-data':
      return [
        ...fields.map(([name, value]) => `-F '${name}=${value}'`),
        ...files.map((name) => `-F '${name}=@path/to/file'`),
      ];
    default:
      return [`-H 'Content-Type: ${mediaType}'`, '--data-binary @path/to/file'];
  }
}

/** The same call with the SDK. */
export function sdkSample(operation: OpenApiOperation): string {
  const params = parametersOf(operation).filter((one) => one.in === 'path');
  const query = parametersOf(operation).filter((one) => one.in === 'query' && one.required);
  const body = bodyOf(operation);
  const parts = [
    ...(params.length > 0 ? [`params: { ${params.map(({ name }) => name).join(', ')} }`] : []),
    ...(query.length > 0 ? [`query: { ${query.map(({ name }) => name).join(', ')} }`] : []),
    ...(body ? bodyParts(body) : []),
  ];
  return `await plaza.${operation.operationId}(${parts.length > 0 ? `{ ${parts.join(', ')} }` : ''});`;
}

function bodyParts({ mediaType, schema, files }: DescribedBody): string[] {
  if (!/json|form/.test(mediaType)) return ['upload: file'];
  const fields = (schema.required ?? []).filter((name) => !files.includes(name));
  return [
    ...(fields.length > 0 ? [`body: { ${fields.join(', ')} }`] : []),
    ...(files.length > 0 ? [`files: { ${files.join(', ')} }`] : []),
  ];
}

export function parametersOf(operation: OpenApiOperation): OpenApiParameter[] {
  return (operation.parameters ?? []).filter((one): one is OpenApiParameter => 'name' in one);
}

interface DescribedBody {
  mediaType: string;
  schema: JsonSchema;
  /** Those of the fields that are files. */
  files: string[];
}

export function bodyOf(operation: OpenApiOperation): DescribedBody | undefined {
  const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (mediaType === undefined) return undefined;
  return { mediaType, schema: content?.schema ?? {}, files: Object.keys(content?.encoding ?? {}) };
}

/** A value that the schema takes, with nothing that is optional. */
export function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (typeof first === 'object') return sampleOf(first);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, property]) => [name, typeof property === 'object' ? sampleOf(property) : null]),
      );
    case 'array':
      return typeof schema.items === 'object' && !Array.isArray(schema.items) ? [sampleOf(schema.items)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return sampleText(schema);
  }
}

function sampleText({ format, pattern, minLength = 0 }: JsonSchema): string {
  if (format === 'uuid') return SAMPLE_ID;
  if (format === 'date-time') return '2026-01-31T12:00:00.000Z';
  if (format === 'email') return 'ada@example.org';
  if (format === 'uri') return 'https://example.org/';
  const text = 'text'.padEnd(minLength, 'text');
  return pattern && !new RegExp(pattern).test(text) ? '0' : text;
}
