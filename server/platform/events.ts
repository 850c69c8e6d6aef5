// The outbox. What a stage announces is a row written in the transaction of the change itself: either both are there or neither
// is. The job runner reads the rows afterwards; a payload is ids, never content, and always names its organisation.
import type { Tx } from '@/server/platform/db'

/** One announcement: `ingestion/run.ended` with the ids of what it happened to. */
export interface StageEvent {
  name: string
  data: { org: string } & Record<string, string>
}

/** Announces what the open transaction changed. It is sent if, and only if, that transaction commits. */
export async function emit(tx: Pick<Tx, '$executeRaw'>, event: StageEvent): Promise<void> {
  const body = JSON.stringify({ data: event.data })
  await tx.$executeRaw`insert into job.event (name, body) values (${event.name}, ${body}::jsonb)`
}
