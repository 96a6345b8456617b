import { type ProblemCode, problems } from '@plaza/contract';
import type {
  JsonSchema,
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
} from '@plaza/contract/documents';
import { type Html, html, withCode } from '../html.js';
import { bodyOf, curlSample, parametersOf, sdkSample } from './samples.js';
import { fieldHtml, schemaHtml } from './schema-html.js';

export interface DescribedOperation {
  method: string;
  path: string;
  operation: OpenApiOperation;
}

/** All operations in the order of the contract, by area. */
export function operationsByArea(document: OpenApiDocument): Map<string, DescribedOperation[]> {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return Map.groupBy(all, ({ operation }) => operation.tags[0]);
}

export function areaHtml(area: string, operations: DescribedOperation[], root: string): Html {
  return html`<section id="${area}"><h2>${area}</h2>${operations.map((one) => operationHtml(one, root))}</section>`;
}

function operationHtml({ method, path, operation }: DescribedOperation, root: string): Html {
  const parameters = parametersOf(operation);
  const body = bodyOf(operation);
  return html`<details>
<summary><h3><span class="method ${method}">${method}</span> <code>${path}</code></h3> <span class="what">${withCode(
    operation.summary,
  )}</span></summary>
<div class="inside" id="${operation.operationId}">
<p class="facts">${factsOf(operation)}</p>
${
  parameters.length === 0
    ? null
    : html`<h4>Parameters</h4><dl>${parameters.map((one) =>
        fieldHtml(one.name, one.schema, one.required, one.description),
      )}</dl>`
}
${body ? bodyHtml(operation, body.schema) : null}
${answerHtml(operation)}
<h4>Refusals</h4><ul class="codes">${operation['x-problems'].toSorted(byStatus).map(problemLink)}</ul>
<h4>For example</h4><pre tabindex="0">${curlSample(root + path, method, operation)}</pre><pre tabindex="0">${sdkSample(
    operation,
  )}</pre>
</div></details>`;
}

function factsOf(operation: OpenApiOperation): Html {
  const { requests, windowSeconds } = operation['x-rate-limit'];
  const isForAll = operation.security.some((one) => Object.keys(one).length === 0);
  const scope = operation['x-scope'];
  return html`${isForAll ? 'For anyone' : 'Signed in'}${scope && html` · scope <code>${scope}</code>`}${conditionsOf(
    operation,
  )} · ${requests} requests in ${windowSeconds} s (<code>${operation['x-rate-limit'].class}</code>)${
    operation.parameters?.some((one) => '$ref' in one) ? html` · takes <code>Idempotency-Key</code>` : null
  }`;
}

function conditionsOf(operation: OpenApiOperation): Html[] {
  const { 'x-roles': roles, 'x-credentials': credentials, 'x-since': since, 'x-sunset': sunset } = operation;
  return [
    ...(roles ? [html` · role ${roles.join(' or ')}`] : []),
    ...(credentials ? [html` · by ${credentials.join(' or ')}`] : []),
    ...(operation['x-step-up'] ? [html` · proof of the last ten minutes`] : []),
    ...(since ? [html` · since ${since}`] : []),
    ...(operation.deprecated ? [html` · deprecated${sunset ? `, until ${sunset}` : ''}`] : []),
    ...(operation.description ? [html` · ${withCode(operation.description)}`] : []),
  ];
}

/** JSON needs no name; files and bytes say what and how much they may be. */
function bodyHtml({ requestBody }: OpenApiOperation, schema: JsonSchema): Html {
  const [mediaType = '', content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const files = Object.entries(content?.encoding ?? {}).map(
    ([name, { contentType }]) => html`<p class="kind"><code>${name}</code>: ${contentType}</p>`,
  );
  return html`<h4>Body</h4>${
    mediaType === 'application/json'
      ? null
      : html`<p class="kind">${mediaTypesOf(requestBody?.content)} ${requestBody?.description ?? null}</p>`
  }${schema.properties ? schemaHtml(schema) : null}${files}`;
}

function mediaTypesOf(content: OpenApiContent = {}): Html {
  return html`${Object.keys(content).map((one, index) => html`${index === 0 ? null : ', '}<code>${one}</code>`)}`;
}

function answerHtml(operation: OpenApiOperation): Html {
  const [status, response] = Object.entries(operation.responses).find(([code]) => /^[23]/.test(code)) ?? [];
  const content = response && 'content' in response ? response.content : undefined;
  const schema = content?.['application/json']?.schema;
  const other = status?.startsWith('3')
    ? html`leads elsewhere`
    : content
      ? mediaTypesOf(content)
      : html`nothing`;
  return html`<h4>Answer ${status ?? ''}</h4>${schema ? schemaHtml(schema) : html`<p class="kind">${other}</p>`}`;
}

function problemLink(code: ProblemCode): Html {
  return html`<li><a href="#problem-${code}"><code>${code}</code></a> ${problems[code].status}</li>`;
}

function byStatus(a: ProblemCode, b: ProblemCode): number {
  return problems[a].status - problems[b].status;
}
