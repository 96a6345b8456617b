/** The start cannot go on for a reason outside the program; the message is one line: what is wrong and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Settings that cannot be used: each problem is one line that names the setting and what to do. */
export class SettingsError extends StartError {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
