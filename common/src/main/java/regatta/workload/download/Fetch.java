package regatta.workload.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import regatta.workload.FailureSide;
import regatta.workload.FileName;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.download.http1.Fault;
import regatta.workload.download.http1.Header;
import regatta.workload.download.http1.HttpException;
import regatta.workload.download.http1.Request;
import regatta.workload.download.http1.ResponseHead;

/**
 * Takes every decision of one attempt at one download, and owns its file. It waits for nothing: a
 * driver brings it what arrives.
 *
 * <p>A driver calls {@link RedirectChain#endpoints}, {@link #request} and {@link #head}, and begins
 * again after a redirect. Then it calls {@link #body} for each piece, {@link #verify} and {@link
 * #publish}. Messages name URLs without the values of their queries, and never headers or
 * credentials. For one thread at a time.
 */
final class Fetch implements Closeable {
    /** Failures of the moment (RFC 9110, RFC 6585), as every 5xx is. */
    private static final Set<Integer> PASSING = Set.of(408, 429);

    /** With these, an origin speaks of itself rather than of the URL that it was asked for. */
    private static final Set<Integer> OF_ORIGIN = Set.of(408, 429, 502, 503, 504);

    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    /** Each resumption must bring more than all before it, so that no sound file needs so many. */
    private static final int MAX_RESUMPTIONS = 20;

    /** After these faults the attempt may ask for the rest. */
    private static final Set<Fault> BREAKS = Set.of(Fault.LENGTH, Fault.RESET, Fault.STALL);

    private final Source source;
    private final DownloadSettings settings;
    private final TaskContext context;
    private final String ownName;
    private final RedirectChain chain;
    private final Incoming incoming;
    private int status;
    private String sha256 = "";
    private long askedFrom;
    private boolean receiving;
    private int resumptions;
    private long furthest;

    Fetch(Source source, TaskContext context, DownloadSettings settings, AddressGuard guard)
            throws TaskFailedException {
        this.source = source;
        this.settings = settings;
        this.context = context;
        if (!FOLDER.matcher(context.job()).matches()) {
            throw failed("error", "the job's id is no name for a folder", false);
        }
        chain = RedirectChain.of(source.url(), guard, settings);
        Path folder = settings.directory().resolve(context.job());
        incoming = new Incoming(settings, folder, context, chain);
        ownName = UrlName.of(chain.url());
    }

    /** Whether an earlier attempt left a part, all of which {@link #takeOver} would read. */
    boolean isLeft() {
        return incoming.isLeft();
    }

    /** Takes over the part that a killed attempt left. Call this once, before anything else. */
    void takeOver() throws IOException {
        incoming.takeOver();
    }

    /** Where the requests go. */
    RedirectChain chain() {
        return chain;
    }

    /** The next request. Headers and credentials of the user go to the URL's own origin alone. */
    Request request() {
        List<Header> headers = new ArrayList<>();
        if (chain.atOrigin()) {
            source.headers().forEach((name, value) -> headers.add(new Header(name, value)));
            source.authorization()
                    .ifPresent(value -> headers.add(new Header("Authorization", value)));
        }
        addUnlessGiven(headers, "User-Agent", "regatta");
        addUnlessGiven(headers, "Accept", "*/*");
        headers.add(new Header("Accept-Encoding", "identity"));
        long bytes = incoming.bytes();
        Optional<Version> begun =
                incoming.version().filter(version -> bytes > 0 && version.isAt(chain.url()));
        askedFrom = begun.isPresent() ? bytes : 0;
        begun.ifPresent(version -> headers.addAll(version.restFrom(bytes)));
        return new Request(chain.url().target(), headers);
    }

    private static void addUnlessGiven(List<Header> headers, String name, String value) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return;
            }
        }
        headers.add(new Header(name, value));
    }

    /**
     * Takes a response's head.
     *
     * @return whether the body is the file or its rest; if not, the driver makes another request
     */
    boolean head(ResponseHead head) throws TaskFailedException, IOException {
        status = head.status();
        if (RedirectChain.leadsOn(status)) {
            chain.follow(head);
            return false;
        }
        if (askedFrom > 0 && (status == 206 || status == 416)) {
            receiving = incoming.goOn(head, askedFrom);
            // The part belongs to a file that the origin answered with this status.
            status = 200;
            return receiving;
        }
        if (status < 200 || status > 203) {
            throw refused(head);
        }
        incoming.begin(head);
        receiving = true;
        return true;
    }

    private TaskFailedException refused(ResponseHead head) {
        boolean passing = PASSING.contains(status) || status >= 500;
        String answered = "%s answered with status %d".formatted(chain, status);
        Optional<Duration> wait = passing ? RetryAfter.of(head) : Optional.empty();
        FailureSide side =
                OF_ORIGIN.contains(status) || wait.isPresent()
                        ? FailureSide.ORIGIN
                        : FailureSide.TASK;
        if (wait.isEmpty()) {
            return new TaskFailedException("status", answered, passing, side, Duration.ZERO);
        }
        if (wait.get().compareTo(settings.maxRetryAfter()) > 0) {
            return failed(
                    "retry-after",
                    "%s and asks to wait %d s, longer than %s (regatta.download.max-retry-after)"
                            .formatted(answered, wait.get().toSeconds(), settings.maxRetryAfter()),
                    false);
        }
        Duration pause = wait.get();
        String again = answered + ", to be asked again in " + pause;
        return new TaskFailedException("status", again, true, side, pause);
    }

    /**
     * Whether this attempt asks for the rest after the exchange broke. It does so only if the part
     * is longer than ever before. The next attempt could not: it may run on another worker.
     */
    boolean resumes(HttpException failure) {
        long bytes = incoming.bytes();
        boolean worth =
                receiving
                        && BREAKS.contains(failure.fault())
                        && incoming.version().isPresent()
                        && bytes > furthest
                        && resumptions < MAX_RESUMPTIONS;
        if (worth) {
            resumptions++;
            furthest = bytes;
            receiving = false;
            chain.restart();
        }
        return worth;
    }

    /** Takes a piece of the body. */
    void body(ByteBuffer piece) throws TaskFailedException, IOException {
        incoming.take(piece);
    }

    /** Whether {@link #verify} has to read all of the file. */
    boolean isReadToVerify() {
        return incoming.isReadToVerify();
    }

    /** The body is complete: verifies it. */
    void verify() throws TaskFailedException, IOException {
        sha256 = incoming.verify(source.sha256());
    }

    /** Gives the file, which was verified, its name. */
    Downloaded publish() throws IOException {
        String name = incoming.publish(names());
        return new Downloaded(source.url(), status, name, incoming.bytes(), sha256);
    }

    /**
     * The names to try in turn. The first is the one that the job gave, else the response's, else
     * that of the first URL. The second holds the task's index, in case the first is taken. The
     * third holds the attempt's number too, in case an earlier attempt took the second.
     */
    private List<String> names() {
        String given = source.file();
        String name = incoming.givenName().isEmpty() ? ownName : incoming.givenName();
        name = given == null ? name : FileName.plain(given);
        return List.of(
                name,
                FileName.numbered(name, "-" + context.index()),
                FileName.numbered(name, "-" + context.index() + "-" + context.attempt()));
    }

    /** Gives a failure below this workload its kind. */
    TaskFailedException failed(IOException failure) {
        String resumed = resumptions == 0 ? "" : ", resumed %d times".formatted(resumptions);
        TaskFailedException failed =
                failure instanceof HttpException broken
                        ? new TaskFailedException(
                                broken.fault().word(),
                                chain + ": " + broken.getMessage() + resumed,
                                broken.fault().retryable(),
                                broken.side(),
                                Duration.ZERO)
                        : new TaskFailedException(
                                "disk",
                                chain + ": cannot write the file: " + failure,
                                true,
                                FailureSide.NODE,
                                Duration.ZERO);
        failed.initCause(failure);
        return failed;
    }

    private static TaskFailedException failed(String kind, String message, boolean retryable) {
        return new TaskFailedException(kind, message, retryable);
    }

    /** Removes the file unless it was published. */
    @Override
    public void close() throws IOException {
        incoming.close();
    }
}
