// The drives of this computer as the command line reaches them.
import { join } from 'node:path'
import { drivesHere, type DriveHands } from '../site/drives.ts'
import { forkWriter } from '../site/fork-writer.ts'
import { clock } from './folder.ts'

/** The packed app is its own command line and runs no other file: it is told by this word to be a drive's writer. */
export const writerWord = 'drive-writer'

const isPacked = 'type' in process && process.type === 'browser'
const sandbox = process.argv.filter(word => word === '--no-sandbox')
const writerArgs = isPacked ? [...sandbox, writerWord] : [join(import.meta.dirname, 'drive-writer.mjs')]

export const driveHands = (dir: string): DriveHands => ({
  ...drivesHere(clock, dir),
  startWriter: () => forkWriter(...writerArgs),
})
