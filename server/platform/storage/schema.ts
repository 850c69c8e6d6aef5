/** Where immutable files are kept, under keys like `snapshots/<org>/<hash>.parquet`. */
export interface Storage {
  readonly name: string
  /** Moves a finished local file in; the same key again is a no-op, since a key names its content. */
  put(key: string, localPath: string): Promise<void>
  /** A readable local path of a stored file; throws not_found. */
  localPath(key: string): Promise<string>
  exists(key: string): Promise<boolean>
  remove(key: string): Promise<void>
  /** Throws when the store can't be used. */
  probe(): Promise<void>
}
