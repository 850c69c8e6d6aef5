import { describe, expect, it } from 'vitest'
import type { HeldPort } from './held-ports'
import { sponsored } from './sponsored'

const soon = new Date('2026-12-01T00:00:00Z')
const later = new Date('2027-12-01T00:00:00Z')
const port = (columns: string[], more: Partial<HeldPort> = {}) =>
  ({
    grantId: 'grt_1',
    purpose: 'analytics',
    endsAt: later,
    productId: 'prd_1',
    portName: 'rows',
    domainId: 'dom_1',
    productVersion: '1.0.0',
    objects: [{ name: 'orders', columns: columns.map((name) => ({ name })), condition: null }],
    items: [],
    ...more,
  }) as HeldPort
const some = (where: string, more: Partial<HeldPort> = {}) => {
  const made = port(['a', 'b'], more)
  return { ...made, objects: made.objects.map((one) => ({ ...one, condition: { where, columns: [] } })) }
}
const rows = (ports: HeldPort[]) => ports.flatMap(({ objects }) => objects.map(({ condition }) => condition?.where))
const nowhere = () => false
const columns = (ports: HeldPort[]) =>
  ports.flatMap(({ objects }) => objects.flatMap((one) => one.columns.map((c) => c.name)))

describe('an agent reads of what it holds', () => {
  it.each<[string, HeldPort[], HeldPort[], string[]]>([
    ['what its sponsor holds too', [port(['a', 'b'])], [port(['a', 'b'])], ['a', 'b']],
    ['the columns both hold', [port(['a', 'b'])], [port(['b', 'c'])], ['b']],
    ['nothing where no column is shared', [port(['a'])], [port(['b'])], []],
    ['nothing where its sponsor holds nothing', [port(['a'])], [], []],
    [
      'nothing by a right of its sponsor for another purpose',
      [port(['a'])],
      [port(['a'], { purpose: 'research' })],
      [],
    ],
    ['nothing by a right of its sponsor on another port', [port(['a'])], [port(['a'], { portName: 'other' })], []],
    ['nothing that only its sponsor holds', [], [port(['a'])], []],
    ['nothing of what its sponsor holds none of', [port(['a'])], [port([], { objects: [] })], []],
  ])('%s', (_, own, theirs, expected) => {
    const made = sponsored(own, theirs, nowhere)
    expect(columns(made)).toEqual(expected)
    // Not even how many rows there are of what no column is left of.
    expect(made).toHaveLength(expected.length > 0 ? 1 : 0)
  })

  it('all of it where its sponsor reads by role', () =>
    expect(columns(sponsored([port(['a'])], [], ({ domainId }) => domainId === 'dom_1'))).toEqual(['a']))

  it.each<[string, string[], string[], string[]]>([
    ['those that both hold', ['docs', 'mail'], ['mail'], ['mail']],
    ['none where its sponsor holds none', ['docs'], [], []],
  ])('of items %s', (_, own, theirs, expected) => {
    const held = (names: string[]) => port([], { items: names.map((name) => ({ name })) as HeldPort['items'] })
    const made = sponsored([held(own)], [held(theirs)], nowhere)
    expect(made.flatMap(({ items }) => items.map(({ name }) => name))).toEqual(expected)
  })

  it('until the earlier of both ends', () =>
    expect(sponsored([port(['a'])], [port(['a'], { endsAt: soon })], nowhere)[0]?.endsAt).toEqual(soon))

  it.each<[string, HeldPort, HeldPort[], (string | undefined)[]]>([
    ['its own rows', some('a = 1'), [port(['a', 'b'])], ['a = 1']],
    ['its sponsor’s rows', port(['a', 'b']), [some('b = 2')], ['b = 2']],
    ['the rows of both', some('a = 1'), [some('b = 2')], ['(a = 1\n) and (b = 2\n)']],
    ['every row where one right of its sponsor has them', port(['a']), [some('a = 1'), port(['a'])], [undefined]],
    ['none by a condition over another version', port(['a']), [some('a = 1', { productVersion: '2.0.0' })], []],
  ])('%s', (_, own, theirs, expected) => expect(rows(sponsored([own], theirs, nowhere))).toEqual(expected))
})
