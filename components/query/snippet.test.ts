import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curl, sqlName } from './snippet'

test('the command sends exactly what was asked, whatever quotes are in it', () => {
  const asked = { sql: `select 'it''s' -- $HOME \`id\` "\nfrom "a"."b"`, format: 'json' as const }
  // The shell reads the command with curl replaced by a program that prints its last argument.
  const command = curl('http://127.0.0.1:3000', asked).replace('curl ', 'last ')
  const said = execFileSync('sh', ['-c', `last() { for a; do x=$a; done; printf %s "$x"; }\n${command}`], {
    encoding: 'utf8',
  })
  expect(JSON.parse(said)).toEqual(asked)
})

test.each([
  ['id', 'id'],
  ['Order Id', '"Order Id"'],
  ['a"b', '"a""b"'],
])('%s as a name is %s', (name, written) => {
  expect(sqlName(name)).toBe(written)
})
