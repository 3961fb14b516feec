// Writes one drive from the judgement to the verdict, in a process of its own.
import { againstIdentity, againstWriting, driveWords, identityOf, type Drive } from '#core/drive.ts'
import type { Result } from '#core/fault.ts'
import { refuse, type Refusal } from '#core/refusal.ts'
import { driveFault } from './drive-fault.ts'
import type { Order, WriteResult } from './messages.ts'
import type { Opened, Targets } from './target.ts'
import { writeImage, WriteStop, type WriteNeeds } from './write.ts'

export interface PerformNeeds extends WriteNeeds {
  readonly targets: Targets
  /** The drives that are plugged in at this moment, read anew. */
  look(own: readonly string[]): Promise<Result<readonly Drive[]>>
}

type Judged = { ok: true; drive: Drive } | Extract<WriteResult, { ok: false }>

const refused = (refusal: Refusal): Judged => ({ ok: false, refusal })

/** All rules once more, on what is plugged in now. */
const judge = async ({ look }: PerformNeeds, { drive: chosen, own, content }: Order): Promise<Judged> => {
  const seen = await look(own)
  if (!seen.ok) return seen
  const drive = seen.value.find(({ port, path }) => port === chosen.port && path === chosen.path)
  const changed = againstIdentity(identityOf(chosen), drive ? identityOf(drive) : null)
  if (!drive || changed.length > 0) return refused(refuse('changed', ...changed.map(reason => reason.say)))
  const [first, ...more] = againstWriting(drive, content.imageBytes)
  if (first) return refused(refuse(first.code, ...[first, ...more].map(reason => reason.say)))
  return { ok: true, drive }
}

/** The same on what was opened: from here on nobody else can have it, and nothing can be mounted from it. */
const judgeOpened = async (needs: PerformNeeds, order: Order, { devno }: Opened): Promise<Judged> => {
  if (devno !== null && devno !== order.drive.devno) {
    const now = { ...identityOf(order.drive), devno }
    return refused(refuse('changed', ...againstIdentity(identityOf(order.drive), now).map(reason => reason.say)))
  }
  return judge(needs, order)
}

const isThere = async ({ look }: PerformNeeds, { drive, own }: Order): Promise<boolean> => {
  const seen = await look(own)
  if (!seen.ok) return true
  return seen.value.some(one => againstIdentity(identityOf(drive), identityOf(one)).length === 0)
}

const failed = async (needs: PerformNeeds, order: Order, error: unknown): Promise<WriteResult> => {
  const [there, users] = await Promise.all([isThere(needs, order), needs.targets.users(order.drive).catch(() => [])])
  const imageBytes = order.content.imageBytes
  return driveFault(error, { where: driveWords(order.drive), there, users, imageBytes })
}

/** Judges, unmounts what the desktop shows, opens, judges again what was opened, writes, verifies. */
export const performOrder = async (needs: PerformNeeds, order: Order): Promise<WriteResult> => {
  const before = await judge(needs, order)
  if (!before.ok) return before
  let opened: Opened | null = null
  try {
    await needs.targets.unmount(before.drive)
    if (needs.cancel.aborted) throw new WriteStop('ECANCELED')
    opened = await needs.targets.open(before.drive)
    const judged = await judgeOpened(needs, order, opened)
    if (!judged.ok) return judged
    return { ok: true, value: await writeImage(opened.device, order.content, needs) }
  } catch (error) {
    return await failed(needs, order, error)
  } finally {
    // A drive that has gone may fail to close; what was written is known by then.
    await opened?.device.close().catch(() => undefined)
  }
}
