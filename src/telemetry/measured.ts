// What is measured of a running assistant, through OpenTelemetry's own neutral interface: turns, store requests, sends, refusals, faults. What one could get
// wrong: without an exporter all of it comes to nothing and costs nearly nothing; names of routes, kinds and codes go out, and never what people wrote.

import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Messenger } from '../deps.js';
import { ProductError } from '../errors.js';
import type { Log, LogFields } from '../log.js';
import type { Store } from '../storage/store.js';

export const METER = 'reform-delivery-assistant';

/** Runs work as a span of its own, under the one it is called in. */
async function inSpan<T>(
  name: string,
  attributes: Record<string, string>,
  kind: SpanKind,
  work: () => Promise<T>,
): Promise<T> {
  return trace.getTracer(METER).startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: codeOf(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** One turn or one run as a span, so that what it asks of the store stands under it. */
export function measuredWork<A extends unknown[], T>(
  name: string,
  work: (...given: A) => Promise<T>,
): (...given: A) => Promise<T> {
  return (...given) => inSpan(name, {}, SpanKind.SERVER, () => work(...given));
}

/** A store whose requests are timed, and stand as spans under the turn or run that asked. */
export function measuredStore(store: Store): Store {
  const duration = metrics.getMeter(METER).createHistogram('store.duration', {
    unit: 'ms',
    description: 'Store requests, by operation, kind and how they ended.',
  });
  const timed = async <T>(operation: string, kind: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    let outcome = 'done';
    try {
      return await inSpan(`store ${operation}`, { kind }, SpanKind.CLIENT, work);
    } catch (error) {
      outcome = codeOf(error);
      throw error;
    } finally {
      duration.record(performance.now() - began, { operation, kind, outcome });
    }
  };
  return {
    ...store,
    create: (kind, draft) => timed('create', kind, () => store.create(kind, draft)),
    read: (kind, partition, id) => timed('read', kind, () => store.read(kind, partition, id)),
    replace: (kind, record) => timed('replace', kind, () => store.replace(kind, record)),
    delete: (kind, partition, id) => timed('delete', kind, () => store.delete(kind, partition, id)),
    async *list(kinds, partition, within) {
      const pages = store.list<never>(kinds, partition, within)[Symbol.asyncIterator]();
      for (;;) {
        const page = await timed('list', kinds.length === 1 ? String(kinds[0]) : 'several', () => pages.next());
        if (page.done) return;
        yield page.value;
      }
    },
  };
}

/** Request units that Cosmos DB charged, by operation. */
export function countRequestUnits(): (operation: string, units: number) => void {
  const units = metrics
    .getMeter(METER)
    .createCounter('store.request_units', { unit: '{RU}', description: 'Request units that Cosmos DB charged.' });
  return (operation, charged) => units.add(charged, { operation });
}

/** A messenger whose sends are counted by how they ended. */
export function measuredMessenger(messenger: Messenger): Messenger {
  const sends = metrics
    .getMeter(METER)
    .createCounter('teams.sends', { description: 'Cards sent or replaced, by how it ended.' });
  const counted = async (how: string, work: () => ReturnType<Messenger['send']>) => {
    const sent = await inSpan(`teams ${how}`, {}, SpanKind.CLIENT, work);
    sends.add(1, { how, outcome: sent.outcome });
    return sent;
  };
  return {
    ...messenger,
    send: (to, message, slot) => counted('send', () => messenger.send(to, message, slot)),
    update: (to, activityId, message) => counted('update', () => messenger.update(to, activityId, message)),
  };
}

/** A log whose events that operators watch are figures too. */
export function measuredLog(log: Log): Log {
  const meter = metrics.getMeter(METER);
  const turns = meter.createHistogram('turn.duration', {
    unit: 'ms',
    description: 'Turns, by route and how they ended.',
  });
  const refused = meter.createCounter('requests.refused', { description: 'Callers turned away, by reason.' });
  const events = meter.createCounter('log.events', { description: 'Warnings and errors, by event.' });
  const deliveries = meter.createCounter('deliveries', {
    description: 'Prompts and notices, by what became of them in a run.',
  });
  const note = (level: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}) => {
    if (level !== 'info') events.add(1, { level, event });
    if (event === 'turn')
      turns.record(Number(fields.ms ?? 0), { name: String(fields.name), outcome: String(fields.outcome) });
    const counter = event === 'requests refused' ? refused : event === 'run' ? deliveries : undefined;
    if (counter)
      for (const [what, count] of Object.entries(fields)) if (typeof count === 'number') counter.add(count, { what });
  };
  const at = (level: 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
    log[level](event, fields);
    note(level, event, fields);
  };
  return { debug: (event, fields) => log.debug(event, fields), info: at('info'), warn: at('warn'), error: at('error') };
}

function codeOf(error: unknown): string {
  return error instanceof ProductError ? error.code : 'failed';
}
