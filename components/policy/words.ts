import { maskWords } from '@/components/product/page/words'
import type { Action } from '@/server/policy/schema'

/** What is done, as one would say it of a person: "may find". */
export const actionWords: Record<Action, string> = {
  discover: 'find',
  view: 'look at',
  preview: 'preview',
  query: 'query',
  request: 'ask for',
  approve: 'decide on',
  revoke: 'revoke',
  connect: 'connect',
  edit: 'edit',
  publish: 'publish',
  audit: 'audit',
  administer: 'administer',
  propose: 'propose on',
  perform: 'perform on',
}
/** Any action's words; one that is not known stays as it is. */
export const wordsOfAction = (action: string) => actionWords[action as Action] ?? action

export const surfaceWords: Record<string, string> = { portal: 'the portal', rest: 'REST', mcp: 'MCP', job: 'a job' }

/** "hash or partial" as one would say it: "as a hash or in part". */
export const maskSaid = (mask: string) =>
  mask
    .split(' or ')
    .map((kind) => maskWords[kind] ?? kind)
    .join(' or ')

export type Seen = { masks: Record<string, string>; rows?: string }

/** What of a port is seen otherwise than plain, in one sentence; empty where all of it is. */
export function seenWords({ masks, rows }: Seen): string {
  const columns = Object.entries(masks)
  const hidden = columns.filter(([, mask]) => mask === 'hidden').map(([name]) => name)
  const masked = columns.filter(([, mask]) => mask !== 'hidden').map(([name, mask]) => `${name} ${maskSaid(mask)}`)
  return [
    rows !== undefined && 'some rows',
    masked.length > 0 && masked.join(', '),
    hidden.length > 0 && `without ${hidden.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ')
}
