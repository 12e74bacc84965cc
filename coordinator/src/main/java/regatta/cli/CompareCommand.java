package regatta.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import regatta.cli.compare.CompareRun;
import regatta.cli.compare.ComparisonFailedException;
import regatta.cli.compare.EmbeddedCoordinator;
import regatta.cli.compare.ReportFolder;
import regatta.cli.compare.ReportJson;
import regatta.cli.compare.Rounds;
import regatta.cli.compare.SlowOrigin;
import regatta.cli.compare.ThisMachine;
import regatta.cli.compare.Wishes;
import regatta.coordinator.comparison.Comparison;
import regatta.coordinator.report.ComparisonReport;

/** {@code regatta compare}: runs a job in every way and says which one to use. */
@Command(
        name = "compare",
        description = {
            "Runs a job in every way of running it and says which one to use.",
            "Alone it starts all that it needs, on this machine, and leaves nothing running."
        })
final class CompareCommand implements Callable<Integer> {
    /** As slow as the endpoint of the project's source. */
    private static final Duration ORIGIN_DELAY = Duration.ofMillis(600);

    private static final int INTERRUPTED = 130;

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
            paramLabel = "N",
            defaultValue = "3",
            description = "Counted rounds of each arm, after one warm-up (default: 3).")
    private int rounds;

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
        Wishes wishes =
                new Wishes(
                        modes,
                        slots,
                        rounds,
                        vary.stream().map(Wishes::variation).toList(),
                        seed == null ? ThreadLocalRandom.current().nextInt() : seed);
        ReportFolder folder = folder();
        double load = ThisMachine.load();
        Instant start = Instant.now();
        try {
            List<Comparison> compared =
                    coordinator == null ? alone(wishes) : on(coordinator, wishes);
            finish(ComparisonReport.of(start, ThisMachine.after(load), compared), folder);
            return Exit.OK;
        } catch (ComparisonFailedException failed) {
            throw new CommandException(Exit.FAILED, String.valueOf(failed.getMessage()));
        }
    }

    private List<Comparison> alone(Wishes wishes)
            throws IOException, InterruptedException, ComparisonFailedException {
        Optional<SlowOrigin> origin =
                what.needsOrigin() ? Optional.of(SlowOrigin.start(ORIGIN_DELAY)) : Optional.empty();
        List<CompareRun.Job> jobs = what.jobs(origin);
        try (EmbeddedCoordinator own = EmbeddedCoordinator.start(this::configuration, origin)) {
            try {
                ApiClient client = new ApiClient(own.uri().toString());
                return run(new CompareRun(client, wishes, Optional.of(own)), jobs);
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

    private List<Comparison> on(String url, Wishes wishes)
            throws IOException, InterruptedException, ComparisonFailedException {
        List<CompareRun.Job> jobs = what.jobs(Optional.empty());
        CompareRun run = new CompareRun(new ApiClient(url), wishes, Optional.empty());
        Thread cancel = new Thread(() -> cancel(run), "cancel-round");
        Runtime.getRuntime().addShutdownHook(cancel);
        List<Comparison> compared = run(run, jobs);
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

    private List<Comparison> run(CompareRun run, List<CompareRun.Job> jobs)
            throws IOException, InterruptedException, ComparisonFailedException {
        boolean drawn = Terminal.draws() && !json;
        return run.run(
                jobs,
                () -> drawn ? new ProgressLine(err(), System::nanoTime) : Rounds.Listener.NOBODY);
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
