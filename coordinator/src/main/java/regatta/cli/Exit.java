package regatta.cli;

/** The codes that commands end with. */
public final class Exit {
    public static final int OK = 0;

    /** The job or comparison failed. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    static final int TIMED_OUT = 4;

    private Exit() {}
}
