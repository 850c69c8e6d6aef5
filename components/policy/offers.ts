import type { CodeCompletion, CodeOffer } from '@/components/ui/code-editor'

/** What the names of an organisation are, for what policies write in quotes. */
export type Names = {
  members: string[]
  domains: string[]
  /** Slugs found by what is typed of them. */
  products: (typed: string) => Promise<string[]>
  ports: (product: string) => Promise<Port[]>
}
type Port = { name: string; objects: string[] }

type Words = { types: string[]; actions: string[]; attributes: Map<string, CodeCompletion[]> }

const comment = /\/\/[^\n]*/g
const entity = /entity\s+([\w, ]+?)(?:\s+in\s+\[[^\]]*\])?\s*(?:\{([^}]*)\})?\s*;/g
const record = /type\s+(\w+)\s*=\s*\{([^}]*)\}/g
const attribute = /"?(\w+)"?(\??)\s*:\s*([\w<>]+)/g
const actions = /action\s+([\w,\s]+?)\s+appliesTo/g

/** The types, actions and attributes that a schema in Cedar's own words declares. */
export function wordsOf(schema: string): Words {
  const text = schema.replaceAll(comment, '')
  const types: string[] = []
  const attributes = new Map<string, CodeCompletion[]>()
  for (const [, name = '', body = ''] of text.matchAll(record)) attributes.set(name, attributesIn(body))
  for (const [, names = '', body = ''] of text.matchAll(entity))
    for (const name of names.split(',').map((one) => one.trim())) {
      types.push(name)
      attributes.set(name, attributesIn(body))
    }
  const named = [...text.matchAll(actions)].flatMap(([, list = '']) => list.split(',').map((one) => one.trim()))
  return { types: [...new Set(types)], actions: [...new Set(named)], attributes }
}

const attributesIn = (body: string): CodeCompletion[] =>
  [...body.matchAll(attribute)].map(([, name = '', maybe, type = '']) => {
    return { label: name, detail: maybe ? `${type}, may be missing` : type, kind: 'column' }
  })

const roles = ['owner', 'steward', 'publisher', 'member', 'auditor']
const masks = ['null', 'full', 'partial', 'hash', 'year', 'bucket(10)']
const keywords = [
  ...['permit', 'forbid', 'principal', 'action', 'resource', 'context', 'when', 'unless', 'in', 'is', 'has', 'like'],
  ...['true', 'false', 'if', 'then', 'else'],
]
const plain = (label: string, detail?: string): CodeCompletion => ({ label, detail })
const askers = new Set(['Member', 'Agent'])

/** What may be written next, by what stands before the cursor on its line. */
export function offersOf(words: Words, names: Names): (before: string) => CodeOffer | Promise<CodeOffer | null> | null {
  const all = [...words.types.map((name) => plain(name, 'type')), ...keywords.map((name) => plain(name))]
  const quoted: Record<string, CodeCompletion[]> = {
    Action: words.actions.map((name) => plain(name, 'action')),
    Role: roles.map((name) => plain(name, 'role')),
    Member: names.members.map((name) => plain(name)),
    Domain: names.domains.map((name) => plain(name)),
  }
  const unique = (list: CodeCompletion[]) => [...new Map(list.map((one) => [one.label, one])).values()]
  const of = (wanted: (type: string) => boolean) =>
    unique([...words.attributes].flatMap(([type, own]) => (wanted(type) ? own : [])))
  const attributes: Record<string, CodeCompletion[]> = {
    principal: of((type) => askers.has(type)),
    resource: of((type) => !askers.has(type) && type !== 'Circumstances'),
    context: of((type) => type === 'Circumstances'),
  }
  return (before) => {
    const thing = /\b(Product|Port)::"([^"]*)$/.exec(before)
    if (thing) return inName(names, thing[1] === 'Port', thing[2]!)
    const name = /(\w+)::"([^"]*)$/.exec(before)
    if (name) return { replaces: name[2]!.length, offers: quoted[name[1]!] ?? [] }
    const mask = /@mask\("(?:[^"]*[:,]\s*)?(\w*)$/.exec(before)
    if (mask) return { replaces: mask[1]!.length, offers: masks.map((one) => plain(one, 'mask')) }
    if (inText(before)) return null
    const rows = /\bRows::((?:\w+::){0,2})(\w*)$/.exec(before)
    if (rows) return inRows(names, rows[1]!.split('::').slice(0, -1), rows[2]!)
    const dotted = /\b(principal|resource|context)(?:\.|\s+has\s+)(\w*)$/.exec(before)
    if (dotted) return { replaces: dotted[2]!.length, offers: attributes[dotted[1]!] ?? [] }
    const word = /[A-Za-z_]\w*$/.exec(before)
    return word && !/[.:]$/.test(before.slice(0, word.index)) ? { replaces: word[0].length, offers: all } : null
  }
}

/** The name of a product; of a port, its product's and then, behind a slash, its own. */
async function inName(names: Names, port: boolean, typed: string): Promise<CodeOffer> {
  const [product = '', own] = typed.split('/')
  const found =
    own === undefined
      ? (await names.products(product)).map((slug) => (port ? plain(`${slug}/`, 'then the port') : plain(slug)))
      : (await names.ports(product)).map(({ name }) => plain(`${product}/${name}`, 'port'))
  return { replaces: typed.length, offers: found, searched: own === undefined }
}

/** Hyphens become underscores in the name of a type. */
const typed = (name: string) => name.replaceAll('-', '_')

/** The type of a port's rows: its product, itself, and its object where it has several. */
async function inRows(names: Names, [product, port]: string[], rest: string): Promise<CodeOffer> {
  const search = (text: string) => names.products(text.replaceAll('_', ' '))
  if (product === undefined) {
    const offers = (await search(rest)).map((slug) => plain(`${typed(slug)}::`, 'then the port'))
    return { replaces: rest.length, offers, searched: true }
  }
  const slug = (await search(product)).find((one) => typed(one) === product)
  const ports = slug === undefined ? [] : await names.ports(slug)
  const offers =
    port === undefined
      ? ports.map(({ name, objects }) =>
          objects.length > 1 ? plain(`${typed(name)}::`, 'then the object') : plain(typed(name), 'rows of the port'),
        )
      : ports
          .filter(({ name, objects }) => typed(name) === port && objects.length > 1)
          .flatMap(({ objects }) => objects.map((name) => plain(typed(name), 'object')))
  return { replaces: rest.length, offers }
}

/** Within quotes, or behind the sign of a comment, no word is Cedar's. */
function inText(before: string): boolean {
  const rest = before.replaceAll(/"(?:\\.|[^"\\])*"/g, '')
  return rest.includes('"') || rest.includes('//')
}
