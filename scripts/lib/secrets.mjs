import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { readText } from './repository-files.mjs';

const BINARY = /\.(png|jpe?g|webp|avif|gif|ico|woff2?|ttf|mp[34]|webm|zip|gz|pdf)$/;

/** Returns a line for each secret that secretlint finds in the files, itself masked. */
export async function findSecrets(files, read = readText) {
  const config = readConfig();
  const results = await Promise.all(
    files
      .filter((file) => !BINARY.test(file))
      .map((file) =>
        lintSource({
          source: { filePath: file, content: read(file), contentType: 'text' },
          options: { config, maskSecrets: true, noPhysicFilePath: true },
        }),
      ),
  );
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ loc, message }) => `${filePath}:${loc.start.line} ${shortened(message)}`),
  );
}

/** The configuration file, with the preset as secretlint's core wants it: loaded. */
function readConfig() {
  const { rules } = JSON.parse(readText('.secretlintrc.json'));
  return { rules: rules.map((rule) => ({ ...rule, rule: creator })) };
}

/** A masked key is as long as the key. */
function shortened(message) {
  return message.replace(/\*{9,}/g, '********');
}
