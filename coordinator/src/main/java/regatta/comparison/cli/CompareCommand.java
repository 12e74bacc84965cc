package regatta.comparison.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import regatta.cli.ApiClient;
import regatta.cli.CliSettings;
import regatta.cli.CommandException;
import regatta.cli.CommonOptions;
import regatta.cli.EmbeddedCoordinator;
import regatta.cli.Exit;
import regatta.cli.PatientClient;
import regatta.cli.Terminal;
import regatta.cli.TokenOption;
import regatta.comparison.ComparisonFailedException;
import regatta.comparison.ReportJson;
import regatta.comparison.plan.Arm.Variation;
import regatta.comparison.report.Catalogue;
import regatta.comparison.report.ComparisonReport;
import regatta.comparison.report.Incomplete;

/** {@code regatta compare}: runs a job in every mode and recommends a mode. */
@Command(
        name = "compare",
        description = {
            "Runs a job in every mode and says which mode to use.",
            "Without --coordinator it starts everything on this machine, and stops it again."
        })
public final class CompareCommand implements Callable<Integer> {
    /**
     * How long the slow server waits before it answers: about as long as the endpoint in the Python
     * blog post from which this project grew.
     */
    private static final Duration ORIGIN_DELAY = Duration.ofMillis(600);

    /** The kind of the workload that runs programs. */
    private static final String PROGRAMS = "command";

    private static final int INTERRUPTED = 130;
    private static final String INTERRUPTION = "interrupted";

    /** The options that are allowed beside {@code --resume}. */
    private static final Set<String> BESIDE_RESUME =
            Set.of("--resume", "--report", "--json", "--set", "--plugins");

    /**
     * How long the rounds of a default comparison may take. With this limit, two default
     * comparisons and their start-up end within 90 s.
     */
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
            defaultValue = "" + Contrast.USUAL_ROUNDS,
            split = ",",
            description =
                    "Counted rounds of each arm, after one warm-up (default: 3; 8 for locks). Given"
                            + " two or three numbers, such as 5,10,20, it stops at the first of them"
                            + " that shows which arms are fastest.")
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

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Goes on with an interrupted compare: runs only the rounds that this incomplete"
                            + " report.json lacks, and writes the report to its folder.")
    private @Nullable Path resume;

    @Option(names = "--json", description = "Prints the report as JSON on stdout.")
    private boolean json;

    @Mixin private CommonOptions common = new CommonOptions();

    @Mixin private TokenOption token = new TokenOption();

    @Spec private @Nullable CommandSpec command;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile @Nullable ReportFolder folder;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (resume != null) {
            refuseOptionsBesideResume();
        }
        Optional<Resumption> interrupted = Optional.ofNullable(resume).map(Resumption::read);
        List<Variation> wanted = vary.stream().map(Wishes::variation).toList();
        Optional<Contrast> contrast = what.contrast(wanted);
        Wishes wishes = wishes(wanted, contrast);
        folder = folder();
        if (Terminal.draws() && !json) {
            err().println(beginning());
            err().flush();
        }
        try {
            finish(
                    coordinator == null
                            ? alone(wishes, contrast, interrupted)
                            : on(coordinator, wishes, contrast));
            return Exit.OK;
        } catch (ComparisonFailedException failed) {
            throw new CommandException(Exit.FAILED, String.valueOf(failed.getMessage()));
        }
    }

    /**
     * Returns the message that is printed before anything else, because the start of the workers
     * takes some seconds.
     */
    private String beginning() {
        if (resume != null) {
            return "Starts workers to go on with %s.".formatted(resume);
        }
        return coordinator == null
                ? "Starts workers on this machine to compare %s.".formatted(what.named())
                : "Compares %s on %s.".formatted(what.named(), coordinator);
    }

    /**
     * Rejects other options beside {@code --resume}, because the report that {@code --resume} names
     * defines what to compare and how.
     */
    private void refuseOptionsBesideResume() {
        List<String> beside =
                spec().commandLine().getParseResult().matchedArgs().stream()
                        .filter(argument -> !argument.inherited())
                        .map(argument ->
                                argument instanceof OptionSpec option
                                        ? option.longestName()
                                        : argument.paramLabel())
                        .filter(name -> !BESIDE_RESUME.contains(name))
                        .toList();
        if (!beside.isEmpty()) {
            throw new CommandException(
                    Exit.USAGE,
                    "--resume FILE says what is compared and how; leave out "
                            + String.join(", ", beside));
        }
    }

    private Wishes wishes(List<Variation> wanted, Optional<Contrast> contrast) {
        boolean asked = spec().commandLine().getParseResult().hasMatchedOption("--rounds");
        boolean whole =
                what.isDefault()
                        && coordinator == null
                        && rounds.equals(List.of(Contrast.USUAL_ROUNDS));
        return new Wishes(
                modes.isEmpty() ? contrast.map(Contrast::modes).orElse(modes) : modes,
                slots.isEmpty() ? contrast.map(Contrast::slots).orElse(slots) : slots,
                asked ? rounds : contrast.map(each -> List.of(each.rounds())).orElse(rounds),
                contrast.map(Contrast::variations).orElse(wanted),
                seed == null ? ThreadLocalRandom.current().nextInt() : seed,
                whole ? Optional.of(BUDGET) : contrast.map(Contrast::budget));
    }

    private ComparisonReport alone(
            Wishes wishes, Optional<Contrast> contrast, Optional<Resumption> interrupted)
            throws IOException, InterruptedException, ComparisonFailedException {
        boolean needsOrigin =
                interrupted
                        .map(from -> from.left().stream().anyMatch(Submission::ownOrigin))
                        .orElseGet(what::needsOrigin);
        Optional<SlowOrigin> origin =
                needsOrigin ? Optional.of(SlowOrigin.start(ORIGIN_DELAY)) : Optional.empty();
        List<ComparedJob> jobs =
                interrupted.isPresent() ? List.of() : what.jobs(origin, contrast, true);
        boolean programs =
                jobs.stream().map(ComparedJob::kind).anyMatch(PROGRAMS::equals)
                        || interrupted.stream()
                                .flatMap(from -> from.left().stream())
                                .anyMatch(each -> each.kind().equals(PROGRAMS));
        try (EmbeddedCoordinator own = start(programs, origin)) {
            ApiClient client = new ApiClient(own.uri().toString(), own.token(), null);
            CompareRun run = new CompareRun(client, wishes, Optional.of(own), listener());
            own.beforeInterruption(() -> keep(run, INTERRUPTION));
            try {
                return interrupted.isPresent()
                        ? run.resume(interrupted.get(), origin)
                        : run.run(jobs);
            } catch (CommandException | ComparisonFailedException consequence) {
                if (stopped.get() || own.isClosed()) {
                    throw new CommandException(INTERRUPTED, INTERRUPTION);
                }
                keep(run, String.valueOf(consequence.getMessage()));
                throw consequence;
            }
        } finally {
            origin.ifPresent(SlowOrigin::close);
        }
    }

    private EmbeddedCoordinator start(boolean programs, Optional<SlowOrigin> origin)
            throws IOException {
        OptionalInt port =
                origin.map(there -> OptionalInt.of(there.port())).orElse(OptionalInt.empty());
        return programs
                ? EmbeddedCoordinator.startForPrograms(this::configuration, port)
                : EmbeddedCoordinator.start(this::configuration, port);
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
        // Without the hook, the coordinator would continue the comparison after this command has
        // ended.
        Thread hook = new Thread(() -> keep(run, INTERRUPTION), "cancel-comparison");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            ComparisonReport compared = run.run(jobs);
            Runtime.getRuntime().removeShutdownHook(hook);
            return compared;
        } catch (CommandException | ComparisonFailedException consequence) {
            if (stopped.get()) {
                throw new CommandException(INTERRUPTED, INTERRUPTION);
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            keep(run, String.valueOf(consequence.getMessage()));
            throw consequence;
        }
    }

    /**
     * Cancels the running comparison, writes an incomplete report of the measured rounds, and tells
     * the user how to continue. Later calls do nothing.
     */
    private void keep(CompareRun run, String why) {
        if (stopped.getAndSet(true)) {
            return;
        }
        try {
            Optional<ComparisonReport> found = run.incomplete(why);
            ReportFolder to = folder;
            if (found.isPresent() && to != null) {
                to.write(found.get());
                err().println(kept(found.get(), to.path().resolve("report.json")));
                err().flush();
            }
        } catch (IOException | InterruptedException | CommandException lost) {
            err().println("regatta: cannot write the incomplete report: " + lost.getMessage());
            err().flush();
        }
    }

    private String kept(ComparisonReport report, Path file) {
        Incomplete incomplete = report.incomplete();
        if (incomplete == null) {
            return "Report: " + file;
        }
        String how =
                coordinator != null || !incomplete.secrets().isEmpty()
                        ? ""
                        : " To go on: regatta compare --resume " + file;
        return "Kept: %d of %d rounds of %s in %s."
                        .formatted(
                                incomplete.rounds(),
                                incomplete.expected(),
                                incomplete.title(),
                                file)
                + how;
    }

    private CompareRun.Listener listener() {
        return Terminal.draws() && !json
                ? new ProgressLine(err(), System::nanoTime)
                : new WaitingLines(err());
    }

    private void finish(ComparisonReport found) throws IOException {
        ReportFolder to = Objects.requireNonNull(folder, "it is made first");
        to.write(found);
        PrintWriter messages = json ? err() : out();
        out().print(json ? ReportJson.write(found) : text(found));
        out().flush();
        messages.println(
                (json ? "" : "\n")
                        + "Report: "
                        + to.path().resolve("report.html")
                        + " (also .md, .csv, .json)");
        if (!json) {
            messages.println();
            found.verdicts().forEach(messages::println);
        }
    }

    private String text(ComparisonReport found) {
        return Terminal.hasColours()
                ? found.coloured(explain)
                : found.text(Catalogue.OF_ARMS, explain);
    }

    private Config configuration(List<String> fixed) {
        List<String> overrides = new ArrayList<>(fixed);
        overrides.addAll(common.overrides());
        return CliSettings.load("coordinator.conf", overrides);
    }

    private ReportFolder folder() {
        Path beside = resume == null ? null : resume.toAbsolutePath().getParent();
        boolean named = spec().commandLine().getParseResult().hasMatchedOption("--report");
        try {
            return ReportFolder.at(beside == null || named ? report : beside);
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
