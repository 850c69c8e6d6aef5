import { describe, expect, it } from 'vitest'
import { joinable, type KnownColumn, narrower } from './joinable'

const column = (name: string, more: Partial<KnownColumn> = {}): KnownColumn => ({
  object: 'rows',
  name,
  businessName: null,
  type: 'VARCHAR',
  classification: null,
  uniqueness: 0.1,
  distinct: 10,
  key: false,
  personal: null,
  ...more,
})
const id = column('patient_id', { type: 'BIGINT', uniqueness: 1, distinct: 500 })
const birth = column('born', { personal: 'birth_date', type: 'DATE' })
const place = column('post_code', { personal: 'address' })
const name = column('full_name', { personal: 'person_name' })
const amount = column('amount', { type: 'DOUBLE', uniqueness: 1, distinct: 500 })
const keysOf = (wanted: KnownColumn[], held: KnownColumn[]) =>
  joinable(wanted, held).keys.map((key) => `${key.wanted.name}=${key.held.name}`)

describe('a shared key', () => {
  it.each<[string, KnownColumn[], KnownColumn[], string[]]>([
    ['the same id', [id, amount], [id, birth], ['patient_id=patient_id']],
    ['unique on one side alone', [{ ...id, uniqueness: 0.2 }], [id], ['patient_id=patient_id']],
    ['written otherwise', [column('PatientId', { type: 'INTEGER' })], [id], ['PatientId=patient_id']],
    [
      'by the name people use',
      [column('pid', { businessName: 'Patient id', type: 'INTEGER' })],
      [id],
      ['pid=patient_id'],
    ],
    ['an id of many values', [column('order_no', { distinct: 60 })], [column('order_no')], ['order_no=order_no']],
    ['declared', [column('land', { key: true })], [column('land')], ['land=land']],
    ['the same e-mail', [column('mail', { personal: 'email' })], [column('to', { personal: 'email' })], ['mail=to']],
    ['no: other types', [column('patient_id', { uniqueness: 1 })], [id], []],
    ['no: other names', [column('visit_id', { type: 'BIGINT', uniqueness: 1 })], [id], []],
    ['no: few values', [column('country')], [column('country')], []],
    ['no: an amount', [amount], [amount], []],
    ['no: an id of few values', [column('shop_id')], [column('shop_id')], []],
    ['no: one value alone', [column('x', { uniqueness: 1, distinct: 1 })], [column('x')], []],
  ])('%s', (_, wanted, held, keys) => {
    expect(keysOf(wanted, held)).toEqual(keys)
  })
})

describe('two grants', () => {
  it.each<[string, KnownColumn[], KnownColumn[], RegExp | null]>([
    ['that each name nobody, and together do', [id, birth], [id, place], /Neither names a person/],
    ['of which one names people', [id, amount], [id, name], /One of the two holds the name/],
    ['the other way about', [id, name], [id, amount], /One of the two holds the name/],
    ['that name people already, each', [id, name], [id, column('mail', { personal: 'email' })], null],
    ['that name nobody even together', [id, amount], [id, birth], null],
    ['without a shared key', [birth], [place], null],
    ['with a name and no shared key', [amount], [name], null],
  ])('%s', (_, wanted, held, flag) => {
    const { identifies } = joinable(wanted, held)
    if (flag) expect(identifies).toMatch(flag)
    else expect(identifies).toBeNull()
  })
})

describe('a narrower grant', () => {
  it('leaves out what is grave, what names people and what joins so that they are named', () => {
    const secret = column('diagnosis', { classification: 'Confidential' })
    const joins = [joinable([id, birth], [id, place])]
    expect(narrower([id, birth, secret, name, amount], joins)).toEqual({
      columns: ['rows.born', 'rows.amount'],
      leaves: [
        { column: 'rows.patient_id', because: 'it joins with what they hold so that people are named' },
        { column: 'rows.diagnosis', because: 'it is Confidential' },
        { column: 'rows.full_name', because: 'it likely holds people’s name' },
      ],
    })
  })

  it('is not offered where nothing would be left out, or nothing left', () => {
    expect(narrower([amount], [])).toBeNull()
    expect(narrower([name], [])).toBeNull()
  })
})
