// Arbitrary machines for proofs.
import fc from 'fast-check'

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const mac = hex(12).map(digits => digits.replace(/(..)(?=.)/g, '$1:'))
const text = (least: number) =>
  fc
    .string({ unit: 'grapheme', minLength: least, maxLength: 40 })
    .filter(s => s.trim() === s && !/[|\p{Cc}]/u.test(s) && Buffer.byteLength(s) <= 256)

export const machineFacts = fc.record({
  uuid: hex(32).map(d => d.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')),
  macs: fc.array(mac, { minLength: 1, maxLength: 8 }),
  serial: text(0),
  bootId: text(1),
  uptimeMs: fc.nat(),
  nonce: text(1),
})

export const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 })
