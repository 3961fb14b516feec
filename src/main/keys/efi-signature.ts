// Looks whether an EFI program carries a signature; whether firmware trusts who signed it, only firmware can tell.

/** Reads the header of a PE file: its certificate table is the fifth of the data directories. */
export const isSignedEfi = (head: Buffer): boolean => {
  const inside = (at: number, bytes: number): boolean => at >= 0 && at + bytes <= head.length
  if (!inside(0x3c, 4) || head.toString('latin1', 0, 2) !== 'MZ') return false
  const pe = head.readUInt32LE(0x3c)
  if (!inside(pe, 26) || head.toString('latin1', pe, pe + 4) !== 'PE\0\0') return false
  const optional = pe + 24
  const isPe32Plus = head.readUInt16LE(optional) === 0x20b
  const certificates = optional + (isPe32Plus ? 112 : 96) + 4 * 8
  return inside(certificates, 8) && head.readUInt32LE(certificates) > 0 && head.readUInt32LE(certificates + 4) > 0
}
