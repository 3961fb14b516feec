import { againstIdentity, againstWriting, driveWords, identityOf } from '#core/drive.ts'
import { refuse } from '#core/refusal.ts'
import { prepareDrive } from '../drive-write/prepare.ts'
import { targetsHere } from '../drive-write/targets-here.ts'
import { volumeLabel } from '../keys/image-layout.ts'
import { consentOf } from './consent.ts'
import { driveHands } from './drive-hands.ts'
import { driveNamed, driveRow, eraseWords } from './drive-rows.ts'
import { refusalEnding } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'

export const made = verb({
  takes: ['ID'],
  says: `Erases a USB drive and makes one FAT volume named ${volumeLabel} on it, for "key stamp". The system does it; no rights are needed at the desk.`,
  options: { yes: { type: 'boolean', says: 'erase the drive without being asked' } },
  example: 'drives prepare 2-1.4:4C530001',
  run: async call => {
    const [id = ''] = call.words
    const consent = consentOf(call, false, '"drives" shows it')
    const targets = targetsHere()
    if (!targets) throw usage('drives are not prepared on this operating system')
    const hands = driveHands(call.dir)
    const listing = need(await hands.list())
    const drive = driveNamed(listing, id)
    const [first, ...more] = againstWriting(drive)
    if (first) return refusalEnding(refuse(first.code, ...[first, ...more].map(reason => reason.say)))
    if (!(await consent(() => eraseWords(drive, listing.drives), 'Everything on this drive is erased.')))
      return refusalEnding(refuse('notAgreed', 'Nothing was erased.'))
    // The answer may have taken a while.
    const now = need(await hands.list()).drives.find(one => one.path === drive.path) ?? null
    const [changed] = againstIdentity(identityOf(drive), now && identityOf(now))
    const [against] = now ? againstWriting(now) : []
    if (!now || changed || against)
      return refusalEnding(refuse('changed', changed?.say ?? against?.say ?? 'It is not there any more.'))
    call.out.progress(`Preparing ${driveWords(now)} …`)
    need(await prepareDrive(now, volumeLabel, targets))
    const after = need(await hands.list())
    const shown = after.drives.find(one => one.path === drive.path) ?? now
    return done(
      { drive: driveRow(shown, after.drives), label: volumeLabel },
      `Drive ${id} holds one FAT volume named ${volumeLabel}. Mount it, and write a key with "key stamp KID --dir DIR".`,
    )
  },
})
