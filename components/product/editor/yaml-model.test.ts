import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { appendDocument, editText, locate, readModel, removeDocument } from './yaml-model'

const text = `# top
kind: DataProduct
name: Old # the name
tags: [a, b]
---
# contract
kind: DataContract
schema:
  - name: one
    properties:
      - name: x # kept
        required: true
`

describe('editing by form', () => {
  it('changes one place and nothing around it', () => {
    expect(editText(text, 0, ['name'], 'New')).toBe(text.replace('name: Old', 'name: New'))
    expect(editText(text, 1, ['schema', 0, 'properties', 0, 'logicalType'], 'string')).toBe(
      text.replace('        required: true\n', '        required: true\n        logicalType: string\n'),
    )
  })
  it('makes what is missing on the way, and leaves no husk behind', () => {
    const made = editText(text, 0, ['description', 'purpose'], 'why')
    expect(readModel(made).parts[0]?.value).toMatchObject({ description: { purpose: 'why' } })
    expect(readModel(editText(made, 0, ['description', 'purpose'], undefined)).parts[0]?.value).not.toHaveProperty(
      'description',
    )
    const listed = editText(text, 1, ['schema', 0, 'properties', 0, 'quality', 0], { metric: 'nullValues', mustBe: 0 })
    expect(readModel(listed).parts[1]?.value).toMatchObject({
      schema: [{ properties: [{ quality: [{ mustBe: 0 }] }] }],
    })
  })
  it('adds and removes documents', () => {
    const three = appendDocument(text, { kind: 'DataContract', id: 'z' })
    expect(readModel(three).parts).toHaveLength(3)
    expect(removeDocument(three, 2).trim()).toBe(text.trim())
    expect(readModel(removeDocument(three, 1)).parts.map((part) => part.value)).toMatchObject([
      { name: 'Old' },
      { id: 'z' },
    ])
  })
  it('leaves text alone that cannot be read, and says where', () => {
    const broken = `${text}  - [\n`
    expect(editText(broken, 1, ['id'], 'x')).toBe(broken)
    expect(readModel(broken).faults[0]).toMatchObject({ line: expect.any(Number) })
  })
  it('writes any value anywhere without touching the other document', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.integer(),
      fc.boolean(),
      fc.array(fc.string({ maxLength: 5 })),
    )
    fc.assert(
      fc.property(fc.constantFrom(0, 1), fc.stringMatching(/^[a-z]{1,8}$/), value, (index, key, given) => {
        const out = editText(text, index, [key, 'inner'], given)
        const documents = parseAllDocuments(out) as { toJS(): unknown }[]
        expect(documents[index]?.toJS()).toMatchObject({ [key]: { inner: given } })
        expect(readModel(out).parts[1 - index]?.text).toBe(readModel(text).parts[1 - index]?.text)
      }),
    )
  })
})

describe('finding a problem', () => {
  it.each([
    ['product.name', 3, 1],
    ['contracts.0.schema.0.properties.0.name', 11, 9],
    ['contracts.0.schema.0.properties.0.enum', 11, 9],
    ['contracts.0.schema.0.nothing', 9, 5],
    ['contracts.7', 1, 1],
  ])('%s', (path, line, column) => {
    expect(locate(text, path)).toEqual({ line, column })
  })
})
