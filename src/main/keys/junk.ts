// Identities that careless firmware gives to machine after machine, so that they identify none.
import { isJunkUuid } from '#core/machine.ts'
import type { ProofDocument } from '#core/wire.ts'

// Collected from BIOS vendors' reference images; each was seen on many unrelated boards.
const sharedUuids = new Set([
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  'ffffff00-ffff-ffff-ffff-ffffffffffff',
])

const isJunkMac = (mac: string): boolean => mac === '00:00:00:00:00:00' || mac === 'ff:ff:ff:ff:ff:ff'
const oneByteOnly = (uuid: string): boolean => /^(..)\1*$/.test(uuid.replaceAll('-', ''))

/** True when UUID, serial and MACs together cannot tell one machine from the next. */
export const isJunkIdentity = (said: Pick<ProofDocument, 'uuid' | 'serial' | 'macs'>): boolean =>
  isJunkUuid(said.uuid) ||
  oneByteOnly(said.uuid) ||
  sharedUuids.has(said.uuid) ||
  /^to be filled/i.test(said.serial) ||
  said.macs.every(isJunkMac)
