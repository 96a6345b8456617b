import { parseSync } from 'oxc-parser';

/** Parses TypeScript source; the name of the file says whether it contains JSX. Throws on syntax errors. */
export function parse(file, source) {
  const { program, module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  return { source, program, module };
}
