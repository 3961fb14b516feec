// A machine in QEMU that runs the enlisting script in a Linux made on the spot: Debian's kernel, busybox and curl as they are installed here.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { enlistingScript } from '#main/site/enlisting-script.ts'
import { serverLacks, startQemu, type VirtualServer } from './virtual-server.ts'

const busybox = '/bin/busybox'
const curl = '/usr/bin/curl'
/** By module: network and disk of the machine. What the kernel has built in is missing here, and that is right. */
const wantedModules = ['virtio_pci', 'virtio_net', 'virtio_blk']

/** The newest kernel that is installed with its modules; null without one. */
const kernel = (): string | null =>
  (existsSync('/lib/modules') ? readdirSync('/lib/modules') : [])
    .filter(version => existsSync(`/boot/vmlinuz-${version}`) && existsSync(`/lib/modules/${version}/modules.dep`))
    .sort()
    .at(-1) ?? null

const isStatic = (program: string): boolean =>
  existsSync(program) && spawnSync('ldd', [program], { encoding: 'utf8' }).stderr.includes('not a dynamic executable')

/** What is missing for such a machine; null when nothing is. */
export const guestLacks = (): string | null =>
  serverLacks('bios') ??
  (process.arch === 'x64' ? null : 'the kernel here is of another processor') ??
  (kernel() === null ? 'no Debian kernel is installed' : null) ??
  (isStatic(busybox) ? null : 'busybox-static is not installed') ??
  (existsSync(curl) ? null : 'curl is not installed')

/** Paths of the wanted modules and of all that they need, in the order of loading. */
const modulesOf = (version: string): string[] => {
  const needs = new Map(
    readFileSync(`/lib/modules/${version}/modules.dep`, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => line.split(':', 2) as [string, string])
      .map(([path, rest]) => [path, rest.trim().split(' ').filter(Boolean)]),
  )
  const order = new Set<string>()
  const take = (path: string): void => {
    needs.get(path)?.forEach(take)
    order.add(path)
  }
  for (const path of needs.keys()) if (wantedModules.includes(basename(path).split('.')[0] ?? '')) take(path)
  return [...order].map(path => join('/lib/modules', version, path))
}

const librariesOf = (program: string): string[] =>
  execFileSync('ldd', [program], { encoding: 'utf8' })
    .split('\n')
    .flatMap(line => /(\/\S+) \(0x/.exec(line)?.[1] ?? [])

const init = (modules: readonly string[], mac: string): string =>
  [
    '#!/bin/busybox sh',
    '/bin/busybox --install -s /bin',
    'export PATH=/bin:/usr/bin',
    'mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev',
    ...modules.map(path => `insmod ${path}`),
    `until grep -q ${mac} /sys/class/net/*/address; do sleep 0.2; done`,
    'ip link set eth0 up; ip addr add 10.0.2.15/24 dev eth0',
    'until [ -b /dev/vda1 ]; do sleep 0.2; done',
    'RESULT_PATH=/tmp/result sh /01-racklight >/tmp/said',
    'echo "EXIT $?"; echo "RESULT $(cat /tmp/result)"; echo "SAID $(cat /tmp/said)"; echo "THE END"',
    'poweroff -f',
    '',
  ].join('\n')

const makeInitramfs = async (dir: string, version: string, mac: string): Promise<string> => {
  const root = join(dir, 'root')
  const put = (from: string): void => {
    mkdirSync(join(root, dirname(from)), { recursive: true })
    copyFileSync(from, join(root, from))
  }
  const modules = modulesOf(version)
  for (const file of [busybox, curl, ...librariesOf(curl), ...modules]) put(file)
  for (const folder of ['proc', 'sys', 'dev', 'tmp']) mkdirSync(join(root, folder))
  writeFileSync(join(root, '01-racklight'), await enlistingScript('strict'))
  writeFileSync(join(root, 'init'), init(modules, mac))
  chmodSync(join(root, 'init'), 0o755)
  const image = join(dir, 'initramfs')
  execFileSync(busybox, ['sh', '-c', `find . | cpio -o -H newc >"$1"`, 'sh', image], { cwd: root, stdio: 'ignore' })
  return image
}

export interface GuestWish {
  /** The image of its stick. */
  readonly stick: string
  readonly uuid: string
  readonly mac: string
  readonly serial: string
}

/** Starts a machine whose stick stands in it as a disk; it says `EXIT`, `RESULT` and `SAID` when the script has ended. */
export const startGuest = async ({ stick, uuid, mac, serial }: GuestWish): Promise<VirtualServer> => {
  const version = kernel()
  if (version === null) throw new Error('no kernel')
  const dir = await mkdtemp(join(tmpdir(), 'racklight-guest-'))
  const initramfs = await makeInitramfs(dir, version, mac)
  return startQemu(dir, [
    ...['-accel', 'tcg', '-cpu', 'max', '-m', '256', '-nodefaults', '-display', 'none', '-no-reboot', '-vga', 'none'],
    ...['-kernel', `/boot/vmlinuz-${version}`, '-initrd', initramfs, '-append', 'console=ttyS0 loglevel=0 panic=-1'],
    ...['-drive', `if=none,id=stick,format=raw,snapshot=on,file=${stick}`, '-device', 'virtio-blk-pci,drive=stick'],
    ...['-netdev', 'user,id=n0', '-device', `virtio-net-pci,netdev=n0,mac=${mac},romfile=`],
    ...['-serial', 'stdio', '-uuid', uuid, '-smbios', `type=1,serial=${serial}`],
  ])
}
