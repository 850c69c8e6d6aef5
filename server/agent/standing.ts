import type { MemberState } from '@/server/tenancy/schema'
import type { StoredAgent } from './store'

export type Standing = { ok: true } | { ok: false; reason: string }

/** Whether an agent may act at a moment; if not, the first thing that stops it, in a sentence for whoever is refused. */
export function standingOf(
  agent: Pick<StoredAgent, 'name' | 'state' | 'endsAt' | 'purpose'>,
  sponsor: { name: string; state: MemberState } | null,
  purposes: ReadonlySet<string>,
  at: Date,
): Standing {
  const stopped = (why: string): Standing => ({ ok: false, reason: `The agent ${agent.name} ${why}` })
  if (agent.state === 'removed') return stopped('was removed.')
  if (agent.state === 'stopped') return stopped('was stopped. Its sponsor or an owner can let it go on.')
  if (agent.endsAt <= at) return stopped(`ended at ${agent.endsAt.toISOString()}.`)
  // Without a person who answers for it, it may nothing.
  if (!sponsor || sponsor.state === 'removed') return stopped('is refused: its sponsor has left.')
  if (sponsor.state !== 'active') return stopped(`is refused: its sponsor, ${sponsor.name}, is ${sponsor.state}.`)
  if (!purposes.has(agent.purpose)) return stopped(`is refused: its purpose, ${agent.purpose}, has ended.`)
  return { ok: true }
}
