import { textIn } from '../../../platform/i18n/languages.js';
import { type Receiver, type RenderedEmail, renderEmail } from './email-message.js';
import { lifetimeHours } from './one-time-tokens.js';

export function verificationEmail(receiver: Receiver, url: string): RenderedEmail {
  const text = textIn(receiver.locale).identity.verification;
  return renderEmail(receiver, {
    subject: text.subject,
    paragraphs: [text.request({ hours: lifetimeHours.verify_email })],
    link: { label: text.confirm, url },
    footnote: text.notYou,
  });
}

export function resetEmail(receiver: Receiver, url: string): RenderedEmail {
  const text = textIn(receiver.locale).identity.passwordReset;
  return renderEmail(receiver, {
    subject: text.subject,
    paragraphs: [text.request({ hours: lifetimeHours.reset_password })],
    link: { label: text.choose, url },
    footnote: text.notYou,
  });
}

export function passwordChangedEmail(receiver: Receiver, url: string): RenderedEmail {
  const text = textIn(receiver.locale).identity.passwordChanged;
  return renderEmail(receiver, {
    subject: text.subject,
    paragraphs: [text.report],
    link: { label: text.choose, url },
    footnote: text.notYou,
  });
}

export function sessionEndedEmail(receiver: Receiver, device: string, url: string): RenderedEmail {
  const { sessionEnded: text, aboutSafety } = textIn(receiver.locale).identity;
  return renderEmail(receiver, {
    subject: text.subject,
    paragraphs: [text.report({ device }), text.advice],
    link: { label: text.look, url },
    footnote: aboutSafety,
  });
}

export function emailChangeEmail(receiver: Receiver, newEmail: string, undoUrl: string): RenderedEmail {
  const text = textIn(receiver.locale).identity.emailChange;
  return renderEmail(receiver, {
    subject: text.subject,
    paragraphs: [text.report({ email: newEmail }), text.undo({ days: lifetimeHours.undo_email / 24 })],
    link: { label: text.keep, url: undoUrl },
    footnote: text.wasYou,
  });
}

export function emailKeptEmail(receiver: Receiver, resetUrl: string): RenderedEmail {
  const { emailKept: text, aboutSafety } = textIn(receiver.locale).identity;
  return renderEmail(receiver, {
    subject: text.subject,
    paragraphs: [text.report, text.advice({ hours: lifetimeHours.reset_password })],
    link: { label: text.choose, url: resetUrl },
    footnote: aboutSafety,
  });
}

const paths = { verify: '/verify', reset: '/reset', undoEmail: '/undo-email' } as const;

/** The address of a page that uses up a mailed token. */
export function tokenLink(publicUrl: string, page: keyof typeof paths, token: string): string {
  return `${publicUrl}${paths[page]}?token=${token}`;
}
