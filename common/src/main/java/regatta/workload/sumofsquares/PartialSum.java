package regatta.workload.sumofsquares;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * An exact sum of squares, unsigned and modulo 2¹²⁸.
 *
 * @param high bits 64 to 127 of the sum
 * @param low bits 0 to 63 of the sum, unsigned
 */
public record PartialSum(long high, long low) {
    static final PartialSum ZERO = new PartialSum(0, 0);

    public PartialSum plus(PartialSum other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new PartialSum(high + other.high + carry, sum);
    }

    /** Returns the sum in decimal digits. */
    public String decimal() {
        return decimal(high, low);
    }

    static String decimal(long high, long low) {
        if (high == 0) {
            return Long.toUnsignedString(low);
        }
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return new BigInteger(1, bytes).toString();
    }
}
