package regatta.workload.download;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import regatta.workload.FailureSide;
import regatta.workload.TaskFailedException;
import regatta.workload.download.http1.Endpoint;
import regatta.workload.download.http1.ResponseHead;

/**
 * Follows the redirects of one attempt, from the URL that the job lists. Only one thread at a time
 * may use a chain.
 */
final class RedirectChain {
    /**
     * The largest number of addresses of one host that an attempt tries. The first addresses may
     * not answer.
     */
    private static final int MAX_ADDRESSES = 4;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpUrl start;
    private final AddressGuard guard;
    private final DownloadSettings settings;
    private HttpUrl url;
    private boolean atOrigin = true;
    private int redirects;

    private RedirectChain(HttpUrl start, AddressGuard guard, DownloadSettings settings) {
        this.start = start;
        this.guard = guard;
        this.settings = settings;
        url = start;
    }

    static RedirectChain of(String url, AddressGuard guard, DownloadSettings settings)
            throws TaskFailedException {
        try {
            return new RedirectChain(HttpUrl.parse(url), guard, settings);
        } catch (IllegalArgumentException problem) {
            throw failed("url", "the URL " + problem.getMessage(), false);
        }
    }

    /** Returns whether a status is a redirect. */
    static boolean leadsOn(int status) {
        return REDIRECTS.contains(status);
    }

    /** Returns the URL of the next request. */
    HttpUrl url() {
        return url;
    }

    /** Returns whether all URLs so far have the first URL's scheme, host and port. */
    boolean atOrigin() {
        return atOrigin;
    }

    /** Goes back to the first URL. */
    void restart() {
        url = start;
        atOrigin = true;
        redirects = 0;
    }

    /**
     * Returns the endpoints of a host. The guard has checked all of the host's addresses.
     *
     * @throws TaskFailedException if the settings forbid the URL's port or any of the addresses
     */
    List<Endpoint> endpoints(List<InetAddress> addresses) throws TaskFailedException {
        if (!guard.allowsPort(url.port())) {
            throw failed(
                    "refused-address",
                    url + " has a port that is not in regatta.download.allowed-ports",
                    false);
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (InetAddress address : addresses) {
            Optional<String> refusal = guard.refusal(address);
            if (refusal.isPresent()) {
                throw failed(
                        "refused-address",
                        "%s leads to %s (%s), which is not in regatta.download.allowed-networks"
                                .formatted(url, address.getHostAddress(), refusal.get()),
                        false);
            }
            endpoints.add(
                    new Endpoint(
                            url.secure(),
                            address,
                            url.port(),
                            url.host().text(),
                            settings.proxyOrNull()));
        }
        if (settings.proxyOrNull() != null) {
            // The proxy looks the name up itself, so all endpoints would be the same.
            return endpoints.subList(0, 1);
        }
        return endpoints.subList(0, Math.min(MAX_ADDRESSES, endpoints.size()));
    }

    /**
     * Follows a redirect.
     *
     * @throws TaskFailedException if the redirect names no usable URL, exceeds the allowed number
     *     of redirects, or leads from https to http
     */
    void follow(ResponseHead head) throws TaskFailedException {
        if (++redirects > settings.maxRedirects()) {
            throw failed(
                    "redirect",
                    "%s redirects more than %d times (regatta.download.max-redirects)"
                            .formatted(start, settings.maxRedirects()),
                    false);
        }
        Optional<String> location = head.only("Location");
        if (location.isEmpty()) {
            throw failed("redirect", url + " redirects without a Location, or with several", false);
        }
        HttpUrl next;
        try {
            next = url.resolve(location.get());
        } catch (IllegalArgumentException problem) {
            throw failed(
                    "redirect", url + " redirects to a URL that " + problem.getMessage(), false);
        }
        if (url.secure() && !next.secure() && !settings.allowInsecureRedirects()) {
            throw failed(
                    "redirect",
                    url
                            + " redirects from https to http"
                            + " (regatta.download.allow-insecure-redirects)",
                    false);
        }
        atOrigin &= next.origin().equals(url.origin());
        url = next;
    }

    /**
     * Returns the failure of an attempt that found no addresses of its host.
     *
     * @param why the failure of the look-up; null if the look-up took too long
     */
    TaskFailedException unresolved(@Nullable Throwable why) {
        if (why instanceof NoSuchHostException) {
            return failed("resolve", url + " has a host that does not exist", false);
        }
        // The name servers of this node may be to blame, or those of the host.
        String words =
                why == null
                        ? " has a host whose look-up takes too long"
                        : " has a host whose address cannot be found now";
        return new TaskFailedException(
                "resolve", url + words, true, FailureSide.LINK, Duration.ZERO);
    }

    private static TaskFailedException failed(String kind, String message, boolean retryable) {
        return new TaskFailedException(kind, message, retryable);
    }

    /** Returns the URL without the values of its query, which may be secret. */
    @Override
    public String toString() {
        return url.toString();
    }
}
