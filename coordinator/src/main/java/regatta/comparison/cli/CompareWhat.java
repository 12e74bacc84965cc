package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import regatta.cli.BuiltInJobs;
import regatta.cli.CommandException;
import regatta.cli.Exit;
import regatta.cli.JobFile;
import regatta.cli.ProgramWords;
import regatta.cli.UrlList;
import regatta.comparison.plan.Arm.Variation;

/** The command-line options that choose the jobs to compare. */
final class CompareWhat {
    private static final String SUMS = "sum-of-squares";
    private static final String DOWNLOAD = "download";
    private static final String COMMAND = "command";

    /** The words that a shell suggests for the argument {@code WHAT}. */
    private static final class Completed implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(
                            SUMS,
                            DOWNLOAD,
                            Contrast.LOCKS,
                            Contrast.HANDLERS,
                            Contrast.DISPATCHERS,
                            COMMAND)
                    .iterator();
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WHAT",
            completionCandidates = Completed.class,
            description =
                    "sum-of-squares, download, locks, handlers, dispatchers, command, or a JSON file"
                            + " with a job (default:"
                            + " sum-of-squares and download, at a size that takes about a"
                            + " minute).")
    private @Nullable String what;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "-- PROGRAM ARGUMENT… ::: INPUT",
            description =
                    "With command: runs PROGRAM for each INPUT. {} {.} {/} {//} {/.} {#} {%%} work"
                            + " as in GNU parallel.")
    private List<String> program = new ArrayList<>();

    @Option(
            names = "--target",
            paramLabel = "N",
            description = "Sums i² for all i < N (default: 20 times 100000000). Repeatable.")
    private List<Long> targets = new ArrayList<>();

    @Option(
            names = "--tasks-per-target",
            paramLabel = "K",
            description = "Splits each target into K tasks.")
    private @Nullable Integer tasksPerTarget;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description =
                    "Does the whole list N times (default: 20 with --target, 10 with one URL, else"
                            + " the number that takes one thread about a second).")
    private @Nullable Integer repeat;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Downloads URL (default: a slow server that this command starts). Repeatable.")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--urls",
            paramLabel = "FILE",
            description = "A file with one URL on each line.")
    private @Nullable Path urlFile;

    /**
     * Returns whether the user gives no option that chooses a job. Without an option of this kind,
     * the command compares both workloads of the Python blog post from which this project grew.
     */
    boolean isDefault() {
        return what == null && sums() && downloads() && repeat == null;
    }

    /**
     * Returns the argument that says what to compare or, without that argument, the names of the
     * workloads that the options choose.
     */
    String named() {
        if (what != null) {
            return what;
        }
        return sums() && downloads() ? "sum-of-squares and download" : sums() ? SUMS : DOWNLOAD;
    }

    /** Returns the {@link Contrast} that the user names; empty if the user names no contrast. */
    Optional<Contrast> contrast(List<Variation> wanted) {
        return what == null ? Optional.empty() : Contrast.of(what, wanted);
    }

    /** Returns whether the command must start its own server to download from. */
    boolean needsOrigin() {
        return downloads() && urls.isEmpty() && urlFile == null;
    }

    /**
     * Returns the jobs to compare.
     *
     * @param origin the server to download from if the user gives no URL; empty if no own server
     *     runs
     * @param contrast the contrast that {@link #contrast} returned
     * @param here whether programs run only on this machine, so that the programs can run in the
     *     current folder
     * @throws CommandException if the options contradict each other
     */
    List<ComparedJob> jobs(Optional<SlowOrigin> origin, Optional<Contrast> contrast, boolean here)
            throws IOException {
        checkTogether();
        List<ComparedJob> jobs = new ArrayList<>();
        contrast.ifPresent(
                known -> known.jobs().forEach(job -> jobs.add(new ComparedJob(job, false))));
        if (sums()) {
            jobs.add(sumsJob());
        }
        if (downloads()) {
            jobs.add(new ComparedJob(download(origin), false, needsOrigin()));
        }
        if (COMMAND.equals(what)) {
            jobs.add(new ComparedJob(ProgramWords.of(program).job(here), false));
        }
        if (jobs.isEmpty()) {
            jobs.add(new ComparedJob(JobFile.read(Path.of(String.valueOf(what))), false));
        }
        return jobs;
    }

    private boolean sums() {
        return what == null ? !onlyDownload() : isWord(SUMS);
    }

    private boolean downloads() {
        return what == null ? !onlySums() : isWord(DOWNLOAD);
    }

    /**
     * Returns whether the argument names {@code workload} or the contrast of dispatchers, which
     * includes both workloads of the Python blog post.
     */
    private boolean isWord(String workload) {
        return workload.equals(what) || Contrast.DISPATCHERS.equals(what);
    }

    private boolean onlySums() {
        return ofSums() && !ofDownload();
    }

    private boolean onlyDownload() {
        return ofDownload() && !ofSums();
    }

    private boolean ofSums() {
        return !targets.isEmpty() || tasksPerTarget != null;
    }

    private boolean ofDownload() {
        return !urls.isEmpty() || urlFile != null;
    }

    private void checkTogether() {
        if (!COMMAND.equals(what) && !program.isEmpty()) {
            throw usage("only command takes more words: " + String.join(" ", program));
        }
        if (!sums() && ofSums()) {
            throw usage("--target and --tasks-per-target are for sum-of-squares");
        }
        if (!downloads() && ofDownload()) {
            throw usage("--url and --urls are for download");
        }
        if (!sums() && !downloads() && repeat != null) {
            throw usage("--repeat is for sum-of-squares and download");
        }
        if (repeat != null && repeat < 1) {
            throw usage("--repeat must be 1 or more");
        }
        if (targets.stream().anyMatch(target -> target < 0)) {
            throw usage("--target must be 0 or more");
        }
    }

    private ComparedJob sumsJob() {
        if (!targets.isEmpty()) {
            int times = repeat == null ? BuiltInJobs.TARGETS : repeat;
            return new ComparedJob(BuiltInJobs.sumOfSquares(targets, times, tasksPerTarget), false);
        }
        int times = repeat == null ? 1 : repeat;
        return new ComparedJob(BuiltInJobs.sourceSums(times, tasksPerTarget), repeat == null);
    }

    private ObjectNode download(Optional<SlowOrigin> origin) throws IOException {
        List<String> all = new ArrayList<>();
        new UrlList(urls, urlFile).forEach(all::add);
        if (needsOrigin()) {
            SlowOrigin own =
                    origin.orElseThrow(
                            () -> usage("with --coordinator, download needs --url or --urls"));
            all.add(
                    Contrast.DISPATCHERS.equals(what)
                            ? own.url(Contrast.DISPATCHERS_DELAY)
                            : own.url());
        }
        if (all.isEmpty()) {
            throw usage("--urls: " + urlFile + " contains no URL");
        }
        int otherwise = all.size() == 1 ? BuiltInJobs.DOWNLOADS : 1;
        return BuiltInJobs.download(all, repeat == null ? otherwise : repeat);
    }

    private static CommandException usage(String message) {
        return new CommandException(Exit.USAGE, message);
    }
}
