/** `npm run new -- <kind> <name>`: writes the skeleton of a module, and says where to add it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathTo } from './lib/paths.mjs';
import { giveUp } from './lib/run.mjs';
import { skeletons } from './lib/skeletons.mjs';

const [kind, name] = process.argv.slice(2);
if (!(kind in skeletons) || !/^[a-z]+(-[a-z]+)*$/.test(name ?? '')) {
  giveUp(`Usage: npm run new -- ${Object.keys(skeletons).join('|')} <name in lower case, parts joined by ->`);
}

const { files, next } = skeletons[kind](name);
const existing = Object.keys(files).find((file) => existsSync(pathTo(file)));
if (existing) giveUp(`${existing} exists already; choose another name.`);
for (const [file, text] of Object.entries(files)) {
  mkdirSync(dirname(pathTo(file)), { recursive: true });
  writeFileSync(pathTo(file), text);
  console.log(`Wrote ${file}`);
}
console.log(`Then:\n${next.map((step) => `  * ${step}`).join('\n')}`);
