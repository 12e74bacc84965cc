package regatta.comparison.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Digests of the recorded data from which no figure is computed: times of day, starts, outputs and
 * samples of attempts. A report contains the digests, so that a verification of the report finds
 * changes in these data.
 */
public final class Seal {
    private Seal() {}

    /** Returns a sha256 for each round, in hexadecimal digits. */
    public static List<String> each(List<Round> rounds) {
        return rounds.stream().map(Seal::of).toList();
    }

    private static String of(Round round) {
        String text =
                List.of(
                                String.valueOf(round.startedAt()),
                                round.startSeconds(),
                                round.answer(),
                                String.valueOf(round.unfit()),
                                String.valueOf(round.output()),
                                round.sample())
                        .toString();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
