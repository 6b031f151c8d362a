// The composition root: the one explicit list of features, what entries owe, and the jobs. What one could get wrong: the
// demo and the tests compose the same bot with other adapters; nothing here knows them.

import type { TurnContext } from 'botbuilder';
import { auditFiles } from './audit/routes.js';
import { packFiles } from './board-packs/routes.js';
import { payDigest } from './check-ins/digest/refresh.js';
import { payEffects } from './check-ins/effects.js';
import type { Deps } from './deps.js';
import { exportFiles } from './exports/routes.js';
import { familyDigestFiles } from './family-digests/routes.js';
import { features, jobs } from './features.js';
import { askFinanceReforecasts } from './finance/landed.js';
import type { Job } from './jobs/delivery.js';
import { type Payers, payOwed, sweepOwed } from './jobs/owed.js';
import { type ClockTrust, openRunner, type RunReport } from './jobs/runner.js';
import { sweepDeliveries } from './jobs/sending.js';
import { describeError } from './log.js';
import { reBaseline } from './milestones/change-control/actions.js';
import { askReforecasts } from './milestones/dependencies.js';
import { planNotice } from './notices/paying.js';
import { peopleFiles } from './people/routes.js';
import { planFiles, takePlanFile, welcomeFounder } from './plans/routes.js';
import { drawnFor } from './posted-cards.js';
import { listProgrammes } from './programmes/registration.js';
import { programmeVerbs } from './programmes/routes.js';
import { recordTypes } from './records.js';
import { planAsking, planTelling } from './returns/sign-off/asking.js';
import { recheckReturns } from './returns/sign-off/watching.js';
import { openIssue } from './risks/issues.js';
import type { Command, FileMaker, Verb } from './routes.js';
import { announce, announcementJob, sayUnshown } from './teams/announcements.js';
import { openAnsweredMessages } from './teams/answered-messages.js';
import { openCarrier } from './teams/carrier.js';
import { channelCommand, placeVerbs, postCommand } from './teams/channel-command.js';
import { type Fetched, openFileLinks } from './teams/file-links.js';
import type { FileParts } from './teams/files.js';
import { placeJob, settlePlaces } from './teams/place-job.js';
import { routeTurns } from './teams/routing.js';
import { type Identify, identifySender } from './teams/speaker.js';
import { readTeam } from './teams/team-list.js';
import { helpCommand } from './teams/understanding.js';
import { openUploadLinks, type UploadLinks } from './teams/upload-links.js';

export interface BotParts {
  deps: Deps;
  /** Whether the client opens dialogs (Teams does; the Agents Playground does not). */
  dialogs: boolean;
  identify?: Identify;
  /** Commands besides the product's own, offered first. */
  commands?: Command[];
  /** Verbs besides the product's own. */
  verbs?: Verb[];
  /** How files reach people; absent: they do not. */
  files?: FileDelivery;
  /** Asked before each run of the jobs; absent: the clock is believed. */
  trust?: ClockTrust;
}

export interface FileDelivery {
  /** Whether the client asks for leave to upload a file (Teams does; the Agents Playground does not). */
  consent: boolean;
  /** Signs links; every replica needs the same. */
  key: string;
  /** Where people reach this assistant, asked for at each link; undefined: there are no links. */
  address(): string | undefined;
  /** Host suffixes that files may be uploaded to. */
  uploadHosts: readonly string[];
  /** Makers besides the product's own. */
  makers?: FileMaker[];
}

export interface Bot {
  onTurn(context: TurnContext): Promise<void>;
  /** Pays what is owed since an instant (UTC ISO), in every programme. */
  sweep(since: string): Promise<void>;
  /** The file that a link's token stands for. */
  fetchFile(token: string): Promise<Fetched>;
  /** Whom such a token is for. */
  linkIsFor(token: string): { tenantId: string; objectId: string } | undefined;
  /** All that people can type, press and fetch here: the very lists that it answers from. */
  offers: { commands: readonly Command[]; verbs: ReadonlyMap<string, Verb>; makers: ReadonlyMap<string, FileMaker> };
  /** The page that takes files; undefined where there are no links. */
  uploads: UploadLinks | undefined;
  /** One look at what is due in every programme, or the one under way. */
  runJobs(): Promise<RunReport>;
  /** Pays what is owed now and then, and runs the jobs by its own clock unless told not to, until `stop`. */
  start(options: { jobs: boolean }): void;
  /** Waits for work under way. */
  stop(): Promise<void>;
}

const SWEEP_EVERY_MS = 60_000;
/** What a process that was down for days may have left behind. */
const FIRST_LOOK_BACK_MS = 9 * 24 * 60 * 60 * 1000;
const LOOK_BACK_MS = 24 * 60 * 60 * 1000;

/** The bot: one turn handler and its jobs. */
export function composeBot(parts: BotParts): Bot {
  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>) => {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  const carrier = openCarrier(parts.dialogs);
  const allJobs: Job[] = [placeJob, announcementJob(drawnFor, recordTypes), ...jobs];
  const payers: Payers = {
    announce: (deps, programmeId, entry, owed) => announce(deps, allJobs, carrier, programmeId, entry, owed.replaces),
    'notices.tell': planNotice,
    'milestones.re-baseline': reBaseline,
    'milestones.landed': askReforecasts,
    'finance.landed': askFinanceReforecasts,
    'risks.open-issue': openIssue,
    'check-ins.apply': payEffects,
    'returns.recheck': recheckReturns,
    'returns.ask': planAsking,
    'returns.tell': planTelling,
    'check-ins.refresh-digest': (deps, programmeId, entry) => payDigest(deps, allJobs, carrier, programmeId, entry),
  };
  const deps: Deps = {
    ...parts.deps,
    readTeam: (programmeId) => readTeam(parts.deps, programmeId),
    committed: (programmeId, entry) => {
      const told = payOwed(deps, payers, programmeId, entry)
        .then(() => sayUnshown(deps, programmeId, entry))
        // What was saved is saved, whatever cannot be read of the channel.
        .catch(() => '');
      track(told);
      return told;
    },
    placeChanged: (programmeId) =>
      track(
        settlePlaces(deps, allJobs, carrier, programmeId).catch((error) =>
          deps.log.warn('places-not-settled', { programmeId, ...describeError(error) }),
        ),
      ),
  };
  const commands: Command[] = [
    ...(parts.commands ?? []),
    ...features.flatMap((feature) => feature.commands),
    channelCommand,
  ];
  const help = helpCommand(() => commands);
  commands.push(
    help,
    postCommand(() => commands),
  );
  const verbs = new Map(
    [
      ...features.flatMap((feature) => feature.verbs),
      ...programmeVerbs(help, () => commands),
      ...placeVerbs,
      ...(parts.verbs ?? []),
    ].map((verb) => [verb.verb, verb]),
  );

  const makers = new Map(
    [
      ...exportFiles,
      ...packFiles,
      ...familyDigestFiles,
      ...planFiles,
      ...peopleFiles(recordTypes),
      ...auditFiles(recordTypes),
      ...(parts.files?.makers ?? []),
    ].map((maker) => [maker.name, maker]),
  );
  const links = parts.files && openFileLinks(deps, makers, parts.files.key, parts.files.address);
  const uploads = parts.files && openUploadLinks(deps, takePlanFile, parts.files.key, parts.files.address);
  const files: FileParts = {
    makers,
    uploads,
    takeFile: takePlanFile,
    links,
    consent: parts.files?.consent ?? false,
    uploadHosts: parts.files?.uploadHosts ?? [],
  };

  const answered = openAnsweredMessages(deps, track);
  async function sweep(since: string): Promise<void> {
    await answered.sweep();
    for (const programmeId of await listProgrammes(deps)) await sweepOwed(deps, payers, programmeId, since);
  }
  const ago = (ms: number) => new Date(deps.clock.now().getTime() - ms).toISOString();
  const sweepQuietly = (ms: number) =>
    track(sweep(ago(ms)).catch((error) => deps.log.warn('sweep-failed', describeError(error))));
  const runner = openRunner(deps, allJobs, (run) => sweepDeliveries(run, allJobs, carrier), parts.trust);
  let timer: NodeJS.Timeout | undefined;
  return {
    onTurn: routeTurns({
      deps,
      commands,
      verbs,
      dialogs: parts.dialogs,
      identify: parts.identify ?? identifySender,
      files,
      answered,
      newcomer: welcomeFounder,
    }),
    fetchFile: async (token) => links?.fetch(token) ?? { refused: 'none' },
    linkIsFor: (token) => links?.isFor(token),
    offers: { commands, verbs, makers },
    uploads,
    sweep,
    runJobs: runner.run,
    start: (options) => {
      sweepQuietly(FIRST_LOOK_BACK_MS);
      timer = setInterval(() => sweepQuietly(LOOK_BACK_MS), SWEEP_EVERY_MS);
      if (options.jobs) runner.start();
    },
    stop: async () => {
      clearInterval(timer);
      await runner.stop();
      await answered.stop();
      // What is paid may owe something itself.
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
