package lib.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The price of Fargate tasks of one size: Linux on x86, on demand. Estimates, without Bedrock, the database, and
 * individual agreements.
 *
 * @param vcpu 0 if the size is unknown
 */
public record FargatePrice(double vcpu, double gb, String region) {
    /** Dollars, and when they were last read (AWS, Fargate pricing). */
    private record HourlyRate(double vcpu, double gb, String date) {}

    private static final HourlyRate SAME_AS_US_EAST_1 = new HourlyRate(0.04048, 0.004445, "March 2026");
    private static final Map<String, HourlyRate> RATES = Map.of(
            "us-east-1",
            new HourlyRate(0.04048, 0.004445, "June 2026"),
            "us-east-2",
            SAME_AS_US_EAST_1,
            "us-west-2",
            SAME_AS_US_EAST_1,
            "eu-west-1",
            SAME_AS_US_EAST_1,
            "ap-northeast-1",
            new HourlyRate(0.05056, 0.00553, "March 2026"),
            "sa-east-1",
            new HourlyRate(0.0696, 0.0076, "March 2026"));

    /** For example {@code 2 vCPU, 4 GB}. */
    public String size() {
        return vcpu == 0 ? "unknown size" : number(vcpu) + " vCPU, " + number(gb) + " GB";
    }

    private static String number(double amount) {
        return BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString();
    }

    /** Whether size and price are known. */
    public boolean isKnown() {
        return vcpu > 0 && RATES.containsKey(region);
    }

    /** Dollars for this Fargate time; 0 if the price is unknown. */
    public double of(Duration billed) {
        if (!isKnown()) {
            return 0;
        }
        HourlyRate rate = RATES.get(region);
        return (vcpu * rate.vcpu + gb * rate.gb) * billed.toMillis() / 3_600_000;
    }

    /** The price of a task for an hour, as text. */
    public String hourly() {
        return isKnown()
                ? "about " + dollars(of(Duration.ofHours(1))) + " an hour (" + source() + ")"
                : "price in " + region + " unknown (see AWS, Fargate pricing)";
    }

    /** The price of this Fargate time, as text. */
    public String estimate(Duration billed) {
        return isKnown()
                ? "about " + dollars(of(billed)) + " (estimate without Bedrock; " + source() + ")"
                : "price in " + region + " unknown";
    }

    /** The price of this Fargate time in whole cents, as text; empty if it is unknown. */
    public String rough(Duration billed) {
        return isKnown() ? String.format(Locale.ROOT, "about $%,.2f", Math.max(0.01, of(billed))) : "";
    }

    /** Region and date of the prices; they must be {@link #isKnown known}. */
    public String source() {
        return region + ", " + RATES.get(region).date;
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, amount < 1 ? "$%.3f" : "$%,.2f", amount);
    }
}
