// Who works on a journal, and how that is said.
export interface Owner {
  readonly run: string | undefined;
  readonly command: string;
  readonly pid: number;
  readonly host: string;
  readonly heartbeat: string;
}

/** `cutover migrate, process 412 on host`. */
export const ownerText = ({ command, pid, host }: Owner): string =>
  pid === 0 ? command : `${command}, process ${pid} on ${host}`;
