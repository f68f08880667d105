/** The channels between Electron's preload script and its main process. There are no others. */
export const channels = {
  call: 'panelwright:call',
  event: 'panelwright:event',
  openFiles: 'panelwright:open-files',
  saveAs: 'panelwright:save-as',
  save: 'panelwright:save',
  /** a file that was dropped on the window or chosen in it */
  dropped: 'panelwright:dropped',
} as const;
