package regatta.workload.download;

import java.net.UnknownHostException;
import java.util.List;

/** A name server said that a name does not exist, or has no address: nothing to try again. */
final class NoSuchHostException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    /**
     * How C libraries word EAI_NONAME and EAI_NODATA, the only form in which Java tells them; any
     * other words are taken for a failure of the look-up itself.
     */
    private static final List<String> WORDS =
            List.of(
                    "Name or service not known",
                    "No address associated with hostname",
                    "Name does not resolve",
                    "nodename nor servname provided, or not known",
                    "No such host is known");

    private NoSuchHostException(UnknownHostException told) {
        super(told.getMessage());
        initCause(told);
    }

    /** What a look-up failed with, told apart from a look-up that could not be made. */
    static UnknownHostException orElse(UnknownHostException told) {
        String words = String.valueOf(told.getMessage());
        return WORDS.stream().anyMatch(words::contains) ? new NoSuchHostException(told) : told;
    }
}
