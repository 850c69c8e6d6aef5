import * as ingestion from '@/server/ingestion'
import type * as tenancy from '@/server/tenancy'

/** Copies assets as the jobs would, and accepts what they held: fewer rows are not believed until somebody does. Answers the run. */
export async function copyWhole(actor: tenancy.Actor, connection: string, assets: string[]): Promise<string> {
  const run = await ingestion.requestSync(actor, connection, { assets })
  while (!(await ingestion.advanceRun(actor.scope, run, 300)).ended);
  if ((await ingestion.getRun(actor.scope, run)).state === 'held') await ingestion.acceptRun(actor, run)
  return run
}
