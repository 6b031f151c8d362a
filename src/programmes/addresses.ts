// E-mail addresses and sign-in names, brought into the one form in which they are kept and compared.
// Pitfall: they are pasted from mail programs, lists and spreadsheets, so what stands around an address is not of it; two forms would be two people.

/** Far longer than any address with its display name. */
const MOST = 2_000;
/** Default-ignorable and control characters: nobody sees them. The braille blank is no space to Unicode. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/gu;
/** What separates an address from what stands beside it; none of it may be in one that is not quoted (RFC 5321 section 4.1.2). */
const BESIDE = /[\s<>()[\]{}"“”„‟«»‹›,;:|\\]+/u;
/** What people and programs put around an address: quotes, markup, the end of a sentence. */
const AROUND = /^['`*.!?]+|['`*.!?/-]+$/g;
/** How Entra makes a guest's sign-in name: https://learn.microsoft.com/entra/external-id/user-properties */
const GUEST = /^(.+)_([^_@#]+\.[^_@#]+)#ext#@.+$/;
const OBJECT_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const MOST_PASSES = 8;

/** Whether a normalised text has the form of an e-mail address. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

/** Whether a normalised text is an Entra object id rather than an e-mail address. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

/**
 * The address that a text is of, in the one form: small letters, nothing invisible, nothing around it, a guest's sign-in name as the address it stands
 * for. A text of no address, or of several, is given back as plain text, which `isEmail` refuses. '' for nothing. Doing it again changes nothing.
 */
export function normaliseAddress(text: string): string {
  let known = text.slice(0, MOST);
  for (let passes = 0; passes < MOST_PASSES; passes += 1) {
    const next = onePass(known);
    if (next === known) break;
    known = next;
  }
  return known;
}

function onePass(text: string): string {
  const plain = decode(text.normalize('NFKC'))
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/[‘’‛ʼ′]/g, "'")
    .replace(/。/g, '.')
    .toLowerCase()
    .normalize('NFKC')
    .trim();
  const parts = plain.split(BESIDE).map((part) => (part.includes('@') ? bare(part) : part));
  const [address, ...others] = new Set(parts.filter((part) => part.includes('@')));
  if (address !== undefined) return others.length === 0 && isEmail(address) ? address : plain;
  const [only = '', ...more] = parts.filter((part) => part !== '');
  return more.length === 0 ? only : plain;
}

/** A `mailto:` is an address of the web, in which signs may be escaped; a guest's `#` may be wherever it was copied from. */
function decode(text: string): string {
  if (!/mailto\s*:/i.test(text)) return text.replace(/%23ext%23/gi, '#ext#');
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%40/g, '@');
  }
}

function bare(part: string): string {
  const address = part.replace(/(@[^?&#/]*)[?&/].*$/, '$1').replace(AROUND, '');
  return address.replace(GUEST, '$1@$2');
}
