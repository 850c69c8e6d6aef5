import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { origin } from '@/server/platform/env'
import { open } from '@/server/platform/secrets'
import * as tenancy from '@/server/tenancy'
import { nextTry } from './backoff'
import { webhookDisabled } from './events'
import { postSigned } from './post-signed'
import { signature } from './signature'
import * as store from './store'
import { tell } from './tell'
import * as webhooks from './webhook-store'

/** How long one try may take before another process may make it, in ms. */
const claimMs = 60_000
/** Failed tries in a row after which a webhook is switched off. */
const mostFailures = 20
const gone = 410

/** Makes one delivery, if it is due and nobody else is at it. Answers when to look again; null when it arrived, or never will. */
export async function deliver(scope: OrgScope, id: string): Promise<string | null> {
  const at = now()
  const delivery = await webhooks.claim(scope, id, at, new Date(at.getTime() + claimMs))
  if (!delivery) return (await webhooks.dueAgain(scope, id))?.toISOString() ?? null
  const { webhook, webhookId, attempts } = delivery
  if (webhook.state !== 'active') {
    const off = { state: 'failed' as const, status: null, problem: 'The webhook was switched off.' }
    await webhooks.settle(scope, id, webhookId, off)
    return null
  }
  const body = await bodyOf(scope, delivery)
  const timestamp = Math.floor(now().getTime() / 1000)
  const secrets = await secretsOf(scope, webhook)
  const signed = secrets.map((secret) => signature(secret, { id, timestamp, body })).join(' ')
  const came = await postSigned(webhook.url, headersOf(id, timestamp, signed), body)
  const status = 'status' in came ? came.status : null
  if (status !== null && status >= 200 && status < 300) {
    await webhooks.settle(scope, id, webhookId, { state: 'sent', status, problem: null, sentAt: now() })
    return null
  }
  const problem = 'problem' in came ? came.problem : `It answered ${came.status}.`
  const next = status === gone ? null : nextTry(attempts, now())
  const outcome = {
    status,
    problem,
    ...(next ? { state: 'pending' as const, nextAt: next } : { state: 'failed' as const }),
  }
  const failures = await webhooks.settle(scope, id, webhookId, outcome)
  if (status !== gone && failures < mostFailures) return next?.toISOString() ?? null
  await switchOff(
    scope,
    webhook,
    status === gone ? 'It answered 410: it is gone.' : `${failures} tries in a row failed. ${problem}`,
  )
  return null
}

type Sealed = { sealed: string; olderSealed: string | null; olderUntil: Date | null }
/** The secret, and the one before it while its receiver may still know no other. */
function secretsOf(scope: OrgScope, { sealed, olderSealed, olderUntil }: Sealed): Promise<string[]> {
  const older = olderSealed && olderUntil && olderUntil > now() ? [olderSealed] : []
  return Promise.all([sealed, ...older].map((one) => open(scope, one)))
}

const headersOf = (id: string, timestamp: number, signed: string) => ({
  'content-type': 'application/json',
  'user-agent': 'Stoa',
  'webhook-id': id,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': signed,
})

/** What happened and who was told of it in which words; never a value of anybody's data. */
async function bodyOf(scope: OrgScope, { cause, kind, createdAt }: { cause: string; kind: string; createdAt: Date }) {
  const [told, organisation] = await Promise.all([store.findTold(scope, cause), tenancy.findOrganisation(scope)])
  const slug = organisation?.slug ?? ''
  const people = told.map(({ memberId, title, link }) => ({
    member: memberId,
    title,
    link: `${origin()}/${slug}${link}`,
  }))
  const data = { organisation: slug, told: people }
  return JSON.stringify({ type: kind.replace('/', '.'), timestamp: createdAt.toISOString(), data })
}

/** Switches off a webhook that keeps failing, and tells the organisation's owners. */
async function switchOff(scope: OrgScope, { id, url }: { id: string; url: string }, problem: string): Promise<void> {
  await withOrg(scope, async () => {
    if (!(await webhooks.disable(scope, id, problem))) return
    const members = await tenancy.listMembers(scope)
    const to = members.flatMap((one) => (one.role === 'owner' && one.state === 'active' ? [one.id] : []))
    const title = `The webhook to ${new URL(url).host} was switched off because it kept failing`
    await tell(scope, { to, kind: webhookDisabled, title, body: problem, link: '/settings/webhooks' })
    const resource = { type: 'webhook', id }
    await audit.record(scope, { actor: 'system', action: 'webhook.disabled', resource, detail: { problem } })
  })
}
