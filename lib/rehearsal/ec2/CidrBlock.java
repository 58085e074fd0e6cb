package lib.rehearsal.ec2;

/** A block of IPv4 addresses, such as 10.0.0.0/16. */
record CidrBlock(long address, int prefix) {
    private static final int BITS = 32;

    /** @throws IllegalArgumentException if the text is no block */
    static CidrBlock of(String text) {
        if (!text.matches("\\d{1,3}([.]\\d{1,3}){3}/\\d{1,2}")) {
            throw new IllegalArgumentException(text + " is no block of IPv4 addresses");
        }
        String[] parts = text.split("[./]");
        long address = 0;
        for (int i = 0; i < 4; i++) {
            address = address << 8 | Integer.parseInt(parts[i]);
        }
        return new CidrBlock(address, Integer.parseInt(parts[4]));
    }

    boolean contains(CidrBlock other) {
        return other.prefix >= prefix && address >> BITS - prefix == other.address >> BITS - prefix;
    }
}
