// The packages of Debian whose loaders go onto bootable keys, each by its version and the SHA-256 of its file.
// A new version here is a new loader on every key: try it with `npm run rig` before it is committed.

export const pins = [
  {
    package: 'ipxe',
    source: 'ipxe',
    version: '2.0.0+dfsg-5',
    suite: 'forky',
    licence: 'GPL-2+',
    sha256: 'f0f2b3df949f3207e2ca5c1324d23d0ad94a968c3d53e18ed8ea57b12f24a4bb',
  },
  {
    package: 'grub-pc-bin',
    source: 'grub2',
    version: '2.06-13+deb12u2',
    suite: 'bookworm',
    licence: 'GPL-3+',
    sha256: 'db6aced5a89f02e10e150140b4df9621196f311c26203baf8558b4c6808e1298',
  },
  {
    package: 'grub-common',
    source: 'grub2',
    version: '2.06-13+deb12u2',
    suite: 'bookworm',
    licence: 'GPL-3+',
    // Its tool puts the BIOS loader together; nothing of the package itself lies on a key.
    sha256: 'fa2a91e48bb85effb1d9e22e16d83774e6de0ae6167268e8150e76ae963ec671',
  },
]
