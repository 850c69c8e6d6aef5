import type { FoundColumn, Keys, RecordTable } from '@/server/connectors'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { readingOn, textOf } from '@/server/platform/pages'
import * as policy from '@/server/policy'
import * as store from './record-store'

/** What an organisation keeps of its requests and grants, and of decisions, as tables; what people wrote in their own words is left out. */
export function showRecords(scope: OrgScope): RecordTable[] {
  const { climbAfter } = policy.approvalPace
  return [
    ...policy.showRecords(scope),
    {
      ...requests,
      count: () => store.countRecords.requests(scope),
      read: () => ({ pages: textOf((after) => store.requestRows(scope, { at: now(), climbAfter }, after)) }),
    },
    {
      ...moments,
      count: () => store.countRecords.moments(scope),
      read: () => ({ pages: textOf((after) => store.momentRows(scope, after)) }),
    },
    {
      ...grants,
      count: () => store.countRecords.grants(scope),
      read: () => ({ pages: textOf((after) => store.grantRows(scope, after)) }),
    },
    {
      ...proofs,
      count: () => store.countRecords.proofs(scope),
      read: readingOn('proof', (after) => store.proofRows(scope, after)),
    },
  ]
}

type Described = Pick<RecordTable, 'name' | 'description' | 'columns' | 'keys' | 'cursor'>

/** A column: its name, its type, what it says; a name that ends in ? may be empty. */
const column = (name: string, type: string, description: string): FoundColumn => ({
  name: name.replace('?', ''),
  type,
  nullable: name.endsWith('?'),
  description,
})
const text = (name: string, says: string) => column(name, 'VARCHAR', says)
const time = (name: string, says: string) => column(name, 'TIMESTAMP WITH TIME ZONE', says)
const whole = (name: string, says: string) => column(name, 'INTEGER', says)
const truth = (name: string, says: string) => column(name, 'BOOLEAN', says)
const keys = (...foreign: Keys['foreign']): Keys => ({ primary: ['id'], unique: [], foreign })
const ofRequest = { columns: ['request_id'], ref: 'requests', references: ['id'] }
const ofGrant = { columns: ['grant_id'], ref: 'grants', references: ['id'] }

const requests: Described = {
  name: 'requests',
  description: 'Requests for access that were sent: what policy asked of each, and what became of it.',
  keys: keys(),
  columns: [
    text('id', 'Names the request'),
    text('product', 'What was asked for, as in addresses'),
    text('port', 'Which way out of it'),
    text('domain_id', 'The team that owns the product'),
    text('purpose', 'What for'),
    text('asked_by', 'The member or agent who asked'),
    text('holder_type', 'Whether a member, a domain or an agent would hold the right'),
    text('holder_id', 'Who would hold it'),
    text('duration', 'For how long, as ISO 8601 writes it'),
    text('delivery', 'portal, or source'),
    text('state', 'submitted, info_needed, approved, rejected, withdrawn or timed_out'),
    time('sent_at', 'When it was sent'),
    time('decided_at?', 'When it was decided'),
    text('decided_by?', 'Who had the last word; policy or system where no person had it'),
    text('grant_id?', 'The grant that came of it'),
    text('renews_id?', 'The grant that it renews'),
    truth('break_glass', 'Taken in an emergency, without the steps'),
    text('verdict?', 'What the review of an emergency found: justified or not_justified'),
    whole('steps_planned', 'How many agreements policy asked for'),
    whole('steps_taken', 'How many of them were given'),
    whole('steps_skipped', 'How many an approved request did without'),
    whole('waited_hours', 'Whole hours until it was decided, or so far, less those in which it waited for an answer'),
    column('answer_within_hours', 'DOUBLE', 'Hours after which policy asks somebody higher up'),
    truth('late', 'It waited for longer than that'),
  ],
}
const moments: Described = {
  name: 'moments',
  description: 'The event log of access: what happened to each request and its grant, when, and by whom.',
  keys: keys(ofRequest, ofGrant),
  columns: [
    text('id', 'Names the moment'),
    text('request_id', 'The case: one request, to the end of its grant'),
    text('grant_id?', 'The grant, once there is one'),
    text('activity', 'What happened, such as "request submitted", "owner approved", "grant active"'),
    time('happened_at', 'When'),
    text('actor', 'Who: a member or an agent; policy, clock or system where no person did it'),
  ],
}
const grants: Described = {
  name: 'grants',
  description: 'Rights as they stand now, and those that ended.',
  keys: keys(ofRequest),
  columns: [
    text('id', 'Names the grant'),
    text('request_id', 'The request it came of'),
    text('product', 'What it allows to read, as in addresses'),
    text('product_version', 'What was published when it was given'),
    text('port', 'Which way out of it'),
    text('domain_id', 'The team that owns the product'),
    text('purpose', 'What for'),
    text('holder_type', 'member, domain or agent'),
    text('holder_id', 'Who holds it'),
    text('delivery', 'portal, or source'),
    text('state', 'pending, provisioning, unverified, active, drifted, expiring, deprovisioning, failed or ended'),
    text('ended_as?', 'revoked, expired or superseded'),
    text('ended_by?', 'Who ended it; nobody where the clock did'),
    time('starts_at', 'From when'),
    time('ends_at', 'Until when'),
    time('ended_at?', 'When it ended'),
    time('proven_at?', 'When it was last shown to be as it should be'),
    truth('break_glass', 'Taken in an emergency'),
    text('policy_version', 'The policies by which it was given'),
    whole('findings', 'What the last proof found besides, such as a way in that nobody gave'),
  ],
}
const proofs: Described = {
  name: 'proofs',
  description: 'What the system itself read, or was refused, to know that a grant works or is gone.',
  keys: keys(ofGrant),
  cursor: 'id',
  columns: [
    text('id', 'Names the proof'),
    text('grant_id', 'The grant'),
    text('round', 'Proofs that were made together'),
    text('occasion', 'Why it was made'),
    time('made_at', 'When'),
    text('kind', 'allowed: it should be read; refused: it should not'),
    truth('ok', 'It was as it should be'),
  ],
}
