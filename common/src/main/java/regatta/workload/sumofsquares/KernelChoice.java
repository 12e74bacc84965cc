package regatta.workload.sumofsquares;

/**
 * Chooses the kernel (the code that adds squares) by the setting {@code
 * regatta.sum-of-squares.kernel} and by what this JVM can run.
 */
final class KernelChoice {
    private static final String MODULE = "jdk.incubator.vector";

    private KernelChoice() {}

    /**
     * Creates the kernel that a setting names.
     *
     * @throws IllegalArgumentException if no kernel has this name, or this JVM cannot run the
     *     kernel
     */
    static Kernel named(String setting) {
        return named(
                setting,
                ModuleLayer.boot().findModule(MODULE).isPresent(),
                System.getProperty("java.vm.info", ""));
    }

    static Kernel named(String setting, boolean modulePresent, String vmInfo) {
        return switch (setting) {
            case "scalar" -> new ScalarKernel();
            case "vector" -> vector(modulePresent);
            case "auto" -> modulePresent && vectorsPay(vmInfo) ? vector(true) : new ScalarKernel();
            default ->
                    throw new IllegalArgumentException(
                            "regatta.sum-of-squares.kernel must be auto, scalar or vector, not "
                                    + setting);
        };
    }

    private static Kernel vector(boolean modulePresent) {
        if (!modulePresent) {
            throw new IllegalArgumentException(
                    "regatta.sum-of-squares.kernel = vector needs the JVM option --add-modules "
                            + MODULE);
        }
        return new VectorKernel();
    }

    /**
     * Returns whether the vector kernel is faster in this JVM. Only the C2 compiler turns vector
     * operations into machine instructions; without C2 vector operations take 100 times as long.
     */
    private static boolean vectorsPay(String vmInfo) {
        boolean optimises =
                !vmInfo.contains("emulated-client") && !vmInfo.contains("interpreted mode");
        return optimises && VectorKernel.lanes() >= 4;
    }
}
