package lib.restore;

import java.time.Duration;
import java.util.Locale;

/** What the temporary database costs: the capacity of the template at the price of us-east-1. */
final class AuroraPrice {
    /** Dollars per ACU-hour in us-east-1 in May 2026 (Amazon Aurora pricing, Standard); an estimate elsewhere. */
    private static final double PER_ACU_HOUR = 0.12;

    private static final double MIN_CAPACITY = 0.5;
    private static final double MAX_CAPACITY = 4;

    private AuroraPrice() {}

    /** What it has cost in this time, for example {@code $0.02 to $0.16 so far}. */
    static String soFar(Duration existing) {
        double hours = existing.toSeconds() / 3600.0;
        double most = hours * MAX_CAPACITY * PER_ACU_HOUR;
        return most < 0.01
                ? "under $0.01 so far"
                : String.format(Locale.ROOT, "$%.2f to $%.2f so far", hours * MIN_CAPACITY * PER_ACU_HOUR, most);
    }

    /** For example {@code about $0.06 to $0.48 an hour in us-east-1}, whatever the region of the database. */
    static String hourly() {
        return String.format(
                Locale.ROOT,
                "about $%.2f to $%.2f an hour in us-east-1",
                MIN_CAPACITY * PER_ACU_HOUR,
                MAX_CAPACITY * PER_ACU_HOUR);
    }
}
