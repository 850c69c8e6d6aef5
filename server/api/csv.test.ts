import { expect, it } from 'vitest'
import { toCsv } from './csv'

it.each<[string, string | number | null, string]>([
  ['a word', 'plain', '"plain"'],
  ['a quote', 'say "no"', '"say ""no"""'],
  ['a comma and a line', 'a,b\nc', '"a,b\nc"'],
  ['nothing', null, ''],
  ['a number', -5, '-5'],
  ['an equals sign', '=1+1', '"\'=1+1"'],
  ['a plus', '+1', '"\'+1"'],
  ['a minus', '-2+3', '"\'-2+3"'],
  ['an at', '@SUM(A1)', '"\'@SUM(A1)"'],
  ['a tab first', '\t=1', '"\'\t=1"'],
  ['a space first', '  =1', '"\'  =1"'],
  ['a command', "=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""],
  ['one in the middle', 'a=1', '"a=1"'],
])('%s', (_, value, expected) => {
  expect(toCsv(['h'], [[value]])).toBe(`"h"\r\n${expected}\r\n`)
})
