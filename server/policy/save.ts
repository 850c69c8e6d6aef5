import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { difference } from './difference'
import { policiesChanged } from './events'
import { load } from './load'
import { readPolicies } from './read-policies'
import type { PolicyChange, Problem } from './schema'
import * as store from './store'

type Save = { text: string; note?: string; ifMatch?: string; dryRun?: boolean }
type Saved = { version: number; problems: Problem[]; changes: PolicyChange[] }

/**
 * Makes a text the organisation's policies, as a new version, if all of it can be kept exactly; else throws `invalid` with each fault
 * at its place. A dry run says the same and changes nothing. What says the same as before is no new version.
 */
export async function save(actor: Actor, { text, note, ifMatch, dryRun = false }: Save): Promise<Saved> {
  const { scope, principal, requestId } = actor
  const read = await readPolicies(scope, text)
  if (!read.ok && !dryRun) throw refused(read.problems)
  const saved = await withOrg(scope, async (tx) => {
    await store.lockPolicies(tx, scope)
    const number = await store.newestNumber(scope)
    if (ifMatch !== undefined && ifMatch !== tagOf(number))
      throw conflict(`The policies are at version ${number} now. Read them again, and bring your change to that.`)
    const before = number === 0 ? { text: '', policies: [] } : await store.getVersion(scope, number)
    if (!read.ok) return { version: number, problems: read.problems, changes: [] }
    const changes = difference(before.policies, read.policies)
    if (dryRun || before.text === text) return { version: number, problems: [], changes }
    const version = number + 1
    const { policies } = read
    await store.insertVersion(scope, {
      number: version,
      text,
      policies,
      note: note ?? null,
      by: principal.id,
      at: now(),
    })
    await audit.record(scope, {
      actor: principal.id,
      action: 'policy.changed',
      resource: { type: 'policy', id: scope.orgId },
      detail: { version, note: note ?? null, changes: changes.map(({ policy, change }) => ({ policy, change })) },
      requestId,
    })
    await emit(tx, { name: policiesChanged.name, data: { org: scope.orgId } })
    return { version, problems: [], changes }
  })
  await load(scope)
  return saved
}

const tagOf = (number: number) => `v${number}`
const refused = (problems: Problem[]) =>
  invalid(
    `The policies are not taken: line ${problems[0]?.line}, column ${problems[0]?.column}: ${problems[0]?.message}`,
    problems.map(({ line, column, message }) => ({ path: `text:${line}:${column}`, message })),
  )
