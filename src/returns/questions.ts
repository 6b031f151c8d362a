// The kinds of question a return asks, and the few that several sections share. Pure. What one could get wrong: whether an answer is needed can
// depend on the others of its section, so it is asked with all of them.

export interface Question {
  id: string;
  label: string;
  kind: 'words' | 'choice' | 'day';
  /** Letters at most, of words. */
  letters: number;
  choices: { title: string; value: string }[];
  /** What has to be said when it is empty; '' where it may stay so. Asked with the other answers of the section. */
  required(answers: Record<string, string>): string;
  /** What the registers say beside it. */
  facts: string;
  /** What it begins with, from the registers. */
  suggests: string;
}

/** Delivery confidence, each with the sentence it stands for. */
export const CONFIDENCE = [
  { value: 'green', title: 'Green: will be delivered on time; nothing outstanding threatens it' },
  { value: 'amber/green', title: 'Amber/green: probable; constant attention keeps risks from growing' },
  { value: 'amber', title: 'Amber: feasible; significant issues need management attention now' },
  { value: 'amber/red', title: 'Amber/red: in doubt; major issues in key areas need urgent action' },
  { value: 'red', title: 'Red: appears unachievable as it stands; it may need re-planning' },
];

/** A question answered in words; one that may stay empty says so. */
export function words(
  id: string,
  label: string,
  letters: number,
  more: {
    optional?: boolean;
    suggests?: string;
    facts?: string;
    unless?: (answers: Record<string, string>) => boolean;
  } = {},
): Question {
  const missing = more.optional ? '' : 'Say it in a sentence or two: the return cannot go without it.';
  return {
    id,
    label,
    kind: 'words',
    letters,
    choices: [],
    required: (answers) => (more.unless?.(answers) ? '' : missing),
    facts: more.facts ?? '',
    suggests: more.suggests ?? '',
  };
}

/** A question answered by one of a few choices. */
export function choice(id: string, label: string, choices: Question['choices'], facts = ''): Question {
  return {
    id,
    label,
    kind: 'choice',
    letters: 0,
    choices,
    required: () => 'Choose one.',
    facts,
    suggests: '',
  };
}

/** Delivery confidence, why, and the road to green where it is not green. */
export function confidence(): Question[] {
  return [
    choice('confidence', 'Delivery confidence', CONFIDENCE),
    words('rationale', 'Why', 800),
    words('road', 'Road to green: what will be done, by whom and by when', 800, {
      unless: ({ confidence }) => confidence === 'green' || confidence === '',
    }),
  ];
}
