// Reading JSON that came from outside. Pitfall: a list is an object to JavaScript too, and null as well.

/** The value as an object's fields; none when it is anything else. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The same where it may have come as text: Teams sends a button's `data` either way. */
export function asFields(value: unknown): Record<string, unknown> {
  if (typeof value !== 'string') return asRecord(value);
  try {
    return asRecord(JSON.parse(value));
  } catch {
    return {};
  }
}
