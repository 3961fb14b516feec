// Memory that begins at a page, as direct input and output demand; Node's own buffers promise no such thing.

// Node has it, and its types leave it to those of browsers.
declare const WebAssembly: {
  readonly Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
}

const pageBytes = 64 * 1024

/** Zeroed; the length is the one asked for. */
export const alignedBytes = (length: number): Buffer => {
  const pages = Math.ceil(length / pageBytes)
  return Buffer.from(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer, 0, length)
}
