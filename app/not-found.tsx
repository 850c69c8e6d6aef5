import { Mark } from '@/components/frame/mark'
import { NothingHere } from '@/components/frame/nothing-here'

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-2 px-6">
      <Mark className="mb-4 size-6 text-accent" />
      <NothingHere />
    </main>
  )
}
