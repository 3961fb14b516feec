// Which key goes on which drive: chosen by a person alone, and void as soon as another stick is in the socket.
import { beforeEach, describe, expect, it } from 'vitest'
import { driveId } from '#core/drive.ts'
import { freeKeys, pairsOf, takeDrive, takeListing, useDrives } from '#renderer/state/drives.ts'
import { useRack } from '#renderer/state/rack.ts'
import { faulty, some } from './fixtures/drives.ts'
import { stock } from './fixtures/key-scenes.ts'

const listing = some.nextDrives.value
const [first, second, tooLarge] = listing.drives
if (!first || !second || !tooLarge) throw new Error('three drives are needed')

beforeEach(() => {
  const { state, now } = stock()
  useRack.setState({ state, now })
  useDrives.setState({ listing: null, fault: null, chosen: {}, verdicts: {} })
})
const pairs = () => pairsOf(useDrives.getState()).map(({ drive, kid }) => [driveId(drive), kid])

describe('drives and keys', () => {
  it('chooses no drive by itself, and a different key for each that is chosen', () => {
    takeListing(listing)
    expect(pairs()).toEqual([])
    takeDrive(driveId(first))
    takeDrive(driveId(second))
    expect(pairs()).toEqual([
      [driveId(first), 'K07'],
      [driveId(second), 'K08'],
    ])
  })

  it('never writes a drive that must not be written, whatever is chosen for it', () => {
    takeListing(listing)
    takeDrive(driveId(tooLarge))
    expect(pairs()).toEqual([])
  })

  it('drops the choice and the verdict when another stick is in the same socket', () => {
    takeListing(listing)
    takeDrive(driveId(second))
    useDrives.setState({ verdicts: { [driveId(first)]: { where: '', outcome: faulty } } })
    takeListing(listing)
    expect(pairs()).toHaveLength(1)
    const others = [first, second].map(drive => ({ ...drive, sequence: 99 }))
    takeListing({ drives: others, empty: null })
    expect(pairs()).toEqual([])
    expect(useDrives.getState().verdicts).toEqual({})
  })

  it('keeps the verdict of a drive that was pulled, until it is plugged in again', () => {
    takeListing(listing)
    useDrives.setState({ verdicts: { [driveId(first)]: { where: '', outcome: faulty } } })
    takeListing({ drives: [second], empty: null })
    expect(Object.keys(useDrives.getState().verdicts)).toEqual([driveId(first)])
    takeListing(listing)
    expect(useDrives.getState().verdicts).toEqual({})
  })

  it('offers keys in stock or issued that are on no stick', () => {
    const { state, now } = useRack.getState()
    expect(freeKeys(Object.values(state.keys), [], now).map(key => key.kid)).toEqual(['K07', 'K08', 'K09'])
    expect(freeKeys(Object.values(state.keys), ['K07'], now).map(key => key.kid)).toEqual(['K08', 'K09'])
  })
})
