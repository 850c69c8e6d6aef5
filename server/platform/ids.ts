import { z } from 'zod'

/** Every id is prefixed text, so that a policy or a log line tells what it names. Runs anywhere. */
export const prefixes = {
  organisation: 'org',
  member: 'mem',
  domain: 'dom',
  account: 'acc',
  agent: 'agt',
  act: 'act',
  token: 'tok',
  invitation: 'inv',
  connection: 'con',
  asset: 'ast',
  snapshot: 'snp',
  item: 'itm',
  run: 'run',
  product: 'prd',
  version: 'ver',
  contract: 'ctr',
  port: 'prt',
  check: 'chk',
  request: 'req',
  step: 'stp',
  delegation: 'dlg',
  review: 'rev',
  reviewItem: 'rvi',
  grant: 'grt',
  proof: 'prf',
  query: 'qry',
  receipt: 'rcp',
  notification: 'ntf',
  webhook: 'whk',
  message: 'msg',
  audit: 'aud',
  decision: 'dec',
  event: 'evt',
  expectation: 'exp',
  incident: 'inc',
  adjustment: 'adj',
  wanted: 'wnt',
  search: 'sch',
} as const
export type Noun = keyof typeof prefixes
export type Id<N extends Noun> = string & { readonly __id: N }

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

const last = { now: 0, chance: new Uint8Array(16) }

/**
 * A new id: the prefix, 10 characters of time in ms and 16 of chance (base 32), so that ids sort by birth; of one millisecond, those
 * of one process too: each is the one before it and one more.
 */
export function newId<N extends Noun>(noun: N, now = Date.now()): Id<N> {
  if (now === last.now) increment(last.chance)
  else crypto.getRandomValues(last.chance)
  last.now = now
  let chance = ''
  for (const byte of last.chance) chance += alphabet[byte % 32]
  return (firstId(noun, now) + chance) as Id<N>
}

/** What every id born at a time, in ms, or later sorts behind. */
export function firstId(noun: Noun, at: number): string {
  let time = ''
  for (let rest = at, n = 0; n < 10; n++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time
  return `${prefixes[noun]}_${time}`
}

/** One more, in base 32. */
function increment(digits: Uint8Array) {
  for (let at = digits.length - 1; at >= 0; at--) {
    digits[at] = (digits[at]! + 1) % 32
    if (digits[at] !== 0) return
  }
}

/** Lower-case words joined by hyphens: how people name organisations, domains and products in addresses. */
export const slug = z
  .string()
  .min(2, 'must have at least 2 characters')
  .max(60, 'must have at most 60 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters and digits, joined by single hyphens')
