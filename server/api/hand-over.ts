import { z } from 'zod'
import * as access from '@/server/access'
import { grantShape, openStates, requestShape } from '@/server/access/schema'
import * as agent from '@/server/agent'
import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** What somebody who leaves has in their hands, read as it is now: nothing is kept of it, so that nothing of it goes stale. */

export const handOverKinds = ['owns', 'approves', 'sponsors', 'holds'] as const
/** What needs somebody to go to. */
const inherited = ['owns', 'approves', 'sponsors'] as const
const text = z.string()
export const handOverShape = z.strictObject({
  member: z.strictObject({ id: text, name: text, state: text }),
  /** Products they own. */
  owns: z.array(z.strictObject({ slug: text, title: text })),
  /** Domains whose requests they decide, and whether they are the last there who does. */
  approves: z.array(z.strictObject({ slug: text, name: text, role: text, last: z.boolean() })),
  /** Agents they sponsor. */
  sponsors: z.array(z.strictObject({ id: text, name: text })),
  /** Grants of their own. */
  holds: z.array(grantShape),
  /** Their undecided requests; they end by themselves or are decided. */
  asked: z.array(requestShape),
})
type HandOver = z.infer<typeof handOverShape>
export const handOverAsk = z.strictObject({
  /** Who takes over what they own, approve and sponsor; not needed where only what they hold ends. */
  to: z.string().max(100).optional(),
  what: z
    .array(z.enum(handOverKinds))
    .min(1)
    .default([...handOverKinds]),
})

export async function buildHandOver(scope: Actor['scope'], memberId: string): Promise<HandOver> {
  const member = await tenancy.findMember(scope, memberId)
  if (!member) throw notFound('member')
  const page = { limit: 200 }
  const [owned, sponsored, domains, people, grants, asked] = await Promise.all([
    product.listOwned(scope, memberId),
    agent.list(scope, { sponsorId: memberId }),
    tenancy.listDomains(scope),
    tenancy.listMembers(scope),
    access.listGrants(scope, { ...page, heldBy: memberId, live: true }),
    access.listRequests(scope, { ...page, principalId: memberId, states: [...openStates] }),
  ])
  const active = new Set(people.filter(({ state }) => state === 'active').map(({ id }) => id))
  return {
    member: { id: member.id, name: member.name, state: member.state },
    owns: owned.map(({ slug, title }) => ({ slug, title })),
    approves: domains.flatMap(({ slug, name, members }) => {
      const mine = members.find(({ id, role }) => id === memberId && role !== 'member')
      const others = members.filter(({ id, role }) => id !== memberId && role !== 'member' && active.has(id))
      return mine ? [{ slug, name, role: mine.role, last: others.length === 0 }] : []
    }),
    sponsors: sponsored.map(({ id, name }) => ({ id, name })),
    holds: grants.items.filter(({ principal }) => principal === memberId),
    asked: asked.items,
  }
}

/** Gives what somebody owns, approves and sponsors to a colleague, and ends what they hold: a right is nobody's to inherit. */
export async function handOver(actor: Actor, memberId: string, ask: z.infer<typeof handOverAsk>): Promise<HandOver> {
  const { scope, principal, requestId } = actor
  const { what } = ask
  const before = await buildHandOver(scope, memberId)
  const heir = inherited.some((kind) => what.includes(kind)) ? await heirOf(scope, memberId, ask.to) : null
  await withOrg(scope, async () => {
    if (heir) await inherit(actor, before, { heir, what })
    if (what.includes('holds'))
      for (const { id } of before.holds) await access.revoke(actor, { id, note: `${before.member.name} has left.` })
    await audit.record(scope, {
      actor: principal.id,
      action: 'member.handed_over',
      resource: { type: 'member', id: memberId },
      detail: { to: heir?.id ?? null, what },
      requestId,
    })
  })
  return buildHandOver(scope, memberId)
}

async function heirOf(scope: Actor['scope'], memberId: string, to: string | undefined): Promise<tenancy.Member> {
  if (to === undefined) {
    const message = 'must say who takes it over'
    throw invalid('What they own, approve or sponsor goes to somebody.', [{ path: 'to', message }])
  }
  const heir = await tenancy.findMember(scope, to)
  if (heir?.state !== 'active') throw notFound('active member to hand over to')
  if (to === memberId) throw conflict('Hand over to somebody else.')
  return heir
}

type Kinds = readonly (typeof handOverKinds)[number][]

async function inherit(actor: Actor, before: HandOver, { heir, what }: { heir: tenancy.Member; what: Kinds }) {
  const { member } = before
  if (what.includes('owns')) await product.reassign(actor, { from: member.id, to: heir.id })
  if (what.includes('approves'))
    for (const { slug, role } of before.approves) {
      const known = heir.domains.find((domain) => domain.slug === slug)
      if (known?.role !== 'owner') await tenancy.setDomainMember(actor, slug, heir.id, role as 'owner')
      await tenancy.setDomainMember(actor, slug, member.id, null)
    }
  if (what.includes('sponsors'))
    for (const { id } of before.sponsors) await agent.change(actor, id, { sponsor: heir.id })
}
