/** Markup that is safe to put into a page as it is. */
export class Html {
  constructor(readonly markup: string) {}
}

export type Content = Html | string | number | null | readonly Content[];

/** Writes markup; whatever is put in is escaped, but for `Html`. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(parts.map((part, index) => part + write(contents[index] ?? null)).join(''));
}

/** Text in which `backticks` mark code and empty lines part paragraphs. */
export function prose(text: string): Html {
  const paragraphs = text.split('\n\n').map((paragraph) => html`<p>${withCode(paragraph)}</p>`);
  return html`${paragraphs}`;
}

/** As `prose`, in one line. */
export function withCode(text: string): Html {
  return html`${text.split('`').map((piece, index) => (index % 2 === 0 ? piece : html`<code>${piece}</code>`))}`;
}

function write(content: Content): string {
  if (content === null) return '';
  if (content instanceof Html) return content.markup;
  if (typeof content === 'object') return content.map(write).join('');
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
