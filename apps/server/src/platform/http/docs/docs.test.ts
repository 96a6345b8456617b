import { gunzipSync } from 'node:zlib';
import { events, listOperations, problems } from '@plaza/contract';
import { openApiDocument } from '@plaza/contract/documents';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { html } from '../html.js';
import { bodyOf, parametersOf, sampleOf } from './samples.js';
import { serveDocs } from './serve-docs.js';

const fastify = Fastify();
serveDocs(fastify, 'https://plaza.example', listOperations());

async function get(url: string, headers: Record<string, string> = {}) {
  return fastify.inject({ url, headers });
}

test('the documents are served as they are made', async () => {
  const openApi = (await get('/api/v1/openapi.json')).json();
  expect(openApi.info.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(openApi).toEqual(
    JSON.parse(JSON.stringify(openApiDocument('https://plaza.example', openApi.info.version))),
  );
  expect((await get('/api/v1/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
});

test('the page shows every operation, event and problem', async () => {
  const page = (await get('/docs')).body;
  for (const [name] of listOperations()) expect(page).toContain(`id="${name}"`);
  for (const name of Object.keys(events)) expect(page).toContain(`id="event.${name}"`);
  for (const code of Object.keys(problems)) expect(page).toContain(`id="problem-${code}"`);
});

test('no link of the page leads nowhere, and no id stands twice', async () => {
  const page = (await get('/docs')).body;
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});

test('the page needs no script, no inline style and nothing from elsewhere', async () => {
  const page = (await get('/docs')).body;
  expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  expect((await get('/docs/style.css')).headers['content-type']).toBe('text/css; charset=utf-8');
});

test('the page is sent zipped to who takes it, and not again to who has it', async () => {
  const plain = await get('/docs');
  const zipped = await get('/docs', { 'accept-encoding': 'br, gzip' });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.rawPayload).toString()).toBe(plain.body);
  const again = await get('/docs', { 'if-none-match': String(plain.headers.etag) });
  expect(again.statusCode).toBe(304);
  expect(again.body).toBe('');
});

test('the values in the examples are valid by the contract', () => {
  const document = openApiDocument('https://plaza.example', '1.2.3');
  const shapes = new Map(listOperations());
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    const shape = shapes.get(operation.operationId);
    const body = bodyOf(operation);
    if (body && shape?.body && !('kind' in shape.body)) {
      const sample = sampleOf(body.schema);
      // Where one of several fields has to be there, the schema cannot say so and the sample is empty.
      if (Object.keys(Object(sample)).length > 0) expect(shape.body.safeParse(sample).error).toBeUndefined();
    }
    const inPath = parametersOf(operation).filter((one) => one.in === 'path');
    const params = Object.fromEntries(inPath.map((one) => [one.name, sampleOf(one.schema)]));
    if (shape?.params) expect(shape.params.safeParse(params).error).toBeUndefined();
  }
});

test('what is put into markup is escaped', () => {
  expect(html`<p title="${'"'}">${'<b>&</b>'}${html`<i>${1}</i>`}${null}</p>`.markup).toBe(
    '<p title="&#34;">&#60;b&#62;&#38;&#60;/b&#62;<i>1</i></p>',
  );
});
