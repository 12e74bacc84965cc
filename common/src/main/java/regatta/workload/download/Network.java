package regatta.workload.download;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param prefix how many leading bits an address must share with {@code base}
 */
record Network(InetAddress base, int prefix) {

    /**
     * Reads a CIDR block, or one address.
     *
     * @throws IllegalArgumentException if the text is neither a block nor an address, or if the
     *     address has bits set behind the prefix
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        HostName host;
        try {
            host = HostName.of(address.contains(":") ? "[" + address + "]" : address);
        } catch (IllegalArgumentException failure) {
            throw new IllegalArgumentException("\"" + text + "\" " + failure.getMessage());
        }
        InetAddress base =
                host.literal()
                        .orElseThrow(
                                () -> new IllegalArgumentException(text + " is no CIDR block"));
        int bits = base.getAddress().length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefix(text, text.substring(slash + 1), bits);
        Network network = new Network(base, prefix);
        if (!network.isAligned()) {
            throw new IllegalArgumentException(text + " has bits set behind its prefix");
        }
        return network;
    }

    private static int prefix(String text, String digits, int bits) {
        boolean number = digits.matches("0|[1-9][0-9]{0,2}");
        if (!number || Integer.parseInt(digits) > bits) {
            throw new IllegalArgumentException(text + " needs a prefix of 0 to " + bits);
        }
        return Integer.parseInt(digits);
    }

    private boolean isAligned() {
        byte[] bytes = base.getAddress();
        for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether the block contains an address. An IPv4 block never contains an IPv6 address,
     * and an IPv6 block never an IPv4 address.
     */
    boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        int whole = prefix / Byte.SIZE;
        int rest = prefix % Byte.SIZE;
        if (mine.length != other.length || !Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int shift = Byte.SIZE - rest;
        return rest == 0 || (mine[whole] & 0xff) >> shift == (other[whole] & 0xff) >> shift;
    }
}
