/** The one window: how it is made, and where it was when it was last closed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { z } from 'zod';
import { windowAddress } from './security.ts';

const placeSchema = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(800).max(16_384),
  height: z.number().int().min(560).max(16_384),
  maximized: z.boolean(),
});
type Place = z.infer<typeof placeSchema>;

const firstPlace: Place = { width: 1440, height: 900, maximized: false };

/** Makes the window and loads its page; `placeFile` remembers its size and place. */
export function createWindow(options: { preload: string; placeFile: string }): BrowserWindow {
  const { maximized, ...bounds } = readPlace(options.placeFile);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Panelwright',
    // the colours of --surface, so that nothing flashes before the page is there
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#17191c' : '#ffffff',
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      // its dictionaries are downloaded, and the product uses no network
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writePlace(options.placeFile, window));
  void window.loadURL(windowAddress);
  return window;
}

function readPlace(file: string): Place {
  try {
    const place = placeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return isOnAScreen(place) ? place : { width: place.width, height: place.height, maximized: place.maximized };
  } catch {
    // never written, or written by another version: only a place is lost
    return firstPlace;
  }
}

/** False when the screen that the window was on is gone. */
function isOnAScreen({ x, y, width }: Place): boolean {
  if (x === undefined || y === undefined) return false;
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    return across >= 200 && y >= area.y && y < area.y + area.height - 100;
  });
}

function writePlace(file: string, window: BrowserWindow): void {
  const place: Place = { ...window.getNormalBounds(), maximized: window.isMaximized() };
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(place));
  } catch {
    // a full or read-only disk: closing goes on, the window opens elsewhere next time
  }
}
