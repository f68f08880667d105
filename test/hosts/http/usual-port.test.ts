import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startOnUsualPort } from '../../../src-main/hosts/http/usual-port.ts';
import { AppError } from '../../../src-shared/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'panelwright-port-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A host for which any free port is `free`, and which finds the ports of `taken` taken. */
const hostOn =
  (free: number, taken: number[] = []) =>
  async (port: number) => {
    if (taken.includes(port)) throw new AppError('conflict', `Port ${port} is taken.`);
    return { port: port || free };
  };

it('the second launch is served where the first was, so that the browser knows it again', async () => {
  const state = join(folder, 'not', 'made', 'yet');
  expect((await startOnUsualPort(state, hostOn(5001))).port).toBe(5001);
  expect((await startOnUsualPort(state, hostOn(5002))).port).toBe(5001);
});

it('beside another launch any free port does, for that once', async () => {
  await startOnUsualPort(folder, hostOn(5001));
  expect((await startOnUsualPort(folder, hostOn(5002, [5001]))).port).toBe(5002);
  expect((await startOnUsualPort(folder, hostOn(5003))).port).toBe(5001);
});

it('what is written there may be no port, and the folder no folder', async () => {
  writeFileSync(join(folder, 'port'), 'none\n');
  expect((await startOnUsualPort(folder, hostOn(5001))).port).toBe(5001);
  expect((await startOnUsualPort(folder, hostOn(5002))).port).toBe(5001);
  const file = join(folder, 'port');
  expect((await startOnUsualPort(file, hostOn(5003))).port).toBe(5003);
  expect(existsSync(join(file, 'port'))).toBe(false);
});

it('what else goes wrong is told', async () => {
  writeFileSync(join(folder, 'port'), '5001\n');
  const broken = async () => {
    throw new Error('no network');
  };
  await expect(startOnUsualPort(folder, broken)).rejects.toThrow('no network');
});
