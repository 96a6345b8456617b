import fc from 'fast-check';

/** Scripts whose letters a name, a tag and an address may touch, and those in which they would be part of the word. */
const scripts = {
  runningOn:
    'Han Hiragana Katakana Hangul Bopomofo Thai Lao Khmer Myanmar Tibetan Arabic Hebrew Devanagari Bengali Tamil Ethiopic Mongolian',
  spaced: 'Latin Greek Cyrillic',
  unspaced: 'Han Hiragana Katakana Hangul Bopomofo Thai Lao Khmer Myanmar Tibetan',
};

const allCharacters = Array.from({ length: 0x20000 }, (_, code) => code)
  .filter((code) => code > 0x7f && (code < 0xd800 || code > 0xdfff))
  .map((code) => String.fromCodePoint(code));

/** A letter of one of the scripts, each script as often as the others. */
export function letterOf(kind: keyof typeof scripts): fc.Arbitrary<string> {
  const letters = scripts[kind].split(' ').map((script) => {
    const pattern = new RegExp(`(?!\\p{Default_Ignorable_Code_Point})(?=\\p{L})\\p{sc=${script}}`, 'u');
    return fc.constantFrom(...allCharacters.filter((character) => pattern.test(character)));
  });
  return fc.oneof(...letters);
}

/** Any sign beyond ASCII. */
export const typographicMark = fc.constantFrom(
  ...allCharacters.filter((character) => /[\p{P}\p{S}\p{Zs}]/u.test(character)),
);
