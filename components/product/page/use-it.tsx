import { curl, sqlName, tableName } from '@/components/query/snippet'
import { CodeBlock } from '@/components/ui/code'
import { Link } from '@/components/ui/link'
import { Section } from '@/components/ui/page'
import type { ProductShape } from '@/server/product/schema'

/** Ready to paste: SQL, the API by curl, a file. `origin` is this installation's own address, from its settings. */
export function UseIt({
  product,
  origin,
  tokensHref,
  queryHref,
}: {
  product: ProductShape
  origin: string
  tokensHref: string
  queryHref: (sql: string) => string
}) {
  return (
    <div className="flex flex-col gap-10">
      <p className="max-w-read text-muted">
        Scripts sign in with a token of yours: <Link href={tokensHref}>make one</Link>, keep it in{' '}
        <code className="font-mono text-sm">STOA_TOKEN</code>. Each answer carries a receipt of what it stood on.
      </p>
      {product.type === 'context' && (
        <Section className="mt-0" title="Search">
          <CodeBlock title="Its items by their words, as JSON" code={curlSearch(origin, product.slug)} />
        </Section>
      )}
      {(product.type === 'context' ? [] : product.ports).flatMap((port) =>
        port.objects.map((object) => {
          const several = port.objects.length > 1
          const table = tableName([product.slug, port.name, ...(several ? [object.name] : [])])
          const sql = `select ${someColumns(object)}\nfrom ${table}\nlimit 100`
          return (
            <Section
              key={`${port.name}.${object.name}`}
              className="mt-0"
              title={several ? `${port.name} · ${object.name}` : port.name}
              action={<Link href={queryHref(sql)}>Open in Query</Link>}
            >
              <div className="grid min-w-0 gap-4 xl:grid-cols-2">
                <CodeBlock title="SQL" code={sql} />
                <CodeBlock
                  title="The same by curl, as JSON"
                  code={curl(origin, { sql: sql.replaceAll('\n', ' '), format: 'json' })}
                />
                <CodeBlock
                  title="Rows without SQL"
                  code={curlRows(origin, product.slug, port.name, several ? object.name : undefined)}
                />
                <CodeBlock
                  title="All of it as a Parquet file"
                  code={curl(origin, { sql: `select * from ${table}`, format: 'parquet' })}
                />
              </div>
            </Section>
          )
        }),
      )}
    </div>
  )
}

function someColumns(object: ProductShape['ports'][number]['objects'][number]) {
  const names = object.columns.slice(0, 4).map((column) => sqlName(column.name))
  return names.length > 0 ? names.join(', ') : '*'
}

const curlSearch = (origin: string, product: string) =>
  `curl -sS -G '${origin}/api/v1/context/search' --data-urlencode 'q=your words' -d product=${product} \\\n  -H "Authorization: Bearer $STOA_TOKEN"`

function curlRows(origin: string, product: string, port: string, object?: string) {
  const asked = new URLSearchParams({ ...(object ? { object } : {}), limit: '100' })
  return `curl -sS '${origin}/api/v1/ports/${product}/${port}/rows?${asked}' \\\n  -H "Authorization: Bearer $STOA_TOKEN"`
}
