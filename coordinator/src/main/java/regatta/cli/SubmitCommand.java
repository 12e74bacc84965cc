package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code regatta submit}: submits a job and prints the job's id, or runs the job in this process.
 */
@Command(
        name = "submit",
        description = "Submits a job and prints its id; with --local, runs it here.")
public final class SubmitCommand implements Callable<Integer> {
    private static final String SUMS = "sum-of-squares";
    private static final String DOWNLOAD = "download";
    private static final String COMMAND = "command";

    /** The words that a shell suggests for the argument {@code WHAT}. */
    private static final class Completed implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(SUMS, DOWNLOAD, COMMAND).iterator();
        }
    }

    @Mixin private ClientOptions options = new ClientOptions();

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            completionCandidates = Completed.class,
            description =
                    "sum-of-squares, download, command, or a JSON file with a job (- for stdin).")
    private String what = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "-- PROGRAM ARGUMENT… ::: INPUT",
            description =
                    "With command: runs PROGRAM for each INPUT. {} {.} {/} {//} {/.} {#} {%%} mean"
                            + " what they mean to GNU parallel.")
    private List<String> program = new ArrayList<>();

    @Option(
            names = "--target",
            paramLabel = "N",
            description = "Sums i² for all i < N. Repeatable.")
    private List<Long> targets = new ArrayList<>();

    @Option(names = "--repeat", paramLabel = "N", description = "Does the whole list N times.")
    private @Nullable Integer repeat;

    @Option(
            names = "--tasks-per-target",
            paramLabel = "K",
            description = "Splits each target into K tasks.")
    private @Nullable Integer tasksPerTarget;

    @Option(names = "--url", paramLabel = "URL", description = "Downloads URL. Repeatable.")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--urls",
            paramLabel = "FILE",
            description = "A file with one URL on each line.")
    private @Nullable Path urlFile;

    @Option(
            names = "--retry-failed",
            paramLabel = "JOB",
            description =
                    "Downloads the failed URLs of an ended job again, with that job's settings.")
    private @Nullable String failedOf;

    @Option(
            names = "--per-host",
            paramLabel = "N",
            description = "Downloads N files at a time from one host.")
    private @Nullable Integer perHost;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Limits the job's downloads together to N bytes a second.")
    private @Nullable Long rate;

    @Option(names = "--mode", paramLabel = "MODE", description = "The mode to run the job in.")
    private @Nullable String mode;

    @Option(names = "--slots", paramLabel = "N", description = "How many slots the job may hold.")
    private @Nullable Integer slots;

    @Option(names = "--name", paramLabel = "TEXT", description = "A name, for people.")
    private @Nullable String name;

    @Option(names = "--priority", paramLabel = "N", description = "-10 to 10; higher runs first.")
    private @Nullable Integer priority;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            description = "After N failures a task fails for good.")
    private @Nullable Integer maxAttempts;

    @Option(
            names = "--task-timeout",
            paramLabel = "DURATION",
            description = "Limits the time of one attempt, such as PT10M.")
    private @Nullable Duration taskTimeout;

    @Option(
            names = "--retry-for",
            paramLabel = "DURATION",
            description =
                    "How long a task may wait for a host that answers no task; PT10M by default.")
    private @Nullable Duration retryFor;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Submitting the same key and job again makes no second job.")
    private @Nullable String key;

    @Option(
            names = "--local",
            description =
                    "Runs the job here and now, with your own rights and without a coordinator;"
                            + " prints its answer.")
    private boolean local;

    @Option(names = "--watch", description = "Follows the job until it ends.")
    private boolean watch;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "With --watch or --local: gives up after this time, with exit code 4.")
    private @Nullable Duration timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        ApiClient.Content body = body(headers);
        if (local) {
            checkLocal();
            return new LocalJob(options).run(body, headers, timeout);
        }
        ApiClient client = options.client();
        String once = key == null ? UUID.randomUUID().toString() : key;
        String advice =
                "with --idempotency-key %s the same command asks for it and makes no second one"
                        .formatted(once);
        JsonNode job = client.post("/api/v1/jobs", body, headers, once, advice);
        String id = job.path("id").asText();
        if (watch) {
            options.err().println("job " + id);
            return new Watching(options, client, true).follow(id, timeout);
        }
        if (!options.printed(job)) {
            options.out().println(id);
            options.out().flush();
        }
        return Exit.OK;
    }

    private void checkLocal() {
        Map<String, Boolean> others = new TreeMap<>();
        others.put("--coordinator", options.isGiven());
        others.put("--idempotency-key", key != null);
        others.put("--retry-failed", failedOf != null);
        others.forEach((option, given) -> {
            if (given) {
                throw new CommandException(
                        Exit.USAGE, "--local runs a new job here; leave out " + option);
            }
        });
    }

    private ApiClient.Content body(Map<String, String> headers) {
        if (!what.equals(COMMAND) && !program.isEmpty()) {
            throw new CommandException(
                    Exit.USAGE, "only command takes more words: " + String.join(" ", program));
        }
        return switch (what) {
            case COMMAND -> whole(ProgramWords.of(program).job(local));
            case SUMS -> whole(sums());
            case DOWNLOAD -> download(headers);
            default -> whole(file());
        };
    }

    private ApiClient.Content whole(JsonNode body) {
        if (body instanceof ObjectNode job) {
            putAll(job);
        }
        return ApiClient.content(body);
    }

    private ObjectNode sums() {
        if (targets.isEmpty()) {
            throw new CommandException(Exit.USAGE, "submit sum-of-squares needs --target N");
        }
        return BuiltInJobs.sumOfSquares(targets, repeat == null ? 1 : repeat, tasksPerTarget);
    }

    private ApiClient.Content download(Map<String, String> headers) {
        ObjectNode job = ApiClient.JSON.createObjectNode();
        UrlList list = new UrlList(urls, urlFile);
        if (failedOf != null) {
            boolean own = !urls.isEmpty() || urlFile != null || repeat != null;
            if (own || perHost != null || rate != null) {
                throw new CommandException(
                        Exit.USAGE, "--retry-failed takes URLs, --repeat and limits from the job");
            }
            putAll(job.put("retryFailed", failedOf));
            return ApiClient.content(job);
        }
        list.check();
        ObjectNode workload = job.putObject("workload").put("kind", DOWNLOAD);
        put(workload, "repeat", repeat);
        put(workload, "perHost", perHost);
        if (rate != null) {
            workload.put("rate", rate);
        }
        putAll(job);
        headers.put("Content-Type", "application/x-ndjson");
        return out -> list.write(job, out);
    }

    private JsonNode file() {
        try {
            byte[] text =
                    what.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(what));
            return ApiClient.JSON.readTree(text);
        } catch (NoSuchFileException missing) {
            throw new CommandException(
                    Exit.USAGE,
                    "there is no file %s; the built-in workloads are %s, %s and %s"
                            .formatted(what, SUMS, DOWNLOAD, COMMAND));
        } catch (IOException wrong) {
            throw new CommandException(Exit.USAGE, what + ": " + wrong.getMessage());
        }
    }

    private void putAll(ObjectNode job) {
        put(job, "slots", slots);
        put(job, "priority", priority);
        put(job, "maxAttempts", maxAttempts);
        if (mode != null) {
            job.put("mode", mode);
        }
        if (name != null) {
            job.put("name", name);
        }
        if (taskTimeout != null) {
            job.put("taskTimeout", taskTimeout.toString());
        }
        if (retryFor != null) {
            job.put("retryFor", retryFor.toString());
        }
    }

    private static void put(ObjectNode object, String field, @Nullable Integer value) {
        if (value != null) {
            object.put(field, value);
        }
    }
}
