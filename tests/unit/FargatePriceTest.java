package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import lib.model.FargatePrice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tasks cost on Fargate, and how that is shown. */
class FargatePriceTest {
    private static final double A_MILLIONTH = 1e-6;
    private static final FargatePrice APP = new FargatePrice(2, 4, "us-east-1");

    @ParameterizedTest
    @CsvSource({
        "us-east-1, 0.09874",
        "us-east-2, 0.09874",
        "us-west-2, 0.09874",
        "eu-west-1, 0.09874",
        "ap-northeast-1, 0.12324",
        "sa-east-1, 0.1696",
        "eu-central-1, 0"
    })
    void anHourOfTwoCpusAndFourGigabytes(String region, double dollars) {
        assertEquals(dollars, new FargatePrice(2, 4, region).of(Duration.ofHours(1)), A_MILLIONTH);
    }

    @Test
    void theTimeIsBilledToTheMillisecond() {
        assertEquals(0, APP.of(Duration.ZERO));
        assertEquals(0.098740 / 4, APP.of(Duration.ofMinutes(15)), A_MILLIONTH);
        assertEquals(0.09874 * 3600, APP.of(Duration.ofHours(3600)), A_MILLIONTH);
        assertEquals(0.09874 / 3_600_000 * 1_000_001, APP.of(Duration.ofMillis(1_000_001)), 1e-12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | 4 | 2 vCPU, 4 GB",
                "0.25 | 0.5 | 0.25 vCPU, 0.5 GB",
                "16 | 100 | 16 vCPU, 100 GB",
                "0|0|unknown size"
            })
    void sizesAreShownWithoutNeedlessZeros(double vcpu, double gb, String size) {
        assertEquals(size, new FargatePrice(vcpu, gb, "us-east-1").size());
    }

    @Test
    void aKnownPriceIsShownWithRegionAndDate() {
        assertTrue(APP.isKnown());
        assertEquals("about $0.099 an hour (us-east-1, June 2026)", APP.hourly());
        assertEquals("sa-east-1, March 2026", new FargatePrice(2, 4, "sa-east-1").source());
        assertEquals(
                "about $0.025 (estimate without Bedrock; us-east-1, June 2026)", APP.estimate(Duration.ofMinutes(15)));
        assertEquals(
                "about $9.87 (estimate without Bedrock; us-east-1, June 2026)", APP.estimate(Duration.ofHours(100)));
        assertEquals(
                "about $1,974.80 (estimate without Bedrock; us-east-1, June 2026)",
                APP.estimate(Duration.ofHours(20_000)));
    }

    @Test
    void withoutAPriceOfTheRegionOrTheSizeThatIsSaid() {
        for (FargatePrice unknown :
                new FargatePrice[] {new FargatePrice(2, 4, "eu-central-1"), new FargatePrice(0, 0, "eu-central-1")}) {
            assertFalse(unknown.isKnown());
            assertEquals("price in eu-central-1 unknown (see AWS, Fargate pricing)", unknown.hourly());
            assertEquals("price in eu-central-1 unknown", unknown.estimate(Duration.ofHours(1)));
        }
        assertFalse(new FargatePrice(0, 0, "us-east-1").isKnown());
        assertEquals(0, new FargatePrice(0, 0, "us-east-1").of(Duration.ofHours(1)));
    }
}
