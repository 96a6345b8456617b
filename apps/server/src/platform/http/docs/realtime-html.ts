import { type CommandShape, closeCodes, commands, type EventShape, events, gateway } from '@plaza/contract';
import type { AsyncApiDocument, JsonSchema } from '@plaza/contract/documents';
import { type Html, html, withCode } from '../html.js';
import { schemaHtml } from './schema-html.js';

const eventList: [string, EventShape][] = Object.entries(events);
const commandList: [string, CommandShape][] = Object.entries(commands);

export function realtimeHtml(document: AsyncApiDocument, publicUrl: string): Html {
  const messages = document.components.messages;
  const payloadOf = (name: string): JsonSchema => messages[`socketIo.${name}`]?.payload ?? {};
  return html`<section id="realtime"><h2>realtime</h2>
<p>Two gateways carry the same events and commands. Keep the last cursor and come back with it: what was missed follows, in
order. <a href="#event.ready"><code>ready</code></a> with <code>resumed: false</code> says that it was too long ago.</p>
<h3>Socket.IO</h3>
<pre tabindex="0">${socketIoSample(publicUrl)}</pre>
<h3>Plain WebSocket</h3>
<pre tabindex="0">${webSocketSample(publicUrl)}</pre>
<p>Every ${gateway.heartbeatSeconds} s there is a frame <code>heartbeat</code>, whose cursor counts as well. Closed with ${Object.entries(
    closeCodes,
  ).map(([name, code], index) => html`${index === 0 ? '' : ', '}<code>${code}</code> ${spaced(name)}`)}.</p>
</section>
<section id="events"><h2>events</h2>${eventList.map(([name, event]) =>
    entryHtml(`event.${name}`, name, event.summary, [
      factsHtml(event.scope, event.replayed ? 'replayed to who was away' : 'a signal of the moment'),
      schemaHtml(payloadOf(name)),
    ]),
  )}</section>
<section id="commands"><h2>commands</h2>${commandList.map(([name, command]) =>
    entryHtml(`command.${name}`, name, command.summary, [
      factsHtml(command.scope, null),
      html`<h4>Data</h4>${schemaHtml(payloadOf(`command.${name}`))}`,
      html`<h4>Answer</h4>${schemaHtml(answerOf(payloadOf(`answer.${name}`)))}`,
    ]),
  )}</section>`;
}

function entryHtml(id: string, name: string, summary: string, inside: Html[]): Html {
  return html`<details><summary><h3><code>${name}</code></h3> <span class="what">${withCode(summary)}</span></summary>
<div class="inside" id="${id}">${inside}</div></details>`;
}

function factsHtml(scope: string | null, more: string | null): Html {
  const facts = [scope && html`scope <code>${scope}</code>`, more].filter((fact) => fact !== null);
  return html`<p class="facts">${facts.map((fact, index) => html`${index === 0 ? '' : ' · '}${fact}`)}</p>`;
}

/** What stands in `data` when the command was done. */
function answerOf(acknowledgement: JsonSchema): JsonSchema {
  const done = acknowledgement.oneOf?.[0];
  const data = typeof done === 'object' ? done.properties?.data : undefined;
  return typeof data === 'object' ? data : {};
}

function socketIoSample(publicUrl: string): string {
  return `const socket = io('${publicUrl}', { auth: { token, cursor } });
socket.on('message.sent', (message, cursor) => { … });
const answer = await socket.emitWithAck('typing.start', { channelId });
// { ok: true, data } or { ok: false, problem }`;
}

function webSocketSample(publicUrl: string): string {
  return `const socket = new WebSocket('${publicUrl.replace(/^http/, 'ws')}${gateway.webSocketPath}?token=…&cursor=…');
// the server says  { "event": "message.sent", "data": { … }, "cursor": "…" }
// a client says    { "command": "typing.start", "data": { "channelId": "…" }, "ref": "1" }
// and is answered  { "ref": "1", "ok": true, "data": {} }  or  { "ref": "1", "ok": false, "problem": { … } }`;
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
