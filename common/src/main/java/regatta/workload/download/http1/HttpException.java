package regatta.workload.download.http1;

import java.io.IOException;

/** An exchange failed; the message holds nothing that the origin or the request said. */
public final class HttpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    public HttpException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
