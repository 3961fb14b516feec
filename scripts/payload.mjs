// Puts the boot payload together from Debian's signed packages, into payload/.   node scripts/payload.mjs
// Keys are written without it just the same; they prove through the enlisting script, and no machine starts from them.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openArchive } from './debian-archive.mjs'
import { pins } from './payload-pins.mjs'
import { runScript, say } from './say.mjs'

const root = join(import.meta.dirname, '..')
const work = join(root, 'build', 'payload')
const target = join(root, 'payload')
const fresh = join(work, 'fresh')

/** What GRUB does when a BIOS has started it: iPXE with the key's own script. Where that fails, the next boot device follows. */
const biosScript = ['linux16 /boot/ipxe.lkrn', 'initrd16 /autoexec.ipxe', 'boot', 'exit', ''].join('\n')
const biosModules = ['biosdisk', 'part_msdos', 'fat', 'linux16', 'minicmd']

const licenceFiles = { 'GPL-2': '/usr/share/common-licenses/GPL-2', 'GPL-3': '/usr/share/common-licenses/GPL-3' }

const notice = [
  'LOADERS ON THIS KEY',
  '',
  'They were taken from packages of Debian; the loader of BIOSes was put together',
  'from the modules of GRUB as they are there:',
  ...pins.map(({ package: name, version, licence }) => `  ${name} ${version} (${licence})`),
  '',
  "GPL-2.TXT and GPL-3.TXT hold the licences. The complete source is in Debian's",
  'archive, and in its archive of former versions, under these names:',
  ...[...new Set(pins.map(({ source, version }) => `  ${source} ${version}`))],
  'With apt: apt-get source NAME=VERSION. Whoever gave you this key gives you the',
  'source too, if you ask within three years.',
  '',
].join('\r\n')

function makeBiosLoader(grub, tool) {
  writeFileSync(join(work, 'bios.cfg'), biosScript)
  const core = join(fresh, 'bios-core.img')
  const args = ['-d', join(grub, 'usr/lib/grub/i386-pc'), '-O', 'i386-pc', '-p', '(,msdos1)/boot/grub']
  const made = spawnSync(tool, [...args, '-c', join(work, 'bios.cfg'), '-o', core, ...biosModules], {
    encoding: 'utf8',
  })
  if (made.status !== 0)
    throw new Error(`GRUB's grub-mkimage does not run here: ${made.error?.message ?? made.stderr.trim()}`)
  copyFileSync(join(grub, 'usr/lib/grub/i386-pc/boot.img'), join(fresh, 'bios-boot.img'))
}

const piece = from => ({
  from,
  sha256: createHash('sha256')
    .update(readFileSync(join(fresh, from)))
    .digest('hex'),
})

function assemble() {
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  const archive = openArchive(work, [...new Set(pins.map(({ suite }) => suite))])
  const files = Object.fromEntries(pins.map(pin => [pin.package, archive.fetch(pin)]))
  for (const name of ['ipxe-amd64.efi', 'ipxe-arm64.efi', 'ipxe.lkrn'])
    copyFileSync(join(files.ipxe, 'usr/lib/ipxe', name), join(fresh, name))
  makeBiosLoader(files['grub-pc-bin'], join(files['grub-common'], 'usr/bin/grub-mkimage'))
  for (const [name, path] of Object.entries(licenceFiles)) copyFileSync(path, join(fresh, `${name}.txt`))
  writeFileSync(join(fresh, 'NOTICE.txt'), notice)
  for (const { package: name, source } of pins) {
    // Some packages of a source only point to a sister's.
    const copyright = join(files[name], 'usr/share/doc', name, 'copyright')
    if (existsSync(copyright)) copyFileSync(copyright, join(fresh, `copyright-${source}.txt`))
  }
  const at = (path, from) => ({ path, ...piece(from) })
  const firmware = {
    hints: true,
    bios: { mbr: piece('bios-boot.img'), gap: piece('bios-core.img') },
    files: [
      at('EFI/BOOT/BOOTX64.EFI', 'ipxe-amd64.efi'),
      at('EFI/BOOT/BOOTAA64.EFI', 'ipxe-arm64.efi'),
      at('boot/ipxe.lkrn', 'ipxe.lkrn'),
      at('boot/NOTICE.TXT', 'NOTICE.txt'),
      at('boot/GPL-2.TXT', 'GPL-2.txt'),
      at('boot/GPL-3.TXT', 'GPL-3.txt'),
    ],
  }
  const packages = pins.map(({ package: name, version, suite, sha256 }) => ({ name, version, suite, sha256 }))
  const manifest = { v: 1, packages, carriers: { 16: firmware, 64: null } }
  writeFileSync(join(fresh, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`)
}

await runScript(async () => {
  assemble()
  rmSync(target, { recursive: true, force: true })
  renameSync(fresh, target)
  say(`The boot payload is in ${target}.`)
  return 0
})
