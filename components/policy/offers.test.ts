import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { offersOf, wordsOf } from './offers'

const words = wordsOf(readFileSync('server/policy/schema.cedarschema', 'utf8'))
const slugs = ['flight-delays', 'flights', 'orders']
const ports = [
  { name: 'all', objects: ['delays'] },
  { name: 'by-day', objects: ['days', 'air-ports'] },
]
const offer = offersOf(words, {
  members: ['ann@example.org'],
  domains: ['sales'],
  products: async (typed) => slugs.filter((slug) => slug.replaceAll('-', ' ').includes(typed.replaceAll('-', ' '))),
  ports: async (product) => (product === 'flight-delays' ? ports : []),
})
const labels = async (before: string) => (await offer(before))?.offers.map(({ label }) => label)

describe('what the schema declares', () => {
  it('is read from its own words', () => {
    expect(words.types).toEqual(
      expect.arrayContaining(['Member', 'Agent', 'Product', 'Rows', 'Column'].filter((one) => one !== 'Rows')),
    )
    expect(words.actions).toEqual(expect.arrayContaining(['discover', 'query', 'perform']))
    expect(words.attributes.get('Product')).toContainEqual({
      label: 'held',
      detail: 'Bool, may be missing',
      kind: 'column',
    })
    expect(words.attributes.get('Circumstances')?.map(({ label }) => label)).toContain('purpose')
  })
})

describe('what is offered', () => {
  it.each([
    ['forbid (principal, action == Action::"dis', 'discover', 3],
    ['principal in Role::"', 'steward', 0],
    ['principal == Member::"an', 'ann@example.org', 2],
    ['principal in Domain::"sa', 'sales', 2],
    ['resource == Product::"fl', 'flight-delays', 2],
    ['resource == Port::"', 'flight-delays/', 0],
    ['resource == Port::"flight-delays/', 'flight-delays/by-day', 14],
    ['resource is Rows::fl', 'flight_delays::', 2],
    ['resource is Rows::flight_delays::', 'all', 0],
    ['resource is Rows::flight_delays::by', 'by_day::', 2],
    ['resource is Rows::flight_delays::by_day::', 'air_ports', 0],
    ['when { resource.ta', 'tags', 2],
    ['when { resource has cl', 'classification', 2],
    ['unless { principal.ro', 'role', 2],
    ['when { context.', 'surface', 0],
    ['@mask("mail:ha', 'hash', 2],
    ['for', 'forbid', 3],
    ['resource is Pro', 'Product', 3],
  ])('after %s', async (before, label, replaces) => {
    expect(await labels(before)).toContain(label)
    expect((await offer(before))?.replaces).toBe(replaces)
  })
  it('looks products up by what is typed of them', async () => {
    expect(await labels('resource == Product::"flight-d')).toEqual(['flight-delays'])
    expect(await labels('resource is Rows::flight_d')).toEqual(['flight_delays::'])
    expect(await labels('resource == Port::"nobody/')).toEqual([])
  })
  it.each(['// for', 'when { resource.slug == "for', 'resource.slug.fo', ''])('is nothing after %s', (before) => {
    expect(offer(before)).toBeNull()
  })
  it('leaves what is the principal’s to the principal', async () => {
    expect(await labels('principal.')).not.toContain('tags')
    expect(await labels('resource.')).not.toContain('email')
  })
})
