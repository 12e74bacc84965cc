package regatta.workload.sumofsquares;

/** What setting {@code regatta.sum-of-squares.kernel} asks for, and what this JVM can do. */
final class KernelChoice {
    private static final String MODULE = "jdk.incubator.vector";

    private KernelChoice() {}

    /**
     * Makes the kernel that a setting names.
     *
     * @throws IllegalArgumentException when there is none, or not in this JVM
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
     * Only C2 makes machine instructions of vector operations; without it they take 100 times as
     * long.
     */
    private static boolean vectorsPay(String vmInfo) {
        boolean optimises =
                !vmInfo.contains("emulated-client") && !vmInfo.contains("interpreted mode");
        return optimises && VectorKernel.lanes() >= 4;
    }
}
