// Alterations of a store's file as data: what somebody changes, which kind and record `verify` must name, and whether it needs an anchor to see it.
// Pitfall: an alteration that only an anchor finds is one that leaves everything in the store in agreement; anything less must be found without.

import { createHash } from 'node:crypto';
import { recordTypes } from '../../../src/records.js';
import { fingerprintOf } from '../../../src/returns/content.js';
import { REDACTED, sha256 } from '../../../src/storage/entry.js';
import { hashEntry } from '../../../src/storage/hashing.js';
import { redactText } from '../../../src/storage/redacting.js';
import type { Kind } from '../../../src/storage/store.js';
import { OTHER } from '../../support/lived-in.js';
import { PROGRAMME, TENANT } from '../../support/world.js';
import type { Row, StoreFile } from './store-file.js';

export interface Alteration {
  name: string;
  /** How a fault begins that names it: kind, and record or document. */
  names: RegExp;
  /** Found only with an anchor that was noted elsewhere. */
  needsAnchor?: true;
  alter(store: StoreFile): void;
}

const inProgramme = { partition: PROGRAMME };
const typeOf = (kind: string) => {
  const type = recordTypes.find((one) => one.kind === kind);
  if (!type) throw new Error(`no ${kind}`);
  return type;
};
const change = (store: StoreFile, row: Row, how: (body: Row['body']) => void) => {
  how(row.body);
  store.put(row);
};
const entryOf = (store: StoreFile, id: string) =>
  store.row('entry', id, `${PROGRAMME}:${id.slice(0, id.lastIndexOf('@'))}`);

/** One record of each kind with a field of its state. */
const FIELDS: [kind: Kind, ref: string, alter: (state: Row['body']) => void][] = [
  [
    'programme',
    'programme',
    (state) => {
      state.members.find((one: { id: string }) => one.id === 'observer').roles = ['programme office'];
    },
  ],
  [
    'milestone',
    'M01',
    (state) => {
      state.forecastOn = '2026-09-01';
    },
  ],
  [
    'risk',
    'R01',
    (state) => {
      state.ownerId = 'chair';
    },
  ],
  [
    'decision',
    'D01',
    (state) => {
      state.text = 'Agree other rates';
    },
  ],
  [
    'action',
    'A01',
    (state) => {
      state.dueOn = '2027-03-01';
    },
  ],
  [
    'change-request',
    'C01',
    (state) => {
      state.proposedOn = '2027-06-30';
    },
  ],
  [
    'question',
    'Q01',
    (state) => {
      state.ownerId = 'chair';
    },
  ],
  [
    'confidence',
    '',
    (state) => {
      state.score = 1;
    },
  ],
  [
    'check-in',
    'WS2-2027-W02',
    (state) => {
      state.confidence = 1;
    },
  ],
  [
    'finance',
    'F2627',
    (state) => {
      state.altered = true;
    },
  ],
  [
    'kpi',
    'K01',
    (state) => {
      state.title = 'Plans';
    },
  ],
  [
    'return',
    'Q26273',
    (state) => {
      state.approvals[0].by = 'office';
    },
  ],
  [
    'return-section',
    'Q26273-eah',
    (state) => {
      state.altered = true;
    },
  ],
  [
    'board-pack',
    'BP20270128',
    (state) => {
      state.packs[0].by = 'chair';
    },
  ],
  [
    'family-digest',
    '',
    (state) => {
      state.altered = true;
    },
  ],
  [
    'reading',
    'READ-chair',
    (state) => {
      state.on = '2027-01-13';
    },
  ],
];

/** The row of a record's head; '' for the only one of its kind. */
function headOf(store: StoreFile, kind: Kind, ref: string): Row {
  const [head] = store.rows(kind, inProgramme).filter(({ id }) => ref === '' || id === ref);
  if (!head) throw new Error(`no ${kind} ${ref}: ${store.rows(kind, inProgramme).map(({ id }) => id)}`);
  return head;
}

const ofRecords: Alteration[] = FIELDS.flatMap(([kind, ref, alter]) => [
  {
    name: `${kind}: a field of the newest entry is changed`,
    names: new RegExp(`^${kind} ${ref}.*altered`),
    alter: (store) => change(store, headOf(store, kind, ref), ({ newest }) => alter(newest.state)),
  },
  {
    name: `${kind}: the record is removed`,
    names: new RegExp(`(?:${kind} ${ref}.*is gone|${kind} ${PROGRAMME})`),
    alter: (store) => store.remove(headOf(store, kind, ref)),
  },
  {
    name: `${kind}: the newest entry is changed and hashed again`,
    names: new RegExp(`^${kind} ${ref}.*is not what it was`),
    ...(kind === 'return-section' && { needsAnchor: true as const }),
    alter: (store) => {
      // The last thing saved: nothing but an anchor names it.
      if (kind === 'return-section') forgetAnchors(store);
      change(store, headOf(store, kind, ref), ({ newest }) => {
        alter(newest.state);
        newest.hash = hashEntry(typeOf(kind), PROGRAMME, newest as never);
      });
    },
  },
]);

const ofChains: Alteration[] = [
  {
    name: 'an archived entry is changed',
    names: /^milestone M01@2 was altered/,
    alter: (store) =>
      change(store, entryOf(store, 'M01@2'), (entry) => {
        entry.state.commentary = 'All is well.';
      }),
  },
  {
    name: 'an archived entry is removed',
    names: /^milestone M01@2 is missing/,
    alter: (store) => store.remove(entryOf(store, 'M01@2')),
  },
  {
    name: 'an entry is added after the newest',
    names: /^milestone M01@9 is in the archive/,
    alter: (store) => {
      const entry = entryOf(store, 'M01@2');
      store.put({ ...entry, id: 'M01@9', body: { ...entry.body, version: 9 } });
    },
  },
  {
    name: 'two entries change places',
    names: /^milestone M01: an entry stored as M01@2 says it is M01@3/,
    alter: (store) => {
      const [two, three] = [entryOf(store, 'M01@2'), entryOf(store, 'M01@3')];
      store.put({ ...two, body: three.body });
      store.put({ ...three, body: two.body });
    },
  },
  {
    name: 'two heads change places',
    names: /^milestone M01: the head says it is M02/,
    alter: (store) => {
      const [one, two] = [headOf(store, 'milestone', 'M01'), headOf(store, 'milestone', 'M02')];
      store.put({ ...one, body: two.body });
      store.put({ ...two, body: one.body });
    },
  },
  {
    name: 'a record changes places with that of another programme',
    names: /^milestone M04@1 was altered/,
    alter: (store) => {
      const [ours, theirs] = [store.row('milestone', 'M04', PROGRAMME), store.row('milestone', 'M04', OTHER)];
      store.put({ ...ours, body: theirs.body });
      store.put({ ...theirs, body: ours.body });
    },
  },
  {
    name: 'a record is added with a chain of its own',
    names: /^milestone M77@1 was altered/,
    alter: (store) => {
      const head = headOf(store, 'milestone', 'M04');
      const body = JSON.parse(JSON.stringify(head.body).replaceAll('"M04"', '"M77"'));
      store.put({ ...head, id: 'M77', body });
    },
  },
  {
    name: 'a head is rolled back to the version before',
    names: /^milestone M01@\d is in the archive|^milestone M01@5 is gone/,
    alter: (store) => rollBack(store, 'milestone', 'M01'),
  },
  {
    name: 'a record is rolled back without a trace of the later entry',
    names: /^milestone M01@5 is gone: .* was saved after it/,
    alter: (store) => rollBack(store, 'milestone', 'M01', true),
  },
  {
    name: 'words move from a text into its salt',
    names: /^milestone M01@2 was altered/,
    alter: (store) =>
      change(store, entryOf(store, 'M01@2'), (entry) => {
        const [, first = '', rest = ''] = /^([^:]*):(.*)$/.exec(entry.state.commentary) ?? [];
        entry.salts['state.commentary'] += `:${first}`;
        entry.state.commentary = rest;
      }),
  },
  {
    name: 'a byte moves between a salt and its text',
    names: /^milestone M01@2 was altered/,
    alter: (store) =>
      change(store, entryOf(store, 'M01@2'), (entry) => {
        const salt: string = entry.salts['state.commentary'];
        entry.salts['state.commentary'] = salt.slice(0, -1);
        entry.state.commentary = `${salt.slice(-1)}${entry.state.commentary}`;
      }),
  },
  {
    name: 'a text changes places with another of the same entry',
    names: /^milestone M01@\d was altered/,
    alter: (store) =>
      change(store, headOf(store, 'milestone', 'M01'), ({ newest: { state, salts } }) => {
        [state.commentary, state.statedReason] = [state.statedReason, state.commentary];
        [salts['state.commentary'], salts['state.statedReason']] = [
          salts['state.statedReason'],
          salts['state.commentary'],
        ];
      }),
  },
  {
    name: 'a salt is added that belongs to nothing',
    names: /^milestone M01@2 was altered: the salt of note is none/,
    alter: (store) =>
      change(store, entryOf(store, 'M01@2'), ({ salts }) => {
        salts['state.note'] = 'AAAAAAAAAAAAAAAA';
      }),
  },
  {
    name: 'a text is taken out without an entry',
    names: /^milestone M01@2: commentary was taken out, and no entry says so/,
    alter: (store) => {
      const row = entryOf(store, 'M01@2');
      store.put({
        ...row,
        body: redactText(typeOf('milestone'), row.body as never, (_, path) => path === 'commentary'),
      });
    },
  },
  {
    name: 'a text of the newest entry is taken out',
    names: /^decision D01@1: text was taken out, and no entry says so/,
    alter: (store) =>
      change(store, headOf(store, 'decision', 'D01'), (head) => {
        head.newest = redactText(typeOf('decision'), head.newest as never, (_, path) => path === 'text');
      }),
  },
  {
    name: 'words are put back where they were taken out',
    names: /^milestone M01@3 was altered/,
    alter: (store) =>
      change(store, entryOf(store, 'M01@3'), (entry) => {
        if (!REDACTED.test(entry.state.commentary)) throw new Error('nothing was taken out');
        entry.state.commentary = 'Nothing of the kind.';
      }),
  },
  {
    name: 'an entry goes back to an older way of hashing',
    names: /^milestone M01@3 goes back to an older way of hashing/,
    alter: (store) =>
      change(store, entryOf(store, 'M01@3'), (entry) => {
        delete entry.scheme;
        entry.hash = hashEntry(typeOf('milestone'), PROGRAMME, entry as never);
      }),
  },
  {
    name: 'a figure that the chair’s summary compares is changed in the trail',
    names: /^milestone M01: the trail does not say of version 2/,
    alter: (store) =>
      change(store, headOf(store, 'milestone', 'M01'), ({ trail }) => {
        trail[1].figures.forecastOn = '2026-08-01';
      }),
  },
  {
    name: 'a point of the trail is removed',
    names: /^milestone M01: the trail has lost or gained something/,
    alter: (store) => change(store, headOf(store, 'milestone', 'M01'), ({ trail }) => void trail.splice(1, 1)),
  },
  {
    name: 'what is still owed is forgotten',
    names: /^milestone M01: what it still owes/,
    alter: (store) =>
      change(store, headOf(store, 'milestone', 'M01'), (head) => {
        head.owing = [];
      }),
  },
  {
    name: 'the newest entry owes nothing any more',
    names: /^milestone M03@2 was altered/,
    alter: (store) =>
      change(store, headOf(store, 'milestone', 'M03'), ({ newest }) => {
        delete newest.owes;
      }),
  },
  {
    name: 'a record is filed under a day on which nothing is owed',
    names: /^milestone M03: it is filed under another time/,
    alter: (store) => store.put({ ...headOf(store, 'milestone', 'M03'), at: '2020-01-01T00:00:00.000Z' }),
  },
  {
    name: 'a record is made to disappear by itself',
    names: /^risk R01: it was made to disappear/,
    alter: (store) => store.expire(headOf(store, 'risk', 'R01')),
  },
  {
    name: 'a record is made unreadable',
    names: /^risk R01: it cannot be read as a record/,
    alter: (store) => store.put({ ...headOf(store, 'risk', 'R01'), body: {} }),
  },
  {
    name: 'one record is rewritten to its end',
    names: /^milestone M01@\d is not what it was: .* was saved after it/,
    alter: (store) =>
      rewriteRecord(store, 'milestone', 'M01', (state) => {
        state.commentary = 'All is well.';
      }),
  },
];

const ofDocuments: Alteration[] = [
  {
    name: 'an observer’s account is made the office’s',
    names: /^person .*observer|^person .*says this is office/,
    alter: (store) =>
      change(store, personOf(store, 'observer'), ({ memberships }) => {
        memberships[PROGRAMME] = 'office';
      }),
  },
  {
    name: 'two accounts change places',
    names: /^person .*says this is (?:observer|office)/,
    alter: (store) => {
      const [one, two] = [personOf(store, 'observer'), personOf(store, 'office')];
      store.put({ ...one, body: two.body });
      store.put({ ...two, body: one.body });
    },
  },
  {
    name: 'an account is added as the office’s',
    names: /^person 99.*says this is office/,
    alter: (store) => {
      const office = personOf(store, 'office');
      store.put({
        ...office,
        id: '99999999-9999-4999-8999-999999999999',
        body: { memberships: { [PROGRAMME]: 'office' } },
      });
    },
  },
  {
    name: 'an account of another tenant is added with what proves the office’s',
    names: /^person 99.*says this is office/,
    alter: (store) => {
      const office = personOf(store, 'office');
      store.put({ ...office, partition: 'people:elsewhere', id: '99999999-9999-4999-8999-999999999999' });
    },
  },
  {
    name: 'an account is removed',
    names: /^person: the directory has lost how office/,
    alter: (store) => store.remove(personOf(store, 'office')),
  },
  {
    name: 'the address that somebody is expected by is changed',
    names: /^person mail:.*says this is member/,
    alter: (store) =>
      change(store, expectedOf(store), (body) => {
        body.email = 'eve@council.example';
      }),
  },
  {
    name: 'an address that somebody is expected by is moved to another',
    names: /^person .*member/,
    alter: (store) => {
      const row = expectedOf(store);
      store.remove(row);
      const id = `mail:${createHash('sha256').update('eve@council.example').digest('hex')}`;
      store.put({ ...row, id, body: { ...row.body, email: 'eve@council.example' } });
    },
  },
  {
    name: 'an account goes back to what it was before',
    names: /^person .*says this is deputy2.* of test-area/,
    alter: (store) => {
      const observer = personOf(store, 'observer');
      store.put({
        ...observer,
        id: '88888888-8888-4888-8888-888888888888',
        body: { memberships: { [PROGRAMME]: 'deputy2' } },
      });
    },
  },
  {
    name: 'the programme is taken out of the list',
    names: /^registration test-area is gone/,
    alter: (store) => store.remove(store.row('registration', PROGRAMME, 'programmes')),
  },
  {
    name: 'the list says another tenant',
    names: /^registration test-area/,
    alter: (store) =>
      change(store, store.row('registration', PROGRAMME, 'programmes'), (body) => {
        body.tenantId = 'elsewhere';
      }),
  },
  {
    name: 'the list says another beginning',
    names: /^registration test-area/,
    alter: (store) =>
      store.put({ ...store.row('registration', PROGRAMME, 'programmes'), at: '2020-01-01T00:00:00.000Z' }),
  },
  {
    name: 'a programme is added to the list',
    names: /^programme third-area/,
    alter: (store) => store.put({ ...store.row('registration', PROGRAMME, 'programmes'), id: 'third-area' }),
  },
  {
    name: 'two programmes change places in the list',
    names: /^registration (?:test|other)-area/,
    alter: (store) => {
      const [one, two] = [
        store.row('registration', PROGRAMME, 'programmes'),
        store.row('registration', OTHER, 'programmes'),
      ];
      store.put({ ...one, at: two.at, body: { tenantId: 'x' } });
      store.put({ ...two, at: one.at, body: one.body });
    },
  },
  {
    name: 'the frozen return is changed',
    names: /^return-content Q26273@.*was altered/,
    alter: (store) =>
      change(store, only(store, 'return-content'), ({ sections }) => {
        sections[0].title = 'Summary';
      }),
  },
  {
    name: 'a text of the frozen return is taken out',
    names: /^return-content Q26273@.*were taken out/,
    alter: (store) =>
      change(store, only(store, 'return-content'), ({ sections }) => {
        sections[0].title = `redacted:${sha256(sections[0].title)}`;
      }),
  },
  {
    name: 'the frozen return is removed',
    names: /^return-content Q26273@.* is gone/,
    alter: (store) => store.remove(only(store, 'return-content')),
  },
  {
    name: 'the frozen return is another content under its own fingerprint',
    names: /^return-content Q26273@.* is gone/,
    alter: (store) => {
      const row = only(store, 'return-content');
      store.remove(row);
      row.body.sections[0].title = 'Summary';
      store.put({ ...row, id: `Q26273@${fingerprintOf(row.body)}` });
    },
  },
  {
    name: 'the frozen pack is changed',
    names: /^board-pack-content BP20270128@.*was altered/,
    alter: (store) =>
      change(store, only(store, 'board-pack-content'), (content) => {
        content.asOfOn = '2027-01-01';
      }),
  },
  {
    name: 'the frozen pack is removed',
    names: /^board-pack-content BP20270128@.* is gone/,
    alter: (store) => store.remove(only(store, 'board-pack-content')),
  },
  {
    name: 'a line of a kept anchor is changed',
    names: /^anchor .* was altered/,
    alter: (store) =>
      change(store, shownAnchor(store), ({ lines }) => {
        lines[0] = `${lines[0]}0`;
      }),
  },
  {
    name: 'what a chair was shown is removed',
    names: /^anchor .* is gone/,
    alter: (store) => store.remove(shownAnchor(store)),
  },
  {
    name: 'when a chair was shown it is changed',
    names: /^picture .*is not what it was/,
    alter: (store) => {
      const row = only(store, 'picture');
      store.put({ ...row, at: '2027-01-14T23:00:00.000Z', body: { ...row.body, at: '2027-01-14T23:00:00.000Z' } });
    },
  },
  {
    name: 'that a chair was shown it is removed',
    names: /^picture .*is gone/,
    alter: (store) => store.remove(only(store, 'picture')),
  },
  {
    name: 'who fetched a file is changed',
    names: /^access .*is not what it was/,
    alter: (store) =>
      change(store, fetched(store), (access) => {
        access.by = 'chair';
      }),
  },
  {
    name: 'that a file was fetched is removed',
    names: /^access .*is gone/,
    alter: (store) => store.remove(fetched(store)),
  },
  {
    name: 'that a file was fetched is made to disappear',
    names: /^access .*not kept for as long/,
    alter: (store) => store.expire(fetched(store)),
  },
  {
    name: 'two files fetched change places',
    names: /^access .*is not what it was/,
    alter: (store) => {
      const [one, two] = store.rows('access') as [Row, Row];
      store.put({ ...one, body: two.body });
      store.put({ ...two, body: one.body });
    },
  },
  {
    name: 'what the ledger keeps of an account is removed with the account',
    names: /^witness WIT-.* is gone/,
    alter: (store) => {
      const row = store.rows('witness', inProgramme).find(({ body }) => body.newest.state.about === 'office');
      if (!row) throw new Error('no witness of the office');
      for (const entry of store.rows('entry', { partition: `${PROGRAMME}:${row.id}` })) store.remove(entry);
      store.remove(row);
      store.remove(personOf(store, 'office'));
    },
  },
  {
    name: 'everything of the programme but its entries is removed',
    names: /^entry test-area:/,
    alter: (store) => {
      for (const { kind } of recordTypes) for (const row of store.rows(kind, inProgramme)) store.remove(row);
      store.remove(store.row('registration', PROGRAMME, 'programmes'));
    },
  },
];

/** What leaves everything in the store in agreement. */
const toTheEnd: Alteration[] = [
  {
    name: 'the last thing saved is rolled back',
    names: /Q26273-eah@2 is gone/,
    needsAnchor: true,
    alter: (store) => {
      forgetAnchors(store);
      rollBack(store, 'return-section', 'Q26273-eah', true);
    },
  },
  {
    name: 'an entry is rewritten with everything that was saved after it',
    names: /milestone M03@2 is not what it was/,
    needsAnchor: true,
    alter: (store) => {
      forgetAnchors(store);
      rewriteFrom(store, 'milestone', 'M03', (state) => {
        state.commentary = 'All is well.';
      });
    },
  },
  {
    name: 'everything of every programme is removed',
    names: /^anchor .*: this store keeps nothing/,
    needsAnchor: true,
    alter: (store) => {
      for (const kind of [
        ...recordTypes.map((type) => type.kind),
        'entry',
        'registration',
        'anchor',
        'access',
        'picture',
      ] as const)
        for (const row of store.rows(kind)) store.remove(row);
      for (const kind of ['return-content', 'board-pack-content'] as const)
        for (const row of store.rows(kind)) store.remove(row);
    },
  },
];

export const alterations: Alteration[] = [...ofRecords, ...ofChains, ...ofDocuments, ...toTheEnd];

function personOf(store: StoreFile, memberId: string): Row {
  const found = store
    .rows('person', { partition: `people:${TENANT}` })
    .find(({ body }) => body.memberships[PROGRAMME] === memberId && body.email === undefined);
  if (!found) throw new Error(`nobody is ${memberId}`);
  return found;
}

function expectedOf(store: StoreFile): Row {
  const found = store.rows('person').find(({ body }) => body.email === 'pat@council.example');
  if (!found) throw new Error('nobody is expected');
  return found;
}

function only(store: StoreFile, kind: Kind): Row {
  const [found, ...more] = store.rows(kind);
  if (!found || more.length > 0) throw new Error(`${more.length + 1} ${kind}`);
  return found;
}

function shownAnchor(store: StoreFile): Row {
  return store.row('anchor', only(store, 'picture').id, `anchors:${PROGRAMME}`);
}

function fetched(store: StoreFile): Row {
  const [first] = store.rows('access');
  if (!first) throw new Error('nothing was fetched');
  return first;
}

/** Puts a record back to the version before its newest. `clean`: and removes that version from the archive, as if it had never been followed. */
function rollBack(store: StoreFile, kind: Kind, ref: string, clean = false): void {
  const head = headOf(store, kind, ref);
  const { version } = head.body.newest;
  const before = entryOf(store, `${ref}@${version - 1}`);
  const trail = head.body.trail.slice(0, -1);
  const owing = head.body.owing.filter((one: number) => one !== version - 1);
  store.put({ ...head, at: before.at, body: { newest: before.body, trail, owing } });
  if (clean) store.remove(before);
}

/** Changes a record's second entry and hashes it and every later one of that record again. */
function rewriteRecord(store: StoreFile, kind: Kind, ref: string, alter: (state: Row['body']) => void): void {
  const head = headOf(store, kind, ref);
  let previous: string | undefined;
  for (let version = 2; version <= head.body.newest.version; version += 1) {
    const row = version === head.body.newest.version ? head : entryOf(store, `${ref}@${version}`);
    const entry = row === head ? head.body.newest : row.body;
    if (previous !== undefined) entry.previous = previous;
    else alter(entry.state);
    entry.hash = hashEntry(typeOf(kind), PROGRAMME, entry as never);
    previous = entry.hash;
    store.put(row);
  }
}

/** Changes a record's newest entry, and hashes again everything that names it, directly or not. */
function rewriteFrom(store: StoreFile, kind: Kind, ref: string, alter: (state: Row['body']) => void): void {
  const changed = new Map<string, string>();
  const rows = [
    ...recordTypes.flatMap((type) => store.rows(type.kind, inProgramme)),
    ...store.rows('entry').filter(({ partition }) => partition.startsWith(`${PROGRAMME}:`)),
  ];
  const entries = rows.map((row) => ({ row, entry: row.kind === 'entry' ? row.body : row.body.newest }));
  for (let moved = true; moved; ) {
    moved = false;
    for (const { row, entry } of entries) {
      const first = changed.size === 0 && row.kind === kind && row.id === ref;
      if (first) alter(entry.state);
      const [previous, beside] = [
        changed.get(entry.previous),
        entry.beside?.map((mark: string) => renew(mark, changed)),
      ];
      if (!first && !previous && JSON.stringify(beside) === JSON.stringify(entry.beside)) continue;
      if (previous) entry.previous = previous;
      if (beside) entry.beside = beside;
      const before = entry.hash;
      entry.hash = hashEntry(typeOf(entry.kind), PROGRAMME, entry as never);
      changed.set(before, entry.hash);
      store.put(row);
      moved = true;
    }
  }
}

function renew(mark: string, changed: ReadonlyMap<string, string>): string {
  const at = mark.lastIndexOf(':') + 1;
  return `${mark.slice(0, at)}${changed.get(mark.slice(at)) ?? mark.slice(at)}`;
}

/** Removes the anchors that `verify` itself kept, which nothing else names. */
function forgetAnchors(store: StoreFile): void {
  const shown = only(store, 'picture').id;
  const packed = only(store, 'board-pack-content').body.anchor;
  for (const row of store.rows('anchor')) if (row.id !== shown && row.id !== packed) store.remove(row);
}
