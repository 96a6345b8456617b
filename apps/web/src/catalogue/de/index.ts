import type { Catalogue } from '../en/index.js';
import { app } from './app.js';
import { content } from './content.js';
import { people } from './people.js';

/** Every word a person reads, in German. */
export const de: Catalogue = { ...app, ...people, ...content };
