import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { openApi } from './connection/api.js';
import { listDead, resendDead } from './events/dead-letters.js';
import { tailEvents } from './events/tail-events.js';
import { EXPORT_FORMATS, exportFile, type ExportFormat } from './exports/export-file.js';
import { importFile } from './imports/import-file.js';
import { listImports } from './imports/list-imports.js';
import { showImport } from './imports/show-import.js';
import { CannotGoOn, COMMAND, EXIT, type Terminal } from './terminal.js';

interface KeyOption {
  readonly reseller?: string;
}

/** Runs one command and returns the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.allApplied;
  const program = programFor(terminal, (ended) => (code = ended));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.failed; // it has said what is wrong
    if (terminal.interrupted.aborted && !(error instanceof CannotGoOn)) return EXIT.interrupted;
    terminal.err.write(`${error instanceof CannotGoOn ? error.message : detailsOf(error)}\n`);
    return error instanceof CannotGoOn ? error.exitCode : EXIT.failed;
  }
}

/** Of what should not happen, for whoever mends it. */
const detailsOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function programFor(terminal: Terminal, ended: (code: number) => void): Command {
  const program = new Command('ringfleet')
    .usage('<command> [options]')
    .description('Works with a Ringfleet installation from the command line.')
    .helpCommand(false)
    .showHelpAfterError(`Help: ${COMMAND} --help`)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out.write(text), writeErr: (text) => terminal.err.write(text) })
    .addHelpText('after', HELP);
  importCommands(program, terminal, ended);
  exportCommand(program, terminal, ended);
  eventCommands(program, terminal);
  return program;
}

const HELP = `
Address and key are read from credentials.json in the home (RINGFLEET_HOME, by default .ringfleet),
or from RINGFLEET_URL, RINGFLEET_CLIENT_ID and RINGFLEET_CLIENT_SECRET.
Events and dead letters are those of the home, or of the Kafka at RINGFLEET_KAFKA_BROKERS.`;

function importCommands(program: Command, terminal: Terminal, ended: (code: number) => void): void {
  const resellerKey = ['--reseller <name>', "use this reseller's key (by default an administrator's)"] as const;
  program
    .command('import')
    .description('Import devices from a csv, xlsx or xls file and wait for the result.')
    .argument('<file>', 'the spreadsheet')
    .option(...resellerKey)
    .addHelpText('after', '\nExit code: 0 every row applied or unchanged; 1 some rows rejected; 2 failed, cancelled or not reachable.')
    .action(async (file: string, { reseller }: KeyOption) => ended(await importFile(terminal, openApi(terminal, reseller), file)));
  program
    .command('imports')
    .description('List imports, newest first.')
    .option('-n, --limit <count>', 'how many', countOf, 25)
    .option(...resellerKey)
    .action(async ({ limit, reseller }: KeyOption & { readonly limit: number }) => listImports(terminal, openApi(terminal, reseller), limit));
  program
    .command('import-status')
    .description('Show how an import stands or how it ended.')
    .argument('<id>', 'as `import` and `imports` show it')
    .option('--save-errors', 'save the list of rejected rows into this folder')
    .option(...resellerKey)
    .action(async (id: string, { saveErrors = false, reseller }: KeyOption & { readonly saveErrors?: boolean }) =>
      showImport(terminal, openApi(terminal, reseller), { id, saveErrors }),
    );
}

interface ExportOptions extends KeyOption {
  readonly format?: ExportFormat;
  readonly filter: readonly string[];
  readonly sort?: string;
  readonly columns?: string;
}

function exportCommand(program: Command, terminal: Terminal, ended: (code: number) => void): void {
  const gathered = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  program
    .command('export')
    .description('Export the device list into a csv, xlsx or xls file and wait for it.')
    .argument('<file>', 'the file to write; one that is there is replaced')
    .addOption(new Option('--format <format>', 'by default as the file is called').choices(EXPORT_FORMATS))
    .option('--filter <column=value>', 'only devices that match, such as managedBy=administrator or q=desk; may be given several times', gathered, [])
    .option('--sort <columns>', 'such as name,-createdAt (by default name)')
    .option('--columns <columns>', 'such as name,assignedTo,site (by default all)')
    .option('--reseller <name>', "use this reseller's key (by default an administrator's)")
    .action(async (file: string, { reseller, format, filter: filters, sort, columns }: ExportOptions) =>
      ended(await exportFile(terminal, openApi(terminal, reseller), { file, format, filters, sort, columns: columns?.split(',') })),
    );
}

function eventCommands(program: Command, terminal: Terminal): void {
  const events = program.command('events').description('Look into the event log of a running home.').helpCommand(false);
  events
    .command('tail')
    .description('Show the events of a topic as they come, until Ctrl-C.')
    .argument('<topic>', 'for example inventory.device.v1')
    .option('--from-start', 'begin with the oldest event that is kept', false)
    .option('--json', 'one JSON object a line, with all headers', false)
    .action(async (topic: string, options: { readonly fromStart: boolean; readonly json: boolean }) => tailEvents(terminal, { topic, ...options }));
  const dead = program.command('dead-letters').description('Events that could not be processed, in a running home.').helpCommand(false);
  dead
    .command('list')
    .description('List them with the reason.')
    .option('--topic <topic>', 'only of this topic')
    .action(async ({ topic }: { readonly topic?: string }) => listDead(terminal, topic));
  dead
    .command('resend')
    .description('Send them to their topic again, to be processed anew.')
    .argument('[id]', 'as `dead-letters list` shows it; without one all of them')
    .option('--topic <topic>', 'only of this topic')
    .action(async (id: string | undefined, { topic }: { readonly topic?: string }) => resendDead(terminal, { id, topic }));
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 200) throw new InvalidArgumentError('Give a number from 1 to 200.');
  return count;
}
