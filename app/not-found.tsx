import { Mark } from '@/components/frame/mark'
import { ButtonLink } from '@/components/ui/button'

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-2 px-6">
      <Mark className="mb-4 size-6 text-accent" />
      <h1 className="text-xl">There is nothing here for you</h1>
      <p className="text-muted">
        The address is wrong, the thing is gone, or you may not know of it. Who gave you the link can tell which.
      </p>
      <ButtonLink href="/" className="mt-4">
        Go to the catalog
      </ButtonLink>
    </main>
  )
}
