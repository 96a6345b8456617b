import type { JsonSchema } from '@plaza/contract/documents';
import { type Content, type Html, html, withCode } from '../html.js';

type Part = JsonSchema | boolean;

/** The fields of an object, one below the other; of any other schema its kind alone. */
export function schemaHtml(schema: JsonSchema): Html {
  const inner = fieldsOf(schema);
  return inner ? fieldList(inner) : html`<p class="kind">${kindOf(schema)}</p>`;
}

export function fieldHtml(name: string, schema: JsonSchema, isRequired: boolean, about?: string): Html {
  const inner = fieldsOf(schema);
  const description = about ?? schema.description;
  return html`<div class="field">
<dt><code>${name}</code>${isRequired ? null : html` <small>optional</small>`}</dt>
<dd><span class="kind">${kindOf(schema)}</span>${description ? html`<span class="about">${withCode(description)}</span>` : null}${
    inner ? fieldList(inner) : null
  }</dd></div>`;
}

function schemaLink(name: string): Html {
  return html`<a href="#schema-${name}">${name}</a>`;
}

function fieldList(schema: JsonSchema): Html {
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldHtml(name, asSchema(property), schema.required?.includes(name) ?? false),
  );
  return fields.length === 0 ? html`<p class="kind">nothing</p>` : html`<dl>${fields}</dl>`;
}

/** The object whose fields are worth showing below: itself, the items of a list, what may also be null. */
function fieldsOf(schema: JsonSchema): JsonSchema | null {
  if (schema.properties) return schema;
  if (schema.type === 'array') return fieldsOf(asSchema(firstOf(schema.items)));
  const [only, ...others] = alternativesOf(schema).filter((one) => one.type !== 'null');
  return only && others.length === 0 ? fieldsOf(only) : null;
}

function kindOf(schema: JsonSchema): Html {
  const standard = schema.default === undefined ? null : `, ${JSON.stringify(schema.default)} by default`;
  return html`${plainKindOf(schema)}${standard}`;
}

function plainKindOf(schema: JsonSchema): Content {
  if (schema.$ref) return schemaLink(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return oneOf(schema.enum.map((value) => html`${JSON.stringify(value)}`));
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0) return oneOf(alternatives.map(kindOf));
  if (Array.isArray(schema.type)) {
    return oneOf(schema.type.map((type) => html`${plainKindOf({ ...schema, type })}`));
  }
  if (schema.type === 'array') {
    const most = schema.maxItems === undefined ? null : `, at most ${count(schema.maxItems)}`;
    return html`list of ${kindOf(asSchema(firstOf(schema.items)))}${most}`;
  }
  const bounds = boundsOf(schema);
  return html`${schema.format ?? schema.type ?? 'anything'}${bounds && ` ${bounds}`}`;
}

function boundsOf(schema: JsonSchema): string {
  if (schema.type === 'string') {
    return range(schema.minLength, schema.maxLength, schema.maxLength === 1 ? ' character' : ' characters');
  }
  return range(schema.minimum, schema.maximum, '');
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `from ${count(least ?? 0)}${unit}`;
  if (least === undefined) return `up to ${count(most)}${unit}`;
  return `${count(least)} to ${count(most)}${unit}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function alternativesOf(schema: JsonSchema): JsonSchema[] {
  return (schema.anyOf ?? schema.oneOf ?? []).map(asSchema);
}

function oneOf(kinds: Html[]): Html {
  return html`${kinds.map((kind, index) => (index === 0 ? kind : html` | ${kind}`))}`;
}

function firstOf(items: Part | Part[] | undefined): Part | undefined {
  return Array.isArray(items) ? items[0] : items;
}

function asSchema(part: Part | undefined): JsonSchema {
  return typeof part === 'object' ? part : {};
}
