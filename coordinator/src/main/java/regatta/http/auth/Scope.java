package regatta.http.auth;

import java.util.Locale;

/** A kind of request that a token may allow. */
public enum Scope {
    /** Reads jobs, comparisons, workers and files. */
    READ,
    /** Submits, cancels, retries and deletes jobs and comparisons. */
    SUBMIT,
    /** Changes workers and pools. */
    ADMIN;

    /** Returns the name of the scope in a token file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
