'use client'

/** Fetched when the first one is shown: most visits to a page see none. */
const toaster = () => import('./toaster')

/** Says that something was done; with `undo` it can be taken back while the toast stands (8 s). */
export function toast(message: string, more?: { description?: string; undo?: () => void | Promise<void> }) {
  const undo = more?.undo
  void toaster().then(({ show }) =>
    show(message, {
      description: more?.description,
      duration: undo ? 8000 : 4000,
      action: undo ? { label: 'Undo', onClick: () => void undo() } : undefined,
    }),
  )
}

/** Says that something failed which has no field or place of its own. */
export function toastError(error: unknown) {
  const message = error instanceof Error ? error.message : 'It did not work. Try again.'
  void toaster().then(({ showError }) => showError(message, { duration: 8000 }))
}
