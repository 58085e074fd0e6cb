package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lib.cli.DeployedApp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a bucket is, as its name tells: CloudFormation makes it of the stack's name and the logical id. */
class DeployedAppTest {
    @ParameterizedTest
    @CsvSource({
        "bedrockchatstack-documentbucketae41e5a9-1xyz2abc3def, true",
        "dev-bedrockchatstack-documentbucketae41e5a9-1xyz2abc3def, true",
        "bedrockregionresourcesst-useast1documentbucket0a1b2c3d-1xyz2abc, false",
        "bedrockregionresourcesst-useast1documentbucket-1xyz2abc, false",
        "our-own-documents, false"
    })
    void theBucketOfTheStackItselfIsTold(String bucket, boolean isOwn) {
        assertEquals(isOwn, DeployedApp.ownsBucket(bucket));
    }
}
