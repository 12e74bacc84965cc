package regatta.coordinator.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import regatta.secret.FileFailures;

/** Says that the store cannot do what the caller asked. The message tells a person why. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * Creates an exception whose message starts with {@code what} and whose kind follows from
     * {@code why}.
     */
    static StoreException of(String what, Exception why) {
        boolean passes = why instanceof SQLException sql && Connections.passes(sql);
        return new StoreException(
                passes ? Kind.FULL : Kind.DAMAGED, what + ": " + FileFailures.text(why), why);
    }

    public Kind kind() {
        return kind;
    }

    /** The reason for a failure, which tells the caller what to do. */
    public enum Kind {
        /** Another process has the store open. The caller must stop. */
        IN_USE,
        /**
         * The disk is full or a write failed, and the store did not keep the write. The caller may
         * try later.
         */
        FULL,
        /**
         * The store's path no longer names the files that the store writes. The caller must stop,
         * or may try later if somebody may put the files back.
         */
        MOVED,
        /** A newer coordinator has opened the store. The caller must stop. */
        FENCED,
        /** The store was closed, or it stopped after a failure that it cannot undo. */
        CLOSED,
        /** This program cannot read the store's content, or cannot open the store at all. */
        DAMAGED
    }
}
