console.log('taca-studio', process.version, process.argv.slice(2));
