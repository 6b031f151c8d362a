// What a file is called on its way to a person. What one could get wrong: a name may hold people's own words, so it is cleaned before it
// stands in a header or in somebody's folder, and what a browser reads is written as RFC 8187 has it.

/** The name without what breaks headers, leaves a folder, hides an ending or cannot be kept in OneDrive. */
export function safeFileName(name: string): string {
  // `\p{C}`: control and direction characters, and halves of pairs, which cannot be encoded.
  const kept = name.replace(/[\p{C}"*:<>?/\\|]/gu, '_').replace(/^[. ]+|[. ]+$/g, '');
  return kept || 'file';
}

/** `attachment; filename="…"; filename*=UTF-8''…`: the first for clients that read no other. */
export function contentDisposition(name: string): string {
  const safe = safeFileName(name);
  const plain = safe.replace(/[^\w .,()-]/g, '_');
  const whole = encodeURIComponent(safe).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
