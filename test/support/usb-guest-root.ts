// The disk of a Debian computer with a person at its desk: systemd, udisks2 and polkit, and what Electron needs to start.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const packages = [
  ...['systemd', 'systemd-sysv', 'udev', 'dbus', 'libpam-systemd', 'login', 'linux-image-amd64', 'kmod'],
  ...['udisks2', 'polkitd', 'sudo', 'dosfstools', 'util-linux'],
  ...['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libsystemd0'],
]

/** Answers what stands on the second serial line, as the person at the first console: an active session at the desk. */
const answering = `#!/bin/bash
[ "$(tty)" = /dev/tty1 ] || return 0
exec </dev/ttyS1 >/dev/ttyS1 2>/dev/ttyS1
stty raw -echo
echo RIG-READY
while IFS= read -r line; do
  eval "$line"
  echo "RIG-END $?"
done
`

const files: Readonly<Record<string, string>> = {
  'etc/fstab': '/dev/vda / ext4 defaults 0 0\n/dev/vdb /app ext4 ro 0 0\n',
  'etc/hostname': 'desk\n',
  'etc/hosts': '127.0.0.1 localhost desk\n',
  'etc/sudoers.d/tech': 'tech ALL=(ALL) NOPASSWD: ALL\n',
  'etc/systemd/system/getty@tty1.service.d/person.conf':
    '[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin tech --noclear %I linux\n',
  'home/tech/.bash_profile': answering,
}

const tool = (name: string, ...args: readonly string[]): string => {
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' }
  const made = spawnSync(name, args, { encoding: 'utf8', env, maxBuffer: 1 << 26 })
  if (made.status !== 0) throw new Error(`${name}: ${made.stderr || made.error?.message}`)
  return made.stdout
}

const tools = ['mmdebstrap', 'mke2fs', 'qemu-system-x86_64', 'chroot']

/** What is missing to make and start such a computer; null when nothing is. */
export const guestLacks = (): string | null => {
  if (process.getuid?.() !== 0) return 'root'
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`.split(':')
  return tools.find(name => !path.some(folder => existsSync(join(folder, name)))) ?? null
}

export interface GuestRoot {
  readonly disk: string
  readonly kernel: string
  readonly initrd: string
}

const settle = (root: string): void => {
  tool('chroot', root, 'useradd', '--create-home', '--shell', '/bin/bash', '--groups', 'dialout,sudo', 'tech')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  mkdirSync(join(root, 'app'), { recursive: true })
  tool('chroot', root, 'chown', '-R', 'tech:tech', '/home/tech')
  tool('chroot', root, 'systemctl', 'mask', 'serial-getty@ttyS0.service', 'serial-getty@ttyS1.service')
}

/** Made once for each set of packages and files, which takes some minutes, and kept in the cache folder. */
export const guestRoot = (): GuestRoot => {
  const mark = createHash('sha256')
    .update(JSON.stringify([packages, files]))
    .digest('hex')
    .slice(0, 12)
  const home = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'racklight', `rig-${mark}`)
  const made: GuestRoot = { disk: join(home, 'disk'), kernel: join(home, 'kernel'), initrd: join(home, 'initrd') }
  if (existsSync(made.initrd)) return made
  const work = mkdtempSync(join(tmpdir(), 'racklight-guest-'))
  const root = join(work, 'root')
  try {
    tool('mmdebstrap', '--quiet', '--variant=minbase', `--include=${packages.join(',')}`, 'bookworm', root)
    settle(root)
    mkdirSync(home, { recursive: true })
    tool('mke2fs', '-q', '-F', '-t', 'ext4', '-d', root, made.disk, '2G')
    const boot = readdirSync(join(root, 'boot'))
    for (const [from, to] of [
      ['vmlinuz-', made.kernel],
      ['initrd.img-', made.initrd],
    ] as const)
      tool('cp', join(root, 'boot', boot.find(name => name.startsWith(from)) ?? from), `${to}.new`)
    renameSync(`${made.kernel}.new`, made.kernel)
    renameSync(`${made.initrd}.new`, made.initrd)
    return made
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** A disk with these folders of the host, by the names they get on it. */
export const diskOf = (dir: string, folders: Readonly<Record<string, string>>): string => {
  const [tree, disk] = [join(dir, 'tree'), join(dir, 'disk')]
  for (const [name, from] of Object.entries(folders)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true })
    tool('cp', '-aL', from, join(tree, name))
  }
  tool('mke2fs', '-q', '-F', '-t', 'ext4', '-d', tree, disk, '1G')
  rmSync(tree, { recursive: true })
  return disk
}
