'use client'

import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code'
import { Sheet } from '@/components/ui/dialog'
import { FormError } from '@/components/ui/field'
import { KeyValue } from '@/components/ui/page'
import type { AccessGrant } from '@/server/access/schema'

/** Makes credentials for the source of a grant and shows them once, with the statements that read it. */
export function CredentialsSheet({ grant, onClose }: { grant: AccessGrant; onClose: () => void }) {
  const trpc = useTRPC()
  const make = useMutation(trpc.grant.credentials.mutationOptions())
  const made = make.data
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={made ? 'Your credentials' : 'New credentials'}
      description={
        made
          ? 'Copy the password now: it is shown once and kept nowhere.'
          : `For the source of ${grant.productTitle}, and of all that you hold there. Credentials you made before end, and sessions that use them.`
      }
      footer={
        made ? (
          <Button kind="primary" onClick={onClose}>
            I have copied it
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button kind="primary" busy={make.isPending} onClick={() => make.mutate({ id: grant.id })}>
              Make credentials
            </Button>
          </>
        )
      }
    >
      <FormError>{make.error?.message}</FormError>
      {made && (
        <div className="flex flex-col gap-4">
          <KeyValue
            items={Object.entries(made.place).map(([label, value]) => ({ label: placeWords[label] ?? label, value }))}
          />
          <CodeBlock title="User" code={made.user} />
          <CodeBlock title="Password" code={made.password} />
          <CodeBlock title="Read it" code={made.statements.join(';\n')} />
          {made.script && <CodeBlock title="They work once the administrator has run this" code={made.script} />}
        </div>
      )}
    </Sheet>
  )
}

const placeWords: Record<string, string> = { host: 'Host', port: 'Port', database: 'Database' }
