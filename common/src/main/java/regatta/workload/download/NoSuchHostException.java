package regatta.workload.download;

import java.net.UnknownHostException;
import java.util.List;

/** Reports that a host's name does not exist or has no address, so trying again is useless. */
final class NoSuchHostException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    /**
     * The texts by which C libraries report EAI_NONAME and EAI_NODATA. Java passes on only these
     * texts. Any other text counts as a failure of the look-up itself.
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

    /**
     * Returns an exception of this class if the name does not exist, and the given exception if the
     * look-up itself failed.
     *
     * @param known whether an earlier look-up showed that the name does not exist
     */
    static UnknownHostException orElse(UnknownHostException told, boolean known) {
        String words = String.valueOf(told.getMessage());
        return known || WORDS.stream().anyMatch(words::contains)
                ? new NoSuchHostException(told)
                : told;
    }
}
