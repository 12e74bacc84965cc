package regatta.coordinator.comparison;

/**
 * What went on around a round.
 *
 * @param others the part, 0 to 1, of the slot time of its machines that jobs of others used
 * @param foreign the part, 0 to 1, of the processor time of the coordinator's machine that programs
 *     other than Regatta's nodes used; −1 where not known
 * @param cores of the machines whose workers ran it; 0 where not known
 * @param elapsedSeconds from its submission to its end, waiting for others included
 */
public record Conditions(double others, double foreign, int cores, double elapsedSeconds) {
    public Conditions {
        if (!(others >= 0 && others <= 1)) {
            throw new IllegalArgumentException("others: " + others + " is not 0 to 1");
        }
    }
}
