package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import lib.aws.QueryService;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoints of services that are called without a module of the SDK. */
class QueryServiceTest {
    @ParameterizedTest
    @CsvSource({
        "us-east-1,     ec2.us-east-1.amazonaws.com,     iam.amazonaws.com,               us-east-1",
        "eu-west-1,     ec2.eu-west-1.amazonaws.com,     iam.amazonaws.com,               us-east-1",
        "cn-northwest-1, ec2.cn-northwest-1.amazonaws.com.cn, iam.cn-north-1.amazonaws.com.cn, cn-north-1",
        "us-gov-east-1, ec2.us-gov-east-1.amazonaws.com, iam.us-gov.amazonaws.com,        us-gov-west-1"
    })
    void iamIsGlobalAndEc2IsNot(String region, String ec2, String iam, String regionOfIam) {
        assertEquals(
                new QueryService("ec2", "2016-11-15", region, URI.create("https://" + ec2)), QueryService.ec2(region));
        assertEquals(
                new QueryService("iam", "2010-05-08", regionOfIam, URI.create("https://" + iam)),
                QueryService.iam(region));
    }
}
