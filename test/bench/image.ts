// Time to build the image of a key, with the boot payload where it is at hand.
import { systemClock } from '#main/engine/system-clock.ts'
import { layouts, type ImageSize } from '#main/keys/image-layout.ts'
import { buildImage } from '#main/keys/image.ts'
import { makeKey } from '#main/keys/make.ts'
import { readPayload } from '#main/keys/payload.ts'
import { payloadDir } from '#main/site/payload-dir.ts'

const rounds = 11
const goalMs = 300

const key = makeKey(systemClock, new Set(), {
  for: { lane: '1' },
  urls: ['https://192.0.2.7:7443'],
  pin: `sha256//${'A'.repeat(43)}=`,
})
if (!key.ok) throw new Error(key.fault.detail)

console.log(`Image build, milliseconds (goal: at most ${goalMs})`)
console.log('size      payload   first   median')
for (const size of Object.keys(layouts).map(Number) as ImageSize[]) {
  const took: number[] = []
  let loaders = 0
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    const boot = await readPayload(systemClock, payloadDir(), size)
    if (!boot.ok) throw new Error(boot.fault.detail)
    const image = await buildImage({ key: key.value, sizeMiB: size, boot: boot.value, hintPort: 7480 })
    if (!image.ok) throw new Error(image.fault.detail)
    took.push(Math.round(performance.now() - startedAt))
    loaders = (boot.value?.files ?? []).reduce((sum, file) => sum + file.content.length, 0)
  }
  const median = took.toSorted((a, b) => a - b)[rounds >> 1] ?? 0
  const payload = loaders === 0 ? 'none' : `${(loaders / 1_048_576).toFixed(1)} MiB`
  const figures = [String(took[0]).padStart(5), String(median).padStart(6)].join('   ')
  console.log(`${size} MiB    ${payload.padEnd(8)}  ${figures}${median > goalMs ? ', over the goal' : ''}`)
}
