import { type ProblemCode, problems, rateLimitClasses, scopes } from '@plaza/contract';
import type { AsyncApiDocument, OpenApiDocument } from '@plaza/contract/documents';
import { type Html, html, prose } from '../html.js';
import { areaHtml, type DescribedOperation, operationsByArea } from './operation-html.js';
import { realtimeHtml } from './realtime-html.js';
import { schemaHtml } from './schema-html.js';

/** The browsable reference of the HTTP and realtime interface: one page, no script, styled by `/docs/style.css`. */
export function docsPage(openApi: OpenApiDocument, asyncApi: AsyncApiDocument, publicUrl: string): string {
  const areas = operationsByArea(openApi);
  const root = openApi.servers[0]?.url ?? '';
  const schemas = { ...asyncApi.components.schemas, ...openApi.components.schemas };
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${openApi.info.title} API ${openApi.info.version}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Contents">
<p class="brand"><a href="/">Plaza</a> API <small>${openApi.info.version}</small></p>
${contents(areas)}
</nav>
<main id="content">
<h1>${openApi.info.title} API</h1>
${prose(openApi.info.description)}
<p>The root is <code>${root}</code>. Machines read <a href="/api/v1/openapi.json">openapi.json</a> and
<a href="/api/v1/asyncapi.json">asyncapi.json</a>.</p>
${[...areas].map(([area, operations]) => areaHtml(area, operations, root))}
${realtimeHtml(asyncApi, publicUrl)}
<section id="problems"><h2>problems</h2>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457): <a href="#schema-Problem">Problem</a>.</p>
${problemTable()}</section>
<section id="limits"><h2>limits</h2>${limitTable()}</section>
<section id="scopes"><h2>scopes</h2>${scopeTable()}</section>
<section id="schemas"><h2>schemas</h2>${Object.entries(schemas)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, schema]) =>
        html`<details><summary><h3>${name}</h3> <span class="what">${
          schema.description ?? null
        }</span></summary><div class="inside" id="schema-${name}">${schemaHtml(schema)}</div></details>`,
    )}</section>
</main>
</body>
</html>
`;
  return page.markup;
}

function contents(areas: Map<string, DescribedOperation[]>): Html {
  const rest = ['realtime', 'events', 'commands', 'problems', 'limits', 'scopes', 'schemas'];
  return html`<ul>${[...areas].map(
    ([area, operations]) =>
      html`<li><a href="#${area}">${area}</a><ul>${operations.map(
        ({ operation }) =>
          html`<li><a href="#${operation.operationId}">${operation.operationId.slice(area.length + 1)}</a></li>`,
      )}</ul></li>`,
  )}${rest.map((section) => html`<li><a href="#${section}">${section}</a></li>`)}</ul>`;
}

function problemTable(): Html {
  const codes = Object.keys(problems) as ProblemCode[];
  return table(
    ['code', 'status', 'meaning'],
    codes.map(
      (code) =>
        html`<tr id="problem-${code}"><td><code>${breakable(code)}</code></td><td>${problems[code].status}</td><td>${
          problems[code].title
        }</td></tr>`,
    ),
  );
}

function breakable(code: string): Html {
  return html`${code.split('_').map((word, index) => (index === 0 ? word : html`_<wbr>${word}`))}`;
}

function limitTable(): Html {
  return table(
    ['class', 'requests', 'in seconds'],
    Object.entries(rateLimitClasses).map(
      ([name, { requests, windowSeconds }]) =>
        html`<tr><td><code>${name}</code></td><td>${requests}</td><td>${windowSeconds}</td></tr>`,
    ),
  );
}

function scopeTable(): Html {
  return table(
    ['scope', 'covers'],
    Object.entries(scopes).map(
      ([scope, meaning]) => html`<tr><td><code>${scope}</code></td><td>${meaning}</td></tr>`,
    ),
  );
}

function table(headings: string[], rows: Html[]): Html {
  return html`<table><thead><tr>${headings.map(
    (heading) => html`<th scope="col">${heading}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table>`;
}
