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
 * Takes every decision of one attempt of a download, and owns the attempt's file. Never waits: a
 * driver ({@link BlockingFetch} or {@link LoopFetch}) passes to this class what arrives.
 *
 * <p>A driver calls {@link RedirectChain#endpoints}, {@link #request} and {@link #head}, and begins
 * again after a redirect. Then the driver calls {@link #body} for each piece of the body, {@link
 * #verify} and {@link #publish}. The messages of failures show URLs without the values of their
 * queries, and show no headers or credentials. Only one thread at a time may use a fetch.
 */
final class Fetch implements Closeable {
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int TOO_MANY_REQUESTS = 429;

    /**
     * The statuses after which a later request may succeed, as after every 5xx (RFC 9110, RFC
     * 6585).
     */
    private static final Set<Integer> PASSING = Set.of(408, TOO_MANY_REQUESTS);

    /** The statuses that concern the origin as a whole, not the requested URL. */
    private static final Set<Integer> OF_ORIGIN = Set.of(408, TOO_MANY_REQUESTS, 502, 503, 504);

    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    /**
     * The largest number of times that an attempt asks for the rest of a file after a response
     * broke off. The attempt asks again only if the part has grown since the attempt last asked.
     */
    private static final int MAX_RESUMPTIONS = 20;

    /** The faults after which the attempt may ask for the rest of the file. */
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

    /**
     * Returns whether an earlier attempt left a part (an unfinished file) behind. If so, {@link
     * #takeOver} reads the whole part, which may take long.
     */
    boolean isLeft() {
        return incoming.isLeft();
    }

    /**
     * Takes over the part that a killed attempt left behind. Call this method once, before any
     * other method.
     */
    void takeOver() throws IOException {
        incoming.takeOver();
    }

    /** Returns the chain of redirects, which knows where the next request goes. */
    RedirectChain chain() {
        return chain;
    }

    /**
     * Returns the next request. The user's headers and credentials go only to the origin of the
     * first URL.
     */
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
     * Takes the head of a response.
     *
     * @return whether the response's body is the file or the rest of the file; if the body is
     *     neither, the driver must send another request
     */
    boolean head(ResponseHead head) throws TaskFailedException, IOException {
        status = head.status();
        if (RedirectChain.leadsOn(status)) {
            chain.follow(head);
            return false;
        }
        if (askedFrom > 0 && (status == 206 || status == 416)) {
            receiving = incoming.goOn(head, askedFrom);
            // The first response, to the request for the whole file, had status 200. This response
            // brings the rest of the file.
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
        String answered = "%s answered with status %d".formatted(chain, status);
        if (status == PROXY_AUTHENTICATION_REQUIRED && settings.proxyOrNull() != null) {
            String wants = answered + ": this node's proxy wants credentials";
            return new TaskFailedException("status", wants, true, FailureSide.NODE, Duration.ZERO);
        }
        boolean passing = PASSING.contains(status) || status >= 500;
        Optional<Duration> wait = passing ? RetryAfter.of(head) : Optional.empty();
        FailureSide side =
                OF_ORIGIN.contains(status) || wait.isPresent()
                        ? sideOfAnswer(status)
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
        String again = answered + "; the next try is in " + pause;
        return new TaskFailedException("status", again, true, side, pause);
    }

    /**
     * Returns whose answer this is. Over TLS a proxy cannot answer in the origin's name, and it
     * does not limit requests.
     */
    private FailureSide sideOfAnswer(int status) {
        return chain.url().secure() || status == TOO_MANY_REQUESTS
                ? FailureSide.ORIGIN
                : throughProxy(FailureSide.ORIGIN);
    }

    /** Returns LINK for an origin behind this node's proxy, because the proxy may be to blame. */
    private FailureSide throughProxy(FailureSide side) {
        return side == FailureSide.ORIGIN && settings.proxyOrNull() != null
                ? FailureSide.LINK
                : side;
    }

    /**
     * Returns whether this attempt asks for the rest of the file after a response broke off. The
     * attempt asks only if the part is longer than at the last resumption. The attempt asks itself,
     * because the next attempt may run on another worker, which does not have the part.
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

    /** Returns whether {@link #verify} must read the whole file. */
    boolean isReadToVerify() {
        return incoming.isReadToVerify();
    }

    /** Verifies the file after the end of the body. */
    void verify() throws TaskFailedException, IOException {
        sha256 = incoming.verify(source.sha256());
    }

    /** Gives the verified file its final name. */
    Downloaded publish() throws IOException {
        String name = incoming.publish(names());
        return new Downloaded(source.url(), status, name, incoming.bytes(), sha256);
    }

    /**
     * Returns the file names to try in turn. The first name is the name that the job gave,
     * otherwise the name in the response, otherwise a name made from the first URL. The second name
     * adds the task's index, in case the first name is taken. The third name also adds the
     * attempt's number, in case an earlier attempt took the second name.
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

    /** Turns a failure of the network or the disk into a failure of the task. */
    TaskFailedException failed(IOException failure) {
        String resumed = resumptions == 0 ? "" : ", resumed %d times".formatted(resumptions);
        TaskFailedException failed =
                failure instanceof HttpException broken
                        ? new TaskFailedException(
                                broken.fault().word(),
                                chain + ": " + broken.getMessage() + resumed,
                                broken.fault().retryable(),
                                throughProxy(broken.side()),
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

    /** Removes the attempt's file unless the file has its final name. */
    @Override
    public void close() throws IOException {
        incoming.close();
    }
}
