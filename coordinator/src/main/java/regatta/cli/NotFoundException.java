package regatta.cli;

/**
 * The failure of a request that names a job, comparison or other thing that the coordinator does
 * not have.
 */
final class NotFoundException extends CommandException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
        super(Exit.USAGE, message);
    }
}
