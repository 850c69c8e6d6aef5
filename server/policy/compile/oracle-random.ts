/** Random policies, principals and rows for the oracle: typed by a hand-written table, with wrong types and gaps on purpose. */

export type Chance = () => number
type Type = 'string' | 'long' | 'bool' | 'decimal' | 'datetime' | 'team' | 'strings' | 'teams' | 'longs'

export const columns: readonly { name: string; type: Type }[] = [
  { name: 's1', type: 'string' },
  { name: 's2', type: 'string' },
  { name: 'n1', type: 'long' },
  { name: 'n2', type: 'long' },
  { name: 'b1', type: 'bool' },
  { name: 'd1', type: 'decimal' },
  { name: 't1', type: 'datetime' },
  { name: 'e1', type: 'team' },
  { name: 'ss', type: 'strings' },
  { name: 'es', type: 'teams' },
  { name: 'ns', type: 'longs' },
]
const principalColumns: readonly { name: string; type: Type }[] = [
  { name: 'name', type: 'string' },
  { name: 'level', type: 'long' },
  { name: 'active', type: 'bool' },
  { name: 'team', type: 'team' },
  { name: 'teams', type: 'teams' },
  { name: 'words', type: 'strings' },
  { name: 'numbers', type: 'longs' },
  { name: 'since', type: 'datetime' },
  { name: 'purse', type: 'decimal' },
]

export type Uid = { type: string; id: string }
export type Fact = { uid: Uid; attrs: Record<string, unknown>; parents: Uid[] }
export type Row = { id: string; folders: string[] } & Record<string, unknown>

const texts = ['', 'a', 'A', 'ab', 'a%b', 'a_b', 'a^b', 'a*b', "it's", 'é', 'Z\n', 'aab']
const longs = [0, 1, -1, 2, 7, 1023, 1024, 1025, 9007199254740991, -9007199254740991]
const decimals = ['0.0', '1.5', '-1.5', '1.5000', '922337203685477.5807', '-922337203685477.5808', '0.0001']
const times = [
  '2024-01-01',
  '2024-02-29T12:00:00Z',
  '1969-12-31T23:59:59.999Z',
  '2024-01-01T00:00:00.001Z',
  '1900-03-01',
]
const teams = ['t1', 't2', 't3', 'T1']
const folders = ['root', 'left', 'right', 'leaf']
/** What stands above a folder, itself included. */
const upOf: Record<string, string[]> = {
  root: ['root'],
  left: ['left', 'root'],
  right: ['right', 'root'],
  leaf: ['leaf', 'left', 'root'],
}

export const pick = <T>(chance: Chance, of: readonly T[]): T => of[Math.floor(chance() * of.length)]!
const some = <T>(chance: Chance, of: readonly T[]): T[] => of.filter(() => chance() < 0.3)
const uid = (type: string, id: string): Uid => ({ type, id })
const ref = (type: string, id: string) => ({ __entity: { type, id } })
const call = (fn: string, arg: string) => ({ __extn: { fn, arg } })

function json(chance: Chance, type: Type): unknown {
  switch (type) {
    case 'string':
      return pick(chance, texts)
    case 'long':
      return pick(chance, longs)
    case 'bool':
      return chance() < 0.5
    case 'decimal':
      return call('decimal', pick(chance, decimals))
    case 'datetime':
      return call('datetime', pick(chance, times))
    case 'team':
      return ref('Team', pick(chance, teams))
    case 'strings':
      return some(chance, texts)
    case 'longs':
      return some(chance, longs)
    default:
      return some(chance, teams).map((id) => ref('Team', id))
  }
}

/** A row as Cedar's JSON; about a quarter of its attributes are missing. */
export function randomRow(chance: Chance, id: string): Row {
  const row: Row = { id, folders: upOf[pick(chance, folders)]! }
  for (const { name, type } of columns) if (chance() > 0.25) row[name] = json(chance, type)
  return row
}

export const rowFact = ({ id, folders: up, ...attrs }: Row): Fact => ({
  uid: uid('Thing', id),
  attrs,
  parents: [uid('Folder', up[0]!)],
})

/** The entities around: a principal with gaps, teams under divisions, folders under folders. */
export function randomWorld(chance: Chance): Fact[] {
  const attrs: Record<string, unknown> = {}
  for (const { name, type } of principalColumns) if (chance() > 0.12) attrs[name] = json(chance, type)
  const fact = (type: string, id: string, parents: Uid[]): Fact => ({ uid: uid(type, id), attrs: {}, parents })
  return [
    { uid: uid('Member', 'me'), attrs, parents: [uid('Role', 'reader'), uid('Team', 't1')] },
    fact('Role', 'reader', [uid('Role', 'anyone')]),
    ...teams.map((id) => fact('Team', id, id === 't1' ? [uid('Team', 't3')] : [])),
    ...folders.map((id) =>
      fact(
        'Folder',
        id,
        upOf[id]!.slice(1, 2).map((up) => uid('Folder', up)),
      ),
    ),
  ]
}

const quoted = (text: string) => JSON.stringify(text).replaceAll('*', '*')
function literal(chance: Chance, type: Type): string {
  const value = json(chance, type)
  const write = (one: unknown): string => {
    if (typeof one === 'string') return quoted(one)
    if (Array.isArray(one)) return `[${one.map(write).join(', ')}]`
    if (typeof one !== 'object' || one === null) return typeof one === 'number' && one < 0 ? `(${one})` : String(one)
    if ('__entity' in one) return `Team::${quoted((one as { __entity: Uid }).__entity.id)}`
    const { fn, arg } = (one as { __extn: { fn: string; arg: string } }).__extn
    return `${fn}(${quoted(arg)})`
  }
  return write(value)
}

const types: readonly Type[] = ['string', 'long', 'bool', 'decimal', 'datetime', 'team', 'strings', 'teams', 'longs']
const ofType = (from: readonly { name: string; type: Type }[], type: Type) => from.filter((one) => one.type === type)

/** A value that may stand in a comparison over rows. */
function value(chance: Chance, wanted: Type, depth: number): string {
  const type = chance() < 0.07 ? pick(chance, types) : wanted
  const own = ofType(columns, type)
  const theirs = ofType(principalColumns, type)
  const roll = chance()
  if (type === 'long' && depth > 0 && roll < 0.3) {
    const sides = [value(chance, 'long', depth - 1), pick(chance, ['1', '2', '1023', '1024', '1025', '(-1024)'])]
    return `(${sides[0]} ${pick(chance, ['+', '-', '*'])} ${sides[1]})`
  }
  if (roll < 0.6 && own.length > 0) return `resource.${pick(chance, own).name}`
  if (roll < 0.75 && theirs.length > 0) return `principal.${pick(chance, theirs).name}`
  return literal(chance, type)
}

const pattern = (chance: Chance) =>
  quoted(pick(chance, ['', 'a', '*', 'a*', '*b', 'a%b', 'a_b', '*^*', 'a\u0000b', '*a*b', "*'s"])).replace(
    '\\u0000',
    '\\*',
  )

/** A condition over the resource, of the forms that are said to translate. */
export function condition(chance: Chance, depth: number): string {
  const inner = () => condition(chance, depth - 1)
  if (depth > 0 && chance() < 0.55) {
    const form = pick(chance, ['&&', '||', '!', 'if', '&&', '||'])
    if (form === '!') return `!(${inner()})`
    if (form === 'if') return `(if ${inner()} then ${inner()} else ${inner()})`
    return `(${inner()} ${form} ${inner()})`
  }
  return leaf(chance)
}

function leaf(chance: Chance): string {
  const own = (type: Type) => `resource.${pick(chance, ofType(columns, type)).name}`
  const type = pick(chance, types)
  const any = () => `resource.${pick(chance, columns).name}`
  const forms: (() => string)[] = [
    () => `${value(chance, type, 1)} ${pick(chance, ['==', '!='])} ${value(chance, type, 1)}`,
    () => `${value(chance, 'long', 2)} ${pick(chance, ['<', '<=', '>', '>='])} ${value(chance, 'long', 1)}`,
    () => `${value(chance, 'datetime', 0)} ${pick(chance, ['<', '<=', '>', '>='])} ${value(chance, 'datetime', 0)}`,
    () =>
      `${value(chance, 'decimal', 0)}.${pick(chance, ['lessThan', 'greaterThanOrEqual', 'greaterThan', 'lessThanOrEqual'])}(${value(chance, 'decimal', 0)})`,
    () => `resource has ${pick(chance, [...columns.map(({ name }) => name), 'nothing'])}`,
    () => `!(resource has ${pick(chance, columns).name})`,
    () => `${chance() < 0.8 ? own('string') : any()} like ${pattern(chance)}`,
    () => own('bool'),
    () => `${own('strings')}.contains(${value(chance, 'string', 0)})`,
    () =>
      `${own('strings')}.${pick(chance, ['containsAll', 'containsAny'])}(${chance() < 0.5 ? literal(chance, 'strings') : 'principal.words'})`,
    () => `${own('longs')}.${pick(chance, ['containsAll', 'containsAny'])}(${literal(chance, 'longs')})`,
    () => `${literal(chance, 'teams')}.${pick(chance, ['contains'])}(${own('team')})`,
    () => `principal.teams.containsAny(${own('teams')})`,
    () => `principal.words.contains(${own('string')})`,
    () => `${own(pick(chance, ['strings', 'teams', 'longs'] as Type[]))}.isEmpty()`,
    () => `principal in ${chance() < 0.5 ? own('teams') : own('team')}`,
    () => `principal.team in ${own('teams')}`,
    () =>
      `resource in ${pick(
        chance,
        folders.map((id) => `Folder::"${id}"`),
      )}`,
    () => `resource in [Folder::"left", Folder::"right", Team::"t1"]`,
    () => `resource is ${pick(chance, ['Thing', 'Folder', 'Thing in Folder::"left"'])}`,
    () => `${own('team')} is ${pick(chance, ['Team', 'Folder'])}`,
    () => `principal has ${pick(chance, principalColumns).name}`,
    // What a typed text would not hold, and what hardly any draw would bring: wrong types, gaps and the edge of 64 bits.
    () => pick(chance, ['resource.s1', 'resource.nothing', 'resource.n1']),
    () => `resource.n1 * 1025 ${pick(chance, ['<', '>=', '=='])} ${literal(chance, 'long')}`,
    () =>
      `${pick(chance, ['resource.ss', 'resource.ns'])}.containsAll(${pick(chance, ['["a", 1]', '[1, "a"]', '[1]'])})`,
    () =>
      `${own(pick(chance, ['strings', 'longs'] as Type[]))} == ${pick(chance, ['[]', '["a"]', '[1]', '["a", "ab"]'])}`,
    () => `principal in [Role::"reader", ${pick(chance, ['1', 'Team::"t2"', '"a"'])}]`,
    () => pick(chance, ['true', 'false', 'principal.active', 'context.flag', 'principal in Role::"anyone"']),
  ]
  return pick(chance, forms)()
}

/** A whole policy with a random head; what it says need not be of the right types. */
export function randomPolicy(chance: Chance): string {
  const head = [
    pick(chance, [
      'principal',
      'principal',
      'principal == Member::"me"',
      'principal in Role::"reader"',
      'principal in Role::"anyone"',
      'principal is Member',
      'principal is Member in Team::"t3"',
      'principal == Member::"you"',
    ]),
    pick(chance, [
      'action',
      'action == Action::"see"',
      'action in [Action::"see", Action::"do"]',
      'action in Action::"any"',
    ]),
    pick(chance, [
      'resource',
      'resource',
      'resource is Thing',
      'resource in Folder::"left"',
      'resource in Folder::"root"',
      'resource is Thing in Folder::"left"',
      'resource == Thing::"r1"',
      'resource is Folder',
    ]),
  ]
  const when = chance() < 0.35 ? ` when { ${first(chance)} }` : ''
  const more = chance() < 0.9 ? ` ${pick(chance, ['when', 'unless'])} { ${condition(chance, 2)} }` : ''
  return `${pick(chance, ['permit', 'permit', 'forbid'])}(${head.join(', ')})${when}${more};`
}

/** What the index by first equality reads. */
const first = (chance: Chance) =>
  pick(chance, [
    `resource.s1 == ${literal(chance, 'string')}`,
    `resource.n1 == ${literal(chance, 'long')}`,
    `principal.name == ${literal(chance, 'string')} && ${condition(chance, 1)}`,
    `resource.e1 == ${literal(chance, 'team')}`,
    `resource.b1 == true`,
    `resource.s2 == 3`,
    `resource.n1 * 1025 > 0`,
    `principal in [Role::"reader", "a"]`,
  ])
