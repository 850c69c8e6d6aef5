import { LanguageSupport, StreamLanguage, type StringStream } from '@codemirror/language'

const words = new Set([
  'permit',
  'forbid',
  'when',
  'unless',
  'if',
  'then',
  'else',
  'in',
  'is',
  'like',
  'has',
  'appliesTo',
])
const asked = new Set(['principal', 'action', 'resource', 'context'])
const declares = new Set(['entity', 'action', 'namespace', 'type'])

/** Cedar's policies and schemas, word by word: enough to see texts, names and comments apart. */
const language = StreamLanguage.define<{ annotation: boolean }>({
  name: 'cedar',
  startState: () => ({ annotation: false }),
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match('//')) {
      stream.skipToEnd()
      return 'lineComment'
    }
    if (stream.peek() === '"') return text(stream)
    if (stream.match(/^@[A-Za-z_]\w*/)) return 'modifier'
    if (stream.match(/^-?\d+/)) return 'number'
    if (stream.match(/^[A-Za-z_]\w*/)) return word(stream)
    if (stream.match(/^(&&|\|\||==|!=|<=|>=|[<>!+*-])/)) return 'operator'
    stream.next()
    return 'punctuation'
  },
  languageData: {
    commentTokens: { line: '//' },
    closeBrackets: { brackets: ['(', '[', '{', '"'] },
    indentOnInput: /^\s*[})\]]$/,
  },
})

function text(stream: StringStream) {
  stream.next()
  for (let escaped = false; !stream.eol(); ) {
    const next = stream.next()
    if (next === '"' && !escaped) break
    escaped = next === '\\' && !escaped
  }
  return 'string'
}

function word(stream: StringStream) {
  const said = stream.current()
  if (words.has(said)) return 'keyword'
  if (said === 'true' || said === 'false') return 'bool'
  if (asked.has(said)) return 'propertyName'
  if (declares.has(said)) return 'keyword'
  return /^[A-Z]/.test(said) || stream.match('::', false) ? 'typeName' : 'variableName'
}

export const cedar = () => new LanguageSupport(language)
