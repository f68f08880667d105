/**
 * What is wrong with a version of Node, with a remedy; null where it will do. TypeScript is run as it is written, which
 * Node does since 22.18; better-sqlite3 crashes below 22.
 */
export function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return null;
  return (
    `Panelwright needs Node 22.18 or newer; this is ${version}. On Linux x64, "npm ci" brings Node 24 along for ` +
    'everything that is started with npm ("npm start", "npm run -s panelwright -- …"); elsewhere install Node 24.'
  );
}
