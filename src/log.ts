// Structured logs, one JSON object a line. What one could get wrong: never hand in people's free text, names or tokens;
// fields are ids, refs, codes, counts and durations only.

import pino from 'pino';

export type LogFields = Record<string, string | number | boolean | undefined>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log that writes to standard output from `level` upwards. */
export function openLog(level: LogLevel): Log {
  const base = pino({
    level,
    base: undefined,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    messageKey: 'event',
    formatters: { level: (label) => ({ level: label }) },
  });
  return {
    debug: (event, fields) => base.debug(fields ?? {}, event),
    info: (event, fields) => base.info(fields ?? {}, event),
    warn: (event, fields) => base.warn(fields ?? {}, event),
    error: (event, fields) => base.error(fields ?? {}, event),
  };
}

/** What of an unknown error may be logged: its name, code and status, never its message from an SDK with bodies in it. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const status = 'statusCode' in error ? error.statusCode : 'status' in error ? error.status : undefined;
  const where = error.stack
    ?.split('\n')
    .find((line) => line.trim().startsWith('at '))
    ?.trim();
  return { error: error.name, ...(typeof status === 'number' && { status }), ...(where && { where }) };
}
