// What looks like the number of a child and is none: telephones, money, dates and the references of things. Pure.
// Pitfall: only a shape or a word right before a number excuses it; "call about" and "ref" stand before children's numbers too.

const MOBILE = '(?:mob(?:ile)?|phone|tel(?:ephone)?|whatsapp)[.:]? ?(?:is |on |no |number )?';
/** Shapes that hold no number of a child, whatever the digits. A number that begins with 0 is dialled. */
const SHAPES: readonly RegExp[] = [
  /(?<![\d+])\+(?:44|353|1(?= )|33|49|48(?= ))[ ()\-.]{0,3}\d(?:[ ()\-.]{0,3}\d){6,11}(?!\d)/g,
  /(?<!\d)0044(?:[ ()\-.]{0,3}\d){9,11}(?!\d)/g,
  /\(0\d{1,5}\)(?:[ -]{0,2}\d){5,9}(?!\d)/g,
  /(?<![\d£$€.,/-]|\d )0\d{1,5}(?:[ .-]?\d){6,9}(?!\d)/g,
  new RegExp(`(?<=\\b${MOBILE})7\\d{3} ?\\d{3} ?\\d{3}(?!\\d)`, 'gi'),
  /(?<!\d)\d{6,14}(?= ?(?:ext|extension|x)[. ]{0,2}\d)/gi,
  /(?:[£$€]|\b(?:gbp|eur|usd)) ?\d[\d,. ]*/gi,
  /(?<![\d,.])\d{1,3}(?:,\d{3}){2,}(?:\.\d{1,2})?(?![\d,])/g,
  /(?<![\d/.-])(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)(?:[T ][0-2]\d[:.][0-5]\d)?/g,
  /(?<![\d/.-])[0-3]?\d([/.-])[01]?\d\1(?:19|20)?\d\d(?![\d]|[/.-]\d)/g,
  /(?<![\d-])(?:19|20)\d\d[01]\d[0-3]\d[ -][0-2]\d[0-5]\d(?:[0-5]\d)?(?!\d)/g,
  /(?<![\da-f])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?![\da-f])/gi,
];

/** The text with the digits of telephones, sums and dates made letters; every other place stays as it was. */
export function maskShapes(plain: string): string {
  return SHAPES.reduce((masked, shape) => masked.replace(shape, (found) => found.replace(/[\d+]/g, 'x')), plain);
}

const THING = [
  'purchase order|order|po|p\\.o\\.|invoice|inv|contract|grant|journal|epoch|unix time|timestamp|bank|account|acct|a/c|vendor',
  'supplier|company|charity|vat(?: reg)?|budget|asset|isbn|issn|gl|ledger|cost cent(?:re|er)|cost|requisition|req|tender|framework',
  'meeting|conference|webinar|zoom|passcode|pin|access|dial[- ]?in|procurement|quote|quotation|remittance|payment|transaction|batch',
  'service ?desk|help ?desk|bin store|asset tag|serial|barcode|meter|mpan|mprn|licen[cs]e|policy|planning|uprn|usrn|urn|ukprn|laestab',
  'establishment|order line|tel|telephone|fax|textphone|freephone|switchboard|minicom|isrctn|doi|orcid|sku|part|model|version|build',
  'item|job|post|vacancy|advert|position|sort code|iban|crn|utr|delivery note|consignment|tracking|parcel|capital scheme|scheme|project',
  'subjective|objective|activity|fund|nominal|expense|claim|receipt|cheque|direct debit|bacs|chaps|oracle|sap|agresso|unit4|incident',
  'change request|rfc|ticket|room|device|laptop|hostname|mac|router|sim|imei',
].join('|');
const BETWEEN =
  '(?:no|nos|num|number|numbers|id|ref|reference|code|is|was|the|raised|line|reg|gb|tag|called|account|order|desk|store|release|key|header|time|passcode)';
/** A thing's name and no more than a word for its number stand right before. */
const OF_A_THING = new RegExp(
  `(?<![\\p{L}\\d])(?:${THING})s?[^\\p{L}\\d]{0,4}(?:${BETWEEN}[^\\p{L}\\d]{1,4}){0,3}$`,
  'iu',
);
const OF_A_CHILD =
  /(?<![\p{L}\d])(?:n\.?\s?h\.?\s?s|patients?|child(?:ren)?|kids?|pupils?|learners?|students?|boys?|girls?|son|daughter|mum|dad|young person|camhs)(?![\p{L}])/giu;
const THING_AFTER =
  /^[^\p{L}\d]{0,2}(?:pence|ext\b|(?:is |was )(?:our |the |an? )?(?:asset|order|invoice|contract|po\b|supplier|budget|purchase|charity|company|account|serial))/iu;

/** Seconds and milliseconds since 1970, of our years. */
const INSTANT = /^1[4-9]\d{8}$/;

/** Whether the words round a number say that it is a thing's; a word for a child nearer to it wins. */
export function isThings(before: string, after: string, digits: string): boolean {
  if (THING_AFTER.test(after)) return true;
  // Behind other digits stands no word that says what it is.
  const word = /\p{L}[^\p{L}\d]{0,14}$/u.test(before.slice(-15));
  const thing = word ? (OF_A_THING.exec(before)?.index ?? -1) : -1;
  const child = word ? ([...before.matchAll(OF_A_CHILD)].at(-1)?.index ?? -1) : -1;
  if (child > thing) return false;
  return thing >= 0 || INSTANT.test(digits) || (isInLink(before) && !isOfAChildsLink(before, after));
}

const isInLink = (before: string) => /[/.]/.test(before) && /(?:https?:\/\/|www\.)\S*$/i.test(before);

/** A link that names a case, a record or a file is one to a child's; other links are full of numbers. */
function isOfAChildsLink(before: string, after: string): boolean {
  const link = /\S*$/.exec(before)?.[0] ?? '';
  const file = /^[^/?#\s]{0,60}\.(?:pdf|docx?|xlsx?|pptx?|csv|msg|eml|txt|rtf|odt|jpe?g|png|zip)(?![\p{L}\d])/iu;
  return file.test(after) || CHILDS_LINK.test(link);
}
const CHILDS_LINK =
  /nhs|patient|pupil|child|case|client|student|learner|person|people|family|record|referral|letter|health|camhs|ehc|therapy|plan|search|[?&](?:q|nhs|upn|uln|no|number|query)=/i;
