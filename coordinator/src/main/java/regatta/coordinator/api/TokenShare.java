package regatta.coordinator.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of each limit on unfinished work that one token may use, so that no token uses up a
 * limit that all tokens share.
 *
 * @param part the part of each limit; above 0, at most 1
 */
public record TokenShare(double part) {
    private static final String SETTING = "regatta.auth.queue-share";

    public TokenShare {
        if (!(part > 0 && part <= 1)) {
            throw new IllegalArgumentException(
                    SETTING + " must be above 0 and at most 1, not " + part);
        }
    }

    /**
     * Returns why a token may not use {@code more} of a limit; empty if the token may use {@code
     * more}. A token without unfinished work may always use {@code more}, even beyond the token's
     * share. No share limits a submission without a token.
     *
     * @param used how much of the limit the token's unfinished work uses
     * @param what a word in the plural for what the limit counts
     */
    public Optional<String> refusal(
            @Nullable String token, long used, long more, long limit, String what) {
        long most = (long) (part * limit);
        if (token == null || used == 0 || used + more <= most) {
            return Optional.empty();
        }
        return Optional.of(
                "with %,d more the token %s would exceed %,d %s, which is what one token may have of the limit of %,d (%s)"
                        .formatted(more, token, most, what, limit, SETTING));
    }
}
