'use client'

import { type ReactNode, useState } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import { Field, FormError } from './field'
import { Input } from './input'

/**
 * Asks before something that cannot be undone. `consequences` says what will end, by name and count;
 * with `type` the person types that word (a name, or a name and a count) before the button works.
 */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  consequences,
  action,
  type,
  onConfirm,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  consequences: ReactNode
  action: string
  type?: string
  onConfirm: () => Promise<unknown>
}) {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()

  async function confirm() {
    setBusy(true)
    setFailure(undefined)
    try {
      await onConfirm()
      setTyped('')
      onOpenChange(false)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'It did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep it</Button>
          <Button kind="danger" busy={busy} disabled={type !== undefined && typed !== type} onClick={confirm}>
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="text-muted">{consequences}</div>
        {type !== undefined && (
          <Field label={`Type ${type} to confirm`}>
            <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
          </Field>
        )}
        <FormError>{failure}</FormError>
      </div>
    </Dialog>
  )
}
