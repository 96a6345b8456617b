import { directionOf } from '@plaza/i18n';
import { languageFor, textIn } from '../../../platform/i18n/languages.js';

/** Whom an email goes to, and the language they chose. */
export interface Receiver {
  email: string;
  displayName: string;
  locale: string;
}

/** What an email says, in the order in which it is read. */
export interface EmailMessage {
  subject: string;
  paragraphs: string[];
  link: { label: string; url: string };
  /** What to do when the email was not expected. */
  footnote: string;
}

export interface RenderedEmail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

const page =
  'margin:0;padding:24px;background:#f4f5f7;color:#1c2230;font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif';
const sheet = 'max-width:32rem;margin:0 auto;padding:32px;background:#ffffff;border-radius:12px';
const button =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#3b4fd8;color:#ffffff;text-decoration:none;font-weight:600';
const small = 'color:#5b6375;font-size:14px';

/** Writes an email as plain text and as HTML; both say the same, and names in it are nothing but text. */
export function renderEmail(receiver: Receiver, message: EmailMessage): RenderedEmail {
  const { subject, paragraphs, link, footnote } = message;
  const language = languageFor(receiver.locale);
  const text = textIn(receiver.locale).email;
  const greeting = text.greeting({ name: receiver.displayName });
  const openAddress = text.openAddress({ url: link.url });
  return {
    to: receiver.email,
    subject,
    text: [greeting, ...paragraphs, `${link.label}:\n${link.url}`, footnote].join('\n\n').concat('\n'),
    html: [
      `<!doctype html><html lang="${language}" dir="${directionOf(language)}">`,
      `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
      `<body style="${page}"><div style="${sheet}">`,
      ...[greeting, ...paragraphs].map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
      `<p><a href="${escapeHtml(link.url)}" style="${button}">${escapeHtml(link.label)}</a></p>`,
      `<p style="${small}">${escapeHtml(openAddress)}</p>`,
      `<p style="${small}">${escapeHtml(footnote)}</p>`,
      '</div></body></html>',
    ].join('\n'),
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
