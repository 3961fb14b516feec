// Machines and hands that mean ill, or err: a copied stick, a proof sent again.
import { cp } from 'node:fs/promises'
import type { SignedProof } from './prover.ts'
import { isRecord } from './stick.ts'
import type { WireAnswer, WireClient } from './wire-client.ts'

/** Copies a stick onto another, secret and all. */
export const cloneStick = (from: string, to: string): Promise<void> => cp(from, to, { recursive: true })

/** Keeps what a machine sends; give `onSend` to the machine. */
export const makeTap = () => {
  const caught: { path: string; body: string }[] = []
  return {
    caught,
    onSend: (path: string, body: string): void => void caught.push({ path, body }),
    /** Sends the last message caught on this path once more, byte for byte. */
    replay: async (wire: WireClient, path: string): Promise<WireAnswer | null> => {
      const last = caught.findLast(message => message.path === path)
      return last ? wire.post(path, JSON.parse(last.body)) : null
    },
  }
}

/** Takes a proof that was caught and claims another machine with it. */
export const claimOther = (proof: unknown, uuid: string): Partial<SignedProof> =>
  isRecord(proof) ? { ...proof, uuid } : { uuid }
