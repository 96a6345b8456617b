import { existsSync } from 'node:fs';
import { join } from 'node:path/posix';
import { expect, it } from 'vitest';
import { parse } from './parse.mjs';
import { pathTo } from './paths.mjs';
import { readText } from './repository-files.mjs';
import { skeletons } from './skeletons.mjs';

it.each(Object.keys(skeletons))('the skeleton of a %s imports only what there is', (kind) => {
  const { files } = skeletons[kind]('saved-things');
  const missing = Object.entries(files).flatMap(([file, text]) =>
    parse(file, text)
      .module.staticImports.filter(({ moduleRequest }) => moduleRequest.value.startsWith('.'))
      .flatMap(({ moduleRequest, entries }) => {
        const target = join(file, '..', moduleRequest.value.replace(/\.js$/, '.ts'));
        const exported = exportsOf(target, files);
        return entries.map(({ importName }) => importName.name).filter((name) => !exported.includes(name));
      }),
  );
  expect(missing).toEqual([]);
});

it.each(Object.keys(skeletons))('what is to be edited for a %s exists', (kind) => {
  const named = skeletons[kind]('saved-things').next.flatMap(
    (step) => /^([\w/.-]+\.m?ts)\b/.exec(step)?.[1] ?? [],
  );
  expect(named.filter((file) => !existsSync(pathTo(file)))).toEqual([]);
});

function exportsOf(file, files) {
  const { module } = parse(file, files[file] ?? readText(file));
  return module.staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name));
}
