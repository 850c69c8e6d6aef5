import { beforeEach, describe, expect, it } from 'vitest'
import { mintScope } from '@/server/platform/db'
import type { OrgRole, Principal } from '@/server/tenancy/schema'
import { approvalFor } from './approval-for'
import { assemble } from './assemble'
import { cedar } from './compile/cedar'
import type { PolicyJson } from './compile/expression'
import { splitText } from './compile/split-text'
import { keepLoaded } from './loaded'
import { readShipped } from './read-shipped'
import type { Resource } from './schema'

const who = (role: OrgRole = 'member'): Principal => ({
  id: 'mem_me',
  type: 'member',
  orgId: 'org_a',
  name: 'Me',
  email: 'me@example.org',
  role,
  domains: [],
})
const port: Resource = {
  type: 'port',
  id: 'prd_1/all',
  domainId: 'dom_a',
  published: true,
  facts: { name: 'all', product: 'orders', tags: ['open'] },
  within: [{ type: 'product', id: 'prd_1' }],
}
const columns = (...classes: (string | null)[]) =>
  classes.map((classification, n) => ({ object: 'orders', name: `c${n}`, type: 'VARCHAR', classification }))

function govern(text: string) {
  const policies = splitText(text).map((piece, n) => {
    const answer = cedar.policyToJson(piece.text)
    if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
    const json = answer.json as unknown as PolicyJson
    return { id: json.annotations?.id ?? `own${n}`, json, text: piece.text }
  })
  keepLoaded('org_a', assemble(mintScope('org_a'), readShipped(), { number: 1, policies }))
}
const needed = (text: string, classes: (string | null)[], principal = who(), purpose = 'analytics') => {
  govern(text)
  return approvalFor({ principal, port, columns: columns(...classes), purpose })
}
const roles = (...of: Parameters<typeof needed>) =>
  needed(...of)
    .steps.map(({ role }) => role)
    .join(' ')

const asks = 'action == Action::"request"'
const open = `@id("open") @approval("automatic") permit (principal, ${asks}, resource is Port) when { resource.tags.contains("open") };`

beforeEach(() => govern(''))

describe('the steps of a request, as Stoa comes', () => {
  it.each<[string, (string | null)[], string]>([
    ['no column has a class', [null, null], 'owner'],
    ['nothing is known of the columns', [], 'owner'],
    ['all are public', ['public', 'public'], 'owner'],
    ['some are internal', ['internal', null], 'owner'],
    ['one is confidential', ['public', 'confidential'], 'owner steward'],
    ['one has a class that nobody knows', ['amber'], 'owner steward'],
    ['a class is written otherwise', [' Restricted '], 'owner steward second'],
    ['one is restricted', [null, 'restricted', 'public'], 'owner steward second'],
  ])('where %s', (_, classes, expected) => {
    expect(roles('', classes)).toBe(expected)
  })

  it('say why', () => {
    expect(needed('', ['restricted', 'confidential', 'confidential']).steps.map(({ because }) => because)).toEqual([
      'Those who publish it agree to each use of it.',
      'Columns are classified: confidential, restricted.',
      'Columns that are restricted need two who agree.',
    ])
  })

  it('wait for what Stoa comes with, and break the glass for owners and stewards', () => {
    expect(needed('', []).pace).toEqual({ remindAfter: 24, climbAfter: 72, timeOutAfter: 720, answerWithin: 336 })
    const all = ['owner', 'steward', 'publisher', 'member', 'auditor'] as const
    expect(all.map((role) => needed('', [], who(role)).emergency)).toEqual([4, 4, 0, 0, 0])
  })

  it('are everyone’s where no policy was read', () => {
    const stranger = { ...who('owner'), orgId: 'org_unread' }
    const { steps, emergency } = approvalFor({ principal: stranger, port, columns: [] })
    expect([steps.map(({ role }) => role), emergency]).toEqual([['owner', 'steward', 'second'], 0])
  })
})

describe('the steps of a request, as an organisation says', () => {
  it.each<[string, string, (string | null)[], string]>([
    ['automatic for a tag', open, [null, 'public'], ''],
    ['automatic, though a column is confidential', open, ['confidential'], 'owner steward'],
    [
      'automatic, and what is confidential too',
      `${open} @approval("automatic") permit (principal, ${asks}, resource is Column) when { resource has classification && resource.classification == "confidential" };`,
      ['confidential'],
      '',
    ],
    [
      'the same, though another column is restricted',
      `${open} @approval("automatic") permit (principal, ${asks}, resource is Column) when { resource has classification && resource.classification == "confidential" };`,
      ['confidential', 'restricted'],
      'owner steward second',
    ],
    ['a steward alone', `@approval("steward") permit (principal, ${asks}, resource is Port);`, [], 'steward'],
    [
      'two at once: the strictest counts',
      `${open} @approval("steward") permit (principal, ${asks}, resource is Port);`,
      [],
      'steward',
    ],
    [
      'for another purpose',
      `@approval("automatic") permit (principal, ${asks}, resource is Port) when { context has purpose && context.purpose == "research" };`,
      [],
      'owner',
    ],
    [
      'for this purpose',
      `@approval("automatic") permit (principal, ${asks}, resource is Port) when { context has purpose && context.purpose == "analytics" };`,
      [],
      '',
    ],
    [
      'for somebody else',
      `@approval("automatic") permit (principal == Member::"mem_other", ${asks}, resource is Port);`,
      [],
      'owner',
    ],
    [
      'by how sensitive all of it is',
      `@approval("automatic") permit (principal, ${asks}, resource is Port) when { !(context has sensitivity) };`,
      [null],
      '',
    ],
    [
      'by how sensitive it is, where it is',
      `@approval("automatic") permit (principal, ${asks}, resource is Port) when { !(context has sensitivity) };`,
      ['internal'],
      'owner',
    ],
    [
      'automatic by one that errs',
      `@approval("automatic") permit (principal, ${asks}, resource is Port) when { resource.held };`,
      [],
      'owner',
    ],
    [
      'strict by one that errs, beside an automatic one',
      `${open} @approval("owner, steward") permit (principal, ${asks}, resource is Port) when { resource.held };`,
      [],
      'owner steward',
    ],
    [
      'only a pace',
      `@climb("PT2H") permit (principal, ${asks}, resource is Port);`,
      ['restricted'],
      'owner steward second',
    ],
  ])('%s', (_, text, classes, expected) => {
    expect(roles(text, classes)).toBe(expected)
  })

  it('name the policies that ask', () => {
    const text = `@id("stewards first") @approval("steward") permit (principal, ${asks}, resource is Port);`
    expect(needed(text, []).steps).toEqual([{ role: 'steward', because: 'Policy asks for it: stewards first.' }])
  })

  it('wait no longer than the shortest that is said', () => {
    const text = `@remind("PT2H") @climb("P1D") permit (principal, ${asks}, resource is Port);
      @climb("PT6H") permit (principal, ${asks}, resource is Port);
      @timeout("P2D") permit (principal, ${asks}, resource is Column) when { resource has classification };`
    expect(needed(text, ['public']).pace).toEqual({
      remindAfter: 2,
      climbAfter: 6,
      timeOutAfter: 48,
      answerWithin: 336,
    })
    expect(needed(text, [null]).pace.timeOutAfter).toBe(720)
  })

  it('name who breaks the glass, and for how long; never is the strictest', () => {
    const members = `@breakglass("PT2H") permit (principal, ${asks}, resource is Port);`
    expect([needed(members, []).emergency, needed(members, [], who('owner')).emergency]).toEqual([2, 2])
    const never = `@breakglass("never") permit (principal in Role::"owner", ${asks}, resource is Port);`
    expect(needed(never, [], who('owner')).emergency).toBe(0)
    expect(needed(never, [], who('steward')).emergency).toBe(4)
    expect(needed(`${members} ${never}`, [], who('owner')).emergency).toBe(0)
  })
})
