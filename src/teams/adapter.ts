// The Teams adapter: turns one checked activity into one turn, and answers a turn that failed. What one could get wrong:
// the SDK's own `process` authenticates too generously and shows its own words; it is closed, and `server.ts` calls `answer`.

import { randomBytes } from 'node:crypto';
import {
  type Activity,
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { Settings } from '../config.js';
import { ProductError } from '../errors.js';
import { describeError, type Log } from '../log.js';
import { conversationOf } from './conversations.js';
import type { Deadline } from './deadline.js';
import { type Connector, credentialsFactory, limitConnectors, openBotToken } from './outbound.js';
import { openPace, type Pace } from './pace.js';
import { type Caller, openTokenCheck, type TokenCheck } from './token-check.js';

/** Answers one activity by the deadline; what is late goes on and answers in the chat. */
export type OnTurn = (context: TurnContext, deadline?: Deadline) => Promise<void>;

/** The SDK's adapter with the checked way in (`answer`) and the limited way out (`connectorFor`). */
export class TeamsAdapter extends CloudAdapter {
  constructor(
    private readonly settings: Settings,
    private readonly authentication: ClosedAuthentication,
    private readonly check: TokenCheck | undefined,
    /** How fast this process sends; undefined where nothing limits it. */
    readonly pace: Pace | undefined,
  ) {
    super(authentication);
  }

  /** Who calls, or undefined in local mode. Throws Refusal (401, 503). */
  async authenticate(authorization: string | undefined): Promise<Caller | undefined> {
    return await this.check?.(authorization);
  }

  /** Runs a turn for an activity whose caller was checked, and gives what an invoke answers. */
  async answer(activity: Activity, onTurn: OnTurn, deadline?: Deadline): Promise<InvokeResponse | undefined> {
    const claimsIdentity = this.createClaimsIdentity(this.settings.identity?.appId);
    const connectorFactory = this.authentication.createConnectorFactory(claimsIdentity);
    const turn = { audience: SCOPE_UNUSED, claimsIdentity, connectorFactory };
    return await this.processActivity(turn, activity, (context) => onTurn(context, deadline));
  }

  /** A connector for one service address. Throws CallFault when the address is not allowed. */
  async connectorFor(serviceUrl: string): Promise<Connector> {
    const identity = this.createClaimsIdentity(this.settings.identity?.appId);
    return await this.authentication.createConnectorFactory(identity).create(serviceUrl, SCOPE_UNUSED);
  }
}

/** Our token source knows its own scope, so the audience the SDK passes along is never read. */
const SCOPE_UNUSED = '';

/** The adapter for these settings. Reaches the network only when a call arrives or a message is sent. */
export function createTeamsAdapter(settings: Settings, log: Log): TeamsAdapter {
  const { identity } = settings;
  const authentication = new ClosedAuthentication(settings);
  const pace = settings.sendsPerSecond === undefined ? undefined : openPace(settings.sendsPerSecond);
  const adapter = new TeamsAdapter(settings, authentication, identity && openTokenCheck(identity), pace);
  if (pace) adapter.use((context, next) => countReplies(pace, context, next));
  adapter.onTurnError = (context, error) => answerFailure(context, error, log);
  return adapter;
}

/** Replies of a turn go out at once, since somebody waits for them, and are counted, so that what the clock sends makes room. */
async function countReplies(pace: Pace, context: TurnContext, next: () => Promise<void>): Promise<void> {
  const { conversation, channelData } = context.activity;
  const where = {
    tenantId: conversation?.tenantId ?? channelData?.tenant?.id ?? '',
    conversationId: conversationOf({ conversationId: conversation?.id ?? '' }),
  };
  const counted = async <T>(calls: number, make: () => Promise<T>): Promise<T> => {
    const slots = Array.from({ length: calls }, () => pace.count(where));
    try {
      return await make();
    } finally {
      for (const slot of slots) slot.used();
    }
  };
  context.onSendActivities((_, activities, send) => {
    const posted = activities.filter(({ type }) => type !== ActivityTypes.InvokeResponse);
    return counted(posted.length, send);
  });
  context.onUpdateActivity((_, _activity, update) => counted(1, update));
  await next();
}

class ClosedAuthentication extends ConfigurationBotFrameworkAuthentication {
  constructor(private readonly settings: Settings) {
    const { identity } = settings;
    const factory = credentialsFactory(identity && openBotToken(identity));
    super({ CallerId: 'urn:botframework:azure' }, factory);
  }

  /** The SDK's own check is looser than ours (proofs.md §1.5): whoever comes this way is refused. */
  override authenticateRequest(): Promise<never> {
    return Promise.reject(new ProductError('FORBIDDEN', 'activities come in through server.ts only'));
  }

  override createConnectorFactory(
    identity: Parameters<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>[0],
  ) {
    return limitConnectors(super.createConnectorFactory(identity), this.settings);
  }
}

/** Answers a failed turn with a sentence and a reference that is also in the log; never with an error's own words. */
async function answerFailure(context: TurnContext, error: unknown, log: Log): Promise<void> {
  const reference = randomBytes(4).toString('hex');
  const { type, name } = context.activity;
  log.error('turn failed', { reference, activity: type, ...describeError(error) });
  const message = `Something went wrong on our side. Please look whether your change was kept before you try again. If it happens again, give your programme office this reference: ${reference}.`;
  try {
    if (type === ActivityTypes.Invoke) {
      const body = failureBody(name ?? '', message, reference);
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    } else if (type === ActivityTypes.Message) {
      await context.sendActivity(message);
    }
  } catch (failure) {
    log.error('failure not shown', { reference, ...describeError(failure) });
  }
}

/** The shape each kind of invoke expects; Teams shows a sentence for each. */
function failureBody(name: string, message: string, reference: string): unknown {
  if (name.startsWith('task/')) return { task: { type: 'message', value: message } };
  if (name.startsWith('composeExtension/')) return { composeExtension: { type: 'message', text: message } };
  return { statusCode: 500, type: 'application/vnd.microsoft.error', value: { code: reference, message } };
}
