// Finds the key at a path: the top folder of its volume, its key.json, a drive, or an image of one. The secret comes with it.
import { constants } from 'node:fs'
import { open, readdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#core/ports.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import { isSignedEfi } from './efi-signature.ts'
import { efiHeadBytes, loaderNames, readImage, type Bootable, type FoundKey } from './image-read.ts'
import { keyFileLimitBytes, notAKey, parseKeyFile } from './key-file.ts'

const nothingKnown: Bootable = { uefi: null, bios: null, secureBoot: null }

export const findKey = (clock: Clock, path: string): Promise<Result<FoundKey>> => clock.io(find(path))

const find = async (path: string): Promise<Result<FoundKey>> => {
  try {
    return await withFile(path, async (file, isFolder) => {
      if (isFolder) return inFolder(path)
      const start = await readFrom(file, 0, 1)
      return start.toString('latin1') === '{'
        ? readKeyFile(file, path, nothingKnown)
        : readImage((offset, length) => readFrom(file, offset, length), path)
    })
  } catch (error) {
    return pathFault(path, error)
  }
}

const inFolder = (folder: string): Promise<Result<FoundKey>> => {
  const path = join(folder, 'enlist', 'key.json')
  return withFile(path, async (file, isFolder) =>
    isFolder ? notAKey(path, 'enlist/key.json is not a file') : readKeyFile(file, path, await bootableOf(folder)),
  )
}

/** What a folder holds is started by UEFI; a BIOS starts what lies outside of every folder. */
const bootableOf = async (folder: string): Promise<Bootable> => {
  const loaders = join(folder, 'EFI', 'BOOT')
  const names = (await readdir(loaders).catch(() => [])).filter(name =>
    loaderNames.some(one => one === name.toUpperCase()),
  )
  const heads = await Promise.all(
    names.map(name => withFile(join(loaders, name), file => readFrom(file, 0, efiHeadBytes))),
  )
  return { uefi: names.length > 0, bios: null, secureBoot: heads.some(isSignedEfi) }
}

const readKeyFile = async (file: FileHandle, path: string, bootable: Bootable): Promise<Result<FoundKey>> => {
  const bytes = await readFrom(file, 0, keyFileLimitBytes + 1)
  const key = parseKeyFile(bytes, path)
  return key.ok ? ok({ key: key.value, sizeBytes: bytes.length, bootable }) : key
}

/** Without it a pipe would keep us waiting for whoever writes to it; Windows has no such pipes. */
const atOnce = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Opens files, folders and drives, and nothing else. */
const withFile = async <T>(path: string, work: (file: FileHandle, isFolder: boolean) => Promise<T>): Promise<T> => {
  const file = await open(path, atOnce)
  try {
    const found = await file.stat()
    if (!found.isFile() && !found.isBlockDevice() && !found.isDirectory())
      throw Object.assign(new Error('neither file, folder nor drive'), { code: 'ENOTDIR' })
    return await work(file, found.isDirectory())
  } finally {
    await file.close()
  }
}

const readFrom = async (file: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length)
  let size = 0
  while (size < length) {
    const { bytesRead } = await file.read(buffer, size, length - size, offset + size)
    if (bytesRead === 0) break
    size += bytesRead
  }
  return buffer.subarray(0, size)
}

const pathFault = (path: string, error: unknown): Result<never> => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === undefined) throw error
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return fault(
      'gone',
      path,
      'There is no enlist/key.json here.',
      'Name the top folder of the key drive, its key.json, the drive, or an image of it.',
    )
  if (code === 'EACCES' || code === 'EPERM') return fault('denied', path, 'Reading this key is not permitted.')
  return fault('io', path, `This key cannot be read (${code}).`, 'Take the drive out, insert it again and retry.')
}
