import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lineDiff } from './line-diff'
import { policyTexts } from './policy-texts'
import { templates, withTemplate } from './templates'

describe('a text in its policies', () => {
  it('names them as the server does, each with its line', () => {
    const text = `// first; not yet\n@id("a; b") permit (principal, action, resource);\n\nforbid (principal, action, resource) when { resource.slug == "x;" };`
    expect(policyTexts(text).map(({ id, line }) => [id, line])).toEqual([
      ['a; b', 2],
      ['policy1', 4],
    ])
  })
  it('finds every one of those that come with the portal', () => {
    const found = policyTexts(readFileSync('server/policy/shipped.cedar', 'utf8'))
    expect(found.every(({ id }) => id.startsWith('stoa: '))).toBe(true)
    expect(found.length).toBeGreaterThan(5)
  })
  it('of a text that is not whole, finds those that are', () => {
    expect(policyTexts('permit (principal, action, resource); forbid (')).toHaveLength(1)
  })
})

describe('a difference', () => {
  it.each([
    ['a\nb\nc', 'a\nc', ' a,-b, c'],
    ['a\nc', 'a\nb\nc', ' a,+b, c'],
    ['a\nb', 'a\nB', ' a,-b,+B'],
    ['', 'a', '+a'],
    ['a', '', '-a'],
    ['a', 'a', ' a'],
  ])('from %j to %j', (before, after, lines) => {
    expect(
      lineDiff(before, after)
        .map(({ sign, text }) => sign + text)
        .join(),
    ).toBe(lines)
  })
})

describe('a template', () => {
  const subject = {
    product: 'bird-strikes',
    port: 'strikes',
    objects: [
      {
        name: 'strikes',
        columns: [
          { name: 'State of origin', type: 'VARCHAR' },
          { name: 'cost', type: 'BIGINT' },
        ],
      },
    ],
  }
  it('speaks of what is there', () => {
    const [rows, masks] = ['rows', 'masks'].map((id) => templates.find((one) => one.id === id)!.write(subject))
    expect(rows).toContain('Rows::bird_strikes::strikes')
    expect(rows).toContain('resource has "State of origin" && resource["State of origin"] == "DE"')
    expect(masks).toContain('"State of origin:hash, cost:bucket(1000)"')
  })
  it('goes to the end, under a name of its own', () => {
    const [one] = templates
    const first = withTemplate('', one!.write(null))
    expect(first.line).toBe(1)
    const second = withTemplate(first.text, one!.write(null))
    expect(second.text).toContain('@id("only owners find what is secret 2")')
    expect(policyTexts(second.text)[1]?.line).toBe(second.line)
  })
})
