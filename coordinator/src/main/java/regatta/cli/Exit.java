package regatta.cli;

/** The exit codes of the commands. */
final class Exit {
    static final int OK = 0;

    /** The job or comparison failed. */
    static final int FAILED = 1;

    static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    static final int TIMED_OUT = 4;

    private Exit() {}
}
