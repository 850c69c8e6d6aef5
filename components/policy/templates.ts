/** A product that a template may speak of; what is not known of it stays as the guide has it. */
export type Subject = { product: string; port: string; objects: { name: string; columns: Column[] }[] }
type Column = { name: string; type: string | null; classification?: string | null }

export type Template = { id: string; title: string; hint: string; write: (subject: Subject | null) => string }

const reads = 'action in [Action::"preview", Action::"query"]'
const identifier = (name: string) => {
  const plain = name.replaceAll(/[^A-Za-z0-9_]/g, '_')
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`
}

/** How policies name the rows of what a template speaks of. */
function rowsOf(subject: Subject | null, product: string): string {
  if (!subject) return `Rows::${product}::all`
  const several = subject.objects.length > 1 ? [subject.objects[0]!.name] : []
  return ['Rows', subject.product, subject.port, ...several].map(identifier).join('::')
}

const columnsOf = (subject: Subject | null) => subject?.objects[0]?.columns ?? []
const isText = ({ type }: Column) => type === 'VARCHAR'
const isNumber = ({ type }: Column) => /INT|DOUBLE|FLOAT|DECIMAL/.test(type ?? '')
/** A bare word is an attribute; any other name is asked for in quotes. */
const has = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name))
const get = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? `resource.${name}` : `resource[${JSON.stringify(name)}]`)

export const templates: Template[] = [
  {
    id: 'secret',
    title: 'Hide products by a tag',
    hint: 'Nobody finds what is marked secret, but owners.',
    write: () => `@id("only owners find what is secret")
forbid (principal, action == Action::"discover", resource is Product)
when { resource.tags.contains("secret") } unless { principal.role == "owner" };`,
  },
  {
    id: 'rows',
    title: 'Show some rows only',
    hint: 'All but stewards read the rows of one country.',
    write: (subject) => {
      const texts = columnsOf(subject).filter(isText)
      const column = (texts.find(({ name }) => /country|state|region/i.test(name)) ?? texts[0])?.name ?? 'country'
      return `@id("rows of one kind only")
forbid (principal, ${reads}, resource is ${rowsOf(subject, 'orders')})
unless { principal.role == "steward" || (resource has ${has(column)} && ${get(column)} == "DE") };`
    },
  },
  {
    id: 'masks',
    title: 'Mask columns',
    hint: 'Everyone but stewards reads some columns as hashes, in part or in steps.',
    write: (subject) => {
      const columns = columnsOf(subject)
      const [text, number] = [columns.find(isText)?.name, columns.find(isNumber)?.name]
      const masks = [text && `${text}:hash`, number && `${number}:bucket(1000)`].filter(Boolean).join(', ')
      return `@id("masked for all but stewards")
@mask(${JSON.stringify(masks || 'mail:hash, pay:bucket(1000)')})
forbid (principal, ${reads}, resource is ${rowsOf(subject, 'people')})
unless { principal.role == "steward" };`
    },
  },
  {
    id: 'restricted',
    title: 'Hide columns by their class',
    hint: 'Restricted columns are hidden, whatever the product.',
    write: () => `@id("restricted columns are hidden")
forbid (principal, ${reads}, resource is Column)
when { resource has classification && resource.classification == "restricted" };`,
  },
  {
    id: 'without-grant',
    title: 'Read a port without a grant',
    hint: 'Stewards read one port in part, unasked.',
    write: (subject) => `@id("stewards read in part")
@mask("*:partial")
permit (principal in Role::"steward", ${reads}, resource == Port::${JSON.stringify(subject ? `${subject.product}/${subject.port}` : 'people/all')});`,
  },
]

/** A text with a template at its end, and the line where that begins. A name that is taken gets a number. */
export function withTemplate(text: string, written: string): { text: string; line: number } {
  const fresh = written.replace(/@id\("([^"]*)"\)/, (whole, id: string) => {
    for (let n = 1; ; n++) {
      const tried = n === 1 ? id : `${id} ${n}`
      if (!text.includes(`@id("${tried}")`)) return `@id("${tried}")`
      if (n > 999) return whole
    }
  })
  const before = text.trimEnd() === '' ? '' : `${text.trimEnd()}\n\n`
  return { text: `${before}${fresh}\n`, line: before.split('\n').length }
}
