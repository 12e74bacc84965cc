package regatta.coordinator.comparison;

import java.util.List;

/**
 * Which arm to use.
 *
 * @param use label of the arm to use: the simplest of the fastest
 * @param fastest labels of the arms that cannot be told from the fastest one or are within 3 % of
 *     it, the simplest first
 * @param certain whether the rounds suffice for what {@code sentence} says; otherwise it says what
 *     is missing
 * @param sentence what to use, by how much, and why
 */
public record Verdict(String use, List<String> fastest, boolean certain, String sentence) {
    public Verdict {
        fastest = List.copyOf(fastest);
    }
}
