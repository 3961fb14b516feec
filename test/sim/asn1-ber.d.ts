// The package comes without types; these are the parts the tests call.
declare module 'asn1-ber' {
  export class BerReader {
    constructor(bytes: Buffer)
    readInt(): number
    readOID(): string
  }
  export class BerWriter {
    readonly buffer: Buffer
    writeInt(value: number): void
  }
}
