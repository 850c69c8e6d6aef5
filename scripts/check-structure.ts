import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { command, Refusal } from './refusal'
import { ground, stages } from './stages'

const LINES = { file: 300, face: 50, page: 80 }
const roots = ['app', 'components', 'server', 'jobs', 'prisma/seed', 'scripts', 'bench', 'e2e', 'cli']
/** Where a domain may have a sub-folder: a kind or an engine is plugged in there. */
const plugIns = /^server\/(connectors\/[^/]+|catalog\/engines(\/[^/]+)?|observe\/monitors(\/[^/]+)?|policy\/compile)$/
/** A domain whose queries outgrow one file splits them by noun. */
const storeFile = /^([a-z-]+-)?store\.ts$/
const vague = /(^|-)(util|utils|helper|helpers|manager|service|common|misc|info|base|v2)(-|$)/
const scopeMinters = /^(server\/(tenancy|api)\/|server\/platform\/db\.ts$|jobs\/|scripts\/|bench\/|prisma\/seed\/)/
/** Their stores look across organisations by narrow roles of the database. */
const crossing = ['tenancy', 'audit']

const faults: string[] = []
const fault = (file: string, what: string) => faults.push(`${file}: ${what}`)

function* walk(folder: string): Generator<string> {
  if (!fs.existsSync(folder)) return
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.posix.join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(place)
    else if (/\.(ts|tsx|mjs|css)$/.test(entry.name)) yield place
  }
}

/** The functions and values a module exports, types left out; `*` for what it passes on. */
function exportsOf(source: ts.SourceFile): { name: string; first?: string }[] {
  const found: { name: string; first?: string }[] = []
  for (const node of source.statements) {
    const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined
    const exported = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    if (exported && ts.isFunctionDeclaration(node)) {
      found.push({ name: node.name?.text ?? 'default', first: node.parameters[0]?.getText(source) ?? '' })
    } else if (exported && ts.isVariableStatement(node)) {
      for (const { name, initializer } of node.declarationList.declarations) {
        const made = initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
        found.push({
          name: name.getText(source),
          first: made ? (initializer.parameters[0]?.getText(source) ?? '') : undefined,
        })
      }
    } else if (exported && (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node))) {
      found.push({ name: node.name?.text ?? 'default' })
    } else if (ts.isExportDeclaration(node) && !node.isTypeOnly) found.push({ name: '*' })
  }
  return found
}

const importsOf = (source: ts.SourceFile) =>
  source.statements.flatMap((node) =>
    ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly && ts.isStringLiteral(node.moduleSpecifier)
      ? [node.moduleSpecifier.text]
      : [],
  )

const camel = (name: string) => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** A rule is pure: whatever reaches the store, another face or the platform's doors is a use case, and exports itself alone. */
const reachesOut = (specifier: string) =>
  /^\.\/([a-z-]+-)?store$/.test(specifier) ||
  /^@\/server\/(?!platform\/)(?!.*[/-]schema$)/.test(specifier) ||
  /^@\/server\/platform\/(db|events|secrets|storage|compute|egress|clock)/.test(specifier)

function checkFace(file: string, text: string, source: ts.SourceFile) {
  if (text.split('\n').length - 1 > LINES.face) fault(file, `a face has at most ${LINES.face} lines`)
  if (!/^\s*(\/\/|\/\*)/.test(text)) fault(file, 'a face opens with two sentences on the idea of its folder')
  const own = source.statements.some((node) => !ts.isExportDeclaration(node) && !ts.isImportDeclaration(node))
  if (own && !file.startsWith('server/connectors/')) fault(file, 'a face re-exports by name and holds nothing itself')
}

function checkStore(file: string, domain: string, source: ts.SourceFile) {
  if (crossing.includes(domain)) return
  for (const { name, first } of exportsOf(source)) {
    if (first !== undefined && !/^(scope|tx)\b|: OrgScope\b/.test(first))
      fault(file, `${name}: a query's first argument is the OrgScope`)
  }
}

/** A domain folder holds a closed set of files (docs/architecture.md). */
function checkDomainFile(file: string, domain: string, text: string, source: ts.SourceFile) {
  const folder = path.posix.dirname(file)
  const name = path.posix.basename(file)
  if (folder !== `server/${domain}`) {
    if (!plugIns.test(folder)) fault(file, `${folder} is no plug-in point, so ${domain} has no sub-folder there`)
    return
  }
  if (name.endsWith('.test.ts') || domain === 'connectors') return
  if (name === 'index.ts') checkFace(file, text, source)
  else if (storeFile.test(name)) checkStore(file, domain, source)
  else if (!/^([a-z-]+-)?schema\.ts$/.test(name) && name !== 'events.ts' && importsOf(source).some(reachesOut)) {
    const wanted = camel(name.replace(/\.ts$/, ''))
    const names = exportsOf(source).map((made) => made.name)
    if (names.length !== 1 || names[0] !== wanted) {
      fault(
        file,
        `a use case exports one function named as its file, ${wanted}; this exports ${names.join(', ') || 'none'}`,
      )
    }
  }
}

function checkText(file: string, text: string) {
  const lines = text.split('\n').length - 1
  const test = /\.(test|spec)\.tsx?$/.test(file)
  if (lines > LINES.file) fault(file, `${lines} lines; a file has at most ${LINES.file}`)
  if (/^app\/.*\/page\.tsx$/.test(file) && lines > LINES.page)
    fault(file, `${lines} lines; a page has at most ${LINES.page}`)
  if (file === 'scripts/check-structure.ts') return
  if (/^\s*['"]use server['"]/m.test(text)) fault(file, 'no server actions: the browser has one door, the API')
  if (/\b(TODO|FIXME|XXX)\b/.test(text)) fault(file, 'do it, or write it down as an issue; no note to oneself')
  if (/switch \((\w+\.)*kind\)/.test(text) && file !== 'server/connectors/index.ts' && /^(server|jobs)\//.test(file)) {
    fault(file, 'no switch over a kind outside a registry')
  }
  if (!test && /\bmintScope\b/.test(text) && !scopeMinters.test(file)) {
    fault(file, 'a scope is minted at a session, a token and the job door only')
  }
}

function checkName(file: string) {
  for (const part of file.split('/')) {
    const stem =
      part
        .replace(/^[[(]+(\.{3})?/, '')
        .replace(/[\])]+$/, '')
        .split('.')[0] ?? ''
    if (vague.test(stem)) fault(file, `"${stem}" names nothing: say what it is`)
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem) && !/^[a-z]+(Id)?$/.test(stem)) fault(file, 'names are kebab-case')
  }
}

/** Holds the shape of the tree: what stands where, under which name, how long. */
await command(async () => {
  let seen = 0
  for (const file of roots.flatMap((root) => [...walk(root)])) {
    seen++
    const text = fs.readFileSync(file, 'utf8')
    checkName(file)
    checkText(file, text)
    const domain = /^server\/([^/]+)\//.exec(file)?.[1]
    if (domain && [...stages, ...ground].includes(domain)) {
      checkDomainFile(file, domain, text, ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
    } else if (domain && !['api', 'platform'].includes(domain))
      fault(file, `server/${domain} is no stage, ground, api or platform`)
  }
  if (faults.length > 0) throw new Refusal(`${faults.join('\n')}\n${faults.length} faults in the structure.`)
  console.log(`the structure holds over ${seen} files`)
})
