// The parts that templates are made of. Pitfall: a part that only one or two templates use is no part; it hides what the template says.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { templateNames } from '../../src/cards/preview/samples.js';
import { showPage } from '../../src/cards/preview/site.js';
import { readTemplate } from '../../src/cards/read-template.js';
import { projectPath } from '../../src/project-root.js';

const parts = readdirSync(projectPath('cards', 'parts')).map((file) => file.replace(/\.json$/, ''));
const raw = templateNames().map((name) => readFileSync(projectPath('cards', `${name}.json`), 'utf8'));

describe.each(parts)('part %s', (part) => {
  it('stands in three places or more', () => {
    const uses = raw.flatMap((template) => template.match(new RegExp(`"\\$part": "${part}"`, 'g')) ?? []);
    expect(uses.length).toBeGreaterThanOrEqual(3);
  });
});

test.each(templateNames())('%s is whole once its parts are in, and the previewer gives it so', (name) => {
  const whole = JSON.stringify(readTemplate(name), null, 2);
  expect(whole).not.toContain('$part');
  expect(whole).not.toMatch(/"@\w+"/);
  expect(showPage('GET', `/?card=${name}&flat`)).toMatchObject({ status: 200, type: 'application/json', body: whole });
});
