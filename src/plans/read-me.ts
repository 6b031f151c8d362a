// What the first sheet of our workbooks says. Pure data.
// Pitfall: a sheet that says this and nothing else is ours when it comes back, so it is not named as unread.

export const READ_ME = 'Read me';

export const READ_ME_LINES: readonly string[] = [
  'Fill in the sheets that follow; the line under the titles says what each column takes. Columns may be moved, and sheets that do not change left out.',
  'Send the workbook to the assistant in its own chat, or upload it by the link that the command plan gives you.',
  'You see first what would change, what is to be fixed with its sheet, row and column, and what was not read. Nothing is saved until you confirm.',
  'Sending the same workbook again changes nothing. Nobody and nothing is taken away by being left out.',
  'Scores, forecasts and baselines of what is in the programme already are changed in the chat, where their reasons are asked; here they only show.',
  'Never write anything that could identify a child or family.',
];

/** What it said before, and says in workbooks that people still have. */
export const READ_ME_FORMER: readonly string[] = [
  'You see first what would change, and what is to be mended with its sheet, row and column. Nothing is saved until you confirm.',
];
