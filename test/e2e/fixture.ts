/** What a spec is given: a fresh application with a home of its own, in a browser or in Electron, and its window. */
import { _electron, test as base, expect, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { electronProgram, hasDisplay } from '../../scripts/electron.ts';
import { environment, root, startServe, type Server } from './serve.ts';

export interface HostOptions {
  hostKind: 'browser' | 'electron';
}

export interface Studio {
  /** the window, at the application's first page */
  page: Page;
  /** the user's home: what a spec puts here the application can open */
  home: string;
  /** the address with the launch token; null under Electron */
  address: string | null;
  /** does what opens a file dialog, and answers it with a path; what is saved must not exist yet */
  pick(opens: () => Promise<void>, path: string): Promise<void>;
  /** does what saves a file, and has it at `path` */
  export(saves: () => Promise<void>, path: string): Promise<void>;
  /** processes that train just now; Linux only */
  trainers(): number[];
}

interface Running {
  studio: Studio;
  stop(): Promise<void>;
}

export const test = base.extend<
  HostOptions & { home: string; hostReady: void; serve: () => Promise<Server>; studio: Studio }
>({
  hostKind: ['browser', { option: true }],

  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs: nothing
  home: async ({}, use) => {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'panelwright-e2e-')));
    await use(home);
    rmSync(home, { recursive: true, force: true });
  },

  serve: async ({ home }, use) => {
    const started: Server[] = [];
    await use(async () => {
      const server = await startServe(home);
      started.push(server);
      return server;
    });
    // a spec that failed half-way leaves none behind
    for (const server of started) server.process.kill('SIGKILL');
  },

  // before everything else, so that nothing is started for a spec that is skipped
  hostReady: [
    async ({ hostKind }, use, info) => {
      const electron = hostKind === 'electron';
      info.skip(electron && electronProgram() === null, 'Electron’s binary is not in node_modules/electron/dist.');
      info.skip(electron && !hasDisplay, 'Electron needs a display, and this machine has none.');
      await use();
    },
    { auto: true },
  ],

  studio: async ({ hostKind, home, page, serve }, use) => {
    const running = hostKind === 'electron' ? await launchElectron(home) : inBrowser(await serve(), home, page);
    const complaints = listenForComplaints(running.studio.page);
    if (running.studio.address) await page.goto(running.studio.address);
    await use(running.studio);
    // a window whose server goes away complains, rightly
    const heard = [...complaints];
    await running.stop();
    expect(heard, 'errors in the window’s console').toEqual([]);
  },
});

export { expect };

/** The window of a server, in a page that has not gone there yet. */
export function inBrowser(server: Server, home: string, page: Page): Running {
  const studio: Studio = {
    page,
    home,
    address: server.address,
    async pick(opens, path) {
      await opens();
      const dialog = page.getByRole('dialog');
      const where = dialog.getByLabel('Folder or path');
      const name = dialog.getByRole('textbox', { name: 'Name' });
      await expect(where).toHaveValue(/./);
      if (await name.isVisible()) {
        if ((await where.inputValue()) !== dirname(path)) {
          await where.fill(dirname(path));
          await where.press('Enter');
        }
        await name.fill(basename(path));
        await dialog.getByRole('button', { name: 'Save here' }).click();
      } else {
        await where.fill(path);
        await where.press('Enter');
      }
      await expect(dialog).toBeHidden();
    },
    async export(saves, path) {
      const download = page.waitForEvent('download');
      await saves();
      await (await download).saveAs(path);
    },
    trainers: () => trainersOf(server.process.pid!),
  };
  return { studio, stop: server.stop };
}

async function launchElectron(home: string): Promise<Running> {
  const app: ElectronApplication = await _electron.launch({
    executablePath: electronProgram()!,
    args: ['--no-sandbox', `--user-data-dir=${join(home, 'state')}`, root],
    env: environment(home),
  });
  const page = await app.firstWindow();
  // the system's dialogs cannot be driven: the answer is put in their place
  const answerDialogs = (path: string) =>
    app.evaluate(({ dialog }, answer) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [answer] });
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: answer });
    }, path);
  const studio: Studio = {
    page,
    home,
    address: null,
    async pick(opens, path) {
      await answerDialogs(path);
      await opens();
    },
    async export(saves, path) {
      await answerDialogs(path);
      await saves();
      await expect.poll(() => existsSync(path)).toBe(true);
    },
    trainers: () => trainersOf(app.process().pid!),
  };
  return { studio, stop: () => app.close() };
}

/** Everything that goes wrong in the window without the user being told. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  return complaints;
}

/** Training processes among the descendants of a process: Node's fork names the program, Electron the service. */
function trainersOf(ancestor: number): number[] {
  const processes = new Map<number, { parent: number; command: string }>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // the name in brackets may hold anything; the state and the parent's id follow it
      const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      processes.set(Number(pid), { parent: Number(parent), command });
    } catch {
      // it ended while we looked
    }
  }
  const descends = (pid: number): boolean =>
    pid === ancestor || (processes.has(pid) && descends(processes.get(pid)!.parent));
  return [...processes.entries()]
    .filter(([pid, { command }]) => /trainer\.ts|NodeService/.test(command) && descends(pid))
    .map(([pid]) => pid);
}
