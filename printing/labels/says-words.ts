/**
 * Whether a text on a label has certain words as they are, and not as a part of longer ones: `REPRINT 1` is not in
 * `REPRINT 12`, and `Al` is not in `Alan`. For the proof, which reads what others wrote.
 */
const endsInWord = /[\p{L}\p{N}]$/u;
const beginsInWord = /^[\p{L}\p{N}\p{M}]/u;

export function saysWords(text: string, words: string): boolean {
  if (words === '') return true;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!endsInWord.test(text.slice(0, at)) && !beginsInWord.test(text.slice(at + words.length))) return true;
  }
  return false;
}
