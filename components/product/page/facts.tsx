import { Person } from '@/components/ui/avatar'
import { day } from '@/components/ui/format'
import { KeyValue } from '@/components/ui/page'
import { Badge } from '@/components/ui/status'
import type { ProductShape } from '@/server/product/schema'
import { stateWords } from './words'

/** Who answers for it, where it belongs, what its owner says of its use and its limits. */
export function Facts({ product, demo }: { product: ProductShape; demo: boolean }) {
  return (
    <aside aria-label="About" className="flex flex-col gap-6">
      <KeyValue
        items={[
          {
            label: 'Owner',
            value: (
              <>
                <Person name={product.owner.name} />
                {demo && <span className="block text-muted text-xs">People here are fictional</span>}
              </>
            ),
          },
          { label: 'Domain', value: product.domain.name },
          { label: 'Version', value: `${product.version}, ${stateWords[product.status].toLowerCase()}` },
          ...(product.publishedAt ? [{ label: 'Published', value: day(product.publishedAt) }] : []),
          ...(product.tags.length > 0
            ? [
                {
                  label: 'Tags',
                  value: (
                    <span className="flex flex-wrap gap-1">
                      {product.tags.map((tag) => (
                        <Badge key={tag}>{tag}</Badge>
                      ))}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
        className="[&>div]:grid-cols-[5.5rem_minmax(0,1fr)]"
      />
      {product.usage && <Prose title="How it is used" text={product.usage} />}
      {product.limitations && <Prose title="Its limits" text={product.limitations} />}
    </aside>
  )
}

function Prose({ title, text }: { title: string; text: string }) {
  return (
    <section>
      <h2 className="mb-1 font-medium text-sm">{title}</h2>
      <p className="whitespace-pre-line text-muted text-sm">{text}</p>
    </section>
  )
}
