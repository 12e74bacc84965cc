package regatta.machine;

/** Repeats a check of times that other programs on the machine may have disturbed. */
public final class Undisturbed {
    private static final int TRIES = 10;

    private Undisturbed() {}

    /** A check that can be repeated. */
    public interface Check {
        void run() throws Exception;
    }

    /** Fails if the check fails each time. */
    public static void until(Check check) throws Exception {
        for (int left = TRIES - 1; ; left--) {
            try {
                check.run();
                return;
            } catch (AssertionError disturbed) {
                if (left == 0) {
                    throw disturbed;
                }
                System.err.println("again: " + disturbed.getMessage());
            }
        }
    }
}
