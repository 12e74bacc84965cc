package regatta.comparison.plan;

import java.util.List;

/**
 * An output, and the arms that gave the output.
 *
 * @param arms labels of the arms
 * @param lines the output as lines of text for people
 */
public record Answer(List<String> arms, List<String> lines) {
    public Answer {
        arms = List.copyOf(arms);
        lines = List.copyOf(lines);
    }
}
