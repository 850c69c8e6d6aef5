import { count } from '@/components/ui/format'
import type { Tone } from '@/components/ui/status'
import type { Act, Agent } from '@/server/agent/schema'

/** How an agent stands, in a word: whether its next call is answered. */
export function standingWords({ state, refused }: Pick<Agent, 'state' | 'refused'>): { tone: Tone; word: string } {
  if (state === 'stopped') return { tone: 'bad', word: 'Stopped' }
  if (refused !== null) return { tone: 'warn', word: 'Refused' }
  return { tone: 'ok', word: 'Runs' }
}

export const outcomeWords: Record<Act['outcome'], { tone: Tone; word: string }> = {
  allowed: { tone: 'ok', word: 'Allowed' },
  refused: { tone: 'bad', word: 'Refused' },
  failed: { tone: 'warn', word: 'Failed' },
}

/** "1,204 of 10,000 rows today" */
export const usedRows = ({ used, budgets }: Pick<Agent, 'used' | 'budgets'>): string =>
  `${count(used.rows)} of ${count(budgets.rowsPerDay)} rows today`

/** What a call is to a reader: `POST /query` is a query. */
export function callWords({ call, about, times }: Pick<Act, 'call' | 'about' | 'times'>): string {
  if (call === 'any call') return times === 1 ? 'Called' : `Called ${count(times)} times`
  if (call === 'POST /query') return 'Asked'
  if (call.endsWith('/rows')) return 'Read rows'
  if (call === 'GET /search') return 'Searched'
  return call.startsWith('GET ') ? `Looked at ${about ?? call.slice(4)}` : `Tried ${call}`
}
