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
 * One attempt at one download: every decision, and the file; what it waits for is brought to it.
 *
 * <p>In order: {@link Route#endpoints}, {@link #request}, {@link #head}; from the start again after
 * a redirect; {@link #body} for each piece, {@link #verify}, {@link #publish}. Messages name URLs
 * without the values of their queries, never headers or credentials. For one thread at a time.
 */
final class Fetch implements Closeable {
    /** Failures of the moment (RFC 9110, RFC 6585), as every 5xx is. */
    private static final Set<Integer> PASSING = Set.of(408, 429);

    /** With these, an origin speaks of itself rather than of the URL that it was asked for. */
    private static final Set<Integer> OF_ORIGIN = Set.of(408, 429, 502, 503, 504);

    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    /** Each must have brought more than all before, so that a file of this many pieces is odd. */
    private static final int MAX_RESUMPTIONS = 20;

    /** Faults after which the rest may be asked for. */
    private static final Set<Fault> BREAKS = Set.of(Fault.LENGTH, Fault.RESET, Fault.STALL);

    private final Source source;
    private final DownloadSettings settings;
    private final TaskContext context;
    private final String ownName;
    private final Route route;
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
        route = Route.of(source.url(), guard, settings);
        Path folder = settings.directory().resolve(context.job());
        incoming = new Incoming(settings, folder, context, route);
        ownName = UrlName.of(route.url());
    }

    /** Whether an earlier attempt left something to {@link #takeOver}, which reads all of it. */
    boolean isLeft() {
        return incoming.isLeft();
    }

    /** Takes over what an earlier attempt left that was killed; to be called once, first. */
    void takeOver() throws IOException {
        incoming.takeOver();
    }

    /** Where the requests go. */
    Route route() {
        return route;
    }

    /** The next request; what the user gave beside the URL goes to the URL's own origin alone. */
    Request request() {
        List<Header> headers = new ArrayList<>();
        if (route.atOrigin()) {
            source.headers().forEach((name, value) -> headers.add(new Header(name, value)));
            source.authorization()
                    .ifPresent(value -> headers.add(new Header("Authorization", value)));
        }
        addUnlessGiven(headers, "User-Agent", "regatta");
        addUnlessGiven(headers, "Accept", "*/*");
        headers.add(new Header("Accept-Encoding", "identity"));
        long bytes = incoming.bytes();
        Optional<Version> begun =
                incoming.version().filter(version -> bytes > 0 && version.isAt(route.url()));
        askedFrom = begun.isPresent() ? bytes : 0;
        begun.ifPresent(version -> headers.addAll(version.restFrom(bytes)));
        return new Request(route.url().target(), headers);
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
     * @return whether its body is the file, or the rest of it; otherwise there is to be another
     *     request
     */
    boolean head(ResponseHead head) throws TaskFailedException, IOException {
        status = head.status();
        if (Route.leadsOn(status)) {
            route.follow(head);
            return false;
        }
        if (askedFrom > 0 && (status == 206 || status == 416)) {
            receiving = incoming.goOn(head, askedFrom);
            // What it is a part of was answered with that.
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
        String answered = "%s answered with status %d".formatted(route, status);
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
     * Whether the rest is to be asked for, after the exchange broke: in this attempt, as the next
     * may be on another worker. Only when more is there than ever before.
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
            route.restart();
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
     * The name that the job gave, or the response, or the URL's own, whatever it redirected to;
     * where that is taken, with the task's number, and where an earlier attempt of this task left
     * that, with both numbers.
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
                                route + ": " + broken.getMessage() + resumed,
                                broken.fault().retryable(),
                                broken.side(),
                                Duration.ZERO)
                        : new TaskFailedException(
                                "disk",
                                route + ": cannot write the file: " + failure,
                                true,
                                FailureSide.NODE,
                                Duration.ZERO);
        failed.initCause(failure);
        return failed;
    }

    private static TaskFailedException failed(String kind, String message, boolean retryable) {
        return new TaskFailedException(kind, message, retryable);
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        incoming.close();
    }
}
