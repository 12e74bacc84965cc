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
import regatta.cli.TokenOption;
import regatta.comparison.ComparisonFailedException;
import regatta.comparison.ReportJson;
import regatta.comparison.plan.Arm.Variation;
import regatta.comparison.report.Catalogue;
import regatta.comparison.report.ComparisonReport;

/** {@code regatta compare}: runs a job in every mode and recommends one. */
@Command(
        name = "compare",
        description = {
            "Runs a job in every mode and says which mode to use.",
            "Without --coordinator it starts everything on this machine, and stops it again."
        })
public final class CompareCommand implements Callable<Integer> {
    /** The endpoint in the Python post took about this long. */
    private static final Duration ORIGIN_DELAY = Duration.ofMillis(600);

    private static final int INTERRUPTED = 130;
    private static final int DEFAULT_ROUNDS = 3;

    /** Both default comparisons, start-up included, must end in under 90 s. */
    private static final Duration BUDGET = Duration.ofSeconds(30);

    @Mixin private CompareWhat what = new CompareWhat();

    @Option(
            names = "--modes",
            paramLabel = "MODE",
            split = ",",
            description = "The modes to compare, separated by commas (default: all).")
    private List<String> modes = new ArrayList<>();

    @Option(
            names = "--slots",
            paramLabel = "N",
            split = ",",
            description =
                    "Slots of each job (default: the cores for a computing workload, 16 for a"
                            + " waiting one). Several numbers multiply the arms.")
    private List<Integer> slots = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N[,N[,N]]",
            defaultValue = "" + DEFAULT_ROUNDS,
            split = ",",
            description =
                    "Counted rounds of each arm, after one warm-up (default: 3). Given two or three"
                            + " numbers, such as 5,10,20, it stops at the first of them that shows"
                            + " which arms are fastest.")
    private List<Integer> rounds = new ArrayList<>();

    @Option(
            names = "--vary",
            paramLabel = "FIELD=A,B",
            description =
                    "Gives a field of the job or its workload several values. Each value multiplies"
                            + " the arms. Repeatable.")
    private List<String> vary = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seeds the random sequence of the rounds (default: a random seed).")
    private @Nullable Integer seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "regatta-report",
            description = "The folder for the report (default: regatta-report).")
    private Path report = Path.of("regatta-report");

    @Option(
            names = "--coordinator",
            paramLabel = "URL",
            description = "Compares on this running coordinator instead of its own.")
    private @Nullable String coordinator;

    @Option(
            names = "--explain",
            description = "Explains the words of the tables, and how everything was measured.")
    private boolean explain;

    @Option(names = "--json", description = "Prints the report as JSON on stdout.")
    private boolean json;

    @Mixin private CommonOptions common = new CommonOptions();

    @Mixin private TokenOption token = new TokenOption();

    @Spec private @Nullable CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Variation> wanted = vary.stream().map(Wishes::variation).toList();
        Optional<Contrast> contrast = what.contrast(wanted);
        Wishes wishes = wishes(wanted, contrast);
        ReportFolder folder = folder();
        try {
            finish(
                    coordinator == null
                            ? alone(wishes, contrast)
                            : on(coordinator, wishes, contrast),
                    folder);
            return Exit.OK;
        } catch (ComparisonFailedException failed) {
            throw new CommandException(Exit.FAILED, String.valueOf(failed.getMessage()));
        }
    }

    private Wishes wishes(List<Variation> wanted, Optional<Contrast> contrast) {
        boolean whole =
                what.isDefault() && coordinator == null && rounds.equals(List.of(DEFAULT_ROUNDS));
        return new Wishes(
                modes.isEmpty() ? contrast.map(Contrast::modes).orElse(modes) : modes,
                slots.isEmpty() ? contrast.map(Contrast::slots).orElse(slots) : slots,
                rounds,
                contrast.map(Contrast::variations).orElse(wanted),
                seed == null ? ThreadLocalRandom.current().nextInt() : seed,
                whole ? Optional.of(BUDGET) : contrast.map(Contrast::budget));
    }

    private ComparisonReport alone(Wishes wishes, Optional<Contrast> contrast)
            throws IOException, InterruptedException, ComparisonFailedException {
        Optional<SlowOrigin> origin =
                what.needsOrigin() ? Optional.of(SlowOrigin.start(ORIGIN_DELAY)) : Optional.empty();
        List<ComparedJob> jobs = what.jobs(origin, contrast, true);
        try (EmbeddedCoordinator own = start(jobs, origin)) {
            try {
                ApiClient client = new ApiClient(own.uri().toString(), own.token(), null);
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

    private EmbeddedCoordinator start(List<ComparedJob> jobs, Optional<SlowOrigin> origin)
            throws IOException {
        boolean programs = jobs.stream().anyMatch(job -> job.kind().equals("command"));
        return programs
                ? EmbeddedCoordinator.startForPrograms(this::configuration, origin)
                : EmbeddedCoordinator.start(this::configuration, origin);
    }

    private ComparisonReport on(String url, Wishes wishes, Optional<Contrast> contrast)
            throws IOException, InterruptedException, ComparisonFailedException {
        List<ComparedJob> jobs = what.jobs(Optional.empty(), contrast, false);
        PatientClient client =
                new PatientClient(
                        new ApiClient(url, token.token(), token.trust()),
                        PatientClient.PATIENCE,
                        false);
        CompareRun run = new CompareRun(client, wishes, Optional.empty(), listener());
        Thread cancel = new Thread(() -> cancel(run), "cancel-comparison");
        Runtime.getRuntime().addShutdownHook(cancel);
        ComparisonReport compared = run.run(jobs);
        Runtime.getRuntime().removeShutdownHook(cancel);
        return compared;
    }

    /**
     * Runs on Ctrl-C: cancels the comparison, because the coordinator it runs on would continue it.
     */
    private static void cancel(CompareRun run) {
        try {
            run.cancel();
        } catch (IOException | InterruptedException | CommandException gone) {
            System.err.println("regatta: cannot cancel the comparison: " + gone.getMessage());
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
        out().print(
                        json
                                ? ReportJson.write(found)
                                : found.text(Catalogue.OF_ARMS, explain));
        out().flush();
        messages.println(
                (json ? "" : "\n")
                        + "Report: "
                        + folder.path().resolve("report.html")
                        + " (also .md, .csv, .json)");
        if (!json) {
            messages.println();
            found.verdicts().forEach(messages::println);
        }
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
