package regatta.coordinator.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The store cannot do what it was asked for; the message says why, for a person. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Says what cannot be done, for a person. */
    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Says what could not be done, and takes the kind from why. */
    static StoreException of(String what, Exception why) {
        boolean passes = why instanceof SQLException sql && Connections.passes(sql);
        return new StoreException(
                passes ? Kind.FULL : Kind.DAMAGED, what + ": " + why.getMessage(), why);
    }

    public Kind kind() {
        return kind;
    }

    /** What a caller can do about it. */
    public enum Kind {
        /** Another process has it open: stop. */
        IN_USE,
        /** There is no space, or writing fails: what was asked for is not kept; try later. */
        FULL,
        /** A newer coordinator has opened it: stop. */
        FENCED,
        /** It was closed, or stopped after a failure that cannot be undone. */
        CLOSED,
        /** It holds what this program cannot read, or cannot be opened at all. */
        DAMAGED
    }
}
