import { type ChildProcess, spawn } from 'node:child_process'

/** Ends a program that was started in a group of its own, and everything it started. */
export const killTree = ({ pid, stdout, stderr }: ChildProcess): void => {
  // The program had its time; output that comes later is not waited for.
  stdout?.destroy()
  stderr?.destroy()
  if (pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => {},
    )
    return
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}
