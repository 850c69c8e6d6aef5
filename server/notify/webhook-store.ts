import type { Prisma } from '@/prisma/generated/client'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { Delivery, Webhook } from './schema'

/** The queries about webhooks and their deliveries. */

const toWebhook = (row: Prisma.WebhookGetPayload<object>): Webhook => ({
  id: row.id,
  url: row.url,
  state: row.state as Webhook['state'],
  failures: row.failures,
  problem: row.problem,
  olderSecretUntil: row.olderUntil && row.olderUntil > now() ? row.olderUntil.toISOString() : null,
  createdAt: row.createdAt.toISOString(),
})

export const list = (scope: OrgScope): Promise<Webhook[]> =>
  withOrg(scope, async (tx) =>
    (await tx.webhook.findMany({ where: { orgId: scope.orgId }, orderBy: { id: 'asc' } })).map(toWebhook),
  )

export const find = (scope: OrgScope, id: string): Promise<Webhook | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.webhook.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } } })
    return row && toWebhook(row)
  })

export const insert = (
  scope: OrgScope,
  row: { id: string; url: string; sealed: string; createdBy: string; createdAt: Date },
): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.webhook.create({ data: { orgId: scope.orgId, ...row } })))

type Change = { url?: string; state?: string; failures?: number; problem?: string | null }
export const update = (scope: OrgScope, id: string, data: Change): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.webhook.updateMany({ where: { orgId: scope.orgId, id }, data })))

/** Puts a new secret in the place of the one there is, which is good until `olderUntil`, or no more. */
export const putSecret = (
  scope: OrgScope,
  id: string,
  { sealed, olderUntil }: { sealed: string; olderUntil: Date | null },
) =>
  withOrg(
    scope,
    (
      tx,
    ) => tx.$executeRaw`update webhook set older_sealed = case when ${olderUntil}::timestamptz is null then null else sealed end,
        older_until = ${olderUntil}, sealed = ${sealed}
      where org_id = ${scope.orgId} and id = ${id}`,
  )

type Secrets = { sealed: string; olderSealed: string | null }
/** The sealed secrets of every webhook, locked until they are written again. */
export const listSealed = (scope: OrgScope): Promise<(Secrets & { id: string })[]> =>
  withOrg(
    scope,
    (_, sql) => sql<Secrets & { id: string }>`select id, sealed, older_sealed as "olderSealed" from webhook
      where org_id = ${scope.orgId} order by id for update`,
  )
/** The same secrets under another seal. */
export const putSealed = (scope: OrgScope, id: string, data: Secrets): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.webhook.updateMany({ where: { orgId: scope.orgId, id }, data })))

export const remove = (scope: OrgScope, id: string): Promise<number> =>
  withOrg(scope, async (tx) => (await tx.webhook.deleteMany({ where: { orgId: scope.orgId, id } })).count)

type Queued = { cause: string; kind: string; at: Date; webhookId?: string }

/** Writes a delivery of a cause for each active webhook (or the one named) that has none yet; answers the new ones. */
export const queue = (scope: OrgScope, { cause, kind, at, webhookId }: Queued): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const hooks = await tx.webhook.findMany({ where: { orgId, state: 'active', id: webhookId }, select: { id: true } })
    const made: string[] = []
    for (const hook of hooks) {
      const data = { orgId, id: newId('message'), webhookId: hook.id, cause, kind, nextAt: at, createdAt: at }
      const { count } = await tx.webhookDelivery.createMany({ data: [data], skipDuplicates: true })
      if (count === 1) made.push(data.id)
    }
    return made
  })

/** Takes a delivery that is due, until `until`; null where it is not due, is another's, or is done with. */
export const claim = (scope: OrgScope, id: string, at: Date, until: Date) =>
  withOrg(scope, async (tx) => {
    const free = { OR: [{ claimedUntil: null }, { claimedUntil: { lte: at } }] }
    const where = { orgId: scope.orgId, id, state: 'pending', nextAt: { lte: at }, ...free }
    const data = { claimedUntil: until, attempts: { increment: 1 } }
    if ((await tx.webhookDelivery.updateMany({ where, data })).count === 0) return null
    const key = { orgId_id: { orgId: scope.orgId, id } }
    return tx.webhookDelivery.findUnique({ where: key, include: { webhook: true } })
  })

/** When a delivery that is still to be made is next worth a look; null when it is done with. */
export const dueAgain = (scope: OrgScope, id: string): Promise<Date | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.webhookDelivery.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } } })
    if (row?.state !== 'pending') return null
    return row.claimedUntil && row.claimedUntil > row.nextAt ? row.claimedUntil : row.nextAt
  })

type Outcome = Pick<Delivery, 'state' | 'status' | 'problem'> & { sentAt?: Date; nextAt?: Date }

/** Writes how a try went, and counts it for the webhook; answers its failures in a row. */
export const settle = (scope: OrgScope, id: string, webhookId: string, outcome: Outcome): Promise<number> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    await tx.webhookDelivery.updateMany({ where: { orgId, id }, data: { claimedUntil: null, ...outcome } })
    const failures = outcome.state === 'sent' ? 0 : { increment: 1 }
    await tx.webhook.updateMany({ where: { orgId, id: webhookId }, data: { failures } })
    return (await tx.webhook.findUnique({ where: { orgId_id: { orgId, id: webhookId } } }))?.failures ?? 0
  })

/** Switches a webhook off, once; false where it was off already. */
export const disable = (scope: OrgScope, id: string, problem: string): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const off = { where: { orgId, id, state: 'active' }, data: { state: 'disabled', problem } }
    const { count } = await tx.webhook.updateMany(off)
    const given = { state: 'failed', problem: 'The webhook was switched off.' }
    if (count > 0)
      await tx.webhookDelivery.updateMany({ where: { orgId, webhookId: id, state: 'pending' }, data: given })
    return count > 0
  })

/** A webhook's deliveries, the newest first, from after `cursor`; ids sort by birth. */
export const listDeliveries = (
  scope: OrgScope,
  webhookId: string,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<Delivery[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, webhookId, ...(cursor && { id: { lt: cursor } }) }
    const rows = await tx.webhookDelivery.findMany({ where, orderBy: { id: 'desc' }, take: limit })
    return rows.map(({ id, kind, state, attempts, status, problem, createdAt, sentAt, nextAt }) => ({
      id,
      kind,
      state: state as Delivery['state'],
      attempts,
      status,
      problem,
      createdAt: createdAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
      nextAt: state === 'pending' ? nextAt.toISOString() : null,
    }))
  })

/** Those that should have been made before this moment, the oldest first. */
export const listOverdue = (scope: OrgScope, before: Date, take: number): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, state: 'pending', nextAt: { lt: before } }
    const rows = await tx.webhookDelivery.findMany({ where, orderBy: { nextAt: 'asc' }, take, select: { id: true } })
    return rows.map((row) => row.id)
  })

/** Switches every webhook off and gives up what waits for it; answers how many were on. */
export const disableAll = (scope: OrgScope, problem: string): Promise<number> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    await tx.webhookDelivery.updateMany({ where: { orgId, state: 'pending' }, data: { state: 'failed', problem } })
    const on = { where: { orgId, state: 'active' }, data: { state: 'disabled', problem } }
    return (await tx.webhook.updateMany(on)).count
  })
