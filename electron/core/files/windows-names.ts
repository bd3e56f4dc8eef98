// Devices, with any extension, and with blanks before it. The digits one to three may be superscript
// (learn.microsoft.com/windows/win32/fileio/naming-a-file).
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:[.:]|$)/i

/** Whether Windows takes this file name for a device. */
export const isReservedOnWindows = (name: string): boolean => reserved.test(name)
