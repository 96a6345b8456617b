/** Puts words on the clipboard, also on pages without https, where browsers keep the modern way to themselves. */
export async function copy(words: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(words);
  const field = document.createElement('textarea');
  field.value = words;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  if (!isDone) throw new Error('The browser does not copy');
}
