/** Twice what UTS 39 allows an identifier: pointed Hebrew and stacked Tibetan stay, a tower of marks does not. */
const maxCombiningRun = 8;

const combiningFlood = new RegExp(`[\\p{M}\\p{Cf}]{${maxCombiningRun + 1}}`, 'u');

/** Anything that leaves ink: no space, control, format, filler or lone combining character, no blank Braille cell. */
const ink = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Gives the text as it is stored: NFC, lines ended by a line feed, no white space around it. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').normalize('NFC').trim();
}

/** Holds for text that has something to see. */
export function hasInk(text: string): boolean {
  return ink.test(text);
}

/** Holds for text that has something to see, no NUL and no half of a surrogate pair. */
export function isWellFormedText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed() && hasInk(text);
}

/** Holds when one character carries more combining or invisible characters than any script needs. */
export function hasCombiningFlood(text: string): boolean {
  return combiningFlood.test(text);
}

/** Holds for text without line ends and other control characters, as names and subjects need. */
export function isSingleLine(text: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}

/** Takes away white space and invisible characters around a name or an address, as they come along with copying. */
export function withoutBlanks(text: string): string {
  return text.replace(/^[\s\p{Cf}]+|(?<![\s\p{Cf}])[\s\p{Cf}]+$/gu, '');
}

/** Makes the full-width signs and letters of East Asian keyboards the narrow ones that names and addresses are made of. */
export function withNarrowSigns(text: string): string {
  return text.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}
