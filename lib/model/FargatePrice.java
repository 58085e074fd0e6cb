package lib.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What tasks of one size cost on Fargate, Linux on x86, on demand. Estimates: without Bedrock, the database, and whatever an account has agreed on.
 *
 * @param vcpu 0 where the size is not known
 */
public record FargatePrice(double vcpu, double gb, String region) {
    private record Hour(double vcpu, double gb) {
    }

    private static final Hour FOUR_REGIONS = new Hour(0.04048, 0.004445);
    /** Dollars, as of {@link #DATE}: AWS, Fargate pricing; us-east-1 and the regions that it lists at the same price, Tokyo and São Paulo. */
    private static final Map<String, Hour> TABLE = Map.of(
            "us-east-1", FOUR_REGIONS, "us-east-2", FOUR_REGIONS, "us-west-2", FOUR_REGIONS, "eu-west-1", FOUR_REGIONS,
            "ap-northeast-1", new Hour(0.05056, 0.00553), "sa-east-1", new Hour(0.0696, 0.0076));
    private static final String DATE = "March 2026";

    /** For example {@code 2 vCPU, 4 GB}. */
    public String size() {
        return vcpu == 0 ? "unknown size" : number(vcpu) + " vCPU, " + number(gb) + " GB";
    }

    private static String number(double amount) {
        return BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString();
    }

    public boolean isKnown() {
        return vcpu > 0 && TABLE.containsKey(region);
    }

    /** Dollars; 0 where the price is not known. */
    public double of(Duration ran) {
        return isKnown() ? (vcpu * TABLE.get(region).vcpu + gb * TABLE.get(region).gb) * ran.toMillis() / 3_600_000 : 0;
    }

    /** What an hour of one costs. */
    public String hourly() {
        return isKnown() ? "an hour of one costs about " + dollars(of(Duration.ofHours(1))) + " (" + source() + ")"
                : "what one costs in " + region + " is not known here (AWS, Fargate pricing, tells it)";
    }

    /** What so much of it has cost, for the summary. */
    public String estimate(Duration ran) {
        return isKnown() ? "about " + dollars(of(ran)) + " (estimate without Bedrock; " + source() + ")" : "the price in " + region + " is not known here";
    }

    public String source() {
        return region + ", " + DATE;
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, amount < 1 ? "$%.3f" : "$%,.2f", amount);
    }
}
