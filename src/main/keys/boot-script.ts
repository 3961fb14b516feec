// The iPXE script of a key: firmware says where it stands, holds while it is told to, and goes on to its next boot device.
import { createHmac } from 'node:crypto'
import type { KeyFile } from '#core/wire.ts'
import { secretBytes } from './make.ts'

// In all at most ten seconds where nobody answers: link, then address, then one try at each place.
const linkWithinMs = 500
const linkRounds = 2
const mostPorts = 4
const addressWithinMs = 4_000
const firstAnswersWithinMs = 2_000
const mostPlaces = 2
const answerWithinMs = 2_000
const againSeconds = 1

/** What stands for the secret where no hash function is at hand. Good for hints alone, because it travels in the clear. */
const seenToken = (key: KeyFile): string =>
  createHmac('sha256', secretBytes(key)).update(`seen|${key.kid}`, 'utf8').digest().subarray(0, 16).toString('hex')

/** Where firmware asks: the hosts of the key's addresses, by plain HTTP. */
const placesOf = (key: KeyFile, hintPort: number): string[] =>
  [...new Set(key.checkIn.urls.map(url => new URL(url).hostname))]
    .slice(0, mostPlaces)
    .map(host => `http://${host}:${hintPort}/v1/seen`)

/**
 * GET only, because the BIOS build has no POST. The body of an answer is fetched, freed and never run.
 * `exit 1` goes on to the next boot device; a success would end in the firmware's menu.
 */
export const bootScript = (key: KeyFile, hintPort: number): string => {
  const places = placesOf(key, hintPort)
  const firstAnswerWithinMs = Math.floor(firstAnswersWithinMs / Math.max(1, places.length))
  const ports = Array.from({ length: mostPorts }, (_, i) => `net${i}`)
  const said = `kid=${key.kid}&token=${seenToken(key)}&uuid=\${uuid}&mac=\${\${port}/mac}&serial=\${serial:uristring}`
  const lines = [
    '#!ipxe',
    `# Enlistment key ${key.kid}: tells the check-in server that this machine starts, and goes on.`,
    `echo Racklight enlistment key ${key.kid}`,
    ...ports.map(port => `isset \${${port}/mac} && ifopen ${port} ||`),
    ...Array.from({ length: linkRounds }, () => ports)
      .flat()
      .map(
        port =>
          `isset \${${port}/mac} && iflinkwait --timeout ${linkWithinMs} ${port} && set port ${port} && goto linked ||`,
      ),
    'echo No port has a link.',
    'goto leave',
    ':linked',
    `ifconf --configurator dhcp --timeout ${addressWithinMs} \${port} || goto leave`,
    ...places.flatMap(place => [
      `set place ${place}`,
      `imgfetch --timeout ${firstAnswerWithinMs} --name seen \${place}?${said} && goto hold ||`,
    ]),
    'goto leave',
    ':hold',
    'echo Holding. Cut the power, or wait.',
    ':again',
    'imgfree seen',
    `sleep ${againSeconds}`,
    `imgfetch --timeout ${answerWithinMs} --name seen \${place}?${said} && goto again || goto leave`,
    ':leave',
    'echo Going on to the next boot device.',
    'exit 1',
    '',
  ]
  return lines.join('\n')
}
