export default () => globalThis.ringfleetTestPostgres.stop();
