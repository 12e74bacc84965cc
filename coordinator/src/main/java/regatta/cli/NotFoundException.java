package regatta.cli;

/** The coordinator knows no such thing. */
final class NotFoundException extends CommandException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
        super(Exit.USAGE, message);
    }
}
