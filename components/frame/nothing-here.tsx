import { look } from '@/components/ui/button-look'

/** What one may not know of reads the same as what is not there. */
export function NothingHere() {
  return (
    <>
      <h1 className="text-xl">There is nothing here for you</h1>
      <p className="max-w-md text-muted">
        The address is wrong, the thing is gone, or you may not know of it. Who gave you the link can tell which.
      </p>
      {/* A link of the browser's own: every page carries this one's script, and this one needs none. */}
      <a href="/" className={look('secondary', 'md', 'mt-4')}>
        Go to the catalog
      </a>
    </>
  )
}
