import { type RenderedEmail, renderEmail } from './email-message.js';

interface Addressee {
  email: string;
  displayName: string;
}

const NOT_YOU = 'If this was not you, somebody knows your password: choose a new one right away.';

export function verificationEmail({ email, displayName }: Addressee, url: string): RenderedEmail {
  return renderEmail({
    to: email,
    subject: 'Confirm your e-mail address',
    name: displayName,
    paragraphs: ['Please confirm that this address is yours. The link works for 24 hours.'],
    link: { label: 'Confirm the address', url },
    footnote: 'If you did not ask for this, ignore this email and nothing happens.',
  });
}

export function resetEmail({ email, displayName }: Addressee, url: string): RenderedEmail {
  return renderEmail({
    to: email,
    subject: 'Choose a new password',
    name: displayName,
    paragraphs: ['Somebody, probably you, asked for a new password. The link works once, for one hour.'],
    link: { label: 'Choose a new password', url },
    footnote: 'If you did not ask for this, ignore this email and your password stays as it is.',
  });
}

export function passwordChangedEmail({ email, displayName }: Addressee, url: string): RenderedEmail {
  return renderEmail({
    to: email,
    subject: 'Your password was changed',
    name: displayName,
    paragraphs: ['Your password was changed, and your other sessions were ended.'],
    link: { label: 'Choose another password', url },
    footnote: NOT_YOU,
  });
}

export function sessionEndedEmail(
  { email, displayName }: Addressee,
  device: string,
  url: string,
): RenderedEmail {
  return renderEmail({
    to: email,
    subject: 'We ended one of your sessions',
    name: displayName,
    paragraphs: [
      `Something that only one device of yours should know was used twice. To be safe we ended that session (${device}).`,
      'You can simply sign in again. If you do not know this device, change your password as well.',
    ],
    link: { label: 'Look at your sessions', url },
    footnote: 'You get this email because it is about the safety of your account.',
  });
}

export function emailChangeEmail(
  { email, displayName }: Addressee,
  newEmail: string,
  undoUrl: string,
): RenderedEmail {
  return renderEmail({
    to: email,
    subject: 'Your e-mail address is about to change',
    name: displayName,
    paragraphs: [
      `Somebody, probably you, asked to use ${newEmail} instead of this address. It counts once it is confirmed.`,
      'If that was not you, take it back: that keeps this address and ends all sessions. The link works for 7 days.',
    ],
    link: { label: 'Keep this address', url: undoUrl },
    footnote: 'If it was you, there is nothing to do.',
  });
}

export function emailKeptEmail({ email, displayName }: Addressee, resetUrl: string): RenderedEmail {
  return renderEmail({
    to: email,
    subject: 'Your e-mail address was kept',
    name: displayName,
    paragraphs: [
      'The change of your e-mail address was taken back and all sessions were ended.',
      'Whoever asked for the change knew your password. Choose a new one; the link works once, for one hour.',
    ],
    link: { label: 'Choose a new password', url: resetUrl },
    footnote: 'You get this email because it is about the safety of your account.',
  });
}
