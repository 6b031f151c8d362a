// Words that families may not know, and what to say instead; and sentences that are hard to follow. Pure. What one could get wrong: only whole words
// count, so that "EAH" is found and "yeah" is not.

/** What a word is called in plain English. Source of the words: the glossary of the programme (domain.md section 2) and GOV.UK's plain English list. */
export const PLAIN: readonly (readonly [word: string, plain: string])[] = [
  ['Integrated Care Board', 'local NHS'],
  ['re-baseline', 'agree a new date'],
  ['baseline', 'planned date'],
  ['milestone', 'step'],
  ['milestones', 'steps'],
  ['workstream', 'area of work'],
  ['workstreams', 'areas of work'],
  ['stakeholder', 'person with an interest'],
  ['stakeholders', 'people with an interest'],
  ['co-production', 'working together with families'],
  ['commissioning', 'arranging and paying for'],
  ['slippage', 'delay'],
  ['multi-disciplinary', 'from several professions'],
  ['provision', 'support'],
  ['RAG', 'how it is going'],
  ['BRAG', 'how it is going'],
  ['EAH', 'Experts at Hand'],
  ['EHCP', 'education, health and care plan'],
  ['EHCPs', 'education, health and care plans'],
  ['EHC', 'education, health and care'],
  ['ICB', 'local NHS'],
  ['PCF', 'Parent Carer Forum'],
  ['RDG', 'delivery group'],
  ['HNB', 'money for high needs'],
  ['DSG', 'schools grant'],
  ['DfE', 'Department for Education'],
  ['S151', 'chief finance officer'],
  ['SLT', 'speech and language therapist'],
  ['SLTs', 'speech and language therapists'],
  ['EP', 'educational psychologist'],
  ['EPs', 'educational psychologists'],
  ['OT', 'occupational therapist'],
  ['OTs', 'occupational therapists'],
  ['AP', 'alternative provision'],
  ['KPI', 'measure'],
  ['KPIs', 'measures'],
  ['EIA', 'check that it is fair to everyone'],
  ['SRO', 'person in charge'],
];

/** Words of a text that families may not know, each once, with what to say instead. */
export function findJargon(text: string): { word: string; plain: string }[] {
  return PLAIN.filter(([word]) => patternOf(word).test(text)).map(([word, plain]) => ({
    word,
    plain,
  }));
}

/** A text with those words replaced, for a draft that a person then edits. */
export function inPlainWords(text: string): string {
  let plain = text;
  for (const [word, better] of PLAIN) plain = plain.replace(patternOf(word, 'g'), better);
  return plain;
}

/** Words in a sentence from which on it is hard to follow. Source: GOV.UK content design, sentence length. */
export const MOST_WORDS = 25;

/** How many sentences of a text are longer than that. */
export function longSentences(text: string): number {
  return text.split(/(?<=[.!?])\s+|\n+/).filter((sentence) => sentence.split(/\s+/).filter(Boolean).length > MOST_WORDS)
    .length;
}

function patternOf(word: string, flags = ''): RegExp {
  // Capitals are an abbreviation and only that; other words may begin a sentence.
  const ignoresCase = word !== word.toUpperCase() && !/^[A-Z]{2}|[a-z][A-Z]/.test(word) ? 'i' : '';
  return new RegExp(`(?<![\\p{L}\\p{N}-])${word}(?![\\p{L}\\p{N}])`, `u${ignoresCase}${flags}`);
}
