package regatta.workload;

/** Makes a workload from its settings. {@link java.util.ServiceLoader} finds the provider. */
public interface WorkloadProvider {
    String kind();

    /**
     * Makes the workload.
     *
     * @param settings the block {@code regatta.<kind>} of the configuration
     * @throws IllegalArgumentException if a setting is out of range; the exception's message names
     *     the setting
     */
    Workload<?, ?, ?, ?> create(WorkloadSettings settings);
}
