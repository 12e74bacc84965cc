package regatta.cli;

/** The coordinator does not have what the request names. */
final class NotFoundException extends CommandException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
        super(Exit.USAGE, message);
    }
}
