/** Sentences, one paragraph each. */
export function Paragraphs({ of: paragraphs }: { readonly of: readonly string[] }) {
  return paragraphs.map((paragraph) => <p key={paragraph}>{paragraph}</p>);
}
