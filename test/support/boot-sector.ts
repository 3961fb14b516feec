// The smallest thing a BIOS can start: a sector that says a word over the serial line and halts.

/** As the first sector of an empty floppy. */
export const sayingFloppy = (word: string): Buffer => {
  const floppy = Buffer.alloc(1_474_560)
  const code = [
    ...[0x31, 0xc0], // xor ax, ax
    ...[0x8e, 0xd8], // mov ds, ax
    ...[0xba, 0xf8, 0x03], // mov dx, 0x3f8, the first serial line
    ...[0xbe, 0x20, 0x7c], // mov si, 0x7c20, where the word stands
    0xac, // lodsb
    ...[0x84, 0xc0], // test al, al
    ...[0x74, 0x03], // jz to the hlt
    0xee, // out dx, al
    ...[0xeb, 0xf8], // jmp to the lodsb
    0xf4, // hlt
    ...[0xeb, 0xfd], // jmp to the hlt
  ]
  floppy.set(code, 0)
  floppy.write(word, 0x20, 'latin1')
  floppy.writeUInt16LE(0xaa55, 510)
  return floppy
}
