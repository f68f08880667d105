// TypeScript is run as it is written, which Node does since 22.18; better-sqlite3 crashes below 22. So look first.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Panelwright needs Node 22.18 or newer; this is ${process.versions.node}. On Linux x64, "npm ci" brings Node 24 ` +
      'along for everything that is started with npm ("npm start", "npm run -s panelwright -- …").\n',
  );
  process.exit(1);
}
