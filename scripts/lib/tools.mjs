import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const POSTGRES_ROOT = '/usr/lib/postgresql';

/** Programs of the machine that some tests use: the variable that passes the path to the tests, and how to install it. */
const tools = [
  {
    name: 'Chromium',
    variable: 'PLAZA_CHROMIUM',
    find: () => program('chromium', 'chromium-browser', 'google-chrome'),
    enable: 'apt-get install chromium',
  },
  {
    name: 'ffmpeg',
    variable: 'PLAZA_FFMPEG',
    find: () => program('ffmpeg'),
    enable: 'apt-get install ffmpeg',
  },
  {
    name: 'Redis',
    variable: 'PLAZA_REDIS_SERVER',
    find: () => program('redis-server'),
    enable: 'apt-get install redis-server',
  },
  {
    name: 'an outside PostgreSQL',
    variable: 'PLAZA_POSTGRES',
    find: () => program('postgres') ?? newestPostgres(),
    enable: 'apt-get install postgresql',
  },
];

/** Returns the environment variables with the paths of the tools, and the tools that were not found. */
export function findTools() {
  const environment = {};
  const missing = [];
  for (const tool of tools) {
    const path = process.env[tool.variable] || tool.find();
    if (path) environment[tool.variable] = path;
    else missing.push(tool);
  }
  return { environment, missing };
}

function program(...names) {
  const directories = (process.env.PATH ?? '').split(delimiter);
  return names
    .flatMap((name) => directories.map((path) => join(path, name)))
    .find((path) => existsSync(path));
}

/** Debian keeps its server programs out of the path, one directory for each major version. */
function newestPostgres() {
  if (!existsSync(POSTGRES_ROOT)) return undefined;
  const versions = readdirSync(POSTGRES_ROOT).sort((left, right) => Number(right) - Number(left));
  return versions
    .map((version) => join(POSTGRES_ROOT, version, 'bin', 'postgres'))
    .find((path) => existsSync(path));
}
