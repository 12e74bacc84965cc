package regatta.comparison.plan;

import java.util.List;

/**
 * What some arms answered.
 *
 * @param arms their labels
 * @param lines what people read of the output
 */
public record Answer(List<String> arms, List<String> lines) {
    public Answer {
        arms = List.copyOf(arms);
        lines = List.copyOf(lines);
    }
}
