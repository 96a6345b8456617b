import { app } from './app.js';
import { content } from './content.js';
import { people } from './people.js';

/** Every word a person reads, in English. Other languages have the same shape. */
export const en = { ...app, ...people, ...content };

export type Catalogue = typeof en;
