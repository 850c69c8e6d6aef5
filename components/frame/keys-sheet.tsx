'use client'

import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useFrame } from './frame-context'
import { entriesFor } from './nav'

/** Every key there is. */
export function KeysSheet({ onClose }: { onClose: () => void }) {
  const { viewer } = useFrame()
  const groups = [
    {
      title: 'Everywhere',
      keys: [
        ['mod+k', 'Find anything'],
        ['/', 'Search this page'],
        ['?', 'Show these keys'],
        ['esc', 'Close what is open'],
      ],
    },
    {
      title: 'In a list',
      keys: [
        ['j', 'Next'],
        ['k', 'Previous'],
        ['enter', 'Open'],
        ['space', 'Preview'],
      ],
    },
    { title: 'Go to', keys: entriesFor(viewer).map((entry) => [`g ${entry.key}`, entry.label]) },
    { title: 'In an editor', keys: [['mod+enter', 'Run']] },
  ]
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keys" reading className="max-w-xl">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 text-muted text-xs">{group.title}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={does} className="flex items-center justify-between gap-4 py-1">
                  <dt>{does}</dt>
                  <dd>
                    <Kbd keys={keys ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
