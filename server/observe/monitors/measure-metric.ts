import * as serve from '@/server/serve'
import type { AskOf } from '../added-schema'
import type { Measured, Watching } from './watching'

/** The number that its author's statement gives. */
export async function measureMetric({ actor, instead, signal }: Watching, ask: AskOf<'metric'>): Promise<Measured> {
  return { value: await serve.measure(actor, { sql: ask.sql, purpose: ask.purpose, instead }, signal) }
}
