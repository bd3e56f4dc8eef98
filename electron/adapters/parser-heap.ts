/** Of a parser's process, on every host: what a stranger's chart may cost before the process is given up, in MiB. */
export const heapLimit = '--max-old-space-size=512'
