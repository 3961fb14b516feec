// A check-in server and a stick made by the product, for machines that run the real script.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { KeyFile } from '#core/wire.ts'
import type { BootFiles } from '#main/keys/image.ts'
import type { ImageSize } from '#main/keys/image-layout.ts'
import { buildImage } from '#main/keys/image.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { openLabOn, valueOf } from '../checkin/lab.ts'

export const openScriptLab = async () => {
  const lab = await openLabOn(systemClock)
  lab.says.beatSeconds = 2
  const dir = await mkdtemp(join(tmpdir(), 'racklight-images-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const imageOf = async (key: KeyFile, sizeMiB: ImageSize = 16, boot: BootFiles | null = null): Promise<string> => {
    const path = join(dir, `${key.kid}-${sizeMiB}.img`)
    await writeFile(path, valueOf(await buildImage({ key, sizeMiB, boot, hintPort: 7480 })))
    return path
  }
  /** A new key that points to this server, and its document. */
  const makeKeyFile = async (urls?: string[], pin?: string): Promise<KeyFile> => {
    const { kid } = await lab.makeStick(urls, pin)
    const key = lab.keys.get(kid)
    if (!key) throw new Error(`no key ${kid}`)
    return key
  }
  /** After so many beats of one session everybody hears this order. */
  const orderAfter = (beats: number, order: typeof lab.says.order): void =>
    onTestFinished(
      lab.server.hearts.subscribe(pulse => {
        if (pulse.kind === 'beat' && pulse.heart.n > beats) lab.says.order = order
      }),
    )
  return { ...lab, dir, imageOf, makeKeyFile, orderAfter }
}
