import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseKeyFile } from '#main/keys/key-file.ts'
import { enlistingScript, knownScripts, scriptHash } from '#main/site/enlisting-script.ts'
import { programDir } from '#main/site/payload-dir.ts'
import { machine } from '../checkin/lab.ts'
import { key } from '../keys/imaged.ts'
import { inScript, readByScript, startMachine } from '../support/enlisting-machine.ts'
import { openScriptLab } from './with-server.ts'

const tells = { timeout: 180_000 }
const has = (program: string): boolean => spawnSync(program, ['--help']).error === undefined
const hasShellcheck = has('shellcheck')
if (!hasShellcheck) console.log('The script is not read by shellcheck: it is not installed.')
const hasBusybox = has('busybox')
if (!hasBusybox) console.log('The script is not tried in busybox: it is not installed.')

const good = JSON.stringify(key)
const withField = (name: string, value: unknown): string => JSON.stringify({ ...key, [name]: value })
const bad: readonly string[] = [
  '',
  '{}',
  'null',
  `${good}x`,
  good.slice(0, -1),
  good.replace('{', '{"kid":"K2F8",'),
  good.replace('{', '{"k\\u0069d":"K2F8",'),
  good.replace('"urls"', '"pin":"x","urls"'),
  good.replace('"kid"', '"KID"'),
  good.replace('K2F7', 'K2F7\\u000asecret \\"x'),
  good.replace('K2F7', 'K2F7\n'),
  good.replace('K2F7', 'K2F7\u0000'),
  good.replace('https://192.0.2.7', 'http://192.0.2.7'),
  ...[2, '1', null].map(v => withField('v', v)),
  ...['k2f7', 'K', 'K2F7;', 'K'.repeat(17), 7].map(kid => withField('kid', kid)),
  ...['', 'x', `${key.secret}A`, '`id`'.padEnd(43, 'A')].map(secret => withField('secret', secret)),
  withField('checkIn', { urls: Array.from({ length: 5 }, () => 'https://a:1'), pin: key.checkIn.pin }),
  withField('checkIn', { urls: ['https://a:1'], pin: 'sha256//x' }),
  withField('more', 1),
  ...['', 'yesterday', 7].map(madeAt => withField('madeAt', madeAt)),
  ...[{}, { lane: '' }, { lane: '1', pool: 'x' }, '1'].map(what => withField('for', what)),
]
/** Addresses that a URL may have, and no check-in has. */
const strange = ['$(reboot)', '192.0.2.7 -o /etc/passwd', 'user@192.0.2.7'].map(at => good.replace('192.0.2.7', at))

describe('the script and a key file', () => {
  it('takes a right one, and refuses what the product refuses', tells, async () => {
    const secret = Buffer.from(key.secret, 'base64url').toString('hex')
    const odd = [JSON.stringify(key, null, 2), `\n\t ${good} \r\n`, good.replace('"lane":"1"', '"lane":"\u00e4\u4e2d"')]
    const right = [good, ...odd]
    const bytesOf = (texts: readonly string[]): Buffer[] => texts.map(text => Buffer.from(text))
    expect(bytesOf(right).map(text => parseKeyFile(text, 'k').ok)).toEqual(right.map(() => true))
    expect(bytesOf(bad).filter(text => parseKeyFile(text, 'k').ok)).toEqual([])
    expect(await readByScript(bytesOf(right))).toEqual(right.map(() => `K2F7 ${secret}`))
    expect(await readByScript(bytesOf([...bad, ...strange]))).toEqual([...bad, ...strange].map(() => 'no'))
  })

  it.skipIf(!hasBusybox)('reads the same in busybox', tells, async () => {
    const texts = [good, ...bad, ...strange].map(text => Buffer.from(text))
    expect((await readByScript(texts, 'busybox')).map(line => line.split(' ')[0])).toEqual(
      texts.map((_, i) => (i === 0 ? 'K2F7' : 'no')),
    )
  })

  it('takes none that is larger than 4 KiB, and none from a volume that makes no sense', tells, async () => {
    const { makeKeyFile, imageOf, dir } = await openScriptLab()
    const key = await makeKeyFile()
    const { kid } = key
    const image = await readFile(await imageOf(key))
    const at = image.indexOf('KEY~1   JSO', 0, 'latin1')
    expect(at).toBeGreaterThan(0)
    const spoiled: [string, (bytes: Buffer) => void][] = [
      ['right', () => undefined],
      ['large', bytes => bytes.writeUInt32LE(4097, at + 28)],
      ['beyond', bytes => bytes.writeUInt16LE(0xfff0, at + 26)],
      ['zeros', bytes => bytes.fill(0)],
      ['sectors', bytes => bytes.fill(0, 1024 * 1024 + 11, 1024 * 1024 + 14)],
      ['ends', bytes => bytes.fill(0xff, 1024 * 1024 + 64)],
      ['short', bytes => bytes.fill(0, 1024 * 1024, 1024 * 1024 + 512)],
    ]
    for (const [name, change] of spoiled) {
      const bytes = Buffer.from(image)
      change(bytes)
      await writeFile(join(dir, name), bytes)
    }
    const found = await inScript(
      `cd ${dir} && while read -r device; do if key_in_device >bytes && take_key <bytes; then echo "$kid"; else echo no; fi; done`,
      spoiled.map(([name]) => `${name}\n`).join(''),
    )
    expect(found.trimEnd().split('\n')).toEqual(spoiled.map(([name]) => (name === 'right' ? kid : 'no')))
  })

  it('reads it by the kernel where the device itself cannot be read that way', tells, async () => {
    const { makeKeyFile, says, seen, dir } = await openScriptLab()
    says.order = 'continue'
    const key = await makeKeyFile()
    // No FAT from its first byte on: the kernel of this story knows the volume all the same.
    const other = join(dir, 'other.img')
    await writeFile(other, Buffer.alloc(4096, 1))
    const bytes = join(dir, 'key.json')
    await writeFile(bytes, JSON.stringify(key))
    const mount = `[ "$*" = "-t vfat -o ro,nosuid,nodev,noexec $RACKLIGHT_ROOT/dev/disk/by-label/ENLISTKEY $6" ] || exit 1\n/bin/mkdir "$6/enlist" && /bin/cp ${bytes} "$6/enlist/key.json"`
    const programs = { mount, umount: '/bin/rm -r "$1/enlist"' }
    const run = await (await startMachine({ identity: machine, stick: other, interpreter: 'openssl', programs })).run()
    expect(run.code).toBe(0)
    expect(seen.judged).toMatchObject([{ proof: { kid: key.kid } }])
  })
})

describe('the text of the script', () => {
  it('differs between the policies in one line, and is known by its hash', async () => {
    const [strict, watch] = [await enlistingScript('strict'), await enlistingScript('watch')]
    const differing = strict.split('\n').filter((line, i) => line !== watch.split('\n')[i])
    expect(differing).toEqual(['policy=strict'])
    expect(await knownScripts()).toEqual([scriptHash(strict), scriptHash(watch)])
  })

  it('tells MAAS to run it first and alone as a machine enlists', async () => {
    const [first, ...lines] = (await enlistingScript('watch')).split('\n')
    expect(first).toBe('#!/bin/sh')
    const header = lines.slice(1, lines.indexOf('# --- End MAAS 1.0 script metadata ---'))
    expect(lines[0]).toBe('# --- Start MAAS 1.0 script metadata ---')
    const said = Object.fromEntries(header.map(line => line.slice(2).split(': ', 2) as [string, string]))
    expect(said).toMatchObject({ name: '01-racklight', script_type: 'commissioning', hardware_type: 'node' })
    expect(said).toMatchObject({ parallel: 'disabled', timeout: '02:00:00', tags: '[enlisting, noauto]' })
  })

  it.skipIf(!hasShellcheck)('has nothing that shellcheck would say', () => {
    const path = join(programDir(), 'assets', '01-racklight')
    expect(spawnSync('shellcheck', ['-s', 'sh', path], { encoding: 'utf8' }).stdout).toBe('')
  })
})
