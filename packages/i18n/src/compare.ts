import { type Argument, type Plural, type ReadMessage, readMessage } from './arguments.js';
import type { Messages } from './node.js';

/** The messages of a language by their whole path, such as `entries.sorts.best`. */
export function flatten(messages: Messages, path = ''): Map<string, string> {
  const entries = Object.entries(messages).flatMap(([key, message]): [string, string][] =>
    typeof message === 'string' ? [[`${path}${key}`, message]] : [...flatten(message, `${path}${key}.`)],
  );
  return new Map(entries);
}

/** Gives a line for each message that cannot be read, or lacks what its own language needs. */
export function problemsOf(messages: Map<string, string>, language: string): string[] {
  return [...messages].flatMap(([path, message]) => {
    if (message.trim() === '') return [`${language}: ${path} says nothing`];
    try {
      return readMessage(message)
        .plurals.flatMap((plural) => pluralProblems(plural, language))
        .map((problem) => `${language}: ${path} ${problem}`);
    } catch (error) {
      return [`${language}: ${path} is not a message: ${error instanceof Error ? error.message : error}`];
    }
  });
}

/** Gives a line for each message that is missing, belongs to none, or asks for other arguments than that of the source language. */
export function differences(
  source: Map<string, string>,
  translation: Map<string, string>,
  language: string,
): string[] {
  const missing = [...source.keys()].filter((path) => !translation.has(path));
  const foreign = [...translation.keys()].filter((path) => !source.has(path));
  const shared = [...source].flatMap(([path, message]) => {
    const translated = translation.get(path);
    return translated === undefined
      ? []
      : argumentProblems(message, translated).map((why) => `${path} ${why}`);
  });
  return [
    ...missing.map((path) => `${path} is missing`),
    ...foreign.map((path) => `${path} is not in the source language`),
    ...shared,
  ].map((line) => `${language}: ${line}`);
}

function argumentProblems(source: string, translated: string): string[] {
  const [wanted, found] = [tryRead(source), tryRead(translated)];
  if (!wanted || !found) return [];
  const names = new Set([...wanted.arguments.keys(), ...found.arguments.keys()]);
  return [...names].flatMap((name) => {
    const [one, other] = [wanted.arguments.get(name), found.arguments.get(name)];
    if (!other) return [`does not use {${name}}`];
    if (!one) return [`uses {${name}}, which is not given`];
    return kindProblems(name, one, other);
  });
}

function kindProblems(name: string, one: Argument, other: Argument): string[] {
  if (one.kind !== other.kind) return [`uses {${name}} as ${other.kind}, which is ${one.kind}`];
  const unknown = [...other.cases].filter((found) => !one.cases.has(found));
  return unknown.map((found) => `has a case ${found} of {${name}}, which never comes`);
}

function pluralProblems({ type, categories }: Plural, language: string): string[] {
  const needed = new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories;
  const named = categories.filter((category) => !category.startsWith('='));
  const unknown = named.filter((category) => !needed.some((one) => one === category));
  // What the language does not tell apart may stay together under `other`.
  const missing = named.length > 1 ? needed.filter((category) => !named.includes(category)) : [];
  return [
    ...unknown.map((category) => `has a form for ${category}, which the language does not know`),
    ...missing.map((category) => `has no form for ${category}`),
  ];
}

/** Null where the message cannot be read, which is told once, for its own language. */
function tryRead(message: string): ReadMessage | null {
  try {
    return readMessage(message);
  } catch {
    return null;
  }
}
