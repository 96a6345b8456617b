import { readFileSync } from 'node:fs';
import { pathTo } from './paths.mjs';
import { projectEnvironment, run } from './run.mjs';

/** Licences compatible with ours, for code and for fonts. */
const LICENCES = new Set([
  '0BSD',
  'AGPL-3.0-only',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages that state their licence only in a file; a person has reviewed it. */
const REVIEWED_LICENCES = { 'xmlhttprequest-ssl': 'MIT' };

/** Versions below these have a known vulnerability; `false` bans a package altogether. */
const FLOORS = {
  'socket.io-parser': '4.2.7',
  ws: '8.21.0',
  nodemailer: '8.0.5',
  sharp: '0.35.3',
  fastify: '5.12.1',
  multer: '2.3.0',
  jose: '6.0.0',
  ip: false,
};

/** Returns a line for each package whose licence is not allowed. */
export function findLicenceProblems() {
  return packages()
    .filter(({ name, license }) => !isAllowed(license ?? REVIEWED_LICENCES[name]))
    .map(({ name, version, license }) => `${name} ${version} is under ${license ?? 'no stated licence'}`);
}

/** Returns a line for each package below its floor. */
export function findOldPackages() {
  return packages()
    .filter(({ name, version }) => name in FLOORS && !(FLOORS[name] && isAtLeast(version, FLOORS[name])))
    .map(({ name, version }) => `${name} ${version}: ${FLOORS[name] ? `at least ${FLOORS[name]}` : 'never'}`);
}

/** Returns a line for each known vulnerability of high or critical severity in production dependencies. */
export async function findVulnerabilities() {
  const { output } = await run('npm', ['audit', '--omit=dev', '--json'], {
    quiet: true,
    env: projectEnvironment(),
  });
  const { vulnerabilities } = parse(output);
  if (!vulnerabilities) return { skipped: 'the registry does not answer audit requests' };
  return Object.values(vulnerabilities)
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity, range }) => `${name} ${range}: ${severity}`);
}

function packages() {
  const { packages: entries } = JSON.parse(readFileSync(pathTo('package-lock.json'), 'utf8'));
  return Object.entries(entries)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link)
    .map(([path, entry]) => ({ ...entry, name: entry.name ?? path.split('node_modules/').at(-1) }));
}

/** SPDX expressions: one alternative of an `OR` has to be allowed, and all operands of an `AND`. */
function isAllowed(licence) {
  if (typeof licence !== 'string') return false;
  const alternatives = licence.replace(/[()]/g, '').split(' OR ');
  return alternatives.some((alternative) =>
    alternative.split(' AND ').every((name) => LICENCES.has(name.trim())),
  );
}

function isAtLeast(version, floor) {
  const [actual, least] = [version, floor].map((text) => text.split('-')[0].split('.').map(Number));
  const index = least.findIndex((number, position) => number !== actual[position]);
  return index === -1 || actual[index] > least[index];
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
