package regatta.comparison.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import regatta.cli.ApiClient;
import regatta.cli.CliSettings;
import regatta.cli.CommandException;
import regatta.cli.CommonOptions;
import regatta.cli.Exit;
import regatta.cli.PatientClient;
import regatta.cli.Terminal;
import regatta.comparison.ReportJson;
import regatta.comparison.report.ComparisonReport;

/** {@code regatta compare}: runs a job in every way and says which one to use. */
@Command(
        name = "compare",
        description = {
            "Runs a job in every way of running it and says which one to use.",
            "Alone it starts all that it needs, on this machine, and leaves nothing running."
        })
public final class CompareCommand implements Callable<Integer> {
    /** As slow as the endpoint of the project's source. */
    private static final Duration ORIGIN_DELAY = Duration.ofMillis(600);

    private static final int INTERRUPTED = 130;
    private static final int DEFAULT_ROUNDS = 3;

    /** Both workloads of the source, started and compared, are to end in under 90 s. */
    private static final Duration BUDGET = Duration.ofSeconds(30);

    @Mixin private CompareWhat what = new CompareWhat();

    @Option(
            names = "--modes",
            paramLabel = "MODE",
            split = ",",
            description = "The modes to compare (default: all), separated by commas.")
    private List<String> modes = new ArrayList<>();

    @Option(
            names = "--slots",
            paramLabel = "N",
            split = ",",
            description =
                    "Slots of each job (default: cores for computing, 16 for waiting); several"
                            + " numbers multiply the arms.")
    private List<Integer> slots = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N[,N[,N]]",
            defaultValue = "" + DEFAULT_ROUNDS,
            split = ",",
            description =
                    "Counted rounds of each arm, after one warm-up (default: 3). With two or three"
                            + " numbers, such as 5,10,20, it ends at the first that tells which arms"
                            + " are fastest.")
    private List<Integer> rounds = new ArrayList<>();

    @Option(
            names = "--vary",
            paramLabel = "FIELD=A,B",
            description =
                    "Gives a field of the job or its workload several values, which multiplies the"
                            + " arms. Repeatable.")
    private List<String> vary = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides the order of the rounds (default: at random).")
    private @Nullable Integer seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "regatta-report",
            description = "Where to write the report (default: regatta-report).")
    private Path report = Path.of("regatta-report");

    @Option(
            names = "--coordinator",
            paramLabel = "URL",
            description = "Compares on a running coordinator instead of one of its own.")
    private @Nullable String coordinator;

    @Option(names = "--json", description = "Prints the report as JSON on stdout.")
    private boolean json;

    @Mixin private CommonOptions common = new CommonOptions();

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Wishes wishes = wishes();
        ReportFolder folder = folder();
        try {
            finish(coordinator == null ? alone(wishes) : on(coordinator, wishes), folder);
            return Exit.OK;
        } catch (ComparisonFailedException failed) {
            throw new CommandException(Exit.FAILED, String.valueOf(failed.getMessage()));
        }
    }

    private Wishes wishes() {
        boolean whole =
                what.isDefault() && coordinator == null && rounds.equals(List.of(DEFAULT_ROUNDS));
        return new Wishes(
                modes,
                slots,
                rounds,
                vary.stream().map(Wishes::variation).toList(),
                seed == null ? ThreadLocalRandom.current().nextInt() : seed,
                whole ? Optional.of(BUDGET) : Optional.empty());
    }

    private ComparisonReport alone(Wishes wishes)
            throws IOException, InterruptedException, ComparisonFailedException {
        Optional<SlowOrigin> origin =
                what.needsOrigin() ? Optional.of(SlowOrigin.start(ORIGIN_DELAY)) : Optional.empty();
        List<ComparedJob> jobs = what.jobs(origin);
        try (EmbeddedCoordinator own = EmbeddedCoordinator.start(this::configuration, origin)) {
            try {
                ApiClient client = new ApiClient(own.uri().toString());
                return new CompareRun(client, wishes, Optional.of(own), listener()).run(jobs);
            } catch (CommandException | ComparisonFailedException consequence) {
                if (own.isClosed()) {
                    throw new CommandException(INTERRUPTED, "interrupted");
                }
                throw consequence;
            }
        } finally {
            origin.ifPresent(SlowOrigin::close);
        }
    }

    private ComparisonReport on(String url, Wishes wishes)
            throws IOException, InterruptedException, ComparisonFailedException {
        List<ComparedJob> jobs = what.jobs(Optional.empty());
        PatientClient client = new PatientClient(new ApiClient(url), PatientClient.PATIENCE, false);
        CompareRun run = new CompareRun(client, wishes, Optional.empty(), listener());
        Thread cancel = new Thread(() -> cancel(run), "cancel-comparison");
        Runtime.getRuntime().addShutdownHook(cancel);
        ComparisonReport compared = run.run(jobs);
        Runtime.getRuntime().removeShutdownHook(cancel);
        return compared;
    }

    /** Ctrl-C: what runs on a coordinator of others is not left there. */
    private static void cancel(CompareRun run) {
        try {
            run.cancel();
        } catch (IOException | InterruptedException | CommandException gone) {
            System.err.println("regatta: could not cancel: " + gone.getMessage());
        }
    }

    private CompareRun.Listener listener() {
        return Terminal.draws() && !json
                ? new ProgressLine(err(), System::nanoTime)
                : CompareRun.Listener.NOBODY;
    }

    private void finish(ComparisonReport found, ReportFolder folder) throws IOException {
        folder.write(found);
        PrintWriter messages = json ? err() : out();
        out().print(json ? ReportJson.write(found) : found.text());
        out().flush();
        messages.println(
                (json ? "" : "\n")
                        + "Report: "
                        + folder.path().resolve("report.html")
                        + " (also .md, .csv, .json)");
    }

    private Config configuration(List<String> fixed) {
        List<String> overrides = new ArrayList<>(fixed);
        overrides.addAll(common.overrides());
        return CliSettings.load("coordinator.conf", overrides);
    }

    private ReportFolder folder() {
        try {
            return ReportFolder.at(report);
        } catch (IOException wrong) {
            throw new CommandException(
                    Exit.USAGE, "--report: cannot write to " + wrong.getMessage());
        }
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("used outside of a command");
        }
        return command;
    }
}
