import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cedar } from './compile/cedar'
import { schemaWith } from './tables'

const shipped = readFileSync('server/policy/schema.cedarschema', 'utf8')
const table = (type: string) => ({ type, columns: [{ name: 'pay', type: 'BIGINT' }], above: {} })

describe('a schema with the rows of ports in it', () => {
  const cases: [string, string[]][] = [
    ['one port', ['Rows::people::all']],
    ['two ports of one product', ['Rows::people::all', 'Rows::people::few']],
    ['two objects of one port', ['Rows::people::all::staff', 'Rows::people::all::guests']],
    ['ports of two products', ['Rows::people::all', 'Rows::secrets::all']],
  ]
  for (const [what, types] of cases)
    test(`has ${what}`, () => {
      const schema = schemaWith(shipped, types.map(table))
      const asked = types.map(
        (type) =>
          `permit (principal, action == Action::"query", resource is ${type}) when { resource has pay && resource.pay > 1 };`,
      )
      const answer = cedar.validate({ schema, policies: { staticPolicies: asked.join('\n') } })
      expect(answer).toMatchObject({ type: 'success', validationErrors: [] })
    })
})
