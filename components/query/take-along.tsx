'use client'

import { Download, Terminal } from 'lucide-react'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { CodeBlock } from '@/components/ui/code'
import { Dialog } from '@/components/ui/dialog'
import { Link } from '@/components/ui/link'
import { Menu } from '@/components/ui/menu'
import { toastError } from '@/components/ui/toast'
import { saveAnswer } from './save-answer'
import { curl } from './snippet'

const forms = [
  ['csv', 'CSV', 'for spreadsheets'],
  ['parquet', 'Parquet', 'types kept, smallest'],
  ['arrow', 'Arrow', 'a stream for data frames'],
] as const

/** The whole answer as a file, or the command that gives it to a script. */
export function TakeAlong({ sql, purpose, className }: { sql: string; purpose?: string; className?: string }) {
  const { org } = useFrame()
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)

  async function save(format: 'csv' | 'parquet' | 'arrow') {
    setBusy(true)
    await saveAnswer({ sql, purpose, format }).catch(toastError)
    setBusy(false)
  }

  return (
    <span className={cn('flex items-center gap-2', className)}>
      <Menu
        align="end"
        trigger={
          <Button icon={<Download />} busy={busy}>
            Download
          </Button>
        }
        items={forms.map(([format, label, hint]) => ({ label, hint, onSelect: () => void save(format) }))}
      />
      <Button kind="quiet" icon={<Terminal />} onClick={() => setShown(true)}>
        curl
      </Button>
      <Dialog open={shown} onOpenChange={setShown} title="The same from a script">
        <div className="flex min-w-0 flex-col gap-3">
          <p className="text-muted">
            Put a token of yours into <code className="font-mono text-sm">STOA_TOKEN</code>:{' '}
            <Link href={`/${org.slug}/settings/tokens`}>make one</Link>. The answer carries the same receipt.
          </p>
          {shown && <CodeBlock title="As JSON" code={curl(window.location.origin, { sql, purpose, format: 'json' })} />}
          {shown && (
            <CodeBlock title="As a CSV file" code={curl(window.location.origin, { sql, purpose, format: 'csv' })} />
          )}
        </div>
      </Dialog>
    </span>
  )
}
