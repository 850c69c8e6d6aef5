import type { ReactNode } from 'react'
import { Mark } from '@/components/frame/mark'

/** The plain page outside every organisation: one thing to do. */
export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2 font-medium text-lg">
          <Mark className="size-5" />
          Stoa
        </div>
        <h1 className="text-xl">{title}</h1>
        {lead && <p className="mt-1 text-muted">{lead}</p>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  )
}
