import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { offersOf, wordsOf } from './offers'

const words = wordsOf(readFileSync('server/policy/schema.cedarschema', 'utf8'))
const offer = offersOf(words, { members: ['ann@example.org'], domains: ['sales'], products: ['flight-delays'] })
const labels = (before: string) => offer(before)?.offers.map(({ label }) => label)

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
    ['resource is Rows::fl', 'flight_delays::', 2],
    ['when { resource.ta', 'tags', 2],
    ['when { resource has cl', 'classification', 2],
    ['unless { principal.ro', 'role', 2],
    ['when { context.', 'surface', 0],
    ['@mask("mail:ha', 'hash', 2],
    ['for', 'forbid', 3],
    ['resource is Pro', 'Product', 3],
  ])('after %s', (before, label, replaces) => {
    expect(labels(before)).toContain(label)
    expect(offer(before)?.replaces).toBe(replaces)
  })
  it.each(['// for', 'when { resource.slug == "for', 'resource.slug.fo', ''])('is nothing after %s', (before) => {
    expect(offer(before)).toBeNull()
  })
  it('leaves what is the principal’s to the principal', () => {
    expect(labels('principal.')).not.toContain('tags')
    expect(labels('resource.')).not.toContain('email')
  })
})
