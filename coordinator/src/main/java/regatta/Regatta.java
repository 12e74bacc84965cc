package regatta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import regatta.cli.ApiClient;
import regatta.cli.CertsCommand;
import regatta.cli.CliSettings;
import regatta.cli.ClientOptions;
import regatta.cli.CollectCommand;
import regatta.cli.CommandException;
import regatta.cli.ComparisonsCommand;
import regatta.cli.DeleteCommand;
import regatta.cli.Doctor;
import regatta.cli.Exit;
import regatta.cli.FailureTexts;
import regatta.cli.JobTable;
import regatta.cli.JobTexts;
import regatta.cli.Quantities;
import regatta.cli.ReportCommand;
import regatta.cli.StartCoordinator;
import regatta.cli.StartWorker;
import regatta.cli.StoreCommand;
import regatta.cli.SubmitCommand;
import regatta.cli.Suggestions;
import regatta.cli.Table;
import regatta.cli.Table.Column;
import regatta.cli.TasksCommand;
import regatta.cli.Version;
import regatta.cli.Watching;
import regatta.cli.WorkloadTexts;
import regatta.comparison.cli.CompareCommand;
import regatta.machine.Visible;
import regatta.secret.Secrets;

/**
 * The entry point of the program. This class also contains the commands that send a single request.
 */
@Command(
        name = "regatta",
        description = {
            "Races one job through every way of running it, and runs jobs dependably.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Set any configuration key by --set KEY=VALUE, by an environment variable"
                    + " (regatta.http.port is REGATTA_HTTP_PORT), or in config/*.conf.",
            "Exit codes: 0 ok, 1 failed, 2 usage or configuration, 3 coordinator unreachable,"
                    + " 4 timed out, 130 interrupted."
        },
        subcommands = {
            CompareCommand.class,
            StartCoordinator.class,
            StartWorker.class,
            StoreCommand.class,
            SubmitCommand.class,
            TasksCommand.class,
            DeleteCommand.class,
            ComparisonsCommand.class,
            CollectCommand.class,
            ReportCommand.class,
            CertsCommand.class,
            Doctor.class
        })
public final class Regatta {
    private static final String API = "/api/v1";
    private static final int SHORTEST_POOL = 8;
    private static final int SHORTEST_ADDRESS = 12;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("unused") // only picocli reads this field
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version of Regatta and of Java.")
    @SuppressWarnings("unused") // only picocli reads this field
    private boolean version;

    private Regatta() {}

    public static void main(String[] arguments) {
        // Other programs read this program's output, so digits and capitals are the same in every
        // locale.
        Locale.setDefault(Locale.ROOT);
        StandardError.takeBack();
        Path logging = Path.of(System.getProperty("regatta.home", ""), "config", "logback.xml");
        if (Files.isReadable(logging) && System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", logging.toString());
        }
        System.exit(run(commandLine(), arguments));
    }

    /**
     * Runs a command and returns its exit code. The command fails if its output cannot be written.
     */
    public static int run(CommandLine line, String... arguments) {
        int code = line.execute(arguments);
        boolean lost = line.getOut().checkError();
        // Some commands print to System.out. This check also flushes System.out.
        lost |= System.out.checkError();
        if (!lost) {
            return code;
        }
        line.getErr().println("regatta: the output could not be written");
        return code == Exit.OK ? Exit.FAILED : code;
    }

    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Regatta());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        showVersion(line.getCommandSpec());
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Duration.class, given(Quantities::duration));
        line.registerConverter(Long.class, given(Quantities::number));
        line.registerConverter(long.class, given(Quantities::number));
        line.registerConverter(Integer.class, given(Quantities::smallNumber));
        line.registerConverter(int.class, given(Quantities::smallNumber));
        line.setExecutionExceptionHandler(Regatta::explain);
        line.setParameterExceptionHandler(Regatta::usage);
        return line;
    }

    private static void showVersion(CommandSpec command) {
        command.versionProvider(new Version());
        command.subcommands().values().forEach(each -> showVersion(each.getCommandSpec()));
    }

    private static <T> CommandLine.ITypeConverter<T> given(Function<String, T> reader) {
        return text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException wrong) {
                throw new CommandLine.TypeConversionException(wrong.getMessage());
            }
        };
    }

    @Command(name = "jobs", description = "Lists jobs, newest first.")
    int jobs(
            @Mixin ClientOptions options,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Lists only jobs in this state.")
                    @Nullable String state,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Lists at most N jobs (default: 20).")
                    int limit) {
        String filter = state == null ? "" : "&state=" + ApiClient.segment(state);
        JsonNode answer = options.client().get(API + "/jobs?limit=" + limit + filter);
        if (!options.printed(answer)) {
            JobTable.print(answer.path("items"), options.out());
        }
        return Exit.OK;
    }

    @Command(name = "job", description = "Shows one job.")
    int job(
            @Mixin ClientOptions options,
            @Parameters(paramLabel = "JOB", description = "The id of a job.") String id) {
        JsonNode job = options.client().get(API + "/jobs/" + ApiClient.segment(id));
        if (!options.printed(job)) {
            JobTexts.print(job, options.out());
            if (job.at("/progress/failed").asLong() > 1) {
                FailureTexts.printCauses(options.client(), id, options.out());
            }
        }
        return Exit.OK;
    }

    @Command(name = "watch", description = "Follows a job or comparison until it ends.")
    int watch(
            @Mixin ClientOptions options,
            @Parameters(paramLabel = "ID", description = "The id of a job or a comparison.")
                    String id,
            @Option(
                            names = "--timeout",
                            paramLabel = "DURATION",
                            description =
                                    "Stops waiting after this time, such as 5m, and exits with"
                                            + " code 4.")
                    @Nullable Duration timeout)
            throws IOException, InterruptedException {
        return new Watching(options).follow(id, timeout);
    }

    @Command(
            name = "cancel",
            description = "Cancels a job or comparison. Does nothing if it has ended.")
    int cancel(
            @Mixin ClientOptions options,
            @Parameters(paramLabel = "ID", description = "The id of a job or a comparison.")
                    String id) {
        JsonNode job = options.client().cancel(id);
        if (!options.printed(job)) {
            JobTexts.printAny(job, options.out());
        }
        return Exit.OK;
    }

    @Command(name = "workers", description = "Lists workers.")
    int workers(@Mixin ClientOptions options) {
        return list(
                options,
                "/workers",
                List.of(
                        Column.whole("WORKER"),
                        Column.cut("POOL", SHORTEST_POOL),
                        Column.whole("STATE"),
                        Column.whole("SLOTS"),
                        Column.whole("IO-SLOTS"),
                        Column.whole("BUSY"),
                        Column.cut("ADDRESS", SHORTEST_ADDRESS),
                        Column.prose("REASON")),
                List.of("id", "pool", "state", "slots", "ioSlots", "running", "address", "reason"));
    }

    @Command(name = "drain", description = "Takes a worker out of use once its tasks have ended.")
    int drain(@Mixin ClientOptions options, @Parameters(paramLabel = "WORKER") String id) {
        String path = API + "/workers/" + ApiClient.segment(id) + "/drain";
        JsonNode worker = options.client().send("POST", path, null);
        if (!options.printed(worker)) {
            options.out()
                    .printf("%s %s%n", worker.path("id").asText(id), worker.path("state").asText());
        }
        return Exit.OK;
    }

    @Command(name = "scale", description = "Sets how many worker JVMs of mode processes stay warm.")
    int scale(@Mixin ClientOptions options, @Parameters(paramLabel = "N") int workers) {
        JsonNode body = JsonNodeFactory.instance.objectNode().put("workers", workers);
        JsonNode answer = options.client().send("PUT", API + "/pools/processes", body);
        if (!options.printed(answer)) {
            options.out().printf("%d worker JVMs stay warm%n", answer.path("workers").asInt());
        }
        return Exit.OK;
    }

    @Command(name = "modes", description = "Lists the modes that a job can name.")
    int modes(@Mixin ClientOptions options) {
        return list(
                options,
                "/modes",
                List.of(
                        Column.whole("MODE"),
                        Column.whole("MAX SLOTS"),
                        Column.prose("DESCRIPTION")),
                List.of("name", "maxSlots", "description"));
    }

    @Command(
            name = "workloads",
            description = "Lists the workloads that a job can name, with their fields.")
    int workloads(@Mixin ClientOptions options) {
        JsonNode answer = options.client().get(API + "/workloads");
        if (!options.printed(answer)) {
            WorkloadTexts.print(answer.path("items"), options.out());
        }
        return Exit.OK;
    }

    @Command(
            name = "config",
            description = "Prints the effective configuration and the origin of each value.")
    int config(@Mixin ClientOptions options) {
        List<CliSettings.Entry> effective = options.effective();
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        effective.forEach(each ->
                all.putObject(each.key()).put("value", each.value()).put("origin", each.origin()));
        if (!options.printed(all)) {
            effective.forEach(each ->
                    options.out()
                            .printf("%s = %s  # %s%n", each.key(), each.value(), each.origin()));
            options.out().flush();
        }
        return Exit.OK;
    }

    private static int list(
            ClientOptions options, String path, List<Column> columns, List<String> fields) {
        JsonNode answer = options.client().get(API + path);
        if (!options.printed(answer)) {
            List<List<String>> rows = new ArrayList<>();
            answer.path("items")
                    .forEach(item ->
                            rows.add(
                                    fields.stream()
                                            .map(field -> item.path(field).asText(""))
                                            .toList()));
            Table.print(columns, rows, options.out());
        }
        return Exit.OK;
    }

    private static int explain(
            Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandException expected) {
            say(line, "regatta: " + expected.getMessage());
            return expected.exitCode();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                say(line, "regatta: cannot listen: " + cause.getMessage());
                return Exit.USAGE;
            }
        }
        String said = "regatta: " + failure.getMessage();
        say(line, said);
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (!said.contains(String.valueOf(cause.getMessage()))) {
                say(line, "  because: " + cause.getMessage());
            }
        }
        // The program notices a value of a wrong type only when the program reads the value's key.
        boolean usage =
                failure instanceof IllegalArgumentException || failure instanceof ConfigException;
        return usage ? Exit.USAGE : Exit.FAILED;
    }

    /** Prints an error. It may quote a file, or a URL with a password that the user gave. */
    private static void say(CommandLine line, String error) {
        Secrets.masked(error).lines().map(Visible::of).forEach(line.getErr()::println);
    }

    /** Returns the names of a command's options and subcommands. */
    private static List<String> names(CommandLine line) {
        List<String> names = new ArrayList<>(line.getSubcommands().keySet());
        line.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }

    private static int usage(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        say(line, "regatta: " + wrong.getMessage());
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
            Suggestions.nearest(unmatched.getUnmatched().getFirst(), names(line))
                    .ifPresent(name -> line.getErr().println("  did you mean: " + name));
        }
        line.getErr().println("  see: " + line.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE;
    }
}
