import type { DriveListing } from '#core/drive.ts'
import type { Result } from '#core/fault.ts'
import { driveLines, driveRows } from './drive-rows.ts'
import { driveHands } from './drive-hands.ts'
import { done, need, verb, type Call, type Ending } from './frame.ts'
import { errorOf } from './output.ts'
import { faultWords } from '#core/words.ts'

const watchDrives = async (call: Call<unknown>): Promise<Ending> => {
  const tell = (listing: Result<DriveListing>): void => {
    if (!listing.ok) return call.out.line(errorOf({ kind: 'fault', fault: listing.fault }), faultWords(listing.fault))
    const rows = driveRows(listing.value)
    call.out.line(rows, driveLines(rows))
  }
  await driveHands(call.dir).watch(tell, call.onSignal())
  return { kind: 'told', status: 0 }
}

export const made = verb({
  takes: [],
  says: 'Lists the USB drives that are plugged in, and why one may not be written. Their ids are for "key write".',
  options: { watch: { type: 'boolean', says: 'stay, and tell the list anew when it changes' } },
  example: 'drives --watch',
  run: async call => {
    if (call.options.watch) return watchDrives(call)
    const rows = driveRows(need(await driveHands(call.dir).list()))
    return done(rows, driveLines(rows))
  },
})
