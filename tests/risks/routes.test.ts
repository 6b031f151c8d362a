import { beforeEach, describe, expect, it } from 'vitest';
import { riskCommands, riskVerbs } from '../../src/risks/routes.js';
import { button, conversation, shown } from '../support/conversation.js';
import { createWorld, type World } from '../support/world.js';
import { actionForm, raiseForm, reasonForm, reassessForm } from './forms.js';

const { find, press: send, type: say } = conversation(riskCommands, riskVerbs);

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
const press = (by: string, verb: string, form: Record<string, unknown>) => send(world, by, verb, form);
const type = (by: string, text: string) => say(world, by, text);

describe('what people type', () => {
  it.each([
    ['raise risk', 'raise risk', {}],
    ['Raise a risk', 'raise risk', {}],
    ['new risk', 'raise risk', {}],
    ['raise risk m02', 'raise risk', { milestone: 'M02' }],
    ['risks', 'risks', { filter: 'all' }],
    ['risks mine', 'risks', { filter: 'mine' }],
    ['risks high', 'risks', { filter: 'high' }],
    ['risks beyond appetite', 'risks', { filter: 'beyond' }],
    ['risks escalated', 'risks', { filter: 'beyond' }],
    ['risks closed', 'risks', { filter: 'closed' }],
    ['risks ws2', 'risks', { filter: 'workstream', workstream: 'WS2' }],
    ['risks to m02', 'risks', { filter: 'milestone', milestone: 'M02' }],
    ['heat map', 'heat map', {}],
    ['issues', 'issues', {}],
    ['r04', 'R04', { ref: 'R04' }],
    ['I01', 'I01', { ref: 'I01' }],
    ['history r04', 'history R04', { ref: 'R04' }],
  ])('%j is the command %s', (text, name, captured) => {
    expect(find(text)).toMatchObject({ command: { name }, captured });
  });

  it.each(['risky business', 'risks are everywhere', 'M04', 'raise the flag', 'R04 is late', 'update R04'])(
    '%j is left to others',
    (text) => {
      expect(find(text)).toBeUndefined();
    },
  );

  it('is answered with a form only to the person who typed it', () => {
    for (const command of riskCommands)
      expect([command.name, command.audience, command.opens !== undefined]).toEqual([
        command.name,
        command.opens ? 'me' : 'everyone',
        command.audience === 'me',
      ]);
  });
});

describe('raising a risk', () => {
  it('from a milestone is linked to it, and owned by whoever raises it until they choose another', async () => {
    const form = await press('lead2', 'risks.open-raise', { milestone: 'M02' });
    expect(shown(form)).toContain('Raise a risk to M02');
    expect(shown(form)).toMatch(/"value":"M02"[^}]*"id":"milestones"/);
    expect(shown(form)).toMatch(/"value":"lead2"[^}]*"id":"ownerId"/);
  });

  it('keeps what was typed beside a sentence for each mistake', async () => {
    const form = raiseForm({
      event: '${secret} [x](https://evil.example) <at>x</at>',
      reviewOn: 'soon',
      consequence: '',
    });
    const again = await press('lead2', 'risks.raise', form);
    expect(again.summary).toContain('2 things to mend');
    expect(shown(again)).toContain('"value":"${secret} [x](https://evil.example) <at>x</at>"');
    expect(button(again, 'Raise the risk').data).toMatchObject({ form: form.form });
  });

  it('gives the same card to a second delivery', async () => {
    const form = raiseForm();
    const first = await press('lead2', 'risks.raise', form);
    world.at('2026-12-24T10:00:00Z');
    expect(await press('lead2', 'risks.raise', form)).toEqual(first);
    expect(first.summary).toBe('R01 raised: 12 Medium.');
  });

  it('with other words on a second device offers both, and can raise them as another risk', async () => {
    const form = raiseForm();
    await press('lead2', 'risks.raise', form);
    const conflict = await press('lead2', 'risks.raise', { ...form, event: 'posts are filled and left again' });
    expect(shown(conflict)).toContain('posts stay unfilled');
    expect(shown(conflict)).toContain('posts are filled and left again');
    const another = button(conflict, 'Raise mine as another risk');
    expect(await press('lead2', another.verb, another.data)).toMatchObject({ summary: 'R02 raised: 12 Medium.' });
    const again = button(conflict, 'Look at mine first');
    expect(shown(await press('lead2', again.verb, again.data))).toContain('posts are filled and left again');
  });
});

describe('changing a risk', () => {
  beforeEach(() => press('lead2', 'risks.raise', raiseForm()));

  it('at the same time as somebody else shows both and loses neither', async () => {
    await press('owner', 'risks.reassess', reassessForm(1, { commentary: 'One post is filled.' }));
    const conflict = await press('lead2', 'risks.reassess', reassessForm(1, { commentary: 'None is filled.' }));
    expect(shown(conflict)).toContain('One post is filled.');
    expect(shown(conflict)).toContain('None is filled.');
    const mine = button(conflict, 'Save mine on top');
    expect((await press('lead2', mine.verb, mine.data)).summary).toContain('R01 reassessed');
    const reopened = button(conflict, 'Look at mine first');
    expect(shown(await press('lead2', reopened.verb, reopened.data))).toContain('None is filled.');
  });

  it('that somebody else closed gives back what was typed', async () => {
    await press('owner', 'risks.close', reasonForm(1));
    const late = await press('lead2', 'risks.add-action', actionForm(1));
    expect(shown(late)).toContain('Ask the universities');
    expect(shown(late)).toContain('no longer open');
    expect(shown(await press('lead2', 'risks.open-reassess', { ref: 'R01' }))).toContain('R01 · Closed');
  });

  it('shows its actions with a button for whoever may say they are done', async () => {
    await press('owner', 'risks.add-action', actionForm(1));
    const done = button(await press('member', 'risks.show', { ref: 'R01' }), 'Done');
    expect((await press('member', done.verb, done.data)).summary).toContain('response action done');
    await expect(press('lead1', 'risks.open-reassess', { ref: 'R01' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const seen = shown(await press('lead1', 'risks.show', { ref: 'R01' }));
    expect(seen).toContain('done 26 November 2026');
    expect(seen).not.toContain('risks.open-reassess');
  });

  it('that has happened names its issue, which leads back to it', async () => {
    const posted = await press('owner', 'risks.mark-happened', reasonForm(1, { reason: 'Nobody applied.' }));
    expect(button(posted, 'Open I01')).toMatchObject({ verb: 'risks.show-issue' });
    const issue = await press('member', 'risks.show-issue', { ref: 'R01' });
    expect(shown(issue)).toContain('Nobody applied.');
    // Looking saves nothing, so a dialog that shows it does not close with "Saved".
    expect(issue.closes).toBeUndefined();
    expect(shown(await type('member', 'R01'))).toContain('Open I01');
    expect(shown(await type('member', 'i01'))).toContain('Its risk R01');
    expect(shown(await type('member', 'issues'))).toContain('From R01');
  });

  it('tells its history in words', async () => {
    await press('owner', 'risks.reassess', reassessForm(1, { residualLikelihood: '2', targetLikelihood: '1' }));
    await press('owner', 'risks.escalate', { ...reasonForm(2, { reason: 'Agree rates' }), escalateTo: 'Board' });
    const told = shown(await press('owner', 'risks.show-history', { ref: 'R01' }));
    for (const words of ['Raised', 'Reassessed', '12 Medium → 8 Medium', 'Escalated to the Board', 'Agree rates'])
      expect(told).toContain(words);
    const form = button(await press('owner', 'risks.open-withdrawal', { ref: 'R01' }), 'Withdraw it').data;
    const gone = await press('owner', 'risks.withdraw', { ...form, reason: 'wrong body' });
    expect(gone.summary).toContain('entry 3 withdrawn');
    expect(shown(gone)).toContain('none any more');
  });

  it('asks again, with a sentence, for what every form must say', async () => {
    const wrong: [string, Record<string, unknown>][] = [
      ['risks.reassess', reassessForm(1, { commentary: '' })],
      ['risks.add-action', actionForm(1, { what: '' })],
      ['risks.escalate', { ...reasonForm(1, { reason: '' }), escalateTo: 'Board' }],
      ['risks.accept', reasonForm(1, { reason: '' })],
      ['risks.close', reasonForm(1, { reason: '' })],
      ['risks.mark-happened', reasonForm(1, { happenedOn: '2030-01-01' })],
    ];
    for (const [verb, form] of wrong)
      expect((await press('owner', verb, form)).summary, verb).toContain('One thing to mend');
  });
});
