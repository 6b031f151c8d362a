// Traces and metrics to Azure Monitor, for an installation that names its Application Insights. What one could get wrong: the exporter takes long to load, so
// it is imported only then; it is switched on before anything that is measured is made, or those measure nothing.

import { setTimeout as pause } from 'node:timers/promises';
import { context, metrics, trace } from '@opentelemetry/api';
import { METER } from './measured.js';

const EXPORT_EVERY_MS = 60_000;
const END_LIMIT_MS = 1_500;

/** Switches export on. Gives what sends the rest and ends it. */
export async function exportToAzure(connectionString: string): Promise<() => Promise<void>> {
  const [
    azure,
    { MeterProvider, PeriodicExportingMetricReader },
    traces,
    { resourceFromAttributes },
    { AsyncLocalStorageContextManager },
  ] = await Promise.all([
    import('@azure/monitor-opentelemetry-exporter'),
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/context-async-hooks'),
  ]);
  const resource = resourceFromAttributes({ 'service.name': METER });
  const meterProvider = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new azure.AzureMonitorMetricExporter({ connectionString }),
        exportIntervalMillis: EXPORT_EVERY_MS,
      }),
    ],
  });
  const tracerProvider = new traces.BasicTracerProvider({
    resource,
    // One trace in ten: enough to see where time goes, and a tenth of what it costs to keep.
    sampler: new traces.ParentBasedSampler({ root: new traces.TraceIdRatioBasedSampler(0.1) }),
    spanProcessors: [new traces.BatchSpanProcessor(new azure.AzureMonitorTraceExporter({ connectionString }))],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  metrics.setGlobalMeterProvider(meterProvider);
  trace.setGlobalTracerProvider(tracerProvider);
  return async () => {
    const sent = Promise.allSettled([meterProvider.shutdown(), tracerProvider.shutdown()]);
    // A process that is told to stop does not wait for figures that nobody takes.
    await Promise.race([sent, pause(END_LIMIT_MS, undefined, { ref: false })]);
  };
}
