// What leaves an assistant as traces and metrics. What one could get wrong: everything an operator watches must be there, and nothing that anybody wrote.

import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProductError } from '../../src/errors.js';
import { openEmbeddedStore } from '../../src/storage/embedded-store.js';
import {
  countRequestUnits,
  measuredLog,
  measuredMessenger,
  measuredStore,
  measuredWork,
} from '../../src/telemetry/measured.js';
import { openTelemetry } from '../../src/telemetry/open.js';

const spans = new InMemorySpanExporter();
const figures = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const meterProvider = new MeterProvider({
  readers: [new PeriodicExportingMetricReader({ exporter: figures, exportIntervalMillis: 3_600_000 })],
});

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  metrics.setGlobalMeterProvider(meterProvider);
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
});
afterAll(async () => {
  await meterProvider.shutdown();
  for (const api of [context, metrics, trace]) api.disable();
});

const SECRET = 'What somebody wrote about M18';

it('is nothing at all where no place for figures is named', async () => {
  const telemetry = await openTelemetry(undefined);
  const work = async () => 'done';
  expect(telemetry.work('turn', work)).toBe(work);
  expect(telemetry.onCharge).toBeUndefined();
  await telemetry.end();
});

it('times turns, store requests and sends, counts refusals and charges, and carries nobody’s words', async () => {
  const store = measuredStore(await openEmbeddedStore({ file: ':memory:' }));
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const log = measuredLog(silent);
  const messenger = measuredMessenger({
    send: async () => ({ outcome: 'unknown' }),
    update: async () => ({ outcome: 'refused' }),
  });
  const to = { conversationId: SECRET, serviceUrl: SECRET, tenantId: SECRET };
  const turn = measuredWork('turn', async (words: string) => {
    const made = await store.create('milestone', {
      id: 'M18',
      partition: 'p',
      at: '2026-11-26T09:00:00.000Z',
      body: { words },
    });
    await expect(store.create('milestone', { ...made, body: { words } })).rejects.toMatchObject({ code: 'TAKEN' });
    await store.replace('milestone', made);
    for await (const page of store.list(['milestone'], 'p')) expect(page).toHaveLength(1);
    await messenger.send(to, { card: { text: words }, summary: words });
    log.info('turn', { name: 'milestones.post-update', outcome: 'answered', ms: 12 });
    log.warn('requests refused', { 'bad token': 3, tenant: 1 });
    log.info('run', { programmeId: 'p', periods: '2026-W48', sent: 5, unknown: 1 });
    countRequestUnits()('create', 7.5);
    return 'done';
  });
  expect(await turn(SECRET)).toBe('done');
  const failing = measuredWork('turn', async () => {
    throw new ProductError('UNAVAILABLE', SECRET);
  });
  await expect(failing()).rejects.toThrow(SECRET);
  await meterProvider.forceFlush();

  const finished = spans.getFinishedSpans();
  const [root] = finished.filter(({ name }) => name === 'turn');
  const under = finished.filter(({ parentSpanContext }) => parentSpanContext?.spanId === root?.spanContext().spanId);
  expect(under.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['store create', 'store replace', 'store list', 'teams send']),
  );
  const found = new Map(
    figures
      .getMetrics()
      .flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics: all }) => all.map((one) => [one.descriptor.name, one.dataPoints] as const)),
      ),
  );
  const points = (name: string) => (found.get(name) ?? []).map(({ attributes, value }) => ({ ...attributes, value }));
  expect(points('store.duration')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ operation: 'create', kind: 'milestone', outcome: 'TAKEN' }),
      expect.objectContaining({ operation: 'replace', outcome: 'done' }),
    ]),
  );
  expect(points('turn.duration')).toEqual([
    expect.objectContaining({ name: 'milestones.post-update', outcome: 'answered' }),
  ]);
  expect(points('teams.sends')).toEqual([{ how: 'send', outcome: 'unknown', value: 1 }]);
  expect(points('requests.refused')).toContainEqual({ what: 'bad token', value: 3 });
  expect(points('deliveries')).toContainEqual({ what: 'unknown', value: 1 });
  expect(points('store.request_units')).toEqual([{ operation: 'create', value: 7.5 }]);
  const everything = JSON.stringify([
    [...found],
    finished.map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
  ]);
  expect(everything).not.toContain(SECRET);
  await store.close();
});
