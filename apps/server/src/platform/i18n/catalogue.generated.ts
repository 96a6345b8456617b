// Made from apps/server/locales/en by `npm run generate -w @plaza/i18n`.
import type { TextValue } from '@plaza/i18n';

export interface Catalogue {
  email: {
    greeting: (values: { name: TextValue }) => string;
    openAddress: (values: { url: TextValue }) => string;
  };
  entries: {
    notifications: {
      comment: (values: { people: number; who: TextValue }) => string;
      mention: (values: { people: number; who: TextValue }) => string;
    };
  };
  graph: {
    notifications: {
      follow: (values: { people: number; who: TextValue }) => string;
      followRequest: (values: { people: number; who: TextValue }) => string;
      followAccepted: (values: { people: number; who: TextValue }) => string;
    };
  };
  identity: {
    verification: {
      subject: string;
      request: (values: { hours: number }) => string;
      confirm: string;
      notYou: string;
    };
    passwordReset: {
      subject: string;
      request: (values: { hours: number }) => string;
      choose: string;
      notYou: string;
    };
    passwordChanged: {
      subject: string;
      report: string;
      choose: string;
      notYou: string;
    };
    sessionEnded: {
      subject: string;
      report: (values: { device: TextValue }) => string;
      advice: string;
      look: string;
    };
    emailChange: {
      subject: string;
      report: (values: { email: TextValue }) => string;
      undo: (values: { days: number }) => string;
      keep: string;
      wasYou: string;
    };
    emailKept: {
      subject: string;
      report: string;
      advice: (values: { hours: number }) => string;
      choose: string;
    };
    aboutSafety: string;
    notifications: {
      security: string;
    };
  };
  messaging: {
    notifications: {
      message: (values: { people: number; count: number; who: TextValue }) => string;
    };
  };
  notifications: {
    others: (values: { count: number }) => string;
  };
}
