// Loaded before anything else by an older Node too: nothing here is newer than that.
var major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    'Concordat needs Node 24 or newer, and this is ' +
      process.version +
      '. Start it with npm after npm ci, which brings its own on Linux and Windows; elsewhere install Node 24.'
  )
  process.exit(2)
}
