// The drives of this computer as the command line reaches them.
import { join } from 'node:path'
import { drivesHere, type DriveHands } from '../site/drives.ts'
import { forkWriter } from '../site/fork-writer.ts'
import { clock } from './folder.ts'

/** Beside the bundle of the command line. */
const writerFile = join(import.meta.dirname, 'drive-writer.mjs')

export const driveHands = (dir: string): DriveHands => ({
  ...drivesHere(clock, dir),
  startWriter: () => forkWriter(writerFile),
})
