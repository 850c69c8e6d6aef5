import { Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml'

/** Documents on their way out: as they came in, with what publishing added. */

/** Publishing adds these to the product's custom properties; nobody else's hands are counted as a change. */
export const stamps = ['publishedAt'] as const

/** A document that came as JSON, written as YAML. */
export const writeYaml = (value: unknown) => new Document(value).toString({ lineWidth: 0 })

/** How its writer spaces brackets and indents lists, so that what is written back looks as it did. */
const styleOf = (text: string) => ({
  lineWidth: 0,
  flowCollectionPadding: !/[[{][^\s\]}]/.test(text),
  indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*\r?\n\1- /m.test(text),
})

/** The product document with its version and the stamps of publishing; comments and order stay as they were. */
export function stamped(text: string, added: { version: string; publishedAt: string }): string {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' })
  if (!isMap(document.contents)) return text
  const map: YAMLMap = document.contents as YAMLMap
  if (!map.has('version')) map.set('version', added.version)
  const stamp = document.createNode({ property: 'publishedAt', value: added.publishedAt })
  const properties = map.get('customProperties')
  if (!isSeq(properties)) map.set('customProperties', document.createNode([stamp]))
  else {
    const at = properties.items.findIndex((item) => isMap(item) && item.get('property') === 'publishedAt')
    if (at >= 0) properties.items[at] = stamp
    else properties.add(stamp)
  }
  return document.toString(styleOf(text))
}

/** The product document with another version; comments and order stay as they were. */
export function renumbered(text: string, version: string): string {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' })
  if (!isMap(document.contents)) return text
  const map: YAMLMap = document.contents as YAMLMap
  map.set('version', version)
  return document.toString(styleOf(text))
}

/** Several documents as one stream. */
export const joined = (texts: string[]) => texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('---\n')
